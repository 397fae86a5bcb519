/** What getopt(3) reads of a command line: the options in order, then the operands. */
export type Getopt =
  | {
      readonly kind: "read";
      /** The last value of each option; "" for one without argument. */
      readonly options: ReadonlyMap<string, string>;
      /** How often each option was given. */
      readonly counts: ReadonlyMap<string, number>;
      /** Every option with its value, in order. */
      readonly all: readonly (readonly [name: string, value: string])[];
      readonly operands: readonly string[];
    }
  | { readonly kind: "invalid" | "missing"; readonly name: string; readonly isLong: boolean };

export type LongOption = { readonly name: string; readonly short?: string; readonly argument?: true };

/** Reads `words` by getopt's short form ("c:W:q": a colon after what takes an argument) and the long options, GNU style: operands anywhere. */
export function getopt(words: readonly string[], short: string, long: readonly LongOption[] = []): Getopt {
  const all: (readonly [string, string])[] = [];
  const operands: string[] = [];
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === "--") {
      operands.push(...rest);
      break;
    }
    if (!word.startsWith("-") || word === "-") {
      operands.push(word);
      continue;
    }
    const problem = word.startsWith("--") ? readLong(word, { long, rest, all }) : readShort(word, { short, rest, all });
    if (problem) return problem;
  }
  const counts = new Map<string, number>();
  for (const [name] of all) counts.set(name, (counts.get(name) ?? 0) + 1);
  return { kind: "read", options: new Map(all), counts, all, operands };
}

type Reading = { readonly rest: string[]; readonly all: (readonly [string, string])[] };
type Problem = Getopt & { kind: "invalid" | "missing" };

function readLong(word: string, { long, rest, all }: Reading & { long: readonly LongOption[] }): Problem | undefined {
  const [, name = "", given] = /^--([^=]*)(?:=(.*))?$/s.exec(word) ?? [];
  const option = long.find((one) => one.name === name) ?? long.find((one) => one.name.startsWith(name));
  if (!option) return { kind: "invalid", name, isLong: true };
  const value = option.argument ? (given ?? rest.shift()) : "";
  if (value === undefined) return { kind: "missing", name, isLong: true };
  all.push([option.short ?? option.name, value]);
  return undefined;
}

function readShort(word: string, { short, rest, all }: Reading & { readonly short: string }): Problem | undefined {
  for (let i = 1; i < word.length; i++) {
    const letter = word[i] ?? "";
    const at = short.indexOf(letter);
    if (at < 0 || letter === ":") return { kind: "invalid", name: letter, isLong: false };
    if (short[at + 1] !== ":") {
      all.push([letter, ""]);
      continue;
    }
    const value = word.slice(i + 1) || rest.shift();
    if (value === undefined) return { kind: "missing", name: letter, isLong: false };
    all.push([letter, value]);
    return undefined;
  }
  return undefined;
}
