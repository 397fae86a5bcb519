import type { Simulation } from "./simulation/simulation.ts";

/** How long nothing may change before the cluster counts as at rest. */
const QUIET_MS = 2200;

/** How long `settle` waits at most. */
const SETTLE_MAX_MS = 60_000;

/** Knows when the cluster last changed, and moves the clock on until it has been at rest. */
export class RestClock {
  readonly #simulation: Simulation;
  #changedMs: number;

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
    this.#changedMs = simulation.nowMs;
  }

  /** An object or a rule has changed now. */
  touch(): void {
    this.#changedMs = this.#simulation.nowMs;
  }

  /** Whether nothing has changed for so long that nothing more is to be expected. */
  get isAtRest(): boolean {
    return this.#simulation.nowMs - this.#changedMs >= QUIET_MS;
  }

  /** When the cluster will be at rest if nothing more happens. */
  get restMs(): number {
    return this.#changedMs + QUIET_MS;
  }

  settle(): void {
    const limitMs = this.#simulation.nowMs + SETTLE_MAX_MS;
    while (!this.isAtRest && this.#simulation.nowMs < limitMs) {
      const targetMs = Math.min(this.restMs, limitMs);
      if (!this.#simulation.step(targetMs)) this.#simulation.advanceTo(targetMs);
    }
  }
}
