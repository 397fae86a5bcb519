import { ipv4ToNumber } from "../model/address.ts";
import type { Connection } from "./connection.ts";
import type { Tuple } from "./tuple.ts";

/** Slots of a new table; a power of two, as it always stays. */
const SLOTS_MIN = 1024;

/** Part of the slots that may be used before the table grows. */
const LOAD_MAX = 0.5;

/** Numbers that a tuple is stored as: source, destination, both ports, protocol. */
const WIDTH = 4;

const PROTOCOLS = { tcp: 1, udp: 2, icmp: 3 } as const;

/** Connections by tuple: a hash table in flat memory, as each packet asks it and text keys would cost more than all rules. */
export class TupleTable {
  #keys = new Int32Array(SLOTS_MIN * WIDTH);
  #values: (Connection | undefined)[] = Array.from({ length: SLOTS_MIN });
  #count = 0;

  get(tuple: Tuple): Connection | undefined {
    return this.#values[this.#slot(tuple)];
  }

  set(tuple: Tuple, connection: Connection): void {
    if (this.#count >= this.#values.length * LOAD_MAX) this.#grow();
    const slot = this.#slot(tuple);
    if (this.#values[slot] === undefined) this.#count++;
    this.#write(slot, tuple, connection);
  }

  /** Takes a tuple out, and moves up those that stand behind it, so that no gap hides them. */
  delete(tuple: Tuple): void {
    const mask = this.#values.length - 1;
    let gap = this.#slot(tuple);
    if (this.#values[gap] === undefined) return;
    this.#values[gap] = undefined;
    this.#count--;
    for (let at = (gap + 1) & mask; this.#values[at] !== undefined; at = (at + 1) & mask) {
      const home = hashAt(this.#keys, at) & mask;
      if (((at - home) & mask) < ((at - gap) & mask)) continue;
      this.#keys.copyWithin(gap * WIDTH, at * WIDTH, at * WIDTH + WIDTH);
      this.#values[gap] = this.#values[at];
      this.#values[at] = undefined;
      gap = at;
    }
  }

  /** Where the tuple is, or else where it would go. */
  #slot(tuple: Tuple): number {
    const source = ipv4ToNumber(tuple.source) | 0;
    const destination = ipv4ToNumber(tuple.destination) | 0;
    const ports = (tuple.sourcePort << 16) | tuple.destinationPort;
    const protocol = PROTOCOLS[tuple.protocol];
    const keys = this.#keys;
    const mask = this.#values.length - 1;
    for (let slot = hash(source, destination, ports, protocol) & mask; ; slot = (slot + 1) & mask) {
      if (this.#values[slot] === undefined) return slot;
      const at = slot * WIDTH;
      const isSameEnds = keys[at] === source && keys[at + 1] === destination;
      if (isSameEnds && keys[at + 2] === ports && keys[at + 3] === protocol) return slot;
    }
  }

  #write(slot: number, tuple: Tuple, connection: Connection): void {
    const at = slot * WIDTH;
    this.#keys[at] = ipv4ToNumber(tuple.source);
    this.#keys[at + 1] = ipv4ToNumber(tuple.destination);
    this.#keys[at + 2] = (tuple.sourcePort << 16) | tuple.destinationPort;
    this.#keys[at + 3] = PROTOCOLS[tuple.protocol];
    this.#values[slot] = connection;
  }

  #grow(): void {
    const [keys, values] = [this.#keys, this.#values];
    this.#keys = new Int32Array(keys.length * 2);
    this.#values = Array.from({ length: values.length * 2 });
    const mask = this.#values.length - 1;
    for (const [old, connection] of values.entries()) {
      if (connection === undefined) continue;
      let slot = hashAt(keys, old) & mask;
      while (this.#values[slot] !== undefined) slot = (slot + 1) & mask;
      for (let i = 0; i < WIDTH; i++) this.#keys[slot * WIDTH + i] = keys[old * WIDTH + i] ?? 0;
      this.#values[slot] = connection;
    }
  }
}

function hashAt(keys: Int32Array, slot: number): number {
  const at = slot * WIDTH;
  return hash(keys[at] ?? 0, keys[at + 1] ?? 0, keys[at + 2] ?? 0, keys[at + 3] ?? 0);
}

function hash(source: number, destination: number, ports: number, protocol: number): number {
  let mixed = Math.imul(source ^ Math.imul(destination, 0x9e3779b1), 0x85ebca6b) ^ ports;
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35) ^ protocol;
  return (mixed ^ (mixed >>> 13)) >>> 0;
}
