// PersistentVolumeClaims, and those that a StatefulSet makes. As pkg/apis/core/validation/validation.go's ValidatePersistentVolumeClaimSpec.
import { draftIn, textIn, textOf, textsIn } from "../draft.ts";
import type { Draft } from "../draft.ts";
import { isJsonEqual } from "../json-equal.ts";
import { unifiedLineDiff } from "../line-diff.ts";
import { indentedGoJson, internalForm } from "../schema/internal-form.ts";
import { parseQuantity } from "../schema/quantity.ts";
import { forbidden, invalid, notSupported, required } from "./field-error.ts";
import type { FieldError } from "./field-error.ts";
import { validateLabelSelector } from "./labels.ts";
import { validateMeta, validateMetaUpdate } from "./meta.ts";
import { subdomainProblems } from "./names.ts";

const ACCESS_MODES = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"];
const VOLUME_MODES = ["Block", "Filesystem"];

/** A new claim. */
export function validateClaim(claim: Draft): FieldError[] {
  return [
    ...validateMeta(claim, { isNamespaced: true, name: subdomainProblems }),
    ...validateClaimSpec(draftIn(claim, "spec") ?? {}, "spec"),
  ];
}

/** A changed claim: all but a bound one's size stays. */
export function validateClaimUpdate(claim: Draft, before: Draft): FieldError[] {
  const [spec, old] = [draftIn(claim, "spec") ?? {}, draftIn(before, "spec") ?? {}];
  const errors = [...validateMetaUpdate(claim, before), ...validateClaim(claim)];
  const isBound = textIn(draftIn(claim, "status"), "phase") === "Bound";
  const kept = textIn(old, "volumeName") === "" ? { ...old, volumeName: spec["volumeName"] } : old;
  const now = isBound
    ? {
        ...spec,
        resources: { ...draftIn(spec, "resources"), requests: draftIn(draftIn(old, "resources"), "requests") },
      }
    : spec;
  if (!isJsonEqual(now, kept)) {
    const [a = "", b = ""] = [kept, now].map((each) => indentedGoJson(internalForm("PersistentVolumeClaimSpec", each)));
    const why =
      "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims";
    errors.push(forbidden("spec", `${why}\n${unifiedLineDiff(a, b)}`));
  }
  const capacity = textIn(draftIn(draftIn(before, "status"), "capacity"), "storage");
  const [size, was, held] = [storageOf(spec), storageOf(old), nanosOf(capacity)];
  if (size !== undefined && was !== undefined && size < was && size <= (held ?? 0n)) {
    errors.push(forbidden("spec.resources.requests.storage", "field can not be less than status.capacity"));
  }
  return errors;
}

/** What a claim asks for. */
export function validateClaimSpec(spec: Draft, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const modes = textsIn(spec, "accessModes");
  if (modes.length === 0) errors.push(required(`${path}.accessModes`, "at least 1 access mode is required"));
  if (spec["selector"] !== undefined) {
    errors.push(...validateLabelSelector(draftIn(spec, "selector"), `${path}.selector`));
  }
  for (const mode of modes) {
    if (!ACCESS_MODES.includes(mode)) errors.push(notSupported(`${path}.accessModes`, mode, ACCESS_MODES));
  }
  const others = modes.filter((mode) => mode !== "ReadWriteOncePod" && ACCESS_MODES.includes(mode));
  if (others.length > 0 && modes.includes("ReadWriteOncePod")) {
    errors.push(forbidden(`${path}.accessModes`, "may not use ReadWriteOncePod with other access modes"));
  }
  const asked = draftIn(draftIn(spec, "resources"), "requests")?.["storage"];
  const field = `${path}.resources[storage]`;
  if (asked === undefined) errors.push(required(field));
  else if ((nanosOf(textOf(asked)) ?? 0n) <= 0n)
    errors.push(invalid(field, textOf(asked), "must be greater than zero"));
  const storageClass = textIn(spec, "storageClassName");
  if (storageClass !== "") {
    const problems = subdomainProblems(storageClass);
    errors.push(...problems.map((problem) => invalid(`${path}.storageClassName`, storageClass, problem)));
  }
  const mode = spec["volumeMode"];
  if (mode !== undefined && !VOLUME_MODES.includes(textIn(spec, "volumeMode"))) {
    errors.push(notSupported(`${path}.volumeMode`, mode, VOLUME_MODES));
  }
  return errors;
}

function storageOf(spec: Draft): bigint | undefined {
  const asked = draftIn(draftIn(spec, "resources"), "requests")?.["storage"];
  return asked === undefined ? undefined : nanosOf(textOf(asked));
}

function nanosOf(text: string): bigint | undefined {
  return text === "" ? undefined : parseQuantity(text)?.nanos;
}
