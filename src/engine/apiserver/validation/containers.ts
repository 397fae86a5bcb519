// Containers of a pod. As pkg/apis/core/validation/validation.go's validateContainers and its like.
import { draftIn, draftsIn, numberIn, textIn, textsIn } from "../draft.ts";
import type { Draft } from "../draft.ts";
import { internalForm } from "../schema/internal-form.ts";
import { validateEnv, validateEnvFrom } from "./env.ts";
import { duplicate, forbidden, invalid, notFoundValue, notSupported, required } from "./field-error.ts";
import type { FieldError } from "./field-error.ts";
import { labelProblems, portNameProblems } from "./names.ts";
import { validatePortNumber } from "./numbers.ts";
import { validateId } from "./pod-security.ts";
import { validateLifecycle, validateProbe } from "./probes.ts";
import { validateResources } from "./quantities.ts";
import { validateProtocol } from "./service.ts";

/** What a container is checked against: the pod's volumes that are sound, and how long it has to stop. */
export type PodContext = { readonly volumes: ReadonlySet<string>; readonly graceSeconds: number };

const PULL_POLICIES = ["Always", "IfNotPresent", "Never"];
const RESTART_POLICIES = ["Always", "Never", "OnFailure"];
const MESSAGE_POLICIES = ["File", "FallbackToLogsOnError"];

/** The containers that make up the pod. */
export function validateContainers(containers: readonly Draft[], path: string, context: PodContext): FieldError[] {
  if (containers.length === 0) return [required(path)];
  const names = new Set<string>();
  const errors: FieldError[] = [];
  for (const [index, container] of containers.entries()) {
    const at = `${path}[${index}]`;
    errors.push(...validateContainer(container, at, context));
    const name = textIn(container, "name");
    if (names.has(name)) errors.push(duplicate(`${at}.name`, name));
    names.add(name);
    errors.push(...validateHandlers(container, at, context));
  }
  return [...errors, ...validateHostPorts(containers, path)];
}

/** Containers that run before the others, and sidecars. */
export function validateInitContainers(
  containers: readonly Draft[],
  path: string,
  context: PodContext & { readonly taken: readonly string[] },
): FieldError[] {
  const names = new Set(context.taken);
  const errors: FieldError[] = [];
  for (const [index, container] of containers.entries()) {
    const at = `${path}[${index}]`;
    errors.push(...validateContainer(container, at, context));
    const policy = container["restartPolicy"];
    const isSidecar = policy === "Always";
    const name = textIn(container, "name");
    if (names.has(name)) errors.push(duplicate(`${at}.name`, name));
    else if (name !== "") names.add(name);
    errors.push(...validateHostPorts([container], path));
    if (isSidecar) errors.push(...validateHandlers(container, at, context));
    else {
      for (const field of ["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"]) {
        if (container[field] === undefined) continue;
        errors.push(forbidden(`${at}.${field}`, "may not be set for init containers without restartPolicy=Always"));
      }
    }
  }
  return errors;
}

function validateHandlers(container: Draft, path: string, { graceSeconds }: PodContext): FieldError[] {
  return [
    ...validateLifecycle(draftIn(container, "lifecycle"), `${path}.lifecycle`, graceSeconds),
    ...validateProbe(draftIn(container, "livenessProbe"), { path: `${path}.livenessProbe`, kind: "liveness" }),
    ...validateProbe(draftIn(container, "readinessProbe"), { path: `${path}.readinessProbe`, kind: "readiness" }),
    ...validateProbe(draftIn(container, "startupProbe"), { path: `${path}.startupProbe`, kind: "startup" }),
  ];
}

function validateContainer(container: Draft, path: string, { volumes }: PodContext): FieldError[] {
  const errors: FieldError[] = [];
  const name = textIn(container, "name");
  if (name === "") errors.push(required(`${path}.name`));
  else errors.push(...labelProblems(name).map((problem) => invalid(`${path}.name`, name, problem)));
  if (textIn(container, "image") === "") errors.push(required(`${path}.image`));
  const messages = textIn(container, "terminationMessagePolicy");
  if (!MESSAGE_POLICIES.includes(messages)) {
    errors.push(notSupported(`${path}.terminationMessagePolicy`, messages, MESSAGE_POLICIES));
  }
  errors.push(...validatePorts(draftsIn(container, "ports"), `${path}.ports`));
  errors.push(...validateEnv(draftsIn(container, "env"), `${path}.env`));
  errors.push(...validateEnvFrom(draftsIn(container, "envFrom"), `${path}.envFrom`));
  errors.push(...validateMounts(container, `${path}.volumeMounts`, volumes));
  const restart = container["restartPolicy"];
  if (restart !== undefined && !RESTART_POLICIES.includes(textIn(container, "restartPolicy"))) {
    errors.push(notSupported(`${path}.restartPolicy`, restart, RESTART_POLICIES));
  }
  const pull = textIn(container, "imagePullPolicy");
  if (!PULL_POLICIES.includes(pull)) errors.push(notSupported(`${path}.imagePullPolicy`, pull, PULL_POLICIES));
  errors.push(...validateResources(draftIn(container, "resources"), `${path}.resources`));
  return [...errors, ...validateSecurity(draftIn(container, "securityContext"), `${path}.securityContext`)];
}

function validatePorts(ports: readonly Draft[], path: string): FieldError[] {
  const names = new Set<string>();
  return ports.flatMap((port, index) => {
    const at = `${path}[${index}]`;
    const errors: FieldError[] = [];
    const name = textIn(port, "name");
    const problems = name === "" ? [] : portNameProblems(name);
    errors.push(...problems.map((problem) => invalid(`${at}.name`, name, problem)));
    if (name !== "" && problems.length === 0) {
      if (names.has(name)) errors.push(duplicate(`${at}.name`, name));
      names.add(name);
    }
    const number = numberIn(port, "containerPort") ?? 0;
    if (number === 0) errors.push(required(`${at}.containerPort`));
    else errors.push(...validatePortNumber(number, `${at}.containerPort`));
    const hostPort = numberIn(port, "hostPort") ?? 0;
    if (hostPort !== 0) errors.push(...validatePortNumber(hostPort, `${at}.hostPort`));
    return [...errors, ...validateProtocol(port, at)];
  });
}

function validateHostPorts(containers: readonly Draft[], path: string): FieldError[] {
  const taken = new Set<string>();
  const errors: FieldError[] = [];
  for (const [index, container] of containers.entries()) {
    for (const [portIndex, port] of draftsIn(container, "ports").entries()) {
      const hostPort = numberIn(port, "hostPort") ?? 0;
      if (hostPort === 0) continue;
      const text = `${textIn(port, "protocol")}/${textIn(port, "hostIP")}/${hostPort}`;
      if (taken.has(text)) errors.push(duplicate(`${path}[${index}].ports[${portIndex}].hostPort`, text));
      taken.add(text);
    }
  }
  return errors;
}

function validateMounts(container: Draft, path: string, volumes: ReadonlySet<string>): FieldError[] {
  const mountPaths = new Set<string>();
  const devices = draftsIn(container, "volumeDevices");
  const errors: FieldError[] = [];
  for (const [index, mount] of draftsIn(container, "volumeMounts").entries()) {
    const at = `${path}[${index}]`;
    const [name, mountPath] = [textIn(mount, "name"), textIn(mount, "mountPath")];
    if (name === "") errors.push(required(`${at}.name`));
    if (!volumes.has(name)) errors.push(notFoundValue(`${at}.name`, name));
    if (mountPath === "") errors.push(required(`${at}.mountPath`));
    if (mountPaths.has(mountPath)) errors.push(invalid(`${at}.mountPath`, mountPath, "must be unique"));
    mountPaths.add(mountPath);
    if (devices.some((device) => device["name"] === name)) {
      errors.push(invalid(`${at}.name`, name, "must not already exist in volumeDevices"));
    }
    const [subPath, expression] = [textIn(mount, "subPath"), textIn(mount, "subPathExpr")];
    if (subPath !== "") errors.push(...validateDescendingPath(subPath, `${path}.subPath`));
    if (expression !== "" && subPath !== "") {
      errors.push(invalid(`${at}.subPathExpr`, expression, "subPathExpr and subPath are mutually exclusive"));
    }
    if (expression !== "") errors.push(...validateDescendingPath(expression, `${path}.subPathExpr`));
  }
  return errors;
}

/** A path that stays below where it begins. */
export function validateDescendingPath(value: string, field: string): FieldError[] {
  const errors = value.startsWith("/") ? [invalid(field, value, "must be a relative path")] : [];
  return [...errors, ...validateNoBacksteps(value, field)];
}

/** A path without "..". */
export function validateNoBacksteps(value: string, field: string): FieldError[] {
  return value.split("/").includes("..") ? [invalid(field, value, "must not contain '..'")] : [];
}

function validateSecurity(context: Draft | undefined, path: string): FieldError[] {
  const errors: FieldError[] = [];
  for (const field of ["runAsUser", "runAsGroup"]) {
    errors.push(...validateId(numberIn(context, field), `${path}.${field}`));
  }
  const shown = context && internalForm("SecurityContext", context);
  const isEscalationOff = context?.["allowPrivilegeEscalation"] === false;
  if (isEscalationOff && context["privileged"] === true) {
    errors.push(invalid(path, shown, "cannot set `allowPrivilegeEscalation` to false and `privileged` to true"));
  }
  const added = textsIn(draftIn(context, "capabilities"), "add");
  if (isEscalationOff && added.includes("CAP_SYS_ADMIN")) {
    const why = "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN";
    errors.push(invalid(path, shown, why));
  }
  return errors;
}
