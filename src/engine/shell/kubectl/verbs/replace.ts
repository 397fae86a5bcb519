import type { Process } from "../../../simulation/process.ts";
import type { Command, Context } from "../command.ts";
import { dryRunOf } from "../command.ts";
import type { Document } from "../documents.ts";
import { readDocuments } from "../documents.ts";
import { Failure, raiseAll, withSource } from "../failure.ts";
import { LAST_APPLIED, withLastApplied } from "../last-applied.ts";
import { kindLabel } from "../mapping.ts";
import { resultPrinter } from "../result-printer.ts";
import { waitUntil } from "../waiting.ts";
import { fieldValidationOf } from "./apply.ts";

/** How long `replace --force` waits for the old object to go. */
const GONE_TIMEOUT_MS = 5 * 60_000;

export const replaceCommand: Command = { name: "replace", run: runReplace };

function* runReplace(context: Context): Process<number> {
  const { flags } = context;
  if (!flags.isGiven("filename") && !flags.isGiven("kustomize")) throw new Failure("must specify one of -f and -k");
  const { documents, failures } = readDocuments(context);
  const all = [...failures];
  if (documents.length === 0 && all.length === 0) throw new Failure("no objects passed to replace");
  for (const document of documents) {
    try {
      if (flags.isOn("force")) yield* forceOne(context, document);
      else replaceOne(context, document);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      all.push(error);
    }
  }
  raiseAll(all);
  return 0;
}

function replaceOne(context: Context, document: Document): void {
  const { flags, client } = context;
  const { place, source } = document;
  const dryRun = dryRunOf(flags);
  const print = resultPrinter(context, dryRun);
  const isKept = document.object.metadata.annotations?.[LAST_APPLIED] !== undefined || flags.isOn("save-config");
  const object = isKept ? withLastApplied(document.object) : document.object;
  if (dryRun === "client") return print(place, object, "replaced");
  try {
    const subresource = flags.text("subresource");
    const query = {
      dryRun: dryRun === "server",
      fieldValidation: fieldValidationOf(context),
      ...(subresource !== "" && { subresource }),
    };
    const current = object.metadata.resourceVersion === undefined ? client.find(place) : undefined;
    const resourceVersion = object.metadata.resourceVersion ?? current?.metadata.resourceVersion;
    const versioned = { ...object, metadata: { ...object.metadata, ...(resourceVersion && { resourceVersion }) } };
    return print(place, client.replace(place, versioned, query), "replaced");
  } catch (error) {
    if (error instanceof Failure) throw withSource(error, "replacing", source);
    throw error;
  }
}

function* forceOne(context: Context, { place, object, source }: Document): Process<void> {
  const { client, flags } = context;
  const before = client.find(place);
  const seconds = flags.number("grace-period");
  if (before) {
    client.delete(place, { propagation: "Background", gracePeriodSeconds: Math.max(0, seconds) });
    const from = place.resource.isNamespaced ? ` from ${place.namespace} namespace` : "";
    context.streams.out(`${kindLabel(place.resource)} "${place.name}" deleted${from}\n`);
    const isGone = () => client.find(place)?.metadata.uid !== before.metadata.uid;
    if (!(yield* waitUntil(context.world, isGone, { timeoutMs: GONE_TIMEOUT_MS }))) {
      throw new Failure("timed out waiting for the condition");
    }
  }
  try {
    const written = client.create(place.resource, place.namespace, object, {
      fieldValidation: fieldValidationOf(context),
    });
    resultPrinter(context)(place, written, "replaced");
  } catch (error) {
    if (error instanceof Failure) throw withSource(error, "replacing", source);
    throw error;
  }
}
