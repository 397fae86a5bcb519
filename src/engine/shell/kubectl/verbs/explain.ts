import { pointed, schemaOf } from "../../../apiserver/schema/schema.ts";
import type { Field, GoType, StructType } from "../../../apiserver/schema/schema.ts";
import type { Resource } from "../../../apiserver/resources.ts";
import { groupVersionOf } from "../../../apiserver/resources.ts";
import { compareText } from "../../../apiserver/printers/fields.ts";
import { unhandled } from "../../../model/unhandled.ts";
import type { Command, Context } from "../command.ts";
import { usageFailure } from "../command.ts";
import { fieldDoc } from "../explain/field-docs.ts";
import { Failure } from "../failure.ts";
import { findResource, requireResource, resourceOfGvk } from "../mapping.ts";

const WIDTH = 80;
const INDENT = 4;

export const explainCommand: Command = { name: "explain", run: runExplain };

function runExplain(context: Context): number {
  const { words, streams, flags } = context;
  const [word, ...others] = words;
  if (word === undefined) {
    throw usageFailure(
      context,
      'You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of supported resources.\n',
    );
  }
  if (others.length > 0) throw usageFailure(context, "We accept only this format: explain RESOURCE\n");
  const { resource, path } = resourceOf(word, flags.text("api-version"));
  const schema = schemaOf({ apiVersion: groupVersionOf(resource), kind: resource.kind });
  if (!schema) throw new Failure(`couldn't find resource for "${groupVersionOf(resource)}, Kind=${resource.kind}"`);
  const group = resource.group === "" ? "" : `GROUP:      ${resource.group}\n`;
  streams.out(`${group}KIND:       ${resource.kind}\nVERSION:    ${resource.version}\n\n`);
  const place = follow(schema, path);
  streams.out(placeText(place, { isRecursive: flags.isOn("recursive") }));
  return 0;
}

function resourceOf(
  word: string,
  apiVersion: string,
): { readonly resource: Resource; readonly path: readonly string[] } {
  const parts = word.split(".").filter(Boolean);
  for (let length = parts.length; length > 0; length--) {
    const found = findResource(parts.slice(0, length).join("."));
    if (!found) continue;
    const resource = apiVersion === "" ? found : resourceOfGvk(apiVersion, found.kind);
    if (!resource) throw new Failure(`couldn't find resource for "${apiVersion}, Kind=${found.kind}"`);
    return { resource, path: parts.slice(length) };
  }
  return { resource: requireResource(word.split(".")[0] ?? word), path: [] };
}

/** Where a path has led: the struct that holds the field, the field, and its type. */
type Place = { readonly owner: StructType | undefined; readonly field: Field | undefined; readonly type: GoType };

function follow(root: StructType, path: readonly string[]): Place {
  let place: Place = { owner: undefined, field: undefined, type: root };
  for (const name of path) {
    const owner = elementOf(place.type);
    const field = owner.kind === "struct" ? owner.fields.get(name) : undefined;
    if (owner.kind !== "struct" || !field) throw new Failure(`field "${name}" does not exist`);
    place = { owner, field, type: field.type };
  }
  return place;
}

function placeText({ owner, field, type }: Place, options: { readonly isRecursive: boolean }): string {
  const element = elementOf(type);
  const doc = owner && field ? fieldDoc(owner.structName, field.name) : undefined;
  const ownDoc = element.kind === "struct" ? fieldDoc(element.structName, "")?.text : undefined;
  const values = doc && doc.values.length > 0 ? `ENUM:\n${doc.values.map((value) => `    ${value}\n`).join("")}` : "\n";
  const head = field ? `FIELD: ${field.name} <${typeName(type)}>\n${values}\n` : "";
  const description = [doc?.text, ownDoc].filter((text) => text !== undefined && text !== "").join("\n");
  const body = `DESCRIPTION:\n${wrap(description || "<no description>")}    \n`;
  if (element.kind !== "struct") return `${head}${body}\n`;
  const fields = sortedFields(element);
  const list = options.isRecursive
    ? fieldTree(element, { depth: 1, above: [] })
    : fields.map((one) => fieldText(element, one)).join("");
  return `${head}${body}FIELDS:\n${list}\n`;
}

function fieldText(owner: StructType, field: Field): string {
  const doc = fieldDoc(owner.structName, field.name);
  const values = doc && doc.values.length > 0 ? `  enum: ${doc.values.join(", ")}\n` : "";
  const required = isRequired(field) ? " -required-" : "";
  return `  ${field.name}\t<${typeName(field.type)}>${required}\n${values}${wrap(doc?.text ?? "<no description>")}\n`;
}

function fieldTree(
  owner: StructType,
  { depth, above }: { readonly depth: number; readonly above: readonly string[] },
): string {
  return sortedFields(owner)
    .map((field) => {
      const element = elementOf(field.type);
      const line = `${"  ".repeat(depth)}${field.name}\t<${typeName(field.type)}>${isRequired(field) ? " -required-" : ""}\n`;
      const isOpen = element.kind === "struct" && !above.includes(element.structName);
      const inner = { depth: depth + 1, above: [...above, owner.structName] };
      return isOpen && element.kind === "struct" ? line + fieldTree(element, inner) : line;
    })
    .join("");
}

function sortedFields(owner: StructType): readonly Field[] {
  return [...owner.fields.values()].toSorted((a, b) => compareText(a.name, b.name));
}

function isRequired({ omitsEmpty, omitsZero, type }: Field): boolean {
  return !omitsEmpty && !omitsZero && pointed(type).kind !== "struct";
}

/** The type within lists and maps. */
function elementOf(type: GoType): GoType {
  const inner = pointed(type);
  if (inner.kind === "list") return elementOf(inner.element);
  return inner.kind === "map" ? elementOf(inner.value) : inner;
}

function typeName(type: GoType): string {
  const inner = pointed(type);
  switch (inner.kind) {
    case "list":
      return `[]${typeName(inner.element)}`;
    case "map":
      return `map[string]${typeName(inner.value)}`;
    case "struct":
      return inner.structName;
    case "scalar":
      if (inner.base === "bool") return "boolean";
      return inner.base === "string" ? "string" : inner.base === "float64" ? "number" : "integer";
    case "pointer":
      return typeName(inner.to);
    case "special":
      if (inner.special === "any") return "Object";
      return inner.special === "bytes" ? "string" : inner.special;
    default:
      throw unhandled(inner);
  }
}

/** Lines of at most 80 columns, four of them for the margin; a line's own indentation is kept on its first line. */
function wrap(text: string): string {
  return text
    .split("\n")
    .flatMap((line) => wrapLine(line))
    .map((line) => `${" ".repeat(INDENT)}${line}\n`)
    .join("");
}

function wrapLine(line: string): readonly string[] {
  const lines: string[] = [];
  let current = "";
  for (const token of line.match(/\s*\S+/g) ?? []) {
    if (current !== "" && current.length + token.length > WIDTH - INDENT) {
      lines.push(current);
      current = token.trimStart();
    } else current += token;
  }
  return [...lines, current];
}
