import type { Step } from "../trace/trace.ts";
import { NEIGHBOUR_REACHABLE_MS, ARP_FAILURE_MS } from "./latency.ts";

type Neighbour = { readonly state: "reachable" | "incomplete"; sinceMs: number; readonly known: KnownNeighbour };

/** A machine that was heard of lately. `told`: how a trace tells of it, kept here by who writes it, as each packet asks. */
type KnownNeighbour = { readonly kind: "known"; told: Step | undefined };

/** What came of looking for the machine behind an address on a link. */
export type NeighbourResult =
  | KnownNeighbour
  | { readonly kind: "answered" }
  /** Taken to be there still, but gone: the packet is lost without a word. */
  | { readonly kind: "stale" }
  /** Nobody answers: what waits for it fails at that moment. */
  | { readonly kind: "failed"; readonly failsAtMs: number };

const ANSWERED: NeighbourResult = { kind: "answered" };
const STALE: NeighbourResult = { kind: "stale" };

/** One host's ARP cache. As net/core/neighbour.c keeps it, in two states: heard of lately, and asked for without an answer. */
export class NeighbourTable {
  readonly #neighbours = new Map<string, Neighbour>();

  /** Looks for the address. `isThere`: whether a machine that has it would answer now. */
  find(address: string, isThere: boolean, nowMs: number): NeighbourResult {
    const known = this.#neighbours.get(address);
    if (isThere) {
      if (known?.state === "reachable") {
        known.sinceMs = nowMs;
        return known.known;
      }
      this.restore(address, "reachable", nowMs);
      return ANSWERED;
    }
    if (known?.state === "reachable" && nowMs - known.sinceMs < NEIGHBOUR_REACHABLE_MS) return STALE;
    if (known?.state === "incomplete" && nowMs < known.sinceMs + ARP_FAILURE_MS)
      return { kind: "failed", failsAtMs: known.sinceMs + ARP_FAILURE_MS };
    this.restore(address, "incomplete", nowMs);
    return { kind: "failed", failsAtMs: nowMs + ARP_FAILURE_MS };
  }

  /** The addresses in it and how they stand now, in the words of `ip neigh`. */
  list(nowMs: number): { readonly address: string; readonly state: "REACHABLE" | "STALE" | "INCOMPLETE" | "FAILED" }[] {
    return [...this.#neighbours].map(([address, { state, sinceMs }]) => {
      const ageMs = nowMs - sinceMs;
      if (state === "incomplete") return { address, state: ageMs < ARP_FAILURE_MS ? "INCOMPLETE" : "FAILED" };
      return { address, state: ageMs < NEIGHBOUR_REACHABLE_MS ? "REACHABLE" : "STALE" };
    });
  }

  save(): readonly (readonly [address: string, state: string, sinceMs: number])[] {
    return [...this.#neighbours].map(([address, { state, sinceMs }]) => [address, state, sinceMs]);
  }

  restore(address: string, state: "reachable" | "incomplete", sinceMs: number): void {
    this.#neighbours.set(address, { state, sinceMs, known: { kind: "known", told: undefined } });
  }
}
