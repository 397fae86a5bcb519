import { isJsonObject } from "../../model/json.ts";
import type { KubernetesObject } from "../../model/objects.ts";
import type { ErrorStatus, PatchType, ResourceRef, WriteOptions, Written } from "../api-server.ts";
import { copyOf, textIn } from "../draft.ts";
import type { Draft } from "../draft.ts";
import { goFormat, goQuote } from "../go-text.ts";
import { complete, resourceOfAny } from "../request.ts";
import type { Incoming } from "../request.ts";
import { resourceOfKind } from "../resources.ts";
import { decode } from "../schema/decode.ts";
import type { Dialect } from "../schema/decode.ts";
import { schemaOf } from "../schema/schema.ts";
import type { Server } from "../server.ts";
import { badRequest, invalidObject, notFound } from "../status.ts";
import { storeUpdate, updateObject } from "../update.ts";
import { invalid } from "../validation/field-error.ts";
import { applyJsonPatch, applyMergePatch } from "./json-patch.ts";
import { applyStrategicPatch } from "./strategic.ts";

/** As apiserver's handlers/patch.go: the patch on the stored object, then the way of every update. */
export function patchObject(
  server: Server,
  call: {
    readonly target: ResourceRef;
    readonly type: PatchType;
    readonly patch: unknown;
    readonly options: WriteOptions;
  },
): Written {
  const { kind, name, namespace } = call.target;
  const resource = resourceOfKind(kind) ?? { group: "", plural: `${kind.toLowerCase()}s`, isNamespaced: true };
  const home = resource.isNamespaced ? (namespace ?? "default") : undefined;
  const before = server.store.get(kind, name, home) ?? server.store.get(kind, name, undefined);
  if (!before) return { ok: false, status: notFound(resource, name) };
  const patched = applyPatch(before, call.type, call.patch);
  if ("code" in patched) return { ok: false, status: patched };
  if (call.options.subresource !== undefined) {
    return updateObject(server, patched.value as KubernetesObject, call.options);
  }
  const incoming = readPatched(before, patched, call.options);
  if ("code" in incoming) return { ok: false, status: incoming };
  return storeUpdate(server, { incoming, before, options: call.options });
}

/** `printed` is what errors about the result show. */
type PatchedValue = { readonly value: unknown; readonly printed: () => string; readonly dialect: Dialect };

function applyPatch(before: KubernetesObject, type: PatchType, patch: unknown): PatchedValue | ErrorStatus {
  if (type === "json") {
    if (!Array.isArray(patch)) {
      return badRequest(
        `error decoding patch: json: cannot unmarshal ${jsonKind(patch)} into Go value of type []handlers.jsonPatchOp`,
      );
    }
    const patched = applyJsonPatch(before, patch);
    if ("problem" in patched) {
      return {
        code: 422,
        reason: "Invalid",
        message: `the server rejected our request due to an error in our request`,
      };
    }
    return { value: patched.value, printed: () => JSON.stringify(patched.value), dialect: "json" };
  }
  if (!isJsonObject(patch)) {
    const why = `json: cannot unmarshal ${jsonKind(patch)} into Go value of type map[string]interface {}`;
    return badRequest(type === "merge" ? `error decoding patch: ${why}` : why);
  }
  const schema = schemaOf(before);
  if (type === "merge" || !schema) {
    if (type === "strategic") {
      return {
        code: 415,
        reason: "UnsupportedMediaType",
        message:
          "the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml, application/apply-patch+cbor",
      };
    }
    const value = applyMergePatch(before, patch);
    return { value, printed: () => JSON.stringify(value), dialect: "json" };
  }
  const patched = applyStrategicPatch(schema, before, copyOf(patch));
  if ("problem" in patched) return badRequest(patched.problem);
  return { value: patched.value, printed: () => goFormat(patched.patch), dialect: "unstructured" };
}

function jsonKind(value: unknown): string {
  if (Array.isArray(value)) return "array";
  return typeof value === "boolean" ? "bool" : typeof value;
}

function readPatched(
  before: KubernetesObject,
  { value, printed, dialect }: PatchedValue,
  { fieldValidation = "Strict" }: WriteOptions,
): Incoming | ErrorStatus {
  const resource = resourceOfAny(before);
  const schema = schemaOf(before);
  const moved = whatMoved(before, value);
  if (moved !== undefined) return badRequest(moved);
  if (!schema) return { resource, draft: copyOf(value) as Draft, warnings: [] };
  const { draft, unknownFields, mismatch } = decode(schema, value, dialect);
  const refuse = (why: string): ErrorStatus =>
    invalidObject({ group: "", kind: "" }, "", [invalid("patch", printed(), why)]);
  if (mismatch !== undefined) {
    const head = `${resource.kind} in version ${goQuote(resource.version)} cannot be handled as a ${resource.kind}: `;
    return refuse(dialect === "json" ? head + mismatch : mismatch);
  }
  const unknown = unknownFields.map((field) => `unknown field ${goQuote(field)}`).toSorted();
  if (unknown.length > 0 && fieldValidation === "Strict") {
    return refuse(`strict decoding error: ${unknown.join(", ")}`);
  }
  return complete(resource, draft, fieldValidation === "Warn" ? unknown : []);
}

/** A patch cannot make another object of this one. */
function whatMoved(before: KubernetesObject, value: unknown): string | undefined {
  const metadata = isJsonObject(value) && isJsonObject(value["metadata"]) ? value["metadata"] : {};
  if (metadata["name"] !== before.metadata.name) {
    return `the name of the object (${textIn(metadata, "name")}) does not match the name on the URL (${before.metadata.name})`;
  }
  if (metadata["namespace"] !== undefined && metadata["namespace"] !== before.metadata.namespace) {
    return "the namespace of the provided object does not match the namespace sent on the request";
  }
  return undefined;
}
