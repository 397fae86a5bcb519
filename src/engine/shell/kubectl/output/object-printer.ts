import { isJsonObject } from "../../../model/json.ts";
import { mapAt, textAt } from "../../../apiserver/printers/fields.ts";
import type { Context } from "../command.ts";
import { Failure } from "../failure.ts";
import { kindLabel, resourceOfGvk } from "../mapping.ts";
import { parseTemplate } from "./go-template.ts";
import { goSyntaxText } from "./go-value.ts";
import { goJson } from "./json.ts";
import { findResults, resultsText } from "./jsonpath.ts";
import { parseJsonPath } from "./jsonpath-parser.ts";
import { toKyaml } from "./kyaml.ts";
import { toYaml } from "./yaml.ts";

/** Prints one object (or a List) as -o wants it. */
export type ObjectPrinter = (object: unknown) => string;

/** The formats that print objects whole, as the error message lists them; `get` has three more. */
const OBJECT_FORMATS = [
  "go-template",
  "go-template-file",
  "json",
  "jsonpath",
  "jsonpath-as-json",
  "jsonpath-file",
  "kyaml",
  "name",
  "template",
  "templatefile",
  "yaml",
] as const;

export type PrinterOptions = {
  /** Formats of the command's own, for the error message. */
  readonly others?: readonly string[];
  /** "given": the objects are kubectl's own, with their fields in the order of the Go structs. */
  readonly keys?: "sorted" | "given";
};

/** The printer of -o; undefined when -o is not given. */
export function objectPrinter(
  context: Context,
  { others = [], keys = "sorted" }: PrinterOptions = {},
): ObjectPrinter | undefined {
  const { flags } = context;
  const written = flags.text("output") || (flags.text("template") === "" ? "" : "go-template");
  if (written === "") return undefined;
  const equals = written.indexOf("=");
  const format = equals < 0 ? written : written.slice(0, equals);
  const argument = equals < 0 ? flags.text("template") : written.slice(equals + 1);
  const printer = format === "json" ? jsonPrinter(keys) : printerOf(context, format, argument);
  if (!printer) {
    const allowed = [...OBJECT_FORMATS, ...others].toSorted().join(",");
    throw new Failure(
      `unable to match a printer suitable for the output format "${written}", allowed formats are: ${allowed}`,
    );
  }
  if (flags.isOn("show-managed-fields")) return printer;
  return (object) => printer(withoutManagedFields(object));
}

function jsonPrinter(keys: "sorted" | "given"): ObjectPrinter {
  return (object) => `${goJson(object, { indent: 4, keys })}\n`;
}

function printerOf(context: Context, format: string, argument: string): ObjectPrinter | undefined {
  switch (format) {
    case "yaml":
      return toYaml;
    case "kyaml":
      return toKyaml;
    case "name":
      return nameLines;
    case "jsonpath":
    case "jsonpath-as-json":
      return jsonPathPrinter(argument, { isJson: format === "jsonpath-as-json", context });
    case "jsonpath-file":
      return jsonPathPrinter(fileText(context, argument), { isJson: false, context });
    case "go-template":
    case "template":
      return templatePrinter(argument, context);
    case "go-template-file":
    case "templatefile":
      return templatePrinter(fileText(context, argument), context);
    default:
      return undefined;
  }
}

function jsonPathPrinter(
  template: string,
  { isJson, context }: { readonly isJson: boolean; readonly context: Context },
): ObjectPrinter {
  if (template === "") throw new Failure("template format specified but no template given");
  const parsed = parseJsonPath(template);
  if (!parsed.ok) throw new Failure(`error parsing jsonpath ${template}, ${parsed.message}`);
  const missingKeys = context.flags.isOn("allow-missing-template-keys") ? "allowed" : "refused";
  return (object) => {
    const found = findResults(parsed.nodes, object, { missingKeys });
    if (!found.ok) throw new Failure(jsonPathFailure(template, found.message, object));
    if (!isJson) return resultsText(found.results);
    return found.results.map((values) => `${goJson(values, { indent: 4, keys: "sorted" })}\n`).join("");
  };
}

function jsonPathFailure(template: string, message: string, object: unknown): string {
  return (
    `error executing jsonpath ${JSON.stringify(template)}: Error executing template: ${message}. ` +
    `Printing more information for debugging the template:\n\ttemplate was:\n\t\t${template}\n` +
    `\tobject given to jsonpath engine was:\n\t\t${goSyntaxText(object)}\n\n\n`
  );
}

function templatePrinter(template: string, context: Context): ObjectPrinter {
  if (template === "") throw new Failure("template format specified but no template given");
  const missingKeys = context.flags.isOn("allow-missing-template-keys") ? "allowed" : "refused";
  const execute = parseTemplate(template);
  return (object) => execute(object, missingKeys);
}

function fileText(context: Context, path: string): string {
  if (path === "") throw new Failure("template format specified but no template given");
  const text = context.place.files.get(path);
  if (text === undefined)
    throw new Failure(`error reading --template ${path}, open ${path}: no such file or directory`);
  return text;
}

/** "service/web" a line, of an object or of all in a List. */
function nameLines(object: unknown): string {
  const items = itemsOf(object);
  return (items ?? [object]).map((item) => `${nameOf(item)}\n`).join("");
}

function nameOf(object: unknown): string {
  const resource = resourceOfGvk(textAt(object, "apiVersion"), textAt(object, "kind"));
  const kind = resource ? kindLabel(resource) : textAt(object, "kind").toLowerCase();
  return `${kind}/${textAt(object, "metadata", "name")}`;
}

function withoutManagedFields(object: unknown): unknown {
  if (!isJsonObject(object)) return object;
  const items = itemsOf(object);
  if (items) return { ...object, items: items.map(withoutManagedFields) };
  if (!("managedFields" in mapAt(object, "metadata"))) return object;
  const { managedFields: _, ...metadata } = mapAt(object, "metadata");
  return { ...object, metadata };
}

function itemsOf(object: unknown): readonly unknown[] | undefined {
  if (!isJsonObject(object) || !textAt(object, "kind").endsWith("List")) return undefined;
  return Array.isArray(object["items"]) ? object["items"] : undefined;
}
