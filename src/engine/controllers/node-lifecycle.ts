// As pkg/controller/nodelifecycle and tainteviction: a node that gives no sign of life, and what becomes of its pods.
import type { Json } from "../model/json.ts";
import { isJsonObject } from "../model/json.ts";
import type { Condition, Node, Pod, Taint } from "../model/objects.ts";
import { parseTimestamp } from "../model/timestamp.ts";
import type { Controller, ControllerContext, ControllerEvent } from "./controller.ts";
import { NODE_MONITOR_GRACE_MS } from "./latencies.ts";
import { isTolerated } from "./scheduler/taints.ts";
import { isEqualJson, writeStatus } from "./writing.ts";

const NAME = "node-controller";
const TTL_ANNOTATION = "node.alpha.kubernetes.io/ttl";
const NOT_READY = "node.kubernetes.io/not-ready";
const UNREACHABLE = "node.kubernetes.io/unreachable";
const CORDON = "node.kubernetes.io/unschedulable";
const EFFECTS = ["NoSchedule", "NoExecute"] as const;

/** Woken by nodes, by pods that come to a node which is tainted, and by machines that go silent or come back. */
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
      if (node) lookAt(node);
    },
    happen,
    save: (): Json => Object.fromEntries(silent),
    restore: (saved) => {
      if (!isJsonObject(saved)) return;
      for (const [node, since] of Object.entries(saved)) if (typeof since === "number") silent.set(node, since);
    },
  };

  function happen(event: ControllerEvent): void {
    if (event.kind !== "power" && event.kind !== "link") return;
    const isAlive = event.kind === "power" ? event.on : event.up;
    if (isAlive) silent.delete(event.node);
    else if (!silent.has(event.node)) silent.set(event.node, simulation.nowMs);
    lookLater(NAME, event.node, isAlive ? 0 : NODE_MONITOR_GRACE_MS);
  }

  function lookAt(node: Node): void {
    const since = silent.get(node.metadata.name);
    const isLost = since !== undefined && simulation.nowMs - since >= NODE_MONITOR_GRACE_MS;
    if (since === undefined) report(node, "alive");
    else if (isLost) report(node, "lost");
    const current = api.get("Node", node.metadata.name);
    if (!current) return;
    if (isLost) markPodsNotReady(current);
    evict(current);
  }

  /** Condition and taints as the node's life says; nodes whose condition nobody silenced are left as they are. */
  function report(node: Node, life: "alive" | "lost"): void {
    const now = simulation.timestamp;
    const before = node.status?.conditions?.find(({ type }) => type === "Ready");
    if (life === "lost" && before?.status !== "Unknown") {
      setReady(
        node,
        { status: "Unknown", reason: "NodeStatusUnknown", message: "Kubelet stopped posting node status." },
        now,
      );
      const message = `Node ${node.metadata.name} status is now: NodeNotReady`;
      context.events.tell(NAME, { about: node, type: "Normal", reason: "NodeNotReady", message });
    } else if (life === "alive" && before?.status === "Unknown" && before.reason === "NodeStatusUnknown") {
      setReady(node, { status: "True", reason: "KubeletReady", message: "kubelet is posting ready status" }, now);
    }
    const current = api.get("Node", node.metadata.name);
    if (current) writeTaints(current);
  }

  function setReady(node: Node, ready: Pick<Condition, "status" | "reason" | "message">, now: string): void {
    const others = (node.status?.conditions ?? []).filter(({ type }) => type !== "Ready");
    const known = node.status?.conditions?.find(({ type }) => type === "Ready");
    const lastHeartbeatTime = ready.status === "Unknown" ? known?.["lastHeartbeatTime"] : now;
    const condition = { type: "Ready", ...ready, lastHeartbeatTime, lastTransitionTime: now };
    writeStatus(api, node, { ...node.status, conditions: [...others, condition] });
  }

  function writeTaints(node: Node): void {
    const status = node.status?.conditions?.find(({ type }) => type === "Ready")?.status;
    const key = status === "Unknown" ? UNREACHABLE : status === "False" ? NOT_READY : undefined;
    const before = node.spec.taints ?? [];
    const kept = before.filter((taint) => ![NOT_READY, UNREACHABLE, CORDON].includes(taint.key));
    const wanted: readonly Taint[] = [
      ...kept,
      ...(node.spec.unschedulable ? [taintOf(before, CORDON, "NoSchedule")] : []),
      ...(key ? EFFECTS.map((effect) => taintOf(before, key, effect)) : []),
    ];
    const { annotations } = node.metadata;
    const isNoted = annotations?.[TTL_ANNOTATION] !== undefined;
    if (isEqualJson(before, wanted) && isNoted) return;
    const { taints: _, ...spec } = node.spec;
    const metadata = { ...node.metadata, annotations: { [TTL_ANNOTATION]: "0", ...annotations } };
    api.update({ ...node, metadata, spec: wanted.length > 0 ? { ...spec, taints: wanted } : spec });
  }

  function taintOf(before: readonly Taint[], key: string, effect: string): Taint {
    const known = before.find((taint) => taint.key === key && taint.effect === effect);
    return known ?? ({ key, effect, timeAdded: simulation.timestamp } as Taint);
  }

  function markPodsNotReady(node: Node): void {
    const now = simulation.timestamp;
    for (const pod of context.index.podsOnNode(node.metadata.name)) {
      const conditions = (pod.status?.conditions ?? []).map((condition) =>
        condition.type === "Ready" && condition.status === "True"
          ? { ...condition, status: "False", lastTransitionTime: now }
          : condition,
      );
      const written = pod.status && writeStatus(api, pod, { ...pod.status, conditions });
      if (!written) continue;
      const told = { type: "Warning", reason: "NodeNotReady", message: "Node is not ready" } as const;
      context.events.tell(NAME, { about: pod, ...told });
    }
  }

  /** Pods that do not bear a NoExecute taint go; those that bear it for a time go after it. */
  function evict(node: Node): void {
    const taints = (node.spec.taints ?? []).filter(({ effect }) => effect === "NoExecute");
    if (taints.length === 0) return;
    const nowEpochMs = simulation.startEpochMs + simulation.nowMs;
    let next = Infinity;
    for (const pod of context.index.podsOnNode(node.metadata.name)) {
      if (pod.metadata.deletionTimestamp) continue;
      const leaveMs = Math.min(...taints.map((taint) => leavingMs(pod, taint)));
      if (leaveMs <= nowEpochMs) remove(pod);
      else next = Math.min(next, leaveMs - nowEpochMs);
    }
    if (Number.isFinite(next)) lookLater(NAME, node.metadata.name, next);
  }

  function remove(pod: Pod): void {
    const { name, namespace } = pod.metadata;
    const told = {
      type: "Normal",
      reason: "TaintManagerEviction",
      message: `Marking for deletion Pod ${namespace}/${name}`,
    } as const;
    context.events.tell("taint-eviction-controller", { about: pod, ...told });
    api.remove({ kind: "Pod", name, ...(namespace ? { namespace } : {}) });
  }
}

/** When the pod has to leave because of the taint, since 1970; never is Infinity. */
function leavingMs(pod: Pod, taint: Taint): number {
  const bearing = (pod.spec.tolerations ?? []).filter((toleration) => isTolerated(taint, [toleration]));
  const sinceMs = parseTimestamp(String((taint as { readonly timeAdded?: string }).timeAdded ?? "")) ?? 0;
  if (bearing.length === 0) return sinceMs;
  const seconds = bearing.flatMap(({ tolerationSeconds }) =>
    tolerationSeconds === undefined ? [] : [tolerationSeconds],
  );
  return seconds.length === 0 ? Infinity : sinceMs + Math.max(0, Math.min(...seconds)) * 1000;
}
