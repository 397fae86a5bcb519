import type { Process } from "../simulation/process.ts";
import type { TracerWorld } from "../tracer/world.ts";
import type { KubectlWorld } from "./kubectl/world.ts";
import type { ShellMemory, Tool, ToolPlace, ToolStreams } from "./tool.ts";

/** All that tools stand on. cluster.ts makes the one value of it. */
export type ShellWorld = TracerWorld & {
  readonly kubectl: KubectlWorld;
  /** What shells remember between two lines, by place; an empty map for a new cluster. */
  readonly sessions: Map<string, ShellSession>;
};

/** Variables and aliases, and files that were written. */
export type ShellSession = {
  readonly environment: Map<string, string>;
  readonly memory: ShellMemory;
  readonly files: Map<string, string>;
};

/** What a tool gets: the world, and a way to run other tools (xargs, watch, time). A tool names the part that it uses. */
export type ToolWorld = ShellWorld & {
  /** Runs a command by its words; a name that the userland does not have ends with 127. */
  run(words: readonly string[], streams: ToolStreams, place: ToolPlace): Process<number>;
  /** Runs a command line in a shell of its own. */
  runLine(line: string, streams: ToolStreams, place: ToolPlace): Process<number>;
  /** Whether the userland has a tool of that name. */
  hasTool(name: string, userland: ToolPlace["userland"]): boolean;
};

/** A tool as the registry lists it. */
export type ShellTool = Tool<ToolWorld>;
