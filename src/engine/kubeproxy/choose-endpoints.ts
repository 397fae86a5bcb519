// Which endpoints a node sends to, as pkg/proxy/topology.go decides.
import type { Endpoint } from "./endpoints.ts";
import { usesClusterEndpoints, usesLocalEndpoints } from "./service-port.ts";
import type { ServicePort } from "./service-port.ts";

/** What kube-proxy must know of the node that it runs on. */
export type ProxyNode = { readonly name: string; readonly address: string; readonly zone: string };

export type ChosenEndpoints = {
  /** For traffic policy Cluster. */
  readonly cluster: readonly Endpoint[];
  /** For traffic policy Local: those on this node. */
  readonly local: readonly Endpoint[];
  /** Both together. */
  readonly reachable: readonly Endpoint[];
  /** Whether there is a usable endpoint anywhere. */
  readonly isAny: boolean;
};

/** Ready endpoints; where there is none, those that terminate but still serve; near ones, if hints say so for all. */
export function chooseEndpoints(endpoints: readonly Endpoint[], port: ServicePort, node: ProxyNode): ChosenEndpoints {
  const isOurs = (endpoint: Endpoint) => endpoint.node === node.name;
  const isNear = nearness(endpoints, node);
  const cluster = usesClusterEndpoints(port)
    ? usable(endpoints, isNear ? (one) => one.isReady && isNear(one) : (one) => one.isReady)
    : [];
  if (!usesLocalEndpoints(port)) return { cluster, local: [], reachable: cluster, isAny: cluster.length > 0 };
  const local = usable(endpoints.filter(isOurs), (one) => one.isReady);
  const isAny = endpoints.some((one) => one.isReady || (one.isServing && one.isTerminating));
  const reachable = [...new Set([...cluster, ...local])];
  return { cluster, local, reachable, isAny };
}

/** Whether different nodes may choose differently. */
export function dependsOnNode(endpoints: readonly Endpoint[], port: ServicePort): boolean {
  const hasRanges = port.sourceRanges.length > 0 && port.loadBalancerIps.length > 0;
  return (
    hasRanges || usesLocalEndpoints(port) || endpoints.some((one) => one.zoneHints.length + one.nodeHints.length > 0)
  );
}

function usable(endpoints: readonly Endpoint[], isWanted: (endpoint: Endpoint) => boolean): readonly Endpoint[] {
  const wanted = endpoints.filter(isWanted);
  return wanted.length > 0 ? wanted : endpoints.filter((one) => one.isServing && one.isTerminating);
}

/** Hints count only if every ready endpoint has one and one of them is for this node, or else for its zone. */
function nearness(endpoints: readonly Endpoint[], node: ProxyNode): ((endpoint: Endpoint) => boolean) | undefined {
  const ready = endpoints.filter((one) => one.isReady);
  const forNode = (one: Endpoint) => one.nodeHints.includes(node.name);
  const forZone = (one: Endpoint) => one.zoneHints.includes(node.zone);
  if (ready.every((one) => one.nodeHints.length > 0) && ready.some(forNode)) return forNode;
  if (ready.every((one) => one.zoneHints.length > 0) && ready.some(forZone)) return forZone;
  return undefined;
}
