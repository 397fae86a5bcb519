import { ended, lineFilter, type FilterContext, type Opened } from "../filter.ts";
import { readOptions } from "../options.ts";

type Range = { readonly from: number; readonly to: number };

/** `cut -f LIST [-d C] [-s]`, `cut -c LIST`, `cut -b LIST`. */
export function cut(words: readonly string[], { out, error }: FilterContext): Opened {
  const options = readOptions(words, {
    flags: "sn",
    values: "fdcb",
    long: { fields: "f", delimiter: "d", characters: "c", bytes: "b", "only-delimited": "s" },
  });
  const list = options.value("f") ?? options.value("c") ?? options.value("b");
  const delimiter = options.value("d") ?? "\t";
  const ranges = list === undefined ? undefined : readRanges(list);
  if (!ranges || options.problem !== undefined || Array.from(delimiter).length > 1) {
    const what =
      options.problem !== undefined
        ? `invalid option -- '${options.problem}'`
        : list === undefined
          ? "you must specify a list of bytes, characters, or fields"
          : ranges
            ? "the delimiter must be a single character"
            : `invalid field value ‘${list}’`;
    error(`cut: ${what}\nTry 'cut --help' for more information.\n`);
    return ended(1);
  }
  const isWanted = (position: number) => ranges.some(({ from, to }) => position >= from && position <= to);
  const hasFields = options.value("f") !== undefined;
  const filter = lineFilter({
    line: (text) => {
      if (!hasFields)
        out(
          `${Array.from(text)
            .filter((_, index) => isWanted(index + 1))
            .join("")}\n`,
        );
      else if (text.includes(delimiter)) {
        out(
          `${text
            .split(delimiter)
            .filter((_, index) => isWanted(index + 1))
            .join(delimiter)}\n`,
        );
      } else if (!options.has("s")) out(`${text}\n`);
      return "more";
    },
    end: () => 0,
  });
  return { kind: "filter", inputs: options.operands, filter };
}

/** "1,3-5,7-": undefined for what is no list. */
function readRanges(list: string): Range[] | undefined {
  const ranges: Range[] = [];
  for (const part of list.split(",")) {
    const [, from = "", dash = "", to = ""] = /^(\d*)(-?)(\d*)$/.exec(part) ?? [];
    if (from === "" && to === "") return undefined;
    const first = from === "" ? 1 : Number(from);
    ranges.push({ from: first, to: dash === "" ? first : to === "" ? Infinity : Number(to) });
  }
  return ranges;
}

/** `tr [-cds] SET1 [SET2]`. */
export function tr(words: readonly string[], { out, error }: FilterContext): Opened {
  const options = readOptions(words, { flags: "cCdst", stopsAtOperand: true });
  const [first, second] = options.operands.map(readSet);
  if (!first || options.problem !== undefined || (!second && !options.has("d") && !options.has("s"))) {
    const typed = options.operands[0];
    const what =
      options.problem !== undefined
        ? `invalid option -- '${options.problem}'`
        : typed === undefined
          ? "missing operand"
          : `missing operand after ‘${typed}’\nTwo strings must be given when translating.`;
    error(`tr: ${what}\nTry 'tr --help' for more information.\n`);
    return ended(1);
  }
  const isComplement = options.has("c") || options.has("C");
  const isIn = (char: string) => first.includes(char) !== isComplement;
  const translate = (char: string): string => {
    if (!second || !isIn(char)) return char;
    const index = isComplement ? second.length - 1 : first.indexOf(char);
    return second[Math.min(index, second.length - 1)] ?? char;
  };
  const squeezed = second ?? first;
  let last = "";
  const filter = {
    take: (text: string) => {
      let shown = "";
      for (const char of text) {
        if (options.has("d") && isIn(char)) continue;
        const next = options.has("d") ? char : translate(char);
        const squeezes = second ? squeezed.includes(next) : isIn(next);
        if (options.has("s") && next === last && squeezes) continue;
        shown += next;
        last = next;
      }
      out(shown);
      return "more" as const;
    },
    end: () => 0,
  };
  return { kind: "filter", inputs: [], filter };
}

const CLASSES: Readonly<Record<string, readonly [number, number][]>> = {
  alpha: [
    [65, 90],
    [97, 122],
  ],
  upper: [[65, 90]],
  lower: [[97, 122]],
  digit: [[48, 57]],
  alnum: [
    [48, 57],
    [65, 90],
    [97, 122],
  ],
  space: [
    [9, 13],
    [32, 32],
  ],
  blank: [
    [9, 9],
    [32, 32],
  ],
  punct: [
    [33, 47],
    [58, 64],
    [91, 96],
    [123, 126],
  ],
};

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", "\\": "\\", "0": "\0" };

/** "a-z", "[:upper:]", "\n": the characters of a set, in order. */
function readSet(text: string): readonly string[] {
  const set: string[] = [];
  for (const [whole, name, escape, from, to] of text.matchAll(/\[:([a-z]+):\]|\\(.)|(.)-(.)|[^]/gu)) {
    if (name !== undefined) for (const [low, high] of CLASSES[name] ?? []) set.push(...between(low, high));
    else if (escape !== undefined) set.push(ESCAPES[escape] ?? escape);
    else if (from !== undefined && to !== undefined)
      set.push(...between(from.codePointAt(0) ?? 0, to.codePointAt(0) ?? 0));
    else set.push(whole);
  }
  return set;
}

const SET_MAX = 65_536;

function between(low: number, high: number): string[] {
  const length = Math.min(SET_MAX, Math.max(0, high - low + 1));
  return Array.from({ length }, (_, index) => String.fromCodePoint(low + index));
}

/** `rev`: each line backwards. */
export function rev(words: readonly string[], { out }: FilterContext): Opened {
  const filter = lineFilter({
    line: (text) => {
      out(`${Array.from(text).toReversed().join("")}\n`);
      return "more";
    },
    end: () => 0,
  });
  return { kind: "filter", inputs: words.slice(1), filter };
}

/** `tee [-a] FILE…`: what comes in goes on, and into the files. */
export function tee(words: readonly string[], { out, files }: FilterContext): Opened {
  const options = readOptions(words, { flags: "ai" });
  const named = options.operands;
  if (!options.has("a")) for (const name of named) files.write(name, "");
  const filter = {
    take: (text: string) => {
      out(text);
      for (const name of named) files.append(name, text);
      return "more" as const;
    },
    end: () => 0,
  };
  return { kind: "filter", inputs: [], filter };
}

const COLUMN_GAP = 2;

/** `column -t [-s C]`: words under each other. */
export function column(words: readonly string[], { out }: FilterContext): Opened {
  const options = readOptions(words, { flags: "tx", values: "scoN" });
  const separator = options.value("s");
  const rows: string[][] = [];
  const filter = lineFilter({
    line: (text) => {
      const cells = separator === undefined ? text.trim().split(/\s+/) : text.split(separator);
      if (text.trim() !== "") rows.push(cells);
      return "more";
    },
    end: () => {
      const widths: number[] = [];
      for (const row of rows)
        for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, cell.length);
      for (const row of rows) {
        const cells = row.map((cell, at) => (at < row.length - 1 ? cell.padEnd((widths[at] ?? 0) + COLUMN_GAP) : cell));
        out(`${cells.join("")}\n`);
      }
      return 0;
    },
  });
  return { kind: "filter", inputs: options.operands, filter };
}
