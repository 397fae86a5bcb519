import type { Simulation } from "../simulation/simulation.ts";
import type { ServiceAllocation } from "./allocation/service-allocation.ts";
import type { Store } from "./store.ts";

/** What a write works on: the objects, who has which address, clock and chance. */
export type Server = {
  readonly store: Store;
  readonly allocation: ServiceAllocation;
  readonly simulation: Simulation;
};
