import type { Node, Taint, Toleration } from "../../model/objects.ts";

/** Whether one of the tolerations bears the taint. As core/v1 Toleration.ToleratesTaint. */
export function isTolerated(taint: Taint, tolerations: readonly Toleration[]): boolean {
  return tolerations.some(({ key, operator = "Equal", value, effect }) => {
    if (effect && effect !== taint.effect) return false;
    if (key && key !== taint.key) return false;
    switch (operator) {
      case "Exists":
        return true;
      case "Equal":
      case "":
        return (value ?? "") === (taint.value ?? "") && Boolean(key);
      default:
        return false;
    }
  });
}

/** The first taint that keeps a pod with these tolerations from being placed on the node. */
export function forbiddingTaint(node: Node, tolerations: readonly Toleration[]): Taint | undefined {
  const taints = node.spec.taints ?? [];
  return taints.find(
    (taint) => (taint.effect === "NoSchedule" || taint.effect === "NoExecute") && !isTolerated(taint, tolerations),
  );
}
