import type { Schema, SchemaNode, SchemaPath } from "./schema.ts";

/** What the cluster has, for values that no schema knows. */
export type ClusterFacts = {
  readonly namespaces: readonly string[];
  readonly services: readonly string[];
  /** Label keys of pods, each with its values. */
  readonly labels: Readonly<Record<string, readonly string[]>>;
};

export type CompletionItem = {
  readonly label: string;
  readonly kind: "field" | "value";
  /** What is inserted; lines after the first are indented by the editor as the first is. */
  readonly insert: string;
  readonly description: string;
  readonly isRequired: boolean;
};

/** Where a cursor stands: the path of the thing that is being written, by indentation, as half-typed text does not parse. */
type Place = { readonly path: SchemaPath; readonly kind: string | undefined; readonly isValue: boolean };

/** What could be written at the cursor: fields that are not there yet, or values. */
export function complete(
  schema: Schema,
  { text, offset, facts }: { readonly text: string; readonly offset: number; readonly facts: ClusterFacts },
): readonly CompletionItem[] {
  const place = placeAt(text, offset);
  const node = schema.at(place.kind, place.path);
  const fromCluster = factItems(place, facts);
  if (fromCluster.length > 0) return fromCluster;
  if (!node) return [];
  if (place.isValue) return valueItems(schema, { node, place });
  return fieldItems(schema, node);
}

function fieldItems(schema: Schema, node: SchemaNode): readonly CompletionItem[] {
  return Object.entries(node.properties ?? {}).map(([label, field]) => {
    const resolved = schema.resolve(field) ?? field;
    return {
      label,
      kind: "field",
      insert: label + beginningOf(resolved),
      description: resolved.description ?? "",
      isRequired: node.required?.includes(label) ?? false,
    };
  });
}

function beginningOf({ type }: SchemaNode): string {
  if (type === "object") return ":\n  ";
  return type === "array" ? ":\n  - " : ": ";
}

function valueItems(
  schema: Schema,
  { node, place }: { readonly node: SchemaNode; readonly place: Place },
): readonly CompletionItem[] {
  if (place.path.length === 1 && place.path[0] === "kind") return schema.kinds.toSorted().map(valueItem);
  const values = node.enum ?? (node.type === "boolean" ? ["true", "false"] : []);
  return values.map(valueItem);
}

function factItems({ path, kind, isValue }: Place, facts: ClusterFacts): readonly CompletionItem[] {
  const inSelector = kind === "Service" && path[0] === "spec" && path[1] === "selector";
  const inLabels = path.at(-2) === "matchLabels" || path.at(-2) === "labels" || (inSelector && path.length === 3);
  const [last] = path.slice(-1);
  if (isValue && last === "namespace" && path.at(-2) === "metadata") return facts.namespaces.map(valueItem);
  if (isValue && last === "serviceName") return facts.services.map(valueItem);
  if (isValue && inLabels && typeof last === "string") return (facts.labels[last] ?? []).map(valueItem);
  if (!isValue && inSelector && path.length === 2)
    return Object.keys(facts.labels).map((label) => ({ ...valueItem(label), kind: "field", insert: `${label}: ` }));
  return [];
}

function valueItem(label: string): CompletionItem {
  return { label, kind: "value", insert: label, description: "", isRequired: false };
}

const LINE = /^(\s*)((?:- +)*)([\w./-]+):(\s|$)/;

/** "  - name: web" is read as: indentation, dashes, field, value. */
function placeAt(text: string, offset: number): Place {
  const begin = text.lastIndexOf("\n---", offset - 1);
  const lines = text.slice(begin < 0 ? 0 : begin + 4, offset).split("\n");
  const rest = text.slice(offset).split(/\n---/)[0] ?? "";
  const kind = /^kind:\s*(\S+)/m.exec(lines.join("\n") + rest)?.[1];
  const now = /^(\s*)((?:- +)*)([^:#]*?)(:\s+(.*))?$/.exec(lines.pop() ?? "");
  const [, space = "", dashes = "", name = "", value] = now ?? [];
  const isValue = value !== undefined;
  const path: (string | 0)[] = isValue ? [name.trim()] : [];
  if (dashes !== "") path.unshift(0);
  return { path: [...parentsOf(lines, { space, dashes }), ...path], kind, isValue };
}

/**
 * The fields that a line lies in, outermost first. `column` is where the innermost found so far stands; a list's item stands
 * half a column right of its dash, as "ports:" and "- port: 80" may begin in the same column.
 */
function parentsOf(
  lines: readonly string[],
  { space, dashes }: { readonly space: string; readonly dashes: string },
): SchemaPath {
  const path: (string | 0)[] = [];
  let column = dashes === "" ? space.length : space.length + 0.5;
  for (const line of lines.toReversed()) {
    const found = LINE.exec(line);
    if (!found) continue;
    const [, before = "", dash = "", field = ""] = found;
    const at = before.length + dash.length;
    if (at < column) {
      path.unshift(field);
      column = at;
      if (dash === "") continue;
      path.unshift(0);
      column = before.length + 0.5;
    } else if (dash !== "" && at === column) {
      path.unshift(0);
      column = before.length + 0.5;
    }
  }
  return path;
}
