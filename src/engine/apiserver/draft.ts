import { isJsonObject } from "../model/json.ts";
import type { KubernetesObject } from "../model/objects.ts";

/** An object on its way into the store: new, nobody else's, and open to change until the store freezes it. */
export type Draft = { [field: string]: unknown };

/** The struct in a field; made when it is not there. */
export function ensureDraft(draft: Draft, field: string): Draft {
  const found = draft[field];
  if (isJsonObject(found)) return found;
  const made: Draft = {};
  draft[field] = made;
  return made;
}

/** The struct in a field, if there is one. */
export function draftIn(draft: Draft | undefined, field: string): Draft | undefined {
  const found = draft?.[field];
  return isJsonObject(found) ? found : undefined;
}

/** The structs of a list; empty when there is none. */
export function draftsIn(draft: Draft | undefined, field: string): Draft[] {
  const found = draft?.[field];
  return Array.isArray(found) ? (found as Draft[]) : [];
}

/** The texts of a list; empty when there is none. */
export function textsIn(draft: Draft | undefined, field: string): string[] {
  const found = draft?.[field];
  return Array.isArray(found) ? (found as string[]) : [];
}

/** The text in a field, "" when there is none: Go's zero value. */
export function textIn(draft: Draft | undefined, field: string): string {
  const found = draft?.[field];
  return typeof found === "string" ? found : "";
}

/** A value as text: a text as it is, anything else as JSON. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}

/** The number in a field; undefined when there is none. */
export function numberIn(draft: Draft | undefined, field: string): number | undefined {
  const found = draft?.[field];
  return typeof found === "number" ? found : undefined;
}

/** Sets a field that is missing or has Go's zero value "". */
export function setDefault(draft: Draft, field: string, value: unknown): void {
  if (draft[field] === undefined || draft[field] === null || draft[field] === "") draft[field] = value;
}

/** A deep copy of a JSON value that may be changed. */
export function copyOf<T>(value: T): T {
  if (Array.isArray(value)) return value.map(copyOf) as T;
  if (typeof value !== "object" || value === null) return value;
  const copy: Draft = {};
  for (const key of Object.keys(value)) copy[key] = copyOf((value as Draft)[key]);
  return copy as T;
}

/** A draft that has been decoded is an object of the API: it has apiVersion, kind and metadata. */
export function asObject(draft: Draft): KubernetesObject {
  return draft as KubernetesObject;
}
