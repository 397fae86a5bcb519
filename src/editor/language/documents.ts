// A text as documents, each read by the `yaml` library into a small tree with places. A document that has not changed is not read again.
import { isAlias, isMap, isScalar, isSeq, parseDocument } from "yaml";
import type { Node, Pair, Scalar, YAMLMap, YAMLSeq } from "yaml";
import type { TypeMeta } from "./schema.ts";

/** Offsets into the text of a document: `to` is behind the last character. */
export type Range = { readonly from: number; readonly to: number };

/** A value with its place; white space and comments behind it are not part of it. */
export type Tree = Range &
  (
    | { readonly kind: "map"; readonly fields: readonly Field[]; readonly isFlow: boolean }
    | { readonly kind: "list"; readonly items: readonly Tree[]; readonly isFlow: boolean }
    | { readonly kind: "scalar"; readonly value: unknown; readonly isQuoted: boolean }
    | { readonly kind: "alias" }
  );
export type Field = { readonly name: string; readonly key: Range; readonly value: Tree };

/** One document. All offsets of its tree count from `offset`, where it begins in the text. */
export type TextDocument = {
  readonly text: string;
  readonly offset: number;
  /** Counted from 1. */
  readonly line: number;
  readonly root: Tree | undefined;
  readonly type: TypeMeta;
};

/** Documents that are remembered: some texts of 2,400 lines. */
const REMEMBERED_MAX = 4000;

const remembered = new Map<string, Pick<TextDocument, "root" | "type">>();

/** The documents of a text, empty ones left out. */
export function readDocuments(text: string): readonly TextDocument[] {
  const documents: TextDocument[] = [];
  let line = 1;
  for (const { text: part, offset } of splitText(text)) {
    if (/^\s*[^#\s]/m.test(part)) documents.push({ text: part, offset, line, ...readOne(part) });
    for (let at = part.indexOf("\n"); at >= 0; at = part.indexOf("\n", at + 1)) line++;
    line++;
  }
  return documents;
}

/** The document that an offset of the text stands in, and the offset in it. */
export function documentAt(
  text: string,
  offset: number,
): { readonly document: TextDocument; readonly at: number } | undefined {
  const document = readDocuments(text).findLast((one) => one.offset <= offset);
  return document && { document, at: offset - document.offset };
}

/** The value of a field of a map; undefined where there is none. */
export function fieldOf(tree: Tree | undefined, name: string): Field | undefined {
  return tree?.kind === "map" ? tree.fields.findLast((field) => field.name === name) : undefined;
}

/** The text of a scalar that is a string; undefined for anything else. */
export function textOf(tree: Tree | undefined): string | undefined {
  return tree?.kind === "scalar" && typeof tree.value === "string" ? tree.value : undefined;
}

/** "---" on a line of its own parts documents; the part behind it begins on the next line. */
function splitText(text: string): readonly { readonly text: string; readonly offset: number }[] {
  const parts: { text: string; offset: number }[] = [];
  let offset = 0;
  for (const { index, 0: separator } of text.matchAll(/^---(?:[ \t].*)?$/gm)) {
    parts.push({ text: text.slice(offset, Math.max(offset, index - 1)), offset });
    offset = index + separator.length + 1;
  }
  parts.push({ text: text.slice(offset), offset });
  return parts;
}

function readOne(text: string): Pick<TextDocument, "root" | "type"> {
  const known = remembered.get(text);
  if (known) return known;
  const { contents } = parseDocument(text, {
    prettyErrors: false,
    uniqueKeys: false,
    version: "1.1",
    logLevel: "silent",
  });
  const root = treeOf(contents, text);
  const type = { apiVersion: textOf(fieldOf(root, "apiVersion")?.value), kind: textOf(fieldOf(root, "kind")?.value) };
  if (remembered.size >= REMEMBERED_MAX) remembered.clear();
  remembered.set(text, { root, type });
  return { root, type };
}

function treeOf(node: unknown, text: string): Tree | undefined {
  const range = rangeOf(node, text);
  if (!range) return undefined;
  if (isMap(node)) return { kind: "map", ...range, isFlow: node.flow === true, fields: fieldsOf(node, text) };
  if (isSeq(node)) return { kind: "list", ...range, isFlow: node.flow === true, items: itemsOf(node, text) };
  if (isAlias(node)) return { kind: "alias", ...range };
  const { value, type } = node as Scalar;
  return { kind: "scalar", ...range, value, isQuoted: type === "QUOTE_DOUBLE" || type === "QUOTE_SINGLE" };
}

function fieldsOf(map: YAMLMap, text: string): readonly Field[] {
  return map.items.flatMap((pair: Pair) => {
    const key = rangeOf(pair.key, text);
    if (!key) return [];
    const name = String(isScalar(pair.key) ? (pair.key.source ?? pair.key.value) : pair.key);
    const value = treeOf(pair.value, text) ?? {
      kind: "scalar",
      from: key.to,
      to: key.to,
      value: null,
      isQuoted: false,
    };
    return [{ name, key, value }];
  });
}

function itemsOf(list: YAMLSeq, text: string): readonly Tree[] {
  return list.items.flatMap((item) => treeOf(item, text) ?? []);
}

/** Without the white space and the comments that the library counts to a map or list. */
function rangeOf(node: unknown, text: string): Range | undefined {
  const range = (node as Node | null | undefined)?.range;
  if (!range) return undefined;
  const [from, to] = range;
  const end = isScalar(node) ? to : (lastOf(node) ?? to);
  return { from, to: Math.max(from, from + text.slice(from, end).trimEnd().length) };
}

/** Where a block map or list ends: with its last item. */
function lastOf(node: unknown): number | undefined {
  if (isMap(node) && node.flow !== true) {
    const last = node.items.at(-1);
    return lastOf(last?.value) ?? (last?.value as Node | null)?.range?.[1] ?? (last?.key as Node | null)?.range?.[1];
  }
  if (isSeq(node) && node.flow !== true) {
    const last = node.items.at(-1);
    return lastOf(last) ?? (last as Node | null)?.range?.[1];
  }
  return undefined;
}
