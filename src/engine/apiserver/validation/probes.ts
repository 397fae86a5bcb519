import { draftIn, draftsIn, numberIn, textIn, textsIn } from "../draft.ts";
import type { Draft } from "../draft.ts";
import { forbidden, invalid, notSupported, required } from "./field-error.ts";
import type { FieldError } from "./field-error.ts";
import { headerNameProblems } from "./names.ts";
import { validateNonNegative, validatePortNumberOrName } from "./numbers.ts";

const HANDLERS = ["exec", "httpGet", "tcpSocket", "grpc", "sleep"];

/** A probe: what it does, and its numbers. */
export function validateProbe(
  probe: Draft | undefined,
  { path, kind }: { readonly path: string; readonly kind: "liveness" | "readiness" | "startup" },
): FieldError[] {
  if (!probe) return [];
  const errors = validateHandler(probe, path, undefined);
  for (const field of [
    "initialDelaySeconds",
    "timeoutSeconds",
    "periodSeconds",
    "successThreshold",
    "failureThreshold",
  ]) {
    errors.push(...validateNonNegative(probe, field, path));
  }
  const grace = numberIn(probe, "terminationGracePeriodSeconds");
  const graceField = `${path}.terminationGracePeriodSeconds`;
  if (grace !== undefined && grace <= 0) errors.push(invalid(graceField, grace, "must be greater than 0"));
  if (kind === "readiness") {
    if (grace !== undefined) errors.push(invalid(graceField, grace, "must not be set for readinessProbes"));
  } else if (probe["successThreshold"] !== 1) {
    errors.push(invalid(`${path}.successThreshold`, probe["successThreshold"], "must be 1"));
  }
  return errors;
}

/** What is done when a container has started and before it stops. */
export function validateLifecycle(lifecycle: Draft | undefined, path: string, graceSeconds: number): FieldError[] {
  return ["postStart", "preStop"].flatMap((moment) => {
    const handler = draftIn(lifecycle, moment);
    return handler ? validateHandler(handler, `${path}.${moment}`, graceSeconds) : [];
  });
}

function validateHandler(handler: Draft, path: string, graceSeconds: number | undefined): FieldError[] {
  const given = HANDLERS.filter((name) => handler[name] !== undefined);
  const [first] = given;
  if (first === undefined) return [required(path, "must specify a handler type")];
  const errors = validateAction(draftIn(handler, first) ?? {}, { name: first, path: `${path}.${first}`, graceSeconds });
  for (const name of given.slice(1)) {
    errors.push(forbidden(`${path}.${name}`, "may not specify more than 1 handler type"));
  }
  return errors;
}

function validateAction(
  action: Draft,
  {
    name,
    path,
    graceSeconds,
  }: { readonly name: string; readonly path: string; readonly graceSeconds: number | undefined },
): FieldError[] {
  switch (name) {
    case "exec":
      return textsIn(action, "command").length === 0 ? [required(`${path}.command`)] : [];
    case "httpGet":
      return validateHttpGet(action, path);
    case "sleep": {
      const seconds = numberIn(action, "seconds") ?? 0;
      if (graceSeconds === undefined || (seconds >= 0 && seconds <= graceSeconds)) return [];
      const why = `must be non-negative and less than terminationGracePeriodSeconds (${graceSeconds})`;
      return [invalid(path, seconds, why)];
    }
    default:
      return validatePortNumberOrName(action["port"], `${path}.port`);
  }
}

function validateHttpGet(action: Draft, path: string): FieldError[] {
  const errors: FieldError[] = [];
  if (textIn(action, "path") === "") errors.push(required(`${path}.path`));
  errors.push(...validatePortNumberOrName(action["port"], `${path}.port`));
  const scheme = textIn(action, "scheme");
  if (scheme !== "HTTP" && scheme !== "HTTPS") errors.push(notSupported(`${path}.scheme`, scheme, ["HTTP", "HTTPS"]));
  for (const header of draftsIn(action, "httpHeaders")) {
    const name = textIn(header, "name");
    errors.push(...headerNameProblems(name).map((problem) => invalid(`${path}.httpHeaders`, name, problem)));
  }
  return errors;
}
