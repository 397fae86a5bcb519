// What follows from a Service's fields. As pkg/api/service/util.go and the service registry's strategy ask it.
import { draftIn, draftsIn, numberIn, textIn, textsIn } from "./draft.ts";
import type { Draft } from "./draft.ts";

/** The spec of a Service that has been decoded; an empty one when it has none. */
export function specOf(service: Draft | undefined): Draft {
  return draftIn(service, "spec") ?? {};
}

export function needsClusterIp(spec: Draft): boolean {
  return textIn(spec, "type") !== "ExternalName";
}

export function isHeadless(spec: Draft): boolean {
  return needsClusterIp(spec) && textsIn(spec, "clusterIPs")[0] === "None";
}

export function hasNodePortType(spec: Draft): boolean {
  return ["NodePort", "LoadBalancer"].includes(textIn(spec, "type"));
}

/** Whether ports that ask for no node port get one. */
export function allocatesNodePorts(spec: Draft): boolean {
  const type = textIn(spec, "type");
  return type === "NodePort" || (type === "LoadBalancer" && spec["allocateLoadBalancerNodePorts"] !== false);
}

export function needsHealthCheckPort(spec: Draft): boolean {
  return textIn(spec, "type") === "LoadBalancer" && textIn(spec, "externalTrafficPolicy") === "Local";
}

export function isExternallyAccessible(spec: Draft): boolean {
  return hasNodePortType(spec) || (textIn(spec, "type") === "ClusterIP" && textsIn(spec, "externalIPs").length > 0);
}

export function hasSelector(spec: Draft): boolean {
  return Object.keys(draftIn(spec, "selector") ?? {}).length > 0;
}

/** The node ports of the spec's ports, those that are set, in order. */
export function nodePortsOf(spec: Draft): number[] {
  return draftsIn(spec, "ports")
    .map((port) => numberIn(port, "nodePort") ?? 0)
    .filter((port) => port !== 0);
}

export function isSameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}
