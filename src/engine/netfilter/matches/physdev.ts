import type { MatchModule } from "../candidate.ts";
import { onInterface } from "./conditions.ts";
import { plainModule } from "./module.ts";

/** -m physdev: the bridge's port by which a packet came in or goes out. */
export const physdev: MatchModule = plainModule("physdev", ({ name }, value) => {
  switch (name) {
    case "--physdev-in":
      return onInterface(value, (candidate) => candidate.physicalIn);
    case "--physdev-out":
      return onInterface(value, (candidate) => candidate.physicalOut);
    case "--physdev-is-in":
      return ({ physicalIn }) => physicalIn !== "";
    case "--physdev-is-out":
      return ({ physicalOut }) => physicalOut !== "";
    case "--physdev-is-bridged":
      return ({ physicalIn, physicalOut }) => physicalIn !== "" && physicalOut !== "";
    default:
      return undefined;
  }
});
