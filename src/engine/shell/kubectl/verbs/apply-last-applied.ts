// What `apply` keeps of what it was given: kubectl apply view-last-applied, set-last-applied, edit-last-applied.
import type { Command, Context } from "../command.ts";
import { dryRunOf, usageFailure } from "../command.ts";
import { readDocuments } from "../documents.ts";
import { Failure, raiseAll } from "../failure.ts";
import { LAST_APPLIED, withLastApplied } from "../last-applied.ts";
import { goJson } from "../output/json.ts";
import { toYaml } from "../output/yaml.ts";
import { resultPrinter } from "../result-printer.ts";
import type { Info } from "../selection.ts";
import { fetchSelection, selectionOf } from "../selection.ts";

export const LAST_APPLIED_COMMANDS: readonly Command[] = [
  { name: "view-last-applied", run: viewLastApplied },
  { name: "set-last-applied", run: setLastApplied },
  { name: "edit-last-applied", run: editLastApplied },
];

/** Says nothing of an object that has no such annotation. */
function viewLastApplied(context: Context): number {
  const { flags, streams } = context;
  const format = flags.text("output");
  const texts = infosOf(context).flatMap(({ object }) => object.metadata.annotations?.[LAST_APPLIED] ?? []);
  for (const text of texts) {
    if (format === "json") streams.out(`${goJson(JSON.parse(text), { indent: 2, keys: "given" })}\n`);
    else if (format === "yaml") streams.out(toYaml(JSON.parse(text)));
    else
      throw usageFailure(context, `Unexpected -o output mode: ${format}, the flag 'output' must be one of yaml|json`);
  }
  return 0;
}

function setLastApplied(context: Context): number {
  const { flags, client, streams } = context;
  if (!flags.isGiven("filename")) infosOf(context);
  const dryRun = dryRunOf(flags);
  const print = resultPrinter(context, dryRun);
  const { documents, failures } = readDocuments(context);
  raiseAll(failures);
  const changes = documents.flatMap(({ object, place }) => {
    const current = client.get(place);
    const before = current.metadata.annotations?.[LAST_APPLIED];
    const after = withLastApplied(object).metadata.annotations?.[LAST_APPLIED];
    if (before === undefined && !flags.isOn("create-annotation"))
      throw new Failure(
        `no last-applied-configuration annotation found on resource: ${place.name}, to create the annotation, run the command with --create-annotation`,
      );
    if (before?.trim() !== after?.trim()) return [{ place, current, after }];
    streams.out(`set-last-applied ${place.name}: no changes required.\n`);
    return [];
  });
  for (const { place, current, after } of changes) {
    const body = { metadata: { annotations: { [LAST_APPLIED]: after } } };
    const query = { dryRun: dryRun === "server" };
    print(place, dryRun === "client" ? current : client.patch(place, { type: "merge", body }, query), "configured");
  }
  return 0;
}

/** Opens the object: its annotation is what is to be edited. */
function editLastApplied(context: Context): number {
  const [first] = infosOf(context);
  if (!first) throw new Failure("no objects passed to edit");
  const { name, namespace } = first.place;
  context.streams.opens({ kind: first.object.kind, name, ...(namespace !== undefined && { namespace }) });
  return 0;
}

function infosOf(context: Context): readonly Info[] {
  const { infos, failures } = fetchSelection(context, selectionOf(context, context.words, { bareType: "all" }));
  raiseAll(failures);
  return infos;
}
