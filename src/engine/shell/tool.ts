// The contract of everything that can be typed: a tool is a process with streams and an exit code, as on any Unix.
import type { HostRef } from "../model/host.ts";
import type { Opened } from "../model/opened.ts";
import type { Process } from "../simulation/process.ts";
import type { Trace } from "../trace/trace.ts";

/** The streams of a tool under way. Text, not bytes; what is written is seen at once by whoever listens. */
export type ToolStreams = {
  /** All of standard input; "" when there is none. */
  readonly stdin: string;
  out(text: string): void;
  error(text: string): void;
  /** Tells the trace of a request that the tool has made. */
  trace(trace: Trace): void;
  /** Asks the page to open an object or a shell. */
  opens(opened: Opened): void;
};

/** What a shell keeps to itself: variables that are not exported, and aliases. */
export type ShellMemory = { readonly variables: Map<string, string>; readonly aliases: Map<string, string> };

/** Where a tool runs: the workstation that has kubectl, or a host of the simulated network with the tools of its image. */
export type ToolPlace = {
  readonly host?: HostRef;
  /** "toolbox": Debian's tools; "busybox": BusyBox' applets (Alpine, musl); "image": what the container's image has. */
  readonly userland: "workstation" | "toolbox" | "busybox";
  /** The variables that programs get: those that are exported. */
  readonly environment: Map<string, string>;
  readonly memory: ShellMemory;
  readonly files: Map<string, string>;
};

/** One command: its words (name first) in, its exit code out. Wrong input is text on stderr and an exit code, never a throw. */
export type Tool<World> = (
  world: World,
  words: readonly string[],
  streams: ToolStreams,
  place: ToolPlace,
) => Process<number>;
