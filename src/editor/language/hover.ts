import { documentAt } from "./documents.ts";
import type { Tree } from "./documents.ts";
import { typeText } from "./schema.ts";
import type { Schema, SchemaNode } from "./schema.ts";

/** What a field means. `path` is as kubectl explain writes it, with brackets for lists. */
export type Hover = {
  readonly from: number;
  readonly to: number;
  readonly path: string;
  readonly type: string;
  readonly description: string;
  readonly isRequired: boolean;
  /** As it would be written. */
  readonly default?: string;
  readonly values: readonly string[];
};

/** The meaning of the field under the cursor; undefined beside fields, and for fields that the schema does not know. */
export function hover(
  schema: Schema,
  { text, offset }: { readonly text: string; readonly offset: number },
): Hover | undefined {
  const found = documentAt(text, offset);
  const root = found?.document.root;
  if (!found || !root) return undefined;
  const { document, at } = found;
  const hovered = hoverIn({ schema, offset: at }, { tree: root, node: schema.ofType(document.type), path: "" });
  return hovered && { ...hovered, from: hovered.from + document.offset, to: hovered.to + document.offset };
}

type At = { readonly tree: Tree; readonly node: SchemaNode | undefined; readonly path: string };

function hoverIn(search: { readonly schema: Schema; readonly offset: number }, at: At): Hover | undefined {
  const { schema, offset } = search;
  const isInside = ({ from, to }: { readonly from: number; readonly to: number }) => offset >= from && offset <= to;
  const { tree, node, path } = at;
  if (tree.kind === "list") {
    const item = tree.items.find(isInside);
    return item && hoverIn(search, { tree: item, node: schema.item(node), path: `${path}[]` });
  }
  if (tree.kind !== "map") return undefined;
  for (const { name, key, value } of tree.fields) {
    const inner = path === "" ? name : `${path}.${name}`;
    const field = schema.field(node, name);
    if (isInside(key)) {
      const isRequired = schema.resolve(node)?.required?.includes(name) ?? false;
      return field && { ...key, path: inner, isRequired, ...meaningOf(schema, field) };
    }
    if (isInside(value)) return hoverIn(search, { tree: value, node: field, path: inner });
  }
  return undefined;
}

function meaningOf(schema: Schema, field: SchemaNode) {
  const { description = "", default: value } = field;
  return {
    type: typeText(schema, field),
    description,
    values: field.enum ?? schema.item(field)?.enum ?? [],
    ...(value !== undefined && { default: typeof value === "string" ? value : JSON.stringify(value) }),
  };
}
