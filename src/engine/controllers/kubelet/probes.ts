// As pkg/kubelet/prober: each probe of a running container at its period; thresholds count results in a row.
import type { Container, ContainerStatus, Pod, Probe } from "../../model/objects.ts";
import type { ProbeResult } from "../controller.ts";
import { splitKey } from "../controller.ts";
import type { Kubelet } from "./kubelet.ts";
import type { PodTask, ProbeKind } from "./pod-tasks.ts";

type ProbeTask = PodTask & { readonly kind: "probe" };

const KINDS: readonly ProbeKind[] = ["startup", "readiness", "liveness"];
const TITLES: Readonly<Record<ProbeKind, string>> = {
  startup: "Startup",
  readiness: "Readiness",
  liveness: "Liveness",
};
const PERIOD_DEFAULT_SECONDS = 10;
const FAILURES_DEFAULT = 3;
const KILLED = 137;

/** The probes that a container has, and when each is first carried out after its start. */
export function firstProbes(container: Container): readonly { readonly probe: ProbeKind; readonly afterMs: number }[] {
  return KINDS.flatMap((probe) => {
    const spec = probeOf(container, probe);
    return spec ? [{ probe, afterMs: (spec.initialDelaySeconds ?? 0) * 1000 }] : [];
  });
}

/** Carries one probe out, counts its result, and has the next one follow. */
export function carryOutProbe(kubelet: Kubelet, pod: Pod, task: ProbeTask): void {
  const { context, schedule } = kubelet;
  const container = pod.spec.containers.find(({ name }) => name === task.container);
  const spec = container && probeOf(container, task.probe);
  const status = statusOf(pod, task);
  if (!container || !spec || !status || pod.metadata.deletionTimestamp) return;
  const periodMs = (spec.periodSeconds ?? PERIOD_DEFAULT_SECONDS) * 1000;
  const isWanted = task.probe === "startup" ? status.started !== true : status.started === true;
  if (!isWanted) {
    if (task.probe !== "startup") schedule(periodMs, task);
    return;
  }
  const dueMs = context.simulation.nowMs + periodMs;
  let takeBack = schedule(periodMs, task);
  context.simulation.spawn(context.probe(pod, container, spec), (result) => {
    takeBack();
    const next = countResult(task, result);
    const current = podOf(kubelet, next);
    if (!current || !statusOf(current, next)) return;
    if (conclude(kubelet, { pod: current, container, spec, task: next, result }) === "over") return;
    takeBack = schedule(Math.max(0, dueMs - context.simulation.nowMs), next);
  });
}

function conclude(
  kubelet: Kubelet,
  seen: {
    readonly pod: Pod;
    readonly container: Container;
    readonly spec: Probe;
    readonly task: ProbeTask;
    readonly result: ProbeResult;
  },
): "goes on" | "over" {
  const { pod, container, spec, task, result } = seen;
  if (result !== "success") tellUnhealthy(kubelet, seen.pod, { task, failure: result.failure });
  const isUp = task.successes >= (spec.successThreshold ?? 1);
  const isDown = task.failures >= (spec.failureThreshold ?? FAILURES_DEFAULT);
  const status = statusOf(pod, task);
  if (!status) return "over";
  if (task.probe === "readiness") {
    const isReady = isUp ? !kubelet.unready.has(task.uid) : isDown ? false : status.ready;
    if (isReady !== status.ready) kubelet.write(pod, [{ ...status, ready: isReady }]);
    return "goes on";
  }
  if (isDown) {
    const message = `Container ${container.name} failed ${task.probe} probe, will be restarted`;
    tell(kubelet, pod, { container: container.name, type: "Normal", reason: "Killing", message });
    kubelet.end(pod, container.name, KILLED);
    return "over";
  }
  if (task.probe === "startup" && isUp) {
    const isReady = container.readinessProbe === undefined && !kubelet.unready.has(task.uid);
    kubelet.write(pod, [{ ...status, started: true, ready: isReady }]);
    return "over";
  }
  return "goes on";
}

function countResult(task: ProbeTask, result: ProbeResult): ProbeTask {
  return result === "success"
    ? { ...task, successes: task.successes + 1, failures: 0 }
    : { ...task, successes: 0, failures: task.failures + 1 };
}

function tellUnhealthy(kubelet: Kubelet, pod: Pod, { task, failure }: { task: ProbeTask; failure: string }): void {
  const message = `${TITLES[task.probe]} probe failed: ${failure}`;
  tell(kubelet, pod, { container: task.container, type: "Warning", reason: "Unhealthy", message });
}

function tell(
  { context }: Kubelet,
  pod: Pod,
  told: {
    readonly container: string;
    readonly type: "Normal" | "Warning";
    readonly reason: string;
    readonly message: string;
  },
): void {
  const { container, ...event } = told;
  const host = pod.spec.nodeName;
  context.events.tell("kubelet", {
    about: pod,
    fieldPath: `spec.containers{${container}}`,
    ...(host ? { host } : {}),
    ...event,
  });
}

function probeOf(container: Container, probe: ProbeKind): Probe | undefined {
  switch (probe) {
    case "startup":
      return container.startupProbe;
    case "readiness":
      return container.readinessProbe;
    default:
      return container.livenessProbe;
  }
}

function podOf({ context }: Kubelet, task: ProbeTask): Pod | undefined {
  const { name, namespace } = splitKey(task.pod);
  const pod = context.api.get("Pod", name, namespace);
  return pod?.metadata.uid === task.uid ? pod : undefined;
}

/** The status of the very run of the container that is probed; undefined when it has ended. */
function statusOf(pod: Pod, task: ProbeTask): ContainerStatus | undefined {
  return pod.status?.containerStatuses?.find(
    ({ name, restartCount, state }) => name === task.container && restartCount === task.restartCount && state?.running,
  );
}
