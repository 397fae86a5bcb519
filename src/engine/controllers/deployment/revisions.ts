// Which ReplicaSet is the new one, which are old, and what is written on them. As deployment_util.go and sync.go.
import type { Deployment, ObjectMeta, PodTemplateSpec, ReplicaSet } from "../../model/objects.ts";
import { fnv32a, safeEncodeString } from "../hash.ts";
import { byCreation } from "../replica-set.ts";
import { isEqualJson } from "../writing.ts";
import { goForm } from "../go-form.ts";
import { desiredReplicas, maxSurge, replicasOf } from "./replica-counts.ts";

export const HASH_LABEL = "pod-template-hash";
export const REVISION = "deployment.kubernetes.io/revision";
const REVISION_HISTORY = "deployment.kubernetes.io/revision-history";
export const DESIRED = "deployment.kubernetes.io/desired-replicas";
const MAX = "deployment.kubernetes.io/max-replicas";
const NOT_COPIED: ReadonlySet<string> = new Set([
  "kubectl.kubernetes.io/last-applied-configuration",
  REVISION,
  REVISION_HISTORY,
  DESIRED,
  MAX,
  "deprecated.deployment.rollback.to",
]);

type Annotations = Readonly<Record<string, string>>;

/** The set whose template is the Deployment's; of several the oldest. */
export function findNewSet(deployment: Deployment, sets: readonly ReplicaSet[]): ReplicaSet | undefined {
  const wanted = withoutHash(deployment.spec.template);
  return sets.toSorted(byCreation).find(({ spec }) => isEqualJson(withoutHash(spec.template), wanted));
}

export function revisionOf(object: ReplicaSet | Deployment): number {
  return Number(object.metadata.annotations?.[REVISION] ?? 0);
}

/** The set that a Deployment has to make for its template. `collisions` is status.collisionCount. */
export function newSetFor(deployment: Deployment, replicas: number, revision: number): ReplicaSet {
  const { metadata, spec, status } = deployment;
  const hash = templateHash(spec.template, status?.["collisionCount"] as number | undefined);
  const labels = { ...spec.template.metadata?.labels, [HASH_LABEL]: hash };
  const template: PodTemplateSpec = { ...spec.template, metadata: { ...spec.template.metadata, labels } };
  const matchLabels = { ...spec.selector.matchLabels, [HASH_LABEL]: hash };
  const meta: ObjectMeta = {
    name: `${metadata.name}-${hash}`,
    ...(metadata.namespace ? { namespace: metadata.namespace } : {}),
    labels,
    annotations: sizeAnnotations(newSetAnnotations({ deployment, revision }), deployment),
    ownerReferences: [
      {
        apiVersion: "apps/v1",
        kind: "Deployment",
        name: metadata.name,
        uid: metadata.uid ?? "",
        controller: true,
        blockOwnerDeletion: true,
      },
    ],
  };
  const { minReadySeconds } = spec;
  return {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: meta,
    spec: {
      replicas,
      selector: { ...spec.selector, matchLabels },
      template,
      ...(minReadySeconds ? { minReadySeconds } : {}),
    },
  };
}

/** The Deployment's own annotations and the revision; a set that had another revision keeps it as history. */
export function newSetAnnotations(wanted: {
  readonly deployment: Deployment;
  readonly revision: number;
  readonly existing?: ReplicaSet;
}): Annotations {
  const annotations: Record<string, string> = { ...wanted.existing?.metadata.annotations };
  for (const [key, value] of Object.entries(wanted.deployment.metadata.annotations ?? {})) {
    if (!NOT_COPIED.has(key)) annotations[key] = value;
  }
  const before = annotations[REVISION];
  if (Number(before ?? 0) >= wanted.revision) return annotations;
  annotations[REVISION] = String(wanted.revision);
  if (before) annotations[REVISION_HISTORY] = [annotations[REVISION_HISTORY], before].filter(Boolean).join(",");
  return annotations;
}

/** With the desired and the largest number, by which a later change of scale is known. */
export function sizeAnnotations(annotations: Annotations, deployment: Deployment): Annotations {
  const desired = desiredReplicas(deployment);
  return { ...annotations, [DESIRED]: String(desired), [MAX]: String(desired + maxSurge(deployment)) };
}

/** The latest set, or the only one that has pods. Undefined when several have. */
export function activeOrLatest(newSet: ReplicaSet | undefined, old: readonly ReplicaSet[]): ReplicaSet | undefined {
  const active = [...old, ...(newSet ? [newSet] : [])].filter((set) => replicasOf(set) > 0);
  if (active.length > 1) return undefined;
  return active[0] ?? newSet ?? old.toSorted(byCreation).at(-1);
}

/** The label's value: FNV-1a of the template in Go's form. As pkg/controller/controller_utils.go ComputeHash. */
export function templateHash(template: PodTemplateSpec, collisions: number | undefined): string {
  const text = goForm(template, { apiVersion: "v1", kind: "PodTemplateSpec" });
  return safeEncodeString(String(fnv32a(collisions === undefined ? text : text + littleEndian(collisions))));
}

function littleEndian(count: number): string {
  return String.fromCharCode(count & 255, (count >> 8) & 255, (count >> 16) & 255, (count >> 24) & 255, 0, 0, 0, 0);
}

function withoutHash(template: PodTemplateSpec): unknown {
  const { [HASH_LABEL]: _, ...labels } = template.metadata?.labels ?? {};
  const { creationTimestamp: _created, ...metadata } = template.metadata ?? {};
  return { ...template, metadata: { ...metadata, labels } };
}
