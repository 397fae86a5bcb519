// Reading JSON whose shape is not checked: every function gives a harmless value where the field is missing or of another type.
import { isJsonObject } from "../../model/json.ts";

/** The value at a path of field names; undefined where the path leaves the object. */
export function fieldAt(value: unknown, ...path: readonly string[]): unknown {
  let at = value;
  for (const name of path) {
    if (!isJsonObject(at) || !Object.hasOwn(at, name)) return undefined;
    at = at[name];
  }
  return at;
}

/** The string at a path; "" when there is none. */
export function textAt(value: unknown, ...path: readonly string[]): string {
  const found = fieldAt(value, ...path);
  return typeof found === "string" ? found : "";
}

/** The number at a path; undefined when there is none. */
export function numberAt(value: unknown, ...path: readonly string[]): number | undefined {
  const found = fieldAt(value, ...path);
  return typeof found === "number" ? found : undefined;
}

/** Whether the value at a path is `true`. */
export function isTrueAt(value: unknown, ...path: readonly string[]): boolean {
  return fieldAt(value, ...path) === true;
}

/** The list at a path; empty when there is none. */
export function listAt(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = fieldAt(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** The strings of the list at a path. */
export function textsAt(value: unknown, ...path: readonly string[]): readonly string[] {
  return listAt(value, ...path).filter((part) => typeof part === "string");
}

/** The object at a path; empty when there is none. */
export function mapAt(value: unknown, ...path: readonly string[]): Readonly<Record<string, unknown>> {
  const found = fieldAt(value, ...path);
  return isJsonObject(found) ? found : {};
}

/** The entries of a map of strings (labels, annotations, a selector), sorted by key. */
export function entriesAt(value: unknown, ...path: readonly string[]): readonly (readonly [string, string])[] {
  return Object.entries(mapAt(value, ...path))
    .map(([key, text]) => [key, String(text)] as const)
    .toSorted(([a], [b]) => compareText(a, b));
}

/** Orders by UTF-16 code unit, as Go orders ASCII names; never by language. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
