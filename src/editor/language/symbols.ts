// The outline of a text: its documents and their main fields; and what can be folded.
import { fieldOf, readDocuments, textOf } from "./documents.ts";
import type { Range, Tree } from "./documents.ts";

/** A document, or a field of one; offsets into the text. */
export type Symbol = Range & {
  readonly name: string;
  readonly detail: string;
  readonly kind: "document" | "field" | "item";
  /** What is selected when one goes there. */
  readonly at: Range;
  readonly inside: readonly Symbol[];
};

/** Levels of fields that an outline has: spec.template.spec.containers[0]. */
const DEPTH_MAX = 5;

/** Documents of a text with their fields. A document begins with its kind: that line says what it is when it is scrolled away. */
export function symbolsOf(text: string): readonly Symbol[] {
  return readDocuments(text).flatMap((document) => {
    const { root, type, offset } = document;
    if (!root) return [];
    const head = fieldOf(root, "kind")?.key ?? root;
    const range = moved({ from: head.from, to: root.to }, offset);
    const metadata = fieldOf(root, "metadata")?.value;
    const name = textOf(fieldOf(metadata, "name")?.value) ?? "";
    const namespace = textOf(fieldOf(metadata, "namespace")?.value) ?? "";
    const inside = fieldsIn(root, { offset, depth: 1 });
    return [
      {
        ...range,
        at: { from: range.from, to: range.from },
        name: `${type.kind ?? "?"} ${name}`.trim(),
        detail: namespace,
        kind: "document",
        inside,
      },
    ];
  });
}

type Level = { readonly offset: number; readonly depth: number };

function fieldsIn(tree: Tree, { offset, depth }: Level): readonly Symbol[] {
  if (depth > DEPTH_MAX) return [];
  const deeper = { offset, depth: depth + 1 };
  if (tree.kind === "list")
    return tree.items.flatMap((item, index) => {
      if (item.kind === "scalar" || item.kind === "alias") return [];
      const name = textOf(fieldOf(item, "name")?.value) ?? `[${index}]`;
      const range = moved(item, offset);
      return [{ ...range, at: range, name, detail: "", kind: "item" as const, inside: fieldsIn(item, deeper) }];
    });
  if (tree.kind !== "map") return [];
  return tree.fields.map(({ name, key, value }) => ({
    ...moved({ from: key.from, to: Math.max(key.to, value.to) }, offset),
    at: moved(key, offset),
    name,
    detail: value.kind === "scalar" ? shortText(value.value) : "",
    kind: "field" as const,
    inside: fieldsIn(value, deeper),
  }));
}

/** Lines, counted from 1: what can be folded away under its first line. */
export type Fold = { readonly start: number; readonly end: number };

/** Documents as a whole, and whatever stands further right than the line above it. */
export function foldsOf(text: string): readonly Fold[] {
  const lines = text.split("\n");
  const folds: Fold[] = documentFolds(lines);
  const open: { line: number; indent: number }[] = [];
  let last = 0;
  const close = (indent: number) => {
    for (let top = open.at(-1); top && top.indent >= indent; top = open.at(-1)) {
      if (last > top.line) folds.push({ start: top.line, end: last });
      open.pop();
    }
  };
  lines.forEach((line, index) => {
    if (line.trim() === "") return;
    const isSeparator = line.startsWith("---");
    close(isSeparator ? -1 : indentOf(line));
    if (!isSeparator) open.push({ line: index + 1, indent: indentOf(line) });
    last = index + 1;
  });
  close(-1);
  return folds.toSorted((a, b) => a.start - b.start || b.end - a.end);
}

function documentFolds(lines: readonly string[]): Fold[] {
  const folds: Fold[] = [];
  let start = 0;
  let last = 0;
  const close = () => {
    if (start > 0 && last > start) folds.push({ start, end: last });
    start = 0;
  };
  lines.forEach((line, index) => {
    if (line.startsWith("---")) return close();
    if (line.trim() === "") return;
    if (start === 0) start = index + 1;
    last = index + 1;
  });
  close();
  return folds;
}

/** A dash belongs to what it begins: "- name: a" is folded with its own fields, under "list:" in the same column. */
function indentOf(line: string): number {
  const [, space = "", dash] = /^(\s*)(- )?/.exec(line) ?? [];
  return space.length + (dash === undefined ? 0 : 0.5);
}

function moved({ from, to }: Range, by: number): Range {
  return { from: from + by, to: to + by };
}

function shortText(value: unknown): string {
  const text = typeof value === "string" ? value : value === null ? "" : JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
