import type { Json } from "../model/json.ts";
import { isJsonObject } from "../model/json.ts";
import type { Simulation } from "../simulation/simulation.ts";
import type { Controller } from "./controller.ts";
import { REACTION_MS } from "./latencies.ts";

/** A controller's keys to look at. Each is a durable task of the simulation; a key that waits already is not added again. */
export class WorkQueue {
  readonly #simulation: Simulation;
  readonly #kind: string;
  readonly #waiting = new Set<string>();

  constructor(simulation: Simulation, controller: Controller) {
    this.#simulation = simulation;
    this.#kind = `controllers/${controller.name}`;
    simulation.handle(this.#kind, (argument) => {
      if (typeof argument === "string") {
        this.#waiting.delete(argument);
        controller.reconcile(argument);
      } else if (isJsonObject(argument) && typeof argument["later"] === "string")
        controller.reconcile(argument["later"]);
    });
  }

  /** Has the key looked at after the reaction time. */
  add(key: string): void {
    if (this.#waiting.has(key)) return;
    this.#waiting.add(key);
    this.#simulation.schedule(REACTION_MS, { kind: this.#kind, argument: key });
  }

  /** Has the key looked at after so long, whatever happens before. */
  addLater(key: string, afterMs: number): void {
    this.#simulation.schedule(afterMs, { kind: this.#kind, argument: { later: key } });
  }

  save(): Json {
    return [...this.#waiting];
  }

  /** The tasks themselves are the simulation's to restore. */
  restore(saved: Json | undefined): void {
    if (!Array.isArray(saved)) return;
    for (const key of saved) if (typeof key === "string") this.#waiting.add(key);
  }
}
