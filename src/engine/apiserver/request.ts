// The first half of a write: what was sent becomes a draft of the kind, decoded and defaulted, or a refusal.
import { isJsonObject } from "../model/json.ts";
import type { ErrorStatus, WriteOptions } from "./api-server.ts";
import { applyDefaults } from "./defaulting/defaulting.ts";
import { copyOf, ensureDraft } from "./draft.ts";
import type { Draft } from "./draft.ts";
import { goQuote } from "./go-text.ts";
import { groupVersionOf, resourceOfObject } from "./resources.ts";
import type { Resource } from "./resources.ts";
import { decode } from "./schema/decode.ts";
import { schemaOf } from "./schema/schema.ts";
import { badRequest } from "./status.ts";

/** An object on its way in. `shelf` is what the store lists it under. */
export type Incoming = {
  readonly resource: Resource;
  readonly draft: Draft;
  readonly warnings: readonly string[];
};

type Validation = NonNullable<WriteOptions["fieldValidation"]>;

/** Reads an object as its kind says. The draft is new, complete with defaults, and may be changed. */
export function readIncoming(object: unknown, validation: Validation): Incoming | ErrorStatus {
  if (!isJsonObject(object)) return badRequest("the object provided is unrecognized (must be of type Object)");
  const { apiVersion, kind } = object;
  if (typeof kind !== "string" || kind === "") {
    return badRequest("the object provided is unrecognized (must be of type Object): Object 'Kind' is missing");
  }
  if (typeof apiVersion !== "string" || apiVersion === "") {
    return badRequest("the object provided is unrecognized (must be of type Object): Object 'apiVersion' is missing");
  }
  const resource = resourceOfAny({ apiVersion, kind });
  const schema = schemaOf({ apiVersion, kind });
  if (!schema) return { resource, draft: copyOf(object), warnings: [] };
  const decoded = decode(schema, object);
  const { unknownFields, mismatch } = decoded;
  const cannot = `${kind} in version ${goQuote(resource.version)} cannot be handled as a ${kind}`;
  if (mismatch !== undefined) return badRequest(`${cannot}: ${mismatch}`);
  const unknown = unknownFields.map((field) => `unknown field ${goQuote(field)}`);
  if (unknown.length > 0 && validation === "Strict") {
    return badRequest(`${cannot}: strict decoding error: ${unknown.join(", ")}`);
  }
  return complete(resource, decoded.draft, validation === "Warn" ? unknown : []);
}

/** A decoded draft with its kind's defaults. */
export function complete(resource: Resource, draft: Draft, warnings: readonly string[]): Incoming {
  draft["apiVersion"] = groupVersionOf(resource);
  draft["kind"] = resource.kind;
  ensureDraft(draft, "metadata");
  applyDefaults(resource.kind, draft);
  return { resource, draft, warnings };
}

/** The resource of an object, also of a kind that the API does not serve. */
export function resourceOfAny(object: { readonly apiVersion: string; readonly kind: string }): Resource {
  return resourceOfObject(object) ?? resourceOfUnknown(object);
}

/** A kind that the API does not serve (a custom resource of a dump) is kept under a guessed plural. */
function resourceOfUnknown({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }): Resource {
  const slash = apiVersion.indexOf("/");
  const singular = kind.toLowerCase();
  return {
    group: slash < 0 ? "" : apiVersion.slice(0, slash),
    version: apiVersion.slice(slash + 1),
    kind,
    plural: singular.endsWith("s") ? singular : `${singular}s`,
    singular,
    shortNames: [],
    isNamespaced: true,
    categories: [],
    verbs: [],
    subresources: [],
  };
}
