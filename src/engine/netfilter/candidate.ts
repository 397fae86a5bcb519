import type { Ipv4 } from "../model/address.ts";
import type { Header, Protocol } from "../model/packet.ts";
import type { Connection } from "./connection.ts";
import type { HookContext } from "./hook-context.ts";
import type { RuleMemory } from "./rule-memory.ts";
import type { Option } from "./words.ts";

/** What `-m conntrack --ctstate` can say of a packet. */
export type ConnectionState = "new" | "established" | "related" | "invalid" | "untracked";

/** What a rule's chance was, and what was drawn. */
export type Draw = { readonly probability: number; readonly drawn: number };

/** The kernel compares 31 random bits with the probability as so many 2^31ths (xt_statistic.c). */
const PROBABILITY_UNIT = 2 ** 31;

/** A packet at a hook, as matches and targets see it: all that a walk can depend on, besides the rules. */
export type Candidate = {
  readonly header: Header;
  readonly protocol: Protocol;
  readonly sourceAddress: Ipv4;
  readonly destinationAddress: Ipv4;
  /** Addresses as 32-bit numbers; ports are 0 where the protocol has none. */
  readonly source: number;
  readonly destination: number;
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly in: string;
  readonly out: string;
  readonly physicalIn: string;
  readonly physicalOut: string;
  readonly state: ConnectionState;
  /** Whether the packet goes the way of its connection's first packet; true without a connection. */
  readonly isOriginal: boolean;
  readonly connection: Connection | undefined;
  readonly context: HookContext;
  readonly memory: RuleMemory;
  /** Changes while the rules are walked. */
  mark: number;
  /** The draw of the rule being tried, if it drew. */
  draw: Draw | undefined;
  /** Draws: true with that probability. */
  chance(probability: number): boolean;
};

/** Whether one condition of a rule holds. */
export type Test = (candidate: Candidate) => boolean;

/**
 * What a match module says: how its options become a test. Undefined: an option that it does not know, so that the whole match is
 * named as unknown. `ruleText` is for modules that keep something for each rule.
 */
export type MatchModule = {
  readonly name: string;
  /** Whether the test leaves traces (draws, remembers), so that it must not be tried when an index can tell that the rule fails. */
  readonly hasEffect: boolean;
  compile(options: readonly Option[], ruleText: string): Test | undefined;
};

/** Whether what was drawn is within the probability. */
export function isBelow(drawn: number, probability: number): boolean {
  return Math.floor(drawn * PROBABILITY_UNIT) < Math.round(probability * PROBABILITY_UNIT);
}
