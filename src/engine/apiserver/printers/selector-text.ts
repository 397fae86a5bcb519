import { compareText, entriesAt, listAt, textAt, textsAt } from "./fields.ts";

/** "app=web,tier=front", or "<none>". As labels.FormatLabels. */
export function formatLabels(labels: unknown): string {
  return joinLabels(labels) || "<none>";
}

/** "app=web,tier=front", or "" for none. */
export function joinLabels(labels: unknown): string {
  return entriesAt(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
}

/** A metav1.LabelSelector in the notation of -l, requirements by key; "" for the one that matches all. */
export function selectorText(selector: unknown): string {
  const equal = entriesAt(selector, "matchLabels").map(([key, value]) => ({ key, text: `${key}=${value}` }));
  const others = listAt(selector, "matchExpressions").map((requirement) => ({
    key: textAt(requirement, "key"),
    text: requirementText(requirement),
  }));
  return [...equal, ...others]
    .toSorted((a, b) => compareText(a.key, b.key))
    .map(({ text }) => text)
    .join(",");
}

/** As metav1.FormatLabelSelector: "<none>" for the selector that matches all. */
export function formatLabelSelector(selector: unknown): string {
  return selectorText(selector) || "<none>";
}

function requirementText(requirement: unknown): string {
  const key = textAt(requirement, "key");
  const values = textsAt(requirement, "values").toSorted(compareText).join(",");
  switch (textAt(requirement, "operator")) {
    case "In":
      return `${key} in (${values})`;
    case "NotIn":
      return `${key} notin (${values})`;
    case "DoesNotExist":
      return `!${key}`;
    default:
      return key;
  }
}
