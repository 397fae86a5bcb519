// As pkg/controller/garbagecollector: what only gone owners owned goes too; an owner may wait for its dependents, or free them.
import type { KubernetesObject } from "../model/objects.ts";
import type { Controller, ControllerContext } from "./controller.ts";
import { release } from "./claiming.ts";

const NAME = "garbage-collector";
const FOREGROUND = "foregroundDeletion";
const ORPHAN = "orphan";

/** Woken by the end of an owner, by an owner that waits to end, and by the end of what it waits for. Keys are uids. */
export function garbageCollector(context: ControllerContext): Controller {
  const { index } = context;
  return {
    name: NAME,
    *wakes({ object, type }) {
      const { uid = "", deletionTimestamp, finalizers = [], ownerReferences = [] } = object.metadata;
      if (type === "DELETED") {
        for (const dependent of index.dependentsOf(uid)) yield dependent.metadata.uid ?? "";
        for (const owner of ownerReferences) if (index.withUid(owner.uid)?.metadata.deletionTimestamp) yield owner.uid;
        return;
      }
      if (deletionTimestamp && (finalizers.includes(FOREGROUND) || finalizers.includes(ORPHAN))) yield uid;
      if (ownerReferences.length > 0 && ownerReferences.every((owner) => !isThere(context, object, owner.uid)))
        yield uid;
    },
    reconcile(uid) {
      const object = index.withUid(uid);
      if (object) collect(context, object);
    },
  };
}

function collect(context: ControllerContext, object: KubernetesObject): void {
  const { deletionTimestamp, finalizers = [], ownerReferences = [], uid = "" } = object.metadata;
  if (deletionTimestamp && finalizers.includes(ORPHAN)) return orphanDependents(context, object);
  if (deletionTimestamp && finalizers.includes(FOREGROUND)) return deleteDependents(context, object);
  if (deletionTimestamp || ownerReferences.length === 0) return;
  const living = ownerReferences.filter((owner) => isThere(context, object, owner.uid));
  if (living.length === ownerReferences.length) return;
  if (living.length === 0) remove(context, object, "Background");
  else
    for (const owner of ownerReferences)
      if (!living.includes(owner)) release(context, context.index.withUid(uid) ?? object, owner.uid);
}

/** An owner with this uid in the object's own namespace, or of the whole cluster. */
function isThere({ index }: ControllerContext, object: KubernetesObject, ownerUid: string): boolean {
  const owner = index.withUid(ownerUid);
  return owner !== undefined && (!owner.metadata.namespace || owner.metadata.namespace === object.metadata.namespace);
}

function deleteDependents(context: ControllerContext, owner: KubernetesObject): void {
  const { uid = "" } = owner.metadata;
  const dependents = context.index.dependentsOf(uid);
  const blocking = dependents.filter(({ metadata }) =>
    metadata.ownerReferences?.some((reference) => reference.uid === uid && reference.blockOwnerDeletion),
  );
  if (blocking.length === 0) return removeFinalizer(context, owner, FOREGROUND);
  for (const dependent of dependents) {
    const { ownerReferences = [], deletionTimestamp } = dependent.metadata;
    const hasOtherOwner = ownerReferences.some(({ uid: other }) => {
      const found = context.index.withUid(other);
      return found !== undefined && !found.metadata.deletionTimestamp;
    });
    if (hasOtherOwner) release(context, dependent, uid);
    else if (!deletionTimestamp) remove(context, dependent, "Foreground");
  }
}

function orphanDependents(context: ControllerContext, owner: KubernetesObject): void {
  const { uid = "" } = owner.metadata;
  for (const dependent of context.index.dependentsOf(uid)) release(context, dependent, uid);
  removeFinalizer(context, owner, ORPHAN);
}

function removeFinalizer({ api, index }: ControllerContext, owner: KubernetesObject, finalizer: string): void {
  const current = index.withUid(owner.metadata.uid ?? "");
  if (!current) return;
  const { finalizers: before = [], ...metadata } = current.metadata;
  const finalizers = before.filter((other) => other !== finalizer);
  api.update({ ...current, metadata: finalizers.length > 0 ? { ...metadata, finalizers } : metadata });
}

/** Dependents that have dependents of their own wait for them in turn; pods are leaves and simply go. */
function remove(
  { api, index }: ControllerContext,
  object: KubernetesObject,
  propagation: "Background" | "Foreground",
): void {
  const { name, namespace, uid = "" } = object.metadata;
  const isLeaf = index.dependentsOf(uid).length === 0;
  api.remove(
    { kind: object.kind, name, ...(namespace ? { namespace } : {}) },
    { propagation: isLeaf ? "Background" : propagation, uid },
  );
}
