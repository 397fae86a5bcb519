import { ended, lineFilter, type FilterContext, type Opened } from "../filter.ts";
import { readOptions } from "../options.ts";
import { parseSed, type SedAddress, type SedCommand } from "./sed-script.ts";

/** `sed [-n] [-E|-r] [-i] [-e SCRIPT]… [SCRIPT] [FILE…]`. */
export function sed(words: readonly string[], context: FilterContext): Opened {
  const options = readOptions(words, {
    flags: "nErsuz",
    values: "ef",
    long: { quiet: "n", silent: "n", "regexp-extended": "E", expression: "e", "in-place": "i" },
  });
  const editsInPlace = words.some((word) => word.startsWith("-i") || word === "--in-place");
  if (editsInPlace) return editFiles(words, context);
  const given = options.values("e");
  const [script, ...inputs] = given.length > 0 ? [given.join("\n"), ...options.operands] : options.operands;
  if (options.problem !== undefined || script === undefined) {
    const what = options.problem === undefined ? "" : `sed: invalid option -- '${options.problem}'\n`;
    context.error(`${what}Usage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...\n`);
    return ended(1);
  }
  const parsed = parseSed(script, options.has("E") || options.has("r"));
  if ("problem" in parsed) {
    context.error(`sed: -e expression #1, char ${parsed.at}: ${parsed.problem}\n`);
    return ended(1);
  }
  const editor = new Editor(parsed.commands, { isQuiet: options.has("n"), out: (text) => context.out(text) });
  return { kind: "filter", inputs, filter: lineFilter(editor) };
}

/** `sed -i`: each file is read, edited and written. */
function editFiles(words: readonly string[], context: FilterContext): Opened {
  const rest = words.filter((word) => !word.startsWith("-i") && word !== "--in-place");
  const options = readOptions(rest, { flags: "nErsuz", values: "e", long: { expression: "e" } });
  const hasScripts = options.values("e").length > 0;
  const files = hasScripts ? options.operands : options.operands.slice(1);
  for (const file of files) {
    const text = context.files.read(file);
    if (text === undefined) {
      context.error(`sed: can't read ${file}: No such file or directory\n`);
      return ended(4);
    }
    let edited = "";
    const own = rest.filter((word) => !files.includes(word));
    const opened = sed(own, { ...context, out: (more) => void (edited += more) });
    if (opened.kind === "ended") return opened;
    opened.filter.take(text);
    opened.filter.end();
    context.files.write(file, edited);
  }
  return ended(0);
}

/** Runs a script over lines. A line is done when the next one comes, so that `$` knows the last. */
class Editor {
  readonly #commands: readonly SedCommand[];
  readonly #isQuiet: boolean;
  readonly #out: (text: string) => void;
  readonly #open = new Set<SedCommand>();
  #pending: string | undefined;
  #number = 0;
  #hold = "";
  #joined: string | undefined;
  #exitCode: number | undefined;
  #isLast = false;

  constructor(
    commands: readonly SedCommand[],
    { isQuiet, out }: { readonly isQuiet: boolean; readonly out: (text: string) => void },
  ) {
    this.#commands = commands;
    this.#isQuiet = isQuiet;
    this.#out = out;
  }

  line(text: string): "more" | "enough" {
    const pending = this.#pending;
    this.#pending = text;
    if (pending !== undefined) this.#edit(pending);
    return this.#exitCode === undefined ? "more" : "enough";
  }

  end(): number {
    if (this.#pending !== undefined && this.#exitCode === undefined) {
      this.#isLast = true;
      this.#edit(this.#pending);
    }
    return this.#exitCode ?? 0;
  }

  #edit(line: string): void {
    this.#number++;
    const start = this.#joined === undefined ? line : `${this.#joined}\n${line}`;
    this.#joined = undefined;
    const cycle: Cycle = { space: start, after: "", isDeleted: false };
    const isDone = this.#run(this.#commands, cycle);
    if (this.#joined !== undefined) return;
    if (!cycle.isDeleted && !this.#isQuiet && isDone !== "silent") this.#out(`${cycle.space}\n`);
    if (cycle.after !== "") this.#out(cycle.after);
  }

  /** "end": the cycle is over; "silent": and nothing more is printed. */
  #run(commands: readonly SedCommand[], cycle: Cycle): "go on" | "end" | "silent" {
    for (const command of commands) {
      if (this.#applies(command, cycle) === command.isInverted) continue;
      const result = this.#do(command, cycle);
      if (result !== "go on") return result;
    }
    return "go on";
  }

  #do(command: SedCommand, cycle: Cycle): "go on" | "end" | "silent" {
    switch (command.kind) {
      case "substitute": {
        const changed = substitute(cycle.space, command);
        if (changed !== undefined) {
          cycle.space = changed;
          if (command.prints) this.#out(`${changed}\n`);
        }
        return "go on";
      }
      case "translate":
        cycle.space = Array.from(cycle.space, (char) => command.to2[command.from2.indexOf(char)] ?? char).join("");
        return "go on";
      case "text":
        if (command.letter === "a") cycle.after += `${command.text}\n`;
        else this.#out(`${command.text}\n`);
        if (command.letter === "c") cycle.isDeleted = true;
        return command.letter === "c" ? "end" : "go on";
      case "quit":
        this.#exitCode = command.exitCode;
        return command.prints ? "end" : "silent";
      case "block":
        return this.#run(command.commands, cycle);
      default:
        return this.#plain(command.letter, cycle);
    }
  }

  #plain(letter: (SedCommand & { kind: "plain" })["letter"], cycle: Cycle): "go on" | "end" {
    switch (letter) {
      case "p":
        this.#out(`${cycle.space}\n`);
        return "go on";
      case "P":
        this.#out(`${cycle.space.split("\n")[0] ?? ""}\n`);
        return "go on";
      case "=":
        this.#out(`${this.#number}\n`);
        return "go on";
      case "l":
        this.#out(`${cycle.space.replaceAll("\t", "\\t")}$\n`);
        return "go on";
      case "h":
        this.#hold = cycle.space;
        return "go on";
      case "H":
        this.#hold += `\n${cycle.space}`;
        return "go on";
      case "g":
        cycle.space = this.#hold;
        return "go on";
      case "G":
        cycle.space += `\n${this.#hold}`;
        return "go on";
      case "x":
        [cycle.space, this.#hold] = [this.#hold, cycle.space];
        return "go on";
      case "N":
        if (!this.#isLast) this.#joined = cycle.space;
        return "end";
      case "n":
        return "end";
      default:
        cycle.isDeleted = true;
        return "end";
    }
  }

  #applies(command: SedCommand, cycle: Cycle): boolean {
    const { from, to } = command;
    if (!from) return true;
    if (!to) return this.#matches(from, cycle);
    if (this.#open.has(command)) {
      const isPast = to.kind === "line" && this.#number >= to.number;
      if (isPast || (to.kind !== "line" && this.#matches(to, cycle))) this.#open.delete(command);
      return true;
    }
    if (!this.#matches(from, cycle)) return false;
    if (to.kind !== "line" || to.number > this.#number) this.#open.add(command);
    return true;
  }

  #matches(address: SedAddress, { space }: Cycle): boolean {
    switch (address.kind) {
      case "line":
        return this.#number === address.number;
      case "last":
        return this.#isLast;
      case "step":
        return address.step === 0
          ? this.#number === address.first
          : this.#number >= address.first && (this.#number - address.first) % address.step === 0;
      default:
        address.pattern.lastIndex = 0;
        return address.pattern.test(space);
    }
  }
}

type Cycle = { space: string; after: string; isDeleted: boolean };

/** Undefined when nothing matched. */
function substitute(space: string, command: SedCommand & { readonly kind: "substitute" }): string | undefined {
  let count = 0;
  let isChanged = false;
  const { pattern, occurrence, isGlobal, replacement } = command;
  const changed = space.replaceAll(pattern, (...found: unknown[]) => {
    count++;
    const whole = String(found[0]);
    if (count < occurrence || (count > occurrence && !isGlobal)) return whole;
    isChanged = true;
    return expandReplacement(replacement, found);
  });
  return isChanged ? changed : undefined;
}

/** `&` and `\1` are what matched; `\n` is a line end; \U, \L and \E change case. */
function expandReplacement(replacement: string, found: readonly unknown[]): string {
  let mode: "upper" | "lower" | "as is" = "as is";
  const cased = (text: string) =>
    mode === "upper" ? text.toUpperCase() : mode === "lower" ? text.toLowerCase() : text;
  let text = "";
  for (const [whole, escape] of replacement.matchAll(/\\([^])|[^]/g)) {
    if (escape === undefined) text += cased(whole === "&" ? String(found[0]) : whole);
    else if (/\d/.test(escape)) {
      const group = escape === "0" ? found[0] : found[Number(escape)];
      text += typeof group === "string" ? cased(group) : "";
    } else if (escape === "U") mode = "upper";
    else if (escape === "L") mode = "lower";
    else if (escape === "E") mode = "as is";
    else text += escape === "n" ? "\n" : escape === "t" ? "\t" : escape;
  }
  return text;
}
