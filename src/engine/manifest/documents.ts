// A stream of manifests -> its documents. As apimachinery's pkg/util/yaml/decoder.go cuts it.

/** A piece of the stream; `offset` is where its text begins. */
export type Chunk = { readonly text: string; readonly offset: number; readonly format: "yaml" | "json" };

export type SeparatorProblem = { readonly message: string; readonly from: number; readonly to: number };

/** The documents of a stream in order, and separators that are none. */
export function splitDocuments(text: string): {
  readonly chunks: readonly Chunk[];
  readonly problems: readonly SeparatorProblem[];
} {
  if (!/^\s*\{/.test(text)) return splitYaml(text, 0);
  const { chunks, end } = splitJson(text);
  const rest = text.slice(end);
  if (rest.trim() === "") return { chunks, problems: [] };
  const others = splitYaml(rest, end);
  return { chunks: [...chunks, ...others.chunks], problems: others.problems };
}

function splitYaml(text: string, start: number) {
  const chunks: Chunk[] = [];
  const problems: SeparatorProblem[] = [];
  let from = 0;
  let isEmpty = true;
  const close = (to: number): void => {
    if (!isEmpty) chunks.push({ text: text.slice(from, to), offset: start + from, format: "yaml" });
  };
  for (let at = 0; at < text.length;) {
    const newline = text.indexOf("\n", at);
    const next = newline < 0 ? text.length : newline + 1;
    if (text.startsWith("---", at)) {
      const rest = text.slice(at + 3, next).trim();
      if (rest !== "" && !rest.startsWith("#")) {
        problems.push({
          message: `invalid Yaml document separator: ${rest}`,
          from: start + at,
          to: start + next,
        });
      }
      close(at);
      from = isEmpty ? at : next;
      isEmpty = !isEmpty;
    } else isEmpty = false;
    at = next;
  }
  close(text.length);
  return { chunks, problems };
}

/** JSON objects one behind the other; stops where no further one is complete. */
function splitJson(text: string): { readonly chunks: readonly Chunk[]; readonly end: number } {
  const chunks: Chunk[] = [];
  let end = 0;
  for (;;) {
    const from = end + (/^\s*/.exec(text.slice(end))?.[0].length ?? 0);
    const to = text[from] === "{" ? endOfObject(text, from) : undefined;
    if (to === undefined || !isJson(text.slice(from, to))) return { chunks, end };
    chunks.push({ text: text.slice(from, to), offset: from, format: "json" });
    end = to;
  }
}

function endOfObject(text: string, from: number): number | undefined {
  let depth = 0;
  let isQuoted = false;
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    if (isQuoted) {
      if (character === "\\") at++;
      else if (character === '"') isQuoted = false;
    } else if (character === '"') isQuoted = true;
    else if (character === "{" || character === "[") depth++;
    else if ((character === "}" || character === "]") && --depth === 0) return at + 1;
  }
  return undefined;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
