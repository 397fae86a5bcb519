// What belongs to the thing that is picked or pointed at: the Services that select a pod, the pods that a Service or an owner has.
import { getObject, objectKey } from "../state/cluster.ts";
import type { ObjectRef } from "../engine/trace/trace.ts";
import { isSelected, selectedPods } from "./facts.ts";
import type { Facts, PodFact } from "./facts.ts";

/** Keys of the pods and Services that belong to an object. */
export type Related = { readonly pods: ReadonlySet<string>; readonly services: ReadonlySet<string> };

const NOTHING: Related = { pods: new Set(), services: new Set() };

/** What belongs to an object. */
export function relatedTo(object: ObjectRef | undefined, facts: Facts): Related {
  if (object === undefined) return NOTHING;
  const key = objectKey(object);
  if (object.kind === "Pod") {
    const pod = facts.pods.find((one) => one.key === key);
    return pod ? { pods: new Set([key]), services: servicesOf([pod], facts) } : NOTHING;
  }
  if (object.kind === "Service") {
    const service = facts.services.find((one) => one.key === key);
    const pods = service ? selectedPods(service, facts.pods) : [];
    return { pods: new Set(pods.map((pod) => pod.key)), services: new Set([key]) };
  }
  if (object.kind === "EndpointSlice") return relatedTo(serviceOfSlice(key), facts);
  const pods = facts.pods.filter((pod) => object.kind !== "Node" && isOwnedBy(pod, object));
  return { pods: new Set(pods.map((pod) => pod.key)), services: servicesOf(pods, facts) };
}

function servicesOf(pods: readonly PodFact[], { services }: Facts): ReadonlySet<string> {
  const selecting = services.filter(({ namespace, selector }) =>
    pods.some((pod) => pod.namespace === namespace && isSelected(selector, pod)),
  );
  return new Set(selecting.map(({ key }) => key));
}

function serviceOfSlice(key: string): ObjectRef | undefined {
  const { namespace, labels } = getObject("EndpointSlice", key)?.metadata ?? {};
  const name = labels?.["kubernetes.io/service-name"];
  return name === undefined ? undefined : { kind: "Service", name, ...(namespace !== undefined && { namespace }) };
}

/** Whether an object is the pod's owner, or its owner's. */
function isOwnedBy({ namespace, owner }: PodFact, object: ObjectRef): boolean {
  if (owner === undefined || namespace !== object.namespace) return false;
  if (owner.kind === object.kind && owner.name === object.name) return true;
  const above = getObject(owner.kind, objectKey({ namespace, name: owner.name }))?.metadata.ownerReferences ?? [];
  return above.some(({ kind, name }) => kind === object.kind && name === object.name);
}
