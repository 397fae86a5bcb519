import { documentAt } from "./documents.ts";
import type { Tree } from "./documents.ts";
import { typeText } from "./schema.ts";
import type { Schema, SchemaNode } from "./schema.ts";

/** What a field means. `path` is as kubectl explain writes it, with brackets for lists. */
export type Hover = {
  /** By what the API knows it: names only, through lists and the keys of maps. */
  readonly field: ApiField;
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

/** A field of a kind of the API; an empty path is the object itself. */
export type ApiField = { readonly apiVersion: string; readonly objectKind: string; readonly path: readonly string[] };

/** The meaning of the field under the cursor; undefined beside fields, and for fields that the schema does not know. */
export function hover(
  schema: Schema,
  { text, offset }: { readonly text: string; readonly offset: number },
): Hover | undefined {
  const found = documentAt(text, offset);
  const root = found?.document.root;
  if (!found || !root) return undefined;
  const { document, at } = found;
  const { apiVersion = "", kind = "" } = document.type;
  const node = schema.ofType(document.type);
  const hovered = hoverIn({ schema, offset: at }, { tree: root, node, path: "", names: [] });
  if (!hovered) return undefined;
  const { names, from, to, ...meaning } = hovered;
  const field = { apiVersion: schema.versionOf({ apiVersion, kind }) ?? apiVersion, objectKind: kind, path: names };
  return { ...meaning, field, from: from + document.offset, to: to + document.offset };
}

type At = {
  readonly tree: Tree;
  readonly node: SchemaNode | undefined;
  readonly path: string;
  readonly names: readonly string[];
};

type Hovered = Omit<Hover, "field"> & Pick<At, "names">;

function hoverIn(search: { readonly schema: Schema; readonly offset: number }, at: At): Hovered | undefined {
  const { schema, offset } = search;
  const isInside = ({ from, to }: { readonly from: number; readonly to: number }) => offset >= from && offset <= to;
  const { tree, node, path, names } = at;
  if (tree.kind === "list") {
    const item = tree.items.find(isInside);
    return item && hoverIn(search, { tree: item, node: schema.item(node), path: `${path}[]`, names });
  }
  if (tree.kind !== "map") return undefined;
  for (const { name, key, value } of tree.fields) {
    const inner = path === "" ? name : `${path}.${name}`;
    const field = schema.field(node, name);
    const within = schema.resolve(node)?.fields?.[name] ? [...names, name] : names;
    if (isInside(key)) {
      const isRequired = schema.resolve(node)?.required?.includes(name) ?? false;
      return field && { ...key, path: inner, names: within, isRequired, ...meaningOf(schema, field) };
    }
    if (isInside(value)) return hoverIn(search, { tree: value, node: field, path: inner, names: within });
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
