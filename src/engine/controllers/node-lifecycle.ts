// As pkg/controller/nodelifecycle and tainteviction: a node that gives no sign of life, and what becomes of its pods.
import type { Json } from "../model/json.ts";
import { isJsonObject } from "../model/json.ts";
import type { Condition, Node, Pod, Taint } from "../model/objects.ts";
import { parseTimestamp } from "../model/timestamp.ts";
import type { Controller, ControllerContext, ControllerEvent } from "./controller.ts";
import { NODE_MONITOR_GRACE_MS, REACTION_MS } from "./latencies.ts";
import { isPodReady } from "./pods.ts";
import { isTolerated } from "./scheduler/taints.ts";
import { isEqualJson, writeStatus } from "./writing.ts";

const NAME = "node-controller";
const TTL_ANNOTATION = "node.alpha.kubernetes.io/ttl";
const NOT_READY = "node.kubernetes.io/not-ready";
const UNREACHABLE = "node.kubernetes.io/unreachable";
const CORDON = "node.kubernetes.io/unschedulable";
const EFFECTS = ["NoSchedule", "NoExecute"] as const;
const SILENT = { status: "Unknown", reason: "NodeStatusUnknown", message: "Kubelet stopped posting node status." };
const POSTING = { status: "True", reason: "KubeletReady", message: "kubelet is posting ready status" };

type TimedTaint = Taint & { readonly timeAdded?: string };

/** Woken by nodes, by pods that come to a silent one, and by machines that go silent or come back. */
export function nodeLifecycleController(context: ControllerContext): Controller {
  const { api, simulation, lookLater } = context;
  /** Machines that are off or cut off, and since when (ms of the simulation). */
  const silent = new Map<string, number>();
  return {
    name: NAME,
    wakes({ object, type }) {
      if (type === "DELETED") return [];
      if (object.kind === "Node") return [object.metadata.name];
      const node = object.kind === "Pod" && type === "ADDED" ? (object as Pod).spec.nodeName : undefined;
      return node !== undefined && silent.has(node) ? [node] : [];
    },
    reconcile(name) {
      const node = api.get("Node", name);
      if (!node) return;
      const since = silent.get(name);
      if (since === undefined) lookAtNode(context, node, "alive");
      else if (simulation.nowMs - since >= NODE_MONITOR_GRACE_MS) lookAtNode(context, node, "lost");
    },
    happen(event: ControllerEvent) {
      if (event.kind !== "power" && event.kind !== "link") return;
      const isAlive = event.kind === "power" ? event.on : event.up;
      if (isAlive) silent.delete(event.node);
      else if (!silent.has(event.node)) silent.set(event.node, simulation.nowMs);
      lookLater(NAME, event.node, isAlive ? REACTION_MS : NODE_MONITOR_GRACE_MS);
    },
    save: (): Json => Object.fromEntries(silent),
    restore: (saved) => {
      if (!isJsonObject(saved)) return;
      for (const [node, since] of Object.entries(saved)) if (typeof since === "number") silent.set(node, since);
    },
  };
}

/** Condition and taints as the node's life says, then its pods. */
function lookAtNode(context: ControllerContext, node: Node, life: "alive" | "lost"): void {
  const { api, events } = context;
  const { name } = node.metadata;
  const before = node.status?.conditions?.find(({ type }) => type === "Ready");
  if (life === "lost" && before?.status !== "Unknown") {
    setReady(context, node, SILENT);
    const message = `Node ${name} status is now: NodeNotReady`;
    events.tell(NAME, { about: node, type: "Normal", reason: "NodeNotReady", message });
  } else if (life === "alive" && before?.reason === SILENT.reason) setReady(context, node, POSTING);
  const reported = api.get("Node", name);
  if (reported) writeTaints(context, reported);
  const current = api.get("Node", name);
  if (!current) return;
  if (life === "lost") markPodsNotReady(context, current);
  else restorePodsReady(context, current);
  evict(context, current);
}

function setReady(
  { api, simulation }: ControllerContext,
  node: Node,
  ready: Pick<Condition, "status" | "reason" | "message">,
): void {
  const now = simulation.timestamp;
  const others = (node.status?.conditions ?? []).filter(({ type }) => type !== "Ready");
  const known = node.status?.conditions?.find(({ type }) => type === "Ready");
  const lastHeartbeatTime = ready === SILENT ? known?.["lastHeartbeatTime"] : now;
  const condition = { type: "Ready", ...ready, lastHeartbeatTime, lastTransitionTime: now };
  writeStatus(api, node, { ...node.status, conditions: [...others, condition] });
}

function writeTaints({ api, simulation }: ControllerContext, node: Node): void {
  const status = node.status?.conditions?.find(({ type }) => type === "Ready")?.status;
  const key = status === "Unknown" ? UNREACHABLE : status === "False" ? NOT_READY : undefined;
  const before: readonly TimedTaint[] = node.spec.taints ?? [];
  const taintOf = (key: string, effect: string): TimedTaint =>
    before.find((taint) => taint.key === key && taint.effect === effect) ?? {
      key,
      effect,
      timeAdded: simulation.timestamp,
    };
  const wanted: readonly TimedTaint[] = [
    ...before.filter((taint) => ![NOT_READY, UNREACHABLE, CORDON].includes(taint.key)),
    ...(node.spec.unschedulable ? [taintOf(CORDON, "NoSchedule")] : []),
    ...(key ? EFFECTS.map((effect) => taintOf(key, effect)) : []),
  ];
  const { annotations } = node.metadata;
  if (isEqualJson(before, wanted) && annotations?.[TTL_ANNOTATION] !== undefined) return;
  const { taints: _, ...spec } = node.spec;
  const metadata = { ...node.metadata, annotations: { [TTL_ANNOTATION]: "0", ...annotations } };
  api.update({ ...node, metadata, spec: wanted.length > 0 ? { ...spec, taints: wanted } : spec });
}

function markPodsNotReady(context: ControllerContext, node: Node): void {
  const { api, events, index } = context;
  for (const pod of index.podsOnNode(node.metadata.name)) {
    if (!pod.status || !writeStatus(api, pod, withReady(context, pod, "False"))) continue;
    events.tell(NAME, { about: pod, type: "Warning", reason: "NodeNotReady", message: "Node is not ready" });
  }
}

/** The kubelet that is heard again says of its pods what it always said. */
function restorePodsReady(context: ControllerContext, node: Node): void {
  const { api, index } = context;
  for (const pod of index.podsOnNode(node.metadata.name)) {
    const statuses = pod.status?.containerStatuses ?? [];
    const isReady = statuses.length > 0 && statuses.every(({ ready }) => ready);
    if (isReady && !isPodReady(pod)) writeStatus(api, pod, withReady(context, pod, "True"));
  }
}

function withReady({ simulation }: ControllerContext, pod: Pod, status: "True" | "False"): object {
  const conditions = (pod.status?.conditions ?? []).map((condition) =>
    condition.type === "Ready" && condition.status !== status
      ? { ...condition, status, lastTransitionTime: simulation.timestamp }
      : condition,
  );
  return { ...pod.status, conditions };
}

/** Pods that do not bear a NoExecute taint go; those that bear it for a time go after it. */
function evict(context: ControllerContext, node: Node): void {
  const { simulation, index, lookLater } = context;
  const taints = (node.spec.taints ?? []).filter(({ effect }) => effect === "NoExecute");
  if (taints.length === 0) return;
  const nowEpochMs = simulation.startEpochMs + simulation.nowMs;
  let next = Infinity;
  for (const pod of index.podsOnNode(node.metadata.name)) {
    if (pod.metadata.deletionTimestamp) continue;
    const leaveMs = Math.min(...taints.map((taint) => leavingMs(pod, taint)));
    if (leaveMs <= nowEpochMs) removePod(context, pod);
    else next = Math.min(next, leaveMs - nowEpochMs);
  }
  if (Number.isFinite(next)) lookLater(NAME, node.metadata.name, next);
}

function removePod({ api, events }: ControllerContext, pod: Pod): void {
  const { name, namespace } = pod.metadata;
  const message = `Marking for deletion Pod ${namespace}/${name}`;
  events.tell("taint-eviction-controller", { about: pod, type: "Normal", reason: "TaintManagerEviction", message });
  api.remove({ kind: "Pod", name, ...(namespace ? { namespace } : {}) });
}

/** When the pod has to leave because of the taint, since 1970; never is Infinity. */
function leavingMs(pod: Pod, taint: TimedTaint): number {
  const bearing = (pod.spec.tolerations ?? []).filter((toleration) => isTolerated(taint, [toleration]));
  const sinceMs = parseTimestamp(taint.timeAdded ?? "") ?? 0;
  if (bearing.length === 0) return sinceMs;
  const seconds = bearing.flatMap(({ tolerationSeconds }) =>
    tolerationSeconds === undefined ? [] : [tolerationSeconds],
  );
  return seconds.length === 0 ? Infinity : sinceMs + Math.max(0, Math.min(...seconds)) * 1000;
}
