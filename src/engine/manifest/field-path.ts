// Field paths as the API server writes them ("spec.ports[0].port", "metadata.labels[app]") <-> places in a document.
import type { TextRange, YamlEntry, YamlNode } from "./yaml/node.ts";

/** Where a path leads, as far as it can be followed: the value found, or the key when the value is empty. */
export function locatePath(root: YamlNode, path: string): TextRange {
  let node = root;
  let range = startOf(root);
  let rest = path;
  while (rest !== "") {
    const step = follow(node, rest);
    if (!step) return range;
    ({ node, range, rest } = step);
  }
  return range;
}

/** Where the name of the field at the end of a path stands; of a list's item, where the item begins. */
export function locateKey(root: YamlNode, path: string): TextRange {
  let node = root;
  let range = startOf(root);
  let rest = path;
  while (rest !== "") {
    const step = follow(node, rest);
    if (!step) return range;
    ({ node, rest } = step);
    range = step.key ?? step.range;
  }
  return range;
}

/** The path of the innermost field that an offset stands in. */
export function pathAtOffset(root: YamlNode, offset: number): string {
  let node = root;
  let path = "";
  for (;;) {
    const found = innerAt(node, offset);
    if (!found) return path;
    path = found.name.startsWith("[") || path === "" ? path + found.name : `${path}.${found.name}`;
    node = found.node;
  }
}

type Followed = {
  readonly node: YamlNode;
  readonly range: TextRange;
  /** The field's name; a list's item has none. */
  readonly key?: TextRange;
  readonly rest: string;
};

/** One step on a path. Keys may hold dots, so the longest key that fits is taken. */
function follow(node: YamlNode, path: string): Followed | undefined {
  const target = node.kind === "alias" ? node.target : node;
  const bracket = /^\[([^\]]*)\]\.?/.exec(path);
  if (target.kind === "list" && bracket) {
    const item = target.items[Number(bracket[1])];
    return item && { node: item, range: rangeOf(item), rest: path.slice(bracket[0].length) };
  }
  if (target.kind !== "map") return undefined;
  const fitting = target.entries
    .filter(({ key }) => key.kind === "scalar" && (bracket ? key.text === bracket[1] : beginsWith(path, key.text)))
    .toSorted((a, b) => keyText(b).length - keyText(a).length);
  const [entry] = fitting;
  if (!entry) return undefined;
  const taken = bracket ? bracket[0].length : keyText(entry).length;
  const { key, value } = entry;
  const isEmpty = value.range.from === value.range.to;
  const rest = path.slice(taken).replace(/^\./, "");
  return { node: value, range: isEmpty ? key.range : rangeOf(value), key: key.range, rest };
}

function beginsWith(path: string, key: string): boolean {
  return path.startsWith(key) && (path.length === key.length || ".[".includes(path.charAt(key.length)));
}

function innerAt(node: YamlNode, offset: number): { readonly name: string; readonly node: YamlNode } | undefined {
  if (node.kind === "list") {
    const index = node.items.findIndex(({ range }) => isWithin(offset, range));
    const item = node.items[index];
    return item && { name: `[${index}]`, node: item };
  }
  if (node.kind !== "map") return undefined;
  const entry = node.entries.find(({ key, value }) => isWithin(offset, { from: key.range.from, to: value.range.to }));
  return entry && { name: keyText(entry), node: entry.value };
}

function isWithin(offset: number, { from, to }: TextRange): boolean {
  return offset >= from && offset <= to;
}

/** Of maps and lists, which may be long, the first line's worth: their first key or item. */
function rangeOf(node: YamlNode): TextRange {
  return node.kind === "map" || node.kind === "list" ? startOf(node) : node.range;
}

function startOf(node: YamlNode): TextRange {
  if (node.kind === "map") return node.entries[0]?.key.range ?? node.range;
  if (node.kind === "list") return node.items[0] ? startOf(node.items[0]) : node.range;
  return node.range;
}

function keyText({ key }: YamlEntry): string {
  return key.kind === "scalar" ? key.text : "";
}
