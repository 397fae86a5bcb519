// RFC 6902 (JSON Patch) and RFC 7396 (JSON Merge Patch), with the words of evanphx/json-patch.
import { isJsonObject } from "../../model/json.ts";
import { copyOf, textIn } from "../draft.ts";
import type { Draft } from "../draft.ts";
import { isJsonEqual } from "../json-equal.ts";

/** Applies a merge patch: null takes a field away, a list is replaced whole. The arguments are not changed. */
export function applyMergePatch(original: unknown, patch: unknown): unknown {
  if (!isJsonObject(patch)) return copyOf(patch);
  const merged: Draft = isJsonObject(original) ? { ...original } : {};
  for (const [key, change] of Object.entries(patch)) {
    if (change === null) delete merged[key];
    else merged[key] = applyMergePatch(merged[key], change);
  }
  return merged;
}

export type JsonPatched = { readonly value: unknown } | { readonly problem: string };

/** Applies the operations in turn; the first that cannot be done is the problem. */
export function applyJsonPatch(original: unknown, operations: readonly unknown[]): JsonPatched {
  const document: { root: unknown } = { root: copyOf(original) };
  for (const operation of operations) {
    const problem = applyOperation(document, isJsonObject(operation) ? operation : {});
    if (problem !== undefined) return { problem };
  }
  return { value: document.root };
}

function applyOperation(document: { root: unknown }, operation: Draft): string | undefined {
  const name = textIn(operation, "op");
  const path = pathOf(operation["path"]);
  const from = pathOf(operation["from"]);
  switch (name) {
    case "add":
      return add(document, path, copyOf(operation["value"] ?? null));
    case "remove":
      return remove(document, path);
    case "replace": {
      if (path.length > 0 && find(document.root, path) === undefined) {
        return `replace operation does not apply: doc is missing key: ${textIn(operation, "path")}: missing value`;
      }
      return set(document, path, copyOf(operation["value"] ?? null));
    }
    case "test": {
      const isMet = isJsonEqual(find(document.root, path), operation["value"]);
      return isMet ? undefined : `testing value ${textIn(operation, "path")} failed: test failed`;
    }
    case "move":
    case "copy": {
      const value = find(document.root, from);
      if (value === undefined)
        return `${name} operation does not apply: doc is missing key: ${textIn(operation, "from")}`;
      if (name === "move") remove(document, from);
      return add(document, path, copyOf(value));
    }
    default:
      return `Unexpected kind: ${name}`;
  }
}

function add(document: { root: unknown }, path: readonly string[], value: unknown): string | undefined {
  const parent = find(document.root, path.slice(0, -1));
  const key = path.at(-1);
  if (key === undefined || !Array.isArray(parent)) return set(document, path, value);
  const index = key === "-" ? parent.length : Number(key);
  if (!Number.isInteger(index) || index < 0 || index > parent.length) {
    return `add operation does not apply: doc is missing path: "/${path.join("/")}": invalid index`;
  }
  parent.splice(index, 0, value);
  return undefined;
}

function set(document: { root: unknown }, path: readonly string[], value: unknown): string | undefined {
  const key = path.at(-1);
  if (key === undefined) {
    document.root = value;
    return undefined;
  }
  const parent = find(document.root, path.slice(0, -1));
  if (Array.isArray(parent)) parent[Number(key)] = value;
  else if (isJsonObject(parent)) (parent as Draft)[key] = value;
  else return `add operation does not apply: doc is missing path: "/${path.join("/")}": missing value`;
  return undefined;
}

function remove(document: { root: unknown }, path: readonly string[]): string | undefined {
  const key = path.at(-1) ?? "";
  const parent = find(document.root, path.slice(0, -1));
  const isThere = find(document.root, path) !== undefined;
  if (Array.isArray(parent) && isThere) parent.splice(Number(key), 1);
  else if (isJsonObject(parent) && isThere) delete (parent as Draft)[key];
  else return `remove operation does not apply: doc is missing path: "/${path.join("/")}": missing value`;
  return undefined;
}

function find(root: unknown, path: readonly string[]): unknown {
  let found = root;
  for (const key of path) {
    if (Array.isArray(found)) found = /^\d+$/.test(key) ? found[Number(key)] : undefined;
    else found = isJsonObject(found) && Object.hasOwn(found, key) ? found[key] : undefined;
  }
  return found;
}

function pathOf(pointer: unknown): string[] {
  if (typeof pointer !== "string" || pointer === "") return [];
  return pointer
    .slice(1)
    .split("/")
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}
