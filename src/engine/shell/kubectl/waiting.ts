import type { Process } from "../../simulation/process.ts";
import type { KubectlWorld } from "./world.ts";

/**
 * Waits until something holds of the cluster, looking again after each change; false when the time is over. What comes after it is
 * done when whoever made the change has finished.
 */
export function* waitUntil(
  { simulation, changed }: KubectlWorld,
  isMet: () => boolean,
  limit: { readonly timeoutMs: number },
): Process<boolean> {
  const endMs = simulation.nowMs + limit.timeoutMs;
  while (!isMet()) {
    if (simulation.nowMs >= endMs) return false;
    yield { kind: "signal", signal: changed, untilMs: endMs };
    if (isMet()) yield { kind: "until", ms: simulation.nowMs };
  }
  return true;
}
