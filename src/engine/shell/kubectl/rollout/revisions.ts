import { goQuote } from "../../../apiserver/go-text.ts";
import { fieldAt, numberAt, textAt } from "../../../apiserver/printers/fields.ts";
import { selectorText } from "../../../apiserver/printers/selector-text.ts";
import type { Resource } from "../../../apiserver/resources.ts";
import type { KubernetesObject } from "../../../model/objects.ts";
import type { Client } from "../client.ts";
import { Failure } from "../failure.ts";
import { groupKind, requireResource } from "../mapping.ts";
import { replicaSetsOf, revisionOf } from "../replica-sets.ts";

/** A state that a workload has been in: its ReplicaSet, or its ControllerRevision. */
export type Revision = {
  readonly revision: number;
  readonly cause: string;
  readonly template: unknown;
  readonly owner: KubernetesObject;
};

/** The revisions that are kept of a workload, oldest first. As polymorphichelpers' HistoryViewers. */
export function revisionsOf(client: Client, resource: Resource, object: KubernetesObject): readonly Revision[] {
  const owners =
    resource.kind === "Deployment" ? replicaSetsOf(client, object) : controllerRevisionsOf(client, resource, object);
  return owners
    .map((owner) => ({
      revision: owner.kind === "ReplicaSet" ? revisionOf(owner) : (numberAt(owner, "revision") ?? 0),
      cause: textAt(owner, "metadata", "annotations", "kubernetes.io/change-cause"),
      template: fieldAt(owner, ...(owner.kind === "ReplicaSet" ? ["spec", "template"] : ["data", "spec", "template"])),
      owner,
    }))
    .filter(({ revision }) => revision > 0)
    .toSorted((a, b) => a.revision - b.revision);
}

function controllerRevisionsOf(
  client: Client,
  resource: Resource,
  object: KubernetesObject,
): readonly KubernetesObject[] {
  if (resource.kind !== "StatefulSet" && resource.kind !== "DaemonSet") {
    throw new Failure(`no history viewer has been implemented for ${goQuote(groupKind(resource))}`);
  }
  return client
    .list(requireResource("controllerrevisions"), object.metadata.namespace, {
      labelSelector: selectorText(fieldAt(object, "spec", "selector")),
    })
    .filter((one) =>
      one.metadata.ownerReferences?.some((owner) => owner.controller === true && owner.uid === object.metadata.uid),
    );
}
