// As pkg/controller/deployment/progress.go, sync.go and util/deployment_util.go.
import type { Condition, Deployment, ReplicaSet } from "../../model/objects.ts";
import { parseTimestamp } from "../../model/timestamp.ts";
import { withoutZeros } from "../writing.ts";
import { desiredReplicas, maxUnavailable, specReplicas, statusSum } from "./replica-counts.ts";

export type DeploymentStatus = NonNullable<Deployment["status"]>;

/** The ReplicaSets of a Deployment: the one of its template, if there is one, and the others. */
export type Sets = { readonly newSet: ReplicaSet | undefined; readonly old: readonly ReplicaSet[] };

const PROGRESSING = "Progressing";
const DEADLINE_DEFAULT_SECONDS = 600;
const NO_DEADLINE = 2_147_483_647;

/** Counts and the Available condition; the other conditions as they are. */
export function calculateStatus(deployment: Deployment, { newSet, old }: Sets, now: string): DeploymentStatus {
  const all = newSet ? [...old, newSet] : old;
  const available = statusSum(all, "availableReplicas");
  const { status } = deployment;
  const isEnough = available >= desiredReplicas(deployment) - maxUnavailable(deployment);
  const condition = isEnough
    ? newCondition("Available", "True", "MinimumReplicasAvailable", "Deployment has minimum availability.")
    : newCondition(
        "Available",
        "False",
        "MinimumReplicasUnavailable",
        "Deployment does not have minimum availability.",
      );
  const collisionCount = status?.["collisionCount"];
  return {
    observedGeneration: deployment.metadata.generation ?? 0,
    ...withoutZeros({
      replicas: statusSum(all, "replicas"),
      updatedReplicas: newSet ? statusSum([newSet], "replicas") : 0,
      readyReplicas: statusSum(all, "readyReplicas"),
      availableReplicas: available,
      unavailableReplicas: Math.max(0, specReplicas(all) - available),
    }),
    terminatingReplicas: statusSum(all, "terminatingReplicas"),
    conditions: setCondition(status?.conditions ?? [], condition, now),
    ...(collisionCount === undefined ? {} : { collisionCount }),
  };
}

/** The status after a step of a rollout: with progress, its end, or that the deadline has passed. */
export function rolloutStatus(deployment: Deployment, sets: Sets, moment: Moment): DeploymentStatus {
  const status = calculateStatus(deployment, sets, moment.now);
  let conditions = status.conditions ?? [];
  const current = conditionOf(deployment.status?.conditions, PROGRESSING);
  if (!hasDeadline(deployment)) conditions = conditions.filter(({ type }) => type !== PROGRESSING);
  const wasComplete =
    (status.replicas ?? 0) === (status.updatedReplicas ?? 0) && current?.reason === "NewReplicaSetAvailable";
  if (hasDeadline(deployment) && !wasComplete) {
    const what = sets.newSet
      ? `ReplicaSet ${JSON.stringify(sets.newSet.metadata.name)}`
      : `Deployment ${JSON.stringify(deployment.metadata.name)}`;
    if (isComplete(deployment, status)) {
      const message = `${what} has successfully progressed.`;
      conditions = setCondition(
        conditions,
        newCondition(PROGRESSING, "True", "NewReplicaSetAvailable", message),
        moment.now,
      );
    } else if (isProgressing(deployment, status)) {
      const condition = newCondition(PROGRESSING, "True", "ReplicaSetUpdated", `${what} is progressing.`);
      conditions = replaceProgress(conditions, condition, { current, now: moment.now });
    } else if (isTimedOut(deployment, conditions, moment.epochMs)) {
      const message = `${what} has timed out progressing.`;
      conditions = setCondition(
        conditions,
        newCondition(PROGRESSING, "False", "ProgressDeadlineExceeded", message),
        moment.now,
      );
    }
  }
  return { ...status, conditions: withReplicaFailure(conditions, sets, moment.now) };
}

/** Now, as objects write it and in milliseconds since 1970. */
export type Moment = { readonly now: string; readonly epochMs: number };

/** All pods are of the new template and available, and none is beside them. */
export function isComplete(deployment: Deployment, status: DeploymentStatus): boolean {
  const desired = desiredReplicas(deployment);
  return (
    (status.updatedReplicas ?? 0) === desired &&
    (status.replicas ?? 0) === desired &&
    (status.availableReplicas ?? 0) === desired &&
    (status.observedGeneration ?? 0) >= (deployment.metadata.generation ?? 0)
  );
}

/** Milliseconds until the progress deadline, if one runs. */
export function untilDeadlineMs(deployment: Deployment, status: DeploymentStatus, epochMs: number): number | undefined {
  const current = conditionOf(status.conditions, PROGRESSING);
  if (!hasDeadline(deployment) || !current || isComplete(deployment, status)) return undefined;
  if (current.reason === "NewReplicaSetAvailable" || current.reason === "ProgressDeadlineExceeded") return undefined;
  return deadlineMs(deployment, current) - epochMs + 1000;
}

/** The Progressing condition of a moment outside of rollouts: a set made or found, paused, resumed. */
export function withProgress(
  status: DeploymentStatus | undefined,
  progress: { readonly status: "True" | "Unknown"; readonly reason: string; readonly message: string },
  now: string,
): DeploymentStatus {
  const condition = newCondition(PROGRESSING, progress.status, progress.reason, progress.message);
  return { ...status, conditions: setCondition(status?.conditions ?? [], condition, now) };
}

export function progressReason(deployment: Deployment): string | undefined {
  return conditionOf(deployment.status?.conditions, PROGRESSING)?.reason;
}

export function hasDeadline({ spec }: Deployment): boolean {
  return spec.progressDeadlineSeconds !== undefined && spec.progressDeadlineSeconds !== NO_DEADLINE;
}

function isProgressing({ status: before }: Deployment, after: DeploymentStatus): boolean {
  const outdated = (status: DeploymentStatus | undefined) => (status?.replicas ?? 0) - (status?.updatedReplicas ?? 0);
  return (
    (after.updatedReplicas ?? 0) > (before?.updatedReplicas ?? 0) ||
    outdated(after) < outdated(before) ||
    (after.readyReplicas ?? 0) > (before?.readyReplicas ?? 0) ||
    (after.availableReplicas ?? 0) > (before?.availableReplicas ?? 0)
  );
}

function isTimedOut(deployment: Deployment, conditions: readonly Condition[], epochMs: number): boolean {
  const current = conditionOf(conditions, PROGRESSING);
  if (!current || current.reason === "NewReplicaSetAvailable") return false;
  return current.reason === "ProgressDeadlineExceeded" || deadlineMs(deployment, current) < epochMs;
}

function deadlineMs({ spec }: Deployment, progressing: Condition): number {
  const updated = progressing["lastUpdateTime"];
  const updatedMs = (typeof updated === "string" ? parseTimestamp(updated) : undefined) ?? 0;
  return updatedMs + (spec.progressDeadlineSeconds ?? DEADLINE_DEFAULT_SECONDS) * 1000;
}

/** Progress is news each time: it goes to the end, and keeps its transition time while it stays True. */
function replaceProgress(
  conditions: readonly Condition[],
  condition: Condition,
  { current, now }: { readonly current: Condition | undefined; readonly now: string },
): readonly Condition[] {
  if (!current) return setCondition(conditions, condition, now);
  const since = current.status === "True" ? current.lastTransitionTime : now;
  const others = conditions.filter(({ type }) => type !== PROGRESSING);
  return [...others, { ...condition, lastUpdateTime: now, lastTransitionTime: since ?? now }];
}

function withReplicaFailure(
  conditions: readonly Condition[],
  { newSet, old }: Sets,
  now: string,
): readonly Condition[] {
  const others = conditions.filter(({ type }) => type !== "ReplicaFailure");
  const failed = [...(newSet ? [newSet] : []), ...old]
    .map(({ status }) => conditionOf(status?.["conditions"] as readonly Condition[] | undefined, "ReplicaFailure"))
    .find((condition) => condition !== undefined);
  if (!failed) return others;
  const { reason = "", message = "" } = failed;
  return setCondition(conditions, newCondition("ReplicaFailure", failed.status, reason, message), now);
}

function newCondition(type: string, status: string, reason: string, message: string): Condition {
  return { type, status, reason, message };
}

/** Same status and reason: nothing changes. Else it moves to the end, and its transition time only with the status. */
function setCondition(conditions: readonly Condition[], condition: Condition, now: string): readonly Condition[] {
  const current = conditionOf(conditions, condition.type);
  if (current?.status === condition.status && current.reason === condition.reason) return conditions;
  const since = current?.status === condition.status ? current.lastTransitionTime : now;
  const others = conditions.filter(({ type }) => type !== condition.type);
  return [...others, { ...condition, lastUpdateTime: now, lastTransitionTime: since ?? now }];
}

function conditionOf(conditions: readonly Condition[] | undefined, type: string): Condition | undefined {
  return conditions?.find((condition) => condition.type === type);
}
