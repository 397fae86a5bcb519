// Strategic merge patches. As apimachinery's pkg/util/strategicpatch/patch.go applies them.
import { isJsonObject } from "../../model/json.ts";
import { copyOf } from "../draft.ts";
import type { Draft } from "../draft.ts";
import { goFormat } from "../go-text.ts";
import { isJsonEqual } from "../json-equal.ts";
import { pointed } from "../schema/schema.ts";
import type { Field, GoType, StructType } from "../schema/schema.ts";

const DIRECTIVE = "$patch";
const RETAIN_KEYS = "$retainKeys";
const DELETE_FROM = "$deleteFromPrimitiveList/";
const ELEMENT_ORDER = "$setElementOrder/";

/** What a patch came to: a new object, or why it cannot be applied. `patch` is what is left of it, as errors print it. */
export type Patched = { readonly value: Draft; readonly patch: Draft } | { readonly problem: string };

/** Applies a strategic merge patch by the kind's merge keys. Neither argument is changed. */
export function applyStrategicPatch(schema: StructType, original: unknown, patch: Draft): Patched {
  const merge = new Merge();
  const left = copyOf(patch);
  const value = merge.mergeMap(copyOf(original as Draft), left, schema);
  return merge.problem === undefined ? { value, patch: left } : { problem: merge.problem };
}

class Merge {
  problem: string | undefined;

  mergeMap(original: Draft, patch: Draft, type: GoType | undefined): Draft {
    const directive = patch[DIRECTIVE];
    if (directive !== undefined) return this.#obeyDirective(directive, patch);
    this.#retainKeys(original, patch);
    for (const key of Object.keys(patch).toSorted()) {
      if (key.startsWith(ELEMENT_ORDER)) this.#mergeOrdered({ original, patch, type, key });
    }
    for (const key of Object.keys(patch).toSorted()) this.#mergeKey({ original, patch, type, key });
    return original;
  }

  #mergeKey({ original, patch, type, key }: KeyJob): void {
    const isDeletion = key.startsWith(DELETE_FROM);
    const name = isDeletion ? key.slice(DELETE_FROM.length) : key;
    const change = patch[key];
    if (change === null || change === undefined) {
      delete original[name];
      return;
    }
    const current = original[name];
    const isSameKind = current !== undefined && current !== null && kindOf(current) === kindOf(change);
    if (!isSameKind) {
      if (!isDeletion) keepOrDrop(original, name, withoutNulls(change));
      return;
    }
    const field = fieldOf(type, name);
    if (isJsonObject(current) && isJsonObject(change)) {
      original[name] = this.mergeMap(current, change, field && pointed(field.type));
    } else if (Array.isArray(current) && Array.isArray(change)) {
      const isMerged = field?.mergeKey !== undefined || isDeletion;
      original[name] = isMerged ? this.#mergeList({ current, change, field, isDeletion }) : change;
    } else keepOrDrop(original, name, change);
  }

  #mergeList(job: {
    readonly current: unknown[];
    readonly change: unknown[];
    readonly field: Field | undefined;
    readonly isDeletion: boolean;
  }): unknown[] {
    const { current, change, field, isDeletion } = job;
    if (current.length === 0 && change.length === 0) return current;
    if (!isJsonObject(current[0] ?? change[0])) {
      if (isDeletion) return current.filter((item) => !change.includes(item));
      const merged = [...new Set([...current, ...change])];
      return inOrder({ merged, wanted: change, server: current, mergeKey: "" });
    }
    const mergeKey = field?.mergeKey ?? "";
    if (mergeKey === "") {
      this.#fail(`cannot merge lists without merge key for ${field ? field.type.kind : "list"}`);
      return current;
    }
    const { list, changes } = this.#obeyElements(current as Draft[], change as Draft[], mergeKey);
    const element = elementOf(field);
    const merged = [...list];
    for (const item of changes) {
      if (item[mergeKey] === undefined) {
        this.#fail(`map: ${goFormat(item)} does not contain declared merge key: ${mergeKey}`);
        return current;
      }
      const at = merged.findIndex((other) => isSameKey(other, item, mergeKey));
      if (at < 0) merged.push(item);
      else merged[at] = this.mergeMap(merged[at] ?? {}, item, element);
    }
    return inOrder({ merged, wanted: changes, server: list, mergeKey });
  }

  /** Carries out the elements that are directives ({$patch: delete, name: x}, {$patch: replace}). */
  #obeyElements(current: Draft[], change: Draft[], mergeKey: string): { list: Draft[]; changes: Draft[] } {
    let list = current;
    const changes = change.filter((item) => item[DIRECTIVE] === undefined);
    let isReplaced = false;
    for (const item of change) {
      const directive = item[DIRECTIVE];
      if (directive === "delete" && item[mergeKey] === undefined) {
        this.#fail(`map: ${goFormat(item)} does not contain declared merge key: ${mergeKey}`);
      } else if (directive === "delete") list = list.filter((other) => !isSameKey(other, item, mergeKey));
      else if (directive === "replace") isReplaced = true;
      else if (directive === "merge") this.#fail("merging lists cannot yet be specified in the patch");
      else if (directive !== undefined)
        this.#fail(`unknown patch type: ${goFormat(directive)} in map: ${goFormat(item)}`);
    }
    return isReplaced ? { list: changes, changes: [] } : { list, changes };
  }

  #obeyDirective(directive: unknown, patch: Draft): Draft {
    if (directive === "delete") return {};
    if (directive === "replace") {
      delete patch[DIRECTIVE];
      return patch;
    }
    this.#fail(`unknown patch type: ${goFormat(directive)} in map: ${goFormat(patch)}`);
    return {};
  }

  #retainKeys(original: Draft, patch: Draft): void {
    const retained = patch[RETAIN_KEYS];
    if (retained === undefined) return;
    delete patch[RETAIN_KEYS];
    const isKept = (key: string): boolean => Array.isArray(retained) && retained.includes(key);
    const isOdd = Object.keys(patch).some((key) => patch[key] !== null && !key.startsWith("$") && !isKept(key));
    if (!Array.isArray(retained) || isOdd) {
      this.#fail("invalid patch format of retainKeys");
      return;
    }
    for (const key of Object.keys(original)) if (!isKept(key)) delete original[key];
  }

  /** A list together with the order that its elements shall have ($setElementOrder/ports). */
  #mergeOrdered({ original, patch, type, key }: KeyJob): void {
    const order = patch[key];
    delete patch[key];
    const name = key.slice(ELEMENT_ORDER.length);
    const [current, change] = [original[name], patch[name]];
    if (!Array.isArray(order) || (change !== undefined && !Array.isArray(change))) {
      this.#fail("invalid patch format of setElementOrder list");
      return;
    }
    const field = fieldOf(type, name);
    const mergeKey = field?.mergeKey ?? "";
    const unordered = firstOutOfOrder(change ?? [], order, mergeKey);
    if (unordered) {
      this.#fail(
        `The order in patch list:\n${goFormat(change)}\n doesn't match $setElementOrder list:\n${goFormat(order)}\n`,
      );
      return;
    }
    if (!Array.isArray(current) && change === undefined) return;
    const merged = !Array.isArray(current)
      ? (withoutDirectives(change) as unknown[])
      : change === undefined
        ? current
        : field?.mergeKey === undefined
          ? change
          : this.#mergeList({ current, change, field, isDeletion: false });
    const server = Array.isArray(current) ? current : [];
    original[name] = inOrder({ merged, wanted: order, server, mergeKey });
    delete patch[name];
  }

  #fail(problem: string): void {
    this.problem ??= problem;
  }
}

type KeyJob = {
  readonly original: Draft;
  readonly patch: Draft;
  readonly type: GoType | undefined;
  readonly key: string;
};

/** Elements that the patch names in its order, the server's own between them where they stood. As normalizeElementOrder. */
function inOrder(job: {
  readonly merged: readonly unknown[];
  readonly wanted: readonly unknown[];
  readonly server: readonly unknown[];
  readonly mergeKey: string;
}): unknown[] {
  const { merged, wanted, server, mergeKey } = job;
  const placeIn = (list: readonly unknown[], item: unknown): number =>
    list.findIndex((other) => isSameKey(other, item, mergeKey));
  const byPlaceIn = (list: readonly unknown[]) => (a: unknown, b: unknown) => placeIn(list, a) - placeIn(list, b);
  const named = merged.filter((item) => placeIn(wanted, item) >= 0).toSorted(byPlaceIn(wanted));
  const rest = merged.filter((item) => placeIn(wanted, item) < 0).toSorted(byPlaceIn(server));
  const sorted: unknown[] = [];
  let [i, j] = [0, 0];
  while (i < rest.length && j < named.length) {
    const [left, right] = [placeIn(server, rest[i]), placeIn(server, named[j])];
    if (left >= 0 && right >= 0 && left < right) sorted.push(rest[i++]);
    else sorted.push(named[j++]);
  }
  return [...sorted, ...rest.slice(i), ...named.slice(j)];
}

function firstOutOfOrder(change: readonly unknown[], order: readonly unknown[], mergeKey: string): unknown {
  if (order.length === 0) return undefined;
  let at = 0;
  for (const item of change) {
    if (isJsonObject(item) && item[DIRECTIVE] !== undefined) continue;
    while (at < order.length && !isSameKey(order[at], item, mergeKey)) at++;
    if (at++ >= order.length) return item;
  }
  return undefined;
}

function isSameKey(a: unknown, b: unknown, mergeKey: string): boolean {
  if (mergeKey === "" || !isJsonObject(a) || !isJsonObject(b)) return isJsonEqual(a, b);
  return a[mergeKey] === b[mergeKey];
}

function fieldOf(type: GoType | undefined, name: string): Field | undefined {
  if (type?.kind === "struct") return type.fields.get(name);
  if (type?.kind !== "map") return undefined;
  return { name, type: type.value, omitsEmpty: true, omitsZero: false, retainsKeys: false };
}

function elementOf(field: Field | undefined): GoType | undefined {
  const list = field && pointed(field.type);
  return list?.kind === "list" ? pointed(list.element) : undefined;
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? "list" : typeof value;
}

/** New values bring no nulls along, and no directives. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, entry]) => entry !== null)
      .map(([key, entry]) => [key, withoutNulls(entry)]),
  );
}

function withoutDirectives(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDirectives).filter((item) => item !== undefined);
  if (!isJsonObject(value)) return value;
  if (value[DIRECTIVE] !== undefined) return undefined;
  const kept: Draft = {};
  for (const [key, entry] of Object.entries(value)) keepOrDrop(kept, key, entry);
  return kept;
}

function keepOrDrop(into: Draft, key: string, value: unknown): void {
  const kept = withoutDirectives(value);
  if (kept === undefined) delete into[key];
  else into[key] = kept;
}
