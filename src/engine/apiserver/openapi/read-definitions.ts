import { DEFINITIONS } from "./definitions.ts";

/** A definition of the API's OpenAPI document: an object's or a struct's, or a type with a name (Time, Quantity). */
export type Definition = {
  /** "core.v1.ServicePort": without what every name has in common. */
  readonly name: string;
  /** A JSON type; "" for one that may be several (IntOrString, Quantity). */
  readonly type: string;
  readonly description: string;
  /** By name. */
  readonly fields: readonly DefinedField[];
};

export type DefinedField = {
  readonly name: string;
  readonly type: FieldType;
  readonly description: string;
  readonly isRequired: boolean;
  /** The values of an enum; empty for any other. */
  readonly values: readonly string[];
};

export type FieldType =
  | { readonly kind: "list" | "map"; readonly element: FieldType }
  /** "string", "integer", "boolean", "number", "object"; "" for anything. */
  | { readonly kind: "json"; readonly type: string }
  | { readonly kind: "definition"; readonly name: string };

/** The API packages whose name is not their group's, by group. */
const PACKAGES: Readonly<Record<string, string>> = {
  "": "core",
  "apiextensions.k8s.io": "apiextensions-apiserver.pkg.apis.apiextensions",
  "apiregistration.k8s.io": "kube-aggregator.pkg.apis.apiregistration",
};

type Entry = { readonly head: string; readonly from: number; readonly to: number };

let index:
  | { readonly lines: readonly string[]; readonly shared: number; readonly entries: ReadonlyMap<string, Entry> }
  | undefined;
const read = new Map<string, Definition>();

/** The definition of a kind; undefined for one that the API does not have. */
export function definitionOf(object: { readonly apiVersion: string; readonly kind: string }): Definition | undefined {
  const [group, version] = object.apiVersion.includes("/") ? object.apiVersion.split("/") : ["", object.apiVersion];
  const ownPackage = PACKAGES[group ?? ""] ?? (group ?? "").split(".")[0];
  return definitionNamed(`${ownPackage}.${version}.${object.kind}`);
}

/** The definition that a field's type names. Each is read when it is first asked for. */
export function definitionNamed(name: string): Definition | undefined {
  const known = read.get(name);
  if (known) return known;
  index ??= indexLines();
  const entry = index.entries.get(name);
  if (!entry) return undefined;
  const [, type = "", description = ""] = entry.head.split("|");
  const fields = index.lines.slice(entry.from, entry.to).map(readField);
  const definition = { name, type, description: plainText(description), fields };
  read.set(name, definition);
  return definition;
}

/** Where each definition stands: one look at every line's first letter. */
function indexLines(): NonNullable<typeof index> {
  const lines = DEFINITIONS.trim().split("\n");
  const heads = lines.flatMap((line, at) => (line.startsWith("#") ? [at] : []));
  const entries = heads.map((at, nth): readonly [string, Entry] => {
    const head = lines[at] ?? "";
    return [head.slice(1, head.indexOf("|")), { head, from: at + 1, to: heads[nth + 1] ?? lines.length }];
  });
  return { lines, shared: heads[0] ?? 0, entries: new Map(entries) };
}

function readField(line: string): DefinedField {
  const [mark = "", type = "", text = "", values] = line.split("|");
  const description = /^\$\d+$/.test(text) ? (index?.lines[Number(text.slice(1))] ?? "") : text;
  return {
    name: mark.replace("!", ""),
    type: readType(type),
    description: plainText(description),
    isRequired: mark.endsWith("!"),
    values: values?.split(",") ?? [],
  };
}

function readType(text: string): FieldType {
  if (text.startsWith("[]")) return { kind: "list", element: readType(text.slice(2)) };
  if (text.startsWith("{}")) return { kind: "map", element: readType(text.slice(2)) };
  return text.includes(".") ? { kind: "definition", name: text } : { kind: "json", type: text };
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\\n": "\n",
  "\\t": "\t",
  "\\q": "`",
  "\\p": "|",
  "\\\\": "\\",
  "\\{": "{",
};

function plainText(text: string): string {
  return text.replace(/\\[ntqp\\{]/g, (found) => ESCAPES[found] ?? found);
}
