// Deployments, ReplicaSets, StatefulSets, DaemonSets. As pkg/apis/apps/validation/validation.go.
import { draftIn, draftsIn, numberIn, textIn } from "../draft.ts";
import type { Draft } from "../draft.ts";
import { isJsonEqual } from "../json-equal.ts";
import { validateClaimSpec } from "./claims.ts";
import { forbidden, invalid, notSupported, required } from "./field-error.ts";
import type { FieldError } from "./field-error.ts";
import { isEmptySelector, selectorTakes, validateLabelSelector, validateLabels } from "./labels.ts";
import { validateAnnotations, validateImmutable, validateMeta, validateMetaUpdate } from "./meta.ts";
import type { NameRule } from "./meta.ts";
import { labelProblems, subdomainProblems } from "./names.ts";
import { intOrPercent, validateIntOrPercent, validateNonNegative, validateNotOver100Percent } from "./numbers.ts";
import { validatePodTemplate } from "./pod.ts";

const MISMATCH = "`selector` does not match template `labels`";

type Rules = {
  readonly create: (object: Draft) => FieldError[];
  readonly update: (object: Draft, before: Draft) => FieldError[];
};

export const deploymentRules = rulesOf(subdomainProblems, (spec) => [
  ...validateNonNegative(spec, "replicas", "spec"),
  ...validateSelected(spec, "deployment"),
  ...validateDeploymentStrategy(draftIn(spec, "strategy") ?? {}),
  ...validateNonNegative(spec, "minReadySeconds", "spec"),
  ...validateNonNegative(spec, "revisionHistoryLimit", "spec"),
  ...validateProgressDeadline(spec),
]);

export const replicaSetRules = rulesOf(subdomainProblems, (spec) => [
  ...validateNonNegative(spec, "replicas", "spec"),
  ...validateNonNegative(spec, "minReadySeconds", "spec"),
  ...validateSelected(spec, "deployment"),
]);

export const daemonSetRules = rulesOf(subdomainProblems, (spec) => {
  const selector = draftIn(spec, "selector");
  const errors = validateLabelSelector(selector, "spec.selector");
  if (errors.length === 0) errors.push(...validateMatch(spec));
  if (selector && isEmptySelector(selector)) {
    errors.push(invalid("spec.selector", selector, "empty selector is invalid for daemonset"));
  }
  errors.push(...validatePodTemplate(draftIn(spec, "template"), "spec.template"));
  errors.push(...validateRestartsAlways(spec, "DaemonSet"));
  errors.push(...validateNonNegative(spec, "minReadySeconds", "spec"));
  errors.push(...validateDaemonStrategy(draftIn(spec, "updateStrategy") ?? {}));
  return [...errors, ...validateNonNegative(spec, "revisionHistoryLimit", "spec")];
});

export const statefulSetRules: Rules = {
  create: (object) => [
    ...validateMeta(object, { isNamespaced: true, name: labelProblems }),
    ...validateStatefulSet(object),
  ],
  update: (object, before) => {
    const errors = [...validateMetaUpdate(object, before), ...validateStatefulSet(object)];
    if (isJsonEqual(fixedPart(object), fixedPart(before))) return errors;
    const changeable = STATEFUL_CHANGEABLE.map((field) => `'${field}'`);
    const list = `${changeable.slice(0, -1).join(", ")} and ${changeable.at(-1)}`;
    return [...errors, forbidden("spec", `updates to statefulset spec for fields other than ${list} are forbidden`)];
  },
};

const STATEFUL_CHANGEABLE = [
  "replicas",
  "ordinals",
  "template",
  "updateStrategy",
  "revisionHistoryLimit",
  "persistentVolumeClaimRetentionPolicy",
  "minReadySeconds",
];

function rulesOf(name: NameRule, validateSpec: (spec: Draft) => FieldError[]): Rules {
  const specOf = (object: Draft): Draft => draftIn(object, "spec") ?? {};
  return {
    create: (object) => [...validateMeta(object, { isNamespaced: true, name }), ...validateSpec(specOf(object))],
    update: (object, before) => [
      ...validateMetaUpdate(object, before),
      ...validateSpec(specOf(object)),
      ...validateImmutable(specOf(object)["selector"], specOf(before)["selector"], "spec.selector"),
    ],
  };
}

/** The selector, and the template that it must take; a selector that cannot be read says nothing of a template. */
function validateSelected(spec: Draft, what: string): FieldError[] {
  const selector = draftIn(spec, "selector");
  const malformed = validateLabelSelector(selector, "spec.selector");
  if (selector && malformed.length > 0) {
    return [...malformed, invalid("spec.selector", printedSelector(selector), "invalid label selector")];
  }
  const errors: FieldError[] = [];
  if (!selector) errors.push(required("spec.selector"));
  else if (isEmptySelector(selector)) {
    errors.push(invalid("spec.selector", selector, `empty selector is invalid for ${what}`));
  }
  errors.push(...(selector && isEmptySelector(selector) ? [] : validateMatch(spec)));
  errors.push(...validatePodTemplate(draftIn(spec, "template"), "spec.template"));
  return [...errors, ...validateRestartsAlways(spec, "ReplicaSet")];
}

/** A selector with its fields in the order of metav1.LabelSelector, as its JSON has them. */
function printedSelector({ matchLabels, matchExpressions }: Draft): Draft {
  return {
    ...(matchLabels === undefined ? {} : { matchLabels }),
    ...(matchExpressions === undefined ? {} : { matchExpressions }),
  };
}

function validateMatch(spec: Draft): FieldError[] {
  const labels = draftIn(draftIn(draftIn(spec, "template"), "metadata"), "labels");
  if (selectorTakes(draftIn(spec, "selector"), labels)) return [];
  return [invalid("spec.template.metadata.labels", labels, MISMATCH)];
}

function validateRestartsAlways(spec: Draft, kind: string): FieldError[] {
  const pod = draftIn(draftIn(spec, "template"), "spec");
  const restart = textIn(pod, "restartPolicy");
  const errors = restart === "Always" ? [] : [notSupported("spec.template.spec.restartPolicy", restart, ["Always"])];
  if (pod?.["activeDeadlineSeconds"] === undefined) return errors;
  const why = `activeDeadlineSeconds in ${kind} is not Supported`;
  return [...errors, forbidden("spec.template.spec.activeDeadlineSeconds", why)];
}

function validateDeploymentStrategy(strategy: Draft): FieldError[] {
  const path = "spec.strategy";
  const rolling = draftIn(strategy, "rollingUpdate");
  switch (textIn(strategy, "type")) {
    case "Recreate":
      return rolling
        ? [forbidden(`${path}.rollingUpdate`, "may not be specified when strategy `type` is 'Recreate'")]
        : [];
    case "RollingUpdate":
      return validateRolling(rolling ?? {}, `${path}.rollingUpdate`);
    default: {
      const shown = { Type: textIn(strategy, "type"), RollingUpdate: strategy["rollingUpdate"] ?? null };
      return [notSupported(path, shown, ["Recreate", "RollingUpdate"])];
    }
  }
}

function validateRolling(rolling: Draft, path: string): FieldError[] {
  const { maxUnavailable, maxSurge } = rolling;
  const errors = [
    ...validateIntOrPercent(maxUnavailable, `${path}.maxUnavailable`),
    ...validateIntOrPercent(maxSurge, `${path}.maxSurge`),
  ];
  if (intOrPercent(maxUnavailable) === 0 && intOrPercent(maxSurge) === 0) {
    errors.push(invalid(`${path}.maxUnavailable`, maxUnavailable, "may not be 0 when `maxSurge` is 0"));
  }
  return [...errors, ...validateNotOver100Percent(maxUnavailable, `${path}.maxUnavailable`)];
}

function validateProgressDeadline(spec: Draft): FieldError[] {
  const deadline = numberIn(spec, "progressDeadlineSeconds");
  if (deadline === undefined) return [];
  const errors = validateNonNegative(spec, "progressDeadlineSeconds", "spec");
  if (deadline > (numberIn(spec, "minReadySeconds") ?? 0)) return errors;
  return [...errors, invalid("spec.progressDeadlineSeconds", deadline, "must be greater than minReadySeconds")];
}

function validateDaemonStrategy(strategy: Draft): FieldError[] {
  const path = "spec.updateStrategy";
  const type = textIn(strategy, "type");
  if (type === "OnDelete") return [];
  if (type !== "RollingUpdate") {
    const shown = { Type: type, RollingUpdate: strategy["rollingUpdate"] ?? null };
    return [notSupported(path, shown, ["RollingUpdate", "OnDelete"])];
  }
  const { maxUnavailable, maxSurge } = draftIn(strategy, "rollingUpdate") ?? {};
  const at = `${path}.rollingUpdate`;
  const errors = [
    ...validateIntOrPercent(maxUnavailable, `${at}.maxUnavailable`),
    ...validateIntOrPercent(maxSurge, `${at}.maxSurge`),
    ...validateNotOver100Percent(maxUnavailable, `${at}.maxUnavailable`),
    ...validateNotOver100Percent(maxSurge, `${at}.maxSurge`),
  ];
  const [isUnavailable, surges] = [intOrPercent(maxUnavailable) !== 0, intOrPercent(maxSurge) !== 0];
  if (isUnavailable && surges) {
    errors.push(invalid(`${at}.maxSurge`, maxSurge, "may not be set when maxUnavailable is non-zero"));
  }
  if (!isUnavailable && !surges) errors.push(required(`${at}.maxUnavailable`, "cannot be 0 when maxSurge is 0"));
  return errors;
}

function validateStatefulSet(object: Draft): FieldError[] {
  const spec = draftIn(object, "spec") ?? {};
  const errors = [...validateManagement(spec), ...validateRetention(spec), ...validateClaimTemplates(spec)];
  errors.push(...validateNonNegative(spec, "replicas", "spec"));
  errors.push(...validateNonNegative(spec, "minReadySeconds", "spec"));
  errors.push(...validateNonNegative(draftIn(spec, "ordinals"), "start", "spec.ordinals"));
  const service = textIn(spec, "serviceName");
  if (service !== "") {
    errors.push(...labelProblems(service).map((problem) => invalid("spec.serviceName", service, problem)));
  }
  errors.push(...validateStatefulSelected(spec));
  const metadata = draftIn(draftIn(spec, "template"), "metadata");
  errors.push(...validateLabels(draftIn(metadata, "labels"), "spec.template.labels"));
  errors.push(...validateAnnotations(draftIn(metadata, "annotations"), "spec.template.annotations"));
  return [...errors, ...validateRestartsAlways(spec, "StatefulSet")];
}

function validateStatefulSelected(spec: Draft): FieldError[] {
  const selector = draftIn(spec, "selector");
  const malformed = validateLabelSelector(selector, "spec.selector");
  if (selector && malformed.length > 0) {
    return [...malformed, invalid("spec.selector", printedSelector(selector), "")];
  }
  const errors: FieldError[] = [];
  if (!selector) errors.push(required("spec.selector"));
  else if (isEmptySelector(selector)) {
    errors.push(invalid("spec.selector", selector, "empty selector is invalid for statefulset"));
  }
  errors.push(...(selector && isEmptySelector(selector) ? [] : validateMatch(spec)));
  return [...errors, ...validatePodTemplate(templateWithClaims(spec), "spec.template")];
}

function validateManagement(spec: Draft): FieldError[] {
  const errors: FieldError[] = [];
  const management = textIn(spec, "podManagementPolicy");
  if (management !== "OrderedReady" && management !== "Parallel") {
    errors.push(invalid("spec.podManagementPolicy", management, "must be 'OrderedReady' or 'Parallel'"));
  }
  const strategy = draftIn(spec, "updateStrategy") ?? {};
  const rolling = draftIn(strategy, "rollingUpdate");
  const type = textIn(strategy, "type");
  if (type === "RollingUpdate") {
    errors.push(...validateNonNegative(rolling, "partition", "spec.updateStrategy.rollingUpdate"));
  } else if (type !== "OnDelete") {
    const shown = { Type: type, RollingUpdate: rolling ?? null };
    errors.push(invalid("spec.updateStrategy", shown, "must be 'RollingUpdate' or 'OnDelete'"));
  } else if (rolling) {
    const shown = { Partition: numberIn(rolling, "partition") ?? 0, MaxUnavailable: rolling["maxUnavailable"] ?? null };
    const why = "only allowed for updateStrategy 'RollingUpdate'";
    errors.push(invalid("spec.updateStrategy.rollingUpdate", shown, why));
  }
  return errors;
}

function validateRetention(spec: Draft): FieldError[] {
  const policies = draftIn(spec, "persistentVolumeClaimRetentionPolicy");
  return ["whenDeleted", "whenScaled"].flatMap((when) => {
    const policy = textIn(policies, when);
    const isKnown = policy === "Retain" || policy === "Delete";
    const field = `spec.persistentVolumeClaimRetentionPolicy.${when}`;
    return isKnown || !policies ? [] : [notSupported(field, policy, ["Retain", "Delete"])];
  });
}

function validateClaimTemplates(spec: Draft): FieldError[] {
  return draftsIn(spec, "volumeClaimTemplates").flatMap((claim, index) =>
    validateClaimSpec(draftIn(claim, "spec") ?? {}, `spec.volumeClaimTemplates[${index}].spec`),
  );
}

/** The template as its pods will have it: with a volume for each claim, host name and subdomain given by the controller. */
function templateWithClaims(spec: Draft): Draft {
  const template = draftIn(spec, "template") ?? {};
  const { subdomain: _subdomain, hostname: _hostname, ...pod } = draftIn(template, "spec") ?? {};
  const claims = draftsIn(spec, "volumeClaimTemplates").map((claim) => textIn(draftIn(claim, "metadata"), "name"));
  const added = claims.map((name) => ({ name, persistentVolumeClaim: { claimName: name } }));
  const own = draftsIn(pod, "volumes").filter((volume) => !claims.includes(textIn(volume, "name")));
  return { ...template, spec: { ...pod, volumes: [...added, ...own] } };
}

function fixedPart(object: Draft): Draft {
  const spec = draftIn(object, "spec") ?? {};
  return Object.fromEntries(Object.entries(spec).filter(([field]) => !STATEFUL_CHANGEABLE.includes(field)));
}
