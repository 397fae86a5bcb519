import type { ApiServer } from "../apiserver/api-server.ts";
import type { KubernetesObject, Pod } from "../model/objects.ts";

/** Where a pod's spec is written: the object, and the path of the pod's spec in it. */
export type PodTemplate = { readonly object: KubernetesObject; readonly path: string };

/** The workload that made a pod, as a person wrote it; the pod itself when nobody made it. */
export function templateOf(api: ApiServer, pod: Pod): PodTemplate {
  const { namespace } = pod.metadata;
  let object: KubernetesObject = pod;
  for (;;) {
    const owner = object.metadata.ownerReferences?.find(({ controller }) => controller);
    const found: KubernetesObject | undefined = owner && api.get(owner.kind, owner.name, namespace);
    if (!found) return { object, path: object === pod ? "spec" : "spec.template.spec" };
    object = found;
  }
}
