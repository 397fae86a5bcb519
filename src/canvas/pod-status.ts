import type { ContainerState, ContainerStatus, Pod } from "../engine/model/objects.ts";

type Statuses = readonly ContainerStatus[];

/** What `kubectl get pods` says in STATUS: the worst that a container says, not the phase. As printPod of pkg/printers/internalversion. */
export function statusWord({ metadata, spec, status }: Pod): string {
  const isOver = status?.phase === "Succeeded" || status?.phase === "Failed";
  if (metadata.deletionTimestamp !== undefined && !isOver) return "Terminating";
  const initialized = status?.conditions?.find(({ type }) => type === "Initialized")?.status === "True";
  const waiting = initialized ? undefined : initWord(status?.initContainerStatuses ?? [], spec.initContainers ?? []);
  if (waiting !== undefined) return waiting;
  const words = (status?.containerStatuses ?? []).flatMap(({ state }) => stateWord(state) ?? []);
  return words[0] ?? status?.reason ?? status?.phase ?? "Pending";
}

/** The first init container that is not done: "Init:0/2", or what it fails with. A sidecar that has started is done. */
function initWord(statuses: Statuses, containers: readonly { readonly name: string }[]): string | undefined {
  const sidecars = new Set(
    containers.flatMap((one) => ("restartPolicy" in one && one.restartPolicy === "Always" ? one.name : [])),
  );
  const at = statuses.findIndex(
    ({ name, state, started }) => state?.terminated?.exitCode !== 0 && !(sidecars.has(name) && started === true),
  );
  if (at < 0) return undefined;
  const word = stateWord(statuses[at]?.state);
  return `Init:${word === undefined || word === "PodInitializing" ? `${at}/${containers.length}` : word}`;
}

function stateWord(state: ContainerState | undefined): string | undefined {
  if (state?.waiting?.reason !== undefined) return state.waiting.reason;
  if (!state?.terminated) return undefined;
  return state.terminated.reason ?? `ExitCode:${state.terminated.exitCode}`;
}

/** How many of a pod's containers are ready, and how many it has. */
export function readyCount({ spec, status }: Pod): { readonly ready: number; readonly total: number } {
  return {
    ready: (status?.containerStatuses ?? []).filter(({ ready }) => ready).length,
    total: spec.containers.length,
  };
}
