import { formatTimestamp, parseTimestamp } from "../model/timestamp.ts";
import type { KubernetesObject } from "../model/objects.ts";
import { admitDelete } from "./admission/admission.ts";
import type { DeleteOptions, ResourceRef, Written } from "./api-server.ts";
import { draftIn, numberIn, textIn, textsIn } from "./draft.ts";
import type { Draft } from "./draft.ts";
import { resourceOfKind } from "./resources.ts";
import type { Server } from "./server.ts";
import { conflict, notFound } from "./status.ts";
import { shelfOf } from "./store.ts";

/** As the generic registry's Store.Delete: at once, after a grace period, or when the last finalizer is gone. */
export function removeObject(server: Server, target: ResourceRef, options: DeleteOptions = {}): Written {
  const { kind, name, namespace } = target;
  const resource = resourceOfKind(kind) ?? { group: "", plural: `${kind.toLowerCase()}s`, isNamespaced: true };
  const home = resource.isNamespaced ? (namespace ?? "default") : undefined;
  const before = server.store.get(kind, name, home) ?? server.store.get(kind, name, undefined);
  if (!before) return { ok: false, status: notFound(resource, name) };
  if (options.uid !== undefined && options.uid !== before.metadata.uid) {
    const why = `Precondition failed: UID in precondition: ${options.uid}, UID in object meta: ${before.metadata.uid}`;
    return { ok: false, status: conflict(resource, name, why) };
  }
  const refused = admitDelete(before);
  if (refused) return { ok: false, status: refused };
  const marked = mark(server, before, options);
  if (options.dryRun) return done(marked ?? before, true);
  if (marked === undefined) return done(removeNow(server, before), true);
  return marked === before ? done(before, false) : done(server.store.put(marked, before), true);
}

/** The object marked as being deleted, the same object when it is so already, or undefined when it goes at once. */
function mark(server: Server, before: KubernetesObject, options: DeleteOptions): KubernetesObject | undefined {
  const grace = before.kind === "Pod" ? graceOf(before, options) : 0;
  const finalizers = finalizersFor(before, options);
  const isHeld = finalizers.length > 0 || namespaceFinalizers(before).length > 0;
  const { deletionTimestamp, deletionGracePeriodSeconds } = before.metadata;
  if (deletionTimestamp === undefined) {
    if (grace === 0 && !isHeld) return undefined;
    return withDeletion(server, before, { grace, finalizers });
  }
  const pending = deletionGracePeriodSeconds ?? 0;
  if (before.kind === "Pod" && pending > 0) {
    const asked = options.gracePeriodSeconds;
    if (asked === undefined || asked >= pending) return before;
    if (asked > 0) return shortened(server, before, asked);
    if (!isHeld) return undefined;
    return { ...before, metadata: { ...before.metadata, finalizers, deletionGracePeriodSeconds: 0 } };
  }
  if (!isHeld) return undefined;
  const isSame = finalizers.length === (before.metadata.finalizers ?? []).length;
  return isSame ? before : { ...before, metadata: { ...before.metadata, finalizers } };
}

function withDeletion(
  server: Server,
  before: KubernetesObject,
  { grace, finalizers }: { readonly grace: number; readonly finalizers: readonly string[] },
): KubernetesObject {
  const { generation = 0 } = before.metadata;
  const metadata = {
    ...before.metadata,
    deletionTimestamp: timestampAfter(server, grace),
    ...(before.kind !== "Namespace" && { deletionGracePeriodSeconds: grace }),
    ...(generation > 0 && { generation: generation + 1 }),
    ...(finalizers.length > 0 && { finalizers }),
  };
  const marked = { ...before, metadata };
  return before.kind === "Namespace"
    ? { ...marked, status: { ...(before["status"] as object), phase: "Terminating" } }
    : marked;
}

/** A second deletion may only shorten the grace period, counted from the first. */
function shortened(server: Server, before: KubernetesObject, grace: number): KubernetesObject {
  const { deletionTimestamp = "", deletionGracePeriodSeconds = 0 } = before.metadata;
  const asked = (parseTimestamp(deletionTimestamp) ?? 0) + (grace - deletionGracePeriodSeconds) * 1000;
  const now = server.simulation.startEpochMs + server.simulation.nowMs;
  const isPast = asked < now;
  return {
    ...before,
    metadata: {
      ...before.metadata,
      deletionTimestamp: formatTimestamp(isPast ? now : asked),
      deletionGracePeriodSeconds: isPast ? 1 : grace,
    },
  };
}

// As podStrategy.CheckGracefulDelete.
function graceOf(pod: KubernetesObject, options: DeleteOptions): number {
  const draft = pod as unknown as Draft;
  const spec = draftIn(draft, "spec");
  if (textIn(spec, "nodeName") === "") return 0;
  if (["Failed", "Succeeded"].includes(textIn(draftIn(draft, "status"), "phase"))) return 0;
  const grace = options.gracePeriodSeconds ?? numberIn(spec, "terminationGracePeriodSeconds") ?? 0;
  return grace < 0 ? 1 : grace;
}

/** The finalizers that it shall have: the garbage collector's come and go with the propagation asked for. */
function finalizersFor(object: KubernetesObject, { propagation }: DeleteOptions): readonly string[] {
  const own = object.metadata.finalizers ?? [];
  if (propagation === undefined) return own;
  const others = own.filter((finalizer) => finalizer !== "orphan" && finalizer !== "foregroundDeletion");
  if (propagation === "Orphan") return [...others, "orphan"];
  return propagation === "Foreground" ? [...others, "foregroundDeletion"] : others;
}

function namespaceFinalizers(object: KubernetesObject): readonly string[] {
  if (object.kind !== "Namespace") return [];
  return textsIn(draftIn(object, "spec"), "finalizers");
}

function removeNow(server: Server, before: KubernetesObject): KubernetesObject {
  const gone = server.store.remove(before);
  if (shelfOf(before) !== "Service") return gone;
  server.allocation.release(before);
  const endpoints = server.store.get("Endpoints", before.metadata.name, before.metadata.namespace);
  if (endpoints) server.store.remove(endpoints);
  return gone;
}

function timestampAfter(server: Server, seconds: number): string {
  const { startEpochMs, nowMs } = server.simulation;
  return formatTimestamp(startEpochMs + nowMs + seconds * 1000);
}

function done(object: KubernetesObject, isChanged: boolean): Written {
  return { ok: true, object, warnings: [], isChanged };
}
