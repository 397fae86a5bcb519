import type { JsonObject } from "../model/json.ts";
import { isJsonObject } from "../model/json.ts";

/** Addresses that one list of `-m recent` keeps, as its module parameter ip_list_tot. */
const RECENT_ADDRESSES_MAX = 100;

/** Times that `-m recent` keeps of one address, as its module parameter ip_pkt_list_tot. */
const RECENT_STAMPS_MAX = 20;

/** What rules remember between packets: the lists of `-m recent`, the counters of `-m statistic --mode nth`. */
export class RuleMemory {
  /** By list, then by address in the order in which they were last seen; the times oldest first. */
  readonly #recent = new Map<string, Map<string, number[]>>();
  readonly #counters = new Map<string, number>();

  constructor(saved?: JsonObject) {
    for (const [list, addresses] of Object.entries(objectOf(saved?.["recent"])))
      for (const [address, stamps] of Object.entries(objectOf(addresses)))
        if (Array.isArray(stamps)) this.#list(list).set(address, stamps.filter(isNumber));
    for (const [rule, count] of Object.entries(objectOf(saved?.["counters"])))
      if (isNumber(count)) this.#counters.set(rule, count);
  }

  /** When the address was seen, oldest first; undefined if the list has no such address. */
  seen(list: string, address: string): readonly number[] | undefined {
    return this.#recent.get(list)?.get(address);
  }

  /** Notes that the address was seen now. */
  note(list: string, address: string, nowMs: number): void {
    const addresses = this.#list(list);
    const stamps = addresses.get(address) ?? [];
    addresses.delete(address);
    addresses.set(address, [...stamps, nowMs].slice(-RECENT_STAMPS_MAX));
    const [oldest] = addresses.keys();
    if (addresses.size > RECENT_ADDRESSES_MAX && oldest !== undefined) addresses.delete(oldest);
  }

  remove(list: string, address: string): void {
    this.#recent.get(list)?.delete(address);
  }

  /** Forgets what is older than that, of the address that was seen longest ago (as xt_recent.c reaps). */
  reap(list: string, beforeMs: number): void {
    const [oldest] = this.#recent.get(list) ?? [];
    if (oldest && oldest[1].every((stamp) => stamp < beforeMs)) this.remove(list, oldest[0]);
  }

  /** The counter of a rule, from 0. */
  count(rule: string): number | undefined {
    return this.#counters.get(rule);
  }

  setCount(rule: string, count: number): void {
    this.#counters.set(rule, count);
  }

  /** As plain data; the constructor takes it back. */
  save(): JsonObject {
    const lists = [...this.#recent].map(([list, addresses]) => [list, Object.fromEntries(addresses)] as const);
    return { recent: Object.fromEntries(lists), counters: Object.fromEntries(this.#counters) };
  }

  #list(name: string): Map<string, number[]> {
    let list = this.#recent.get(name);
    if (!list) this.#recent.set(name, (list = new Map()));
    return list;
  }
}

function objectOf(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}

function isNumber(value: unknown): value is number {
  return typeof value === "number";
}
