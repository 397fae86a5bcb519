import type { Node, Pair, YAMLMap, YAMLSeq } from "yaml";
import { isMap, isScalar, isSeq, keyOf, kindOf, parseText, rangeOf } from "./documents.ts";
import { typesOf } from "./schema.ts";
import type { Schema, SchemaNode } from "./schema.ts";

/** An obvious change that would make a text right: what is wrong from `from` to `to`, and what stands there after it. */
export type Mend = {
  readonly what: "add-space" | "not-a-list" | "rename-field" | "replace-value" | "quote";
  readonly from: number;
  readonly to: number;
  readonly text: string;
};

/** Letters that may differ for a name to be taken for a misprint. */
const MISPRINT_LETTERS_MAX = 2;

/** Every mend that the schema makes obvious, in the order of the text. */
export function mends(schema: Schema, text: string): readonly Mend[] {
  const found: Mend[] = [];
  for (const document of parseText(text)) {
    const kind = kindOf(document);
    if (kind === undefined || !schema.kinds.includes(kind)) continue;
    visit({ schema, text, found }, { node: document.contents, schemaNode: schema.ofKind(kind) });
  }
  return found;
}

type Search = { readonly schema: Schema; readonly text: string; readonly found: Mend[] };
type At = { readonly node: unknown; readonly schemaNode: SchemaNode | undefined };

function visit(search: Search, { node, schemaNode }: At): void {
  if (!schemaNode) return;
  const types = typesOf(schemaNode);
  if (isSeq(node) && types.includes("object")) mendList(search, node);
  else if (isSeq(node))
    for (const item of node.items) visit(search, { node: item, schemaNode: search.schema.item(schemaNode) });
  else if (isMap(node)) visitMap(search, { node, schemaNode });
  else if (isScalar(node) && typeof node.value === "string" && types.includes("object")) mendMissingSpace(search, node);
  else if (isScalar(node)) mendValue(search, { node, schemaNode });
}

function visitMap(
  search: Search,
  { node, schemaNode }: { readonly node: YAMLMap; readonly schemaNode: SchemaNode },
): void {
  for (const pair of node.items) {
    const name = keyOf(pair);
    const isKnown = schemaNode.properties?.[name] !== undefined || schemaNode.additionalProperties !== false;
    if (!isKnown) mendName(search, { pair, name, schemaNode, siblings: node.items.map(keyOf) });
    else visit(search, { node: pair.value, schemaNode: search.schema.field(schemaNode, name) });
  }
}

/** "ports: 80" where the field is called "port". */
function mendName(
  { found }: Search,
  {
    pair,
    name,
    schemaNode,
    siblings,
  }: { pair: Pair; name: string; schemaNode: SchemaNode; siblings: readonly string[] },
): void {
  const range = rangeOf(pair.key);
  const free = Object.keys(schemaNode.properties ?? {}).filter((field) => !siblings.includes(field));
  const near = nearest(name, free);
  if (range && near !== undefined) found.push({ what: "rename-field", ...range, text: near });
}

/** "app:web" where a map is meant: YAML wants a space after the colon. */
function mendMissingSpace({ found, text }: Search, node: Node): void {
  const range = rangeOf(node);
  const written = range && /^([\w./-]+):(\S.*)$/.exec(text.slice(range.from, range.to));
  if (!range || !written) return;
  const colon = range.from + (written[1]?.length ?? 0);
  found.push({ what: "add-space", from: colon, to: colon + 1, text: ": " });
}

/** "metadata:" with "- name: web" under it: the dash makes a list of what is one thing. */
function mendList({ found, text }: Search, node: YAMLSeq): void {
  const [item] = node.items;
  const range = rangeOf(item);
  if (node.items.length !== 1 || !isMap(item) || !range) return;
  const dash = text.lastIndexOf("-", range.from);
  if (dash < 0 || text.slice(dash + 1, range.from).trim() !== "") return;
  found.push({ what: "not-a-list", from: dash, to: range.from, text: " ".repeat(range.from - dash) });
}

function mendValue(
  { found }: Search,
  { node, schemaNode }: { readonly node: { value: unknown }; readonly schemaNode: SchemaNode },
): void {
  const range = rangeOf(node);
  const { value } = node;
  if (!range || value === null) return;
  const types = typesOf(schemaNode);
  if ((typeof value === "number" || typeof value === "boolean") && types.length === 1 && types[0] === "string")
    found.push({ what: "quote", ...range, text: JSON.stringify(String(value)) });
  if (typeof value === "string" && schemaNode.enum && !schemaNode.enum.includes(value)) {
    const near = nearest(value, schemaNode.enum);
    if (near !== undefined) found.push({ what: "replace-value", ...range, text: near });
  }
}

function nearest(name: string, candidates: readonly string[]): string | undefined {
  const limit = Math.min(MISPRINT_LETTERS_MAX, Math.floor(name.length / 2));
  const close = candidates
    .map((candidate) => ({ candidate, letters: differingLetters(candidate.toLowerCase(), name.toLowerCase()) }))
    .filter(({ letters }) => letters <= limit)
    .toSorted((a, b) => a.letters - b.letters);
  return close[0]?.candidate;
}

/** Levenshtein's distance: letters to add, drop or change. */
function differingLetters(a: string, b: string): number {
  let before = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (before[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row[j] = Math.min((before[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, change);
    }
    before = row;
  }
  return before[b.length] ?? 0;
}
