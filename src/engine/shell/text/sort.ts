import { ended, lineFilter, type FilterContext, type Opened } from "../filter.ts";
import { readOptions } from "../options.ts";

type Key = { readonly from: number; readonly to: number; readonly letters: string };

/** `sort [-nrufbhV] [-k F[,T][letters]]… [-t C] [FILE…]`. */
export function sort(words: readonly string[], { out, error }: FilterContext): Opened {
  const options = readOptions(words, {
    flags: "nrufbshVdigMRm",
    values: "ktoT",
    long: { "numeric-sort": "n", reverse: "r", unique: "u", key: "k", "field-separator": "t", "ignore-case": "f" },
  });
  if (options.problem !== undefined) {
    error(`sort: invalid option -- '${options.problem}'\nTry 'sort --help' for more information.\n`);
    return ended(2);
  }
  const common = ["n", "r", "f", "h", "V", "b"].filter((letter) => options.has(letter)).join("");
  const keys: Key[] = [];
  for (const text of options.values("k")) {
    const [, from, to, letters = ""] =
      /^(\d+)(?:\.\d+)?(?:[a-zA-Z]*)(?:,(\d+)(?:\.\d+)?)?([a-zA-Z]*)$/.exec(text) ?? [];
    if (from === undefined) {
      error(`sort: invalid number at field start: invalid count at start of ‘${text}’\n`);
      return ended(2);
    }
    const own = /[a-zA-Z]+/.exec(text)?.[0] ?? letters;
    keys.push({ from: Number(from), to: Number(to ?? Infinity), letters: own === "" ? common : own });
  }
  const compare = comparer({ keys, common, separator: options.value("t") });
  const lines: string[] = [];
  const filter = lineFilter({
    line: (text) => {
      lines.push(text);
      return "more";
    },
    end: () => {
      const sorted = lines.toSorted(
        (a, b) => compare.byKeys(a, b) || (options.has("s") || options.has("u") ? 0 : compare.last(a, b)),
      );
      const kept = options.has("u")
        ? sorted.filter((line, index) => index === 0 || compare.byKeys(sorted[index - 1] ?? "", line) !== 0)
        : sorted;
      out(kept.map((line) => `${line}\n`).join(""));
      return 0;
    },
  });
  return { kind: "filter", inputs: options.operands, filter };
}

function comparer({
  keys,
  common,
  separator,
}: {
  keys: readonly Key[];
  common: string;
  separator: string | undefined;
}): {
  readonly byKeys: (a: string, b: string) => number;
  readonly last: (a: string, b: string) => number;
} {
  const isReversed = common.includes("r");
  const all: readonly Key[] = keys.length > 0 ? keys : [{ from: 1, to: Infinity, letters: common }];
  return {
    byKeys: (a, b) => {
      for (const key of all) {
        const order = compareBy(key.letters, fieldsOf(a, key, separator), fieldsOf(b, key, separator));
        if (order !== 0) return key.letters.includes("r") ? -order : order;
      }
      return 0;
    },
    last: (a, b) => (isReversed ? -compareText(a, b) : compareText(a, b)),
  };
}

/** A key is from one field to another; without -t a field begins with the white space before it. */
function fieldsOf(line: string, { from, to }: Key, separator: string | undefined): string {
  if (from === 1 && to === Infinity) return line;
  const fields = separator === undefined ? (line.match(/\s*\S+/g) ?? []) : line.split(separator);
  return fields.slice(from - 1, to).join(separator ?? "");
}

function compareBy(letters: string, a: string, b: string): number {
  if (letters.includes("n")) return numberOf(a) - numberOf(b);
  if (letters.includes("h")) return sizeOf(a) - sizeOf(b);
  if (letters.includes("V")) return compareVersions(a.trim(), b.trim());
  const [left, right] = letters.includes("b") ? [a.trimStart(), b.trimStart()] : [a, b];
  return letters.includes("f") ? compareText(left.toUpperCase(), right.toUpperCase()) : compareText(left, right);
}

/** Byte order, as the C locale has it. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function numberOf(text: string): number {
  return Number(/^\s*-?\d*\.?\d*/.exec(text)?.[0] ?? "") || 0;
}

const UNITS = "KMGTPE";

function sizeOf(text: string): number {
  const [, number = "0", unit = ""] = /^\s*(-?\d*\.?\d*)([KMGTPE]?)/i.exec(text) ?? [];
  return (Number(number) || 0) * 1024 ** (UNITS.indexOf(unit.toUpperCase() || " ") + 1);
}

function compareVersions(a: string, b: string): number {
  const parts = (text: string) => text.match(/\d+|\D+/g) ?? [];
  const [left, right] = [parts(a), parts(b)];
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const [x = "", y = ""] = [left[at], right[at]];
    const isNumber = /^\d/.test(x) && /^\d/.test(y);
    const order = isNumber ? Number(x) - Number(y) : compareText(x, y);
    if (order !== 0) return order;
  }
  return 0;
}
