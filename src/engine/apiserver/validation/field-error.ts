// Errors of single fields. As apimachinery's pkg/util/validation/field/errors.go words them.
import { goQuote } from "../go-text.ts";

/** What is wrong with one field. `body` is the message without the field's path. */
export type FieldError = { readonly reason: FieldErrorReason; readonly field: string; readonly body: string };

export type FieldErrorReason =
  | "FieldValueRequired"
  | "FieldValueDuplicate"
  | "FieldValueInvalid"
  | "FieldValueNotSupported"
  | "FieldValueForbidden"
  | "FieldValueTooLong"
  | "FieldValueTooMany"
  | "FieldValueNotFound"
  | "InternalError";

/** A value is missing. */
export function required(field: string, detail = ""): FieldError {
  return { reason: "FieldValueRequired", field, body: withDetail("Required value", detail) };
}

/** A value is malformed or out of bounds; objects are printed as JSON. */
export function invalid(field: string, value: unknown, detail: string): FieldError {
  return { reason: "FieldValueInvalid", field, body: withDetail(`Invalid value: ${printValue(value)}`, detail) };
}

/** A value is wrong that is not worth telling. As field.Invalid with field.OmitValueType. */
export function omitted(field: string, detail: string): FieldError {
  return { reason: "FieldValueInvalid", field, body: `Invalid value: ${detail}` };
}

/** A value is none of an enumeration; `supported` in the order in which it is to be told. */
export function notSupported(field: string, value: unknown, supported: readonly string[]): FieldError {
  const detail = supported.length > 0 ? `supported values: ${supported.map(goQuote).join(", ")}` : "";
  return {
    reason: "FieldValueNotSupported",
    field,
    body: withDetail(`Unsupported value: ${printValue(value)}`, detail),
  };
}

/** A value is there twice. */
export function duplicate(field: string, value: unknown): FieldError {
  return { reason: "FieldValueDuplicate", field, body: `Duplicate value: ${printValue(value)}` };
}

/** What the field refers to is not there. */
export function notFoundValue(field: string, value: unknown): FieldError {
  return { reason: "FieldValueNotFound", field, body: `Not found: ${printValue(value)}` };
}

/** A value may not be set here, or not be changed. */
export function forbidden(field: string, detail: string): FieldError {
  return { reason: "FieldValueForbidden", field, body: withDetail("Forbidden", detail) };
}

/** A text is longer than so many bytes. */
export function tooLong(field: string, bytesMax: number): FieldError {
  const unit = bytesMax === 1 ? "byte" : "bytes";
  return { reason: "FieldValueTooLong", field, body: `Too long: may not be more than ${bytesMax} ${unit}` };
}

/** A list has more items than it may. */
export function tooMany(field: string, count: number, countMax: number): FieldError {
  const unit = countMax === 1 ? "item" : "items";
  return { reason: "FieldValueTooMany", field, body: `Too many: ${count}: must have at most ${countMax} ${unit}` };
}

/** `field: body`, as an aggregate prints it. */
export function printFieldError({ field, body }: FieldError): string {
  return `${field}: ${body}`;
}

function withDetail(head: string, detail: string): string {
  return detail === "" ? head : `${head}: ${detail}`;
}

function printValue(value: unknown): string {
  if (value === undefined || value === null) return "null";
  return typeof value === "string" ? goQuote(value) : JSON.stringify(value);
}
