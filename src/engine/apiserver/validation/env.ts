import { draftIn, textIn } from "../draft.ts";
import type { Draft } from "../draft.ts";
import { invalid, notSupported, required } from "./field-error.ts";
import type { FieldError } from "./field-error.ts";
import { configKeyProblems, envNameProblems, labelKeyProblems, subdomainProblems } from "./names.ts";

/** What the downward API gives as a variable. */
const ENV_FIELDS = [
  "metadata.name",
  "metadata.namespace",
  "metadata.uid",
  "spec.nodeName",
  "spec.serviceAccountName",
  "status.hostIP",
  "status.hostIPs",
  "status.podIP",
  "status.podIPs",
];
const VOLUME_FIELDS = [
  "metadata.annotations",
  "metadata.labels",
  "metadata.name",
  "metadata.namespace",
  "metadata.uid",
];
const CONTAINER_RESOURCES = [
  "limits.cpu",
  "limits.ephemeral-storage",
  "limits.memory",
  "requests.cpu",
  "requests.ephemeral-storage",
  "requests.memory",
];

/** Environment variables, by value or from elsewhere. */
export function validateEnv(variables: readonly Draft[], path: string): FieldError[] {
  return variables.flatMap((variable, index) => {
    const at = `${path}[${index}]`;
    const name = textIn(variable, "name");
    const named =
      name === ""
        ? [required(`${at}.name`)]
        : envNameProblems(name).map((problem) => invalid(`${at}.name`, name, problem));
    return [...named, ...validateValueFrom(variable, `${at}.valueFrom`)];
  });
}

/** Whole ConfigMaps and Secrets as variables. */
export function validateEnvFrom(sources: readonly Draft[], path: string): FieldError[] {
  return sources.flatMap((source, index) => {
    const at = `${path}[${index}]`;
    const prefix = textIn(source, "prefix");
    const errors =
      prefix === "" ? [] : envNameProblems(prefix).map((problem) => invalid(`${at}.prefix`, prefix, problem));
    let count = 0;
    for (const field of ["configMapRef", "secretRef"]) {
      const reference = draftIn(source, field);
      if (!reference) continue;
      count++;
      const name = textIn(reference, "name");
      if (name === "") errors.push(required(`${at}.${field}.name`));
      else errors.push(...subdomainProblems(name).map((problem) => invalid(`${at}.${field}.name`, name, problem)));
    }
    if (count === 0) errors.push(invalid(path, "", "must specify one of: `configMapRef` or `secretRef`"));
    if (count > 1) errors.push(invalid(path, "", "may not have more than one field specified at a time"));
    return errors;
  });
}

function validateValueFrom(variable: Draft, path: string): FieldError[] {
  const source = draftIn(variable, "valueFrom");
  if (!source) return [];
  const errors: FieldError[] = [];
  const field = draftIn(source, "fieldRef");
  if (field) errors.push(...validateFieldRef(field, { path: `${path}.fieldRef`, fields: ENV_FIELDS }));
  const resource = draftIn(source, "resourceFieldRef");
  if (resource) errors.push(...validateResourceFieldRef(resource, `${path}.resourceFieldRef`));
  for (const name of ["configMapKeyRef", "secretKeyRef"]) {
    const reference = draftIn(source, name);
    if (reference) errors.push(...validateKeyRef(reference, `${path}.${name}`));
  }
  const count = Object.keys(source).length;
  if (count === 0) {
    const choices = "`fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`";
    errors.push(invalid(path, "", `must specify one of: ${choices}`));
  } else if (textIn(variable, "value") !== "") {
    errors.push(invalid(path, "", "may not be specified when `value` is not empty"));
  } else if (count > 1) errors.push(invalid(path, "", "may not have more than one field specified at a time"));
  return errors;
}

function validateKeyRef(reference: Draft, path: string): FieldError[] {
  const [name, key] = [textIn(reference, "name"), textIn(reference, "key")];
  const errors = subdomainProblems(name).map((problem) => invalid(`${path}.name`, name, problem));
  if (key === "") return [...errors, required(`${path}.key`)];
  return [...errors, ...configKeyProblems(key).map((problem) => invalid(`${path}.key`, key, problem))];
}

function validateFieldRef(
  reference: Draft,
  { path, fields }: { readonly path: string; readonly fields: readonly string[] },
): FieldError[] {
  const fieldPath = textIn(reference, "fieldPath");
  if (textIn(reference, "apiVersion") === "") return [required(`${path}.apiVersion`)];
  if (fieldPath === "") return [required(`${path}.fieldPath`)];
  if (reference["apiVersion"] !== "v1") {
    const version = textIn(reference, "apiVersion");
    return [invalid(`${path}.fieldPath`, fieldPath, `error converting fieldPath: unsupported pod version: ${version}`)];
  }
  const subscripted = /^(.*)\['(.*)'\]$/.exec(fieldPath);
  if (subscripted) {
    const [, base = "", key = ""] = subscripted;
    if (base !== "metadata.annotations" && base !== "metadata.labels") {
      const why = `error converting fieldPath: field label does not support subscript: ${fieldPath}`;
      return [invalid(`${path}.fieldPath`, fieldPath, why)];
    }
    const name = base === "metadata.annotations" ? key.toLowerCase() : key;
    return labelKeyProblems(name).map((problem) => invalid(path, name, problem));
  }
  if (fields.includes(fieldPath)) return [];
  if (!KNOWN_FIELDS.has(fieldPath)) {
    const why = `error converting fieldPath: field label not supported: ${fieldPath}`;
    return [invalid(`${path}.fieldPath`, fieldPath, why)];
  }
  return [notSupported(`${path}.fieldPath`, fieldPath, fields)];
}

const KNOWN_FIELDS = new Set([
  ...ENV_FIELDS,
  ...VOLUME_FIELDS,
  "spec.restartPolicy",
  "spec.schedulerName",
  "status.phase",
]);

function validateResourceFieldRef(reference: Draft, path: string): FieldError[] {
  const resource = textIn(reference, "resource");
  if (resource === "") return [required(`${path}.resource`)];
  const isKnown = CONTAINER_RESOURCES.includes(resource) || /^(limits|requests)\.hugepages-/.test(resource);
  return isKnown ? [] : [notSupported(`${path}.resource`, resource, CONTAINER_RESOURCES)];
}

/** A file that the downward API writes into a volume. */
export function validateDownwardFile(file: Draft, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const name = textIn(file, "path");
  if (name === "") errors.push(required(`${path}.path`));
  const [field, resource] = [draftIn(file, "fieldRef"), draftIn(file, "resourceFieldRef")];
  if (field) {
    errors.push(...validateFieldRef(field, { path: `${path}.fieldRef`, fields: VOLUME_FIELDS }));
    if (resource) {
      errors.push(invalid(path, "resource", "fieldRef and resourceFieldRef can not be specified simultaneously"));
    }
  } else if (resource) errors.push(...validateResourceFieldRef(resource, `${path}.resourceFieldRef`));
  else errors.push(required(path, "one of fieldRef and resourceFieldRef is required"));
  return errors;
}
