// Kinds with few rules: ConfigMap, Secret, Namespace, Node, ServiceAccount, Lease. As pkg/apis/core/validation/validation.go.
import { draftIn, draftsIn, numberIn, textIn, textOf, textsIn } from "../draft.ts";
import type { Draft } from "../draft.ts";
import { isJsonEqual } from "../json-equal.ts";
import { duplicate, forbidden, invalid, required, tooLong } from "./field-error.ts";
import type { FieldError } from "./field-error.ts";
import { validateCidr } from "./ip.ts";
import { plainFinalizerProblems, validateImmutable, validateMeta } from "./meta.ts";
import { configKeyProblems, labelKeyProblems, labelProblems, subdomainProblems } from "./names.ts";
import { validateTaints } from "./scheduling.ts";

const DATA_BYTES_MAX = 1024 * 1024;
const FROZEN = "field is immutable when `immutable` is set";

export function validateConfigMap(configMap: Draft, before?: Draft): FieldError[] {
  const frozen = before ? validateFrozen(configMap, before, ["data", "binaryData"]) : [];
  const errors = [...frozen, ...validateMeta(configMap, { isNamespaced: true, name: subdomainProblems })];
  const binary = draftIn(configMap, "binaryData") ?? {};
  let size = 0;
  for (const [key, value] of Object.entries(draftIn(configMap, "data") ?? {})) {
    errors.push(...configKeyProblems(key).map((problem) => invalid(`data[${key}]`, key, problem)));
    if (key in binary) errors.push(invalid(`data[${key}]`, key, "duplicate of key present in binaryData"));
    size += textOf(value).length;
  }
  for (const [key, value] of Object.entries(binary)) {
    errors.push(...configKeyProblems(key).map((problem) => invalid(`binaryData[${key}]`, key, problem)));
    size += (textOf(value).length * 3) / 4;
  }
  return size > DATA_BYTES_MAX ? [...errors, tooLong("", DATA_BYTES_MAX)] : errors;
}

/** What a Secret of a type must hold. */
const SECRET_KEYS: Readonly<Record<string, readonly string[]>> = {
  "kubernetes.io/dockercfg": [".dockercfg"],
  "kubernetes.io/dockerconfigjson": [".dockerconfigjson"],
  "kubernetes.io/ssh-auth": ["ssh-privatekey"],
  "kubernetes.io/tls": ["tls.crt", "tls.key"],
};

export function validateSecret(secret: Draft, before?: Draft): FieldError[] {
  const type = textIn(secret, "type");
  const changed = before
    ? [...validateImmutable(type, before["type"], "type"), ...validateFrozen(secret, before, ["data"])]
    : [];
  const errors = [...changed, ...validateMeta(secret, { isNamespaced: true, name: subdomainProblems })];
  const data = draftIn(secret, "data") ?? {};
  let size = 0;
  for (const [key, value] of Object.entries(data)) {
    errors.push(...configKeyProblems(key).map((problem) => invalid(`data[${key}]`, key, problem)));
    size += (textOf(value).length * 3) / 4;
  }
  if (size > DATA_BYTES_MAX) errors.push(tooLong("data", DATA_BYTES_MAX));
  for (const key of SECRET_KEYS[type] ?? []) if (!(key in data)) errors.push(required(`data[${key}]`));
  if (type === "kubernetes.io/basic-auth" && !("username" in data) && !("password" in data)) {
    errors.push(required("data[username]"), required("data[password]"));
  }
  const annotations = draftIn(draftIn(secret, "metadata"), "annotations");
  if (type === "kubernetes.io/service-account-token" && !annotations?.["kubernetes.io/service-account.name"]) {
    errors.push(required("metadata.annotations[kubernetes.io/service-account.name]"));
  }
  return errors;
}

export function validateNamespace(namespace: Draft): FieldError[] {
  const errors = validateMeta(namespace, { isNamespaced: false, name: labelProblems });
  for (const finalizer of textsIn(draftIn(namespace, "spec"), "finalizers")) {
    const problems = [...labelKeyProblems(finalizer), ...plainFinalizerProblems(finalizer)];
    errors.push(...problems.map((problem) => invalid("spec.finalizers", finalizer, problem)));
  }
  return errors;
}

export function validateServiceAccount(account: Draft): FieldError[] {
  return validateMeta(account, { isNamespaced: true, name: subdomainProblems });
}

export function validateLease(lease: Draft): FieldError[] {
  const spec = draftIn(lease, "spec");
  const errors = validateMeta(lease, { isNamespaced: true, name: subdomainProblems });
  const [duration, transitions] = [numberIn(spec, "leaseDurationSeconds"), numberIn(spec, "leaseTransitions") ?? 0];
  if (duration !== undefined && duration <= 0) {
    errors.push(invalid("spec.leaseDurationSeconds", duration, "must be greater than 0"));
  }
  if (transitions < 0) errors.push(invalid("spec.leaseTransitions", transitions, "must be greater than or equal to 0"));
  return errors;
}

export function validateNode(node: Draft): FieldError[] {
  const spec = draftIn(node, "spec");
  return [
    ...validateMeta(node, { isNamespaced: false, name: subdomainProblems }),
    ...validateTaints(draftsIn(spec, "taints"), "metadata.taints"),
    ...textsIn(spec, "podCIDRs").flatMap((network, index) => validateCidr(`spec.podCIDRs[${index}]`, network)),
  ];
}

export function validateNodeUpdate(node: Draft, before: Draft): FieldError[] {
  const [spec, old] = [draftIn(node, "spec"), draftIn(before, "spec")];
  const errors: FieldError[] = [];
  const addresses = draftsIn(draftIn(node, "status"), "addresses");
  const texts = addresses.map((address) => JSON.stringify(address));
  for (const [index, address] of addresses.entries()) {
    const shown = { Type: address["type"], Address: address["address"] };
    if (texts.indexOf(texts[index] ?? "") < index) errors.push(duplicate(`status.addresses[${index}]`, shown));
  }
  const networks = textsIn(old, "podCIDRs");
  if (networks.length > 0 && !isJsonEqual(networks, spec?.["podCIDRs"])) {
    errors.push(forbidden("spec.podCIDRs", 'node updates may not change podCIDR except from "" to valid'));
  }
  const provider = textIn(old, "providerID");
  if (provider !== "" && provider !== textIn(spec, "providerID")) {
    errors.push(forbidden("spec.providerID", 'node updates may not change providerID except from "" to valid'));
  }
  return [...errors, ...validateTaints(draftsIn(spec, "taints"), "metadata.taints")];
}

function validateFrozen(object: Draft, before: Draft, fields: readonly string[]): FieldError[] {
  if (before["immutable"] !== true) return [];
  const errors = object["immutable"] === true ? [] : [forbidden("immutable", FROZEN)];
  for (const field of fields) if (!isJsonEqual(object[field], before[field])) errors.push(forbidden(field, FROZEN));
  return errors;
}
