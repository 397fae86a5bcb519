import { deepFreeze } from "../model/json.ts";
import type { ObjectChange } from "../model/object-change.ts";
import type { KubernetesObject } from "../model/objects.ts";
import { groupVersionOf, resourceOfKind } from "./resources.ts";
import { SortedKeys } from "./sorted-keys.ts";

/** Changes that are remembered at the least. */
const RECENT_MAX = 1000;

/** The objects of one kind in the order of their keys ("namespace/name"), as etcd keeps them. */
class Shelf {
  readonly #objects = new Map<string, KubernetesObject>();
  readonly #keys = new SortedKeys();

  get size(): number {
    return this.#objects.size;
  }

  get(key: string): KubernetesObject | undefined {
    return this.#objects.get(key);
  }

  put(key: string, object: KubernetesObject): void {
    if (!this.#objects.has(key)) this.#keys.add(key);
    this.#objects.set(key, object);
  }

  remove(key: string): void {
    if (this.#objects.delete(key)) this.#keys.delete(key);
  }

  /** All whose key begins so, in order. Objects may come and go meanwhile: who is there when its turn comes is given. */
  *from(prefix: string): Iterable<KubernetesObject> {
    for (const key of this.#keys.from(prefix)) {
      if (!key.startsWith(prefix)) return;
      const object = this.#objects.get(key);
      if (object) yield object;
    }
  }
}

/** The objects and their one counter. It knows keys and versions, and nothing of what the objects mean. */
export class Store {
  readonly #shelves = new Map<string, Shelf>();
  readonly #listeners = new Set<(change: ObjectChange) => void>();
  /** The last changes, oldest first, for watches that begin in the past. */
  #recent: ObjectChange[] = [];
  #revision: number;

  constructor(revision: number) {
    this.#revision = revision;
  }

  /** The resourceVersion of the last write. */
  get revision(): number {
    return this.#revision;
  }

  get(kind: string, name: string, namespace: string | undefined): KubernetesObject | undefined {
    return this.#shelves.get(kind)?.get(keyOf(name, namespace));
  }

  list(kind: string, namespace: string | undefined): Iterable<KubernetesObject> {
    return this.#shelves.get(kind)?.from(namespace === undefined ? "" : `${namespace}/`) ?? [];
  }

  /** How many objects of the kind there are. */
  count(kind: string): number {
    return this.#shelves.get(kind)?.size ?? 0;
  }

  kinds(): readonly string[] {
    return [...this.#shelves.keys()].filter((kind) => this.count(kind) > 0).toSorted();
  }

  /** Takes an object as it is, its resourceVersion included, and tells nobody: for dumps and saves. */
  load(object: KubernetesObject): void {
    const version = Number(object.metadata.resourceVersion ?? 0);
    if (Number.isSafeInteger(version) && version > this.#revision) this.#revision = version;
    const frozen = deepFreeze(object);
    this.#shelf(shelfOf(object)).put(keyOf(object.metadata.name, object.metadata.namespace), frozen);
  }

  /** Stores the object with the next resourceVersion, freezes it and tells the listeners. */
  put(draft: KubernetesObject, before: KubernetesObject | undefined): KubernetesObject {
    const metadata = { ...draft.metadata, resourceVersion: String(++this.#revision) };
    const object = deepFreeze({ ...draft, metadata });
    this.#shelf(shelfOf(object)).put(keyOf(metadata.name, metadata.namespace), object);
    this.#tell(before ? { type: "MODIFIED", object, before } : { type: "ADDED", object });
    return object;
  }

  /** Takes the object out; what listeners get has the resourceVersion of the deletion, as watches do. */
  remove(object: KubernetesObject): KubernetesObject {
    const metadata = { ...object.metadata, resourceVersion: String(++this.#revision) };
    const last = deepFreeze({ ...object, metadata });
    this.#shelves.get(shelfOf(object))?.remove(keyOf(metadata.name, metadata.namespace));
    this.#tell({ type: "DELETED", object: last, before: object });
    return last;
  }

  watch(listener: (change: ObjectChange) => void): () => void {
    const entry = (change: ObjectChange): void => listener(change);
    this.#listeners.add(entry);
    return () => this.#listeners.delete(entry);
  }

  /** The changes after a revision, oldest first; undefined when it is further back than the store remembers. */
  changesSince(revision: number): readonly ObjectChange[] | undefined {
    const since = this.#recent.filter((change) => Number(change.object.metadata.resourceVersion) > revision);
    return since.length === this.#revision - revision || revision >= this.#revision ? since : undefined;
  }

  #shelf(kind: string): Shelf {
    let shelf = this.#shelves.get(kind);
    if (!shelf) {
      shelf = new Shelf();
      this.#shelves.set(kind, shelf);
    }
    return shelf;
  }

  #tell(change: ObjectChange): void {
    this.#recent.push(change);
    if (this.#recent.length > 2 * RECENT_MAX) this.#recent = this.#recent.slice(-RECENT_MAX);
    for (const listener of this.#listeners) listener(change);
  }
}

/** What an object is listed under: its kind; "Service.serving.knative.dev" when the kind is a built-in's but the group is not. */
export function shelfOf(object: { readonly apiVersion: string; readonly kind: string }): string {
  const builtIn = resourceOfKind(object.kind);
  if (!builtIn || groupVersionOf(builtIn) === object.apiVersion) return object.kind;
  const slash = object.apiVersion.indexOf("/");
  const group = slash < 0 ? "" : object.apiVersion.slice(0, slash);
  const sharesStorage = group === builtIn.group || (object.kind === "Event" && group === "events.k8s.io");
  return sharesStorage ? object.kind : `${object.kind}.${group}`;
}

function keyOf(name: string, namespace: string | undefined): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}
