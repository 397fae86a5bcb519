import type { WorldEvent } from "../engine/cluster.types.ts";
import { ask, Refusal } from "./engine-link.ts";

/** Has something happen to the cluster that no command does: a link is cut, a machine loses its power, a pod stops being ready. */
export async function happen(event: WorldEvent): Promise<void> {
  try {
    await ask("happen", { event });
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
  }
}
