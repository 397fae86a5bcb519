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
  return new Scheduler(context);
}

class Scheduler implements Controller {
  readonly name = NAME;
  readonly #context: ControllerContext;
  readonly #states = new NodeStates();
  /** Bound pods with an affinity of their own, by key. */
  readonly #choosy = new Map<string, Pod>();
  #firstNode = 0;

  constructor(context: ControllerContext) {
    this.#context = context;
    for (const node of context.api.list("Node")) this.#take({ type: "ADDED", object: node });
    for (const pod of context.api.list("Pod")) this.#take({ type: "ADDED", object: pod });
  }

  *wakes(change: ObjectChange): Iterable<string> {
    const { object, before, type } = change;
    this.#take(change);
    if (object.kind === "Pod" && isWaiting(object as Pod) && type !== "DELETED") {
      if (!before || !isEqualJson((before as Pod).spec, (object as Pod).spec)) yield keyOf(object);
    }
    const isRoom = object.kind === "Pod" && (object as Pod).spec.nodeName !== undefined && isGone(change);
    if (isRoom || (object.kind === "Node" && isNodeNews(change))) yield* this.#context.index.pendingPods().map(keyOf);
  }

  reconcile(key: string): void {
    const { name, namespace } = splitKey(key);
    const pod = this.#context.api.get("Pod", name, namespace);
    if (pod && isWaiting(pod) && !pod.metadata.deletionTimestamp) this.#place(pod);
  }

  save(): Json {
    return { firstNode: this.#firstNode };
  }

  restore(saved: Json): void {
    if (isJsonObject(saved) && typeof saved["firstNode"] === "number") this.#firstNode = saved["firstNode"];
  }

  #take(change: ObjectChange): void {
    this.#states.apply(change);
    if (change.object.kind !== "Pod") return;
    const pod = change.object as Pod;
    const { podAffinity, podAntiAffinity } = affinityOf(pod);
    if (change.type !== "DELETED" && pod.spec.nodeName && (podAffinity ?? podAntiAffinity)) {
      this.#choosy.set(keyOf(pod), pod);
    } else this.#choosy.delete(keyOf(pod));
  }

  #place(pod: Pod): void {
    const { index, simulation } = this.#context;
    const nodes = this.#states.all;
    const choosy = [...this.#choosy.keys()].toSorted().flatMap((key) => this.#choosy.get(key) ?? []);
    const placement = placementOf(pod, { index, nodes, choosy });
    const feasible: NodeState[] = [];
    const refusals: Refusal[] = [];
    const enough = feasibleNodesWanted(nodes.length);
    let tried = 0;
    for (; tried < nodes.length && feasible.length < enough; tried++) {
      const state = nodes[(this.#firstNode + tried) % nodes.length];
      const refusal = state && refuse(placement, state);
      if (refusal) refusals.push(refusal);
      else if (state) feasible.push(state);
    }
    this.#firstNode = nodes.length === 0 ? 0 : (this.#firstNode + tried) % nodes.length;
    const scores = feasible.length > 1 ? scoreNodes(placement, feasible) : [0];
    const highest = Math.max(...scores);
    const ties = feasible.filter((_, i) => scores[i] === highest);
    const chosen = ties.length > 1 ? simulation.random("scheduler").pick(ties) : ties[0];
    if (chosen) bind(this.#context, pod, chosen.node);
    else reject(this.#context, pod, refusalText(nodes.length, refusals));
  }
}

function bind({ api, events }: ControllerContext, pod: Pod, node: Node): void {
  const { name, namespace } = pod.metadata;
  const nodeName = node.metadata.name;
  const written = api.update({ ...pod, spec: { ...pod.spec, nodeName } }, { subresource: "binding" });
  if (!written.ok) return;
  const message = `Successfully assigned ${namespace}/${name} to ${nodeName}`;
  events.tellNew(NAME, "Binding", { about: pod, type: "Normal", reason: "Scheduled", message });
}

function reject({ api, events, simulation }: ControllerContext, pod: Pod, message: string): void {
  events.tellNew(NAME, "Scheduling", { about: pod, type: "Warning", reason: "FailedScheduling", message });
  const now = simulation.timestamp;
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
      .toSorted()
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
