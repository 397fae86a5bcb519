import type { Process } from "../simulation/process.ts";
import { contextOf, type Filter, type TextTool } from "./filter.ts";
import type { RunningShell } from "./running-shell.ts";
import { Input, type Descriptors } from "./shell-streams.ts";
import type { Command } from "./syntax.ts";
import { TEXT_TOOLS } from "./text-tools.ts";

/** What a broken pipe ends a command with: 128 + SIGPIPE. */
const EXIT_BROKEN_PIPE = 141;

/** Runs commands side by side, each reading what the one before it writes. The last one's exit code. */
export function* runPipeline(
  shell: RunningShell,
  commands: readonly Command[],
  descriptors: Descriptors,
): Process<number> {
  const [first, ...rest] = commands;
  if (!first) return 0;
  if (rest.length === 0) return yield* shell.runCommand(first, descriptors);
  const reader = yield* openStages(shell, rest, descriptors);
  const writing = shell.child().runCommand(first, { ...descriptors, out: (text) => reader.take(text) });
  yield* runWhile(writing, () => !reader.isEnough);
  return yield* reader.end();
}

/** The rest of a pipeline as something that is written to. */
type Reader = {
  take(text: string): void;
  readonly isEnough: boolean;
  /** Nothing comes any more: what is left to do, and the exit code of the last command. */
  end(): Process<number>;
};

function* openStages(shell: RunningShell, commands: readonly Command[], descriptors: Descriptors): Process<Reader> {
  const [command, ...rest] = commands;
  if (!command) throw new Error("a pipeline without a command");
  const next = rest.length > 0 ? yield* openStages(shell, rest, descriptors) : undefined;
  const outside = next ? { ...descriptors, out: (text: string) => next.take(text) } : descriptors;
  const child = shell.child();
  if (command.kind === "simple" && textToolOf(command, child))
    return yield* openTextStage(child, command, outside, next);
  return bufferedReader((input) => child.runCommand(command, { ...outside, input }), next);
}

/** The name of a command that only turns text into text; its words are then expanded before the writer begins. */
function textToolOf(
  { words: [first], assignments }: Command & { readonly kind: "simple" },
  shell: RunningShell,
): TextTool | undefined {
  const [part] = first ?? [];
  const name = first?.length === 1 && part?.kind === "text" ? part.text : "";
  return assignments.length === 0 && shell.world.hasTool(name, shell.place.userland) ? TEXT_TOOLS.get(name) : undefined;
}

/** Works while the writer writes, unless it reads something other than the pipe. */
function* openTextStage(
  shell: RunningShell,
  command: Command & { readonly kind: "simple" },
  outside: Descriptors,
  next: Reader | undefined,
): Process<Reader> {
  const open = textToolOf(command, shell);
  const descriptors = yield* shell.redirect(command.redirections, outside);
  const words = descriptors && (yield* shell.expandWords(command.words, descriptors));
  if (!open || !words) return filterReader(endedFilter(1), next);
  if (command.redirections.some(({ descriptor }) => descriptor === 0))
    return bufferedReader(() => shell.runWords(words, descriptors), next);
  const opened = open(words, contextOf(shell.world, shell.place, descriptors));
  if (opened.kind === "ended") return filterReader(endedFilter(opened.exitCode), next);
  if (opened.inputs.every((input) => input === "-")) return filterReader(opened.filter, next);
  return bufferedReader((input) => shell.runWords(words, { ...descriptors, input }), next);
}

function endedFilter(exitCode: number): Filter {
  return { take: () => "enough", end: () => exitCode };
}

function filterReader(filter: Filter, next: Reader | undefined): Reader {
  let isEnough = false;
  return {
    take: (text) => {
      if (!isEnough) isEnough = filter.take(text) === "enough";
    },
    get isEnough() {
      return isEnough || (next?.isEnough ?? false);
    },
    *end() {
      const exitCode = filter.end();
      return next ? yield* next.end() : exitCode;
    },
  };
}

function bufferedReader(run: (input: Input) => Process<number>, next: Reader | undefined): Reader {
  let text = "";
  return {
    take: (more) => {
      text += more;
    },
    isEnough: false,
    *end() {
      const exitCode = yield* runWhile(run(new Input(text)), () => !(next?.isEnough ?? false));
      return next ? yield* next.end() : exitCode;
    },
  };
}

/** Runs a process for as long as somebody reads what it writes. */
function* runWhile(process: Process<number>, isWanted: () => boolean): Process<number> {
  try {
    for (let step = process.next(); ; step = process.next()) {
      if (step.done) return step.value;
      if (!isWanted()) return EXIT_BROKEN_PIPE;
      yield step.value;
    }
  } finally {
    process.return(EXIT_BROKEN_PIPE);
  }
}
