// How good a node is for a pod: the default profile's score plugins with their weights, 0 to 100 each.
import type { LabelSelector, Pod, ReplicaSet, Service, StatefulSet } from "../../model/objects.ts";
import { controllerOf } from "../cluster-index.ts";
import { affinityOf, isTermAbout, preferenceFor, spreadConstraintsOf } from "./affinity.ts";
import type { SpreadConstraint } from "./affinity.ts";
import type { Placement } from "./filters.ts";
import type { NodeState } from "./node-state.ts";
import { countedRequestOf, labelOf } from "./node-state.ts";
import { isTolerated } from "./taints.ts";

const HOSTNAME = "kubernetes.io/hostname";
const ZONE = "topology.kubernetes.io/zone";
const WEIGHTS = { fit: 1, balance: 1, taints: 3, nodeAffinity: 2, spread: 2, podAffinity: 2 };
const HARD_AFFINITY_WEIGHT = 1;

/** A score for each of the nodes, in their order. */
export function scoreNodes(placement: Placement, feasible: readonly NodeState[]): readonly number[] {
  const { pod } = placement;
  const counted = countedRequestOf(pod);
  const taints = normalise(
    feasible.map((state) => intolerable(pod, state)),
    "reverse",
  );
  const preferred = normalise(
    feasible.map(({ node }) => preferenceFor(pod, node)),
    "straight",
  );
  const spread = spreadScores(placement, feasible);
  const near = podAffinityScores(placement, feasible);
  return feasible.map(
    (state, i) =>
      WEIGHTS.fit * leastAllocated(counted, state) +
      WEIGHTS.balance * balanced(placement, state) +
      WEIGHTS.taints * (taints[i] ?? 0) +
      WEIGHTS.nodeAffinity * (preferred[i] ?? 0) +
      WEIGHTS.spread * (spread[i] ?? 0) +
      WEIGHTS.podAffinity * (near[i] ?? 0),
  );
}

// As noderesources/least_allocated.go.
function leastAllocated(request: Readonly<Record<string, number>>, { allocatable, counted }: NodeState): number {
  let sum = 0;
  let weights = 0;
  for (const name of ["cpu", "memory"]) {
    const room = allocatable[name] ?? 0;
    if (room === 0) continue;
    const used = (counted[name] ?? 0) + (request[name] ?? 0);
    sum += used > room ? 0 : Math.floor(((room - used) * 100) / room);
    weights++;
  }
  return weights === 0 ? 0 : Math.floor(sum / weights);
}

// As noderesources/balanced_allocation.go; pods that ask for nothing are not scored.
function balanced({ request }: Placement, { allocatable, requested }: NodeState): number {
  if (Object.keys(request).length === 0) return 0;
  const fractions = ["cpu", "memory"].flatMap((name) => {
    const room = allocatable[name] ?? 0;
    return room === 0 ? [] : [Math.min(1, ((requested[name] ?? 0) + (request[name] ?? 0)) / room)];
  });
  const deviation = fractions.length === 2 ? Math.abs((fractions[0] ?? 0) - (fractions[1] ?? 0)) / 2 : 0;
  return Math.floor((1 - deviation) * 100);
}

function intolerable(pod: Pod, { node }: NodeState): number {
  const tolerations = (pod.spec.tolerations ?? []).filter(({ effect }) => !effect || effect === "PreferNoSchedule");
  const soft = (node.spec.taints ?? []).filter(({ effect }) => effect === "PreferNoSchedule");
  return soft.filter((taint) => !isTolerated(taint, tolerations)).length;
}

/** As helper.DefaultNormalizeScore: the largest becomes 100. */
function normalise(scores: readonly number[], direction: "straight" | "reverse"): readonly number[] {
  const largest = Math.max(0, ...scores);
  if (largest === 0) return scores.map(() => (direction === "reverse" ? 100 : 0));
  return scores.map((score) => {
    const share = Math.floor((100 * score) / largest);
    return direction === "reverse" ? 100 - share : share;
  });
}

// As podtopologyspread/scoring.go. Without constraints of its own a pod is spread from those of its owner and Services.
function spreadScores(placement: Placement, feasible: readonly NodeState[]): readonly number[] {
  const own = spreadConstraintsOf(placement.pod).filter(
    ({ whenUnsatisfiable }) => whenUnsatisfiable === "ScheduleAnyway",
  );
  const isDefaulted = spreadConstraintsOf(placement.pod).length === 0;
  const constraints = isDefaulted ? defaultConstraints(placement) : own;
  if (constraints.length === 0) return feasible.map(() => 0);
  const isIgnored = ({ node }: NodeState) =>
    !isDefaulted && constraints.some(({ topologyKey }) => labelOf(node, topologyKey) === undefined);
  const sums = feasible.map(() => 0);
  for (const constraint of constraints) {
    const counts = countByPlace(placement, constraint);
    const counted = feasible.filter((state) => !isIgnored(state));
    const places = new Set(
      counted.map(({ node }) => labelOf(node, constraint.topologyKey)).filter((place) => place !== undefined),
    );
    const size = constraint.topologyKey === HOSTNAME ? counted.length : places.size;
    const weight = Math.log(size + 2);
    feasible.forEach(({ node }, i) => {
      const place = labelOf(node, constraint.topologyKey);
      if (place !== undefined) sums[i] = (sums[i] ?? 0) + (counts.get(place) ?? 0) * weight + (constraint.maxSkew - 1);
    });
  }
  return invert(sums.map(Math.round), feasible.map(isIgnored));
}

function invert(scores: readonly number[], ignored: readonly boolean[]): readonly number[] {
  const counted = scores.filter((_, i) => !ignored[i]);
  const [least, most] = [Math.min(...counted), Math.max(...counted)];
  return scores.map((score, i) => {
    if (ignored[i]) return 0;
    return most === 0 ? 100 : Math.floor((100 * (most + least - score)) / most);
  });
}

function countByPlace({ pod, index, nodes }: Placement, constraint: SpreadConstraint): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const placeOf = new Map(nodes.map(({ node }) => [node.metadata.name, labelOf(node, constraint.topologyKey)]));
  for (const { spec, metadata } of index.podsSelected(pod.metadata.namespace ?? "", constraint.labelSelector ?? {})) {
    const place = metadata.deletionTimestamp ? undefined : placeOf.get(spec.nodeName ?? "");
    if (place !== undefined) counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  return counts;
}

// As podtopologyspread/plugin.go systemDefaultConstraints and helper.DefaultSelector.
function defaultConstraints({ pod, index }: Placement): readonly SpreadConstraint[] {
  const services = index.servicesSelecting(pod.metadata.namespace ?? "", pod.metadata.labels);
  const pairs = Object.assign({}, ...services.map((service: Service) => service.spec.selector)) as Readonly<
    Record<string, string>
  >;
  const owner = index.withUid(controllerOf(pod)?.uid ?? "");
  const owned =
    owner && ["ReplicaSet", "StatefulSet"].includes(owner.kind)
      ? (owner as ReplicaSet | StatefulSet).spec.selector
      : undefined;
  const matchExpressions = owned?.matchExpressions ?? [];
  const selector: LabelSelector = {
    matchLabels: { ...pairs, ...owned?.matchLabels },
    ...(matchExpressions.length > 0 ? { matchExpressions } : {}),
  };
  if (Object.keys(selector.matchLabels ?? {}).length === 0 && matchExpressions.length === 0) return [];
  const constraint = { whenUnsatisfiable: "ScheduleAnyway", labelSelector: selector } as const;
  return [
    { ...constraint, topologyKey: HOSTNAME, maxSkew: 3 },
    { ...constraint, topologyKey: ZONE, maxSkew: 5 },
  ];
}

// As interpodaffinity/scoring.go: what the pod prefers, and what pods that are there prefer.
function podAffinityScores(
  { pod, index, nodes, choosy }: Placement,
  feasible: readonly NodeState[],
): readonly number[] {
  const { podAffinity, podAntiAffinity } = affinityOf(pod);
  const { namespace = "" } = pod.metadata;
  const wishes = [
    ...(podAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []),
    ...(podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map((wish) => ({
      ...wish,
      weight: -wish.weight,
    })),
  ];
  if (wishes.length === 0 && choosy.length === 0) return feasible.map(() => 0);
  const byPlace = new Map<string, number>();
  const add = (key: string, home: string | undefined, weight: number) => {
    const state = nodes.find(({ node }) => node.metadata.name === home);
    const place = state && labelOf(state.node, key);
    if (place !== undefined) byPlace.set(`${key}=${place}`, (byPlace.get(`${key}=${place}`) ?? 0) + weight);
  };
  for (const { weight, podAffinityTerm: term } of wishes) {
    for (const { node } of nodes) {
      const others = index.podsOnNode(node.metadata.name).filter((other) => isTermAbout(term, namespace, other));
      if (others.length > 0) add(term.topologyKey, node.metadata.name, weight * others.length);
    }
  }
  for (const other of choosy)
    for (const { key, weight } of wishesFor(other, pod)) add(key, other.spec.nodeName, weight);
  const scores = feasible.map(({ node }) =>
    [...byPlace].reduce((sum, [place, weight]) => {
      const [key, value] = splitPlace(place);
      return labelOf(node, key) === value ? sum + weight : sum;
    }, 0),
  );
  const [least, most] = [Math.min(...scores), Math.max(...scores)];
  return scores.map((score) => (most > least ? Math.floor((100 * (score - least)) / (most - least)) : 0));
}

function wishesFor(other: Pod, pod: Pod): readonly { readonly key: string; readonly weight: number }[] {
  const { podAffinity, podAntiAffinity } = affinityOf(other);
  const namespace = other.metadata.namespace ?? "";
  const all = [
    ...(podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []).map((term) => ({
      term,
      weight: HARD_AFFINITY_WEIGHT,
    })),
    ...(podAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(
      ({ weight, podAffinityTerm: term }) => ({ term, weight }),
    ),
    ...(podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(
      ({ weight, podAffinityTerm: term }) => ({ term, weight: -weight }),
    ),
  ];
  return all
    .filter(({ term }) => isTermAbout(term, namespace, pod))
    .map(({ term, weight }) => ({ key: term.topologyKey, weight }));
}

function splitPlace(place: string): readonly [string, string] {
  const equals = place.indexOf("=");
  return [place.slice(0, equals), place.slice(equals + 1)];
}
