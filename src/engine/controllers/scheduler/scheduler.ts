// As pkg/scheduler with its default profile: filters, scores, a draw among the best, a binding; or Pending and why.
import type { ObjectChange } from "../../model/object-change.ts";
import type { Condition, KubernetesObject, Node, Pod } from "../../model/objects.ts";
import type { Json } from "../../model/json.ts";
import { isJsonObject } from "../../model/json.ts";
import type { Controller, ControllerContext } from "../controller.ts";
import { keyOf, splitKey } from "../keys.ts";
import { isEqualJson, writeStatus } from "../writing.ts";
import { affinityOf } from "./affinity.ts";
import type { Refusal } from "./filters.ts";
import { placementOf, refuse } from "./filters.ts";
import type { NodeState } from "./node-state.ts";
import { NodeStates } from "./node-state.ts";
import { scoreNodes } from "./scores.ts";

const NAME = "default-scheduler";
/** In clusters up to this size all nodes are tried; in larger ones until enough have been found. */
const FEASIBLE_NODES_MIN = 100;

/** Woken by pods without a node, and for those that fit nowhere by nodes that change and pods that go. */
export function schedulerController(context: ControllerContext): Controller {
  const { api, index } = context;
  const states = new NodeStates();
  const choosy = new Map<string, Pod>();
  let firstNode = 0;
  for (const node of api.list("Node")) take({ type: "ADDED", object: node });
  for (const pod of api.list("Pod")) take({ type: "ADDED", object: pod });
  return {
    name: NAME,
    *wakes(change) {
      const { object, before, type } = change;
      take(change);
      if (object.kind === "Pod" && isWaiting(object as Pod) && type !== "DELETED") {
        if (!before || !isEqualJson((before as Pod).spec, (object as Pod).spec)) yield keyOf(object);
      }
      const isRoom = object.kind === "Pod" && (object as Pod).spec.nodeName !== undefined && isGone(change);
      if (isRoom || (object.kind === "Node" && isNodeNews(change))) yield* index.pendingPods().map(keyOf);
    },
    reconcile(key) {
      const { name, namespace } = splitKey(key);
      const pod = api.get("Pod", name, namespace);
      if (pod && isWaiting(pod) && !pod.metadata.deletionTimestamp) place(pod);
    },
    save: (): Json => ({ firstNode }),
    restore: (saved) => {
      if (isJsonObject(saved) && typeof saved["firstNode"] === "number") firstNode = saved["firstNode"];
    },
  };

  function take(change: ObjectChange): void {
    states.apply(change);
    if (change.object.kind !== "Pod") return;
    const pod = change.object as Pod;
    const { podAffinity, podAntiAffinity } = affinityOf(pod);
    if (change.type !== "DELETED" && pod.spec.nodeName && (podAffinity ?? podAntiAffinity)) choosy.set(keyOf(pod), pod);
    else choosy.delete(keyOf(pod));
  }

  function place(pod: Pod): void {
    const nodes = states.all;
    const bound = [...choosy.keys()].sort().flatMap((key) => choosy.get(key) ?? []);
    const placement = placementOf(pod, { index, nodes, choosy: bound });
    const feasible: NodeState[] = [];
    const refusals: Refusal[] = [];
    const enough = feasibleNodesWanted(nodes.length);
    let tried = 0;
    for (; tried < nodes.length && feasible.length < enough; tried++) {
      const state = nodes[(firstNode + tried) % nodes.length];
      if (!state) break;
      const refusal = refuse(placement, state);
      if (refusal) refusals.push(refusal);
      else feasible.push(state);
    }
    firstNode = nodes.length === 0 ? 0 : (firstNode + tried) % nodes.length;
    const chosen = feasible.length > 1 ? best(feasible, scoreNodes(placement, feasible)) : feasible[0];
    if (chosen) bind(pod, chosen.node);
    else reject(pod, nodes.length, refusals);
  }

  /** One of those with the highest score, drawn. */
  function best(feasible: readonly NodeState[], scores: readonly number[]): NodeState | undefined {
    const highest = Math.max(...scores);
    const ties = feasible.filter((_, i) => scores[i] === highest);
    return ties.length > 1 ? context.simulation.random("scheduler").pick(ties) : ties[0];
  }

  function bind(pod: Pod, node: Node): void {
    const { name, namespace } = pod.metadata;
    const nodeName = node.metadata.name;
    const written = api.update({ ...pod, spec: { ...pod.spec, nodeName } }, { subresource: "binding" });
    if (!written.ok) return;
    const message = `Successfully assigned ${namespace}/${name} to ${nodeName}`;
    context.events.tellNew(NAME, "Binding", { about: pod, type: "Normal", reason: "Scheduled", message });
  }

  function reject(pod: Pod, nodeCount: number, refusals: readonly Refusal[]): void {
    const message = refusalText(nodeCount, refusals);
    context.events.tellNew(NAME, "Scheduling", { about: pod, type: "Warning", reason: "FailedScheduling", message });
    const now = context.simulation.timestamp;
    const before = pod.status?.conditions?.find(({ type }) => type === "PodScheduled");
    const condition: Condition = {
      type: "PodScheduled",
      status: "False",
      reason: "Unschedulable",
      message,
      observedGeneration: pod.metadata.generation,
      lastProbeTime: null,
      lastTransitionTime: before?.status === "False" ? (before.lastTransitionTime ?? now) : now,
    };
    const others = (pod.status?.conditions ?? []).filter(({ type }) => type !== "PodScheduled");
    writeStatus(api, pod, { ...pod.status, conditions: [...others, condition] });
  }
}

/** Ours to place: it has no node and asks for no other scheduler. */
function isWaiting(pod: Pod): boolean {
  const { nodeName, schedulerName, schedulingGates } = pod.spec;
  const isGated = Array.isArray(schedulingGates) && schedulingGates.length > 0;
  return !nodeName && !isGated && (schedulerName ?? NAME) === NAME;
}

function isGone({ type, object }: ObjectChange): boolean {
  return type === "DELETED" || ["Succeeded", "Failed"].includes((object as Pod).status?.phase ?? "");
}

/** A heartbeat is none; labels, taints, room and being cordoned are. */
function isNodeNews({ type, object, before }: ObjectChange): boolean {
  if (type === "ADDED") return true;
  if (type === "DELETED" || !before) return false;
  const room = (node: KubernetesObject) => (node as Node).status?.allocatable;
  return (
    !isEqualJson(before["spec"], object["spec"]) ||
    !isEqualJson(before.metadata.labels, object.metadata.labels) ||
    !isEqualJson(room(before), room(object))
  );
}

// As schedule_one.go numFeasibleNodesToFind with the adaptive percentage.
function feasibleNodesWanted(nodeCount: number): number {
  if (nodeCount < FEASIBLE_NODES_MIN) return nodeCount;
  const percentage = Math.max(5, 50 - Math.floor(nodeCount / 125));
  return Math.max(FEASIBLE_NODES_MIN, Math.floor((nodeCount * percentage) / 100));
}

// As framework/types.go FitError and the messages of the post filters (dynamic resources, then preemption).
function refusalText(nodeCount: number, refusals: readonly Refusal[]): string {
  if (nodeCount === 0) return "no nodes available to schedule pods";
  const histogram = (reasons: readonly string[]) => {
    const counts = new Map<string, number>();
    for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
    return [...counts]
      .map(([reason, count]) => `${count} ${reason}`)
      .sort()
      .join(", ");
  };
  const available = `0/${nodeCount} nodes are available`;
  const why = histogram(refusals.flatMap(({ reasons }) => reasons));
  const victims = histogram(
    refusals.map(({ isFinal }) =>
      isFinal ? "Preemption is not helpful for scheduling" : "No preemption victims found for incoming pod",
    ),
  );
  return `${available}: ${why}. no new claims to deallocate, preemption: ${available}: ${victims}.`;
}
