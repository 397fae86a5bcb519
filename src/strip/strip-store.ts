import { create } from "zustand";

/** Which packets the strip shows. */
export type PacketFilter = "all" | "dns" | "connection" | "requests";

type StripState = {
  readonly filter: PacketFilter;
  readonly view: "rows" | "events";
  readonly isHistoryOpen: boolean;
  /** The request beside which the current one is shown. */
  readonly comparedId?: number | undefined;
  /** Of the places where the two part, the one that is looked at. */
  readonly differenceAt: number;
};

/** How the strip is looked at; the moment itself is the playback's. */
export const useStrip = create<StripState>(() => ({
  filter: "all",
  view: "rows",
  isHistoryOpen: false,
  differenceAt: 0,
}));

/** Packets by places, or all events as a list. */
export function toggleView(): void {
  useStrip.setState(({ view }) => ({ view: view === "rows" ? "events" : "rows" }));
}
