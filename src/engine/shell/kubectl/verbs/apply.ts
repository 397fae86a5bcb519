import { goQuote } from "../../../apiserver/go-text.ts";
import { isJsonObject } from "../../../model/json.ts";
import type { KubernetesObject } from "../../../model/objects.ts";
import type { ObjectPlace } from "../client.ts";
import type { Command, Context, DryRun } from "../command.ts";
import { dryRunOf, usageFailure } from "../command.ts";
import type { Document } from "../documents.ts";
import { readDocuments } from "../documents.ts";
import { Failure, raiseAll, withSource } from "../failure.ts";
import { LAST_APPLIED, lastAppliedOf, withLastApplied } from "../last-applied.ts";
import { gvrText } from "../mapping.ts";
import { goJson } from "../output/json.ts";
import type { JsonMap } from "../patch/three-way.ts";
import { threeWayPatch } from "../patch/three-way.ts";
import type { ResultPrinter } from "../result-printer.ts";
import { resultPrinter } from "../result-printer.ts";
import { LAST_APPLIED_COMMANDS } from "./apply-last-applied.ts";

export const applyCommand: Command = { name: "apply", commands: LAST_APPLIED_COMMANDS, run: runApply };

function runApply(context: Context): number {
  if (context.words.length > 0) {
    throw usageFailure(context, `Unexpected args: [${context.words.join(" ")}]`);
  }
  if (!context.flags.isGiven("filename") && !context.flags.isGiven("kustomize")) {
    throw new Failure("must specify one of -f and -k");
  }
  if (context.flags.isOn("server-side"))
    throw new Failure("this cluster keeps no field managers: server-side apply is not served");
  const dryRun = dryRunOf(context.flags);
  const print = resultPrinter(context, dryRun);
  const { documents, failures } = readDocuments(context);
  if (documents.length === 0 && failures.length === 0) throw new Failure("no objects passed to apply");
  const all = [...failures];
  for (const document of documents) {
    try {
      applyDocument(context, document, { dryRun, print });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      all.push(error);
    }
  }
  raiseAll(all);
  return 0;
}

type How = { readonly dryRun: DryRun; readonly print: ResultPrinter };

function applyDocument(context: Context, document: Document, { dryRun, print }: How): void {
  const { place, source } = document;
  const { generateName } = document.object.metadata;
  if (place.name === "" && generateName !== undefined) {
    throw new Failure(`from ${generateName}: cannot use generate name with apply`);
  }
  const current = findCurrent(context, document);
  const modified = withLastApplied(document.object);
  if (!current) return createDocument(context, { ...document, object: modified }, { dryRun, print });
  if (current.metadata.annotations?.[LAST_APPLIED] === undefined) warnMissing(context, place);
  const patched = patchOf({ document, modified, current });
  if (goJson(patched.patch) === "{}") return print(place, current, "unchanged");
  if (dryRun === "client") return print(place, current, "configured");
  try {
    const query = { dryRun: dryRun === "server", fieldValidation: fieldValidationOf(context) };
    const written = context.client.patch(place, { type: patched.type, body: patched.patch }, query);
    if (written.metadata.deletionTimestamp !== undefined) warnDeleting(context, place);
    return print(place, written, "configured");
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw whilePatching(document, goJson(patched.patch), withSource(error, "patching", source));
  }
}

function findCurrent(context: Context, { place, source, object }: Document): KubernetesObject | undefined {
  try {
    return context.client.find(place);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const what = `retrieving current configuration of:\n${infoText(place, object)}\nfrom server for:`;
    throw withSource(error, what, source);
  }
}

function createDocument(context: Context, { place, object, source }: Document, { dryRun, print }: How): void {
  if (dryRun === "client") return print(place, object, "created");
  try {
    const query = { dryRun: dryRun === "server", fieldValidation: fieldValidationOf(context) };
    return print(place, context.client.create(place.resource, place.namespace, object, query), "created");
  } catch (error) {
    if (error instanceof Failure) throw withSource(error, "creating", source);
    throw error;
  }
}

type Sides = { readonly document: Document; readonly modified: KubernetesObject; readonly current: KubernetesObject };

function patchOf({ document, modified, current }: Sides): {
  readonly type: "strategic" | "merge";
  readonly patch: JsonMap;
} {
  const original = lastAppliedOf(current);
  const sides = { original: original ?? {}, modified: asMap(modified), current: asMap(current) };
  const result = threeWayPatch(sides, current);
  if (result.ok) return result;
  const made = new Failure(
    `creating patch with:\noriginal:\n${original ? `${goJson(original)}\n` : ""}\nmodified:\n${goJson(modified)}\n\n` +
      `current:\n${goJson(current)}\n\nfor: ${result.message}`,
  );
  throw whilePatching(document, "", withSource(made, "patching", document.source));
}

function whilePatching({ place, object, source }: Document, patch: string, failure: Failure): Failure {
  return withSource(failure, `applying patch:\n${patch}\nto:\n${infoText(place, object)}\nfor:`, source);
}

function asMap(object: KubernetesObject): JsonMap {
  return isJsonObject(object) ? object : {};
}

function warnMissing(context: Context, { resource, name }: ObjectPlace): void {
  context.streams.error(
    `Warning: resource ${resource.plural}/${name} is missing the ${LAST_APPLIED} annotation which is required by kubectl apply. ` +
      "kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. " +
      "The missing annotation will be patched automatically.\n",
  );
}

function warnDeleting(context: Context, { resource, name }: ObjectPlace): void {
  context.streams.error(
    `Warning: Detected changes to resource ${resource.plural}/${name} which is currently being deleted.\n`,
  );
}

// As resource.Info.String.
function infoText({ resource, namespace, name }: ObjectPlace, object: KubernetesObject): string {
  const gvk = `${resource.group}/${resource.version}, Kind=${object.kind}`;
  return (
    `Resource: ${goQuote(gvrText(resource))}, GroupVersionKind: ${goQuote(gvk)}\n` +
    `Name: ${goQuote(name)}, Namespace: ${goQuote(namespace ?? "")}`
  );
}

/** What the server shall do with fields that it does not know. */
export function fieldValidationOf({ flags }: Context): string {
  const value = flags.text("validate").toLowerCase();
  if (value === "warn") return "Warn";
  return ["false", "ignore"].includes(value) ? "Ignore" : "Strict";
}
