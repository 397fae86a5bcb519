import type { Option } from "./words.ts";
import type { Header, Protocol } from "../model/packet.ts";
import type { HookContext } from "./netfilter.ts";
import type { Connection } from "./connection.ts";
import type { RuleMemory } from "./rule-memory.ts";

/** What `-m conntrack --ctstate` can say of a packet. */
type ConnectionState = "new" | "established" | "related" | "invalid" | "untracked";

/** A packet at a hook, as matches see it. `mark` and `draw` change while the rules are walked. */
export type Candidate = {
  readonly header: Header;
  readonly protocol: Protocol;
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
  mark: number;
  /** The draw of the rule being tried, if it drew. */
  draw: { readonly probability: number; readonly drawn: number } | undefined;
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
