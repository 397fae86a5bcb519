import { draftIn, draftsIn, numberIn, textIn, textsIn } from "../draft.ts";
import type { Draft } from "../draft.ts";
import {
  hasNodePortType,
  isExternallyAccessible,
  isHeadless,
  isSameList,
  needsClusterIp,
  needsHealthCheckPort,
  nodePortsOf,
  specOf,
} from "../service-fields.ts";
import { validateService, validateServiceStatus, validateServiceUpdate } from "../validation/service.ts";
import type { Strategy } from "./strategy.ts";

/** As pkg/registry/core/service/strategy.go. */
export const serviceStrategy: Strategy = {
  prepareCreate: dropInternalPolicy,
  prepareUpdate: (service, before) => {
    dropTypeDependentFields(service, before);
    dropInternalPolicy(service);
  },
  validate: validateService,
  validateUpdate: validateServiceUpdate,
  validateStatusUpdate: validateServiceStatus,
  warnings: serviceWarnings,
};

/** An ExternalName never shows the policy that it has no use for. As storage.go's defaultOnReadInternalTrafficPolicy. */
function dropInternalPolicy(service: Draft): void {
  const spec = specOf(service);
  if (!needsClusterIp(spec)) delete spec["internalTrafficPolicy"];
}

// As pkg/api/service/warnings.go.
function serviceWarnings(service: Draft): string[] {
  const spec = specOf(service);
  const warnings: string[] = [];
  const isExternalName = spec["type"] === "ExternalName";
  const hasExternalIps = textsIn(spec, "externalIPs").length > 0;
  if (draftIn(draftIn(service, "metadata"), "annotations")?.[OLD_HINTS] !== undefined) {
    warnings.push(`annotation ${OLD_HINTS} is deprecated, please use service.kubernetes.io/topology-mode instead`);
  }
  if (isHeadless(spec)) {
    if (textIn(spec, "loadBalancerIP") !== "") warnings.push("spec.loadBalancerIP is ignored for headless services");
    if (hasExternalIps) warnings.push("spec.externalIPs is ignored for headless services");
    if (spec["sessionAffinity"] !== "None") warnings.push("spec.SessionAffinity is ignored for headless services");
  }
  if (hasExternalIps && !isHeadless(spec) && !isExternalName) {
    warnings.push("spec.externalIPs is deprecated and may no longer be implemented in some clusters");
  }
  if (hasExternalIps && isExternalName) warnings.push('spec.externalIPs is ignored when spec.type is "ExternalName"');
  if (!isExternalName && textIn(spec, "externalName") !== "") {
    warnings.push('spec.externalName is ignored when spec.type is not "ExternalName"');
  }
  if (spec["trafficDistribution"] === "PreferClose") {
    warnings.push('spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"');
  }
  return warnings;
}

const OLD_HINTS = "service.kubernetes.io/topology-aware-hints";

/** Keeps `clusterIP` and `clusterIPs` in step before anyone looks at them. As storage.go's normalizeClusterIPs. */
export function normalizeClusterIps(service: Draft, oldService: Draft | undefined): void {
  const spec = specOf(service);
  const single = textIn(spec, "clusterIP");
  const all = textsIn(spec, "clusterIPs");
  if (!oldService) {
    if (single !== "" && all.length === 0) spec["clusterIPs"] = [single];
    return;
  }
  const before = specOf(oldService);
  const [singleBefore, allBefore] = [textIn(before, "clusterIP"), textsIn(before, "clusterIPs")];
  if (allBefore.length > 0 && all.length === 0 && single === singleBefore) spec["clusterIPs"] = [...allBefore];
  if (single === singleBefore || !isSameList(all, allBefore)) return;
  if (singleBefore !== "" && single === "") delete spec["clusterIPs"];
  else spec["clusterIPs"] = [single];
}

/** Takes over what was allocated and is not said again. As storage.go's patchAllocatedValues. */
export function keepAllocated(service: Draft, oldService: Draft): void {
  const [spec, before] = [specOf(service), specOf(oldService)];
  if (needsClusterIp(before) && needsClusterIp(spec)) {
    if (textIn(spec, "clusterIP") === "" && before["clusterIP"] !== undefined) spec["clusterIP"] = before["clusterIP"];
    const allBefore = textsIn(before, "clusterIPs");
    if (textsIn(spec, "clusterIPs").length === 0 && allBefore.length > 0) spec["clusterIPs"] = [...allBefore];
  }
  if (wantsNodePorts(before) && wantsNodePorts(spec)) keepNodePorts(spec, before);
  const health = numberIn(before, "healthCheckNodePort");
  if (needsHealthCheckPort(before) && needsHealthCheckPort(spec) && !spec["healthCheckNodePort"] && health) {
    spec["healthCheckNodePort"] = health;
  }
}

function keepNodePorts(spec: Draft, before: Draft): void {
  const now = new Set(nodePortsOf(spec));
  const used = new Set(nodePortsOf(before).filter((port) => now.has(port)));
  const byName = new Map(draftsIn(before, "ports").map((port) => [textIn(port, "name"), numberIn(port, "nodePort")]));
  for (const port of draftsIn(spec, "ports")) {
    const old = byName.get(textIn(port, "name"));
    if (!port["nodePort"] && old && !used.has(old)) port["nodePort"] = old;
  }
}

function wantsNodePorts(spec: Draft): boolean {
  return hasNodePortType(spec) && spec["allocateLoadBalancerNodePorts"] !== false;
}

/** Wipes what only the old type needed, where the user did not touch it. */
function dropTypeDependentFields(service: Draft, oldService: Draft): void {
  const [spec, before] = [specOf(service), specOf(oldService)];
  const isSame = (field: string): boolean => JSON.stringify(spec[field]) === JSON.stringify(before[field]);
  if (needsClusterIp(before) && !needsClusterIp(spec)) {
    if (isSame("clusterIP") && isSame("clusterIPs")) {
      delete spec["clusterIP"];
      delete spec["clusterIPs"];
    }
    if (isSame("ipFamilies")) delete spec["ipFamilies"];
    if (isSame("ipFamilyPolicy")) delete spec["ipFamilyPolicy"];
  }
  const heldPorts = new Set(nodePortsOf(before));
  if (hasNodePortType(before) && !hasNodePortType(spec) && nodePortsOf(spec).every((port) => heldPorts.has(port))) {
    for (const port of draftsIn(spec, "ports")) delete port["nodePort"];
  }
  if (needsHealthCheckPort(before) && !needsHealthCheckPort(spec) && isSame("healthCheckNodePort")) {
    delete spec["healthCheckNodePort"];
  }
  const [wasBalanced, isBalanced] = [before["type"] === "LoadBalancer", spec["type"] === "LoadBalancer"];
  if (wasBalanced && !isBalanced) {
    for (const field of ["allocateLoadBalancerNodePorts", "loadBalancerClass"]) if (isSame(field)) delete spec[field];
  }
  if (isExternallyAccessible(before) && !isExternallyAccessible(spec) && isSame("externalTrafficPolicy")) {
    delete spec["externalTrafficPolicy"];
  }
  if (!isBalanced && draftIn(service, "status")) service["status"] = { loadBalancer: {} };
}
