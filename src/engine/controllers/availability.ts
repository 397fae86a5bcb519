import type { Pod } from "../model/objects.ts";
import type { ControllerContext } from "./controller.ts";
import { isPodReady, readySinceMs } from "./pods.ts";

/** Has the owner looked at again when the next of its pods will have been ready for long enough. */
export function lookWhenAvailable(
  { lookLater, simulation }: ControllerContext,
  owner: {
    readonly controller: string;
    readonly key: string;
    readonly pods: readonly Pod[];
    readonly minReadySeconds: number;
  },
): void {
  if (owner.minReadySeconds === 0) return;
  const epochMs = simulation.startEpochMs + simulation.nowMs;
  const waits = owner.pods
    .filter(isPodReady)
    .map((pod) => (readySinceMs(pod) ?? epochMs) + owner.minReadySeconds * 1000 - epochMs);
  const next = Math.min(...waits.filter((ms) => ms > 0));
  if (Number.isFinite(next)) lookLater(owner.controller, owner.key, next);
}
