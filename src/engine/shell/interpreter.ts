// Does what a parsed command line says. Read syntax.ts first; pipelines are in pipeline.ts, commands that change the shell
// itself in builtins.ts.
import type { Process } from "../simulation/process.ts";
import { unhandled } from "../model/unhandled.ts";
import { withoutAlias } from "./aliases.ts";
import { BUILTINS } from "./builtins.ts";
import { expandText, expandWord, type Expander } from "./expand.ts";
import { fileSystemOf } from "./files.ts";
import { globPattern } from "./glob.ts";
import { parseScript } from "./parser.ts";
import { runPipeline } from "./pipeline.ts";
import { NO_FLOW, type RunningShell, type ShellFlow } from "./running-shell.ts";
import { newMemory } from "./session.ts";
import { Input, toolStreams, type Descriptors } from "./shell-streams.ts";
import { syntaxProblemText, notFoundText } from "./shell-words.ts";
import type { Command, Redirection, Script, Word } from "./syntax.ts";
import type { ShellMemory, ToolPlace, ToolStreams } from "./tool.ts";
import type { ToolWorld } from "./world.ts";

/** What a shell is made with. `depth`: how many shells it is in. */
export type ShellStart = {
  readonly world: ToolWorld;
  readonly place: ToolPlace;
  /** Where traces and requests to open an object go. */
  readonly outer: ToolStreams;
  readonly parameters?: readonly string[];
  readonly depth?: number;
};

/** Simulated time that a round of a loop takes, so that no loop runs without end in no time. */
const LOOP_ROUND_MS = 1;
const DEPTH_MAX = 32;
const EXIT_SYNTAX = 2;
const EXIT_NOT_FOUND = 127;

/** A shell: variables, the last exit code, and what `break` and `exit` are about to do. */
export class Shell implements RunningShell {
  readonly world: ToolWorld;
  readonly place: ToolPlace;
  readonly depth: number;
  readonly #outer: ToolStreams;
  parameters: readonly string[];
  lastExitCode = 0;
  flow: ShellFlow = NO_FLOW;

  constructor({ world, place, outer, parameters = [], depth = 0 }: ShellStart) {
    this.world = world;
    this.place = place;
    this.#outer = outer;
    this.parameters = parameters;
    this.depth = depth;
  }

  /** A shell below this one: it has the variables, and what it changes is lost. */
  child(): Shell {
    const { variables, aliases } = this.place.memory;
    const child = this.#below({ variables: new Map(variables), aliases: new Map(aliases) });
    child.lastExitCode = this.lastExitCode;
    return child;
  }

  fresh(): Shell {
    return this.#below(newMemory());
  }

  #below(memory: ShellMemory): Shell {
    const { world, parameters } = this;
    const place = { ...this.place, environment: new Map(this.place.environment), memory };
    return new Shell({ world, place, outer: this.#outer, parameters, depth: this.depth + 1 });
  }

  assign(name: string, value: string): void {
    const { environment, memory } = this.place;
    (environment.has(name) ? environment : memory.variables).set(name, value);
  }

  /** Reads and does a command line; what is no command line is said on stderr. */
  *runLine(line: string, descriptors: Descriptors): Process<number> {
    const script = this.depth > DEPTH_MAX ? ({ kind: "problem", near: line } as const) : parseScript(line);
    if ("kind" in script) {
      descriptors.error(`${syntaxProblemText(script, this.place)}\n`);
      return EXIT_SYNTAX;
    }
    return yield* this.runScript(script, descriptors);
  }

  *runScript(script: Script, descriptors: Descriptors): Process<number> {
    let isSkipped = false;
    for (const { pipeline, operator } of script) {
      if (!isSkipped) {
        const exitCode = yield* runPipeline(this, pipeline.commands, descriptors);
        this.lastExitCode = pipeline.isNegated ? Number(exitCode === 0) : exitCode;
        if (this.flow.kind !== "none") return this.lastExitCode;
      }
      const isSuccess = this.lastExitCode === 0;
      isSkipped = operator === "&&" ? !isSuccess : operator === "||" ? isSuccess : false;
    }
    return this.lastExitCode;
  }

  *runCommand(command: Command, outside: Descriptors): Process<number> {
    const descriptors = yield* this.redirect(command.redirections, outside);
    if (!descriptors) return 1;
    switch (command.kind) {
      case "simple": {
        const meant = withoutAlias(command, this.place.memory.aliases);
        const words = yield* this.expandWords(meant.words, descriptors);
        return words ? yield* this.#runSimple(meant, words, descriptors) : 1;
      }
      case "group":
        return yield* (command.isSubshell ? this.child() : this).runScript(command.body, descriptors);
      case "for":
        return yield* this.#runFor(command, descriptors);
      case "while":
        return yield* this.#runWhile(command, descriptors);
      case "if":
        return yield* this.#runIf(command, descriptors);
      default:
        throw unhandled(command);
    }
  }

  /** Words after expansion; undefined when one of them cannot be expanded. */
  *expandWords(words: readonly Word[], descriptors: Descriptors): Process<string[] | undefined> {
    const problem = { text: "" };
    const expanded: string[] = [];
    for (const word of words) expanded.push(...(yield* expandWord(word, this.#expander(descriptors, problem))));
    if (problem.text === "") return expanded;
    descriptors.error(`${problem.text}\n`);
    return undefined;
  }

  /** The descriptors of a command after its redirections, in their order; undefined when a file is not there. */
  *redirect(redirections: readonly Redirection[], outside: Descriptors): Process<Descriptors | undefined> {
    let now = outside;
    const files = fileSystemOf(this.world, this.place);
    for (const { descriptor, operator, target } of redirections) {
      const text = yield* expandText(target, this.#expander(outside, { text: "" }));
      if (operator === "<<" || operator === "<<<") {
        now = { ...now, input: new Input(operator === "<<" ? text : `${text}\n`) };
      } else if (operator === "<") {
        const content = text === "/dev/null" ? "" : files.read(text);
        if (content === undefined) {
          outside.error(`${this.name}: ${text}: No such file or directory\n`);
          return undefined;
        }
        now = { ...now, input: new Input(content) };
      } else if (operator === ">&") {
        const sink = text === "1" ? now.out : text === "2" ? now.error : () => undefined;
        now = descriptor === 2 ? { ...now, error: sink } : { ...now, out: sink };
      } else {
        const write = this.#fileSink(text, operator, now);
        if (descriptor === 1 || descriptor === "both") now = { ...now, out: write };
        if (descriptor === 2 || descriptor === "both") now = { ...now, error: write };
      }
    }
    return now;
  }

  /** How the shell calls itself in its messages. */
  get name(): string {
    return this.place.userland === "workstation" ? "bash" : "sh";
  }

  variable(name: string): string | undefined {
    if (name === "?") return String(this.lastExitCode);
    if (name === "#") return String(this.parameters.length);
    if (name === "$") return "1";
    if (name === "0") return this.name;
    if (/^[1-9]\d*$/.test(name)) return this.parameters[Number(name) - 1];
    if (name === "RANDOM") return String(this.world.simulation.random("shell").below(32_768));
    return this.place.memory.variables.get(name) ?? this.place.environment.get(name);
  }

  /** Runs a command by its words, a builtin or a tool. */
  *runWords(words: readonly string[], descriptors: Descriptors, place = this.place): Process<number> {
    const [name = ""] = words;
    const builtin = BUILTINS.get(name);
    if (builtin) {
      const result = builtin(this, words, descriptors);
      return typeof result === "number" ? result : yield* result;
    }
    const tool = name.replace(/^\/(?:usr\/)?(?:local\/)?s?bin\//, "");
    if (this.world.hasTool(tool, place.userland))
      return yield* this.world.run([tool, ...words.slice(1)], toolStreams(descriptors, this.#outer), place);
    descriptors.error(`${notFoundText(name, place)}\n`);
    return EXIT_NOT_FOUND;
  }

  *#runSimple(
    { assignments }: Command & { readonly kind: "simple" },
    words: readonly string[],
    descriptors: Descriptors,
  ): Process<number> {
    const problem = { text: "" };
    const values = new Map<string, string>();
    for (const { name, value } of assignments)
      values.set(name, yield* expandText(value, this.#expander(descriptors, problem)));
    if (problem.text !== "") {
      descriptors.error(`${problem.text}\n`);
      return 1;
    }
    if (words.length === 0) {
      for (const [name, value] of values) this.assign(name, value);
      return 0;
    }
    if (values.size === 0) return yield* this.runWords(words, descriptors);
    const environment = new Map([...this.place.environment, ...values]);
    return yield* this.runWords(words, descriptors, { ...this.place, environment });
  }

  *#runFor({ variable, words, body }: Command & { readonly kind: "for" }, descriptors: Descriptors): Process<number> {
    let exitCode = 0;
    for (const value of (yield* this.expandWords(words, descriptors)) ?? []) {
      this.assign(variable, value);
      exitCode = yield* this.runScript(body, descriptors);
      if (this.#leavesLoop()) break;
      yield* this.#round();
    }
    return exitCode;
  }

  *#runWhile(command: Command & { readonly kind: "while" }, descriptors: Descriptors): Process<number> {
    let exitCode = 0;
    for (;;) {
      const condition = yield* this.runScript(command.condition, descriptors);
      if (this.flow.kind !== "none" || (condition === 0) !== (command.goesOnWhile === "success")) return exitCode;
      exitCode = yield* this.runScript(command.body, descriptors);
      if (this.#leavesLoop()) return exitCode;
      yield* this.#round();
    }
  }

  *#runIf({ branches, otherwise }: Command & { readonly kind: "if" }, descriptors: Descriptors): Process<number> {
    for (const { condition, body } of branches) {
      if ((yield* this.runScript(condition, descriptors)) === 0) return yield* this.runScript(body, descriptors);
      if (this.flow.kind !== "none") return this.lastExitCode;
    }
    this.lastExitCode = 0;
    return yield* this.runScript(otherwise, descriptors);
  }

  /** Takes one loop off a jump; true if this loop is left. */
  #leavesLoop(): boolean {
    const { flow } = this;
    if (flow.kind === "none" || flow.kind === "exit") return flow.kind === "exit";
    this.flow = flow.loops > 1 ? { ...flow, loops: flow.loops - 1 } : NO_FLOW;
    return flow.kind === "break" || flow.loops > 1;
  }

  *#round(): Process<void> {
    yield { kind: "until", ms: this.world.simulation.nowMs + LOOP_ROUND_MS };
  }

  #fileSink(path: string, operator: ">" | ">>", { out, error }: Descriptors): (text: string) => void {
    if (path === "/dev/null") return () => undefined;
    if (path === "/dev/stdout") return out;
    if (path === "/dev/stderr") return error;
    const files = fileSystemOf(this.world, this.place);
    if (operator === ">") files.write(path, "");
    return (text) => files.append(path, text);
  }

  #expander(descriptors: Descriptors, problem: { text: string }): Expander {
    return {
      variable: (name) => this.variable(name),
      parameters: this.parameters,
      files: (pattern) => this.#filesLike(pattern),
      assign: (name, value) => this.assign(name, value),
      output: (script) => this.#outputOf(script, descriptors),
      fail: (message) => {
        problem.text ||= `${this.name}: ${message}`;
      },
    };
  }

  /** Patterns with folders in them are taken as they stand: the one folder that people fill is the working one. */
  #filesLike(pattern: string): readonly string[] {
    const matcher = globPattern(pattern);
    const names = fileSystemOf(this.world, this.place).list(".") ?? [];
    return names.filter((name) => matcher.test(name) && (!name.startsWith(".") || pattern.startsWith(".")));
  }

  *#outputOf(script: Script, descriptors: Descriptors): Process<string> {
    let output = "";
    const child = this.child();
    this.lastExitCode = yield* child.runScript(script, { ...descriptors, out: (text) => void (output += text) });
    return output;
  }
}
