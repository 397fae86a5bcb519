// Pods and pod templates. As pkg/apis/core/validation/validation.go's ValidatePodSpec and its like.
import { draftIn, draftsIn, numberIn, textIn, textOf, textsIn } from "../draft.ts";
import type { Draft } from "../draft.ts";
import { isJsonEqual } from "../json-equal.ts";
import { validateContainers, validateInitContainers } from "./containers.ts";
import { forbidden, invalid, notSupported, required } from "./field-error.ts";
import type { FieldError } from "./field-error.ts";
import { validateIp } from "./ip.ts";
import { validateLabels } from "./labels.ts";
import { validateAnnotations, validateMeta, validateMetaUpdate } from "./meta.ts";
import {
  labelKeyProblems,
  labelProblems,
  rangeProblem,
  subdomainProblems,
  underscoredSubdomainProblems,
} from "./names.ts";
import { unifiedLineDiff } from "../line-diff.ts";
import { indentedGoJson, internalForm } from "../schema/internal-form.ts";
import { validatePodSecurity } from "./pod-security.ts";
import { validateAffinity, validateSpreading, validateTolerations } from "./scheduling.ts";
import { validateVolumes } from "./volumes.ts";

const RESTART_POLICIES = ["Always", "OnFailure", "Never"];
const DNS_POLICIES = ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"];
const SYSTEMS = ["linux", "windows"];
const NAMESERVERS_MAX = 3;
const SEARCHES_MAX = 32;
const SEARCH_LENGTH_MAX = 2048;
const INT32_MAX = 2_147_483_647;
const DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";

/** A new Pod. */
export function validatePod(pod: Draft): FieldError[] {
  const errors = validatePodObject(pod);
  const spec = draftIn(pod, "spec");
  if (draftsIn(spec, "ephemeralContainers").length > 0) {
    errors.push(forbidden("spec.ephemeralContainers", "cannot be set on create"));
  }
  if (textIn(spec, "nodeName") !== "" && draftsIn(spec, "schedulingGates").length > 0) {
    errors.push(forbidden("spec.nodeName", "cannot be set until all schedulingGates have been cleared"));
  }
  return errors;
}

/** A changed Pod: of its spec, only a few fields may change. */
export function validatePodUpdate(pod: Draft, before: Draft): FieldError[] {
  const [spec, old] = [draftIn(pod, "spec") ?? {}, draftIn(before, "spec") ?? {}];
  const errors = [...validateMetaUpdate(pod, before), ...validatePodObject(pod)];
  for (const list of ["containers", "initContainers"]) {
    if (draftsIn(spec, list).length === draftsIn(old, list).length) continue;
    return [...errors, forbidden(`spec.${list}`, "pod updates may not add or remove containers")];
  }
  errors.push(...validateImages(spec, "containers"), ...validateImages(spec, "initContainers"));
  const late = validateDeadlineChange(spec, old);
  if (late.isEnd) return [...errors, ...late.errors];
  errors.push(...late.errors);
  errors.push(...validateAddedTolerations(draftsIn(spec, "tolerations"), draftsIn(old, "tolerations")));
  errors.push(...validateRemovedGates(draftsIn(spec, "schedulingGates"), draftsIn(old, "schedulingGates")));
  const kept = withChangeableOf(spec, old);
  if (isJsonEqual(kept, old)) return errors;
  const [then, now] = [old, kept].map((each) => indentedGoJson(internalForm("PodSpec", each)));
  const why = `pod updates may not change fields other than ${CHANGEABLE.join(",")}\n`;
  return [...errors, forbidden("spec", why + unifiedLineDiff(then ?? "", now ?? ""))];
}

const CHANGEABLE = [
  "`spec.containers[*].image`",
  "`spec.initContainers[*].image`",
  "`spec.activeDeadlineSeconds`",
  "`spec.tolerations` (only additions to existing tolerations)",
  "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)",
];

/** The template of a controller's pods. */
export function validatePodTemplate(template: Draft | undefined, path: string): FieldError[] {
  const metadata = draftIn(template, "metadata");
  const spec = draftIn(template, "spec") ?? {};
  const errors = [
    ...validateLabels(draftIn(metadata, "labels"), `${path}.labels`),
    ...validateAnnotations(draftIn(metadata, "annotations"), `${path}.annotations`),
    ...validateDeletionCost(metadata, `${path}.annotations`),
    ...validatePodSpec(spec, { path: `${path}.spec`, isPod: false }),
  ];
  if (draftsIn(spec, "ephemeralContainers").length === 0) return errors;
  return [...errors, forbidden(`${path}.spec.ephemeralContainers`, "ephemeral containers not allowed in pod template")];
}

function validatePodObject(pod: Draft): FieldError[] {
  const metadata = draftIn(pod, "metadata");
  return [
    ...validateMeta(pod, { isNamespaced: true, name: subdomainProblems }),
    ...validateDeletionCost(metadata, "metadata.annotations"),
    ...validatePodSpec(draftIn(pod, "spec") ?? {}, { path: "spec", isPod: true }),
    ...["containers", "initContainers"].flatMap((list) => validateImages(draftIn(pod, "spec"), list)),
  ];
}

/** What a pod's image may not have, though a template's may: spaces around it. As validateContainersOnlyForPod. */
function validateImages(spec: Draft | undefined, list: string): FieldError[] {
  return draftsIn(spec, list).flatMap((container, index) => {
    const image = textIn(container, "image");
    const why = "must not have leading or trailing whitespace";
    return image === image.trim() ? [] : [invalid(`spec.${list}[${index}].image`, image, why)];
  });
}

function validateDeletionCost(metadata: Draft | undefined, path: string): FieldError[] {
  const cost = draftIn(metadata, "annotations")?.[DELETION_COST];
  if (cost === undefined || /^(0|-?[1-9]\d{0,9}|\+[1-9]\d{0,9})$/.test(textOf(cost))) return [];
  return [invalid(`${path}[${DELETION_COST}]`, cost, "must be a 32bit integer")];
}

function validatePodSpec(
  spec: Draft,
  { path, isPod }: { readonly path: string; readonly isPod: boolean },
): FieldError[] {
  const { errors, names: volumes } = validateVolumes(draftsIn(spec, "volumes"), `${path}.volumes`);
  const context = { volumes, graceSeconds: numberIn(spec, "terminationGracePeriodSeconds") ?? 0 };
  const containers = draftsIn(spec, "containers");
  errors.push(...validateContainers(containers, `${path}.containers`, context));
  const taken = containers.map((container) => textIn(container, "name"));
  errors.push(
    ...validateInitContainers(draftsIn(spec, "initContainers"), `${path}.initContainers`, { ...context, taken }),
  );
  if (spec["hostNetwork"] === true) errors.push(...validateHostNetwork(containers, `${path}.containers`, isPod));
  const restart = textIn(spec, "restartPolicy");
  if (!RESTART_POLICIES.includes(restart)) {
    errors.push(notSupported(`${path}.restartPolicy`, restart, RESTART_POLICIES));
  }
  const dns = textIn(spec, "dnsPolicy");
  if (!DNS_POLICIES.includes(dns)) errors.push(notSupported(`${path}.dnsPolicy`, dns, DNS_POLICIES));
  errors.push(...validateLabels(draftIn(spec, "nodeSelector"), `${path}.nodeSelector`));
  errors.push(...validatePodSecurity(spec, `${path}.securityContext`));
  errors.push(...validateAffinity(draftIn(spec, "affinity"), `${path}.affinity`));
  errors.push(...validateDns(spec, `${path}.dnsConfig`));
  errors.push(...validateGates(spec, path));
  errors.push(...validateSpreading(draftsIn(spec, "topologySpreadConstraints"), `${path}.topologySpreadConstraints`));
  return [...errors, ...validateNames(spec, path), ...validateRest(spec, path)];
}

function validateHostNetwork(containers: readonly Draft[], path: string, isPod: boolean): FieldError[] {
  return containers.flatMap((container, index) =>
    draftsIn(container, "ports").flatMap((port, place) => {
      const [host, own] = [numberIn(port, "hostPort") ?? 0, numberIn(port, "containerPort") ?? 0];
      if (host === own || (host === 0 && !isPod)) return [];
      const field = `${path}[${index}].ports[${place}].hostPort`;
      return [invalid(field, host, "must match `containerPort` when `hostNetwork` is true")];
    }),
  );
}

function validateDns(spec: Draft, path: string): FieldError[] {
  const config = draftIn(spec, "dnsConfig");
  const nameservers = textsIn(config, "nameservers");
  if (spec["dnsPolicy"] === "None") {
    if (!config) return [required(path, "must provide `dnsConfig` when `dnsPolicy` is None")];
    const why = "must provide at least one DNS nameserver when `dnsPolicy` is None";
    if (nameservers.length === 0) return [required(`${path}.nameservers`, why)];
  }
  const errors: FieldError[] = [];
  if (nameservers.length > NAMESERVERS_MAX) {
    errors.push(invalid(`${path}.nameservers`, nameservers, `must not have more than ${NAMESERVERS_MAX} nameservers`));
  }
  errors.push(...nameservers.flatMap((server, index) => validateIp(`${path}.nameservers[${index}]`, server)));
  const searches = textsIn(config, "searches");
  if (searches.length > SEARCHES_MAX) {
    errors.push(invalid(`${path}.searches`, searches, `must not have more than ${SEARCHES_MAX} search paths`));
  }
  if (searches.join(" ").length > SEARCH_LENGTH_MAX) {
    const why = `must not have more than ${SEARCH_LENGTH_MAX} characters (including spaces) in the search list`;
    errors.push(invalid(`${path}.searches`, searches, why));
  }
  for (const [index, search] of searches.entries()) {
    if (search === ".") continue;
    const name = search.replace(/\.$/, "");
    const field = `${path}.searches[${index}]`;
    errors.push(...underscoredSubdomainProblems(name).map((problem) => invalid(field, name, problem)));
  }
  for (const [index, option] of draftsIn(config, "options").entries()) {
    if (textIn(option, "name") === "") errors.push(required(`${path}.options[${index}]`, "must not be empty"));
  }
  return errors;
}

function validateGates(spec: Draft, path: string): FieldError[] {
  const readiness = draftsIn(spec, "readinessGates").flatMap((gate, index) => {
    const type = textIn(gate, "conditionType");
    const field = `${path}.readinessGates[${index}].conditionType`;
    return labelKeyProblems(type).map((problem) => invalid(field, type, problem));
  });
  const scheduling = draftsIn(spec, "schedulingGates").flatMap((gate, index) => {
    const name = textIn(gate, "name");
    return labelKeyProblems(name).map((problem) => invalid(`${path}.schedulingGates[${index}]`, name, problem));
  });
  return [...readiness, ...scheduling];
}

function validateNames(spec: Draft, path: string): FieldError[] {
  const check = (field: string, rule: (text: string) => string[]): FieldError[] => {
    const name = textIn(spec, field);
    return name === "" ? [] : rule(name).map((problem) => invalid(`${path}.${field}`, name, problem));
  };
  const deadline = numberIn(spec, "activeDeadlineSeconds");
  const late =
    deadline !== undefined && (deadline < 1 || deadline > INT32_MAX)
      ? [invalid(`${path}.activeDeadlineSeconds`, deadline, `must be between 1 and ${INT32_MAX}, inclusive`)]
      : [];
  return [
    ...check("serviceAccountName", subdomainProblems),
    ...check("nodeName", subdomainProblems),
    ...late,
    ...check("hostname", labelProblems),
    ...check("subdomain", labelProblems),
  ];
}

function validateRest(spec: Draft, path: string): FieldError[] {
  const errors = validateTolerations(draftsIn(spec, "tolerations"), `${path}.tolerations`);
  for (const [index, alias] of draftsIn(spec, "hostAliases").entries()) {
    const at = `${path}.hostAliases[${index}]`;
    errors.push(...validateIp(`${at}.ip`, textIn(alias, "ip")));
    for (const [place, name] of textsIn(alias, "hostnames").entries()) {
      errors.push(...subdomainProblems(name).map((problem) => invalid(`${at}.hostnames[${place}]`, name, problem)));
    }
  }
  for (const field of ["priorityClassName", "runtimeClassName"]) {
    const name = textIn(spec, field);
    if (name === "") continue;
    errors.push(...subdomainProblems(name).map((problem) => invalid(`${path}.${field}`, name, problem)));
  }
  const preemption = spec["preemptionPolicy"];
  const policies = ["PreemptLowerPriority", "Never"];
  if (preemption !== undefined && !policies.includes(textOf(preemption))) {
    errors.push(notSupported(`${path}.preemptionPolicy`, preemption, policies));
  }
  return [...errors, ...validateOs(draftIn(spec, "os"), `${path}.os`)];
}

function validateOs(os: Draft | undefined, path: string): FieldError[] {
  if (!os) return [];
  const name = textIn(os, "name");
  if (name === "") return [required(`${path}.name`)];
  return SYSTEMS.includes(name) ? [] : [notSupported(path, name, SYSTEMS)];
}

function validateAddedTolerations(tolerations: readonly Draft[], before: readonly Draft[]): FieldError[] {
  const isKept = (old: Draft): boolean =>
    tolerations.some((each) => isJsonEqual({ ...each, tolerationSeconds: 0 }, { ...old, tolerationSeconds: 0 }));
  if (before.every(isKept)) return [];
  return [forbidden("spec.tolerations", "existing toleration can not be modified except its tolerationSeconds")];
}

/** A deadline may be set, or brought forward. `isEnd`: nothing else is checked then. */
function validateDeadlineChange(spec: Draft, old: Draft): { readonly errors: FieldError[]; readonly isEnd: boolean } {
  const field = "spec.activeDeadlineSeconds";
  const [now, then] = [numberIn(spec, "activeDeadlineSeconds"), numberIn(old, "activeDeadlineSeconds")];
  if (now === undefined) {
    if (then === undefined) return { errors: [], isEnd: false };
    return { errors: [invalid(field, null, "must not update from a positive integer to nil value")], isEnd: false };
  }
  if (now < 0 || now > INT32_MAX) return { errors: [invalid(field, now, rangeProblem(0, INT32_MAX))], isEnd: true };
  if (then === undefined || then >= now) return { errors: [], isEnd: false };
  return { errors: [invalid(field, now, "must be less than or equal to previous value")], isEnd: true };
}

function validateRemovedGates(gates: readonly Draft[], before: readonly Draft[]): FieldError[] {
  const known = new Set(before.map((gate) => textIn(gate, "name")));
  return gates.flatMap((gate, index) => {
    const name = textIn(gate, "name");
    if (known.has(name)) return [];
    const why = `only deletion is allowed, but found new scheduling gate '${name}'`;
    return [forbidden(`spec.schedulingGates[${index}].name`, why)];
  });
}

/** The new spec with all that may change as it was. */
function withChangeableOf(spec: Draft, old: Draft): Draft {
  const withImagesOf = (list: string): unknown =>
    draftsIn(spec, list).map((container, index) => {
      const { image: _image, ...rest } = container;
      return { ...rest, image: draftsIn(old, list)[index]?.["image"] };
    });
  const kept: Draft = { ...spec, containers: withImagesOf("containers") };
  if (draftsIn(spec, "initContainers").length > 0) kept["initContainers"] = withImagesOf("initContainers");
  for (const field of ["activeDeadlineSeconds", "schedulingGates", "tolerations"]) {
    if (old[field] === undefined) delete kept[field];
    else kept[field] = old[field];
  }
  const grace = numberIn(old, "terminationGracePeriodSeconds") ?? 0;
  if (grace < 0 && spec["terminationGracePeriodSeconds"] === 1) kept["terminationGracePeriodSeconds"] = grace;
  return kept;
}
