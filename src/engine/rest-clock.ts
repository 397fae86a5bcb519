import type { Steps } from "./model/steps.ts";
import type { Simulation } from "./simulation/simulation.ts";

/** How long nothing may change before the cluster counts as at rest. */
const QUIET_MS = 2200;

/** How long `settle` waits at most. */
const SETTLE_MAX_MS = 60_000;

/** Knows when the cluster last changed, and moves the clock on until it has been at rest. */
export class RestClock {
  readonly #simulation: Simulation;
  readonly #rulesChangedMs: () => number;
  #objectsChangedMs: number;

  constructor(simulation: Simulation, rulesChangedMs: () => number) {
    this.#simulation = simulation;
    this.#rulesChangedMs = rulesChangedMs;
    this.#objectsChangedMs = simulation.nowMs;
  }

  /** An object has changed now. */
  touch(): void {
    this.#objectsChangedMs = this.#simulation.nowMs;
  }

  /** Whether nothing has changed for so long that nothing more is to be expected. */
  get isAtRest(): boolean {
    return this.#simulation.nowMs >= this.restMs;
  }

  /** When the cluster will be at rest if nothing more happens. */
  get restMs(): number {
    return Math.max(this.#objectsChangedMs, this.#rulesChangedMs()) + QUIET_MS;
  }

  /** Moves on, a step a task, until the cluster is at rest or a minute has gone by. */
  *settle(): Steps<void> {
    const limitMs = this.#simulation.nowMs + SETTLE_MAX_MS;
    while (!this.isAtRest && this.#simulation.nowMs < limitMs) {
      const targetMs = Math.min(this.restMs, limitMs);
      if (!this.#simulation.step(targetMs)) this.#simulation.advanceTo(targetMs);
      yield;
    }
  }
}
