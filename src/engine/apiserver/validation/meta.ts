// metadata of every kind. As apimachinery's pkg/api/validation/objectmeta.go.
import { draftIn, draftsIn, numberIn, textIn, textOf, textsIn } from "../draft.ts";
import type { Draft } from "../draft.ts";
import { isJsonEqual } from "../json-equal.ts";
import { forbidden, invalid, required, tooLong } from "./field-error.ts";
import type { FieldError } from "./field-error.ts";
import { validateLabels } from "./labels.ts";
import { labelKeyProblems, labelProblems, pathSegmentProblems } from "./names.ts";

/** What is wrong with a name; `subdomainProblems` and its like. */
export type NameRule = (name: string) => string[];

export const IMMUTABLE = "field is immutable";
const ANNOTATION_BYTES_MAX = 256 * 1024;

/** Metadata of a new object. */
export function validateMeta(
  object: Draft,
  rule: { readonly isNamespaced: boolean; readonly name: NameRule },
): FieldError[] {
  const metadata = draftIn(object, "metadata") ?? {};
  const name = textIn(metadata, "name");
  const prefix = textIn(metadata, "generateName");
  const errors: FieldError[] = [];
  if (prefix !== "") {
    for (const problem of rule.name(maskDash(prefix))) errors.push(invalid("metadata.generateName", prefix, problem));
  }
  if (name === "") errors.push(required("metadata.name", "name or generateName is required"));
  else for (const problem of rule.name(name)) errors.push(invalid("metadata.name", name, problem));
  return [...errors, ...validateMetaCommon(metadata, rule.isNamespaced)];
}

/** What holds for metadata beside a kind's own rule for names; run when a kind's own checks have passed. */
export function validateMetaGeneric(object: Draft, isNamespaced: boolean): FieldError[] {
  return validateMeta(object, { isNamespaced, name: pathSegmentProblems });
}

/** Metadata of a changed object. */
export function validateMetaUpdate(object: Draft, oldObject: Draft): FieldError[] {
  const [metadata, old] = [draftIn(object, "metadata") ?? {}, draftIn(oldObject, "metadata") ?? {}];
  const errors: FieldError[] = [];
  if (old["deletionTimestamp"] !== undefined) {
    const before = textsIn(old, "finalizers");
    const added = textsIn(metadata, "finalizers").filter((finalizer) => !before.includes(finalizer));
    if (added.length > 0) {
      const list = `[]string{${added
        .toSorted()
        .map((finalizer) => JSON.stringify(finalizer))
        .join(", ")}}`;
      const why = `no new finalizers can be added if the object is being deleted, found new finalizers ${list}`;
      errors.push(forbidden("metadata.finalizers", why));
    }
  }
  for (const field of ["name", "namespace", "uid", "creationTimestamp", "deletionTimestamp"]) {
    errors.push(...validateImmutable(metadata[field], old[field], `metadata.${field}`));
  }
  errors.push(...validateLabels(draftIn(metadata, "labels"), "metadata.labels"));
  errors.push(...validateAnnotations(draftIn(metadata, "annotations"), "metadata.annotations"));
  return [...errors, ...validateOwners(metadata), ...validateFinalizers(textsIn(metadata, "finalizers"))];
}

/** A field that keeps its first value. */
export function validateImmutable(value: unknown, before: unknown, field: string): FieldError[] {
  return isJsonEqual(value, before) ? [] : [invalid(field, value, IMMUTABLE)];
}

/** Annotations: keys as labels have them, whatever their case; 256 KiB together. */
export function validateAnnotations(annotations: Draft | undefined, field: string): FieldError[] {
  const errors: FieldError[] = [];
  let size = 0;
  for (const [key, value] of Object.entries(annotations ?? {})) {
    for (const problem of labelKeyProblems(key.toLowerCase())) errors.push(invalid(field, key, problem));
    size += key.length + textOf(value).length;
  }
  if (size > ANNOTATION_BYTES_MAX) errors.push(tooLong(field, ANNOTATION_BYTES_MAX));
  return errors;
}

function validateMetaCommon(metadata: Draft, isNamespaced: boolean): FieldError[] {
  const errors: FieldError[] = [];
  const namespace = textIn(metadata, "namespace");
  if (!isNamespaced) {
    if (namespace !== "") errors.push(forbidden("metadata.namespace", "not allowed on this type"));
  } else if (namespace === "") errors.push(required("metadata.namespace"));
  else {
    for (const problem of labelProblems(namespace)) errors.push(invalid("metadata.namespace", namespace, problem));
  }
  const generation = numberIn(metadata, "generation") ?? 0;
  if (generation < 0) errors.push(invalid("metadata.generation", generation, "must be greater than or equal to 0"));
  return [
    ...errors,
    ...validateLabels(draftIn(metadata, "labels"), "metadata.labels"),
    ...validateAnnotations(draftIn(metadata, "annotations"), "metadata.annotations"),
    ...validateOwners(metadata),
    ...validateFinalizers(textsIn(metadata, "finalizers")),
  ];
}

function validateOwners(metadata: Draft): FieldError[] {
  const field = "metadata.ownerReferences";
  const owners = draftsIn(metadata, "ownerReferences");
  const errors: FieldError[] = [];
  let first = "";
  for (const owner of owners) {
    if (textIn(owner, "apiVersion") === "")
      errors.push(invalid(`${field}.apiVersion`, "", "version must not be empty"));
    for (const part of ["kind", "name", "uid"]) {
      if (textIn(owner, part) === "") errors.push(invalid(`${field}.${part}`, "", "must not be empty"));
    }
    if (owner["apiVersion"] === "v1" && owner["kind"] === "Event") {
      errors.push(invalid(field, owner, "/v1, Kind=Event is disallowed from being an owner"));
    }
    if (owner["controller"] !== true) continue;
    const named = `${textIn(owner, "kind")}/${textIn(owner, "name")}`;
    if (first === "") first = named;
    else {
      const why = `Only one reference can have Controller set to true. Found "true" in references for ${first} and ${named}`;
      errors.push(invalid(field, owners, why));
    }
  }
  return errors;
}

const STANDARD_FINALIZERS = ["kubernetes", "orphan", "foregroundDeletion"];

function validateFinalizers(finalizers: readonly string[]): FieldError[] {
  const field = "metadata.finalizers";
  const errors: FieldError[] = [];
  for (const finalizer of finalizers) {
    for (const problem of labelKeyProblems(finalizer)) errors.push(invalid(field, finalizer, problem));
  }
  if (finalizers.includes("orphan") && finalizers.includes("foregroundDeletion")) {
    errors.push(invalid(field, finalizers, "finalizer orphan and foregroundDeletion cannot be both set"));
  }
  for (const [index, finalizer] of finalizers.entries()) {
    const problems = plainFinalizerProblems(finalizer);
    errors.push(...problems.map((problem) => invalid(`${field}[${index}]`, finalizer, problem)));
  }
  return errors;
}

/** Without a prefix a finalizer must be one of Kubernetes' own. */
export function plainFinalizerProblems(finalizer: string): string[] {
  if (finalizer.includes("/") || STANDARD_FINALIZERS.includes(finalizer)) return [];
  return ["name is neither a standard finalizer name nor is it fully qualified"];
}

/** A prefix for names may end in a dash, as letters follow. */
function maskDash(prefix: string): string {
  return prefix.length > 1 && prefix.endsWith("-") ? `${prefix.slice(0, -2)}a` : prefix;
}
