import { compareText, fieldAt, textAt } from "../../apiserver/printers/fields.ts";
import { selectorText } from "../../apiserver/printers/selector-text.ts";
import { isJsonObject } from "../../model/json.ts";
import type { KubernetesObject } from "../../model/objects.ts";
import type { Client } from "./client.ts";
import { requireResource } from "./mapping.ts";
import { goJson } from "./output/json.ts";

/** The ReplicaSets that a Deployment controls, oldest first. */
export function replicaSetsOf(client: Client, deployment: KubernetesObject): readonly KubernetesObject[] {
  return client
    .list(requireResource("replicasets"), deployment.metadata.namespace, {
      labelSelector: selectorText(fieldAt(deployment, "spec", "selector")),
    })
    .filter((set) =>
      set.metadata.ownerReferences?.some((owner) => owner.controller === true && owner.uid === deployment.metadata.uid),
    )
    .toSorted(compareAge);
}

/** The one among them that has the Deployment's template of now: the oldest, should there be several. */
export function newReplicaSetOf(
  deployment: KubernetesObject,
  sets: readonly KubernetesObject[],
): KubernetesObject | undefined {
  const wanted = templateText(fieldAt(deployment, "spec", "template"));
  return sets.find((set) => templateText(fieldAt(set, "spec", "template")) === wanted);
}

function compareAge(a: KubernetesObject, b: KubernetesObject): number {
  const age = compareText(a.metadata.creationTimestamp ?? "", b.metadata.creationTimestamp ?? "");
  return age || compareText(a.metadata.name, b.metadata.name);
}

/** A template without the hash that the Deployment's controller adds. As deploymentutil.EqualIgnoreHash. */
function templateText(template: unknown): string {
  const metadata = fieldAt(template, "metadata");
  const labels = fieldAt(metadata, "labels");
  if (!isJsonObject(template) || !isJsonObject(metadata) || !isJsonObject(labels)) return goJson(template);
  const { "pod-template-hash": _, ...others } = labels;
  return goJson({ ...template, metadata: { ...metadata, labels: others } });
}

/** The revision of a ReplicaSet or Deployment, by its annotation; 0 without one. */
export function revisionOf(object: KubernetesObject): number {
  return Number(textAt(object, "metadata", "annotations", "deployment.kubernetes.io/revision") || 0);
}
