// Whether a pod can be placed on a node at all: the default profile's filter plugins in their order, each with its own words.
import type { Pod } from "../../model/objects.ts";
import type { ClusterIndex } from "../cluster-index.ts";
import { matchesSelector } from "../selectors.ts";
import { affinityOf, allowsNode, isTermAbout, spreadConstraintsOf } from "./affinity.ts";
import type { PodAffinityTerm } from "./affinity.ts";
import type { NodeState, Request } from "./node-state.ts";
import { hostPortsOf, labelOf, requestOf } from "./node-state.ts";
import { forbiddingTaint } from "./taints.ts";

/** Why not, a reason for each thing that is missing. `isFinal`: no other pod's end would change that. */
export type Refusal = { readonly reasons: readonly string[]; readonly isFinal: boolean };

/** What is the same for all nodes while one pod is placed. */
export type Placement = {
  readonly pod: Pod;
  readonly request: Request;
  readonly ports: readonly string[];
  readonly index: ClusterIndex;
  readonly nodes: readonly NodeState[];
  /** Bound pods that have an affinity of their own. */
  readonly choosy: readonly Pod[];
};

export function placementOf(pod: Pod, rest: Pick<Placement, "index" | "nodes" | "choosy">): Placement {
  return { pod, request: requestOf(pod), ports: hostPortsOf(pod), ...rest };
}

/** Undefined when the node would do. */
export function refuse(placement: Placement, state: NodeState): Refusal | undefined {
  const { pod } = placement;
  const { node } = state;
  const tolerations = pod.spec.tolerations ?? [];
  const cordon = { key: "node.kubernetes.io/unschedulable", effect: "NoSchedule" };
  if (node.spec.unschedulable && forbiddingTaint({ ...node, spec: { taints: [cordon] } }, tolerations)) {
    return { reasons: ["node(s) were unschedulable"], isFinal: true };
  }
  if (forbiddingTaint(node, tolerations)) return { reasons: ["node(s) had untolerated taint(s)"], isFinal: true };
  if (!allowsNode(pod, node)) return { reasons: ["node(s) didn't match Pod's node affinity/selector"], isFinal: true };
  if (placement.ports.some((port) => (state.hostPorts.get(port) ?? 0) > 0)) {
    return { reasons: ["node(s) didn't have free ports for the requested pod ports"], isFinal: false };
  }
  return refuseForRoom(placement, state) ?? refuseForSpread(placement, state) ?? refuseForPods(placement, state);
}

// As noderesources/fit.go.
function refuseForRoom({ request }: Placement, { allocatable, requested, podCount }: NodeState): Refusal | undefined {
  const reasons = podCount + 1 > (allocatable["pods"] ?? 0) ? ["Too many pods"] : [];
  let isFinal = false;
  for (const [name, amount] of Object.entries(request)) {
    if (amount === 0) continue;
    const room = allocatable[name] ?? 0;
    if (amount <= room - (requested[name] ?? 0)) continue;
    reasons.push(`Insufficient ${name}`);
    isFinal ||= amount > room;
  }
  return reasons.length > 0 ? { reasons, isFinal } : undefined;
}

// As podtopologyspread/filtering.go.
function refuseForSpread({ pod, index, nodes }: Placement, { node }: NodeState): Refusal | undefined {
  const { namespace = "", labels } = pod.metadata;
  for (const constraint of spreadConstraintsOf(pod)) {
    if (constraint.whenUnsatisfiable !== "DoNotSchedule") continue;
    const words = "node(s) didn't match pod topology spread constraints";
    const place = labelOf(node, constraint.topologyKey);
    if (place === undefined) return { reasons: [`${words} (missing required label)`], isFinal: true };
    const counts = new Map<string, number>();
    const zoneOfNode = new Map<string, string>();
    for (const { node: other } of nodes) {
      const zone = labelOf(other, constraint.topologyKey);
      if (zone === undefined || !allowsNode(pod, other)) continue;
      counts.set(zone, counts.get(zone) ?? 0);
      zoneOfNode.set(other.metadata.name, zone);
    }
    for (const { spec, metadata } of index.podsSelected(namespace, constraint.labelSelector ?? {})) {
      const zone = zoneOfNode.get(spec.nodeName ?? "");
      if (zone !== undefined && !metadata.deletionTimestamp) counts.set(zone, (counts.get(zone) ?? 0) + 1);
    }
    const self = matchesSelector(constraint.labelSelector, labels) ? 1 : 0;
    const skew = (counts.get(place) ?? 0) + self - Math.min(...counts.values());
    if (skew > constraint.maxSkew) return { reasons: [words], isFinal: false };
  }
  return undefined;
}

// As interpodaffinity/filtering.go.
function refuseForPods({ pod, index, nodes, choosy }: Placement, { node }: NodeState): Refusal | undefined {
  const { podAffinity, podAntiAffinity } = affinityOf(pod);
  const { namespace = "" } = pod.metadata;
  const required = podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  const forbidden = podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  const podsIn = (term: PodAffinityTerm): readonly Pod[] => {
    const place = labelOf(node, term.topologyKey);
    if (place === undefined) return [];
    const near = nodes.filter((other) => labelOf(other.node, term.topologyKey) === place);
    return near.flatMap((other) => index.podsOnNode(other.node.metadata.name));
  };
  const isMet = (term: PodAffinityTerm) => podsIn(term).some((other) => isTermAbout(term, namespace, other));
  if (required.length > 0 && !required.every(isMet) && !isFirstOfItsKind({ pod, index, nodes }, required, node)) {
    return { reasons: ["node(s) didn't match pod affinity rules"], isFinal: true };
  }
  if (forbidden.some(isMet)) return { reasons: ["node(s) didn't match pod anti-affinity rules"], isFinal: false };
  const isUnwelcome = choosy.some((other) => {
    const home = nodes.find((state) => state.node.metadata.name === other.spec.nodeName);
    const terms = affinityOf(other).podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
    return terms.some((term) => {
      const place = home && labelOf(home.node, term.topologyKey);
      return (
        place !== undefined &&
        place === labelOf(node, term.topologyKey) &&
        isTermAbout(term, other.metadata.namespace ?? "", pod)
      );
    });
  });
  if (isUnwelcome) return { reasons: ["node(s) didn't satisfy existing pods anti-affinity rules"], isFinal: false };
  return undefined;
}

/** The first pod of a group may go anywhere where it has the labels that it asks for itself. */
function isFirstOfItsKind(
  { pod, index, nodes }: Pick<Placement, "pod" | "index" | "nodes">,
  required: readonly PodAffinityTerm[],
  node: NodeState["node"],
): boolean {
  const { namespace = "" } = pod.metadata;
  const isAnywhere = nodes.some((state) =>
    index
      .podsOnNode(state.node.metadata.name)
      .some((other) => required.some((term) => isTermAbout(term, namespace, other))),
  );
  return (
    !isAnywhere &&
    required.every((term) => isTermAbout(term, namespace, pod) && labelOf(node, term.topologyKey) !== undefined)
  );
}
