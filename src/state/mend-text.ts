// A mend as a change of a text: the field is found in its document, and only its own characters are touched.
import { isMap, isPair, isScalar, isSeq, parseAllDocuments } from "yaml";
import type { Document, Pair, ParsedNode, YAMLMap } from "yaml";
import type { Fix } from "../engine/diagnosis/diagnosis.ts";
import { readField } from "./field-path.ts";

/** A text with the mend in it, and the lines that changed: from this line on (from 1) these went and those came. */
export type MendedText = {
  readonly text: string;
  readonly line: number;
  readonly removed: readonly string[];
  readonly written: readonly string[];
};

/** Puts a fix into a text. Undefined when the object is not in it, or the field's surroundings are not as expected. */
export function mendText(text: string, fix: Fix): MendedText | undefined {
  const document = parseAllDocuments(text).find((one) => "contents" in one && isObjectOf(one, fix));
  if (!document) return undefined;
  const edit = editOf(text, document.contents, fix);
  if (!edit) return undefined;
  const mended = text.slice(0, edit.from) + edit.text + text.slice(edit.to);
  return { text: mended, ...changedLines(text, mended) };
}

type Edit = { readonly from: number; readonly to: number; readonly text: string };

function isObjectOf(document: Document.Parsed, { object }: Fix): boolean {
  const namespace = document.getIn(["metadata", "namespace"]) ?? "default";
  return (
    document.get("kind") === object.kind &&
    document.getIn(["metadata", "name"]) === object.name &&
    (object.namespace === undefined || namespace === object.namespace)
  );
}

function editOf(text: string, contents: ParsedNode | null, { path, from, to }: Fix): Edit | undefined {
  const tokens = readField(path, (parents, key) => childOf(contents, [...parents, key]) !== undefined);
  const key = tokens.at(-1);
  const parent = childOf(contents, tokens.slice(0, -1));
  if (typeof key !== "string" || !isMap(parent)) return undefined;
  const pair = parent.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === key);
  if (!pair) return to === undefined ? undefined : insertion(text, parent, `${key}: ${valueText(to)}`);
  if (to === undefined) return removal(text, parent, pair);
  if (isScalar(pair.value) && pair.value.range)
    return { from: pair.value.range[0], to: pair.value.range[1], text: valueText(to) };
  return renaming(pair.value, from, to);
}

/** One key of a map that gets another name, its value stays. */
function renaming(value: ParsedNode | null, from: Fix["from"], to: Fix["to"]): Edit | undefined {
  if (!isMap(value) || typeof from !== "object" || typeof to !== "object" || !from || !to) return undefined;
  const [old] = Object.keys(from).filter((key) => !(key in to));
  const [renamed] = Object.keys(to).filter((key) => !(key in from));
  const key = value.items.map((item) => item.key).find((item) => isScalar(item) && item.value === old);
  if (renamed === undefined || !isScalar(key) || !key.range) return undefined;
  return { from: key.range[0], to: key.range[1], text: renamed };
}

/** A new pair, before the first one of its map. */
function insertion(text: string, map: YAMLMap.Parsed, pair: string): Edit | undefined {
  const [first] = map.items;
  const at = first?.key.range[0];
  if (map.flow) {
    const begin = map.range[0] + 1;
    return { from: begin, to: begin, text: first ? `${pair}, ` : pair };
  }
  if (at === undefined) return undefined;
  const column = at - (text.lastIndexOf("\n", at - 1) + 1);
  return { from: at, to: at, text: `${pair}\n${" ".repeat(column)}` };
}

/** Takes a pair away: its lines, or its place between commas. */
function removal(text: string, map: YAMLMap.Parsed, pair: Pair<ParsedNode, ParsedNode | null>): Edit | undefined {
  const [from] = pair.key.range;
  const to = (pair.value ?? pair.key).range[1];
  if (map.flow) {
    const after = /^\s*,\s*/.exec(text.slice(to))?.[0];
    const before = /,\s*$/.exec(text.slice(0, from))?.[0];
    if (after !== undefined) return { from, to: to + after.length, text: "" };
    return { from: from - (before?.length ?? 0), to, text: "" };
  }
  if (map.items.length < 2) return undefined;
  const lineBegin = text.lastIndexOf("\n", from - 1) + 1;
  const next = map.items[map.items.findIndex((item) => item === pair) + 1]?.key.range[0];
  // The first pair of a list's item stands behind its dash, where the next one then comes.
  if (text.slice(lineBegin, from).trim() !== "") return next === undefined ? undefined : { from, to: next, text: "" };
  const lineEnd = text.indexOf("\n", text[to - 1] === "\n" ? to - 1 : to);
  return { from: lineBegin, to: lineEnd < 0 ? text.length : lineEnd + 1, text: "" };
}

function childOf(node: ParsedNode | null, tokens: readonly (string | number)[]): ParsedNode | null | undefined {
  let at: unknown = node;
  for (const token of tokens) {
    if (typeof token === "number" ? !isSeq(at) : !isMap(at)) return undefined;
    at = (at as YAMLMap).get(token, true);
  }
  return at as ParsedNode | undefined;
}

/** Text that YAML would take for something else is quoted. */
function valueText(value: Exclude<Fix["to"], undefined>): string {
  if (typeof value !== "string") return JSON.stringify(value);
  return /^(?:[\d.+-]+|true|false|null|yes|no|on|off|~|)$|[:#{}[\],&*?|<>=!%@\\]|^\s|\s$/i.test(value)
    ? JSON.stringify(value)
    : value;
}

function changedLines(before: string, after: string) {
  const [old, now] = [before.split("\n"), after.split("\n")];
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head++;
  let tail = 0;
  while (tail < Math.min(old.length, now.length) - head && old.at(-1 - tail) === now.at(-1 - tail)) tail++;
  return { line: head + 1, removed: old.slice(head, old.length - tail), written: now.slice(head, now.length - tail) };
}
