import type { Container, ContainerStatus, Pod } from "../../model/objects.ts";
import { processOf } from "../../workloads/container-process.ts";
import { isPullable } from "../../workloads/images.ts";
import type { ControllerContext } from "../controller.ts";
import { keyOf, splitKey } from "../keys.ts";
import { IMAGE_PULL_FAILURE_MS, POD_GONE_MS, POD_START_MS } from "../latencies.ts";
import { isSidecar } from "../pods.ts";
import { goDuration, restartDelayMs } from "./back-off.ts";
import { configProblem } from "./container-config.ts";
import { isImageName } from "./images.ts";
import type { PodAddresses } from "./pod-addresses.ts";
import { endedStatus, podStatusOf, runningStatus, waitingStatus } from "./pod-status.ts";
import type { PodTask } from "./pod-tasks.ts";
import { firstProbes } from "./pod-tasks.ts";

const TASK = "kubelet/pod";
const CUT_OFF = 255;
const NOT_CONFIGURED = "CreateContainerConfigError";
/** About how often a kubelet looks at a pod that is not as it should be. */
const CONFIG_RETRY_MS = 12_000;

/** Pods of which somebody has said that they are not ready, by uid. */
export type DeclaredUnready = ReadonlySet<string>;

/** Starts containers and ends them, and reports what they do. What comes later is a durable task. */
export class PodRunner {
  readonly context: ControllerContext;
  readonly unready: DeclaredUnready;
  readonly #addresses: PodAddresses;

  constructor(
    context: ControllerContext,
    parts: { readonly addresses: PodAddresses; readonly unready: DeclaredUnready },
  ) {
    this.context = context;
    this.unready = parts.unready;
    this.#addresses = parts.addresses;
  }

  /** The kind of the simulation's tasks that `schedule` adds. */
  static readonly taskKind = TASK;

  /** Has the task carried out after so long. The returned function takes it back. */
  schedule(afterMs: number, task: PodTask): () => void {
    return this.context.simulation.schedule(afterMs, { kind: TASK, argument: task });
  }

  /** The pod as it is now, if it is still the same. */
  current(pod: { readonly metadata: Pod["metadata"] }): Pod | undefined {
    const { name, namespace } = splitKey(keyOf(pod));
    const found = this.context.api.get("Pod", name, namespace);
    return found?.metadata.uid === pod.metadata.uid ? found : undefined;
  }

  /** Gives the pod its address, runs its init containers, then starts the others. */
  startPod(pod: Pod): void {
    const node = this.context.api.get("Node", pod.spec.nodeName ?? "");
    if (!node || pod.metadata.deletionTimestamp) return;
    const hostIp = node.status?.addresses?.find(({ type }) => type === "InternalIP")?.address;
    const podIp = pod.spec.hostNetwork ? hostIp : this.#addresses.next(node);
    const inits = (pod.spec.initContainers ?? []).filter((init) => !isSidecar(init));
    if (inits.length === 0) this.startContainers(pod, podIp);
    else this.#startInits(pod, inits, podIp);
  }

  /** Starts all containers whose image can be had; the others are pulled until it can. */
  startContainers(pod: Pod, podIp: string | undefined): void {
    const now = this.context.simulation.timestamp;
    const containers = pod.spec.containers.map((container) => {
      if (!isAvailable(container.image)) return waitingStatus(container, { reason: "ContainerCreating" });
      const problem = configProblem(this.context.api, pod, container);
      if (problem !== undefined) return waitingStatus(container, { reason: NOT_CONFIGURED, message: problem });
      return this.#asDeclared(pod, runningStatus(pod, container, now));
    });
    const initContainers = (pod.spec.initContainers ?? []).map((init) => {
      const running = runningStatus(pod, init, now);
      return isSidecar(init) ? running : { ...endedStatus(running, 0, now), ready: true };
    });
    this.#report(pod, { podIp, containers, initContainers });
    for (const container of pod.spec.containers) {
      const status = containers.find(({ name }) => name === container.name);
      const task = { container: container.name, ...taskOf(pod) };
      if (status?.state?.running) this.#begin(pod, container, status);
      else if (status?.state?.waiting?.reason === NOT_CONFIGURED) this.#retryConfig(pod, status);
      else this.schedule(IMAGE_PULL_FAILURE_MS, { kind: "pull", tries: 0, ...task });
    }
  }

  /** Ends a container with that exit code, and has it started again as its pod says. */
  end(pod: Pod, name: string, exitCode: number): void {
    const before = statusOf(pod, name);
    if (!before?.state?.running) return;
    const ended = endedStatus(before, exitCode, this.context.simulation.timestamp);
    if (!willRestart(pod, exitCode) || pod.metadata.deletionTimestamp) return this.write(pod, [ended]);
    const delayMs = restartDelayMs(ended);
    const container = containerOf(pod, name);
    if (delayMs === 0 || !container) this.write(pod, [ended]);
    else this.#backOff(pod, { container, ended, delayMs });
    this.schedule(Math.max(delayMs, POD_START_MS), { kind: "restart", container: name, ...taskOf(pod) });
  }

  /** Starts a container that has ended or never ran. */
  restart(pod: Pod, name: string): void {
    const container = containerOf(pod, name);
    const before = statusOf(pod, name);
    if (!container || !before || before.state?.running || pod.metadata.deletionTimestamp) return;
    const problem = configProblem(this.context.api, pod, container);
    if (problem !== undefined) {
      const waiting = waitingStatus(container, { reason: NOT_CONFIGURED, message: problem }, before);
      this.write(pod, [waiting]);
      this.#retryConfig(pod, waiting);
      return;
    }
    const running = runningStatus(pod, container, this.context.simulation.timestamp, before);
    this.write(pod, [running]);
    this.#begin(pod, container, running);
  }

  /** The machine was off: what ran on it runs no more; it is started again, and so is what waited to be. */
  boot(pod: Pod): void {
    if (pod.metadata.deletionTimestamp !== undefined) {
      this.schedule(POD_GONE_MS, { kind: "gone", ...taskOf(pod) });
      return;
    }
    const { timestamp } = this.context.simulation;
    const statuses = pod.status?.containerStatuses ?? [];
    const running = statuses.filter(({ state }) => state?.running);
    this.write(
      pod,
      running.map((status) => endedStatus(status, CUT_OFF, timestamp)),
    );
    for (const { name, image, state } of statuses) {
      const task = { container: name, ...taskOf(pod) };
      if (!isAvailable(image)) this.schedule(IMAGE_PULL_FAILURE_MS, { kind: "pull", tries: 0, ...task });
      else if (!state?.terminated || willRestart(pod, state.terminated.exitCode)) {
        this.schedule(POD_START_MS, { kind: "restart", ...task });
      }
    }
  }

  /** Takes the pod's object away: its containers have ended. */
  gone(pod: Pod): void {
    const { name, namespace, uid } = pod.metadata;
    const target = { kind: "Pod", name, ...(namespace ? { namespace } : {}) };
    this.context.api.remove(target, { gracePeriodSeconds: 0, ...(uid ? { uid } : {}) });
  }

  /** Reports other container statuses and all that follows from them. */
  write(pod: Pod, changed: readonly ContainerStatus[]): void {
    const current = this.current(pod);
    if (!current) return;
    const byName = new Map(changed.map((status) => [status.name, this.#asDeclared(pod, status)]));
    const containers = (current.status?.containerStatuses ?? []).map((status) => byName.get(status.name) ?? status);
    const initContainers = current.status?.initContainerStatuses ?? [];
    this.#report(current, { podIp: current.status?.podIP, containers, initContainers });
  }

  /** Tells of a container of the pod. */
  tell(
    pod: Pod,
    container: string,
    told: { readonly type: "Normal" | "Warning"; readonly reason: string; readonly message: string },
  ): void {
    const host = pod.spec.nodeName;
    const fieldPath = `spec.containers{${container}}`;
    this.context.events.tell("kubelet", { about: pod, fieldPath, ...(host ? { host } : {}), ...told });
  }

  /** Init containers one after the other; the first that never ends well holds the pod. */
  #startInits(pod: Pod, inits: readonly Container[], podIp: string | undefined): void {
    const now = this.context.simulation.timestamp;
    let tookMs = 0;
    let isHeld = false;
    const initContainers = inits.map((init) => {
      if (isHeld) return waitingStatus(init, { reason: "PodInitializing" });
      const does = processOf(init);
      const running = { ...runningStatus(pod, init, now), ready: false };
      if (does.kind === "server") return { ...endedStatus(running, 0, now), ready: true };
      if (does.kind === "idle" || does.exitCode !== 0) isHeld = true;
      if (does.kind === "idle") return running;
      tookMs += does.afterMs;
      if (does.exitCode !== 0) return endedStatus(running, does.exitCode, now);
      return does.afterMs > 0 ? running : { ...endedStatus(running, 0, now), ready: true };
    });
    const containers = pod.spec.containers.map((container) => waitingStatus(container, { reason: "PodInitializing" }));
    this.#report(pod, { podIp, containers, initContainers });
    if (!isHeld) this.schedule(tookMs, { kind: "init", ...taskOf(pod) });
  }

  /** What follows from a container's start: its own end, if it has one, and its probes. */
  #begin(pod: Pod, container: Container, { restartCount }: ContainerStatus): void {
    const does = processOf(container);
    const task = { container: container.name, restartCount, ...taskOf(pod) };
    if (does.kind === "ends") this.schedule(does.afterMs, { kind: "exit", exitCode: does.exitCode, ...task });
    for (const { afterMs, probe } of firstProbes(container)) {
      this.schedule(afterMs, { kind: "probe", probe, successes: 0, failures: 0, ...task });
    }
  }

  /** A container that lacks a ConfigMap or Secret is tried again until it has it. */
  #retryConfig(pod: Pod, { name, state }: ContainerStatus): void {
    const message = `Error: ${state?.waiting?.message ?? ""}`;
    this.tell(pod, name, { type: "Warning", reason: "Failed", message });
    this.schedule(CONFIG_RETRY_MS, { kind: "restart", container: name, ...taskOf(pod) });
  }

  #backOff(
    pod: Pod,
    crash: { readonly container: Container; readonly ended: ContainerStatus; readonly delayMs: number },
  ): void {
    const { name, namespace, uid } = pod.metadata;
    const container = crash.container.name;
    const whose = `${name}_${namespace}(${uid})`;
    const backOff = `back-off ${goDuration(crash.delayMs)} restarting failed container=${container} pod=${whose}`;
    const waiting = { reason: "CrashLoopBackOff", message: backOff };
    this.write(pod, [waitingStatus(crash.container, waiting, crash.ended)]);
    const message = `Back-off restarting failed container ${container} in pod ${whose}`;
    this.tell(pod, container, { type: "Warning", reason: "BackOff", message });
  }

  #report(
    pod: Pod,
    facts: {
      readonly podIp: string | undefined;
      readonly containers: readonly ContainerStatus[];
      readonly initContainers: readonly ContainerStatus[];
    },
  ): void {
    const { api, simulation } = this.context;
    const node = api.get("Node", pod.spec.nodeName ?? "");
    const status = podStatusOf(pod, { ...facts, node, now: simulation.timestamp });
    api.update({ ...pod, status }, { subresource: "status" });
  }

  /** A pod that has been declared unready stays so until it is declared ready, whatever its probes say. */
  #asDeclared(pod: Pod, status: ContainerStatus): ContainerStatus {
    return this.unready.has(pod.metadata.uid ?? "") ? { ...status, ready: false } : status;
  }
}

/** Whose task it is. */
export function taskOf(pod: Pod): { readonly pod: string; readonly uid: string } {
  return { pod: keyOf(pod), uid: pod.metadata.uid ?? "" };
}

export function statusOf(pod: Pod, container: string): ContainerStatus | undefined {
  return pod.status?.containerStatuses?.find(({ name }) => name === container);
}

export function containerOf(pod: Pod, name: string): Container | undefined {
  return pod.spec.containers.find((container) => container.name === name);
}

function isAvailable(image = ""): boolean {
  return isPullable(image) && isImageName(image);
}

/** Whether a container of the pod is started again after it has ended so. */
function willRestart({ spec }: Pod, exitCode: number): boolean {
  return spec.restartPolicy !== "Never" && !(spec.restartPolicy === "OnFailure" && exitCode === 0);
}
