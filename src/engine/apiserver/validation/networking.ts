// Ingresses and NetworkPolicies. As pkg/apis/networking/validation/validation.go.
import { draftIn, draftsIn, numberIn, textIn, textOf, textsIn } from "../draft.ts";
import type { Draft } from "../draft.ts";
import { forbidden, invalid, notSupported, required } from "./field-error.ts";
import type { FieldError } from "./field-error.ts";
import { parseIp, validateCidr } from "./ip.ts";
import { validateLabelSelector } from "./labels.ts";
import { validateMeta } from "./meta.ts";
import { labelProblems, portNameProblems, subdomainProblems, wildcardSubdomainProblems } from "./names.ts";
import { validatePortNumber } from "./numbers.ts";

const PATH_TYPES = ["Exact", "ImplementationSpecific", "Prefix"];
const BAD_SEQUENCES = ["//", "/./", "/../", "%2f", "%2F"];
const BAD_SUFFIXES = ["/..", "/."];
const POLICY_TYPES = ["Ingress", "Egress"];

/** An Ingress, new or changed. */
export function validateIngress(ingress: Draft): FieldError[] {
  const spec = draftIn(ingress, "spec") ?? {};
  const errors = validateMeta(ingress, { isNamespaced: true, name: subdomainProblems });
  const [rules, backend] = [draftsIn(spec, "rules"), draftIn(spec, "defaultBackend")];
  if (rules.length === 0 && !backend) {
    errors.push(invalid("spec", null, "either `defaultBackend` or `rules` must be specified"));
  }
  if (backend) errors.push(...validateBackend(backend, "spec.defaultBackend"));
  errors.push(...rules.flatMap((rule, index) => validateRule(rule, `spec.rules[${index}]`)));
  for (const [index, tls] of draftsIn(spec, "tls").entries()) errors.push(...validateTls(tls, `spec.tls[${index}]`));
  const className = textIn(spec, "ingressClassName");
  if (spec["ingressClassName"] === undefined) return errors;
  return [
    ...errors,
    ...subdomainProblems(className).map((problem) => invalid("spec.ingressClassName", className, problem)),
  ];
}

function validateRule(rule: Draft, path: string): FieldError[] {
  const host = textIn(rule, "host");
  const errors: FieldError[] = [];
  if (host !== "") {
    if (parseIp(host)) errors.push(invalid(`${path}.host`, host, "must be a DNS name, not an IP address"));
    errors.push(...hostProblems(host).map((problem) => invalid(`${path}.host`, host, problem)));
  }
  const http = draftIn(rule, "http");
  if (!http) return errors;
  const paths = draftsIn(http, "paths");
  if (paths.length === 0) errors.push(required(`${path}.http.paths`));
  return [...errors, ...paths.flatMap((each, index) => validatePath(each, `${path}.http.paths[${index}]`))];
}

function hostProblems(host: string): string[] {
  return host.includes("*") ? wildcardSubdomainProblems(host) : subdomainProblems(host);
}

function validatePath(path: Draft, at: string): FieldError[] {
  if (textIn(path, "pathType") === "") return [required(`${at}.pathType`, "pathType must be specified")];
  const [type, value] = [textIn(path, "pathType"), textIn(path, "path")];
  const errors: FieldError[] = [];
  const isExactly = type === "Exact" || type === "Prefix";
  if (!PATH_TYPES.includes(type)) errors.push(notSupported(`${at}.pathType`, type, PATH_TYPES));
  else if (!value.startsWith("/") && (isExactly || value !== "")) {
    errors.push(invalid(`${at}.path`, value, "must be an absolute path"));
  }
  if (isExactly) {
    for (const sequence of BAD_SEQUENCES.filter((each) => value.includes(each))) {
      errors.push(invalid(`${at}.path`, value, `must not contain '${sequence}'`));
    }
    for (const suffix of BAD_SUFFIXES.filter((each) => value.endsWith(each))) {
      errors.push(invalid(`${at}.path`, value, `cannot end with '${suffix}'`));
    }
  }
  return [...errors, ...validateBackend(draftIn(path, "backend") ?? {}, `${at}.backend`)];
}

function validateBackend(backend: Draft, path: string): FieldError[] {
  const [service, resource] = [draftIn(backend, "service"), draftIn(backend, "resource")];
  if (service && resource) return [invalid(path, "", "cannot set both resource and service backends")];
  if (resource) {
    return ["kind", "name"]
      .filter((field) => textIn(resource, field) === "")
      .map((field) => required(`${path}.resource.${field}`));
  }
  if (!service) return [invalid(path, "", "resource or service backend is required")];
  const name = textIn(service, "name");
  const errors =
    name === ""
      ? [required(`${path}.service.name`)]
      : labelProblems(name).map((problem) => invalid(`${path}.service.name`, name, problem));
  const port = draftIn(service, "port");
  const [portName, number] = [textIn(port, "name"), numberIn(port, "number") ?? 0];
  if (portName !== "" && number !== 0) return [...errors, invalid(path, "", "cannot set both port name & port number")];
  if (portName !== "") {
    const field = `${path}.service.port.name`;
    return [...errors, ...portNameProblems(portName).map((problem) => invalid(field, portName, problem))];
  }
  if (number !== 0) return [...errors, ...validatePortNumber(number, `${path}.service.port.number`)];
  return [...errors, required(path, "port name or number is required")];
}

function validateTls(tls: Draft, path: string): FieldError[] {
  const errors = textsIn(tls, "hosts").flatMap((host, index) =>
    hostProblems(host).map((problem) => invalid(`${path}.hosts[${index}]`, host, problem)),
  );
  const secret = textIn(tls, "secretName");
  if (secret === "") return errors;
  return [...errors, ...subdomainProblems(secret).map((problem) => invalid(`${path}.secretName`, secret, problem))];
}

/** A NetworkPolicy, new or changed. */
export function validateNetworkPolicy(policy: Draft): FieldError[] {
  const spec = draftIn(policy, "spec") ?? {};
  const errors = validateMeta(policy, { isNamespaced: true, name: subdomainProblems });
  errors.push(...validateLabelSelector(draftIn(spec, "podSelector"), "spec.podSelector"));
  for (const [direction, side] of [
    ["ingress", "from"],
    ["egress", "to"],
  ] as const) {
    for (const [index, rule] of draftsIn(spec, direction).entries()) {
      const at = `spec.${direction}[${index}]`;
      errors.push(
        ...draftsIn(rule, "ports").flatMap((port, place) => validatePolicyPort(port, `${at}.ports[${place}]`)),
      );
      errors.push(...draftsIn(rule, side).flatMap((peer, place) => validatePeer(peer, `${at}.${side}[${place}]`)));
    }
  }
  const types = textsIn(spec, "policyTypes");
  if (types.length > POLICY_TYPES.length) {
    return [...errors, invalid("spec.policyTypes", types, "may not specify more than two policyTypes")];
  }
  for (const [index, type] of types.entries()) {
    if (!POLICY_TYPES.includes(type)) errors.push(notSupported(`spec.policyTypes[${index}]`, type, POLICY_TYPES));
  }
  return errors;
}

function validatePolicyPort(port: Draft, path: string): FieldError[] {
  const [protocol, value, end] = [textIn(port, "protocol"), port["port"], numberIn(port, "endPort")];
  const known = ["TCP", "UDP", "SCTP"];
  const errors = known.includes(protocol) ? [] : [notSupported(`${path}.protocol`, protocol, known)];
  if (value === undefined) {
    const why = "may not be specified when `port` is not specified";
    return end === undefined ? errors : [...errors, invalid(`${path}.endPort`, end, why)];
  }
  if (typeof value === "number") {
    errors.push(...validatePortNumber(value, `${path}.port`));
    if (end === undefined) return errors;
    if (end < value) errors.push(invalid(`${path}.endPort`, value, "must be greater than or equal to `port`"));
    return [...errors, ...validatePortNumber(end, `${path}.endPort`)];
  }
  const why = "may not be specified when `port` is non-numeric";
  if (end !== undefined) errors.push(invalid(`${path}.endPort`, end, why));
  return [...errors, ...portNameProblems(textOf(value)).map((problem) => invalid(`${path}.port`, value, problem))];
}

function validatePeer(peer: Draft, path: string): FieldError[] {
  const block = draftIn(peer, "ipBlock");
  const selectors = ["podSelector", "namespaceSelector"].filter((field) => peer[field] !== undefined);
  const errors = selectors.flatMap((field) => validateLabelSelector(draftIn(peer, field), `${path}.${field}`));
  if (block) errors.push(...validateBlock(block, `${path}.ipBlock`));
  if (!block && selectors.length === 0) return [required(path, "must specify a peer")];
  if (!block || selectors.length === 0) return errors;
  return [...errors, forbidden(path, "may not specify both ipBlock and another peer")];
}

function validateBlock(block: Draft, path: string): FieldError[] {
  const network = textIn(block, "cidr");
  if (network === "") return [required(`${path}.cidr`)];
  const errors = validateCidr(`${path}.cidr`, network);
  if (errors.length > 0) return errors;
  for (const [index, except] of textsIn(block, "except").entries()) {
    const field = `${path}.except[${index}]`;
    const malformed = validateCidr(field, except);
    errors.push(...malformed);
    if (malformed.length === 0 && !isStrictSubset(except, network)) {
      errors.push(invalid(field, except, "must be a strict subset of `cidr`"));
    }
  }
  return errors;
}

function isStrictSubset(inner: string, outer: string): boolean {
  const [address = "", bits = ""] = inner.split("/");
  const [network = "", length = ""] = outer.split("/");
  const [a, b] = [parseIp(address)?.toByteArray() ?? [], parseIp(network)?.toByteArray() ?? []];
  if (a.length !== b.length || Number(length) >= Number(bits)) return false;
  for (let bit = 0; bit < Number(length); bit++) {
    const mask = 0x80 >> (bit % 8);
    if (((a[bit >> 3] ?? 0) & mask) !== ((b[bit >> 3] ?? 0) & mask)) return false;
  }
  return true;
}
