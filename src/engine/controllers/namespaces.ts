// As pkg/controller/namespace: empties a namespace that is being deleted, then lets it go.
import type { Condition, KubernetesObject, Namespace } from "../model/objects.ts";
import { parseTimestamp } from "../model/timestamp.ts";
import type { Controller, ControllerContext } from "./controller.ts";
import { writeStatus } from "./writing.ts";

const NAME = "namespace-controller";

/** How long a namespace that is being deleted is left alone first: what was under way may still arrive. */
const SETTLING_MS = 5_000;

/** How long content with finalizers is taken to need, in seconds. */
const FINALIZING_SECONDS = 15;

/** Woken by namespaces; what still goes from one is looked after when it has had half its time. */
export function namespaceController(context: ControllerContext): Controller {
  const { api, simulation } = context;
  return {
    name: NAME,
    wakes({ object, type }) {
      return object.kind === "Namespace" && type !== "DELETED" ? [object.metadata.name] : [];
    },
    reconcile(name) {
      const namespace = api.get("Namespace", name);
      const deletedAt = parseTimestamp(namespace?.metadata.deletionTimestamp ?? "");
      if (!namespace || deletedAt === undefined) return;
      const settledInMs = deletedAt + SETTLING_MS - (simulation.startEpochMs + simulation.nowMs);
      if (settledInMs > 0) context.lookLater(NAME, name, settledInMs);
      else empty(context, namespace);
    },
  };
}

/** Pods go first, and the rest only when none is left. As OrderedNamespaceDeletion. */
function empty(context: ControllerContext, namespace: Namespace): void {
  const { api, simulation } = context;
  const { name } = namespace.metadata;
  const pods = [...api.list("Pod", name)];
  const seconds = Math.max(0, ...pods.map(({ spec }) => spec.terminationGracePeriodSeconds ?? 0));
  remove(context, pods);
  const hasPods = [...api.list("Pod", name)].length > 0;
  if (!hasPods) remove(context, contentOf(context, name));
  const left = contentOf(context, name);
  const current = api.get("Namespace", name);
  if (!current) return;
  if (left.length > 0) {
    const told = hasPods ? [] : left;
    const conditions = deletionConditions(told, current.status?.conditions ?? [], simulation.timestamp);
    writeStatus(api, current, { ...current.status, phase: "Terminating", conditions });
    const estimate = (hasPods && seconds) || FINALIZING_SECONDS;
    context.lookLater(NAME, name, (Math.floor(estimate / 2) + 1) * 1000);
    return;
  }
  const finalizers = (current.spec?.finalizers ?? []).filter((finalizer) => finalizer !== "kubernetes");
  api.update({ ...current, spec: { finalizers } }, { subresource: "finalize" });
}

function remove({ api }: ControllerContext, content: readonly KubernetesObject[]): void {
  for (const { kind, metadata } of content) {
    if (metadata.deletionTimestamp) continue;
    const home = metadata.namespace === undefined ? {} : { namespace: metadata.namespace };
    api.remove({ kind, name: metadata.name, ...home }, { propagation: "Background" });
  }
}

function contentOf({ api }: ControllerContext, namespace: string): readonly KubernetesObject[] {
  return api.kinds().flatMap((kind) => [...api.list(kind, namespace)]);
}

/** As status_condition_utils.go and namespaced_resources_deleter.go write them. */
function deletionConditions(
  left: readonly KubernetesObject[],
  before: readonly Condition[],
  now: string,
): readonly Condition[] {
  const counts = new Map<string, number>();
  const finalizers = new Map<string, number>();
  for (const { kind, metadata } of left) {
    const resource = resourceText(kind);
    counts.set(resource, (counts.get(resource) ?? 0) + 1);
    for (const finalizer of metadata.finalizers ?? []) finalizers.set(finalizer, (finalizers.get(finalizer) ?? 0) + 1);
  }
  const listed = (found: ReadonlyMap<string, number>, text: (name: string, count: number) => string) =>
    [...found]
      .map(([name, count]) => text(name, count))
      .toSorted()
      .join(", ");
  const remaining = listed(counts, (name, count) => `${name} has ${count} resource instances`);
  const held = listed(finalizers, (name, count) => `${name} in ${count} resource instances`);
  const wanted: readonly Condition[] = [
    good("NamespaceDeletionDiscoveryFailure", "ResourcesDiscovered", "All resources successfully discovered"),
    good(
      "NamespaceDeletionGroupVersionParsingFailure",
      "ParsedGroupVersions",
      "All legacy kube types successfully parsed",
    ),
    good(
      "NamespaceDeletionContentFailure",
      "ContentDeleted",
      "All content successfully deleted, may be waiting on finalization",
    ),
    counts.size > 0
      ? {
          type: "NamespaceContentRemaining",
          status: "True",
          reason: "SomeResourcesRemain",
          message: `Some resources are remaining: ${remaining}`,
        }
      : good("NamespaceContentRemaining", "ContentRemoved", "All content successfully removed"),
    finalizers.size > 0
      ? {
          type: "NamespaceFinalizersRemaining",
          status: "True",
          reason: "SomeFinalizersRemain",
          message: `Some content in the namespace has finalizers remaining: ${held}`,
        }
      : good("NamespaceFinalizersRemaining", "ContentHasNoFinalizers", "All content-preserving finalizers finished"),
  ];
  return wanted.map((condition) => {
    const known = before.find(({ type }) => type === condition.type);
    const since = known?.status === condition.status ? known.lastTransitionTime : now;
    return { ...condition, lastTransitionTime: since ?? now };
  });
}

function good(type: string, reason: string, message: string): Condition {
  return { type, status: "False", reason, message };
}

/** "pods.", "deployments.apps": resource and group, as the deleter prints them. */
function resourceText(kind: string): string {
  const groups: Readonly<Record<string, string>> = {
    Deployment: "apps",
    ReplicaSet: "apps",
    StatefulSet: "apps",
    DaemonSet: "apps",
    ControllerRevision: "apps",
    EndpointSlice: "discovery.k8s.io",
    Ingress: "networking.k8s.io",
    NetworkPolicy: "networking.k8s.io",
    Job: "batch",
    CronJob: "batch",
    Lease: "coordination.k8s.io",
  };
  const singular = kind.toLowerCase();
  const plural =
    /(s|x|ch|sh)$/.test(singular) && kind !== "Endpoints" ? `${singular}es` : singular.replace(/([^aeiou])y$/, "$1ie");
  return `${plural.endsWith("s") ? plural : `${plural}s`}.${groups[kind] ?? ""}`;
}
