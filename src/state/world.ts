// What happens to the cluster without any command, and what came of it that no object tells.
import { create } from "zustand";
import type { WorldEvent } from "../engine/cluster.types.ts";
import { ask, listenToEngine, Refusal } from "./engine-link.ts";

/** Nodes, by name, whose link is cut and that have no power. */
export const useBroken = create<{ readonly unlinked: readonly string[]; readonly unpowered: readonly string[] }>(
  () => ({
    unlinked: [],
    unpowered: [],
  }),
);

/** Has something happen to the cluster that no command does: a link is cut, a machine loses its power, a pod stops being ready. */
export async function happen(event: WorldEvent): Promise<void> {
  try {
    await ask("happen", { event });
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
  }
}

/** Hears what is broken. The returned function ends it. */
export function followBroken(): () => void {
  return listenToEngine((tell) => {
    if (tell.kind === "broken") useBroken.setState({ unlinked: tell.unlinked, unpowered: tell.unpowered });
  });
}
