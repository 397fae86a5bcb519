import type { KubernetesObject, ObjectMeta, PodTemplateSpec } from "../model/objects.ts";
import { ownerReferenceTo } from "./writing.ts";

const PREFIX_MAX = 58;

/** The pod that a template means, as its owner asks the API server for it. `own` is what only this pod has. */
export function newPod(
  owner: KubernetesObject,
  template: PodTemplateSpec,
  own: { readonly name?: string; readonly labels?: Readonly<Record<string, string>>; readonly spec?: object } = {},
): KubernetesObject {
  const { labels, annotations, finalizers } = template.metadata ?? {};
  const prefix = `${owner.metadata.name}-`;
  const metadata = {
    ...(own.name ? { name: own.name } : { name: "", generateName: prefix.slice(0, PREFIX_MAX) }),
    ...(owner.metadata.namespace ? { namespace: owner.metadata.namespace } : {}),
    labels: { ...labels, ...own.labels },
    ...(annotations ? { annotations } : {}),
    ...(finalizers ? { finalizers } : {}),
    ownerReferences: [ownerReferenceTo(owner)],
  } satisfies ObjectMeta;
  return { apiVersion: "v1", kind: "Pod", metadata, spec: { ...template.spec, ...own.spec } };
}
