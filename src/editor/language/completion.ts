// What could be written at the cursor: fields that are not there yet, values, whole objects.
import { readDocuments } from "./documents.ts";
import type { Facts } from "./facts.ts";
import { factKeys, factValues } from "./fact-values.ts";
import { placeAt } from "./place.ts";
import type { Place } from "./place.ts";
import { typeText } from "./schema.ts";
import type { Schema, SchemaNode } from "./schema.ts";
import { SNIPPETS } from "./snippets.ts";

export type CompletionItem = {
  readonly label: string;
  readonly kind: "field" | "value" | "object";
  /** What is inserted; lines after the first are indented by the editor as the first is. "object": in Monaco's snippet syntax. */
  readonly insert: string;
  /** The type of a field, where a value comes from. */
  readonly detail: string;
  readonly description: string;
  readonly isRequired: boolean;
};

/** What could be written at an offset of the text. */
export function complete(
  schema: Schema,
  { text, offset, facts }: { readonly text: string; readonly offset: number; readonly facts: Facts },
): readonly CompletionItem[] {
  const place = placeAt(text, offset);
  const documents = readDocuments(text);
  const document = documents.findLast((one) => one.offset <= offset);
  const known = { place, facts, document, documents };
  if (place.isValue) {
    const values = factValues(known);
    return values.length > 0 ? values.map(valueItem) : schemaValues(schema, place).map((one) => valueItem(one));
  }
  const node = nodeAt(schema, place);
  const keys = factKeys(known).map((label) => keyItem(label));
  const objects = place.path.length === 0 && place.isEmptyDocument ? SNIPPETS.map(objectItem) : [];
  return [...objects, ...keys, ...(node ? fieldItems(schema, { node, place }) : [])];
}

/** A document without a kind may have what every object has. */
function nodeAt(schema: Schema, { type, path }: Place): SchemaNode | undefined {
  return schema.at(type, path) ?? (path.length === 0 ? schema.ofType({ kind: "ConfigMap" }) : undefined);
}

function fieldItems(
  schema: Schema,
  { node, place }: { readonly node: SchemaNode; readonly place: Place },
): readonly CompletionItem[] {
  const isTop = place.path.length === 0;
  return Object.entries(node.fields ?? {})
    .filter(([label]) => !place.siblings.includes(label) && !(isTop && label === "status"))
    .map(([label, field]) => {
      const resolved = schema.resolve(field) ?? field;
      return {
        label,
        kind: "field",
        insert: label + beginningOf(schema, { field: resolved, margin: " ".repeat(place.dashes) }),
        detail: typeText(schema, resolved),
        description: resolved.description ?? "",
        isRequired: (node.required?.includes(label) ?? false) || (isTop && ALWAYS_WRITTEN.has(label)),
      };
    });
}

/** The schema does not say so, but an object without them is none. */
const ALWAYS_WRITTEN: ReadonlySet<string> = new Set(["apiVersion", "kind", "metadata"]);

function beginningOf(
  schema: Schema,
  { field, margin }: { readonly field: SchemaNode; readonly margin: string },
): string {
  const [type] = field.types ?? [];
  if (type === "object") return `:\n${margin}  `;
  if (type !== "array") return ": ";
  const item = schema.item(field);
  const [first] = item?.required ?? [];
  return `:\n${margin}  - ${first === undefined ? "" : `${first}: `}`;
}

function schemaValues(schema: Schema, { path, type }: Place): readonly { label: string; detail: string }[] {
  const values = () => {
    if (path.length === 1 && path[0] === "kind") return schema.kinds;
    if (path.length === 1 && path[0] === "apiVersion")
      return type.kind === undefined ? schema.apiVersions : schema.versionsOf(type.kind);
    const node = schema.at(type, path);
    return node?.enum ?? (node?.types?.[0] === "boolean" ? ["true", "false"] : []);
  };
  return values().map((label) => ({ label, detail: "" }));
}

function valueItem({ label, detail }: { readonly label: string; readonly detail: string }): CompletionItem {
  return { label, kind: "value", insert: label, detail, description: "", isRequired: false };
}

function keyItem(label: string): CompletionItem {
  return { label, kind: "field", insert: `${label}: `, detail: "label", description: "", isRequired: true };
}

function objectItem({ label, detail, body }: (typeof SNIPPETS)[number]): CompletionItem {
  return { label, kind: "object", insert: body, detail, description: "", isRequired: false };
}
