// The status of a pod as its kubelet reports it. As pkg/kubelet/status/generate.go and kubelet_pods.go.
import type { Condition, Container, ContainerState, ContainerStatus, Node, Pod } from "../../model/objects.ts";
import { listAt, textAt } from "../../apiserver/printers/fields.ts";
import { fnv128aHex } from "../hash.ts";
import { isSidecar } from "../pods.ts";
import { withoutZeros } from "../writing.ts";

export type PodStatus = NonNullable<Pod["status"]>;

/** The status that follows from the containers' and the pod's address. Conditions keep their time while they stay. */
export function podStatusOf(
  pod: Pod,
  facts: {
    readonly node: Node | undefined;
    readonly podIp: string | undefined;
    readonly containers: readonly ContainerStatus[];
    readonly initContainers: readonly ContainerStatus[];
    readonly now: string;
  },
): PodStatus {
  const { containers, initContainers, podIp, now } = facts;
  const { phase: _, conditions: before = [], ...rest } = pod.status ?? {};
  const hostIp = facts.node?.status?.addresses?.find(({ type }) => type === "InternalIP")?.address;
  const phase = phaseOf(pod, containers);
  const known = new Map(before.map((condition) => [condition.type, condition]));
  const conditions = conditionsOf(pod, { ...facts, phase }).map((condition) => {
    const old = known.get(condition.type);
    const since = old?.status === condition.status ? old.lastTransitionTime : now;
    return { ...condition, lastProbeTime: null, lastTransitionTime: since ?? now };
  });
  return {
    ...rest,
    phase,
    conditions,
    ...(hostIp ? { hostIP: hostIp, hostIPs: [{ ip: hostIp }] } : {}),
    ...(podIp ? { podIP: podIp, podIPs: [{ ip: podIp }] } : {}),
    startTime: pod.status?.startTime ?? now,
    ...(initContainers.length > 0 ? { initContainerStatuses: initContainers } : {}),
    containerStatuses: containers,
    qosClass: pod.status?.qosClass ?? qosClassOf(pod),
  };
}

/** A container that has not run yet, or is not running again yet. */
export function waitingStatus(
  container: Container,
  waiting: { readonly reason: string; readonly message?: string },
  before?: ContainerStatus,
): ContainerStatus {
  return {
    name: container.name,
    image: container.image ?? "",
    imageID: before?.imageID ?? "",
    ...(before?.containerID ? { containerID: before.containerID } : {}),
    ready: false,
    started: false,
    restartCount: before?.restartCount ?? 0,
    state: { waiting },
    lastState: lastStateOf(before),
  };
}

/** A container whose process has just been started; ready at once if no probe says otherwise. */
export function runningStatus(pod: Pod, container: Container, now: string, before?: ContainerStatus): ContainerStatus {
  const restartCount = before?.containerID ? before.restartCount + 1 : 0;
  const image = container.image ?? "";
  const isStarted = container.startupProbe === undefined;
  return {
    name: container.name,
    image,
    imageID: image,
    containerID: containerId(pod, container.name, restartCount),
    ready: isStarted && container.readinessProbe === undefined,
    started: isStarted,
    restartCount,
    state: { running: { startedAt: now } },
    lastState: lastStateOf(before),
  };
}

/** A container whose process has ended. */
export function endedStatus(before: ContainerStatus, exitCode: number, now: string): ContainerStatus {
  const startedAt = before.state?.running?.startedAt ?? now;
  const terminated = {
    ...(before.containerID ? { containerID: before.containerID } : {}),
    exitCode,
    finishedAt: now,
    reason: exitCode === 0 ? "Completed" : "Error",
    startedAt,
  };
  return { ...before, ready: false, started: false, state: { terminated } };
}

/** Its last end, if it is not in it any more: what `kubectl describe` shows as "Last State". */
function lastStateOf(before: ContainerStatus | undefined): ContainerState {
  const ended = before?.state?.terminated;
  return ended ? { terminated: ended } : (before?.lastState ?? {});
}

function containerId(pod: Pod, name: string, restartCount: number): string {
  const uid = (pod.metadata.uid ?? "").replaceAll("-", "");
  const isFirst = restartCount === 0 && pod.spec.containers[0]?.name === name;
  const half = isFirst ? uid : fnv128aHex(`${uid} ${name} ${restartCount}`);
  return `containerd://${half}${half}`;
}

function phaseOf(pod: Pod, containers: readonly ContainerStatus[]): NonNullable<PodStatus["phase"]> {
  const ends = containers.map(({ state }) => state?.terminated);
  const willRestart = (exitCode: number) =>
    pod.spec.restartPolicy !== "Never" && !(pod.spec.restartPolicy === "OnFailure" && exitCode === 0);
  if (ends.length > 0 && ends.every((end) => end !== undefined && !willRestart(end.exitCode))) {
    return ends.every((end) => end?.exitCode === 0) ? "Succeeded" : "Failed";
  }
  const hasRun = ({ state, lastState }: ContainerStatus) =>
    state?.running !== undefined || state?.terminated !== undefined || lastState?.terminated !== undefined;
  return containers.length > 0 && containers.every(hasRun) ? "Running" : "Pending";
}

function conditionsOf(
  pod: Pod,
  facts: {
    readonly podIp: string | undefined;
    readonly containers: readonly ContainerStatus[];
    readonly initContainers: readonly ContainerStatus[];
    readonly phase: string;
  },
): readonly Condition[] {
  const unready = facts.containers.filter(({ ready }) => !ready).map(({ name }) => name);
  const isCompleted = facts.phase === "Succeeded" || facts.phase === "Failed";
  const incomplete = facts.initContainers.filter((status) => !isInitDone(pod, status)).map(({ name }) => name);
  const notReady = {
    status: "False",
    ...(isCompleted
      ? { reason: facts.phase === "Succeeded" ? "PodCompleted" : "PodFailed" }
      : { reason: "ContainersNotReady", message: `containers with unready status: [${unready.join(" ")}]` }),
  };
  const ready = unready.length === 0 && incomplete.length === 0 && !isCompleted ? { status: "True" } : notReady;
  const initialized =
    incomplete.length === 0
      ? { status: "True" }
      : {
          status: "False",
          reason: "ContainersNotInitialized",
          message: `containers with incomplete status: [${incomplete.join(" ")}]`,
        };
  const gates = listAt(pod, "spec", "readinessGates").map((gate) => textAt(gate, "conditionType"));
  return [
    { type: "PodReadyToStartContainers", status: facts.podIp && !isCompleted ? "True" : "False" },
    { type: "Initialized", ...initialized },
    { type: "Ready", ...(ready.status === "True" ? gatedReadiness(pod, gates) : ready) },
    { type: "ContainersReady", ...ready },
    { type: "PodScheduled", status: "True" },
    ...(pod.status?.conditions?.filter(({ type }) => gates.includes(type)) ?? []),
  ];
}

/** A pod whose containers are ready is so itself once all its readiness gates are open. As GeneratePodReadyCondition. */
function gatedReadiness(pod: Pod, gates: readonly string[]): Pick<Condition, "status" | "reason" | "message"> {
  const closed = gates.flatMap((gate) => {
    const found = pod.status?.conditions?.find(({ type }) => type === gate);
    if (!found) return [`corresponding condition of pod readiness gate "${gate}" does not exist.`];
    if (found.status === "True") return [];
    return [`the status of pod readiness gate "${gate}" is not "True", but ${found.status}`];
  });
  if (closed.length === 0) return { status: "True" };
  return { status: "False", reason: "ReadinessGatesNotReady", message: closed.join(", ") };
}

function isInitDone(pod: Pod, { name, state }: ContainerStatus): boolean {
  const container = pod.spec.initContainers?.find((init) => init.name === name);
  if (container && isSidecar(container)) return state?.running !== undefined;
  return state?.terminated?.exitCode === 0;
}

/** As pkg/apis/core/v1/helper/qos. */
function qosClassOf(pod: Pod): string {
  const containers = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])];
  const amounts = containers.map(({ resources }) => ({
    requests: withoutZeros(resources?.requests ?? {}),
    limits: withoutZeros(resources?.limits ?? {}),
  }));
  if (amounts.every(({ requests, limits }) => Object.keys({ ...requests, ...limits }).length === 0))
    return "BestEffort";
  const isGuaranteed = amounts.every(({ requests, limits }) =>
    (["cpu", "memory"] as const).every(
      (name) => limits[name] !== undefined && (requests[name] ?? limits[name]) === limits[name],
    ),
  );
  return isGuaranteed ? "Guaranteed" : "Burstable";
}
