import { create } from "zustand";
import type { PastedPacket, PastedWalk } from "../engine/walk-pasted.ts";

type PastedState = {
  readonly isOpen: boolean;
  /** What was pasted, kept while the dialog is closed. */
  readonly rules: string;
  readonly packet: PastedPacket;
  readonly walk?: PastedWalk | undefined;
};

/** Rules of a real node, a packet, and its walk through them. */
export const usePasted = create<PastedState>(() => ({
  isOpen: false,
  rules: "",
  packet: {
    protocol: "tcp",
    source: "10.244.1.4",
    destination: "10.96.0.1",
    port: 443,
    in: "cni0",
    out: "eth0",
    local: ["172.18.0.3", "10.244.1.1"],
    seed: 1,
  },
}));

export function openPasted(): void {
  usePasted.setState({ isOpen: true });
}
