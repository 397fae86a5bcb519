// As pkg/controller/deployment: one step of a rollout at each look; the changes that a step causes bring the next look.
import type { Deployment, LabelSelector, ReplicaSet } from "../../model/objects.ts";
import { adopt, release } from "../claiming.ts";
import { controllerOf } from "../cluster-index.ts";
import type { Controller, ControllerContext } from "../controller.ts";
import { keyOf, splitKey } from "../keys.ts";
import { isPodEnded } from "../pods.ts";
import { byCreation } from "../replica-set.ts";
import { matchesSelector } from "../selectors.ts";
import { isEqualJson, writeStatus } from "../writing.ts";
import type { Moment, Sets } from "./deployment-status.ts";
import {
  calculateStatus,
  hasDeadline,
  isComplete,
  progressReason,
  rolloutStatus,
  untilDeadlineMs,
  withProgress,
} from "./deployment-status.ts";
import { desiredReplicas, isRollingUpdate, newSetReplicas, replicasOf } from "./replica-counts.ts";
import { DESIRED, findNewSet, newSetAnnotations, newSetFor, REVISION, revisionOf } from "./revisions.ts";
import { reconcileOldSets, scale, scaleSet } from "./scaling.ts";

const NAME = "deployment-controller";

/** Woken by a Deployment, by ReplicaSets that it controls or could adopt, and by the end of the last pod of a Recreate. */
export function deploymentController(context: ControllerContext): Controller {
  const { api, index } = context;
  return {
    name: NAME,
    *wakes({ type, object }) {
      if (object.kind === "Deployment" && type !== "DELETED") yield keyOf(object);
      if (object.kind === "ReplicaSet") yield* deploymentsOf(object as ReplicaSet);
      if (object.kind === "Pod" && type === "DELETED") {
        const set = index.withUid(controllerOf(object)?.uid ?? "");
        if (set?.kind === "ReplicaSet") yield* deploymentsOf(set as ReplicaSet);
      }
    },
    reconcile(key) {
      const { name, namespace } = splitKey(key);
      const deployment = api.get("Deployment", name, namespace);
      if (deployment) reconcileDeployment(context, deployment);
    },
  };

  function deploymentsOf(set: ReplicaSet): readonly string[] {
    const owner = controllerOf(set);
    if (owner) return owner.kind === "Deployment" ? [`${set.metadata.namespace}/${owner.name}`] : [];
    return [...api.list("Deployment", set.metadata.namespace)]
      .filter(({ spec }) => matchesSelector(spec.selector, set.metadata.labels))
      .map(keyOf);
  }
}

function reconcileDeployment(context: ControllerContext, found: Deployment): void {
  if (isEverything(found.spec.selector)) return refuseEverything(context, found);
  const sets = claimSets(context, found);
  if (found.metadata.deletionTimestamp) return writeCalculated(context, found, splitSets(found, sets));
  const deployment = noteIfPaused(context, found);
  if (deployment.spec.paused) return adjust(context, deployment, sets);
  const hasOtherScale = sets.some(
    (set) => replicasOf(set) > 0 && set.metadata.annotations?.[DESIRED] !== String(desiredReplicas(deployment)),
  );
  if (hasOtherScale) return adjust(context, deployment, sets);
  if (isRollingUpdate(deployment)) rollOut(context, deployment, sets);
  else recreate(context, deployment, sets);
}

function rollOut(context: ControllerContext, found: Deployment, claimed: readonly ReplicaSet[]): void {
  const { deployment, sets } = withNewSet(context, found, claimed);
  if (!sets.newSet) return;
  const { newSet, old } = sets;
  const wanted = desiredReplicas(deployment);
  const own = replicasOf(newSet);
  const next = own > wanted ? wanted : newSetReplicas(deployment, [...old, newSet], own);
  const isStepDone =
    (next !== own && scaleSet(context, { deployment, set: newSet, replicas: next })) ||
    reconcileOldSets(context, deployment, sets);
  if (!isStepDone && isComplete(deployment, deployment.status ?? {})) cleanUp(context, deployment, old);
  writeRollout(context, deployment, refresh(context, sets));
}

function recreate(context: ControllerContext, found: Deployment, claimed: readonly ReplicaSet[]): void {
  const first = splitSets(found, claimed);
  const active = first.old.filter((set) => replicasOf(set) > 0);
  for (const set of active) scaleSet(context, { deployment: found, set, replicas: 0 });
  const isOldRunning = first.old.some(({ metadata }) =>
    context.index.controlledBy(metadata.uid ?? "", "Pod").some((pod) => !isPodEnded(pod)),
  );
  if (active.length > 0 || isOldRunning) return writeRollout(context, found, refresh(context, first));
  const { deployment, sets } = withNewSet(context, found, claimed);
  if (!sets.newSet) return;
  const wanted = desiredReplicas(deployment);
  if (replicasOf(sets.newSet) !== wanted) scaleSet(context, { deployment, set: sets.newSet, replicas: wanted });
  if (isComplete(deployment, deployment.status ?? {})) cleanUp(context, deployment, sets.old);
  writeRollout(context, deployment, refresh(context, sets));
}

/** Paused, or its scale has changed: the sets there are get the new scale, none is made. */
function adjust(context: ControllerContext, deployment: Deployment, claimed: readonly ReplicaSet[]): void {
  const sets = splitSets(deployment, claimed);
  scale(context, deployment, sets);
  if (deployment.spec.paused) cleanUp(context, deployment, sets.old);
  writeCalculated(context, deployment, refresh(context, sets));
}

function claimSets(context: ControllerContext, deployment: Deployment): readonly ReplicaSet[] {
  const { index } = context;
  const { uid = "", namespace = "", deletionTimestamp } = deployment.metadata;
  const { selector } = deployment.spec;
  const owned = index.controlledBy(uid, "ReplicaSet");
  if (deletionTimestamp) return owned;
  const kept = owned.filter((set) => matchesSelector(selector, set.metadata.labels));
  for (const set of owned) if (!kept.includes(set)) release(context, set, uid);
  const orphans = index
    .unowned("ReplicaSet", namespace)
    .filter((set) => !set.metadata.deletionTimestamp && matchesSelector(selector, set.metadata.labels));
  return [...kept, ...orphans.map((set) => adopt(context, deployment, set))];
}

function splitSets(deployment: Deployment, claimed: readonly ReplicaSet[]): Sets {
  const newSet = findNewSet(deployment, claimed);
  return { newSet, old: claimed.filter((set) => set !== newSet) };
}

/** The sets as the store has them after this step's writes. */
function refresh({ api }: ControllerContext, { newSet, old }: Sets): Sets {
  const again = (set: ReplicaSet) => api.get("ReplicaSet", set.metadata.name, set.metadata.namespace);
  return {
    newSet: newSet && again(newSet),
    old: old.map(again).filter((set) => set !== undefined),
  };
}

/** Makes the set of the template, or brings the revision of the one there up to date; and the Deployment's own. */
function withNewSet(
  context: ControllerContext,
  deployment: Deployment,
  claimed: readonly ReplicaSet[],
): { readonly deployment: Deployment; readonly sets: Sets } {
  const { newSet, old } = splitSets(deployment, claimed);
  const revision = Math.max(0, ...old.map(revisionOf)) + 1;
  const quoted = (set: ReplicaSet) => JSON.stringify(set.metadata.name);
  if (!newSet) {
    const made = makeSet(context, deployment, { claimed, revision });
    if (!made) return { deployment, sets: { newSet: undefined, old } };
    const progress = { reason: "NewReplicaSetCreated", message: `Created new replica set ${quoted(made)}` };
    return { deployment: noteRevision(context, deployment, made, progress), sets: { newSet: made, old } };
  }
  const annotations = newSetAnnotations({ deployment, revision, existing: newSet });
  const { minReadySeconds = 0 } = deployment.spec;
  let current = newSet;
  if (
    !isEqualJson(annotations, newSet.metadata.annotations) ||
    (newSet.spec.minReadySeconds ?? 0) !== minReadySeconds
  ) {
    const spec = { ...newSet.spec, minReadySeconds };
    const written = context.api.update({ ...newSet, metadata: { ...newSet.metadata, annotations }, spec });
    if (written.ok) current = written.object as ReplicaSet;
  }
  const found = { reason: "FoundNewReplicaSet", message: `Found new replica set ${quoted(current)}` };
  const progress = progressReason(deployment) === undefined ? found : undefined;
  return { deployment: noteRevision(context, deployment, current, progress), sets: { newSet: current, old } };
}

function makeSet(
  context: ControllerContext,
  deployment: Deployment,
  { claimed, revision }: { readonly claimed: readonly ReplicaSet[]; readonly revision: number },
): ReplicaSet | undefined {
  const { api, events, simulation } = context;
  const replicas = newSetReplicas(deployment, claimed, 0);
  const wanted = newSetFor(deployment, replicas, revision);
  const created = api.create(wanted);
  if (created.ok) {
    if (replicas > 0) {
      const message = `Scaled up replica set ${wanted.metadata.name} from 0 to ${replicas}`;
      events.tell(NAME, { about: deployment, type: "Normal", reason: "ScalingReplicaSet", message });
    }
    return created.object as ReplicaSet;
  }
  if (created.status.reason === "AlreadyExists") {
    const collisionCount = Number(deployment.status?.["collisionCount"] ?? 0) + 1;
    writeStatus(api, deployment, { ...deployment.status, collisionCount });
    return undefined;
  }
  const message = `Failed to create new replica set ${JSON.stringify(wanted.metadata.name)}: ${created.status.message}`;
  events.tell(NAME, { about: deployment, type: "Warning", reason: "ReplicaSetCreateError", message });
  const progress = { status: "True", reason: "ReplicaSetCreateError", message } as const;
  writeStatus(api, deployment, withProgress(deployment.status, progress, simulation.timestamp));
  return undefined;
}

/** The revision is an annotation, yet written with the status, so that the generation stays. */
function noteRevision(
  { api, simulation }: ControllerContext,
  deployment: Deployment,
  newSet: ReplicaSet,
  progress: { readonly reason: string; readonly message: string } | undefined,
): Deployment {
  const revision = newSet.metadata.annotations?.[REVISION] ?? "";
  const status =
    progress && hasDeadline(deployment)
      ? withProgress(deployment.status, { status: "True", ...progress }, simulation.timestamp)
      : deployment.status;
  const isNoted = deployment.metadata.annotations?.[REVISION] === revision;
  if (isNoted && isEqualJson(status, deployment.status)) return deployment;
  const annotations = { ...deployment.metadata.annotations, [REVISION]: revision };
  const noted = { ...deployment, metadata: { ...deployment.metadata, annotations }, status };
  const written = api.update(noted, { subresource: "status" });
  return written.ok ? (written.object as Deployment) : deployment;
}

function noteIfPaused(context: ControllerContext, deployment: Deployment): Deployment {
  const reason = progressReason(deployment);
  if (!hasDeadline(deployment) || reason === "ProgressDeadlineExceeded") return deployment;
  const { api, simulation } = context;
  const isNoted = reason === "DeploymentPaused";
  if (Boolean(deployment.spec.paused) === isNoted) return deployment;
  const progress = deployment.spec.paused
    ? ({ status: "Unknown", reason: "DeploymentPaused", message: "Deployment is paused" } as const)
    : ({ status: "Unknown", reason: "DeploymentResumed", message: "Deployment is resumed" } as const);
  writeStatus(api, deployment, withProgress(deployment.status, progress, simulation.timestamp));
  return api.get("Deployment", deployment.metadata.name, deployment.metadata.namespace) ?? deployment;
}

function cleanUp({ api }: ControllerContext, deployment: Deployment, old: readonly ReplicaSet[]): void {
  const limit = deployment.spec.revisionHistoryLimit ?? 10;
  const alive = old.filter(({ metadata }) => !metadata.deletionTimestamp);
  const surplus = alive.length - limit;
  const byRevision = alive.toSorted((a, b) => revisionOf(a) - revisionOf(b) || byCreation(a, b));
  for (const { metadata, status, spec } of byRevision.slice(0, Math.max(0, surplus))) {
    const isSeen = (metadata.generation ?? 0) <= (status?.observedGeneration ?? 0);
    if ((status?.replicas ?? 0) !== 0 || (spec.replicas ?? 0) !== 0 || !isSeen) continue;
    const { name, namespace } = metadata;
    api.remove({ kind: "ReplicaSet", name, ...(namespace ? { namespace } : {}) });
  }
}

function writeCalculated({ api, simulation }: ControllerContext, deployment: Deployment, sets: Sets): void {
  writeStatus(api, deployment, calculateStatus(deployment, sets, simulation.timestamp));
}

function writeRollout(context: ControllerContext, found: Deployment, sets: Sets): void {
  const { api, lookLater } = context;
  const deployment = api.get("Deployment", found.metadata.name, found.metadata.namespace) ?? found;
  const status = rolloutStatus(deployment, sets, momentOf(context));
  if (writeStatus(api, deployment, status) === undefined) return;
  const waitMs = untilDeadlineMs(deployment, status, momentOf(context).epochMs);
  if (waitMs !== undefined && waitMs > 0) lookLater(NAME, keyOf(deployment), waitMs);
}

function momentOf({ simulation }: ControllerContext): Moment {
  return { now: simulation.timestamp, epochMs: simulation.startEpochMs + simulation.nowMs };
}

function isEverything({ matchLabels, matchExpressions }: LabelSelector): boolean {
  return Object.keys(matchLabels ?? {}).length === 0 && (matchExpressions ?? []).length === 0;
}

function refuseEverything({ api, events }: ControllerContext, deployment: Deployment): void {
  const message = "This deployment is selecting all pods. A non-empty selector is required.";
  events.tell(NAME, { about: deployment, type: "Warning", reason: "SelectingAll", message });
  const { generation } = deployment.metadata;
  if ((deployment.status?.observedGeneration ?? 0) < (generation ?? 0)) {
    writeStatus(api, deployment, { ...deployment.status, observedGeneration: generation });
  }
}
