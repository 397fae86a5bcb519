import { isInCidr } from "../model/address.ts";
import type { Reference } from "../trace/trace.ts";
import { chooseEndpoints } from "./choose-endpoints.ts";
import type { ChosenEndpoints, ProxyNode } from "./choose-endpoints.ts";
import type { Endpoint } from "./endpoints.ts";
import { isExternallyAccessible, usesClusterEndpoints, usesLocalEndpoints } from "./service-port.ts";
import type { ServicePort } from "./service-port.ts";

/** What the rules of a Service port follow from. */
export type Plan = {
  readonly port: ServicePort;
  readonly endpoints: ChosenEndpoints;
  readonly hasInternal: boolean;
  readonly hasExternal: boolean;
  readonly isExternal: boolean;
  readonly usesFirewall: boolean;
  readonly usesClusterChain: boolean;
  readonly usesLocalChain: boolean;
  /** Whether the node itself is within the load balancer's source ranges. */
  readonly allowsNode: boolean;
  /** More than 1,000 endpoints in the cluster: no comments in the endpoints' rules. */
  readonly isLarge: boolean;
  readonly clusterChain: string;
  readonly localChain: string;
  readonly externalChain: string;
  readonly firewallChain: string;
};

/** Decides which chains a Service port has on a node, and who is in them. */
export function planOf(
  port: ServicePort,
  all: readonly Endpoint[],
  { node, isLarge }: { readonly node: ProxyNode; readonly isLarge: boolean },
): Plan {
  const endpoints = chooseEndpoints(all, port, node);
  const { isAny, local, cluster } = endpoints;
  return {
    port,
    endpoints,
    hasInternal: isAny && !(port.isInternalPolicyLocal && local.length === 0),
    hasExternal: isAny && !(port.isExternalPolicyLocal && local.length === 0),
    isExternal: isAny && isExternallyAccessible(port),
    usesFirewall: isAny && port.loadBalancerIps.length > 0 && port.sourceRanges.length > 0,
    usesClusterChain: cluster.length > 0 && usesClusterEndpoints(port),
    usesLocalChain: local.length > 0 && usesLocalEndpoints(port),
    allowsNode: port.sourceRanges.some((range) => isInCidr(node.address, range)),
    isLarge,
    clusterChain: `KUBE-SVC-${port.hash}`,
    localChain: `KUBE-SVL-${port.hash}`,
    externalChain: `KUBE-EXT-${port.hash}`,
    firewallChain: `KUBE-FW-${port.hash}`,
  };
}

/** A reference to the Service and the field that a rule comes from. */
export function serviceReference({ namespace, name }: ServicePort, field: string, value: string | number): Reference {
  return { kind: "object", object: { kind: "Service", namespace, name }, field, value: String(value) };
}
