// One kubelet for each node, in one controller: it starts the pods of its node, watches them, and ends them. Normal events are
// left out, as the recorded cluster's kubelet told none; what goes wrong is told in the real words.
import type { Container, ContainerStatus, Pod } from "../../model/objects.ts";
import { parseTimestamp } from "../../model/timestamp.ts";
import { isJsonObject } from "../../model/json.ts";
import { processOf } from "../../workloads/container-process.ts";
import { isPullable } from "../../workloads/images.ts";
import type { Controller, ControllerContext, ControllerEvent } from "../controller.ts";
import { keyOf, splitKey } from "../controller.ts";
import { IMAGE_PULL_FAILURE_MS, POD_GONE_MS, POD_START_MS, REACTION_MS } from "../latencies.ts";
import { isPodEnded, isSidecar } from "../pods.ts";
import { unhandled } from "../../model/unhandled.ts";
import { backOffMs, goDuration, restartDelayMs } from "./back-off.ts";
import { isImageName, pullFailure } from "./images.ts";
import { PodAddresses } from "./pod-addresses.ts";
import { endedStatus, podStatusOf, runningStatus, waitingStatus } from "./pod-status.ts";
import type { PodTask } from "./pod-tasks.ts";
import { readPodTask } from "./pod-tasks.ts";
import { carryOutProbe, firstProbes } from "./probes.ts";

const NAME = "kubelet";
const TASK = "kubelet/pod";
const KILLED = 137;
const BACK_OFF_SHOWN_MS = 1000;

/** What the parts of the kubelet work with. */
export type Kubelet = {
  readonly context: ControllerContext;
  /** Pods that somebody has declared unready, by uid. */
  readonly unready: ReadonlySet<string>;
  readonly schedule: (afterMs: number, task: PodTask) => () => void;
  /** Writes other container statuses and all that follows from them. */
  readonly write: (pod: Pod, changed: readonly ContainerStatus[]) => void;
  /** Ends a container as its kubelet or itself does, and has it started again as its pod says. */
  readonly end: (pod: Pod, container: string, exitCode: number) => void;
};

/** Woken by pods that are bound to a node, change there, or are being deleted. */
export function kubeletController(context: ControllerContext): Controller {
  const { api, index, simulation } = context;
  const addresses = new PodAddresses(index);
  const begun = new Set<string>();
  const ending = new Set<string>();
  const unready = new Set<string>();
  const off = new Set<string>();
  const schedule = (afterMs: number, task: PodTask) => simulation.schedule(afterMs, { kind: TASK, argument: task });
  const kubelet: Kubelet = { context, unready, schedule, write, end };
  simulation.handle(TASK, (argument) => {
    const task = readPodTask(argument);
    const pod = task && podOf(task.pod);
    if (task && pod?.metadata.uid === task.uid && !off.has(pod.spec.nodeName ?? "")) carryOut(pod, task);
  });
  return {
    name: NAME,
    wakes({ object, before, type }) {
      if (object.kind === "Node" && type === "ADDED") return index.podsOnNode(object.metadata.name).map(keyOf);
      if (object.kind !== "Pod") return [];
      if (type === "DELETED") {
        for (const uids of [begun, ending, unready]) uids.delete(object.metadata.uid ?? "");
        return [];
      }
      const pod = object as Pod;
      if (!pod.spec.nodeName) return [];
      const wasBound = before !== undefined && (before as Pod).spec.nodeName !== undefined;
      const isNews = !wasBound || before.metadata.deletionTimestamp !== pod.metadata.deletionTimestamp;
      return isNews ? [keyOf(pod)] : [];
    },
    reconcile: (key) => {
      const pod = podOf(key);
      if (pod?.spec.nodeName && !off.has(pod.spec.nodeName) && api.get("Node", pod.spec.nodeName)) lookAt(pod);
    },
    begin: () => {
      for (const pod of api.list("Pod")) if (pod.status?.containerStatuses) begun.add(pod.metadata.uid ?? "");
    },
    happen,
    save: () => ({
      begun: [...begun],
      ending: [...ending],
      unready: [...unready],
      off: [...off],
      addresses: addresses.save(),
    }),
    restore: (saved) => {
      if (!isJsonObject(saved)) return;
      for (const [name, set] of Object.entries({ begun, ending, unready, off })) {
        const texts = saved[name];
        if (Array.isArray(texts)) for (const text of texts) if (typeof text === "string") set.add(text);
      }
      addresses.restore(saved["addresses"]);
    },
  };

  function podOf(key: string): Pod | undefined {
    const { name, namespace } = splitKey(key);
    return api.get("Pod", name, namespace);
  }

  function taskOf(pod: Pod) {
    return { pod: keyOf(pod), uid: pod.metadata.uid ?? "" };
  }

  function lookAt(pod: Pod): void {
    const { uid = "", deletionTimestamp } = pod.metadata;
    if (deletionTimestamp !== undefined) {
      if (ending.has(uid) && pod.metadata.deletionGracePeriodSeconds !== 0) return;
      ending.add(uid);
      schedule(untilGoneMs(pod), { kind: "gone", ...taskOf(pod) });
    } else if (!begun.has(uid) && !isPodEnded(pod)) {
      begun.add(uid);
      schedule(POD_START_MS - REACTION_MS, { kind: "start", ...taskOf(pod) });
    }
  }

  /** The longest preStop hook, within the grace period, counted from the deletion. */
  function untilGoneMs(pod: Pod): number {
    const { deletionTimestamp = "", deletionGracePeriodSeconds = 0 } = pod.metadata;
    const graceMs = deletionGracePeriodSeconds * 1000;
    const endsMs = (parseTimestamp(deletionTimestamp) ?? 0) - simulation.startEpochMs;
    const askedMs = Math.min(simulation.nowMs, Math.max(endsMs - graceMs, simulation.nowMs - 1000));
    const running = new Set(
      (pod.status?.containerStatuses ?? []).filter(({ state }) => state?.running).map(({ name }) => name),
    );
    const hookMs = Math.max(0, ...pod.spec.containers.filter(({ name }) => running.has(name)).map(preStopMs));
    return askedMs - simulation.nowMs + Math.min(hookMs, graceMs) + POD_GONE_MS - REACTION_MS;
  }

  function carryOut(pod: Pod, task: PodTask): void {
    switch (task.kind) {
      case "start":
        return startPod(pod);
      case "init":
        return startContainers(pod, pod.status?.podIP);
      case "gone":
        return gone(pod);
      case "exit":
        if (statusOf(pod, task.container)?.restartCount === task.restartCount) end(pod, task.container, task.exitCode);
        return;
      case "restart":
        return restart(pod, task.container);
      case "pull":
        return pullAgain(pod, task.container, task.tries);
      case "back-off":
        return backOffPulling(pod, task.container, task.tries);
      case "probe":
        return carryOutProbe(kubelet, pod, task);
      default:
        throw unhandled(task);
    }
  }

  function gone(pod: Pod): void {
    const { name, namespace, uid } = pod.metadata;
    const target = { kind: "Pod", name, ...(namespace ? { namespace } : {}) };
    api.remove(target, { gracePeriodSeconds: 0, ...(uid ? { uid } : {}) });
  }

  function startPod(pod: Pod): void {
    if (pod.metadata.deletionTimestamp) return;
    const node = api.get("Node", pod.spec.nodeName ?? "");
    if (!node) return;
    const podIp = pod.spec.hostNetwork
      ? node.status?.addresses?.find(({ type }) => type === "InternalIP")?.address
      : addresses.next(node);
    const inits = (pod.spec.initContainers ?? []).filter((init) => !isSidecar(init));
    if (inits.length === 0) return startContainers(pod, podIp);
    startInits(pod, inits, podIp);
  }

  /** Init containers one after the other; the first that never ends well holds the pod. */
  function startInits(pod: Pod, inits: readonly Container[], podIp: string | undefined): void {
    let tookMs = 0;
    const statuses: ContainerStatus[] = [];
    let isHeld = false;
    for (const init of inits) {
      const does = processOf(init);
      const running = runningStatus(pod, init, simulation.timestamp);
      if (isHeld) statuses.push(waitingStatus(init, { reason: "PodInitializing" }));
      else if (does.kind === "idle" || (does.kind === "ends" && does.exitCode !== 0)) {
        isHeld = true;
        const failed = does.kind === "ends" ? endedStatus(running, does.exitCode, simulation.timestamp) : running;
        statuses.push({ ...failed, ready: false });
      } else {
        tookMs += does.kind === "ends" ? does.afterMs : 0;
        statuses.push({ ...endedStatus(running, 0, simulation.timestamp), ready: true });
      }
    }
    const containers = pod.spec.containers.map((container) => waitingStatus(container, { reason: "PodInitializing" }));
    const shown =
      !isHeld && tookMs > 0
        ? statuses.map((status) => ({ ...status, state: { running: { startedAt: simulation.timestamp } } }))
        : statuses;
    writeStatusOf(pod, { podIp, containers, initContainers: shown });
    if (!isHeld) schedule(tookMs, { kind: "init", ...taskOf(pod) });
  }

  function startContainers(pod: Pod, podIp: string | undefined): void {
    const now = simulation.timestamp;
    const containers = pod.spec.containers.map((container) =>
      isPullable(container.image ?? "") && isImageName(container.image ?? "")
        ? asDeclared(pod, runningStatus(pod, container, now))
        : waitingStatus(container, { reason: "ContainerCreating" }),
    );
    const initContainers = (pod.spec.initContainers ?? []).map((init) => {
      const running = runningStatus(pod, init, now);
      return isSidecar(init) ? running : { ...endedStatus(running, 0, now), ready: true };
    });
    writeStatusOf(pod, { podIp, containers, initContainers });
    for (const container of pod.spec.containers) {
      const status = containers.find(({ name }) => name === container.name);
      if (status?.state?.running) begin(pod, container, status);
      else schedule(IMAGE_PULL_FAILURE_MS, { kind: "pull", container: container.name, tries: 0, ...taskOf(pod) });
    }
  }

  /** What follows from a container's start: its own end, if it has one, and its probes. */
  function begin(pod: Pod, container: Container, { restartCount }: ContainerStatus): void {
    const does = processOf(container);
    const task = { container: container.name, restartCount, ...taskOf(pod) };
    if (does.kind === "ends") schedule(does.afterMs, { kind: "exit", exitCode: does.exitCode, ...task });
    for (const { afterMs, probe } of firstProbes(container)) {
      schedule(afterMs, { kind: "probe", probe, successes: 0, failures: 0, ...task });
    }
  }

  function end(pod: Pod, name: string, exitCode: number): void {
    const before = statusOf(pod, name);
    if (!before?.state?.running) return;
    const ended = endedStatus(before, exitCode, simulation.timestamp);
    const { restartPolicy = "Always" } = pod.spec;
    const isFinal = restartPolicy === "Never" || (restartPolicy === "OnFailure" && exitCode === 0);
    if (isFinal || pod.metadata.deletionTimestamp) return write(pod, [ended]);
    const delayMs = restartDelayMs(ended);
    const container = pod.spec.containers.find((candidate) => candidate.name === name);
    if (delayMs === 0 || !container) write(pod, [ended]);
    else backOff(pod, { container, ended, delayMs });
    schedule(Math.max(delayMs, POD_START_MS), { kind: "restart", container: name, ...taskOf(pod) });
  }

  function backOff(
    pod: Pod,
    {
      container,
      ended,
      delayMs,
    }: { readonly container: Container; readonly ended: ContainerStatus; readonly delayMs: number },
  ): void {
    const { name, namespace, uid } = pod.metadata;
    const what = `restarting failed container=${container.name} pod=${name}_${namespace}(${uid})`;
    const waiting = { reason: "CrashLoopBackOff", message: `back-off ${goDuration(delayMs)} ${what}` };
    write(pod, [waitingStatus(container, waiting, ended)]);
    const message = `Back-off restarting failed container ${container.name} in pod ${name}_${namespace}(${uid})`;
    tell(pod, container.name, { type: "Warning", reason: "BackOff", message });
  }

  function restart(pod: Pod, name: string): void {
    const container = pod.spec.containers.find((candidate) => candidate.name === name);
    const before = statusOf(pod, name);
    if (!container || !before || before.state?.running || pod.metadata.deletionTimestamp) return;
    const running = runningStatus(pod, container, simulation.timestamp, before);
    write(pod, [running]);
    begin(pod, container, running);
  }

  function pullAgain(pod: Pod, name: string, tries: number): void {
    const container = pod.spec.containers.find((candidate) => candidate.name === name);
    if (!container || pod.metadata.deletionTimestamp) return;
    const { image = "" } = container;
    if (isPullable(image) && isImageName(image)) return restart(pod, name);
    if (!isImageName(image)) {
      const message = `Failed to apply default image tag ${JSON.stringify(image)}: couldn't parse image name ${JSON.stringify(image)}: invalid reference format`;
      write(pod, [waitingStatus(container, { reason: "InvalidImageName", message })]);
      return tell(pod, name, { type: "Warning", reason: "InspectFailed", message });
    }
    const failure = pullFailure(image);
    write(pod, [waitingStatus(container, { reason: "ErrImagePull", message: failure })]);
    tell(pod, name, { type: "Normal", reason: "Pulling", message: `Pulling image ${JSON.stringify(image)}` });
    tell(pod, name, {
      type: "Warning",
      reason: "Failed",
      message: `Failed to pull image ${JSON.stringify(image)}: ${failure}`,
    });
    tell(pod, name, { type: "Warning", reason: "Failed", message: "Error: ErrImagePull" });
    schedule(BACK_OFF_SHOWN_MS, { kind: "back-off", container: name, tries, ...taskOf(pod) });
  }

  function backOffPulling(pod: Pod, name: string, tries: number): void {
    const container = pod.spec.containers.find((candidate) => candidate.name === name);
    if (!container || pod.metadata.deletionTimestamp) return;
    const { image = "" } = container;
    const backing = `Back-off pulling image ${JSON.stringify(image)}`;
    const message = `${backing}: ErrImagePull: ${pullFailure(image)}`;
    write(pod, [waitingStatus(container, { reason: "ImagePullBackOff", message })]);
    tell(pod, name, { type: "Normal", reason: "BackOff", message: backing });
    tell(pod, name, { type: "Warning", reason: "Failed", message: "Error: ImagePullBackOff" });
    schedule(backOffMs(tries), { kind: "pull", container: name, tries: tries + 1, ...taskOf(pod) });
  }

  function tell(
    pod: Pod,
    container: string,
    told: { type: "Normal" | "Warning"; reason: string; message: string },
  ): void {
    const host = pod.spec.nodeName;
    const fieldPath = `spec.containers{${container}}`;
    context.events.tell(NAME, { about: pod, fieldPath, ...(host ? { host } : {}), ...told });
  }

  function write(pod: Pod, changed: readonly ContainerStatus[]): void {
    const current = podOf(keyOf(pod)) ?? pod;
    const byName = new Map(changed.map((status) => [status.name, asDeclared(pod, status)]));
    const containers = (current.status?.containerStatuses ?? []).map((status) => byName.get(status.name) ?? status);
    const initContainers = (current.status?.["initContainerStatuses"] ?? []) as readonly ContainerStatus[];
    writeStatusOf(current, { podIp: current.status?.podIP, containers, initContainers });
  }

  function writeStatusOf(
    pod: Pod,
    facts: {
      readonly podIp: string | undefined;
      readonly containers: readonly ContainerStatus[];
      readonly initContainers: readonly ContainerStatus[];
    },
  ): void {
    const node = api.get("Node", pod.spec.nodeName ?? "");
    const status = podStatusOf(pod, { ...facts, node, now: simulation.timestamp });
    api.update({ ...pod, status }, { subresource: "status" });
  }

  /** A pod that has been declared unready stays so until it is declared ready, whatever its probes say. */
  function asDeclared(pod: Pod, status: ContainerStatus): ContainerStatus {
    return unready.has(pod.metadata.uid ?? "") ? { ...status, ready: false } : status;
  }

  function happen(event: ControllerEvent): void {
    if (event.kind === "power") {
      if (event.on) off.delete(event.node);
      else off.add(event.node);
      if (event.on) for (const pod of index.podsOnNode(event.node)) boot(pod);
    } else if (event.kind === "readiness" || event.kind === "crash") {
      const pod = podOf(`${event.namespace}/${event.pod}`);
      if (!pod) return;
      if (event.kind === "readiness") declare(pod, event.ready);
      else end(pod, event.container ?? pod.spec.containers[0]?.name ?? "", KILLED);
    }
  }

  function declare(pod: Pod, isReady: boolean): void {
    const { uid = "" } = pod.metadata;
    if (isReady) unready.delete(uid);
    else unready.add(uid);
    const running = (pod.status?.containerStatuses ?? []).filter(({ state }) => state?.running);
    write(
      pod,
      running.map((status) => ({ ...status, ready: isReady })),
    );
  }

  /** After its machine came back: what ran is started again, what was asked to end ends. */
  function boot(pod: Pod): void {
    const { uid = "", deletionTimestamp } = pod.metadata;
    if (deletionTimestamp !== undefined) schedule(POD_GONE_MS, { kind: "gone", ...taskOf(pod) });
    else if (!pod.status?.containerStatuses) {
      begun.delete(uid);
      lookAt(pod);
    } else {
      const running = pod.status.containerStatuses.filter(({ state }) => state?.running);
      const ended = running.map((status) => ({ ...endedStatus(status, 255, simulation.timestamp) }));
      write(pod, ended);
      for (const { name } of running) schedule(POD_START_MS, { kind: "restart", container: name, ...taskOf(pod) });
    }
  }
}

function statusOf(pod: Pod, container: string): ContainerStatus | undefined {
  return pod.status?.containerStatuses?.find(({ name }) => name === container);
}

function preStopMs({ lifecycle }: Container): number {
  const { sleep, exec } = lifecycle?.preStop ?? {};
  if (sleep) return sleep.seconds * 1000;
  if (!exec?.command) return 0;
  const does = processOf({ name: "preStop", command: exec.command });
  return does.kind === "ends" ? does.afterMs : 0;
}
