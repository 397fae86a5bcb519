import { listAt, mapAt, textAt } from "../../../apiserver/printers/fields.ts";
import type { Quantity } from "../../../apiserver/schema/quantity.ts";
import { compareQuantities, parseQuantity, printQuantity } from "../../../apiserver/schema/quantity.ts";
import type { KubernetesObject } from "../../../model/objects.ts";

/** Amounts by resource name. */
export type Amounts = ReadonlyMap<string, Quantity>;

const ZERO: Quantity = { nanos: 0n, format: "DecimalSI" };

/** What a pod asks for, or may use: its containers together, or its largest init container. As resourcehelper.PodRequests. */
export function podAmounts(pod: KubernetesObject, side: "requests" | "limits"): Amounts {
  const initContainers = listAt(pod, "spec", "initContainers");
  const isSidecar = (container: unknown) => textAt(container, "restartPolicy") === "Always";
  const sidecars = initContainers.filter(isSidecar);
  let total: Amounts = sumOf([...listAt(pod, "spec", "containers"), ...sidecars].map((c) => amountsOf(c, side)));
  for (const container of initContainers.filter((one) => !isSidecar(one))) {
    total = largest(total, amountsOf(container, side));
  }
  const overhead = amountsIn(mapAt(pod, "spec", "overhead"));
  return sumOf([total, overhead]);
}

/** Amounts added up, name by name. */
export function sumOf(all: readonly Amounts[]): Amounts {
  const sum = new Map<string, Quantity>();
  for (const amounts of all) {
    for (const [name, amount] of amounts) {
      const before = sum.get(name);
      sum.set(name, before && before.nanos !== 0n ? { ...before, nanos: before.nanos + amount.nanos } : amount);
    }
  }
  return sum;
}

/** "250m (3%)": an amount, and its share of what there is. */
export function shareText(amount: Quantity | undefined, whole: Quantity | undefined): string {
  const part = amount ?? ZERO;
  const share = whole && whole.nanos !== 0n ? (part.nanos * 100n) / whole.nanos : 0n;
  return `${printQuantity(part)} (${share}%)`;
}

/** The quantities of a map of texts; what is none is left out. */
export function amountsIn(map: Readonly<Record<string, unknown>>): Amounts {
  const amounts = new Map<string, Quantity>();
  for (const [name, text] of Object.entries(map)) {
    const quantity = parseQuantity(String(text));
    if (quantity) amounts.set(name, quantity);
  }
  return amounts;
}

function amountsOf(container: unknown, side: "requests" | "limits"): Amounts {
  return amountsIn(mapAt(container, "resources", side));
}

function largest(a: Amounts, b: Amounts): Amounts {
  const result = new Map(a);
  for (const [name, amount] of b) {
    const before = result.get(name);
    if (!before || compareQuantities(before, amount) < 0) result.set(name, amount);
  }
  return result;
}
