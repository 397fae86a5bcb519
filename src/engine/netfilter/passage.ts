import { ipv4ToNumber } from "../model/address.ts";
import type { Ipv4 } from "../model/address.ts";
import type { Header, Protocol } from "../model/packet.ts";
import { isBelow } from "./candidate.ts";
import type { Candidate, ConnectionState, Draw } from "./candidate.ts";
import type { Connection } from "./connection.ts";
import type { HookContext } from "./hook-context.ts";
import { RuleMemory } from "./rule-memory.ts";

/** Where a packet comes from and goes to inside one host: interfaces, and the bridge's ports where it crosses one. */
export type PassageEnds = {
  readonly in?: string | undefined;
  readonly out?: string | undefined;
  readonly physicalIn?: string | undefined;
  readonly physicalOut?: string | undefined;
  /** Its length, for the rules' counters. */
  readonly bytes?: number;
};

/** The host of a packet that has not come to a hook yet. */
const NOWHERE: HookContext = {
  nowMs: 0,
  isLocalAddress: () => false,
  sourceAddressFor: (_out, destination) => destination,
  draw: () => 0,
};
const NOTHING_REMEMBERED = new RuleMemory();
const UNKNOWN = -1;
const NO_DRAWS: readonly Draw[] = [];

/** A packet on its way through one host, from its first hook to its last: each hook changes it, and rules see it as it is. */
export class Passage implements Candidate {
  in: string;
  out: string;
  physicalIn: string;
  physicalOut: string;
  readonly bytes: number;
  /** The fwmark: 0x4000 asks for masquerading. */
  mark = 0;
  /** Whether conntrack has seen it, or a rule has taken it out of conntrack. */
  isTracked = false;
  state: ConnectionState = "invalid";
  connection: Connection | undefined = undefined;
  isOriginal = true;
  draw: Draw | undefined = undefined;
  draws: readonly Draw[] = NO_DRAWS;
  /** The hook's, set by the filter. */
  context: HookContext = NOWHERE;
  memory: RuleMemory = NOTHING_REMEMBERED;
  #header: Header;
  #source = UNKNOWN;
  #destination = UNKNOWN;

  constructor(header: Header, at: PassageEnds) {
    this.#header = header;
    this.in = at.in ?? "";
    this.out = at.out ?? "";
    this.physicalIn = at.physicalIn ?? "";
    this.physicalOut = at.physicalOut ?? "";
    this.bytes = at.bytes ?? 0;
  }

  get header(): Header {
    return this.#header;
  }

  set header(header: Header) {
    this.#header = header;
    this.#source = this.#destination = UNKNOWN;
  }

  get protocol(): Protocol {
    return this.#header.protocol;
  }

  get sourceAddress(): Ipv4 {
    return this.#header.source;
  }

  get destinationAddress(): Ipv4 {
    return this.#header.destination;
  }

  get source(): number {
    if (this.#source === UNKNOWN) this.#source = ipv4ToNumber(this.#header.source);
    return this.#source;
  }

  get destination(): number {
    if (this.#destination === UNKNOWN) this.#destination = ipv4ToNumber(this.#header.destination);
    return this.#destination;
  }

  get sourcePort(): number {
    return this.#header.sourcePort ?? 0;
  }

  get destinationPort(): number {
    return this.#header.destinationPort ?? 0;
  }

  chance(probability: number): boolean {
    const drawn = this.context.draw();
    this.draw = { probability, drawn };
    this.draws = [...this.draws, this.draw];
    return isBelow(drawn, probability);
  }

  /** A new walk begins: nothing has been drawn. */
  forgetDraws(): void {
    this.draws = NO_DRAWS;
  }
}
