// As pkg/kubelet/prober: each probe of a running container at its period; thresholds count results in a row.
import type { Container, ContainerStatus, Pod, Probe } from "../../model/objects.ts";
import type { ProbeResult } from "../controller.ts";
import type { PodRunner } from "./pod-runner.ts";
import { containerOf } from "./pod-runner.ts";
import type { PodTask, ProbeKind } from "./pod-tasks.ts";
import { probeOf } from "./pod-tasks.ts";

type ProbeTask = PodTask & { readonly kind: "probe" };

const TITLES: Readonly<Record<ProbeKind, string>> = {
  startup: "Startup",
  readiness: "Readiness",
  liveness: "Liveness",
};
const PERIOD_DEFAULT_SECONDS = 10;
const FAILURES_DEFAULT = 3;
const KILLED = 137;

/** Carries one probe out, counts its result, and has the next one follow. */
export function carryOutProbe(runner: PodRunner, pod: Pod, task: ProbeTask): void {
  const { simulation, probe } = runner.context;
  const container = containerOf(pod, task.container);
  const spec = container && probeOf(container, task.probe);
  const status = statusOf(pod, task);
  if (!container || !spec || !status || pod.metadata.deletionTimestamp) return;
  const periodMs = (spec.periodSeconds ?? PERIOD_DEFAULT_SECONDS) * 1000;
  const isWanted = task.probe === "startup" ? status.started !== true : status.started === true;
  if (!isWanted) {
    if (task.probe !== "startup") runner.schedule(periodMs, task);
    return;
  }
  const dueMs = simulation.nowMs + periodMs;
  const takeBack = runner.schedule(periodMs, task);
  simulation.spawn(probe(pod, container, spec), (result) => {
    takeBack();
    const next = countResult(task, result);
    const current = runner.current(pod);
    if (!current || !statusOf(current, next)) return;
    if (conclude(runner, { pod: current, container, spec, task: next, result }) === "over") return;
    runner.schedule(dueMs - simulation.nowMs, next);
  });
}

function conclude(
  runner: PodRunner,
  seen: {
    readonly pod: Pod;
    readonly container: Container;
    readonly spec: Probe;
    readonly task: ProbeTask;
    readonly result: ProbeResult;
  },
): "goes on" | "over" {
  const { pod, container, spec, task, result } = seen;
  if (result !== "success") {
    const message = `${TITLES[task.probe]} probe failed: ${result.failure}`;
    runner.tell(pod, container.name, { type: "Warning", reason: "Unhealthy", message });
  }
  const isUp = task.successes >= (spec.successThreshold ?? 1);
  const isDown = task.failures >= (spec.failureThreshold ?? FAILURES_DEFAULT);
  const status = statusOf(pod, task);
  if (!status) return "over";
  if (task.probe === "readiness") {
    const isReady = isUp ? !runner.unready.has(task.uid) : isDown ? false : status.ready;
    if (isReady !== status.ready) runner.write(pod, [{ ...status, ready: isReady }]);
    return "goes on";
  }
  if (isDown) {
    const message = `Container ${container.name} failed ${task.probe} probe, will be restarted`;
    runner.tell(pod, container.name, { type: "Normal", reason: "Killing", message });
    runner.end(pod, container.name, KILLED);
    return "over";
  }
  if (task.probe === "startup" && isUp) {
    runner.write(pod, [{ ...status, started: true, ready: container.readinessProbe === undefined }]);
    return "over";
  }
  return "goes on";
}

function countResult(task: ProbeTask, result: ProbeResult): ProbeTask {
  return result === "success"
    ? { ...task, successes: task.successes + 1, failures: 0 }
    : { ...task, successes: 0, failures: task.failures + 1 };
}

/** The status of the very run of the container that is probed; undefined when it has ended. */
function statusOf(pod: Pod, task: ProbeTask): ContainerStatus | undefined {
  return pod.status?.containerStatuses?.find(
    ({ name, restartCount, state }) => name === task.container && restartCount === task.restartCount && state?.running,
  );
}
