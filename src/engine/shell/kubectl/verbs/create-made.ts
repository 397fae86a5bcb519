import type { JsonPatched } from "../../../apiserver/patch/json-patch.ts";
import { applyJsonPatch, applyMergePatch } from "../../../apiserver/patch/json-patch.ts";
import { applyStrategicPatch } from "../../../apiserver/patch/strategic.ts";
import { schemaOf } from "../../../apiserver/schema/schema.ts";
import { patchSyntaxError } from "../../../manifest/json-syntax.ts";
import { isJsonObject } from "../../../model/json.ts";
import type { KubernetesObject } from "../../../model/objects.ts";
import type { Context } from "../command.ts";
import { dryRunOf, usageFailure } from "../command.ts";
import { Failure } from "../failure.ts";
import type { Made } from "../generators/objects.ts";
import { withLastApplied } from "../last-applied.ts";
import { resourceOfGvk } from "../mapping.ts";
import { goJson } from "../output/json.ts";
import type { ResultPrinter } from "../result-printer.ts";
import { resultPrinter } from "../result-printer.ts";
import { fieldValidationOf } from "./apply.ts";

/** The one name that a command takes. As create.NameFromCommandArgs. */
export function onlyName(context: Context): string {
  const before = context.flags.wordsBeforeDash ?? context.words.length;
  const [name] = context.words;
  if (name === undefined || before !== 1) throw usageFailure(context, `exactly one NAME is required, got ${before}`);
  return name;
}

/** Creates an object that kubectl made itself, and says so. `what` is named when the server refuses: "failed to create WHAT: …". */
export function createMade(
  context: Context,
  made: Made,
  options: { readonly what?: string; readonly operation?: string; readonly print?: ResultPrinter } = {},
): KubernetesObject {
  const { what, operation = "created" } = options;
  const dryRun = dryRunOf(context.flags);
  const print = options.print ?? resultPrinter(context, dryRun, { keys: dryRun === "client" ? "given" : "sorted" });
  const object = overridden(context, asObject(made));
  const saved = context.flags.isOn("save-config") ? withLastApplied(object) : object;
  const resource = resourceOfGvk(object.apiVersion, object.kind);
  if (!resource) throw new Failure(`no matches for kind "${object.kind}" in version "${object.apiVersion}"`);
  const namespace = resource.isNamespaced ? context.namespace : undefined;
  const place = { resource, namespace, name: object.metadata.name };
  if (dryRun === "client") {
    print(place, saved, operation);
    return saved;
  }
  try {
    const query = { dryRun: dryRun === "server", fieldValidation: fieldValidationOf(context) };
    const written = context.client.create(resource, namespace, saved, query);
    print(place, written, operation);
    return written;
  } catch (error) {
    if (!(error instanceof Failure) || what === undefined) throw error;
    throw new Failure(`failed to create ${what}: ${error.message}`);
  }
}

/** -n as an object made by kubectl carries it: only when it was asked for. */
export function askedNamespace(context: Context): string | undefined {
  return context.isNamespaceGiven ? context.namespace : undefined;
}

/** What --overrides makes of the object, a merge patch or as --override-type says. As cmdutil.OverrideOptions. */
function overridden({ flags }: Context, object: KubernetesObject): KubernetesObject {
  const text = flags.text("overrides");
  if (text === "") return object;
  const type = flags.text("override-type") || "merge";
  if (type !== "json" && type !== "merge" && type !== "strategic") throw new Failure(`invalid override type: ${type}`);
  if (patchSyntaxError(text) !== undefined) throw new Failure("Invalid JSON Patch");
  const changed = patchValue(object, type, JSON.parse(text));
  if ("problem" in changed) throw new Failure(changed.problem);
  if (!isJsonObject(changed.value)) throw new Failure("Invalid JSON Patch");
  return changed.value as unknown as KubernetesObject;
}

function patchValue(object: KubernetesObject, type: "json" | "merge" | "strategic", patch: unknown): JsonPatched {
  if (type === "merge") return { value: applyMergePatch(object, patch) };
  if (type === "json") return applyJsonPatch(object, Array.isArray(patch) ? patch : [patch]);
  const schema = schemaOf(object);
  if (!schema || !isJsonObject(patch)) return { problem: "Invalid JSON Patch" };
  return applyStrategicPatch(schema, object, { ...patch });
}

function asObject(made: Made): KubernetesObject {
  const value: unknown = JSON.parse(goJson(made, { indent: 0, keys: "given" }));
  if (!isJsonObject(value)) throw new Error("a generator made no object");
  return value as unknown as KubernetesObject;
}
