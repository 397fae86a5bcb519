import { fieldAt, listAt, numberAt, textAt } from "../../../apiserver/printers/fields.ts";
import type { Resource } from "../../../apiserver/resources.ts";
import type { KubernetesObject } from "../../../model/objects.ts";
import { groupKind } from "../mapping.ts";
import { revisionOf } from "../replica-sets.ts";

/** How far a rollout is; `message` as `rollout status` prints it. */
export type RolloutState = {
  readonly kind: "waiting" | "done" | "failed";
  readonly message: string;
};

const waiting = (message: string): RolloutState => ({ kind: "waiting", message });
const done = (message: string): RolloutState => ({ kind: "done", message });
const failed = (message: string): RolloutState => ({ kind: "failed", message });

/** As polymorphichelpers' StatusViewers. `revision`: the one asked for; 0 for any. */
export function rolloutState(resource: Resource, object: KubernetesObject, revision: number): RolloutState {
  switch (resource.kind) {
    case "Deployment":
      return deploymentState(object, revision);
    case "DaemonSet":
      return daemonSetState(object);
    case "StatefulSet":
      return statefulSetState(object);
    default:
      return failed(`no status viewer has been implemented for ${groupKind(resource)}`);
  }
}

function deploymentState(deployment: KubernetesObject, revision: number): RolloutState {
  const name = deployment.metadata.name;
  if (revision > 0 && revision !== revisionOf(deployment)) {
    return failed(`desired revision (${revision}) is different from the running revision (${revisionOf(deployment)})`);
  }
  if (!isObserved(deployment)) return waiting("Waiting for deployment spec update to be observed...\n");
  const progressing = listAt(deployment, "status", "conditions").find((one) => textAt(one, "type") === "Progressing");
  if (textAt(progressing, "reason") === "ProgressDeadlineExceeded") {
    return failed(`deployment "${name}" exceeded its progress deadline`);
  }
  const wanted = numberAt(deployment, "spec", "replicas") ?? 1;
  const count = (field: string) => numberAt(deployment, "status", field) ?? 0;
  const [updated, all, available] = [count("updatedReplicas"), count("replicas"), count("availableReplicas")];
  const head = `Waiting for deployment "${name}" rollout to finish:`;
  if (updated < wanted) return waiting(`${head} ${updated} out of ${wanted} new replicas have been updated...\n`);
  if (all > updated) return waiting(`${head} ${all - updated} old replicas are pending termination...\n`);
  if (available < updated) return waiting(`${head} ${available} of ${updated} updated replicas are available...\n`);
  return done(`deployment "${name}" successfully rolled out\n`);
}

function daemonSetState(set: KubernetesObject): RolloutState {
  const name = set.metadata.name;
  if (textAt(set, "spec", "updateStrategy", "type") !== "RollingUpdate") {
    return failed("rollout status is only available for RollingUpdate strategy type");
  }
  if (!isObserved(set)) return waiting("Waiting for daemon set spec update to be observed...\n");
  const count = (field: string) => numberAt(set, "status", field) ?? 0;
  const wanted = count("desiredNumberScheduled");
  const head = `Waiting for daemon set "${name}" rollout to finish:`;
  if (count("updatedNumberScheduled") < wanted) {
    return waiting(`${head} ${count("updatedNumberScheduled")} out of ${wanted} new pods have been updated...\n`);
  }
  if (count("numberAvailable") < wanted) {
    return waiting(`${head} ${count("numberAvailable")} of ${wanted} updated pods are available...\n`);
  }
  return done(`daemon set "${name}" successfully rolled out\n`);
}

function statefulSetState(set: KubernetesObject): RolloutState {
  if (textAt(set, "spec", "updateStrategy", "type") !== "RollingUpdate") {
    return failed("rollout status is only available for RollingUpdate strategy type");
  }
  if ((numberAt(set, "status", "observedGeneration") ?? 0) === 0 || !isObserved(set)) {
    return waiting("Waiting for statefulset spec update to be observed...\n");
  }
  const count = (field: string) => numberAt(set, "status", field) ?? 0;
  const wanted = numberAt(set, "spec", "replicas") ?? 1;
  if (count("readyReplicas") < wanted)
    return waiting(`Waiting for ${wanted - count("readyReplicas")} pods to be ready...\n`);
  const rolling = fieldAt(set, "spec", "updateStrategy", "rollingUpdate");
  if (rolling !== undefined) {
    const toUpdate = wanted - (numberAt(rolling, "partition") ?? 0);
    const updated = count("updatedReplicas");
    return updated < toUpdate
      ? waiting(
          `Waiting for partitioned roll out to finish: ${updated} out of ${toUpdate} new pods have been updated...\n`,
        )
      : done(`partitioned roll out complete: ${updated} new pods have been updated...\n`);
  }
  const revision = textAt(set, "status", "updateRevision");
  if (revision !== textAt(set, "status", "currentRevision")) {
    return waiting(
      `waiting for statefulset rolling update to complete ${count("updatedReplicas")} pods at revision ${revision}...\n`,
    );
  }
  return done(
    `statefulset rolling update complete ${count("currentReplicas")} pods at revision ${textAt(set, "status", "currentRevision")}...\n`,
  );
}

function isObserved(object: KubernetesObject): boolean {
  return (object.metadata.generation ?? 0) <= (numberAt(object, "status", "observedGeneration") ?? 0);
}
