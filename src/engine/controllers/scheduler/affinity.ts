import type { LabelSelector, LabelSelectorRequirement, Node, Pod } from "../../model/objects.ts";
import { matchesPairs, matchesRequirement, matchesSelector } from "../selectors.ts";

type NodeSelectorTerm = {
  readonly matchExpressions?: readonly LabelSelectorRequirement[];
  readonly matchFields?: readonly LabelSelectorRequirement[];
};
type NodeAffinity = {
  readonly requiredDuringSchedulingIgnoredDuringExecution?: {
    readonly nodeSelectorTerms?: readonly NodeSelectorTerm[];
  };
  readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly {
    readonly weight: number;
    readonly preference: NodeSelectorTerm;
  }[];
};

/** One term of a pod's affinity or anti-affinity to other pods. */
export type PodAffinityTerm = {
  readonly labelSelector?: LabelSelector;
  readonly namespaces?: readonly string[];
  readonly namespaceSelector?: LabelSelector;
  readonly topologyKey: string;
};
type PodAffinity = {
  readonly requiredDuringSchedulingIgnoredDuringExecution?: readonly PodAffinityTerm[];
  readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly {
    readonly weight: number;
    readonly podAffinityTerm: PodAffinityTerm;
  }[];
};
type Affinity = {
  readonly nodeAffinity?: NodeAffinity;
  readonly podAffinity?: PodAffinity;
  readonly podAntiAffinity?: PodAffinity;
};

/** A constraint on how evenly pods are spread. */
export type SpreadConstraint = {
  readonly maxSkew: number;
  readonly topologyKey: string;
  readonly whenUnsatisfiable: "DoNotSchedule" | "ScheduleAnyway";
  readonly labelSelector?: LabelSelector;
};

export function affinityOf(pod: Pod): Affinity {
  return pod.spec["affinity"] ?? {};
}

export function spreadConstraintsOf(pod: Pod): readonly SpreadConstraint[] {
  return (pod.spec["topologySpreadConstraints"] ?? []) as readonly SpreadConstraint[];
}

/** Whether the node is one that the pod's nodeSelector and required node affinity allow. */
export function allowsNode(pod: Pod, node: Node): boolean {
  const labels = node.metadata.labels ?? {};
  if (!matchesPairs(pod.spec.nodeSelector ?? {}, labels)) return false;
  const required = affinityOf(pod).nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return !required || (required.nodeSelectorTerms ?? []).some((term) => matchesTerm(term, node));
}

/** The weights of the preferred terms that the node meets. */
export function preferenceFor(pod: Pod, node: Node): number {
  const preferred = affinityOf(pod).nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  return preferred.reduce((sum, { weight, preference }) => sum + (matchesTerm(preference, node) ? weight : 0), 0);
}

/** Whether another pod is one that the term of a pod in `namespace` is about. */
export function isTermAbout(term: PodAffinityTerm, namespace: string, other: Pod): boolean {
  const { namespaces = [], namespaceSelector } = term;
  const otherNamespace = other.metadata.namespace ?? "";
  const isEverywhere = namespaceSelector !== undefined && Object.keys(namespaceSelector).length === 0;
  const isThere =
    isEverywhere || (namespaces.length > 0 ? namespaces.includes(otherNamespace) : otherNamespace === namespace);
  return isThere && matchesSelector(term.labelSelector, other.metadata.labels);
}

/** A term without expressions and fields matches nothing. */
function matchesTerm({ matchExpressions = [], matchFields = [] }: NodeSelectorTerm, node: Node): boolean {
  if (matchExpressions.length === 0 && matchFields.length === 0) return false;
  const fields = { "metadata.name": node.metadata.name };
  return (
    matchExpressions.every((requirement) => matchesRequirement(requirement, node.metadata.labels ?? {})) &&
    matchFields.every((requirement) => matchesRequirement(requirement, fields))
  );
}
