import { create } from "zustand";
import { recall, remember } from "../ui/remember.ts";
import type { PodFact } from "./facts.ts";

const NAME = "canvas.hiddenNamespaces";

/** Namespaces whose things are drawn as faint outlines; kept in this browser. */
export const useHiddenNamespaces = create<{ readonly hidden: readonly string[] }>(() => ({ hidden: recallHidden() }));

/** Hides a namespace, or shows it again. */
export function toggleNamespace(name: string): void {
  const { hidden } = useHiddenNamespaces.getState();
  const next = hidden.includes(name) ? hidden.filter((one) => one !== name) : [...hidden, name];
  useHiddenNamespaces.setState({ hidden: next });
  remember(NAME, next);
}

/** Whether a thing of a namespace is hidden now; who sends or answers is always to be seen. */
export function useIsHidden(namespace: string, isOnTheWay: boolean): boolean {
  return useHiddenNamespaces(({ hidden }) => !isOnTheWay && hidden.includes(namespace));
}

/** The namespaces of pods, with how many pods each has: the person's own before the cluster's. */
export function namespacesOf(pods: readonly PodFact[]): readonly { readonly name: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const { namespace } of pods) counts.set(namespace, (counts.get(namespace) ?? 0) + 1);
  const isSystem = (name: string) => Number(name.startsWith("kube-"));
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .toSorted((a, b) => isSystem(a.name) - isSystem(b.name) || (a.name < b.name ? -1 : 1));
}

function recallHidden(): readonly string[] {
  const kept = recall(NAME);
  return Array.isArray(kept) ? kept.filter((name) => typeof name === "string") : [];
}
