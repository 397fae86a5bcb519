import { goQuote } from "../../../apiserver/go-text.ts";
import { entriesAt } from "../../../apiserver/printers/fields.ts";
import type { KubernetesObject } from "../../../model/objects.ts";
import type { Command, Context } from "../command.ts";
import { dryRunOf } from "../command.ts";
import { Failure, raiseAll } from "../failure.ts";
import { objectLabel } from "../mapping.ts";
import { goJson } from "../output/json.ts";
import { resultPrinter } from "../result-printer.ts";
import type { Info } from "../selection.ts";
import { fetchSelection, selectionOf } from "../selection.ts";

/** The two maps of an object's metadata that commands edit, and how kubectl speaks of them. */
type EditedMap = {
  readonly field: "labels" | "annotations";
  readonly noun: "label" | "annotation";
  readonly done: string;
};

const LABELS: EditedMap = { field: "labels", noun: "label", done: "labeled" };
const ANNOTATIONS: EditedMap = { field: "annotations", noun: "annotation", done: "annotated" };

export const labelCommand: Command = { name: "label", run: (context) => runEdit(context, LABELS) };

export const annotateCommand: Command = { name: "annotate", run: (context) => runEdit(context, ANNOTATIONS) };

/** Says why a revision was made; every command may write it anew. */
const CHANGE_CAUSE = "kubernetes.io/change-cause";

type Changes = { readonly set: ReadonlyMap<string, string>; readonly remove: readonly string[] };

function runEdit(context: Context, edited: EditedMap): number {
  const { flags } = context;
  const { resources, changes } = readWords(context, edited);
  const isListing = flags.isOn("list");
  if (resources.length === 0 && !flags.isGiven("filename")) {
    throw new Failure("one or more resources must be specified as <resource> <name> or <resource>/<name>");
  }
  if (!isListing && changes.set.size === 0 && changes.remove.length === 0) {
    throw new Failure(`at least one ${edited.noun} update is required`);
  }
  const selection = selectionOf(context, resources, { bareType: "refused" });
  const { infos, failures } = fetchSelection(context, selection);
  const all = [...failures];
  for (const info of infos) {
    try {
      if (isListing) list(context, info, edited);
      else editOne(context, info, { edited, changes });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      all.push(error);
    }
  }
  raiseAll(all);
  return 0;
}

function list(context: Context, { place, object }: Info, { field }: EditedMap): void {
  const entries = entriesAt(object.metadata[field]);
  if (context.flags.isOn("all-namespaces") || context.flags.text("selector") !== "") {
    context.streams.out(`Listing ${field} for ${objectLabel(place.resource, place.name)}:\n`);
  }
  for (const [key, value] of entries) context.streams.out(`${key}=${value}\n`);
}

function editOne(
  context: Context,
  { place, object }: Info,
  { edited, changes }: { readonly edited: EditedMap; readonly changes: Changes },
): void {
  const { flags, streams, client } = context;
  const dryRun = dryRunOf(flags);
  const before = object.metadata[edited.field] ?? {};
  if (!flags.isOn("overwrite")) refuseOverwrites(before, changes, edited);
  if (edited === LABELS) {
    for (const key of dryRun === "client" ? [] : changes.remove)
      if (!(key in before)) streams.out(`label ${goQuote(key)} not found.\n`);
  }
  const after = Object.fromEntries(
    [...Object.entries(before), ...changes.set].filter(([key]) => !changes.remove.includes(key)),
  );
  const isChanged = goJson(before) !== goJson(after);
  const patch = Object.fromEntries([
    ...changes.set,
    ...changes.remove.filter((key) => key in before).map((key) => [key, null]),
  ]);
  const body = {
    metadata: {
      ...(isChanged && { [edited.field]: patch }),
      ...(flags.isGiven("resource-version") && { resourceVersion: flags.text("resource-version") }),
    },
  };
  const isWritten = isChanged && dryRun !== "client" && !flags.isOn("local");
  const written: KubernetesObject = isWritten
    ? client.patch(place, { type: "merge", body }, { dryRun: dryRun === "server" })
    : { ...object, metadata: { ...object.metadata, [edited.field]: after } };
  resultPrinter(context, dryRun)(place, written, operationOf(edited, changes, isChanged));
}

function operationOf(edited: EditedMap, changes: Changes, isChanged: boolean): string {
  if (edited === ANNOTATIONS) return edited.done;
  if (!isChanged) return "not labeled";
  return changes.set.size === 0 ? "unlabeled" : edited.done;
}

function refuseOverwrites(before: Readonly<Record<string, string>>, changes: Changes, edited: EditedMap): void {
  const taken = [...changes.set].filter(
    ([key, value]) => before[key] !== undefined && before[key] !== value && key !== CHANGE_CAUSE,
  );
  if (taken.length === 0) return;
  if (edited === ANNOTATIONS) {
    const found = taken.map(([key]) => `'${key}' already has a value (${before[key]})`).join("; ");
    throw new Failure(`--overwrite is false but found the following declared annotation(s): ${found}`);
  }
  raiseAll(
    taken.map(([key]) => new Failure(`'${key}' already has a value (${before[key]}), and --overwrite is false`)),
  );
}

/** Resources first, then KEY=VALUE and KEY-. As cmdutil.GetResourcesAndPairs. */
function readWords(
  context: Context,
  edited: EditedMap,
): { readonly resources: readonly string[]; readonly changes: Changes } {
  const isPair = (word: string) => word.indexOf("=") > 0 || (word.endsWith("-") && word.length > 1);
  const first = context.words.findIndex(isPair);
  const resources = first < 0 ? context.words : context.words.slice(0, first);
  const set = new Map<string, string>();
  const remove: string[] = [];
  for (const word of first < 0 ? [] : context.words.slice(first)) {
    const equals = word.indexOf("=");
    if (!isPair(word)) throw new Failure(`all resources must be specified before ${edited.noun} changes: ${word}`);
    if (equals < 0) remove.push(word.slice(0, -1));
    else set.set(word.slice(0, equals), word.slice(equals + 1));
  }
  for (const key of remove)
    if (set.has(key)) throw new Failure(`can not both modify and remove a ${edited.noun} in the same command`);
  for (const [key, value] of set) {
    if (key === "") throw new Failure(`invalid ${edited.noun} format: ${key}=${value}`);
    if (edited === LABELS) checkLabelValue(key, value);
  }
  return { resources, changes: { set, remove } };
}

function checkLabelValue(key: string, value: string): void {
  if (value.includes("=")) throw new Failure(`invalid label spec: ${key}=${value}`);
  const problems: string[] = [];
  if (value.length > 63) problems.push("must be no more than 63 characters");
  if (!/^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/.test(value)) {
    problems.push(
      "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end " +
        "with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is " +
        "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
    );
  }
  if (problems.length > 0)
    throw new Failure(`invalid label value: ${goQuote(`${key}=${value}`)}: ${problems.join(";")}`);
}
