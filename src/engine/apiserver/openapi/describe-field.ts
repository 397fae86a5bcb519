import { unhandled } from "../../model/unhandled.ts";
import type { DefinedField, Definition, FieldType } from "./read-definitions.ts";
import { definitionNamed, definitionOf } from "./read-definitions.ts";

/** Where a path leads: the field (none for the object itself), and the definition of what it holds, if that has fields. */
export type DescribedField = { readonly field: DefinedField | undefined; readonly definition: Definition | undefined };

/**
 * What Kubernetes itself says of a field: `describeField("v1", "Service", ["spec", "ports", "targetPort"])`; lists and maps are
 * passed through without a number. An empty path is the object. Undefined for a kind or a field that the API does not have.
 */
export function describeField(apiVersion: string, kind: string, path: readonly string[]): string | undefined {
  const found = findField({ apiVersion, kind }, path);
  return found && (found.field ?? found.definition)?.description;
}

/** Follows a path of field names from an object of that kind. */
export function findField(
  object: { readonly apiVersion: string; readonly kind: string },
  path: readonly string[],
): DescribedField | undefined {
  let definition = definitionOf(object);
  if (!definition) return undefined;
  let field: DefinedField | undefined;
  for (const name of path) {
    field = definition?.fields.find((one) => one.name === name);
    if (!field) return undefined;
    definition = elementOf(field.type);
  }
  return { field, definition };
}

/** The definition within lists and maps; undefined for a plain JSON type. */
export function elementOf(type: FieldType): Definition | undefined {
  if (type.kind === "definition") return definitionNamed(type.name);
  return type.kind === "json" ? undefined : elementOf(type.element);
}

/** A type as `kubectl explain` writes it: "[]Container", "map[string]Quantity", "string" for what is one in JSON. */
export function typeText(type: FieldType): string {
  switch (type.kind) {
    case "list":
      return `[]${typeText(type.element)}`;
    case "map":
      return `map[string]${typeText(type.element)}`;
    case "definition": {
      const json = definitionNamed(type.name)?.type ?? "";
      return json === "" || json === "object" ? type.name.slice(type.name.lastIndexOf(".") + 1) : json;
    }
    case "json":
      return type.type === "" || type.type === "object" ? "Object" : type.type;
    default:
      throw unhandled(type);
  }
}
