// The page's mirror of the cluster's objects, fed by patches. Read `useObjects` and `useObject`.
import { useMemo } from "react";
import { create } from "zustand";
import type { ObjectChange } from "../engine/model/object-change.ts";
import type { KubernetesObject, ObjectOf } from "../engine/model/objects.ts";
import type { Ask, Tell } from "../protocol/protocol.ts";

/** A bug of ours in the engine: what it said, and what replays it. */
export type Failure = { readonly message: string; readonly seed: number; readonly asks: readonly Ask[] };

/** "opening" until the first objects are there. */
export type ClusterPhase = "opening" | "ready" | "failed";

type ClusterState = {
  readonly phase: ClusterPhase;
  readonly nowMs: number;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly failure?: Failure | undefined;
  /** Counts the changes of each kind's table. */
  readonly revisions: Readonly<Record<string, number>>;
  /** Counts the clusters that were opened, undone and redone: everything may be different after it. */
  readonly generation: number;
};

/** All objects of a kind at a revision, by `objectKey`, in the order in which they came. One table is kept and changed in place. */
export type ObjectTable<K extends string> = {
  readonly revision: number;
  readonly size: number;
  get(key: string): ObjectOf<K> | undefined;
  values(): Iterable<ObjectOf<K>>;
};

export const useCluster = create<ClusterState>(() => ({
  phase: "opening",
  nowMs: 0,
  canUndo: false,
  canRedo: false,
  revisions: {},
  generation: 0,
}));

const tables = new Map<string, Map<string, KubernetesObject>>();

/** "default/web-0"; a name alone for what is in no namespace. */
export function objectKey({
  namespace,
  name,
}: {
  readonly namespace?: string | undefined;
  readonly name: string;
}): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** The inverse of `objectKey`. */
export function parseKey(key: string): { readonly namespace?: string; readonly name: string } {
  const at = key.indexOf("/");
  return at < 0 ? { name: key } : { namespace: key.slice(0, at), name: key.slice(at + 1) };
}

/** The objects of a kind; draws anew when one of them changes. */
export function useObjects<K extends string>(kind: K): ObjectTable<K> {
  const revision = useCluster((state) => state.revisions[kind] ?? 0);
  return useMemo(() => tableOf(kind, revision), [kind, revision]);
}

/** One object; draws anew when it changes, not when its neighbours do. */
export function useObject<K extends string>(kind: K, key: string | undefined): ObjectOf<K> | undefined {
  return useCluster((state) => (state.revisions[kind] && key !== undefined ? getObject(kind, key) : undefined));
}

/** The objects of a kind now, outside of components. */
export function getObjects<K extends string>(kind: K): ObjectTable<K> {
  return tableOf(kind, useCluster.getState().revisions[kind] ?? 0);
}

/** An object now, outside of components. */
export function getObject<K extends string>(kind: K, key: string): ObjectOf<K> | undefined {
  return tables.get(kind)?.get(key) as ObjectOf<K> | undefined;
}

/** Takes what the worker told of the cluster. */
export function mirrorCluster(tell: Tell): void {
  if (tell.kind === "changes") patchObjects(tell.changes, tell.nowMs);
  if (tell.kind === "objects") replaceObjects(tell.objects, tell.nowMs);
  if (tell.kind === "answer") useCluster.setState({ nowMs: tell.nowMs });
  if (tell.kind === "answer" && tell.answer.kind === "opened")
    useCluster.setState({ phase: "ready", failure: undefined });
  if (tell.kind === "history") useCluster.setState({ canUndo: tell.canUndo, canRedo: tell.canRedo });
  if (tell.kind === "failed") useCluster.setState({ phase: "failed", failure: tell });
}

function patchObjects(changes: readonly ObjectChange[], nowMs: number): void {
  const revisions = { ...useCluster.getState().revisions };
  for (const { type, object } of changes) {
    const table = tableToChange(object.kind);
    if (type === "DELETED") table.delete(objectKey(object.metadata));
    else table.set(objectKey(object.metadata), object);
    revisions[object.kind] = (useCluster.getState().revisions[object.kind] ?? 0) + 1;
  }
  useCluster.setState({ revisions, nowMs });
}

function replaceObjects(objects: readonly KubernetesObject[], nowMs: number): void {
  for (const table of tables.values()) table.clear();
  for (const object of objects) tableToChange(object.kind).set(objectKey(object.metadata), object);
  const { revisions, generation } = useCluster.getState();
  useCluster.setState({
    nowMs,
    generation: generation + 1,
    revisions: Object.fromEntries([...tables.keys()].map((kind) => [kind, (revisions[kind] ?? 0) + 1])),
  });
}

function tableToChange(kind: string): Map<string, KubernetesObject> {
  let table = tables.get(kind);
  if (!table) tables.set(kind, (table = new Map()));
  return table;
}

function tableOf<K extends string>(kind: K, revision: number): ObjectTable<K> {
  const table = tableToChange(kind) as unknown as ReadonlyMap<string, ObjectOf<K>>;
  return { revision, size: table.size, get: (key) => table.get(key), values: () => table.values() };
}
