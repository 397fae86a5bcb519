// Services. As pkg/apis/core/validation/validation.go's validateService and its like.
import { draftIn, draftsIn, numberIn, textIn, textOf, textsIn } from "../draft.ts";
import type { Draft } from "../draft.ts";
import { isExternallyAccessible, isHeadless, needsHealthCheckPort, specOf } from "../service-fields.ts";
import { validateClusterIps } from "./cluster-ips.ts";
import { duplicate, forbidden, invalid, notSupported, required } from "./field-error.ts";
import type { FieldError } from "./field-error.ts";
import { validateCidr, validateIp, validateNonSpecialIp } from "./ip.ts";
import { validateLabels } from "./labels.ts";
import { validateMeta, validateMetaUpdate } from "./meta.ts";
import { labelKeyProblems, labelProblems, rangeProblem, subdomainProblems } from "./names.ts";
import { validatePortNumber, validatePortNumberOrName } from "./numbers.ts";

const TYPES = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"];
const AFFINITIES = ["ClientIP", "None"];
const TRAFFIC_POLICIES = ["Cluster", "Local"];
const DISTRIBUTIONS = ["PreferClose", "PreferSameZone", "PreferSameNode"];
const IP_MODES = ["Proxy", "VIP"];
const AFFINITY_SECONDS_MAX = 86_400;
const SOURCE_RANGES_ANNOTATION = "service.beta.kubernetes.io/load-balancer-source-ranges";
const HINTS_ANNOTATION = "service.kubernetes.io/topology-aware-hints";
const MODE_ANNOTATION = "service.kubernetes.io/topology-mode";

/** A new Service. */
export function validateService(service: Draft): FieldError[] {
  return [...validateMeta(service, { isNamespaced: true, name: labelProblems }), ...validateFields(service, undefined)];
}

/** A changed Service. */
export function validateServiceUpdate(service: Draft, before: Draft): FieldError[] {
  const [spec, old] = [specOf(service), specOf(before)];
  const errors = [
    ...validateMetaUpdate(service, before),
    ...validateChange({ spec, old, field: "clusterIPs", word: "clusterIP" }),
    ...validateChange({ spec, old, field: "ipFamilies", word: "ipFamily" }),
    ...validateClass(spec, old),
  ];
  const isKept = needsHealthCheckPort(old) && needsHealthCheckPort(spec);
  if (isKept && spec["healthCheckNodePort"] !== old["healthCheckNodePort"]) {
    errors.push(forbidden("spec.healthCheckNodePort", "field is immutable"));
  }
  return [...errors, ...validateFields(service, before)];
}

/** A Service whose status changes: who may have load balancers, and which. */
export function validateServiceStatus(service: Draft, before: Draft): FieldError[] {
  const errors = validateMetaUpdate(service, before);
  const field = "status.loadBalancer.ingress";
  const ingress = draftsIn(draftIn(draftIn(service, "status"), "loadBalancer"), "ingress");
  if (specOf(service)["type"] !== "LoadBalancer" && ingress.length > 0) {
    return [...errors, forbidden(field, "may only be used when `spec.type` is 'LoadBalancer'")];
  }
  const known = draftsIn(draftIn(draftIn(before, "status"), "loadBalancer"), "ingress").map((each) =>
    textIn(each, "ip"),
  );
  return [...errors, ...ingress.flatMap((each, index) => validateIngress(each, `${field}[${index}]`, known))];
}

function validateIngress(ingress: Draft, path: string, known: readonly string[]): FieldError[] {
  const errors: FieldError[] = [];
  const [ip, mode, host] = [textIn(ingress, "ip"), textIn(ingress, "ipMode"), textIn(ingress, "hostname")];
  if (ip !== "") errors.push(...validateIp(`${path}.ip`, ip, known));
  if (mode === "") {
    if (ip !== "") errors.push(required(`${path}.ipMode`, "must be specified when `ip` is set"));
  } else if (ip === "") errors.push(forbidden(`${path}.ipMode`, "may not be specified when `ip` is not set"));
  else if (!IP_MODES.includes(mode)) errors.push(notSupported(`${path}.ipMode`, mode, IP_MODES));
  if (host === "") return errors;
  errors.push(...subdomainProblems(host).map((problem) => invalid(`${path}.hostname`, host, problem)));
  if (validateIp("", host).length === 0) {
    errors.push(invalid(`${path}.hostname`, host, "must be a DNS name, not an IP address"));
  }
  return errors;
}

function validateFields(service: Draft, before: Draft | undefined): FieldError[] {
  const spec = specOf(service);
  const old = before && specOf(before);
  const annotations = draftIn(draftIn(service, "metadata"), "annotations") ?? {};
  const [hints, mode] = [annotations[HINTS_ANNOTATION], annotations[MODE_ANNOTATION]];
  const errors: FieldError[] = [];
  if (hints !== undefined && mode !== undefined && hints !== mode) {
    const why = `must match annotations[${HINTS_ANNOTATION}] when both are specified`;
    errors.push(invalid(`metadata.annotations[${MODE_ANNOTATION}]`, mode, why));
  }
  errors.push(...validateType(spec));
  const names = new Set<string>();
  const ports = draftsIn(spec, "ports");
  for (const [index, port] of ports.entries()) {
    errors.push(...validatePort(port, { field: `spec.ports[${index}]`, names, mustHaveName: ports.length > 1 }));
  }
  errors.push(...validateLabels(draftIn(spec, "selector"), "spec.selector"));
  errors.push(...validateAffinity(spec));
  errors.push(...validateClusterIps(spec, old));
  errors.push(...validateExternalIps(spec, old));
  const type = textIn(spec, "type");
  if (!TYPES.includes(type)) errors.push(notSupported("spec.type", type, TYPES));
  errors.push(...validateNodePorts(spec));
  errors.push(...validateSourceRanges(spec, old, { annotations, before }));
  if (spec["allocateLoadBalancerNodePorts"] !== undefined && type !== "LoadBalancer") {
    const field = "spec.allocateLoadBalancerNodePorts";
    errors.push(forbidden(field, "may only be used when `type` is 'LoadBalancer'"));
  }
  return [...errors, ...validateClass(spec, undefined), ...validateTrafficPolicies(spec)];
}

function validateType(spec: Draft): FieldError[] {
  const type = textIn(spec, "type");
  const errors: FieldError[] = [];
  if (draftsIn(spec, "ports").length === 0 && !isHeadless(spec) && type !== "ExternalName") {
    errors.push(required("spec.ports"));
  }
  if ((type === "LoadBalancer" || type === "NodePort") && isHeadless(spec)) {
    errors.push(invalid("spec.clusterIPs[0]", "None", `may not be set to 'None' for ${type} services`));
  }
  if (type !== "ExternalName") return errors;
  const why = "may not be set for ExternalName services";
  if (textsIn(spec, "clusterIPs").length > 0) errors.push(forbidden("spec.clusterIPs", why));
  if (textsIn(spec, "ipFamilies").length > 0) errors.push(forbidden("spec.ipFamilies", why));
  if (spec["ipFamilyPolicy"] !== undefined) errors.push(forbidden("spec.ipFamilyPolicy", why));
  const name = textIn(spec, "externalName").replace(/\.$/, "");
  if (name === "") return [...errors, required("spec.externalName")];
  return [...errors, ...subdomainProblems(name).map((problem) => invalid("spec.externalName", name, problem))];
}

function validatePort(
  port: Draft,
  {
    field,
    names,
    mustHaveName,
  }: { readonly field: string; readonly names: Set<string>; readonly mustHaveName: boolean },
): FieldError[] {
  const errors: FieldError[] = [];
  const name = textIn(port, "name");
  if (mustHaveName && name === "") errors.push(required(`${field}.name`));
  else if (name !== "") {
    errors.push(...labelProblems(name).map((problem) => invalid(`${field}.name`, name, problem)));
    if (names.has(name)) errors.push(duplicate(`${field}.name`, name));
    names.add(name);
  }
  errors.push(...validatePortNumber(numberIn(port, "port") ?? 0, `${field}.port`));
  errors.push(...validateProtocol(port, field));
  errors.push(...validatePortNumberOrName(port["targetPort"], `${field}.targetPort`));
  const appProtocol = textIn(port, "appProtocol");
  if (port["appProtocol"] === undefined) return errors;
  return [
    ...errors,
    ...labelKeyProblems(appProtocol).map((problem) => invalid(`${field}.appProtocol`, appProtocol, problem)),
  ];
}

const PROTOCOLS = ["SCTP", "TCP", "UDP"];

/** TCP, UDP or SCTP. */
export function validateProtocol(port: Draft, field: string): FieldError[] {
  const protocol = textIn(port, "protocol");
  if (protocol === "") return [required(`${field}.protocol`)];
  return PROTOCOLS.includes(protocol) ? [] : [notSupported(`${field}.protocol`, protocol, PROTOCOLS)];
}

function validateAffinity(spec: Draft): FieldError[] {
  const affinity = textIn(spec, "sessionAffinity");
  if (!AFFINITIES.includes(affinity)) return [notSupported("spec.sessionAffinity", affinity, AFFINITIES)];
  const config = spec["sessionAffinityConfig"];
  if (affinity === "None") {
    const why = "must not be set when session affinity is None";
    return config === undefined ? [] : [forbidden("spec.sessionAffinityConfig", why)];
  }
  const seconds = numberIn(draftIn(draftIn(spec, "sessionAffinityConfig"), "clientIP"), "timeoutSeconds") ?? 0;
  if (seconds > 0 && seconds <= AFFINITY_SECONDS_MAX) return [];
  const why = `must be greater than 0 and less than ${AFFINITY_SECONDS_MAX}`;
  return [invalid("spec.sessionAffinityConfig.clientIP.timeoutSeconds", seconds, why)];
}

function validateExternalIps(spec: Draft, old: Draft | undefined): FieldError[] {
  return textsIn(spec, "externalIPs").flatMap((address, index) => {
    const field = `spec.externalIPs[${index}]`;
    const malformed = validateIp(field, address, textsIn(old, "externalIPs"));
    return malformed.length > 0 ? malformed : validateNonSpecialIp(field, address);
  });
}

function validateNodePorts(spec: Draft): FieldError[] {
  const ports = draftsIn(spec, "ports");
  const errors: FieldError[] = [];
  if (spec["type"] === "ClusterIP") {
    for (const [index, port] of ports.entries()) {
      if (!port["nodePort"]) continue;
      errors.push(forbidden(`spec.ports[${index}].nodePort`, "may not be used when `type` is 'ClusterIP'"));
    }
  }
  const nodePorts = new Set<string>();
  for (const [index, port] of ports.entries()) {
    const nodePort = numberIn(port, "nodePort") ?? 0;
    const pair = `${textIn(port, "protocol")} ${nodePort}`;
    if (nodePort !== 0 && nodePorts.has(pair)) errors.push(duplicate(`spec.ports[${index}].nodePort`, nodePort));
    nodePorts.add(pair);
  }
  const numbers = new Set<string>();
  for (const [index, port] of ports.entries()) {
    const [protocol, number] = [textIn(port, "protocol"), numberIn(port, "port") ?? 0];
    const pair = `${protocol} ${number}`;
    // The server prints its own form of a port, with nothing but what is compared.
    const shown = { Name: "", Protocol: protocol, AppProtocol: null, Port: number, TargetPort: 0, NodePort: 0 };
    if (numbers.has(pair)) errors.push(duplicate(`spec.ports[${index}]`, shown));
    numbers.add(pair);
  }
  return errors;
}

function validateSourceRanges(
  spec: Draft,
  old: Draft | undefined,
  { annotations, before }: { readonly annotations: Draft; readonly before: Draft | undefined },
): FieldError[] {
  const ranges = textsIn(spec, "loadBalancerSourceRanges");
  const misplaced = (field: string): FieldError[] =>
    spec["type"] === "LoadBalancer" ? [] : [forbidden(field, "may only be used when `type` is 'LoadBalancer'")];
  if (ranges.length > 0) {
    const field = "spec.LoadBalancerSourceRanges";
    const known = textsIn(old, "loadBalancerSourceRanges").map((range) => range.trim());
    return [
      ...misplaced(field),
      ...ranges.flatMap((range, index) => validateCidr(`${field}[${index}]`, range.trim(), known)),
    ];
  }
  const annotation = annotations[SOURCE_RANGES_ANNOTATION];
  if (typeof annotation !== "string") return [];
  const field = `metadata.annotations[${SOURCE_RANGES_ANNOTATION}]`;
  const was = draftIn(draftIn(before, "metadata"), "annotations")?.[SOURCE_RANGES_ANNOTATION];
  const isNew = was !== annotation && annotation.trim() !== "";
  return [
    ...misplaced(field),
    ...(isNew ? annotation.split(",").flatMap((range) => validateCidr(field, range.trim())) : []),
  ];
}

function validateClass(spec: Draft, old: Draft | undefined): FieldError[] {
  const field = "spec.loadBalancerClass";
  const name = spec["loadBalancerClass"];
  const isBalanced = spec["type"] === "LoadBalancer";
  const errors: FieldError[] = [];
  if (old && old["type"] === "LoadBalancer" && isBalanced && old["loadBalancerClass"] !== name) {
    errors.push(invalid(field, name, "may not change once set"));
  }
  if (name === undefined) return errors;
  if (!isBalanced) return [...errors, forbidden(field, "may only be used when `type` is 'LoadBalancer'")];
  return [...errors, ...labelKeyProblems(textOf(name)).map((problem) => invalid(field, name, problem))];
}

function validateTrafficPolicies(spec: Draft): FieldError[] {
  const errors: FieldError[] = [];
  const external = textIn(spec, "externalTrafficPolicy");
  if (!isExternallyAccessible(spec)) {
    const why = "may only be set for externally-accessible services";
    if (external !== "") errors.push(invalid("spec.externalTrafficPolicy", external, why));
  } else if (!TRAFFIC_POLICIES.includes(external)) {
    errors.push(notSupported("spec.externalTrafficPolicy", external, TRAFFIC_POLICIES));
  }
  const health = numberIn(spec, "healthCheckNodePort") ?? 0;
  const isPort = health >= 1 && health <= 65_535;
  if (!needsHealthCheckPort(spec)) {
    const why = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'";
    if (health !== 0) errors.push(invalid("spec.healthCheckNodePort", health, why));
  } else if (health === 0) errors.push(required("spec.healthCheckNodePort"));
  else if (!isPort) errors.push(invalid("spec.healthCheckNodePort", health, rangeProblem(1, 65_535)));
  const internal = spec["internalTrafficPolicy"];
  if (internal !== undefined && !TRAFFIC_POLICIES.includes(textOf(internal))) {
    errors.push(notSupported("spec.internalTrafficPolicy", internal, TRAFFIC_POLICIES));
  }
  const distribution = spec["trafficDistribution"];
  if (distribution !== undefined && !DISTRIBUTIONS.includes(textOf(distribution))) {
    errors.push(notSupported("spec.trafficDistribution", distribution, DISTRIBUTIONS));
  }
  return errors;
}

/** Primary addresses and families stay; a second one goes only with the policy that says so. */
function validateChange(change: {
  readonly spec: Draft;
  readonly old: Draft;
  readonly field: "clusterIPs" | "ipFamilies";
  readonly word: string;
}): FieldError[] {
  const { spec, old, field, word } = change;
  if (spec["type"] === "ExternalName" || old["type"] === "ExternalName") return [];
  const [wasHeadless, isNowHeadless] = [isHeadless(old), isHeadless(spec)];
  if (wasHeadless && isNowHeadless) return [];
  if (field === "ipFamilies" && wasHeadless !== isNowHeadless) return [];
  const [now, then] = [textsIn(spec, field), textsIn(old, field)];
  const path = (index: number): string => `spec.${field}[${field === "ipFamilies" ? 0 : index}]`;
  if (now.length === then.length) {
    return then.flatMap((value, index) =>
      value === now[index] ? [] : [invalid(path(index), now, "may not change once set")],
    );
  }
  const errors: FieldError[] = [];
  if (now.length === 0)
    errors.push(invalid(path(0), now, `primary ${word === "clusterIP" ? word : "ipFamily"} can not be unset`));
  if (now.length > 0 && then.length > 0 && now[0] !== then[0])
    errors.push(invalid(path(0), now, "may not change once set"));
  const policy = textIn(spec, "ipFamilyPolicy");
  if (then.length > now.length && now.length === 1 && policy !== "SingleStack") {
    errors.push(
      invalid("spec.ipFamilyPolicy", policy, `must be set to 'SingleStack' when releasing the secondary ${word}`),
    );
  }
  return errors;
}
