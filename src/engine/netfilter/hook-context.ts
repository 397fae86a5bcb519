import type { Ipv4 } from "../model/address.ts";
import type { Step } from "../trace/trace.ts";

/**
 * What the filter must know of its host, and where its chance comes from. One context always says the same of an address and of an
 * interface, as walks are remembered for it.
 */
export type HookContext = {
  readonly nowMs: number;
  /** Whether `-m addrtype --dst-type LOCAL` holds: an address of one of this host's interfaces, or 127.0.0.0/8. */
  isLocalAddress(address: Ipv4): boolean;
  /** What MASQUERADE puts in for a packet that leaves by this interface towards that destination. */
  sourceAddressFor(out: string, destination: Ipv4): Ipv4;
  /** The next draw of `-m statistic --mode random`: at least 0, less than 1. */
  draw(): number;
  /** The list that steps are added to; without it, none are written (streams and benchmarks). */
  readonly steps?: Step[] | undefined;
};
