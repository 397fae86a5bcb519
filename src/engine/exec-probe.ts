import type { Container, Pod } from "./model/objects.ts";
import { execInContainer } from "./shell/shell.ts";
import type { ToolStreams } from "./shell/tool.ts";
import type { ShellWorld } from "./shell/world.ts";
import type { Process } from "./simulation/process.ts";
import type { ProbeResult } from "./tracer/probe.ts";

/** Runs a probe's command in its container; what it wrote is the failure's text, as in pkg/probe/exec. */
export function* execProbe(
  world: ShellWorld,
  {
    pod,
    container,
    command,
  }: { readonly pod: Pod; readonly container: Container; readonly command: readonly string[] },
): Process<ProbeResult> {
  let said = "";
  const say = (text: string): void => {
    said += text;
  };
  const streams: ToolStreams = { stdin: "", out: say, error: say, trace: () => undefined, opens: () => undefined };
  const target = { namespace: pod.metadata.namespace ?? "", pod: pod.metadata.name, container: container.name };
  const result = yield* execInContainer(world, target, command, streams);
  if (result.kind === "not-started") return { failure: result.because };
  return result.exitCode === 0 ? "success" : { failure: said.trimEnd() };
}
