import type { HostRef } from "../model/host.ts";
import type { Process } from "../simulation/process.ts";
import { Shell } from "./interpreter.ts";
import type { ContainerRef } from "./kubectl/world.ts";
import { findTool, hasTool } from "./registry.ts";
import { placeOf } from "./session.ts";
import type { ShellTarget } from "./target.ts";
import { Input } from "./shell-streams.ts";
import { notFoundText } from "./shell-words.ts";
import type { ToolStreams } from "./tool.ts";
import type { ShellWorld, ToolWorld } from "./world.ts";

/** What a command line comes with. `on`: Debian's tools in that host's network; without it, the workstation. */
export type ShellIo = {
  readonly files?: Readonly<Record<string, string>>;
  readonly on?: HostRef;
  readonly streams: ToolStreams;
};

const EXIT_NOT_FOUND = 127;
const EXIT_CANNOT_RUN = 126;

/** Does a command line as a shell does: its exit code. Output comes through `streams` as it is written. Never throws. */
export function* runShell(world: ShellWorld, line: string, io: ShellIo): Process<number> {
  const target: ShellTarget = io.on ? { kind: "toolbox", host: io.on } : { kind: "workstation" };
  return yield* toolWorldOf(world).runLine(line, io.streams, placeOf(world, target, io.files));
}

/**
 * Runs a command in a container, with the tools of its image: `kubectl exec`. A tool that the image does not have fails as
 * the container runtime says it.
 */
export function* execInContainer(
  world: ShellWorld,
  target: ContainerRef,
  words: readonly string[],
  streams: ToolStreams,
): Process<number> {
  const place = placeOf(world, { kind: "container", ...target });
  const [name = ""] = words;
  const tools = toolWorldOf(world);
  const tool = name.replace(/^\/(?:usr\/)?(?:local\/)?s?bin\//, "");
  if (SHELLS.has(tool) && (tool !== "bash" || place.userland === "toolbox")) {
    const shell = new Shell({ world: tools, place, outer: streams });
    return yield* shell.runWords([tool, ...words.slice(1)], {
      input: new Input(streams.stdin),
      out: (text) => streams.out(text),
      error: (text) => streams.error(text),
    });
  }
  if (!SHELLS.has(tool) && hasTool(tool, place.userland))
    return yield* tools.run([tool, ...words.slice(1)], streams, place);
  const reason = name.includes("/") ? `stat ${name}: no such file or directory` : "executable file not found in $PATH";
  streams.error(
    `OCI runtime exec failed: exec failed: unable to start container process: exec: "${name}": ${reason}: unknown\n`,
  );
  return name.includes("/") ? EXIT_NOT_FOUND : EXIT_CANNOT_RUN;
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
    *runLine(line, streams, place) {
      const input = new Input(streams.stdin);
      const shell = new Shell({ world: tools, place, outer: streams });
      return yield* shell.runLine(line, {
        input,
        out: (text) => streams.out(text),
        error: (text) => streams.error(text),
      });
    },
  };
  return tools;
}
