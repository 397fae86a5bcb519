import type { PatchType } from "../../../apiserver/api-server.ts";
import { fieldAt, isTrueAt } from "../../../apiserver/printers/fields.ts";
import { isJsonObject } from "../../../model/json.ts";
import type { KubernetesObject } from "../../../model/objects.ts";
import { describePodTemplate } from "../describe/pods.ts";
import { DescribeText } from "../describe/writer.ts";
import { Failure } from "../failure.ts";
import { LAST_APPLIED } from "../last-applied.ts";
import { goJson } from "../output/json.ts";
import type { Revision } from "./revisions.ts";

/** The pod template of a revision. */
export function templateOfRevision(revisions: readonly Revision[], wanted: number): unknown {
  const found = revisions.find(({ revision }) => revision === wanted);
  if (!found) throw new Failure(`unable to find the specified revision`);
  return found.template;
}

/** A template as `rollout history --revision` shows it. */
export function describeTemplate(template: unknown): string {
  const text = new DescribeText();
  describePodTemplate(text, template);
  return text.toString();
}

export type Undo =
  | { readonly kind: "skipped"; readonly revision: number }
  | { readonly kind: "patch"; readonly patch: { readonly type: PatchType; readonly body: unknown } };

/** What takes a workload back to a revision; to the one before the last when `wanted` is 0. As polymorphichelpers' Rollbackers. */
export function undoPatch(object: KubernetesObject, revisions: readonly Revision[], wanted: number): Undo {
  const target = wanted > 0 ? revisions.find(({ revision }) => revision === wanted) : revisions.at(-2);
  if (!target) {
    throw new Failure(
      wanted > 0
        ? `unable to find specified revision ${wanted} in history`
        : `no rollout history found for ${object.kind.toLowerCase()} "${object.metadata.name}"`,
    );
  }
  if (isTrueAt(object, "spec", "paused")) {
    const why = "resume it first with 'kubectl rollout resume' and try again";
    throw new Failure(`you cannot rollback a paused deployment; ${why}`);
  }
  const template = withoutHash(target.template);
  if (goJson(template) === goJson(withoutHash(fieldAt(object, "spec", "template")))) {
    return { kind: "skipped", revision: target.revision };
  }
  if (object.kind !== "Deployment") {
    return { kind: "patch", patch: { type: "strategic", body: fieldAt(target.owner, "data") } };
  }
  const body = [
    { op: "replace", path: "/spec/template", value: template },
    { op: "replace", path: "/metadata/annotations", value: annotationsOf(object, target.owner) },
  ];
  return { kind: "patch", patch: { type: "json", body } };
}

/** What a Deployment keeps of its own when it goes back; all else is as the ReplicaSet has it. */
const OWN_ANNOTATIONS: readonly string[] = [
  LAST_APPLIED,
  "deployment.kubernetes.io/revision",
  "deployment.kubernetes.io/revision-history",
  "deployment.kubernetes.io/desired-replicas",
  "deployment.kubernetes.io/max-replicas",
  "deprecated.deployment.rollback.to",
];

function annotationsOf(deployment: KubernetesObject, replicaSet: KubernetesObject): Readonly<Record<string, string>> {
  const isOwn = ([name]: readonly [string, string]): boolean => OWN_ANNOTATIONS.includes(name);
  const own = Object.entries(deployment.metadata.annotations ?? {}).filter(isOwn);
  const taken = Object.entries(replicaSet.metadata.annotations ?? {}).filter((entry) => !isOwn(entry));
  return Object.fromEntries([...own, ...taken]);
}

function withoutHash(template: unknown): unknown {
  if (isJsonObject(template) && "$patch" in template) {
    const { $patch: _directive, ...bare } = template;
    return withoutHash(bare);
  }
  const metadata = fieldAt(template, "metadata");
  const labels = fieldAt(metadata, "labels");
  if (!isJsonObject(template) || !isJsonObject(metadata) || !isJsonObject(labels)) return template;
  const { "pod-template-hash": _, ...others } = labels;
  return { ...template, metadata: { ...metadata, labels: others } };
}
