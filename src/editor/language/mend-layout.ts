// Mends of what the eye takes for right: tabs, a missing space, dashes too many or too few, fields in the wrong column.
import type { Field, Tree } from "./documents.ts";
import type { Around, At, Search } from "./mend.ts";
import type { SchemaNode } from "./schema.ts";

/** Tabs that indent: YAML takes none. */
export function mendTabs({ document, found }: Search): void {
  for (const { index, 0: space } of document.text.matchAll(/^[ ]*\t[ \t]*/gm)) {
    const range = { from: index, to: index + space.length };
    found.push({ what: "tabs", ...range, at: range, text: space.replaceAll("\t", "  "), name: "" });
  }
}

/** "app:web" where a map is meant: YAML wants a space after the colon. */
export function mendMissingSpace({ document, found }: Search, { from, to }: Tree): void {
  const written = /^([\w./-]+):(\S.*)$/.exec(document.text.slice(from, to));
  if (!written) return;
  const colon = from + (written[1]?.length ?? 0);
  const at = { from: colon, to: colon + 1 };
  found.push({ what: "add-space", ...at, at, text: ": ", name: "" });
}

/** "metadata:" with "- name: web" under it: the dash makes a list of what is one thing. */
export function mendList({ document, found }: Search, list: Tree): void {
  if (list.kind !== "list") return;
  const [item] = list.items;
  if (list.items.length !== 1 || item?.kind !== "map") return;
  const dash = document.text.lastIndexOf("-", item.from);
  if (dash < 0 || document.text.slice(dash + 1, item.from).trim() !== "") return;
  const at = { from: dash, to: item.from };
  found.push({ what: "not-a-list", ...at, at, text: " ".repeat(item.from - dash), name: "" });
}

/** "containers:" with "name: web" under it: one thing where a list of them is meant. */
export function mendMap({ document, found, schema }: Search, { tree, node }: At): void {
  const item = schema.item(node);
  if (tree.kind !== "map" || tree.isFlow || !tree.fields.every(({ name }) => schema.field(item, name))) return;
  const { text } = document;
  const column = columnOf(text, tree.from);
  const lines = text.slice(tree.from, tree.to).split("\n");
  const [first = "", ...others] = lines;
  const mended = [`- ${first}`, ...others.map((line) => (line.trim() === "" ? line : `  ${line}`))].join("\n");
  const at = { from: tree.from, to: tree.from + first.length };
  if (column >= 0) found.push({ what: "make-list", from: tree.from, to: tree.to, at, text: mended, name: "- " });
}

type Misplaced = {
  readonly field: Field;
  readonly tree: Tree;
  readonly node: SchemaNode;
  readonly around: readonly Around[];
};

/** A field that this map does not know, but the field before it or a map around it does: it stands in the wrong column. */
export function mendPlace(search: Search, misplaced: Misplaced): boolean {
  return mendTooFarLeft(search, misplaced) || mendTooFarRight(search, misplaced);
}

function mendTooFarLeft(search: Search, { field, tree, node }: Misplaced): boolean {
  if (tree.kind !== "map" || tree.isFlow) return false;
  const before = tree.fields[tree.fields.indexOf(field) - 1];
  const inner = before && search.schema.field(node, before.name);
  if (!before || !inner?.fields?.[field.name]) return false;
  const { value } = before;
  const isEmpty = value.kind === "scalar" && value.value === null;
  const isOpen = value.kind === "map" && !value.isFlow && !value.fields.some(({ name }) => name === field.name);
  if (!isEmpty && !isOpen) return false;
  const { text } = search.document;
  const column = isEmpty ? columnOf(text, before.key.from) + 2 : columnOf(text, value.from);
  return moveTo(search, { field, column });
}

function mendTooFarRight(search: Search, { field, around }: Misplaced): boolean {
  const home = around.find(
    ({ tree, node }) =>
      node.fields?.[field.name] !== undefined &&
      tree.kind === "map" &&
      !tree.isFlow &&
      !tree.fields.some(({ name }) => name === field.name),
  );
  if (!home) return false;
  const { text } = search.document;
  const isLast = isBlank(text.slice(field.value.to, home.field.value.to));
  return isLast && moveTo(search, { field, column: columnOf(text, home.field.key.from) });
}

/** Moves all lines of a field to the left or right. A field beside a dash stays: it would take its item along. */
function moveTo(
  { document, found }: Search,
  { field, column }: { readonly field: Field; readonly column: number },
): boolean {
  const { text } = document;
  const now = columnOf(text, field.key.from);
  const from = field.key.from - now;
  if (now === column || text.slice(from, field.key.from).trim() !== "") return false;
  const to = Math.max(field.key.to, field.value.to);
  const moved = text
    .slice(from, to)
    .split("\n")
    .map((line) => shift(line, column - now))
    .join("\n");
  found.push({ what: "indent", from, to, at: field.key, text: moved, name: field.name });
  return true;
}

function shift(line: string, by: number): string {
  if (line.trim() === "") return line;
  return by > 0 ? " ".repeat(by) + line : line.slice(Math.min(-by, line.length - line.trimStart().length));
}

/** Characters between the beginning of a line and an offset in it. */
export function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf("\n", offset - 1) + 1);
}

function isBlank(text: string): boolean {
  return /^(\s*(#.*)?\n?)*$/.test(text);
}
