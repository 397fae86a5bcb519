// kubectl explain. As k8s.io/kubectl/pkg/explain/v2/templates/plaintext.tmpl lays it out.
import { elementOf, findField, typeText } from "../../../apiserver/openapi/describe-field.ts";
import type { DefinedField, Definition } from "../../../apiserver/openapi/read-definitions.ts";
import type { Resource } from "../../../apiserver/resources.ts";
import { groupVersionOf } from "../../../apiserver/resources.ts";
import type { Command, Context } from "../command.ts";
import { indent, wrapWords } from "../explain/word-wrap.ts";
import { Failure } from "../failure.ts";
import { findResource, requireResource, resourceOfGvk } from "../mapping.ts";

const FIELD_INDENT = 2;
const TEXT_INDENT = 4;
const TEXT_WIDTH = 76;
/** The list of fields names so many values of an enum. */
const VALUES_MAX = 4;

export const explainCommand: Command = { name: "explain", run: runExplain };

function runExplain(context: Context): number {
  const { words, streams, flags } = context;
  const [word, ...others] = words;
  if (word === undefined) {
    throw new Failure(
      'You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of supported resources.\n',
    );
  }
  if (others.length > 0) throw new Failure("We accept only this format: explain RESOURCE\n");
  const [first = word] = word.split(".");
  if (!findResource(first)) {
    streams.error(`the server doesn't have a resource type ${JSON.stringify(first)}\n`);
    return 1;
  }
  const { resource, path } = resourceOf(word, flags.text("api-version"));
  const format = flags.text("output");
  if (format !== "plaintext") throw new Failure(`unrecognized format: ${format}`);
  const group = resource.group === "" ? "" : `GROUP:      ${resource.group}\n`;
  streams.out(`${group}KIND:       ${resource.kind}\nVERSION:    ${resource.version}\n\n`);
  const found = findField({ apiVersion: groupVersionOf(resource), kind: resource.kind }, path);
  if (!found) throw new Failure(`field ${JSON.stringify(path.at(-1) ?? "")} does not exist`);
  const { field, definition } = found;
  const head = field ? `FIELD: ${field.name} <${typeText(field.type)}>\n${allValues(field)}\n\n` : "";
  const fields = definition ? fieldList(definition, { isRecursive: flags.isOn("recursive"), level: 1, above: [] }) : "";
  streams.out(`${head}DESCRIPTION:\n${description(field, definition)}\n${fields === "" ? "" : `FIELDS:\n${fields}`}\n`);
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
    if (resource) return { resource, path: parts.slice(length) };
    const gv = apiVersion.includes("/") ? apiVersion : `/${apiVersion}`;
    throw new Failure(`couldn't find resource for "${gv}, Resource=${found.plural}"`);
  }
  return { resource: requireResource(parts[0] ?? word), path: [] };
}

/** What the field says of itself, then what its type says. */
function description(field: DefinedField | undefined, definition: Definition | undefined): string {
  const texts = [field?.description, definition?.description].filter((text) => text !== undefined && text !== "");
  const text = texts.map((one) => `${one}\n`).join("");
  return indent(wrapWords(text || "<empty>", TEXT_WIDTH), TEXT_INDENT);
}

type Listing = {
  readonly isRecursive: boolean;
  readonly level: number;
  /** The definitions that this one is within: a cycle ends there. */
  readonly above: readonly string[];
};

function fieldList({ fields }: Definition, listing: Listing): string {
  const { isRecursive, level, above } = listing;
  return fields
    .map((field) => {
      const margin = FIELD_INDENT * level;
      const mark = field.isRequired ? " -required-" : "";
      const line = `${" ".repeat(margin)}${field.name}\t<${typeText(field.type)}>${mark}${someValues(field, margin)}\n`;
      if (!isRecursive) {
        const text = wrapWords(field.description || "<no description>", TEXT_WIDTH);
        return `${line}${indent(text, TEXT_INDENT)}\n\n`;
      }
      const below = elementOf(field.type);
      const isOpen = below !== undefined && !above.includes(below.name);
      return isOpen ? line + fieldList(below, { isRecursive, level: level + 1, above: [...above, below.name] }) : line;
    })
    .join("");
}

function allValues({ values }: DefinedField): string {
  return values.length === 0 ? "" : `ENUM:${values.map((value) => `\n    ${value || '""'}`).join("")}`;
}

function someValues({ values }: DefinedField, margin: number): string {
  if (values.length === 0) return "";
  const shown = values.slice(0, VALUES_MAX).map((value) => value || '""');
  return `\n${" ".repeat(margin)}enum: ${shown.join(", ")}${values.length > VALUES_MAX ? ", ...." : ""}`;
}
