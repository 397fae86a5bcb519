// What a Job says of pods that fail or succeed. As pkg/apis/batch/validation/validation.go.
import { draftIn, draftsIn, numberIn, textIn } from "../draft.ts";
import type { Draft } from "../draft.ts";
import { internalForm } from "../schema/internal-form.ts";
import { duplicate, invalid, notSupported, omitted, required, tooLong, tooMany } from "./field-error.ts";
import type { FieldError } from "./field-error.ts";
import { labelKeyProblems, subdomainProblems } from "./names.ts";

const ACTIONS = ["Count", "FailIndex", "FailJob", "Ignore"];
const OPERATORS = ["In", "NotIn"];
const STATUSES = ["False", "True", "Unknown"];
const REPLACEMENTS = ["Failed", "TerminatingOrFailed"];
const RULES_MAX = 20;
const EXIT_CODES_MAX = 255;
const MANAGED_BY_LENGTH_MAX = 63;

/** podFailurePolicy, successPolicy, podReplacementPolicy. */
export function validateJobPolicies(spec: Draft, path: string): FieldError[] {
  return [...validateFailurePolicy(spec, path), ...validateSuccess(spec, path), ...validateReplacement(spec, path)];
}

/** Who cares for the Job instead of Kubernetes' own controller: "acme.io/foo". */
export function validateManagedBy(spec: Draft, path: string): FieldError[] {
  if (spec["managedBy"] === undefined) return [];
  const field = `${path}.managedBy`;
  const name = textIn(spec, "managedBy");
  if (name === "") return [required(field)];
  const slash = name.indexOf("/");
  const [host, rest] = [name.slice(0, slash), name.slice(slash + 1)];
  if (slash <= 0 || rest === "") {
    return [invalid(field, name, 'must be a domain-prefixed path (such as "acme.io/foo")')];
  }
  const errors = subdomainProblems(host).map((problem) => invalid(field, host, problem));
  return name.length > MANAGED_BY_LENGTH_MAX ? [...errors, tooLong(field, MANAGED_BY_LENGTH_MAX)] : errors;
}

function validateFailurePolicy(spec: Draft, path: string): FieldError[] {
  const policy = draftIn(spec, "podFailurePolicy");
  if (!policy) return [];
  const rules = draftsIn(policy, "rules");
  const field = `${path}.podFailurePolicy.rules`;
  const errors = rules.length > RULES_MAX ? [tooMany(field, rules.length, RULES_MAX)] : [];
  const pod = draftIn(draftIn(spec, "template"), "spec");
  const names = [...draftsIn(pod, "containers"), ...draftsIn(pod, "initContainers")].map((each) =>
    textIn(each, "name"),
  );
  return [...errors, ...rules.flatMap((rule, index) => validateRule(rule, `${field}[${index}]`, { spec, names }))];
}

function validateRule(
  rule: Draft,
  path: string,
  { spec, names }: { readonly spec: Draft; readonly names: readonly string[] },
): FieldError[] {
  const errors: FieldError[] = [];
  const action = textIn(rule, "action");
  if (action === "") errors.push(required(`${path}.action`, `valid values: [${ACTIONS.map(quoted).join(" ")}]`));
  else if (action === "FailIndex") {
    const why = "requires the backoffLimitPerIndex to be set";
    if (numberIn(spec, "backoffLimitPerIndex") === undefined) errors.push(invalid(`${path}.action`, action, why));
  } else if (!ACTIONS.includes(action)) errors.push(notSupported(`${path}.action`, action, ACTIONS));
  const codes = draftIn(rule, "onExitCodes");
  const conditions = draftsIn(rule, "onPodConditions");
  if (codes) errors.push(...validateExitCodes(codes, `${path}.onExitCodes`, names));
  for (const [index, pattern] of conditions.entries()) {
    errors.push(...validateCondition(pattern, `${path}.onPodConditions[${index}]`));
  }
  if (codes && conditions.length > 0) {
    errors.push(omitted(path, "specifying both OnExitCodes and OnPodConditions is not supported"));
  }
  if (!codes && conditions.length === 0) {
    errors.push(omitted(path, "specifying one of OnExitCodes and OnPodConditions is required"));
  }
  return errors;
}

function validateCondition(pattern: Draft, path: string): FieldError[] {
  const [type, status] = [textIn(pattern, "type"), textIn(pattern, "status")];
  const errors = labelKeyProblems(type).map((problem) => invalid(`${path}.type`, type, problem));
  if (status === "")
    return [...errors, required(`${path}.status`, `valid values: [${STATUSES.map(quoted).join(" ")}]`)];
  return STATUSES.includes(status) ? errors : [...errors, notSupported(`${path}.status`, status, STATUSES)];
}

function validateExitCodes(codes: Draft, path: string, names: readonly string[]): FieldError[] {
  const errors: FieldError[] = [];
  const operator = textIn(codes, "operator");
  if (operator === "") errors.push(required(`${path}.operator`, `valid values: [${OPERATORS.map(quoted).join(" ")}]`));
  else if (!OPERATORS.includes(operator)) errors.push(notSupported(`${path}.operator`, operator, OPERATORS));
  const container = codes["containerName"];
  if (container !== undefined && !names.includes(textIn(codes, "containerName"))) {
    const why = "must be one of the container or initContainer names in the pod template";
    errors.push(invalid(`${path}.containerName`, container, why));
  }
  const values = Array.isArray(codes["values"]) ? (codes["values"] as number[]) : [];
  const field = `${path}.values`;
  if (values.length === 0) errors.push(invalid(field, values, "at least one value is required"));
  else if (values.length > EXIT_CODES_MAX) errors.push(tooMany(field, values.length, EXIT_CODES_MAX));
  for (const [index, value] of values.entries()) {
    const at = `${field}[${index}]`;
    if (operator === "In" && value === 0) errors.push(invalid(at, value, "must not be 0 for the In operator"));
    if (values.indexOf(value) < index) errors.push(duplicate(at, value));
  }
  const isOrdered = values.every((value, index) => index === 0 || (values[index - 1] ?? value) <= value);
  return isOrdered ? errors : [...errors, invalid(field, values, "must be ordered")];
}

function validateSuccess(spec: Draft, path: string): FieldError[] {
  const policy = draftIn(spec, "successPolicy");
  if (!policy) return [];
  const field = `${path}.successPolicy`;
  const rules = draftsIn(policy, "rules");
  if (textIn(spec, "completionMode") !== "Indexed") {
    const shown = { Rules: rules.map((rule) => internalForm("SuccessPolicyRule", rule, "batch/v1")) };
    return [invalid(field, shown, "requires indexed completion mode")];
  }
  const errors: FieldError[] = [];
  if (rules.length === 0) {
    errors.push(required(`${field}.rules`, "at least one rules must be specified when the successPolicy is specified"));
  }
  if (rules.length > RULES_MAX) errors.push(tooMany(`${field}.rules`, rules.length, RULES_MAX));
  for (const [index, rule] of rules.entries()) {
    if (rule["succeededCount"] !== undefined || rule["succeededIndexes"] !== undefined) continue;
    const why = "at least one of succeededCount or succeededIndexes must be specified";
    errors.push(required(`${field}.rules[${index}]`, why));
  }
  return errors;
}

function validateReplacement(spec: Draft, path: string): FieldError[] {
  const policy = spec["podReplacementPolicy"];
  if (policy === undefined) return [];
  const supported = draftIn(spec, "podFailurePolicy") ? ["Failed"] : REPLACEMENTS;
  if (supported.includes(textIn(spec, "podReplacementPolicy"))) return [];
  return [notSupported(`${path}.podReplacementPolicy`, policy, supported)];
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
