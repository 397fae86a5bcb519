// As pkg/controller/deployment/util/deployment_util.go counts.
import type { Deployment, ReplicaSet } from "../../model/objects.ts";

/** A count or a percentage of the total; "25%" of 2 is 1 rounded up and 0 rounded down. */
export function scaledCount(value: number | string | undefined, total: number, rounding: "up" | "down"): number {
  if (value === undefined) return 0;
  if (typeof value === "number") return value;
  const share = (Number.parseInt(value, 10) * total) / 100;
  return rounding === "up" ? Math.ceil(share) : Math.floor(share);
}

export function desiredReplicas(deployment: Deployment): number {
  return deployment.spec.replicas ?? 1;
}

export function isRollingUpdate(deployment: Deployment): boolean {
  return deployment.spec.strategy?.type !== "Recreate";
}

/** Pods beyond the desired number that an update may make. */
export function maxSurge(deployment: Deployment): number {
  return isRollingUpdate(deployment) ? fenceposts(deployment).surge : 0;
}

/** Pods that may be missing during an update. */
export function maxUnavailable(deployment: Deployment): number {
  const desired = desiredReplicas(deployment);
  if (!isRollingUpdate(deployment) || desired === 0) return 0;
  return Math.min(fenceposts(deployment).unavailable, desired);
}

/** Both zero would stand still: then one may be missing. */
function fenceposts(deployment: Deployment): { readonly surge: number; readonly unavailable: number } {
  const { maxSurge, maxUnavailable } = deployment.spec.strategy?.rollingUpdate ?? {};
  const desired = desiredReplicas(deployment);
  const surge = scaledCount(maxSurge, desired, "up");
  const unavailable = scaledCount(maxUnavailable, desired, "down");
  return surge === 0 && unavailable === 0 ? { surge, unavailable: 1 } : { surge, unavailable };
}

export function replicasOf(replicaSet: ReplicaSet): number {
  return replicaSet.spec.replicas ?? 1;
}

/** What the sets are told to have, together. */
export function specReplicas(replicaSets: readonly ReplicaSet[]): number {
  return replicaSets.reduce((sum, set) => sum + replicasOf(set), 0);
}

/** What the sets report of one count, together. */
export function statusSum(
  replicaSets: readonly ReplicaSet[],
  count: "replicas" | "readyReplicas" | "availableReplicas" | "terminatingReplicas",
): number {
  return replicaSets.reduce((sum, { status }) => sum + Number(status?.[count] ?? 0), 0);
}

/** How many the new set may have now: never more than desired, nor more together than desired plus surge. */
export function newSetReplicas(deployment: Deployment, all: readonly ReplicaSet[], own: number): number {
  const desired = desiredReplicas(deployment);
  if (!isRollingUpdate(deployment)) return desired;
  const current = specReplicas(all);
  const allowed = desired + maxSurge(deployment);
  return current >= allowed ? own : own + Math.min(allowed - current, desired - own);
}
