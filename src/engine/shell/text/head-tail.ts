import { ended, lineFilter, type FilterContext, type Opened } from "../filter.ts";
import { readOptions } from "../options.ts";

const DEFAULT_LINES = 10;

/** `head [-n N|-c N|-N] [FILE…]`; a negative N leaves so many lines out at the end. */
export function head(words: readonly string[], context: FilterContext): Opened {
  const wanted = readWanted(words, context);
  if (!wanted) return ended(1);
  const { inputs, count, bytes } = wanted;
  const titles = titlesFor(inputs, context);
  if (bytes !== undefined) {
    let left = bytes;
    const filter = {
      ...titles,
      take: (text: string) => {
        context.out(text.slice(0, left));
        left -= text.length;
        return left <= 0 ? ("enough" as const) : ("more" as const);
      },
      end: () => 0,
    };
    return { kind: "filter", inputs, filter };
  }
  let seen = 0;
  const kept: string[] = [];
  const isNegative = count.startsWith("-");
  const size = Math.abs(Number(count));
  const filter = lineFilter({
    begin: (file) => {
      titles.begin?.(file);
      seen = 0;
      kept.length = 0;
    },
    line: (text) => {
      if (isNegative) {
        kept.push(text);
        if (kept.length > size) context.out(`${kept.shift() ?? ""}\n`);
        return "more";
      }
      if (seen++ < size) context.out(`${text}\n`);
      return seen >= size && inputs.length < 2 ? "enough" : "more";
    },
    end: () => 0,
  });
  return { kind: "filter", inputs, filter };
}

/** `tail [-n N|-c N|-N] [-f] [FILE…]`; +N begins with line N. */
export function tail(words: readonly string[], context: FilterContext): Opened {
  const wanted = readWanted(words, context);
  if (!wanted) return ended(1);
  const { inputs, count, bytes } = wanted;
  const titles = titlesFor(inputs, context);
  let lines: string[] = [];
  const flush = (): void => {
    const text = lines.map((line) => `${line}\n`).join("");
    context.out(bytes === undefined ? text : text.slice(Math.max(0, text.length - bytes)));
    lines = [];
  };
  const isFrom = count.startsWith("+");
  const size = Math.abs(Number(count));
  let seen = 0;
  let hasBegun = false;
  const filter = lineFilter({
    begin: (file) => {
      if (hasBegun) flush();
      hasBegun = true;
      seen = 0;
      titles.begin?.(file);
    },
    line: (text) => {
      seen++;
      if (isFrom && bytes === undefined) {
        if (seen >= size) context.out(`${text}\n`);
        return "more";
      }
      lines.push(text);
      if (bytes === undefined && lines.length > size) lines.shift();
      return "more";
    },
    end: () => {
      flush();
      return 0;
    },
  });
  return { kind: "filter", inputs, filter };
}

type Wanted = { readonly inputs: readonly string[]; readonly count: string; readonly bytes: number | undefined };

function readWanted(words: readonly string[], { error }: FilterContext): Wanted | undefined {
  const [name = ""] = words;
  const short = words.map((word) => word.replace(/^-(\d+)$/, "-n$1"));
  const options = readOptions(short, { flags: "qvfF", values: "ncs", long: { lines: "n", bytes: "c", follow: "f" } });
  const count = options.value("n") ?? String(DEFAULT_LINES);
  const bytes = options.value("c");
  if (options.problem !== undefined) {
    error(`${name}: invalid option -- '${options.problem}'\nTry '${name} --help' for more information.\n`);
    return undefined;
  }
  for (const [value, what] of [
    [count, "lines"],
    [bytes ?? "0", "bytes"],
  ] as const) {
    if (/^[-+]?\d+$/.test(value)) continue;
    error(`${name}: invalid number of ${what}: ‘${value}’\n`);
    return undefined;
  }
  return { inputs: options.operands, count, bytes: bytes === undefined ? undefined : Number(bytes) };
}

/** Several files are told apart by a line each. */
function titlesFor(inputs: readonly string[], { out }: FilterContext): { begin?(file: string): void } {
  if (inputs.length < 2) return {};
  let isFirst = true;
  return {
    begin: (file) => {
      out(`${isFirst ? "" : "\n"}==> ${file} <==\n`);
      isFirst = false;
    },
  };
}
