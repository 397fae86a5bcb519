// The contract of the API server inside the engine. Read this before anything that reads or writes objects.
import type { JsonObject } from "../model/json.ts";
import type { ObjectChange } from "../model/object-change.ts";
import type { KubernetesObject, ObjectOf } from "../model/objects.ts";

/** A metav1.Status of kind Failure: what the API server refuses with. `code` is the HTTP status, `message` the text kubectl prints. */
export type ErrorStatus = {
  readonly code: number;
  readonly reason:
    | "NotFound"
    | "AlreadyExists"
    | "Conflict"
    | "Invalid"
    | "BadRequest"
    | "Forbidden"
    | "MethodNotAllowed"
    | "UnsupportedMediaType"
    | "InternalError"
    | "Unauthorized"
    | "Timeout"
    | "Expired"
    | "";
  readonly message: string;
  readonly details?: {
    readonly name?: string;
    readonly group?: string;
    readonly kind?: string;
    readonly causes?: readonly { readonly reason?: string; readonly message: string; readonly field?: string }[];
  };
};

/** What a write comes to: the object as stored (with the server's warnings), or the refusal. Never an exception. */
export type Written =
  | {
      readonly ok: true;
      readonly object: KubernetesObject;
      readonly warnings: readonly string[];
      readonly isChanged: boolean;
    }
  | { readonly ok: false; readonly status: ErrorStatus };

export type ResourceRef = { readonly kind: string; readonly namespace?: string; readonly name: string };

/**
 * `subresource`: "scale" takes and gives the object itself with its spec.replicas; "finalize" (Namespaces) takes spec.finalizers;
 * "binding" (Pods) takes the object with spec.nodeName. `fieldValidation`: what becomes of unknown fields, "Strict" unless told.
 */
export type WriteOptions = {
  readonly dryRun?: true;
  readonly subresource?: "status" | "scale" | "binding" | "finalize";
  readonly fieldValidation?: "Strict" | "Warn" | "Ignore";
};

export type PatchType = "strategic" | "merge" | "json";

export type DeleteOptions = {
  readonly gracePeriodSeconds?: number;
  readonly propagation?: "Background" | "Foreground" | "Orphan";
  readonly dryRun?: true;
  readonly uid?: string;
};

/**
 * The object store and its gate: decode, default, validate, allocate, version, watch. Objects that it gives out are frozen and
 * shared. One owner of all objects; controllers, kube-proxy, DNS and kubectl are its clients.
 */
export type ApiServer = {
  get<K extends string>(kind: K, name: string, namespace?: string): ObjectOf<K> | undefined;
  /** Sorted by namespace, then name. An iterator: nothing is copied. Without `namespace`: of all. */
  list<K extends string>(kind: K, namespace?: string): Iterable<ObjectOf<K>>;
  /** Every kind that has objects, sorted. */
  kinds(): readonly string[];

  create(object: KubernetesObject, options?: WriteOptions): Written;
  /** Replaces. An object with a resourceVersion that is not the stored one is a Conflict. */
  update(object: KubernetesObject, options?: WriteOptions): Written;
  patch(target: ResourceRef, type: PatchType, patch: unknown, options?: WriteOptions): Written;
  /** Graceful for bound pods, finalizers kept; the object that was deleted (or marked). */
  remove(target: ResourceRef, options?: DeleteOptions): Written;

  /** Called with each change, within the write that made it, after the store holds it. The returned function ends it. */
  watch(listener: (change: ObjectChange) => void): () => void;

  /** The store's version: that of the last write. What a list tells as its own. */
  resourceVersion(): string;
  /** The changes after that version, oldest first; undefined when it is too old to be told (410 Gone). */
  changesSince(resourceVersion: string): readonly ObjectChange[] | undefined;

  /** Every object, counter and allocation, as plain data; the constructor takes it back. */
  save(): JsonObject;
};
