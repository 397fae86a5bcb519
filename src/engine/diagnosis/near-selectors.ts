// Selectors that would select something, found by changing one pair of one that selects nothing.
import { editDistance } from "../model/likeness.ts";

type Labels = Readonly<Record<string, string>>;

/** One pair to change: its value, or its key. `to` is what stands there then. */
export type SelectorChange = {
  readonly part: "key" | "value";
  readonly key: string;
  readonly to: string;
  /** Letters that change. */
  readonly distance: number;
};

/** Changes that are offered at most; beyond that a list is no help. */
const CHANGES_MAX = 3;
/** Letters that a slip of the fingers changes; when one label is so near, those further off are not meant. */
const MISTYPED_MAX = 2;

/** Changes that make the selector match one of the label sets, the one of the fewest letters first. Labels that controllers add are left out. */
export function nearSelectors(selector: Labels, labelSets: Iterable<Labels | undefined>): readonly SelectorChange[] {
  const changes = new Map<string, SelectorChange>();
  for (const labels of labelSets) {
    const change = labels && changeFor(selector, labels);
    if (change) changes.set(`${change.part} ${change.key} ${change.to}`, change);
  }
  const sorted = [...changes.values()].toSorted((a, b) => a.distance - b.distance);
  const nearest = sorted[0]?.distance ?? 0;
  return sorted.filter(({ distance }) => nearest > MISTYPED_MAX || distance <= MISTYPED_MAX).slice(0, CHANGES_MAX);
}

function changeFor(selector: Labels, labels: Labels): SelectorChange | undefined {
  const missing = Object.entries(selector).filter(([key, value]) => labels[key] !== value);
  const [only] = missing;
  if (missing.length !== 1 || !only) return undefined;
  const [key, value] = only;
  const sameKey = labels[key];
  if (sameKey !== undefined) return { part: "value", key, to: sameKey, distance: editDistance(value, sameKey) };
  const renamed = Object.entries(labels).find(([other, held]) => isWritten(other) && held === value)?.[0];
  return renamed === undefined ? undefined : { part: "key", key, to: renamed, distance: editDistance(key, renamed) };
}

function isWritten(key: string): boolean {
  return key !== "pod-template-hash" && !key.includes("kubernetes.io/");
}
