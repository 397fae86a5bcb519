// The patch that `apply` sends: what was added or changed between the cluster and the text, what was removed since the text was last
// applied. As apimachinery's strategicpatch.CreateThreeWayMergePatch and jsonmergepatch.CreateThreeWayJSONMergePatch.
import { goFormat } from "../../../apiserver/go-text.ts";
import { compareText } from "../../../apiserver/printers/fields.ts";
import { pointed, schemaOf } from "../../../apiserver/schema/schema.ts";
import type { Field, GoType } from "../../../apiserver/schema/schema.ts";
import { isJsonObject } from "../../../model/json.ts";
import { goJson } from "../output/json.ts";

export type JsonMap = Readonly<Record<string, unknown>>;

/** The three sides: as last applied, as it shall be, as it is. */
export type ThreeSides = { readonly original: JsonMap; readonly modified: JsonMap; readonly current: JsonMap };

export type ThreeWayPatch =
  | { readonly ok: true; readonly type: "strategic" | "merge"; readonly patch: JsonMap }
  | { readonly ok: false; readonly message: string };

/** Makes the patch; strategic where the kind's merge keys are known. */
export function threeWayPatch(
  sides: ThreeSides,
  kind: { readonly apiVersion: string; readonly kind: string },
): ThreeWayPatch {
  const type = schemaOf(kind);
  try {
    const patch = type ? strategicPatch(sides, type) : mergePatch(sides);
    const isKept = ["apiVersion", "kind"].every((key) => !(key in patch));
    const metadata = isJsonObject(patch["metadata"]) ? patch["metadata"] : {};
    if (!isKept || "name" in metadata) return { ok: false, message: `precondition failed for: ${goFormat(patch)}` };
    return { ok: true, type: type ? "strategic" : "merge", patch };
  } catch (error) {
    if (error instanceof PatchError) return { ok: false, message: error.message };
    throw error;
  }
}

/** What makes one object of another, as a strategic merge patch. As strategicpatch.CreateTwoWayMergePatch. */
export function twoWayPatch(
  current: JsonMap,
  modified: JsonMap,
  kind: { readonly apiVersion: string; readonly kind: string },
): JsonMap {
  return diffMaps(current, modified, schemaOf(kind), { deletions: true, additions: true });
}

/** Ends the making of a patch; never leaves this file. */
class PatchError extends Error {}

function strategicPatch({ original, modified, current }: ThreeSides, type: GoType): JsonMap {
  const delta = diffMaps(current, modified, type, { deletions: false, additions: true });
  const deletions = diffMaps(original, modified, type, { deletions: true, additions: false });
  return joinPatches(deletions, delta, type);
}

/** Which differences a patch shall hold. */
type DiffOptions = { readonly deletions: boolean; readonly additions: boolean; readonly retainsKeys?: boolean };

function diffMaps(original: JsonMap, modified: JsonMap, type: GoType | undefined, options: DiffOptions): JsonMap {
  const patch: Record<string, unknown> = {};
  for (const [key, after] of Object.entries(modified)) {
    const before = original[key];
    const field = fieldOf(type, key);
    if (before !== undefined && isJsonObject(before) && isJsonObject(after)) {
      const inner = { ...options, retainsKeys: field?.retainsKeys ?? false };
      const changes = diffMaps(before, after, valueTypeOf(type, field), inner);
      if (Object.keys(changes).length > 0) patch[key] = changes;
    } else if (Array.isArray(before) && Array.isArray(after) && field?.mergeKey !== undefined) {
      diffLists(patch, { key, field, before, after, options });
    } else if (options.additions && goJson(before) !== goJson(after)) patch[key] = after;
    else if (options.additions && before === undefined) patch[key] = after;
  }
  if (options.deletions) {
    for (const key of Object.keys(original)) if (!(key in modified)) patch[key] = null;
  }
  if (options.retainsKeys) {
    const kept = Object.keys(modified).filter((key) => modified[key] !== null);
    const isChanged = Object.keys(patch).length > 0 || Object.keys(original).some((key) => !(key in modified));
    if (kept.length > 0 && isChanged) patch["$retainKeys"] = kept.toSorted(compareText);
  }
  return patch;
}

type ListJob = {
  readonly key: string;
  readonly field: Field;
  readonly before: readonly unknown[];
  readonly after: readonly unknown[];
  readonly options: DiffOptions;
};

function diffLists(patch: Record<string, unknown>, job: ListJob): void {
  const { key, field, before, after, options } = job;
  if (before.length === 0) {
    if (after.length > 0 && options.additions) patch[key] = after;
    return;
  }
  const isOfMaps = [...before, ...after].every((element) => isJsonObject(element));
  if (!isOfMaps) return diffScalars(patch, job);
  const mergeKey = field.mergeKey ?? "";
  const [old, young] = [keyed(before, mergeKey), keyed(after, mergeKey)];
  const element = elementTypeOf(field);
  const changes: unknown[] = [];
  for (const [name, { value, map }] of young) {
    const was = old.get(name);
    if (was) {
      const change = diffMaps(was.map, map, element, { ...options, retainsKeys: false });
      if (Object.keys(change).length > 0) changes.push({ ...change, [mergeKey]: value });
    } else if (options.additions) changes.push(map);
  }
  for (const [name, { value }] of options.deletions ? old : []) {
    if (!young.has(name)) changes.push({ $patch: "delete", [mergeKey]: value });
  }
  const isReordered = [...old.keys()].join("\0") !== [...young.keys()].join("\0");
  if (changes.length > 0) patch[key] = changes;
  if (changes.length > 0 || (options.additions && isReordered)) {
    patch[`$setElementOrder/${key}`] = [...young.values()].map(({ value }) => ({ [mergeKey]: value }));
  }
}

function diffScalars(patch: Record<string, unknown>, { key, before, after, options }: ListJob): void {
  const added = after.filter((element) => !before.includes(element));
  const removed = before.filter((element) => !after.includes(element));
  if (options.additions && added.length > 0) patch[key] = added;
  if (options.deletions && removed.length > 0) patch[`$deleteFromPrimitiveList/${key}`] = removed;
  const isOrdered = options.additions && goJson(before) !== goJson(after);
  if (isOrdered || (options.deletions && removed.length > 0)) patch[`$setElementOrder/${key}`] = after;
}

type Keyed = ReadonlyMap<string, { readonly value: unknown; readonly map: JsonMap }>;

function keyed(list: readonly unknown[], mergeKey: string): Keyed {
  const result = new Map<string, { readonly value: unknown; readonly map: JsonMap }>();
  for (const map of list) {
    if (!isJsonObject(map)) continue;
    const value = map[mergeKey];
    if (value === undefined) {
      throw new PatchError(`map: ${goFormat(map)} does not contain declared merge key: ${mergeKey}`);
    }
    result.set(goJson(value), { value, map });
  }
  return result;
}

/** Two patches as one: maps together, list elements by their merge key, the second's word in all else. */
function joinPatches(first: JsonMap, second: JsonMap, type: GoType | undefined): JsonMap {
  const joined: Record<string, unknown> = { ...first };
  for (const [key, after] of Object.entries(second)) {
    const before = joined[key];
    const field = fieldOf(type, key);
    if (isJsonObject(before) && isJsonObject(after)) joined[key] = joinPatches(before, after, valueTypeOf(type, field));
    else if (Array.isArray(before) && Array.isArray(after) && !key.startsWith("$")) {
      joined[key] = joinLists(before, after, field);
    } else joined[key] = after;
  }
  return joined;
}

function joinLists(
  first: readonly unknown[],
  second: readonly unknown[],
  field: Field | undefined,
): readonly unknown[] {
  const mergeKey = field?.mergeKey ?? "";
  if (mergeKey === "") return [...new Set([...first, ...second])];
  const element = field && elementTypeOf(field);
  const rest = keyed(second, mergeKey);
  const joined = [...keyed(first, mergeKey)].map(([name, { map }]) => {
    const other = rest.get(name);
    return other ? joinPatches(map, other.map, element) : map;
  });
  const known = new Set(keyed(first, mergeKey).keys());
  return [...[...rest].filter(([name]) => !known.has(name)).map(([, { map }]) => map), ...joined];
}

/** For kinds without schema: RFC 7396, additions against the cluster, removals against what was last applied. */
function mergePatch({ original, modified, current }: ThreeSides): JsonMap {
  const additions = diffMaps(current, modified, undefined, { deletions: false, additions: true });
  const deletions = diffMaps(original, modified, undefined, { deletions: true, additions: false });
  return joinPatches(deletions, additions, undefined);
}

function fieldOf(type: GoType | undefined, key: string): Field | undefined {
  return type?.kind === "struct" ? type.fields.get(key) : undefined;
}

function valueTypeOf(type: GoType | undefined, field: Field | undefined): GoType | undefined {
  if (field) return pointed(field.type);
  return type?.kind === "map" ? pointed(type.value) : undefined;
}

function elementTypeOf(field: Field): GoType | undefined {
  const type = pointed(field.type);
  return type.kind === "list" ? pointed(type.element) : undefined;
}
