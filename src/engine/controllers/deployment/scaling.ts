// As pkg/controller/deployment/sync.go (scale) and rolling.go (the old sets).
import type { Deployment, ReplicaSet } from "../../model/objects.ts";
import type { ControllerContext } from "../controller.ts";
import { byCreation } from "../replica-set.ts";
import { isEqualJson } from "../writing.ts";
import type { Sets } from "./deployment-status.ts";
import {
  desiredReplicas,
  isRollingUpdate,
  maxSurge,
  maxUnavailable,
  replicasOf,
  specReplicas,
  statusSum,
} from "./replica-counts.ts";
import { activeOrLatest, sizeAnnotations } from "./revisions.ts";

/** Gives the set another size and tells of it. True when it was written. */
export function scaleSet(
  { api, events }: ControllerContext,
  wanted: { readonly deployment: Deployment; readonly set: ReplicaSet; readonly replicas: number },
): boolean {
  const { deployment, set, replicas } = wanted;
  const before = replicasOf(set);
  const annotations = sizeAnnotations(set.metadata.annotations ?? {}, deployment);
  if (before === replicas && isEqualJson(annotations, set.metadata.annotations)) return false;
  const metadata = { ...set.metadata, annotations };
  const written = api.update({ ...set, metadata, spec: { ...set.spec, replicas } });
  if (!written.ok) return false;
  if (before === replicas) return true;
  const direction = replicas > before ? "up" : "down";
  const message = `Scaled ${direction} replica set ${set.metadata.name} from ${before} to ${replicas}`;
  events.tell("deployment-controller", { about: deployment, type: "Normal", reason: "ScalingReplicaSet", message });
  return true;
}

/** Gives the sets there are the Deployment's scale: the only active one all of it, several each its share. */
export function scale(context: ControllerContext, deployment: Deployment, sets: Sets): void {
  const { newSet, old } = sets;
  const wanted = desiredReplicas(deployment);
  const only = activeOrLatest(newSet, old);
  if (only) {
    scaleSet(context, { deployment, set: only, replicas: wanted });
    return;
  }
  if (newSet && isSaturated(deployment, newSet)) {
    for (const set of old) if (replicasOf(set) > 0) scaleSet(context, { deployment, set, replicas: 0 });
    return;
  }
  if (isRollingUpdate(deployment)) scaleInProportion(context, deployment, newSet ? [newSet, ...old] : old);
}

/**
 * Takes from the old sets what may be missing: unhealthy pods first. True when any was scaled. What the sets report may be of
 * a moment ago, so that what they are told to have is a bound too.
 */
export function reconcileOldSets(context: ControllerContext, deployment: Deployment, { newSet, old }: Sets): boolean {
  if (!newSet || specReplicas(old) === 0) return false;
  const all = [...old, newSet];
  const minAvailable = desiredReplicas(deployment) - maxUnavailable(deployment);
  const newUnavailable = replicasOf(newSet) - (newSet.status?.availableReplicas ?? 0);
  const mayGo = specReplicas(all) - minAvailable - newUnavailable;
  if (mayGo <= 0) return false;
  const sizes = new Map(old.map((set) => [set, replicasOf(set)]));
  let gone = 0;
  for (const set of old.toSorted(byCreation)) {
    const size = replicasOf(set);
    const unhealthy = Math.min(mayGo - gone, size - (set.status?.availableReplicas ?? 0));
    if (unhealthy <= 0) continue;
    sizes.set(set, size - unhealthy);
    gone += unhealthy;
  }
  let surplus = Math.min(statusSum(all, "availableReplicas") - minAvailable, mayGo - gone);
  for (const set of old.toSorted(byCreation)) {
    const size = sizes.get(set) ?? 0;
    const taken = Math.min(size, surplus);
    if (taken <= 0) continue;
    sizes.set(set, size - taken);
    surplus -= taken;
  }
  let isAnyScaled = false;
  for (const [set, replicas] of sizes) {
    if (replicas !== replicasOf(set)) isAnyScaled = scaleSet(context, { deployment, set, replicas }) || isAnyScaled;
  }
  return isAnyScaled;
}

function isSaturated(deployment: Deployment, set: ReplicaSet): boolean {
  const wanted = desiredReplicas(deployment);
  return (
    replicasOf(set) === wanted &&
    set.metadata.annotations?.["deployment.kubernetes.io/desired-replicas"] === String(wanted) &&
    set.status?.availableReplicas === wanted
  );
}

/** A rollout under way is scaled in all its sets; what rounding leaves goes to the largest. */
function scaleInProportion(context: ControllerContext, deployment: Deployment, sets: readonly ReplicaSet[]): void {
  const active = sets.filter((set) => replicasOf(set) > 0);
  const total = specReplicas(active);
  const allowed = desiredReplicas(deployment) > 0 ? desiredReplicas(deployment) + maxSurge(deployment) : 0;
  let left = allowed - total;
  const isGrowing = left > 0;
  const sorted = active.toSorted(
    (a, b) => replicasOf(b) - replicasOf(a) || (isGrowing ? byCreation(b, a) : byCreation(a, b)),
  );
  const sizes = sorted.map((set) => {
    const share = left === 0 ? 0 : proportionOf(deployment, set, left);
    left -= share;
    return Math.max(0, replicasOf(set) + share);
  });
  sorted.forEach((set, i) => {
    const replicas = Math.max(0, (sizes[i] ?? 0) + (i === 0 ? left : 0));
    scaleSet(context, { deployment, set, replicas });
  });
}

function proportionOf(deployment: Deployment, set: ReplicaSet, left: number): number {
  const before = Number(set.metadata.annotations?.["deployment.kubernetes.io/max-replicas"] ?? 0);
  const base = before || (deployment.status?.replicas ?? 0);
  if (base === 0) return 0;
  const size = Math.round((replicasOf(set) * (desiredReplicas(deployment) + maxSurge(deployment))) / base);
  const share = size - replicasOf(set);
  return left > 0 ? Math.min(share, left) : Math.max(share, left);
}
