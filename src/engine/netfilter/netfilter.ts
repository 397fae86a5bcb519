// The contract of one host's packet filter. Read this first; rules are in ruleset.ts, the walk is in walk.ts, connections are in
// conntrack.ts, the hooks' order is in host-netfilter.ts.
import type { Ipv4 } from "../model/address.ts";
import type { ConntrackEntry } from "../model/conntrack-entry.ts";
import type { JsonObject } from "../model/json.ts";
import type { Header } from "../model/packet.ts";
import type { HookName, RuleStep, Step } from "../trace/trace.ts";

/** A packet inside one host, between two hooks. A value: each hook gives the next one. */
export type Passage = {
  readonly header: Header;
  readonly in?: string | undefined;
  readonly out?: string | undefined;
  /** The fwmark: 0x4000 asks for masquerading. */
  readonly mark: number;
  /** The conntrack entry it belongs to, as conntrack's own handle; absent before conntrack saw it. */
  readonly connection?: number | undefined;
  /** A locally made packet (OUTPUT path). */
  readonly isLocal?: true | undefined;
  /** It goes against the first packet of its connection; said by conntrack, with `connection`. */
  readonly isReply?: true | undefined;
  /** A rule of table raw took it out of conntrack. */
  readonly isUntracked?: true | undefined;
  /** The bridge's ports, where the packet crosses a bridge. */
  readonly physicalIn?: string | undefined;
  readonly physicalOut?: string | undefined;
};

/** A packet at its first hook on a host. It has all fields, as each hook copies it, and copies of one shape are cheap. */
export function newPassage(header: Header, at: Pick<Passage, "in" | "out" | "physicalIn" | "isLocal">): Passage {
  return {
    header,
    in: at.in,
    out: at.out,
    mark: 0,
    connection: undefined,
    isLocal: at.isLocal,
    isReply: undefined,
    isUntracked: undefined,
    physicalIn: at.physicalIn,
    physicalOut: undefined,
  };
}

/** What the filter must know of its host, and where its chance comes from. */
export type HookContext = {
  readonly nowMs: number;
  /** Whether `-m addrtype --dst-type LOCAL` holds: an address of one of this host's interfaces, or 127.0.0.0/8. */
  isLocalAddress(address: Ipv4): boolean;
  /** What MASQUERADE puts in for a packet that leaves by this interface towards that destination. */
  sourceAddressFor(out: string, destination: Ipv4): Ipv4;
  /** The next draw of `-m statistic --mode random`: at least 0, less than 1. */
  draw(): number;
  /** Whether steps are written ("none" for streams and benchmarks: then `steps` is empty). */
  readonly trace: "full" | "none";
  /** The list that steps are added to; without it, each hook has one of its own. */
  readonly steps?: Step[] | undefined;
};

export type HookResult = {
  readonly verdict: "accept" | "drop" | "reject";
  /** For "reject": iptables' own word, "icmp-port-unreachable" or "tcp-reset". */
  readonly rejectWith?: string;
  readonly passage: Passage;
  /** The steps of this hook, or the context's own list with them at its end. */
  readonly steps: readonly Step[];
};

/** One host's tables and its connections. Owner of both. */
export type HostNetfilter = {
  /**
   * Passes a hook as the kernel does: PREROUTING and OUTPUT: conntrack, then nat (first packet of a connection; for the others the
   * entry's rewrite); INPUT, FORWARD, OUTPUT: filter; INPUT and POSTROUTING: nat's source side, then the entry is confirmed.
   */
  pass(hook: HookName, passage: Passage, context: HookContext): HookResult;
  /** An ICMP error made by this host or passing it is matched to the connection it quotes (state RELATED) by `pass`. */
  conntrack(nowMs: number): readonly ConntrackEntry[];
  /** Byte for byte what `iptables-save -t TABLE` prints of it. */
  save(table: "nat" | "filter" | "mangle" | "raw"): string;
  /** What a hop's `steps` leave out: every rule of every chain that was entered, in the kernel's order, matched or not. */
  explain(steps: readonly Step[]): readonly RuleStep[];
  /** Forgets the connections that the caller calls stale (`conntrack -D`, kube-proxy's cleaning); how many they were. */
  forget(isStale: (entry: ConntrackEntry) => boolean, nowMs: number): number;
  /** Connections and what rules remember, as plain data; `openHostNetfilter` takes it back. */
  saveState(): JsonObject;
};
