import type { LabelSelector, LabelSelectorRequirement } from "../model/objects.ts";

export type Labels = Readonly<Record<string, string>>;

/** Whether all pairs are among the labels. An empty set selects everything. */
export function matchesPairs(selector: Labels, labels: Labels = {}): boolean {
  for (const key in selector) if (labels[key] !== selector[key]) return false;
  return true;
}

/** A metav1.LabelSelector: absent selects nothing, empty selects everything. */
export function matchesSelector(selector: LabelSelector | undefined, labels: Labels = {}): boolean {
  if (!selector) return false;
  return (
    matchesPairs(selector.matchLabels ?? {}, labels) &&
    (selector.matchExpressions ?? []).every((requirement) => matchesRequirement(requirement, labels))
  );
}

/** One `key operator values` of a label selector or a node selector (Gt and Lt are the latter's). */
export function matchesRequirement(
  requirement: Omit<LabelSelectorRequirement, "operator"> & { readonly operator: string },
  labels: Labels,
): boolean {
  const { key, operator, values = [] } = requirement;
  const value = labels[key];
  switch (operator) {
    case "In":
      return value !== undefined && values.includes(value);
    case "NotIn":
      return value === undefined || !values.includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    case "Gt":
      return value !== undefined && Number(value) > Number(values[0]);
    case "Lt":
      return value !== undefined && Number(value) < Number(values[0]);
    default:
      return false;
  }
}
