// Which pods a ReplicaSet gives up first. As pkg/controller/controller_utils.go, ActivePodsWithRanks.
import type { Pod } from "../model/objects.ts";
import { parseTimestamp } from "../model/timestamp.ts";
import { isPodActive, isPodReady, readySinceMs } from "./pods.ts";

const DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";
const PHASE_ORDER: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };
const NANOS_PER_MS = 1_000_000;

/** `count` of the pods. `related` are all pods of the ReplicaSets of one owner: two on one node are given up before one alone. */
export function choosePodsToDelete(choice: {
  readonly pods: readonly Pod[];
  readonly related: readonly Pod[];
  readonly count: number;
  readonly epochMs: number;
}): readonly Pod[] {
  const { pods, count, epochMs } = choice;
  if (count >= pods.length) return pods;
  const perNode = new Map<string, number>();
  for (const { spec } of choice.related.filter(isPodActive)) {
    if (spec.nodeName) perNode.set(spec.nodeName, (perNode.get(spec.nodeName) ?? 0) + 1);
  }
  const rank = (pod: Pod) => perNode.get(pod.spec.nodeName ?? "") ?? 0;
  const order = (a: Pod, b: Pod): number =>
    assigned(a) - assigned(b) ||
    phase(a) - phase(b) ||
    Number(isPodReady(a)) - Number(isPodReady(b)) ||
    deletionCost(a) - deletionCost(b) ||
    rank(b) - rank(a) ||
    (isPodReady(a) ? byAge(readySinceMs(a), readySinceMs(b), { a, b, epochMs }) : 0) ||
    restarts(b) - restarts(a) ||
    byAge(createdMs(a), createdMs(b), { a, b, epochMs });
  return pods.toSorted(order).slice(0, count);
}

/** Younger first, but ages of one power of two count as equal, and then chance (the uid) decides. */
function byAge(
  aMs: number | undefined,
  bMs: number | undefined,
  { a, b, epochMs }: { readonly a: Pod; readonly b: Pod; readonly epochMs: number },
): number {
  if (aMs === bMs) return 0;
  if (aMs === undefined) return -1;
  if (bMs === undefined) return 1;
  const rankDifference = ageRank(epochMs - aMs) - ageRank(epochMs - bMs);
  if (rankDifference !== 0) return rankDifference;
  return (a.metadata.uid ?? "") < (b.metadata.uid ?? "") ? -1 : 1;
}

function ageRank(ageMs: number): number {
  return ageMs > 0 ? Math.floor(Math.log2(ageMs * NANOS_PER_MS)) : -1;
}

function assigned(pod: Pod): number {
  return pod.spec.nodeName ? 1 : 0;
}

function phase(pod: Pod): number {
  return PHASE_ORDER[pod.status?.phase ?? "Pending"] ?? 0;
}

function deletionCost(pod: Pod): number {
  const cost = Number(pod.metadata.annotations?.[DELETION_COST] ?? 0);
  return Number.isInteger(cost) ? cost : 0;
}

function restarts(pod: Pod): number {
  return Math.max(0, ...(pod.status?.containerStatuses ?? []).map(({ restartCount }) => restartCount));
}

function createdMs(pod: Pod): number | undefined {
  return parseTimestamp(pod.metadata.creationTimestamp ?? "");
}
