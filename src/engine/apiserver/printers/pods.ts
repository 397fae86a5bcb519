import type { ContainerState, ContainerStatus, KubernetesObject } from "../../model/objects.ts";
import { parseTimestamp } from "../../model/timestamp.ts";
import { fieldAt, isTrueAt, listAt, numberAt, textAt } from "./fields.ts";
import { ageOf, humanDuration } from "./human-duration.ts";
import type { Printer, PrintMoment } from "./table.ts";
import { columns } from "./table.ts";

/** As printPod: the STATUS column is the worst that a container says, not the phase. */
export const podPrinter: Printer = {
  columns: columns("Name", "Ready", "Status", "Restarts", "Age", "IP+", "Node+", "Nominated Node+", "Readiness Gates+"),
  cells: (pod, moment) => {
    const summary = summarise(pod);
    return [
      pod.metadata.name,
      `${summary.ready}/${summary.total}`,
      statusOf(pod, summary),
      restartsText(summary, moment),
      ageOf(pod.metadata.creationTimestamp, moment.nowEpochMs),
      textAt(listAt(pod, "status", "podIPs")[0], "ip") || "<none>",
      textAt(pod, "spec", "nodeName") || "<none>",
      textAt(pod, "status", "nominatedNodeName") || "<none>",
      readinessGates(pod),
    ];
  },
};

type Restarts = { readonly count: number; readonly lastMs: number | undefined };
type Summary = { readonly ready: number; readonly total: number; readonly reason: string; readonly restarts: Restarts };

function summarise(pod: KubernetesObject): Summary {
  const initContainers = listAt(pod, "spec", "initContainers");
  const sidecars = new Set(
    initContainers.filter((c) => textAt(c, "restartPolicy") === "Always").map((c) => textAt(c, "name")),
  );
  const begin = { reason: phaseReason(pod), total: listAt(pod, "spec", "containers").length + sidecars.size };
  const init = summariseInit(statusesAt(pod, "initContainerStatuses"), {
    sidecars,
    count: initContainers.length,
    reason: begin.reason,
  });
  if (init.isInitializing && !hasCondition(pod, "Initialized")) return { ...begin, ...init };
  const main = summariseMain(pod, init.reason);
  return {
    total: begin.total,
    reason: main.reason,
    ready: init.ready + main.ready,
    restarts: addRestarts(init.sidecarRestarts, main.restarts),
  };
}

function phaseReason(pod: KubernetesObject): string {
  const gated = listAt(pod, "status", "conditions").some(
    (c) => textAt(c, "type") === "PodScheduled" && textAt(c, "reason") === "SchedulingGated",
  );
  if (gated) return "SchedulingGated";
  return textAt(pod, "status", "reason") || textAt(pod, "status", "phase");
}

function summariseInit(
  statuses: readonly ContainerStatus[],
  given: { readonly sidecars: ReadonlySet<string>; readonly count: number; readonly reason: string },
) {
  let ready = 0;
  let restarts: Restarts = { count: 0, lastMs: undefined };
  let sidecarRestarts: Restarts = { count: 0, lastMs: undefined };
  for (const [index, status] of statuses.entries()) {
    const isSidecar = given.sidecars.has(status.name);
    restarts = addRestarts(restarts, restartsOf(status));
    if (isSidecar) sidecarRestarts = addRestarts(sidecarRestarts, restartsOf(status));
    if (status.state?.terminated?.exitCode === 0) continue;
    if (isSidecar && status.started === true) {
      if (status.ready) ready++;
      continue;
    }
    const reason = `Init:${initReason(status.state) ?? `${index}/${given.count}`}`;
    return { ready, restarts, sidecarRestarts, reason, isInitializing: true };
  }
  return { ready, restarts, sidecarRestarts, reason: given.reason, isInitializing: false };
}

function initReason(state: ContainerState | undefined): string | undefined {
  if (state?.terminated) return terminatedReason(state);
  const waiting = state?.waiting?.reason;
  return waiting && waiting !== "PodInitializing" ? waiting : undefined;
}

function summariseMain(pod: KubernetesObject, before: string) {
  let reason = before;
  let ready = 0;
  let restarts: Restarts = { count: 0, lastMs: undefined };
  for (const status of statusesAt(pod, "containerStatuses").toReversed()) {
    restarts = addRestarts(restarts, restartsOf(status));
    if (status.state?.waiting?.reason) reason = status.state.waiting.reason;
    else if (status.state?.terminated) reason = terminatedReason(status.state);
    else if (status.ready && status.state?.running) ready++;
  }
  if (reason === "Completed" && ready > 0) reason = hasCondition(pod, "Ready") ? "Running" : "NotReady";
  return { reason, ready, restarts };
}

function terminatedReason(state: ContainerState): string {
  if (state.terminated?.reason) return state.terminated.reason;
  const signal = numberAt(state, "terminated", "signal");
  return signal ? `Signal:${signal}` : `ExitCode:${state.terminated?.exitCode ?? 0}`;
}

function statusOf(pod: KubernetesObject, { reason }: Summary): string {
  if (!pod.metadata.deletionTimestamp) return reason;
  if (textAt(pod, "status", "reason") === "NodeLost") return "Unknown";
  return ["Succeeded", "Failed"].includes(textAt(pod, "status", "phase")) ? reason : "Terminating";
}

function restartsText({ restarts }: Summary, { nowEpochMs }: PrintMoment): string {
  if (restarts.count === 0 || restarts.lastMs === undefined) return String(restarts.count);
  return `${restarts.count} (${humanDuration(nowEpochMs - restarts.lastMs)} ago)`;
}

function restartsOf(status: ContainerStatus): Restarts {
  const finishedAt = status.lastState?.terminated?.finishedAt;
  return { count: status.restartCount, lastMs: finishedAt === undefined ? undefined : parseTimestamp(finishedAt) };
}

function addRestarts(a: Restarts, b: Restarts): Restarts {
  const moments = [a.lastMs, b.lastMs].filter((moment) => moment !== undefined);
  return { count: a.count + b.count, lastMs: moments.length === 0 ? undefined : Math.max(...moments) };
}

function readinessGates(pod: KubernetesObject): string {
  const gates = listAt(pod, "spec", "readinessGates");
  if (gates.length === 0) return "<none>";
  const met = gates.filter((gate) => hasCondition(pod, textAt(gate, "conditionType")));
  return `${met.length}/${gates.length}`;
}

function hasCondition(pod: KubernetesObject, type: string): boolean {
  return listAt(pod, "status", "conditions").some((c) => textAt(c, "type") === type && textAt(c, "status") === "True");
}

function statusesAt(pod: KubernetesObject, name: string): readonly ContainerStatus[] {
  return listAt(pod, "status", name).map((status) => ({
    name: textAt(status, "name"),
    image: textAt(status, "image"),
    ready: isTrueAt(status, "ready"),
    started: isTrueAt(status, "started"),
    restartCount: numberAt(status, "restartCount") ?? 0,
    state: stateAt(status, "state"),
    lastState: stateAt(status, "lastState"),
  }));
}

function stateAt(status: unknown, name: string): ContainerState {
  const terminated = fieldAt(status, name, "terminated");
  return {
    ...(fieldAt(status, name, "running") === undefined ? {} : { running: {} }),
    ...(fieldAt(status, name, "waiting") === undefined
      ? {}
      : { waiting: { reason: textAt(status, name, "waiting", "reason") } }),
    ...(terminated === undefined
      ? {}
      : {
          terminated: {
            reason: textAt(terminated, "reason"),
            exitCode: numberAt(terminated, "exitCode") ?? 0,
            finishedAt: textAt(terminated, "finishedAt"),
          },
        }),
  };
}
