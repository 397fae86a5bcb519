// Fields that must be there and have one obvious value.
import { fieldOf } from "./documents.ts";
import type { Tree } from "./documents.ts";
import { columnOf } from "./mend-layout.ts";
import type { At, Search } from "./mend.ts";
import type { SchemaNode } from "./schema.ts";

/** What most people would write where the schema has no default. */
const USUAL: Readonly<Record<string, string>> = { pathType: "Prefix", addressType: "IPv4" };

/** Adds required fields that a map does not have, if their value is obvious. */
export function mendMissing({ document, found, schema }: Search, { tree, node, around }: At): void {
  if (tree.kind !== "map" || tree.isFlow) return;
  const [first] = tree.fields;
  const column = first ? columnOf(document.text, first.key.from) : 0;
  for (const name of node.required ?? []) {
    if (first === undefined || fieldOf(tree, name)) continue;
    const field = schema.field(node, name);
    const written = field && valueOf({ name, field, tree, text: document.text });
    if (written === undefined) continue;
    const margin = " ".repeat(column);
    const lines = `${name}:${written}`.split("\n").join(`\n${margin}`);
    const at = around[0]?.field.key ?? first.key;
    const [line = ""] = lines.split("\n");
    found.push({ what: "add-field", from: tree.to, to: tree.to, at, text: `\n${margin}${lines}`, name: line });
  }
}

type Missing = { readonly name: string; readonly field: SchemaNode; readonly tree: Tree; readonly text: string };

/** What stands behind the colon. */
function valueOf({ name, field, tree, text }: Missing): string | undefined {
  if (name === "selector") return selectorOf(tree, text);
  if (name === "port") return portOf(tree);
  const usual = USUAL[name] ?? (typeof field.default === "string" ? field.default : undefined);
  return usual === undefined ? undefined : ` ${usual}`;
}

/** A workload selects what its template makes. */
function selectorOf(spec: Tree, text: string): string | undefined {
  const template = fieldOf(spec, "template")?.value;
  const labels = fieldOf(fieldOf(template, "metadata")?.value, "labels")?.value;
  if (labels?.kind !== "map" || labels.fields.length === 0) return undefined;
  const pairs = labels.fields.map(
    ({ key, value }) => `${text.slice(key.from, key.to)}: ${text.slice(value.from, value.to)}`,
  );
  return ["", "  matchLabels:", ...pairs.map((pair) => `    ${pair}`)].join("\n");
}

/** A Service that only says where it goes listens on the same port. */
function portOf(port: Tree): string | undefined {
  const target = fieldOf(port, "targetPort")?.value;
  return target?.kind === "scalar" && typeof target.value === "number" ? ` ${target.value}` : undefined;
}
