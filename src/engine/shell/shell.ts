import type { HostRef } from "../model/host.ts";
import type { Process } from "../simulation/process.ts";
import { Shell } from "./interpreter.ts";
import type { ContainerRef, ExecResult } from "./kubectl/world.ts";
import { findTool, hasTool } from "./registry.ts";
import { newMemory, placeOf } from "./session.ts";
import type { ShellTarget } from "./target.ts";
import { Input } from "./shell-streams.ts";
import { notFoundText } from "./shell-words.ts";
import type { ToolPlace, ToolStreams } from "./tool.ts";
import type { ShellWorld, ToolWorld } from "./world.ts";

/** What a command line comes with. `on`: Debian's tools in that host's network; without it, the workstation. */
export type ShellIo = {
  readonly files?: Readonly<Record<string, string>>;
  readonly on?: HostRef;
  readonly streams: ToolStreams;
};

const EXIT_NOT_FOUND = 127;

/** Does a command line as a shell does: its exit code. Output comes through `streams` as it is written. Never throws. */
export function* runShell(world: ShellWorld, line: string, io: ShellIo): Process<number> {
  const target: ShellTarget = io.on ? { kind: "toolbox", host: io.on } : { kind: "workstation" };
  return yield* runIn(toolWorldOf(world), { line, streams: io.streams, place: placeOf(world, target, io.files) });
}

/**
 * Runs a command in a container, with the tools of its image: `kubectl exec`. A tool that the image does not have is not started,
 * and the container runtime says why.
 */
export function* execInContainer(
  world: ShellWorld,
  target: ContainerRef,
  words: readonly string[],
  streams: ToolStreams,
): Process<ExecResult> {
  const place = placeOf(world, { kind: "container", ...target });
  const [name = ""] = words;
  const tools = toolWorldOf(world);
  const tool = name.replace(/^\/(?:usr\/)?(?:local\/)?s?bin\//, "");
  if (SHELLS.has(tool) && (tool !== "bash" || place.userland === "toolbox")) {
    const shell = new Shell({ world: tools, place, outer: streams });
    const descriptors = {
      input: new Input(streams.stdin),
      out: (text: string) => streams.out(text),
      error: (text: string) => streams.error(text),
    };
    return { kind: "exited", exitCode: yield* shell.runWords([tool, ...words.slice(1)], descriptors) };
  }
  if (!SHELLS.has(tool) && hasTool(tool, place.userland))
    return { kind: "exited", exitCode: yield* tools.run([tool, ...words.slice(1)], streams, place) };
  const reason = name.includes("/") ? `stat ${name}: no such file or directory` : "executable file not found in $PATH";
  const because = `OCI runtime exec failed: exec failed: unable to start container process: exec: "${name}": ${reason}`;
  return { kind: "not-started", because };
}

type Line = { readonly line: string; readonly streams: ToolStreams; readonly place: ToolPlace };

function* runIn(world: ToolWorld, { line, streams, place }: Line): Process<number> {
  const shell = new Shell({ world, place, outer: streams });
  return yield* shell.runLine(line, {
    input: new Input(streams.stdin),
    out: (text) => streams.out(text),
    error: (text) => streams.error(text),
  });
}

const SHELLS: ReadonlySet<string> = new Set(["sh", "ash", "bash"]);

/** The world as tools get it: with the registry behind it. */
function toolWorldOf(world: ShellWorld): ToolWorld {
  const tools: ToolWorld = {
    ...world,
    hasTool,
    *run(words, streams, place) {
      const [name = ""] = words;
      const tool = findTool(name, place.userland);
      if (tool) return yield* tool(tools, words, streams, place);
      streams.error(`${notFoundText(name, place)}\n`);
      return EXIT_NOT_FOUND;
    },
    runLine: (line, streams, place) => runIn(tools, { line, streams, place: { ...place, memory: newMemory() } }),
  };
  return tools;
}
