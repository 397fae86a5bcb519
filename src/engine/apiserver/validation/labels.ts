// Labels and label selectors. As apimachinery's pkg/apis/meta/v1/validation.
import { draftIn, draftsIn, textIn, textOf, textsIn } from "../draft.ts";
import type { Draft } from "../draft.ts";
import { forbidden, invalid, required } from "./field-error.ts";
import type { FieldError } from "./field-error.ts";
import { labelKeyProblems, labelValueProblems } from "./names.ts";

/** Labels of an object or a selector of equalities. */
export function validateLabels(labels: Draft | undefined, field: string): FieldError[] {
  return Object.entries(labels ?? {}).flatMap(([key, value]) => [
    ...labelKeyProblems(key).map((problem) => invalid(field, key, problem)),
    ...labelValueProblems(textOf(value)).map((problem) => invalid(field, value, problem)),
  ]);
}

/** matchLabels and matchExpressions. */
export function validateLabelSelector(selector: Draft | undefined, field: string): FieldError[] {
  const errors = validateLabels(draftIn(selector, "matchLabels"), `${field}.matchLabels`);
  for (const [index, requirement] of draftsIn(selector, "matchExpressions").entries()) {
    errors.push(...validateRequirement(requirement, `${field}.matchExpressions[${index}]`));
  }
  return errors;
}

function validateRequirement(requirement: Draft, field: string): FieldError[] {
  const operator = textIn(requirement, "operator");
  const values = textsIn(requirement, "values");
  const errors: FieldError[] = [];
  if (operator === "In" || operator === "NotIn") {
    if (values.length === 0) {
      errors.push(required(`${field}.values`, "must be specified when `operator` is 'In' or 'NotIn'"));
    }
  } else if (operator === "Exists" || operator === "DoesNotExist") {
    if (values.length > 0) {
      errors.push(forbidden(`${field}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
    }
  } else errors.push(invalid(`${field}.operator`, operator, "not a valid selector operator"));
  const key = textIn(requirement, "key");
  errors.push(...labelKeyProblems(key).map((problem) => invalid(`${field}.key`, key, problem)));
  for (const [index, value] of values.entries()) {
    errors.push(...labelValueProblems(value).map((problem) => invalid(`${field}.values[${index}]`, value, problem)));
  }
  return errors;
}

/** Whether a selector has no requirement at all. */
export function isEmptySelector(selector: Draft | undefined): boolean {
  return (
    Object.keys(draftIn(selector, "matchLabels") ?? {}).length === 0 &&
    draftsIn(selector, "matchExpressions").length === 0
  );
}

/** Whether the labels meet a selector; a missing selector takes nothing. As metav1.LabelSelectorAsSelector. */
export function selectorTakes(selector: Draft | undefined, labels: Draft | undefined): boolean {
  if (!selector) return false;
  const isEqual = Object.entries(draftIn(selector, "matchLabels") ?? {}).every(
    ([key, value]) => labels?.[key] === value,
  );
  return (
    isEqual &&
    draftsIn(selector, "matchExpressions").every((requirement) => {
      const value = labels?.[textIn(requirement, "key")];
      const isListed = typeof value === "string" && textsIn(requirement, "values").includes(value);
      switch (textIn(requirement, "operator")) {
        case "In":
          return isListed;
        case "NotIn":
          return !isListed;
        case "Exists":
          return value !== undefined;
        default:
          return value === undefined;
      }
    })
  );
}
