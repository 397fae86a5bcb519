// Refusals. As apimachinery's pkg/api/errors/errors.go makes them.
import type { ErrorStatus } from "./api-server.ts";
import { goQuote } from "./go-text.ts";
import { qualifiedPlural } from "./resources.ts";
import { printFieldError } from "./validation/field-error.ts";
import type { FieldError } from "./validation/field-error.ts";

type GroupResource = { readonly group: string; readonly plural: string };
type GroupKind = { readonly group: string; readonly kind: string };

/** 404: `pods "x" not found`. */
export function notFound(resource: GroupResource, name: string): ErrorStatus {
  return {
    code: 404,
    reason: "NotFound",
    message: `${qualifiedPlural(resource)} ${goQuote(name)} not found`,
    details: detailsOf(resource, name),
  };
}

/** 409: `pods "x" already exists`. */
export function alreadyExists(resource: GroupResource, name: string): ErrorStatus {
  return {
    code: 409,
    reason: "AlreadyExists",
    message: `${qualifiedPlural(resource)} ${goQuote(name)} already exists`,
    details: detailsOf(resource, name),
  };
}

/** 409: `Operation cannot be fulfilled on pods "x": …`. */
export function conflict(resource: GroupResource, name: string, because: string): ErrorStatus {
  return {
    code: 409,
    reason: "Conflict",
    message: `Operation cannot be fulfilled on ${qualifiedPlural(resource)} ${goQuote(name)}: ${because}`,
    details: detailsOf(resource, name),
  };
}

/** 409, for a resourceVersion that is no longer the stored one. */
export function staleObject(resource: GroupResource, name: string): ErrorStatus {
  return conflict(
    resource,
    name,
    "the object has been modified; please apply your changes to the latest version and try again",
  );
}

/** 403: `pods "x" is forbidden: …`. */
export function forbiddenRequest(resource: GroupResource, name: string, because: string): ErrorStatus {
  const subject = name === "" ? qualifiedPlural(resource) : `${qualifiedPlural(resource)} ${goQuote(name)}`;
  return {
    code: 403,
    reason: "Forbidden",
    message: `${subject} is forbidden: ${because}`,
    details: detailsOf(resource, name),
  };
}

/** 422: all that is wrong with the object's fields, each once. */
export function invalidObject(kind: GroupKind, name: string, errors: readonly FieldError[]): ErrorStatus {
  const texts = [...new Set(errors.map(printFieldError))];
  const [first = ""] = texts;
  const aggregate = texts.length > 1 ? `[${texts.join(", ")}]` : first;
  const qualified = kind.group === "" ? kind.kind : `${kind.kind}.${kind.group}`;
  return {
    code: 422,
    reason: "Invalid",
    message: `${qualified} ${goQuote(name)} is invalid: ${aggregate}`,
    details: {
      ...(name !== "" && { name }),
      ...(kind.group !== "" && { group: kind.group }),
      ...(kind.kind !== "" && { kind: kind.kind }),
      causes: errors.map(({ reason, body, field }) => ({ reason, message: body, field })),
    },
  };
}

/** 400: the request cannot be read. */
export function badRequest(message: string): ErrorStatus {
  return { code: 400, reason: "BadRequest", message };
}

/** 500: `Internal error occurred: …`. */
export function internalError(because: string): ErrorStatus {
  return { code: 500, reason: "InternalError", message: `Internal error occurred: ${because}` };
}

/** 500 without a reason: what the server did not mean to tell. */
export function plainError(message: string): ErrorStatus {
  return { code: 500, reason: "", message };
}

/** 405: the resource has no such verb. */
export function methodNotAllowed(): ErrorStatus {
  return {
    code: 405,
    reason: "MethodNotAllowed",
    message: "the server does not allow this method on the requested resource",
  };
}

function detailsOf({ group, plural }: GroupResource, name: string): NonNullable<ErrorStatus["details"]> {
  return { ...(name !== "" && { name }), ...(group !== "" && { group }), kind: plural };
}
