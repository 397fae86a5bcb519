import type { Process } from "../../simulation/process.ts";
import type { KubectlWorld } from "./world.ts";

/** Waits until something holds of the cluster, looking again after each change; false when the time is over. */
export function* waitUntil(
  world: KubectlWorld,
  isMet: () => boolean,
  limit: { readonly timeoutMs: number },
): Process<boolean> {
  const endMs = world.simulation.nowMs + limit.timeoutMs;
  while (!isMet()) {
    if (world.simulation.nowMs >= endMs) return false;
    yield { kind: "signal", signal: world.changed, untilMs: endMs };
  }
  return true;
}
