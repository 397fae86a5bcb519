// Where a pod may run: tolerations, affinity, spreading. As pkg/apis/core/validation/validation.go.
import { draftIn, draftsIn, numberIn, textIn, textsIn } from "../draft.ts";
import type { Draft } from "../draft.ts";
import { duplicate, forbidden, invalid, notSupported, required } from "./field-error.ts";
import type { FieldError } from "./field-error.ts";
import { validateLabelSelector } from "./labels.ts";
import { labelKeyProblems, labelProblems, labelValueProblems } from "./names.ts";

const EFFECTS = ["NoSchedule", "PreferNoSchedule", "NoExecute"];
const ACTIONS = ["DoNotSchedule", "ScheduleAnyway"];
const REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
const PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

export function validateTolerations(tolerations: readonly Draft[], path: string): FieldError[] {
  return tolerations.flatMap((toleration, index) => validateToleration(toleration, `${path}[${index}]`));
}

function validateToleration(toleration: Draft, path: string): FieldError[] {
  const [key, operator] = [textIn(toleration, "key"), textIn(toleration, "operator")];
  const [value, effect] = [textIn(toleration, "value"), textIn(toleration, "effect")];
  const errors = key === "" ? [] : labelKeyProblems(key).map((problem) => invalid(`${path}.key`, key, problem));
  if (key === "" && operator !== "Exists") {
    const why = 'operator must be Exists when `key` is empty, which means "match all values and all keys"';
    errors.push(invalid(`${path}.operator`, operator, why));
  }
  if (toleration["tolerationSeconds"] !== undefined && effect !== "NoExecute") {
    errors.push(invalid(`${path}.effect`, effect, "effect must be 'NoExecute' when `tolerationSeconds` is set"));
  }
  if (operator === "" || operator === "Equal") {
    const problems = labelValueProblems(value);
    if (problems.length > 0) errors.push(invalid(`${path}.operator`, value, problems.join(";")));
  } else if (operator === "Exists") {
    if (value !== "")
      errors.push(invalid(`${path}.operator`, value, "value must be empty when `operator` is 'Exists'"));
  } else if (operator === "Lt" || operator === "Gt") {
    errors.push(notSupported(`${path}.operator`, operator, ["Equal", "Exists", "Lt", "Gt"]));
  } else errors.push(notSupported(`${path}.operator`, operator, ["Equal", "Exists"]));
  if (effect !== "" && !EFFECTS.includes(effect)) errors.push(notSupported(`${path}.effect`, effect, EFFECTS));
  return errors;
}

/** Taints of a node: each key and effect once. */
export function validateTaints(taints: readonly Draft[], path: string): FieldError[] {
  const seen = new Set<string>();
  return taints.flatMap((taint, index) => {
    const at = `${path}[${index}]`;
    const [key, value, effect] = [textIn(taint, "key"), textIn(taint, "value"), textIn(taint, "effect")];
    const errors = labelKeyProblems(key).map((problem) => invalid(`${at}.key`, key, problem));
    const problems = labelValueProblems(value);
    if (problems.length > 0) errors.push(invalid(`${at}.value`, value, problems.join(";")));
    if (effect === "") errors.push(required(`${at}.effect`));
    else if (!EFFECTS.includes(effect)) errors.push(notSupported(`${at}.effect`, effect, EFFECTS));
    const pair = `${effect} ${key}`;
    if (seen.has(pair)) {
      const twice = duplicate(at, taint);
      errors.push({ ...twice, body: `${twice.body}: taints must be unique by key and effect pair` });
    }
    seen.add(pair);
    return errors;
  });
}

export function validateAffinity(affinity: Draft | undefined, path: string): FieldError[] {
  const node = draftIn(affinity, "nodeAffinity");
  return [
    ...(node ? validateNodeAffinity(node, `${path}.nodeAffinity`) : []),
    ...["podAffinity", "podAntiAffinity"].flatMap((name) =>
      validatePodAffinity(draftIn(affinity, name), `${path}.${name}`),
    ),
  ];
}

function validateNodeAffinity(affinity: Draft, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const needed = draftIn(affinity, REQUIRED);
  if (needed) {
    const at = `${path}.${REQUIRED}.nodeSelectorTerms`;
    const terms = draftsIn(needed, "nodeSelectorTerms");
    if (terms.length === 0) errors.push(required(at, "must have at least one node selector term"));
    errors.push(...terms.flatMap((term, index) => validateNodeTerm(term, `${at}[${index}]`)));
  }
  for (const [index, term] of draftsIn(affinity, PREFERRED).entries()) {
    const at = `${path}.${PREFERRED}[${index}]`;
    errors.push(...validateWeight(term, at));
    errors.push(...validateNodeTerm(draftIn(term, "preference") ?? {}, `${at}.preference`));
  }
  return errors;
}

function validateNodeTerm(term: Draft, path: string): FieldError[] {
  return draftsIn(term, "matchExpressions").flatMap((requirement, index) => {
    const at = `${path}.matchExpressions[${index}]`;
    const [key, operator] = [textIn(requirement, "key"), textIn(requirement, "operator")];
    const values = textsIn(requirement, "values");
    const errors: FieldError[] = [];
    if (["In", "NotIn"].includes(operator)) {
      const why = "must be specified when `operator` is 'In' or 'NotIn'";
      if (values.length === 0) errors.push(required(`${at}.values`, why));
    } else if (["Exists", "DoesNotExist"].includes(operator)) {
      const why = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
      if (values.length > 0) errors.push(forbidden(`${at}.values`, why));
    } else if (["Gt", "Lt"].includes(operator)) {
      const why = "must be specified single value when `operator` is 'Lt' or 'Gt'";
      if (values.length !== 1) errors.push(required(`${at}.values`, why));
    } else errors.push(invalid(`${at}.operator`, operator, "not a valid selector operator"));
    errors.push(...labelKeyProblems(key).map((problem) => invalid(`${at}.key`, key, problem)));
    for (const [place, value] of values.entries()) {
      errors.push(...labelValueProblems(value).map((problem) => invalid(`${at}.values[${place}]`, value, problem)));
    }
    return errors;
  });
}

function validatePodAffinity(affinity: Draft | undefined, path: string): FieldError[] {
  return [
    ...draftsIn(affinity, REQUIRED).flatMap((term, index) => validatePodTerm(term, `${path}.${REQUIRED}[${index}]`)),
    ...draftsIn(affinity, PREFERRED).flatMap((term, index) => {
      const at = `${path}.${PREFERRED}[${index}]`;
      return [
        ...validateWeight(term, at),
        ...validatePodTerm(draftIn(term, "podAffinityTerm") ?? {}, `${at}.podAffinityTerm`),
      ];
    }),
  ];
}

function validatePodTerm(term: Draft, path: string): FieldError[] {
  const key = textIn(term, "topologyKey");
  const errors = validateLabelSelector(draftIn(term, "labelSelector"), `${path}.labelSelector`);
  errors.push(...validateLabelSelector(draftIn(term, "namespaceSelector"), `${path}.namespaceSelector`));
  for (const name of textsIn(term, "namespaces")) {
    errors.push(...labelProblems(name).map((problem) => invalid(`${path}.namespace`, name, problem)));
  }
  if (key === "") errors.push(required(`${path}.topologyKey`, "can not be empty"));
  return [...errors, ...labelKeyProblems(key).map((problem) => invalid(`${path}.topologyKey`, key, problem))];
}

function validateWeight(term: Draft, path: string): FieldError[] {
  const weight = numberIn(term, "weight") ?? 0;
  return weight > 0 && weight <= 100 ? [] : [invalid(`${path}.weight`, weight, "must be in the range 1-100")];
}

export function validateSpreading(constraints: readonly Draft[], path: string): FieldError[] {
  const kinds = constraints.map((each) => `${textIn(each, "topologyKey")}, ${textIn(each, "whenUnsatisfiable")}`);
  return constraints.flatMap((constraint, index) => {
    const at = `${path}[${index}]`;
    const errors: FieldError[] = [];
    const skew = numberIn(constraint, "maxSkew") ?? 0;
    if (skew <= 0) errors.push(invalid(`${at}.maxSkew`, skew, "must be greater than zero"));
    if (textIn(constraint, "topologyKey") === "") errors.push(required(`${at}.topologyKey`, "can not be empty"));
    const action = textIn(constraint, "whenUnsatisfiable");
    if (!ACTIONS.includes(action)) errors.push(notSupported(`${at}.whenUnsatisfiable`, action, ACTIONS));
    if (kinds.indexOf(kinds[index] ?? "", index + 1) > index) {
      errors.push(duplicate(`${at}.{topologyKey, whenUnsatisfiable}`, `{${kinds[index]}}`));
    }
    return [...errors, ...validateLabelSelector(draftIn(constraint, "labelSelector"), `${at}.labelSelector`)];
  });
}
