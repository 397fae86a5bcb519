// Volumes of a pod. As pkg/apis/core/validation/validation.go's ValidateVolumes: those that clusters of today have.
import { draftIn, draftsIn, numberIn, textIn, textOf } from "../draft.ts";
import type { Draft } from "../draft.ts";
import { parseQuantity } from "../schema/quantity.ts";
import { validateDescendingPath, validateNoBacksteps } from "./containers.ts";
import { validateDownwardFile } from "./env.ts";
import { duplicate, forbidden, invalid, notSupported, required } from "./field-error.ts";
import type { FieldError } from "./field-error.ts";
import { labelProblems } from "./names.ts";

const MODE_PROBLEM = "must be a number between 0 and 0777 (octal), both inclusive";
const TOKEN_SECONDS_MIN = 600;

/** Every kind of volume, in the order in which a second one is told. */
const SOURCES = [
  "emptyDir",
  "hostPath",
  "gitRepo",
  "gcePersistentDisk",
  "awsElasticBlockStore",
  "secret",
  "nfs",
  "iscsi",
  "glusterfs",
  "flocker",
  "persistentVolumeClaim",
  "rbd",
  "cinder",
  "cephfs",
  "quobyte",
  "downwardAPI",
  "fc",
  "flexVolume",
  "configMap",
  "azureFile",
  "vsphereVolume",
  "photonPersistentDisk",
  "portworxVolume",
  "azureDisk",
  "storageos",
  "projected",
  "scaleIO",
  "csi",
  "ephemeral",
  "image",
];

/** The volumes' errors, and the names of those that are sound. */
export function validateVolumes(
  volumes: readonly Draft[],
  path: string,
): { readonly errors: FieldError[]; readonly names: Set<string> } {
  const names = new Set<string>();
  const errors: FieldError[] = [];
  for (const [index, volume] of volumes.entries()) {
    const at = `${path}[${index}]`;
    const name = textIn(volume, "name");
    const own = validateSource(volume, at);
    if (name === "") own.push(required(`${at}.name`));
    else own.push(...labelProblems(name).map((problem) => invalid(`${at}.name`, name, problem)));
    if (names.has(name)) own.push(duplicate(`${at}.name`, name));
    if (own.length === 0) names.add(name);
    errors.push(...own);
  }
  return { errors, names };
}

function validateSource(volume: Draft, path: string): FieldError[] {
  const given = SOURCES.filter((name) => volume[name] !== undefined);
  const [first] = given;
  if (first === undefined) return [required(path, "must specify a volume type")];
  const errors = VALIDATORS[first]?.(draftIn(volume, first) ?? {}, `${path}.${first}`) ?? [];
  for (const name of given.slice(1)) {
    errors.push(forbidden(`${path}.${SPELLINGS[name] ?? name}`, "may not specify more than 1 volume type"));
  }
  return errors;
}

/** How the server's messages spell two of them. */
const SPELLINGS: Readonly<Record<string, string>> = { cephfs: "cephFS", downwardAPI: "downwarAPI" };
const HOST_PATH_TYPES = [
  "",
  "BlockDevice",
  "CharDevice",
  "Directory",
  "DirectoryOrCreate",
  "File",
  "FileOrCreate",
  "Socket",
];

const VALIDATORS: Readonly<Record<string, (source: Draft, path: string) => FieldError[]>> = {
  emptyDir: (source, path) =>
    (parseQuantity(textOf(source["sizeLimit"] ?? "0"))?.nanos ?? 0n) < 0n
      ? [forbidden(`${path}.sizeLimit`, "SizeLimit field must be a valid resource quantity")]
      : [],
  hostPath: validateHostPath,
  secret: (source, path) => validateFiles(source, path, "secretName"),
  configMap: (source, path) => validateFiles(source, path, "name"),
  nfs: validateNfs,
  persistentVolumeClaim: (source, path) => requireTexts(source, path, ["claimName"]),
  downwardAPI: (source, path) => [
    ...validateMode(source, "defaultMode", path),
    ...draftsIn(source, "items").flatMap((file) => validateDownwardFile(file, path)),
  ],
  projected: validateProjected,
  csi: (source, path) => requireTexts(source, path, ["driver"]),
  iscsi: (source, path) => requireTexts(source, path, ["targetPortal", "iqn"]),
};

function validateHostPath(source: Draft, path: string): FieldError[] {
  const value = textIn(source, "path");
  if (value === "") return [required(`${path}.path`)];
  const type = textIn(source, "type");
  const known = HOST_PATH_TYPES.includes(type) ? [] : [notSupported(`${path}.type`, type, HOST_PATH_TYPES)];
  return [...validateNoBacksteps(value, `${path}.path`), ...known];
}

function validateFiles(source: Draft, path: string, nameField: string): FieldError[] {
  return [
    ...requireTexts(source, path, [nameField]),
    ...validateMode(source, "defaultMode", path),
    ...draftsIn(source, "items").flatMap((item, index) => validateKeyToPath(item, `${path}.items[${index}]`)),
  ];
}

function validateKeyToPath(item: Draft, path: string): FieldError[] {
  const target = textIn(item, "path");
  const errors = [...requireTexts(item, path, ["key", "path"]), ...validateDescendingPath(target, `${path}.path`)];
  if (target.startsWith("..") && !target.startsWith("../")) {
    errors.push(invalid(`${path}.path`, target, "must not start with '..'"));
  }
  return [...errors, ...validateMode(item, "mode", path)];
}

function validateNfs(source: Draft, path: string): FieldError[] {
  const value = textIn(source, "path");
  const errors = requireTexts(source, path, ["server", "path"]);
  return value.startsWith("/") ? errors : [...errors, invalid(`${path}.path`, value, "must be an absolute path")];
}

function validateProjected(source: Draft, path: string): FieldError[] {
  const errors = validateMode(source, "defaultMode", path);
  const taken = new Set<string>();
  for (const [index, part] of draftsIn(source, "sources").entries()) {
    const at = `${path}.sources[${index}]`;
    for (const kind of ["secret", "configMap"]) {
      const files = draftIn(part, kind);
      if (files) errors.push(...validateFiles(files, `${at}.${kind}`, "name"));
    }
    for (const file of draftsIn(draftIn(part, "downwardAPI"), "items")) {
      errors.push(...validateDownwardFile(file, `${at}.downwardAPI`));
    }
    const token = draftIn(part, "serviceAccountToken");
    if (token) errors.push(...validateToken(token, { path, at: `${at}.serviceAccountToken` }));
    for (const target of pathsOf(part)) {
      if (taken.has(target)) errors.push(invalid(path, target, "conflicting duplicate paths"));
      taken.add(target);
    }
    if (Object.keys(part).length > 1) {
      errors.push(forbidden(at, "may not specify more than 1 volume type per source"));
    }
  }
  return errors;
}

function validateToken(token: Draft, { path, at }: { readonly path: string; readonly at: string }): FieldError[] {
  const seconds = numberIn(token, "expirationSeconds") ?? 0;
  const errors: FieldError[] = [];
  if (seconds < TOKEN_SECONDS_MIN) {
    errors.push(invalid(`${at}.expirationSeconds`, seconds, "may not specify a duration less than 10 minutes"));
  }
  if (textIn(token, "path") === "") errors.push(required(`${path}.path`));
  return errors;
}

function pathsOf(part: Draft): string[] {
  const items = ["secret", "configMap", "downwardAPI"].flatMap((kind) => draftsIn(draftIn(part, kind), "items"));
  const token = draftIn(part, "serviceAccountToken");
  return [...items, ...(token ? [token] : [])].map((item) => textIn(item, "path")).filter((path) => path !== "");
}

function validateMode(source: Draft, field: string, path: string): FieldError[] {
  const mode = numberIn(source, field);
  return mode === undefined || (mode >= 0 && mode <= 0o777) ? [] : [invalid(`${path}.${field}`, mode, MODE_PROBLEM)];
}

function requireTexts(source: Draft, path: string, fields: readonly string[]): FieldError[] {
  return fields.filter((field) => textIn(source, field) === "").map((field) => required(`${path}.${field}`));
}
