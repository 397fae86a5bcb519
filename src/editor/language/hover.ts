import { isMap, isSeq, keyOf, kindOf, parseText, rangeOf } from "./documents.ts";
import type { Schema, SchemaNode } from "./schema.ts";

/** What a field means. `path` is as kubectl explain writes it, with brackets for lists. */
export type Hover = {
  readonly from: number;
  readonly to: number;
  readonly path: string;
  readonly type: string;
  readonly description: string;
};

/** The meaning of the field under the cursor; undefined beside fields, and for fields that the schema does not know. */
export function hover(
  schema: Schema,
  { text, offset }: { readonly text: string; readonly offset: number },
): Hover | undefined {
  for (const document of parseText(text)) {
    const [from, , to] = document.range;
    if (offset < from || offset > to) continue;
    return hoverIn(
      { schema, offset },
      { node: document.contents, schemaNode: schema.ofKind(kindOf(document)), path: "" },
    );
  }
  return undefined;
}

type At = { readonly node: unknown; readonly schemaNode: SchemaNode | undefined; readonly path: string };

function hoverIn({ schema, offset }: { readonly schema: Schema; readonly offset: number }, at: At): Hover | undefined {
  const isInside = (node: unknown) => {
    const range = rangeOf(node);
    return range !== undefined && offset >= range.from && offset <= range.to;
  };
  if (isSeq(at.node)) {
    const node = at.node.items.find(isInside);
    if (node === undefined) return undefined;
    return hoverIn({ schema, offset }, { node, schemaNode: schema.item(at.schemaNode), path: `${at.path}[]` });
  }
  if (!isMap(at.node)) return undefined;
  for (const pair of at.node.items) {
    const name = keyOf(pair);
    const path = at.path === "" ? name : `${at.path}.${name}`;
    const schemaNode = schema.field(at.schemaNode, name);
    if (isInside(pair.key)) {
      const range = rangeOf(pair.key);
      const type = schemaNode ? [schemaNode.type ?? []].flat().join(" | ") : "";
      return range && schemaNode && { ...range, path, type, description: schemaNode.description ?? "" };
    }
    if (isInside(pair.value)) return hoverIn({ schema, offset }, { node: pair.value, schemaNode, path });
  }
  return undefined;
}
