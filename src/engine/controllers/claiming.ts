import type { KubernetesObject, LabelSelector, Pod } from "../model/objects.ts";
import { controllerOf } from "./cluster-index.ts";
import type { ControllerContext } from "./controller.ts";
import { isPodActive } from "./pods.ts";
import { matchesSelector } from "./selectors.ts";
import { ownerReferenceTo } from "./writing.ts";

/** The pods that are the owner's: those it controls and still selects, those it adopts; what it selects no more it lets go. */
export function claimPods(
  context: ControllerContext,
  owner: KubernetesObject,
  selector: LabelSelector,
): readonly Pod[] {
  const { index } = context;
  const { namespace = "", uid = "", deletionTimestamp } = owner.metadata;
  const claimed: Pod[] = [];
  for (const pod of index.controlledBy(uid, "Pod")) {
    if (matchesSelector(selector, pod.metadata.labels)) claimed.push(pod);
    else if (!deletionTimestamp) release(context, pod, uid);
  }
  if (deletionTimestamp) return claimed;
  const orphans = index.podsSelected(namespace, selector).filter((pod) => !controllerOf(pod) && isPodActive(pod));
  for (const orphan of orphans) {
    const adopted = setOwners(context, orphan, [...(orphan.metadata.ownerReferences ?? []), ownerReferenceTo(owner)]);
    if (adopted) claimed.push(adopted as Pod);
  }
  return claimed;
}

/** Adopts and lets go what is not a pod: `claimed` as they are after. */
export function adopt<T extends KubernetesObject>(context: ControllerContext, owner: KubernetesObject, orphan: T): T {
  const owners = [...(orphan.metadata.ownerReferences ?? []), ownerReferenceTo(owner)];
  return (setOwners(context, orphan, owners) as T | undefined) ?? orphan;
}

/** Takes the owner off the object's references. */
export function release(context: ControllerContext, object: KubernetesObject, ownerUid: string): void {
  setOwners(
    context,
    object,
    (object.metadata.ownerReferences ?? []).filter(({ uid }) => uid !== ownerUid),
  );
}

function setOwners(
  { api }: ControllerContext,
  object: KubernetesObject,
  ownerReferences: KubernetesObject["metadata"]["ownerReferences"],
): KubernetesObject | undefined {
  const { ownerReferences: _, ...metadata } = object.metadata;
  const owned = ownerReferences?.length ? { ...metadata, ownerReferences } : metadata;
  const written = api.update({ ...object, metadata: owned });
  return written.ok ? written.object : undefined;
}
