// As pkg/controller/replicaset/replica_set.go: compares the pods there are with those wanted, makes or deletes the difference.
import type { ErrorStatus } from "../apiserver/api-server.ts";
import type { Condition, Pod, ReplicaSet } from "../model/objects.ts";
import { parseTimestamp } from "../model/timestamp.ts";
import { controllerOf } from "./cluster-index.ts";
import type { Controller, ControllerContext } from "./controller.ts";
import { keyOf, splitKey } from "./keys.ts";
import { lookWhenAvailable } from "./availability.ts";
import { claimPods } from "./claiming.ts";
import { choosePodsToDelete } from "./pod-ranking.ts";
import { isPodActive, isPodAvailable, isPodEnded, isPodReady } from "./pods.ts";
import { matchesPairs } from "./selectors.ts";
import { newPod } from "./pod-template.ts";
import { withoutZeros, writeStatus } from "./writing.ts";

const NAME = "replicaset-controller";
const BURST_REPLICAS = 500;

/** Woken by a ReplicaSet and by the pods that it controls or could adopt. */
export function replicaSetController(context: ControllerContext): Controller {
  return {
    name: NAME,
    wakes({ type, object, before }) {
      if (object.kind === "ReplicaSet") return type === "DELETED" ? [] : [keyOf(object)];
      if (object.kind !== "Pod") return [];
      return replicaSetsOf(object as Pod, before as Pod | undefined);
    },
    reconcile(key) {
      const { name, namespace } = splitKey(key);
      const replicaSet = context.api.get("ReplicaSet", name, namespace);
      if (replicaSet) reconcileReplicaSet(context, replicaSet);
    },
  };

  function replicaSetsOf(pod: Pod, before: Pod | undefined): readonly string[] {
    const owners = [controllerOf(pod), before && controllerOf(before)].filter((owner) => owner?.kind === "ReplicaSet");
    const { namespace } = pod.metadata;
    if (owners.length > 0) return [...new Set(owners.map((owner) => `${namespace}/${owner?.name}`))];
    if (controllerOf(pod) || !pod.metadata.labels) return [];
    return context.index.replicaSetsSelecting(namespace ?? "", pod.metadata.labels).map(keyOf);
  }
}

function reconcileReplicaSet(context: ControllerContext, replicaSet: ReplicaSet): void {
  const pods = claimPods(context, replicaSet, replicaSet.spec.selector);
  const active = pods.filter(isPodActive);
  const refusal = replicaSet.metadata.deletionTimestamp ? undefined : manageReplicas(context, replicaSet, active);
  const { api, simulation } = context;
  const current = api.get("ReplicaSet", replicaSet.metadata.name, replicaSet.metadata.namespace);
  if (!current) return;
  const epochMs = simulation.startEpochMs + simulation.nowMs;
  writeStatus(
    api,
    current,
    replicaSetStatus(replicaSet, { pods, active, refusal, epochMs, now: simulation.timestamp }),
  );
  const { minReadySeconds = 0 } = current.spec;
  lookWhenAvailable(context, { controller: NAME, key: keyOf(current), pods: active, minReadySeconds });
}

function manageReplicas(
  context: ControllerContext,
  replicaSet: ReplicaSet,
  active: readonly Pod[],
): ErrorStatus | undefined {
  const { api, events, index, simulation } = context;
  const missing = (replicaSet.spec.replicas ?? 1) - active.length;
  for (let i = 0; i < Math.min(missing, BURST_REPLICAS); i++) {
    const created = api.create(newPod(replicaSet, replicaSet.spec.template));
    if (!created.ok) {
      const message = `Error creating: ${created.status.message}`;
      events.tell(NAME, { about: replicaSet, type: "Warning", reason: "FailedCreate", message });
      return created.status;
    }
    const message = `Created pod: ${created.object.metadata.name}`;
    events.tell(NAME, { about: replicaSet, type: "Normal", reason: "SuccessfulCreate", message });
  }
  if (missing >= 0) return undefined;
  const owner = controllerOf(replicaSet);
  const siblings = owner ? index.controlledBy(owner.uid, "ReplicaSet") : [replicaSet];
  const related = siblings.flatMap(({ metadata }) => index.controlledBy(metadata.uid ?? "", "Pod"));
  const epochMs = simulation.startEpochMs + simulation.nowMs;
  for (const pod of choosePodsToDelete({ pods: active, related, count: Math.min(-missing, BURST_REPLICAS), epochMs })) {
    const { name, namespace, uid } = pod.metadata;
    const removed = api.remove({ kind: "Pod", name, ...(namespace ? { namespace } : {}) }, uid ? { uid } : {});
    if (!removed.ok) continue;
    const message = `Deleted pod: ${name}`;
    events.tell(NAME, { about: replicaSet, type: "Normal", reason: "SuccessfulDelete", message });
  }
  return undefined;
}

function replicaSetStatus(
  replicaSet: ReplicaSet,
  seen: {
    readonly pods: readonly Pod[];
    readonly active: readonly Pod[];
    readonly refusal: ErrorStatus | undefined;
    readonly epochMs: number;
    readonly now: string;
  },
): object {
  const { spec, metadata, status } = replicaSet;
  const { active } = seen;
  const templateLabels = spec.template.metadata?.labels ?? {};
  const conditions = failureConditions((status?.["conditions"] ?? []) as readonly Condition[], seen.refusal, seen.now);
  return {
    replicas: active.length,
    ...withoutZeros({
      fullyLabeledReplicas: active.filter((pod) => matchesPairs(templateLabels, pod.metadata.labels)).length,
      readyReplicas: active.filter(isPodReady).length,
      availableReplicas: active.filter((pod) => isPodAvailable(pod, spec.minReadySeconds ?? 0, seen.epochMs)).length,
    }),
    terminatingReplicas: seen.pods.filter((pod) => pod.metadata.deletionTimestamp && !isPodEnded(pod)).length,
    observedGeneration: metadata.generation,
    ...(conditions.length > 0 ? { conditions } : {}),
  };
}

function failureConditions(
  before: readonly Condition[],
  refusal: ErrorStatus | undefined,
  now: string,
): readonly Condition[] {
  const others = before.filter(({ type }) => type !== "ReplicaFailure");
  if (!refusal) return others;
  const known = before.find(({ type }) => type === "ReplicaFailure");
  const { message } = refusal;
  const failed = { type: "ReplicaFailure", status: "True", reason: "FailedCreate", message };
  return known ? before : [...others, { ...failed, lastTransitionTime: now }];
}

/** Sorted as ReplicaSetsByCreationTimestamp: older first, then by name. */
export function byCreation(a: ReplicaSet, b: ReplicaSet): number {
  const created = (set: ReplicaSet) => parseTimestamp(set.metadata.creationTimestamp ?? "") ?? 0;
  return created(a) - created(b) || (a.metadata.name < b.metadata.name ? -1 : 1);
}
