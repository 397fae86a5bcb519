// The contract of one host's packet filter. Read this first; a packet is in passage.ts, rules are in ruleset.ts, the walk is in walk.ts
// and what is remembered of it in walk-memory.ts, connections are in conntrack.ts, the hooks' order is in host-netfilter.ts.
import type { ConntrackEntry } from "../model/conntrack-entry.ts";
import type { JsonObject } from "../model/json.ts";
import type { EditedRuleset } from "./edited-ruleset.ts";
import type { HookName, RuleStep, Step } from "../trace/trace.ts";
import type { HookContext } from "./hook-context.ts";
import type { Passage } from "./passage.ts";
import type { TableName } from "./ruleset.ts";

export type { HookContext } from "./hook-context.ts";

/** What became of a packet at a hook. */
export type HookVerdict =
  | { readonly kind: "accept" | "drop" }
  /** `with`: iptables' own word, "icmp-port-unreachable" or "tcp-reset". */
  | { readonly kind: "reject"; readonly with: string };

/** One host's tables and its connections. Owner of both. */
export type HostNetfilter = {
  /**
   * Passes a hook as the kernel does: PREROUTING and OUTPUT: conntrack, then nat (first packet of a connection; for the others the
   * entry's rewrite); INPUT, FORWARD, OUTPUT: filter; INPUT and POSTROUTING: nat's source side, then the entry is confirmed.
   */
  pass(hook: HookName, passage: Passage, context: HookContext): HookVerdict;
  /** An ICMP error made by this host or passing it is matched to the connection it quotes (state RELATED) by `pass`. */
  conntrack(nowMs: number): readonly ConntrackEntry[];
  /** Byte for byte what `iptables-save -t TABLE` prints of it. */
  save(table: TableName): string;
  /** The same as `iptables-save -c` prints it: before each rule the packets and bytes that it has matched. */
  saveCounted(table: TableName): string;
  /** What a hop's `steps` leave out: every rule of every chain that was entered, in the kernel's order, matched or not. */
  explain(steps: readonly Step[]): readonly RuleStep[];
  /** The rules, which may be changed by hand; kube-proxy goes on writing its own. */
  readonly rules: EditedRuleset;
  /** Forgets the connections that the caller calls stale (`conntrack -D`, kube-proxy's cleaning); how many they were. */
  forget(isStale: (entry: ConntrackEntry) => boolean, nowMs: number): number;
  /** Connections and what rules remember, as plain data; `openHostNetfilter` takes it back. */
  saveState(): JsonObject;
};
