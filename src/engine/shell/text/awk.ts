import { ended, lineFilter, type FilterContext, type Opened } from "../filter.ts";
import { readOptions } from "../options.ts";
import { parseAwk } from "./awk-parser.ts";
import { AwkMachine } from "./awk-machine.ts";

/** `awk [-F C] [-v NAME=VALUE]… PROGRAM [FILE…]`. */
export function awk(words: readonly string[], context: FilterContext): Opened {
  const options = readOptions(words, { values: "Fvf", stopsAtOperand: true });
  const file = options.value("f");
  const fromFile = file === undefined ? undefined : (context.files.read(file) ?? "");
  const [program, ...inputs] = fromFile === undefined ? options.operands : [fromFile, ...options.operands];
  if (program === undefined || options.problem !== undefined) {
    context.error("usage: awk [-F fs][-v var=value][prog | -f progfile][file ...]\n");
    return ended(2);
  }
  const parsed = parseAwk(program);
  if ("problem" in parsed) {
    context.error(
      `awk: syntax error at source line 1\n context is\n\t >>> ${parsed.problem} <<<\nawk: bailing out at source line 1\n`,
    );
    return ended(2);
  }
  const machine = new AwkMachine(parsed.rules, (text) => context.out(text));
  const separator = options.value("F");
  if (separator !== undefined) machine.set("FS", separator === "\\t" || separator === "t" ? "\t" : separator);
  for (const assignment of options.values("v")) {
    const [, name, value = ""] = /^([A-Za-z_]\w*)=([^]*)$/.exec(assignment) ?? [];
    if (name !== undefined) machine.set(name, value);
  }
  machine.begin();
  if (machine.isDone || parsed.rules.every(({ when }) => when === "BEGIN")) return ended(machine.exitCode);
  const filter = lineFilter({
    begin: (name) => machine.set("FILENAME", name),
    line: (text) => {
      machine.line(text);
      return machine.isDone ? "enough" : "more";
    },
    end: () => machine.end(),
  });
  return { kind: "filter", inputs, filter };
}
