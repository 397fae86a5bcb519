import { ended, lineFilter, type FilterContext, type Opened } from "../filter.ts";
import { readOptions } from "../options.ts";

/** `cat`: what it reads; -n numbers the lines. */
export function cat(words: readonly string[], context: FilterContext): Opened {
  const options = readOptions(words, { flags: "nAbeEstTuv" });
  if (options.problem !== undefined) {
    context.error(`cat: invalid option -- '${options.problem}'\nTry 'cat --help' for more information.\n`);
    return ended(1);
  }
  const inputs = options.operands;
  if (!options.has("n")) {
    return { kind: "filter", inputs, filter: { take: (text) => (context.out(text), "more"), end: () => 0 } };
  }
  let number = 0;
  const filter = lineFilter({
    line: (text) => {
      context.out(`${String(++number).padStart(6)}\t${text}\n`);
      return "more";
    },
    end: () => 0,
  });
  return { kind: "filter", inputs, filter };
}

/** `tac`: the lines from last to first. */
export function tac(words: readonly string[], { out }: FilterContext): Opened {
  const lines: string[] = [];
  const filter = lineFilter({
    line: (text) => {
      lines.push(text);
      return "more";
    },
    end: () => {
      out(
        lines
          .toReversed()
          .map((line) => `${line}\n`)
          .join(""),
      );
      return 0;
    },
  });
  return { kind: "filter", inputs: words.slice(1), filter };
}
