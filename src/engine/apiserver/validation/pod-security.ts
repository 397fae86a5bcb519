// What a pod says of users, groups and kernel parameters. As pkg/apis/core/validation/validation.go's validatePodSpecSecurityContext.
import { draftIn, draftsIn, numberIn, textIn } from "../draft.ts";
import type { Draft } from "../draft.ts";
import { duplicate, invalid, notSupported, required } from "./field-error.ts";
import type { FieldError } from "./field-error.ts";
import { rangeProblem } from "./names.ts";

const ID_MAX = 2_147_483_647;
const SYSCTL_LENGTH_MAX = 253;
const SYSCTL = "^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$";
const SYSCTL_PATTERN = new RegExp(SYSCTL);
const IPC_SYSCTLS = /^(kernel\.(sem|shmall|shmmax|shmmni|shm_rmid_forced|shm|msgmax|msgmnb|msgmni|msg)$|fs\.mqueue\.)/;
const GROUP_CHANGES = ["Always", "OnRootMismatch"];

/** The pod's own security context, which holds for all its containers. */
export function validatePodSecurity(spec: Draft, path: string): FieldError[] {
  const context = draftIn(spec, "securityContext");
  if (!context) return [];
  const errors = ["fsGroup", "runAsUser", "runAsGroup"].flatMap((field) =>
    validateId(numberIn(context, field), `${path}.${field}`),
  );
  const groups = Array.isArray(context["supplementalGroups"]) ? (context["supplementalGroups"] as number[]) : [];
  errors.push(...groups.flatMap((id, index) => validateId(id, `${path}.supplementalGroups[${index}]`)));
  errors.push(...validateSysctls(spec, draftsIn(context, "sysctls"), `${path}.sysctls`));
  const change = context["fsGroupChangePolicy"];
  if (change !== undefined && !GROUP_CHANGES.includes(textIn(context, "fsGroupChangePolicy"))) {
    errors.push(notSupported(`${path}.fsGroupChangePolicy`, change, GROUP_CHANGES));
  }
  return errors;
}

/** A user's or a group's number. */
export function validateId(id: number | undefined, field: string): FieldError[] {
  return id === undefined || (id >= 0 && id <= ID_MAX) ? [] : [invalid(field, id, rangeProblem(0, ID_MAX))];
}

function validateSysctls(spec: Draft, sysctls: readonly Draft[], path: string): FieldError[] {
  const names = new Set<string>();
  return sysctls.flatMap((sysctl, index) => {
    const field = `${path}[${index}].name`;
    const name = textIn(sysctl, "name");
    const errors: FieldError[] = [];
    if (name === "") errors.push(required(field));
    else if (name.length > SYSCTL_LENGTH_MAX || !SYSCTL_PATTERN.test(name)) {
      errors.push(invalid(field, name, `must have at most ${SYSCTL_LENGTH_MAX} characters and match regex ${SYSCTL}`));
    } else if (names.has(name)) errors.push(duplicate(field, name));
    names.add(name);
    const dotted = name.replaceAll("/", ".");
    for (const [host, isOf] of [
      ["hostNetwork", dotted.startsWith("net.")],
      ["hostIPC", IPC_SYSCTLS.test(dotted)],
    ] as const) {
      if (isOf && spec[host] === true) errors.push(invalid(field, name, `may not be specified when '${host}' is true`));
    }
    return errors;
  });
}
