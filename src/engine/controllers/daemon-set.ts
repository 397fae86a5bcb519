// As pkg/controller/daemon: one pod on each node that the template may run on, bound there by the scheduler.
import type { DaemonSet, Node, Pod, Toleration } from "../model/objects.ts";
import { lookWhenAvailable } from "./availability.ts";
import { claimPods } from "./claiming.ts";
import { controllerOf } from "./cluster-index.ts";
import type { Controller, ControllerContext } from "./controller.ts";
import { keyOf, splitKey } from "./keys.ts";
import { scaledCount } from "./deployment/replica-counts.ts";
import { newPod } from "./pod-template.ts";
import { isPodActive, isPodAvailable, isPodEnded, isPodReady } from "./pods.ts";
import { affinityOf, allowsNode } from "./scheduler/affinity.ts";
import { isTolerated } from "./scheduler/taints.ts";
import { currentRevision, REVISION_LABEL } from "./stateful-set/revisions.ts";
import { withoutZeros, writeStatus } from "./writing.ts";

const NAME = "daemonset-controller";
/** What each daemon bears, so that it stays where other pods must go. As AddOrUpdateDaemonPodTolerations. */
const DAEMON_TOLERATIONS: readonly Toleration[] = [
  { key: "node.kubernetes.io/not-ready", operator: "Exists", effect: "NoExecute" },
  { key: "node.kubernetes.io/unreachable", operator: "Exists", effect: "NoExecute" },
  ...["disk-pressure", "memory-pressure", "pid-pressure", "unschedulable"].map((name) => ({
    key: `node.kubernetes.io/${name}`,
    operator: "Exists",
    effect: "NoSchedule",
  })),
];
const HOST_NETWORK_TOLERATION = {
  key: "node.kubernetes.io/network-unavailable",
  operator: "Exists",
  effect: "NoSchedule",
};

/** Woken by a DaemonSet, by its pods, and by nodes that come, go or change their labels and taints. */
export function daemonSetController(context: ControllerContext): Controller {
  const { api } = context;
  return {
    name: NAME,
    *wakes({ object, type }) {
      if (object.kind === "DaemonSet" && type !== "DELETED") yield keyOf(object);
      if (object.kind === "Node") for (const set of api.list("DaemonSet")) yield keyOf(set);
      const owner = object.kind === "Pod" ? controllerOf(object) : undefined;
      if (owner?.kind === "DaemonSet") yield `${object.metadata.namespace}/${owner.name}`;
    },
    reconcile(key) {
      const { name, namespace } = splitKey(key);
      const set = api.get("DaemonSet", name, namespace);
      if (set) reconcileDaemonSet(context, set);
    },
  };
}

function reconcileDaemonSet(context: ControllerContext, set: DaemonSet): void {
  const { api } = context;
  const pods = claimPods(context, set, set.spec.selector);
  if (set.metadata.deletionTimestamp) return;
  const nodes = [...api.list("Node")];
  const revision = currentRevision(context, set);
  const byNode = new Map<string, Pod[]>();
  for (const pod of pods) {
    const node = pod.spec.nodeName ?? targetNode(pod);
    if (node !== undefined) byNode.set(node, [...(byNode.get(node) ?? []), pod]);
  }
  const template = daemonTemplate(set);
  for (const node of nodes) {
    const mine = byNode.get(node.metadata.name) ?? [];
    const { shouldRun, shouldStay } = isFor(template, node);
    for (const pod of mine.filter(isPodEnded)) removePod(context, set, pod);
    const active = mine.filter(isPodActive);
    const [, ...surplus] = active;
    const unwanted = shouldStay ? surplus : active;
    for (const pod of unwanted) removePod(context, set, pod);
    if (shouldRun && mine.every((pod) => isPodEnded(pod))) createPod(context, set, { node, revision });
  }
  const there = new Set(nodes.map(({ metadata }) => metadata.name));
  for (const [node, left] of byNode) if (!there.has(node)) for (const pod of left) removePod(context, set, pod);
  replaceOutdated(context, set, {
    pods: pods.filter(isPodActive),
    revision,
    wanted: nodes.filter((node) => isFor(template, node).shouldRun).length,
  });
  const current = api.get("DaemonSet", set.metadata.name, set.metadata.namespace);
  if (current) writeStatus(api, current, daemonStatus(context, current, { nodes, byNode, revision, template }));
  const minReadySeconds = Number(set.spec["minReadySeconds"] ?? 0);
  lookWhenAvailable(context, { controller: NAME, key: keyOf(set), pods, minReadySeconds });
}

/** With RollingUpdate old pods go as far as maxUnavailable lets them. */
function replaceOutdated(
  context: ControllerContext,
  set: DaemonSet,
  seen: { readonly pods: readonly Pod[]; readonly revision: string; readonly wanted: number },
): void {
  const strategy = set.spec["updateStrategy"] as
    | { readonly type?: string; readonly rollingUpdate?: { readonly maxUnavailable?: number | string } }
    | undefined;
  if (strategy?.type === "OnDelete") return;
  const old = seen.pods.filter(({ metadata }) => metadata.labels?.[REVISION_LABEL] !== seen.revision);
  const unavailable = seen.wanted - seen.pods.filter(isPodReady).length;
  const maxUnavailable = Math.max(1, scaledCount(strategy?.rollingUpdate?.maxUnavailable ?? 1, seen.wanted, "up"));
  const unready = old.filter((pod) => !isPodReady(pod));
  const ready = old.filter(isPodReady).slice(0, Math.max(0, maxUnavailable - unavailable));
  for (const pod of [...unready, ...ready]) removePod(context, set, pod);
}

function createPod(
  context: ControllerContext,
  set: DaemonSet,
  at: { readonly node: Node; readonly revision: string },
): void {
  const field = { key: "metadata.name", operator: "In", values: [at.node.metadata.name] };
  const template = daemonTemplate(set);
  const required = {
    requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields: [field] }] },
  };
  const given = template.spec["affinity"] ?? {};
  const own = { labels: { [REVISION_LABEL]: at.revision }, spec: { affinity: { ...given, nodeAffinity: required } } };
  const created = context.api.create(newPod(set, template, own));
  const told = created.ok
    ? { type: "Normal", reason: "SuccessfulCreate", message: `Created pod: ${created.object.metadata.name}` }
    : { type: "Warning", reason: "FailedCreate", message: `Error creating: ${created.status.message}` };
  context.events.tell(NAME, { about: set, ...told } as Parameters<typeof context.events.tell>[1]);
}

function removePod(context: ControllerContext, set: DaemonSet, pod: Pod): void {
  const { name, namespace, uid } = pod.metadata;
  if (pod.metadata.deletionTimestamp) return;
  const removed = context.api.remove({ kind: "Pod", name, ...(namespace ? { namespace } : {}) }, uid ? { uid } : {});
  const message = `Deleted pod: ${name}`;
  if (removed.ok) context.events.tell(NAME, { about: set, type: "Normal", reason: "SuccessfulDelete", message });
}

function daemonTemplate({ spec }: DaemonSet): DaemonSet["spec"]["template"] {
  const own = spec.template.spec.tolerations ?? [];
  const added = [...DAEMON_TOLERATIONS, ...(spec.template.spec.hostNetwork ? [HOST_NETWORK_TOLERATION] : [])];
  const isNew = (toleration: Toleration) =>
    !own.some(({ key, effect }) => key === toleration.key && effect === toleration.effect);
  return { ...spec.template, spec: { ...spec.template.spec, tolerations: [...own, ...added.filter(isNew)] } };
}

/** Whether the node's labels and taints let the template's pods come, and stay. As NodeShouldRunDaemonPod. */
function isFor(
  template: DaemonSet["spec"]["template"],
  node: Node,
): { readonly shouldRun: boolean; readonly shouldStay: boolean } {
  const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "" }, spec: template.spec } as const;
  const isNamed = !template.spec.nodeName || template.spec.nodeName === node.metadata.name;
  if (!isNamed || !allowsNode(pod, node)) return { shouldRun: false, shouldStay: false };
  const open = (node.spec.taints ?? []).filter((taint) => !isTolerated(taint, template.spec.tolerations ?? []));
  return {
    shouldRun: open.every(({ effect }) => effect === "PreferNoSchedule"),
    shouldStay: open.every(({ effect }) => effect !== "NoExecute"),
  };
}

function daemonStatus(
  { simulation }: ControllerContext,
  set: DaemonSet,
  seen: {
    readonly nodes: readonly Node[];
    readonly byNode: ReadonlyMap<string, readonly Pod[]>;
    readonly revision: string;
    readonly template: DaemonSet["spec"]["template"];
  },
): object {
  const wanted = seen.nodes.filter((node) => isFor(seen.template, node).shouldRun).map(({ metadata }) => metadata.name);
  const oldest = wanted.flatMap((node) => (seen.byNode.get(node) ?? []).slice(0, 1));
  const epochMs = simulation.startEpochMs + simulation.nowMs;
  const minReady = Number(set.spec["minReadySeconds"] ?? 0);
  const available = oldest.filter((pod) => isPodAvailable(pod, minReady, epochMs)).length;
  const isMisplaced = (node: string, pods: readonly Pod[]) => pods.length > 0 && !wanted.includes(node);
  return {
    currentNumberScheduled: oldest.length,
    numberMisscheduled: [...seen.byNode].filter(([node, pods]) => isMisplaced(node, pods)).length,
    desiredNumberScheduled: wanted.length,
    numberReady: oldest.filter(isPodReady).length,
    ...withoutZeros({
      observedGeneration: set.metadata.generation ?? 0,
      updatedNumberScheduled: oldest.filter(({ metadata }) => metadata.labels?.[REVISION_LABEL] === seen.revision)
        .length,
      numberAvailable: available,
      numberUnavailable: wanted.length - available,
    }),
  };
}

/** The node that an unbound daemon pod is meant for: the one that its affinity names. */
function targetNode(pod: Pod): string | undefined {
  const terms = affinityOf(pod).nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  return terms.flatMap(({ matchFields = [] }) => matchFields).find(({ key }) => key === "metadata.name")?.values?.[0];
}
