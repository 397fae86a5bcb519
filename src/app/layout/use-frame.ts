import { useSyncExternalStore } from "react";

/** How much room there is: columns side by side, a rail and a drawer, or one pane at a time. */
export type Frame = "wide" | "medium" | "phone";

const WIDE = globalThis.matchMedia?.("(min-width: 1240px)");
const PHONE = globalThis.matchMedia?.("(max-width: 640px)");

/** The frame that this window has room for. */
export function useFrame(): Frame {
  return useSyncExternalStore(listen, frameNow);
}

/** Too low a window for an open terminal beside everything else. */
export function isLowWindow(): boolean {
  return matchMedia("(max-height: 859px)").matches;
}

/** Room for wider columns. */
export function isRoomyWindow(): boolean {
  return matchMedia("(min-width: 1680px)").matches;
}

function frameNow(): Frame {
  if (PHONE.matches) return "phone";
  return WIDE.matches ? "wide" : "medium";
}

function listen(changed: () => void): () => void {
  for (const query of [WIDE, PHONE]) query.addEventListener("change", changed);
  return () => {
    for (const query of [WIDE, PHONE]) query.removeEventListener("change", changed);
  };
}
