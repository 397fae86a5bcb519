import { toolOfText } from "./filter.ts";
import { TEXT_TOOLS } from "./text-tools.ts";
import type { ToolPlace } from "./tool.ts";
import { kubectl } from "./kubectl/kubectl.ts";
import { curl } from "./tools/curl/curl.ts";
import { ping } from "./tools/ping/ping.ts";
import type { ShellTool } from "./world.ts";

type Userland = ToolPlace["userland"];

/** A tool, and the userlands that have it. */
type Entry = { readonly tool: ShellTool; readonly in: readonly Userland[] };

const EVERYWHERE: readonly Userland[] = ["workstation", "toolbox", "busybox"];

/** Every tool that can be typed. New tool: one file, one line here. */
const TOOLS: ReadonlyMap<string, Entry> = new Map<string, Entry>([
  ["kubectl", { tool: (world, ...rest) => kubectl(world.kubectl, ...rest), in: ["workstation"] }],
  ["curl", { tool: curl, in: ["workstation", "toolbox"] }],
  ["ping", { tool: ping, in: ["toolbox"] }],
  ...[...TEXT_TOOLS].map(([name, open]) => [name, { tool: toolOfText(open), in: EVERYWHERE }] as const),
]);

/** The tool of that name in a userland; undefined if it does not have one. */
export function findTool(name: string, userland: Userland): ShellTool | undefined {
  const entry = TOOLS.get(name);
  return entry?.in.includes(userland) ? entry.tool : undefined;
}

/** Whether a userland has a tool of that name. */
export function hasTool(name: string, userland: Userland): boolean {
  return findTool(name, userland) !== undefined;
}
