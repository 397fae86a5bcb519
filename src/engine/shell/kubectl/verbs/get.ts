import { listAt, textAt } from "../../../apiserver/printers/fields.ts";
import type { Table } from "../../../apiserver/printers/table.ts";
import type { Resource } from "../../../apiserver/resources.ts";
import type { Process } from "../../../simulation/process.ts";
import type { Command, Context } from "../command.ts";
import { usageFailure } from "../command.ts";
import { Failure, failureOfStatus, raiseAll } from "../failure.ts";
import { kindLabel } from "../mapping.ts";
import { relaxPath } from "../output/custom-columns.ts";
import { customCells, parseColumnsFile, parseCustomColumns } from "../output/custom-columns.ts";
import { goJson } from "../output/json.ts";
import { objectPrinter } from "../output/object-printer.ts";
import { sortByField } from "../output/sorter.ts";
import type { TableOptions } from "../output/table-text.ts";
import { tableLines } from "../output/table-text.ts";
import { alignTabs, TABLE_STYLE } from "../output/tabwriter.ts";
import type { Query, Selection } from "../selection.ts";
import { fetchSelection, selectionOf } from "../selection.ts";
import type { GetPrinter } from "./get-printer.ts";
import { resourceOf } from "./get-printer.ts";
import { watchSelection } from "./get-watch.ts";

const EXTRA_FORMATS = ["custom-columns", "custom-columns-file", "wide"];

export const getCommand: Command = { name: "get", run: runGet };

function* runGet(context: Context): Process<number> {
  const { flags } = context;
  const printer = printerOf(context);
  if (flags.isGiven("raw")) return printRaw(context);
  if (context.words.length === 0 && !flags.isGiven("filename")) throw missingType(context);
  const selection = selectionOf(context, context.words, { bareType: "all" });
  if (flags.isOn("watch") || flags.isOn("watch-only")) return yield* watchSelection(context, selection, printer);
  printer.print(selection);
  return 0;
}

function printRaw({ flags, words, world, streams }: Context): number {
  if (words.length > 0) throw new Failure("arguments may not be passed when --raw is specified");
  const [path = "", query = ""] = flags.text("raw").split("?");
  const pairs = query
    .split("&")
    .filter(Boolean)
    .map((pair) => [pair.split("=")[0] ?? "", pair.split("=")[1] ?? ""]);
  const reply = world.rest({ method: "GET", path, query: Object.fromEntries(pairs) as Record<string, string> });
  if (reply.status >= 400) throw failureOfStatus(reply.body, reply.status);
  streams.out(typeof reply.body === "string" ? reply.body : `${goJson(reply.body, { indent: 0, keys: "given" })}\n`);
  return 0;
}

function printerOf(context: Context): GetPrinter {
  const { flags } = context;
  const output = flags.text("output");
  const columns = customColumnsOf(context, output);
  if (columns) {
    const object = (item: unknown) => `${customCells(columns, item).join("\t")}\n`;
    const header = `${columns.map((column) => column.header).join("\t")}\n`;
    const whole = (list: unknown) => {
      const rows = (textAt(list, "kind") === "List" ? listAt(list, "items") : [list]).map(object);
      return alignTabs(`${flags.isOn("no-headers") ? "" : header}${rows.join("")}`, TABLE_STYLE);
    };
    return { print: (selection) => printWhole(context, selection, whole), table: undefined, object };
  }
  const isTable = output === "" || output === "wide";
  const whole =
    isTable && flags.text("template") === "" ? undefined : objectPrinter(context, { others: EXTRA_FORMATS });
  if (whole) return { print: (selection) => printWhole(context, selection, whole), table: undefined, object: whole };
  const table = (resource: Resource): TableOptions => ({
    isWide: output === "wide",
    withHeaders: !flags.isOn("no-headers"),
    withNamespace: flags.isOn("all-namespaces") && resource.isNamespaced,
    kindPrefix: flags.isOn("show-kind") ? kindLabel(resource) : undefined,
    showLabels: flags.isOn("show-labels"),
    labelColumns: flags.texts("label-columns"),
  });
  return { print: (selection) => printTables(context, selection, table), table, object: undefined };
}

function customColumnsOf(context: Context, output: string): ReturnType<typeof parseCustomColumns> | undefined {
  const [format = "", ...rest] = output.split("=");
  if (format === "custom-columns") return parseCustomColumns(rest.join("="));
  if (format !== "custom-columns-file") return undefined;
  const path = rest.join("=");
  const text = context.place.files.get(path);
  if (text === undefined) throw new Failure(`error reading template ${path}, open ${path}: no such file or directory`);
  return parseColumnsFile(text);
}

function printWhole(context: Context, selection: Selection, print: (object: unknown) => string): void {
  const { infos, failures } = fetchSelection(context, selection);
  const wanted = infos.map((info) => info.object);
  const [first] = wanted;
  if (selection.isSingle) {
    if (first !== undefined) context.streams.out(print(first));
  } else if (wanted.length > 0 || !context.flags.isOn("ignore-not-found")) {
    const items = sortedBy(context, wanted);
    context.streams.out(print({ apiVersion: "v1", items, kind: "List", metadata: { resourceVersion: "" } }));
  }
  raiseAll(worthTelling(context, failures));
}

function sortedBy(context: Context, objects: readonly unknown[]): readonly unknown[] {
  const field = context.flags.text("sort-by");
  if (field === "") return objects;
  const sorted = sortByField(objects, field, (object) => object);
  if (!sorted) throw new Failure(`couldn't find any field with path "${relaxPath(field)}" in the list of objects`);
  return sorted;
}

function printTables(context: Context, selection: Selection, optionsOf: (resource: Resource) => TableOptions): void {
  const { tables, failures } = fetchTables(context, selection);
  const kinds = new Set(tables.map(({ resource }) => kindLabel(resource)));
  const blocks: string[] = [];
  let at = 0;
  while (at < tables.length) {
    const resource = tables[at]?.resource;
    if (resource === undefined) break;
    const end = tables.findIndex((other, index) => index > at && other.resource !== resource);
    const group = tables.slice(at, end < 0 ? tables.length : end);
    const options = optionsOf(resource);
    const prefixed = kinds.size > 1 ? { ...options, kindPrefix: kindLabel(resource) } : options;
    const block = blockOf(
      group.map(({ table }) => table),
      prefixed,
    );
    if (block !== "") blocks.push(block);
    at += group.length;
  }
  context.streams.out(blocks.join(context.flags.isOn("no-headers") ? "" : "\n"));
  finish(context, { selection, failures, hasWritten: blocks.length > 0 });
}

function blockOf(tables: readonly Table[], options: TableOptions): string {
  const lines: string[] = [];
  for (const table of tables) {
    lines.push(...tableLines(table, { ...options, withHeaders: options.withHeaders && lines.length === 0 }));
  }
  return lines.length === 0 ? "" : alignTabs(`${lines.join("\n")}\n`, TABLE_STYLE);
}

function fetchTables(context: Context, selection: Selection) {
  const tables: { readonly resource: Resource; readonly table: Table }[] = [];
  const failures: Failure[] = [];
  for (const query of selection.queries) {
    try {
      tables.push({ resource: resourceOf(query), table: fetchTable(context, query) });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      failures.push(error);
    }
  }
  return { tables, failures };
}

function fetchTable(context: Context, query: Query): Table {
  const { flags, client } = context;
  const field = flags.text("sort-by");
  const includeObject = field === "" ? "Metadata" : "Object";
  if (query.kind === "name") return client.getTable(query.place, includeObject, flags.text("subresource"));
  const table = client.listTable(query.resource, query.namespace, {
    labelSelector: flags.text("selector"),
    fieldSelector: flags.text("field-selector"),
    includeObject,
  });
  return field === "" ? table : { ...table, rows: sortedRows(table, field) };
}

/** kubectl loses a table that has the field nowhere. As RuntimeSorter.Sort passes over what TableSorter refuses. */
function sortedRows({ rows }: Table, field: string): Table["rows"] {
  const sorted = sortByField(rows, field, (row) => row.object);
  return sorted ?? [];
}

function finish(
  context: Context,
  end: { readonly selection: Selection; readonly failures: readonly Failure[]; readonly hasWritten: boolean },
): void {
  const failures = worthTelling(context, end.failures);
  if (!end.hasWritten && failures.length === 0 && !context.flags.isOn("ignore-not-found")) {
    const areAllNamespaced = end.selection.queries.every((query) => resourceOf(query).isNamespaced);
    const isOneNamespace = areAllNamespaced && !context.flags.isOn("all-namespaces");
    const where = isOneNamespace ? ` in ${context.namespace} namespace.` : "";
    context.streams.error(`No resources found${where}\n`);
  }
  raiseAll(failures);
}

function worthTelling(context: Context, failures: readonly Failure[]): readonly Failure[] {
  if (!context.flags.isOn("ignore-not-found")) return failures;
  return failures.filter((failure) => failure.status?.reason !== "NotFound");
}

function missingType(context: Context): Failure {
  context.streams.error(
    'You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.\n\n',
  );
  return usageFailure(
    context,
    'Required resource not specified.\nUse "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).',
  );
}
