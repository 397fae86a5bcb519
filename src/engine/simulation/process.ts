import type { Signal } from "./signal.ts";

/** What a process waits for: a moment, or a signal (at the latest until a moment). */
export type Wait =
  | { readonly kind: "until"; readonly ms: number }
  | { readonly kind: "signal"; readonly signal: Signal; readonly untilMs?: number };

/**
 * Work that takes simulated time: a tool that somebody typed, a request on its way. It yields what it waits for and
 * returns what came of it. Run by `Simulation.spawn`; stopped by `return()`, so `finally` blocks tidy up.
 */
export type Process<T> = Generator<Wait, T, void>;

/** Waits so many milliseconds of simulated time. */
export function* sleep(clock: { readonly nowMs: number }, durationMs: number): Process<void> {
  if (durationMs > 0) yield { kind: "until", ms: clock.nowMs + durationMs };
}
