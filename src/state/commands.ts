// Command lines: run where they are typed, stopped on demand, their traces looked at.
import type { CommandResult } from "../engine/cluster.types.ts";
import type { HostRef } from "../engine/model/host.ts";
import type { ObjectRef } from "../engine/trace/trace.ts";
import { useEditing } from "./editing.ts";
import { ask, askWithId, listenToEngine } from "./engine-link.ts";
import { addFile } from "./files.ts";
import { showSource } from "./layout.ts";
import { showTrace } from "./requests.ts";

/** A command under way. `result` rejects with a `Refusal` only; `skip` lets what it waits for pass at once. */
export type RunningCommand = { readonly result: Promise<CommandResult>; stop(): void; skip(): void };

type Output = (text: string, stream: "stdout" | "stderr") => void;

const outputs = new Map<number, Output>();

/** Runs a line as typed: on the workstation, or in a pod's or node's network. The files of the editor are there by name. */
export function runCommand(
  line: string,
  { on, onOutput }: { readonly on?: HostRef; readonly onOutput: Output },
): RunningCommand {
  const files = Object.fromEntries(useEditing.getState().files.map(({ name, text }) => [name, text]));
  const { id, answer } = askWithId("run", { line, io: { files, ...(on && { on }) } });
  outputs.set(id, onOutput);
  const end = () => outputs.delete(id);
  answer.then(end, end);
  return {
    result: answer.then(({ result }) => {
      if (result.opens && result.opens.container === undefined) void openObject(result.opens);
      return result;
    }),
    stop: () => void ask("interrupt", { command: id }).catch(() => undefined),
    skip: () => void ask("skip", {}).catch(() => undefined),
  };
}

/** Hears output and traces of commands. The returned function ends it. */
export function followCommands(): () => void {
  return listenToEngine((tell) => {
    if (tell.kind === "output") outputs.get(tell.id)?.(tell.text, tell.stream);
    if (tell.kind !== "trace") return;
    const { trace, diagnosis } = tell;
    showTrace({ source: "terminal", trace, ...(diagnosis && { diagnosis }) });
  });
}

/** Opens an object of the cluster as a file of the editor, as kubectl edit does. */
async function openObject({ kind, namespace, name }: ObjectRef): Promise<void> {
  const where = namespace === undefined ? "" : ` --namespace ${namespace}`;
  const { result } = await ask("run", { line: `kubectl get ${kind} ${name}${where} -o yaml` });
  if (result.exitCode !== 0) return;
  addFile(`${name}.yaml`, result.stdout);
  showSource();
}
