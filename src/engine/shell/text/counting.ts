import { ended, lineFilter, type FilterContext, type Opened } from "../filter.ts";
import { readOptions, type Options } from "../options.ts";

const WIDTH = 7;

/** `wc [-lwcm] [FILE…]`. */
export function wc(words: readonly string[], context: FilterContext): Opened {
  const options = readOptions(words, { flags: "lwcmL", long: { lines: "l", words: "w", bytes: "c", chars: "m" } });
  if (options.problem !== undefined) {
    context.error(`wc: invalid option -- '${options.problem}'\nTry 'wc --help' for more information.\n`);
    return ended(1);
  }
  const inputs = options.operands;
  const counts: { readonly name: string; lines: number; words: number; bytes: number }[] = [];
  const begin = (name: string): void => void counts.push({ name, lines: 0, words: 0, bytes: 0 });
  let isInWord = false;
  const take = (text: string): "more" => {
    if (counts.length === 0) begin("");
    const count = counts.at(-1);
    if (!count) return "more";
    for (const char of text) {
      if (char === "\n") count.lines++;
      const isSpace = /\s/.test(char);
      if (!isSpace && !isInWord) count.words++;
      isInWord = !isSpace;
      count.bytes += utf8Bytes(char);
    }
    return "more";
  };
  const end = (): number => {
    if (counts.length === 0) begin("");
    const sum = (field: "lines" | "words" | "bytes") => counts.reduce((total, count) => total + count[field], 0);
    const total = { name: "total", lines: sum("lines"), words: sum("words"), bytes: sum("bytes") };
    for (const count of counts.length > 1 ? [...counts, total] : counts) context.out(countLine(count, options, inputs));
    return 0;
  };
  return { kind: "filter", inputs, filter: { begin, take, end } };
}

type Count = { readonly name: string; readonly lines: number; readonly words: number; readonly bytes: number };

/** One number stands alone; several of standard input stand in columns of seven. */
function countLine(count: Count, options: Options, inputs: readonly string[]): string {
  const isAll = !["l", "w", "c", "m", "L"].some((letter) => options.has(letter));
  const shown = [
    ...(isAll || options.has("l") ? [count.lines] : []),
    ...(isAll || options.has("w") ? [count.words] : []),
    ...(isAll || options.has("c") || options.has("m") ? [count.bytes] : []),
  ];
  const width = inputs.length === 0 ? WIDTH : String(count.bytes).length;
  const numbers = shown.map((number) =>
    shown.length === 1 && inputs.length < 2 ? String(number) : String(number).padStart(width),
  );
  return `${[...numbers, ...(count.name === "" ? [] : [count.name])].join(" ")}\n`;
}

function utf8Bytes(char: string): number {
  const code = char.codePointAt(0) ?? 0;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

/** `uniq [-c|-d|-u] [-i]`: neighbouring lines that are the same are one. */
export function uniq(words: readonly string[], { out, error }: FilterContext): Opened {
  const options = readOptions(words, {
    flags: "cdui",
    values: "fsw",
    long: { count: "c", repeated: "d", unique: "u" },
  });
  if (options.problem !== undefined) {
    error(`uniq: invalid option -- '${options.problem}'\nTry 'uniq --help' for more information.\n`);
    return ended(1);
  }
  let current: string | undefined;
  let count = 0;
  const keyOf = (line: string) => (options.has("i") ? line.toLowerCase() : line);
  const flush = (): void => {
    if (current === undefined) return;
    if ((options.has("d") && count < 2) || (options.has("u") && count > 1)) return;
    out(`${options.has("c") ? `${String(count).padStart(WIDTH)} ` : ""}${current}\n`);
  };
  const filter = lineFilter({
    line: (text) => {
      if (current !== undefined && keyOf(text) === keyOf(current)) count++;
      else {
        flush();
        current = text;
        count = 1;
      }
      return "more";
    },
    end: () => {
      flush();
      return 0;
    },
  });
  return { kind: "filter", inputs: options.operands.slice(0, 1), filter };
}
