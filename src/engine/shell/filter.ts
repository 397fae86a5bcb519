import { sleep, type Process } from "../simulation/process.ts";
import { fileSystemOf, type FileSystem } from "./files.ts";
import type { ToolPlace, ToolStreams } from "./tool.ts";
import type { ShellTool, ShellWorld } from "./world.ts";

/** Simulated time that a small tool takes to start and end. */
export const TOOL_START_MS = 1;

/** A text tool at work: it takes text as it comes, so that it can stand behind a command that does not end. */
export type Filter = {
  /** A file begins; its name as typed. Not called for standard input. */
  begin?(file: string): void;
  /** "enough": nothing that comes later can change anything. */
  take(text: string): "more" | "enough";
  /** Nothing comes any more; the exit code. */
  end(): number;
};

export type FilterContext = {
  readonly files: FileSystem;
  readonly place: ToolPlace;
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
};

/** What a text tool makes of its words: it is done already, or it reads files (none named: standard input). */
export type Opened =
  | { readonly kind: "ended"; readonly exitCode: number }
  | { readonly kind: "filter"; readonly inputs: readonly string[]; readonly filter: Filter };

/** A tool that only turns text into text. */
export type TextTool = (words: readonly string[], context: FilterContext) => Opened;

/** Ends a text tool at once. */
export function ended(exitCode: number): Opened {
  return { kind: "ended", exitCode };
}

/** A text tool as a tool like any other. */
export function toolOfText(open: TextTool): ShellTool {
  return function* run(world: ShellWorld, words, streams: ToolStreams, place): Process<number> {
    yield* sleep(world.simulation, TOOL_START_MS);
    const context = contextOf(world, place, streams);
    const opened = open(words, context);
    if (opened.kind === "ended") return opened.exitCode;
    return readInputs(opened, { name: words[0] ?? "", context, stdin: () => streams.stdin });
  };
}

export function contextOf(
  world: ShellWorld,
  place: ToolPlace,
  streams: Pick<ToolStreams, "out" | "error">,
): FilterContext {
  return {
    files: fileSystemOf(world, place),
    place,
    out: (text) => streams.out(text),
    error: (text) => streams.error(text),
  };
}

/** Feeds a filter its files in turn; "-" and no file at all are standard input. */
function readInputs(
  { inputs, filter }: Extract<Opened, { readonly kind: "filter" }>,
  { name, context, stdin }: { readonly name: string; readonly context: FilterContext; readonly stdin: () => string },
): number {
  let isMissing = false;
  for (const input of inputs.length > 0 ? inputs : ["-"]) {
    const text = input === "-" ? stdin() : context.files.read(input);
    if (text === undefined) {
      context.error(`${missingFile(name, input, context)}\n`);
      isMissing = true;
      continue;
    }
    if (inputs.length > 0) filter.begin?.(input);
    if (filter.take(text) === "enough") break;
  }
  const exitCode = filter.end();
  return isMissing ? (name === "grep" ? 2 : 1) : exitCode;
}

/** Each tool has its own way to say so. */
function missingFile(name: string, file: string, { files, place }: FilterContext): string {
  const reason = files.list(file) ? "Is a directory" : "No such file or directory";
  if (place.userland === "busybox") return `${name}: can't open '${file}': ${reason}`;
  if (name === "head" || name === "tail") return `${name}: cannot open '${file}' for reading: ${reason}`;
  if (name === "sed") return `sed: can't read ${file}: ${reason}`;
  if (name === "awk") return `awk: cannot open "${file}" (${reason})`;
  if (name === "sort") return `sort: cannot read: ${file}: ${reason}`;
  return `${name}: ${file}: ${reason}`;
}

/** A filter of whole lines. `isLast`: the line had no end. */
export function lineFilter(lines: {
  begin?(file: string): void;
  line(text: string): "more" | "enough";
  end(): number;
}): Filter {
  let rest = "";
  let isEnough = false;
  const flush = (): void => {
    if (rest !== "" && !isEnough) isEnough = lines.line(rest) === "enough";
    rest = "";
  };
  return {
    begin: (file) => {
      flush();
      lines.begin?.(file);
    },
    take: (text) => {
      const parts = (rest + text).split("\n");
      rest = parts.pop() ?? "";
      for (const part of parts) {
        if (isEnough) break;
        isEnough = lines.line(part) === "enough";
      }
      return isEnough ? "enough" : "more";
    },
    end: () => {
      flush();
      return lines.end();
    },
  };
}
