/** Fields whose keys may hold dots: what follows them is one key. */
const MAPS: ReadonlySet<string> = new Set([
  "labels",
  "annotations",
  "selector",
  "matchLabels",
  "nodeSelector",
  "data",
  "stringData",
]);

/**
 * The keys and indices of a field's path ("spec.ports[0].port", "metadata.labels.app.kubernetes.io/name"). Where the key of a map may
 * hold dots, all of the rest is the key, unless `has` knows a shorter one there.
 */
export function readField(
  path: string,
  has: (parents: readonly (string | number)[], key: string) => boolean,
): readonly (string | number)[] {
  const tokens: (string | number)[] = [];
  let rest = path;
  while (rest !== "") {
    const index = /^\[(\d+)\]\.?/.exec(rest);
    if (index) {
      tokens.push(Number(index[1]));
      rest = rest.slice(index[0].length);
      continue;
    }
    const first = /^[^.[]+/.exec(rest)?.[0] ?? rest;
    const isMap = MAPS.has(String(tokens.at(-1))) && !has(tokens, first);
    const key = isMap ? rest : first;
    tokens.push(key);
    rest = rest.slice(key.length).replace(/^\./, "");
  }
  return tokens;
}
