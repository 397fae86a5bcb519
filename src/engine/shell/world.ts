import type { TracerWorld } from "../tracer/world.ts";
import type { KubectlWorld } from "./kubectl/world.ts";
import type { Tool } from "./tool.ts";

/** All that tools need. cluster.ts makes the one value of it; a tool names the part that it uses. */
export type ShellWorld = TracerWorld & {
  readonly kubectl: KubectlWorld;
  /** What shells remember between two lines, by place: variables, written files. */
  readonly sessions: Map<string, ShellSession>;
};

export type ShellSession = { readonly environment: Map<string, string>; readonly files: Map<string, string> };

/** A tool as the registry lists it. */
export type ShellTool = Tool<ShellWorld>;
