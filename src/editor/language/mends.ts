// Obvious changes that make a document right, found by the schema alone: misprints, types, missing fields, indentation, tabs.
import { editDistance } from "../../engine/model/likeness.ts";
import { fieldOf, readDocuments } from "./documents.ts";
import type { Field, Range, TextDocument, Tree } from "./documents.ts";
import type { Around, At, Mend, Search } from "./mend.ts";
import { mendList, mendMap, mendMissingSpace, mendPlace, mendTabs } from "./mend-layout.ts";
import { mendMissing } from "./mend-missing.ts";
import type { Schema, SchemaNode } from "./schema.ts";

/** Letters that may differ for a name to be taken for a misprint. */
const MISPRINT_LETTERS_MAX = 2;
/** Rounds of mending one text; each makes visible what the one before had hidden. */
const ROUNDS_MAX = 12;

const remembered = new WeakMap<object, readonly Mend[]>();

/** Every mend that the schema makes obvious, in the order of the text. */
export function mends(schema: Schema, text: string): readonly Mend[] {
  return readDocuments(text).flatMap((document) => {
    const { offset } = document;
    const move = ({ from, to }: Range): Range => ({ from: from + offset, to: to + offset });
    return mendsOf(schema, document).map((mend) => ({ ...mend, ...move(mend), at: move(mend.at) }));
  });
}

/** The text with all mends made, as far as they go. */
export function mendAll(schema: Schema, text: string): string {
  let mended = text;
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const found = mends(schema, mended);
    if (found.length === 0) return mended;
    let end = mended.length;
    for (const mend of found.toSorted((a, b) => b.from - a.from || b.to - a.to)) {
      if (mend.to > end) continue;
      mended = mended.slice(0, mend.from) + mend.text + mended.slice(mend.to);
      end = mend.from;
    }
  }
  return mended;
}

/** The candidate that differs in the fewest letters, if it is a misprint's few. Upper and lower case count as the same. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  const limit = Math.min(MISPRINT_LETTERS_MAX, Math.floor(name.length / 2));
  const close = candidates
    .filter((candidate) => candidate !== name && Math.abs(candidate.length - name.length) <= limit)
    .map((candidate) => ({ candidate, letters: editDistance(candidate.toLowerCase(), name.toLowerCase()) }))
    .filter(({ letters }) => letters <= limit)
    .toSorted((a, b) => a.letters - b.letters);
  return close[0]?.candidate;
}

function mendsOf(schema: Schema, document: TextDocument): readonly Mend[] {
  const key = document.root ?? {};
  const known = remembered.get(key);
  if (known) return known;
  const search: Search = { schema, document, found: [] };
  mendTabs(search);
  if (document.root && search.found.length === 0) {
    mendType(search, document.root);
    const node = schema.ofType(document.type);
    if (node) visit(search, { tree: document.root, node, around: [] });
  }
  const found = search.found.toSorted((a, b) => a.from - b.from);
  remembered.set(key, found);
  return found;
}

/** "kind: service" and "apiVersion: v1" of a Deployment. */
function mendType({ schema, found }: Search, root: Tree): void {
  const kind = fieldOf(root, "kind")?.value;
  const apiVersion = fieldOf(root, "apiVersion")?.value;
  const written = scalarText(kind);
  if (kind === undefined || written === undefined) return;
  const meant = schema.kinds.includes(written) ? written : nearest(written, schema.kinds);
  if (meant === undefined) return;
  if (meant !== written) found.push({ what: "replace-value", ...rangeOf(kind), at: kind, text: meant, name: meant });
  const versions = schema.versionsOf(meant);
  const [preferred = ""] = versions;
  if (apiVersion === undefined) {
    const { from } = root;
    const text = `apiVersion: ${preferred}\n`;
    found.push({ what: "add-field", from, to: from, at: kind, text, name: `apiVersion: ${preferred}` });
  } else if (!versions.includes(scalarText(apiVersion) ?? "") && apiVersion.to > apiVersion.from)
    found.push({ what: "replace-value", ...rangeOf(apiVersion), at: apiVersion, text: preferred, name: preferred });
}

function visit(search: Search, at: At): void {
  const { schema } = search;
  const { tree, node, around } = at;
  const types = node.types ?? [];
  const isObject = types.includes("object");
  if (tree.kind === "list") {
    const item = schema.item(node);
    if (isObject) mendList(search, tree);
    else if (item) for (const one of tree.items) visit(search, { tree: one, node: item, around });
  } else if (tree.kind === "map") {
    if (types.length === 1 && types[0] === "array") mendMap(search, at);
    else visitMap(search, { tree, node, around });
  } else if (tree.kind === "scalar") {
    if (typeof tree.value === "string" && isObject) mendMissingSpace(search, tree);
    else mendValue(search, { tree, node });
  }
}

function visitMap(search: Search, at: At & { readonly tree: { readonly kind: "map" } }): void {
  const { schema } = search;
  const { tree, node, around } = at;
  if (tree.kind !== "map") return;
  for (const field of tree.fields) {
    const inner = schema.field(node, field.name);
    const inside = [{ tree, node, field }, ...around];
    if (inner && !isMisplaced(inner, { field, around }))
      visit(search, { tree: field.value, node: inner, around: inside });
    else if (!mendPlace(search, { field, tree, node, around })) mendName(search, { field, tree, node });
  }
  mendMissing(search, at);
}

/** "ports:" inside of a selector: a map with free keys takes any name, but not a list. */
function isMisplaced(
  inner: SchemaNode,
  { field, around }: { readonly field: Field; readonly around: readonly Around[] },
): boolean {
  const isCollection = field.value.kind === "map" || field.value.kind === "list";
  const takesText = inner.types?.length === 1 && inner.types[0] === "string";
  return isCollection && takesText && around.length > 0;
}

type Named = { readonly field: Field; readonly tree: Tree; readonly node: SchemaNode };

/** "ports: 80" where the field is called "port". */
function mendName({ found }: Search, { field, tree, node }: Named): void {
  const siblings = tree.kind === "map" ? tree.fields.map(({ name }) => name) : [];
  const free = Object.keys(node.fields ?? {}).filter((name) => !siblings.includes(name));
  const near = nearest(field.name, free);
  if (near !== undefined) found.push({ what: "rename-field", ...field.key, at: field.key, text: near, name: near });
}

function mendValue(
  { found, document }: Search,
  { tree, node }: { readonly tree: Tree; readonly node: SchemaNode },
): void {
  if (tree.kind !== "scalar" || tree.value === null) return;
  const { value, isQuoted } = tree;
  const types = node.types ?? [];
  const [only] = types.length === 1 ? types : [];
  const range = rangeOf(tree);
  const written = document.text.slice(tree.from, tree.to);
  if (typeof value !== "string" && only === "string")
    found.push({ what: "quote", ...range, at: tree, text: JSON.stringify(written), name: JSON.stringify(written) });
  else if (typeof value === "string" && only === "array") {
    const text = `[${written}]`;
    found.push({ what: "make-list", ...range, at: tree, text, name: text });
  } else if (typeof value === "string" && isQuoted && isCast(value, only))
    found.push({ what: "unquote", ...range, at: tree, text: value, name: value });
  else if (typeof value === "string" && node.enum && !node.enum.includes(value)) {
    const near = nearest(value, node.enum);
    if (near !== undefined) found.push({ what: "replace-value", ...range, at: tree, text: near, name: near });
  }
}

/** Whether a text is that of a number or of a truth value. */
function isCast(value: string, type: string | undefined): boolean {
  if (type === "integer") return /^-?\d+$/.test(value);
  return type === "boolean" && (value === "true" || value === "false");
}

function scalarText(tree: Tree | undefined): string | undefined {
  return tree?.kind === "scalar" && typeof tree.value === "string" ? tree.value : undefined;
}

function rangeOf({ from, to }: Range): Range {
  return { from, to };
}
