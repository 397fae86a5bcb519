// A conversation of packets; a packet's hops, one a host that it visits; a hop's steps, in order. Plain JSON, read by the
// page, the terminal, lessons and exports. Read `Trace` first, then `Step`.
import type { ConntrackEntry } from "../model/conntrack-entry.ts";
import type { DnsMessage, DnsQuestion, DnsType } from "../model/dns.ts";
import type { HostRef } from "../model/host.ts";
import type { Header } from "../model/packet.ts";

export type RequestSpec = {
  readonly from: HostRef;
  /** One of `url`, `udp`, `ping`, `query`, `tcp` says what is asked. */
  readonly url?: string;
  readonly udp?: { readonly host: string; readonly port: number };
  readonly ping?: string;
  /** A tool that only asks DNS (nslookup, dig, getent). */
  readonly query?: { readonly name: string; readonly type: DnsType };
  /** A tool that only connects (nc -z). */
  readonly tcp?: { readonly host: string; readonly port: number };
  readonly timeoutMs?: number;
  /** Added to curl's command line: -k, -H …, --interface … */
  readonly curlArguments?: string;
  readonly sourcePort?: number;
  /** What the rules' random draws shall show, in order; then the seed goes on. */
  readonly draws?: readonly number[];
  /** "full" (default), or "none": only the outcome, for streams and benchmarks. */
  readonly trace?: "full" | "none";
};

export type Trace = {
  readonly request: RequestSpec;
  readonly beganMs: number;
  readonly endedMs: number;
  /** Every one, in the order sent. */
  readonly packets: readonly PacketTrace[];
  readonly outcome: Outcome;
};

export type Outcome =
  | {
      readonly kind: "answered";
      readonly status: number;
      readonly served?: {
        readonly pod?: string;
        readonly namespace?: string;
        readonly node?: string;
        readonly port: number;
      };
      readonly seen?: { readonly client: string; readonly host: string; readonly path: string };
      readonly body: string;
    }
  | {
      readonly kind: "not-resolved" | "refused" | "unreachable" | "timed-out" | "reset";
      readonly exitCode: number;
      readonly stderr: string;
      readonly cause: Cause;
    };

/** Why it failed, as a code and what it refers to. The words are the page's. */
export type Cause = { readonly code: CauseCode; readonly references: readonly Reference[] };

export type CauseCode =
  | "NAME_NOT_FOUND"
  | "DNS_UNREACHABLE"
  | "DNS_FAILURE"
  | "REJECTED_BY_RULE"
  | "DROPPED_BY_RULE"
  | "NOTHING_LISTENS"
  | "NO_SUCH_HOST"
  | "SWALLOWED_OUTSIDE"
  | "CLUSTER_IP_HAS_NO_RULE"
  | "CLUSTER_IP_OUTSIDE_CLUSTER"
  | "ICMP_TO_VIRTUAL_IP"
  | "NO_ROUTE"
  | "TTL_EXCEEDED"
  | "SERVER_CLOSED"
  | "TOO_SLOW"
  | "BAD_REQUEST";

/** What a step or a cause points at: an object (and one of its fields), a rule, an entry, a route, a DNS record. */
export type Reference =
  | { readonly kind: "object"; readonly object: ObjectRef; readonly field?: string; readonly value?: string }
  | {
      readonly kind: "rule";
      readonly node: string;
      readonly table: string;
      readonly chain: string;
      readonly rule: string;
    }
  | { readonly kind: "conntrack"; readonly node: string; readonly entry: ConntrackEntry }
  | { readonly kind: "route"; readonly host: string; readonly route: string }
  | { readonly kind: "record"; readonly name: string; readonly type: DnsType; readonly data: string }
  | { readonly kind: "address"; readonly address: string; readonly port?: number };

export type ObjectRef = { readonly kind: string; readonly namespace?: string; readonly name: string };

export type PacketKind =
  | "dns-query"
  | "dns-answer"
  | "tcp-syn"
  | "tcp-syn-ack"
  | "tcp-ack"
  | "tcp-fin"
  | "tcp-reset"
  | "http-request"
  | "http-response"
  | "udp"
  | "icmp-echo"
  | "icmp-echo-reply"
  | "icmp-error"
  | "arp-request"
  | "arp-reply"
  | "tcp-data";

export type PacketTrace = {
  readonly id: number;
  readonly kind: PacketKind;
  /** As sent. */
  readonly header: Header;
  /** What it carries, if a person would want to read it. */
  readonly payload?: Payload;
  /** The packet that it answers. */
  readonly answers?: number;
  /** The packet that it repeats. */
  readonly retryOf?: number;
  readonly sentMs: number;
  readonly hops: readonly Hop[];
  readonly fate: Fate;
};

export type Payload =
  | { readonly kind: "dns"; readonly question: DnsQuestion; readonly message?: DnsMessage }
  | { readonly kind: "http-request"; readonly method: string; readonly path: string; readonly host: string }
  | { readonly kind: "http-response"; readonly status: number; readonly reason: string; readonly body: string }
  | { readonly kind: "text"; readonly text: string };

export type Fate =
  | { readonly kind: "delivered"; readonly host: string }
  | { readonly kind: "rejected" | "dropped"; readonly host: string; readonly cause: Cause }
  /** Nobody answers: swallowed by the outside router, or no neighbour has the address. */
  | { readonly kind: "lost"; readonly host: string; readonly cause: Cause };

/** `host` as `hostName` prints it: "pod default/web-0", "node node-1", "outside 198.51.100.7", "router 172.18.0.254". */
export type Hop = {
  readonly host: string;
  readonly in?: string;
  readonly out?: string;
  readonly arrivedMs: number;
  readonly leftMs: number;
  readonly steps: readonly Step[];
};

/** Where a step stands in the kernel's order: the hook it happens at. */
export type HookName = "PREROUTING" | "INPUT" | "FORWARD" | "OUTPUT" | "POSTROUTING";

export type Step =
  | RuleStep
  | RelayStep
  | {
      readonly kind: "policy";
      readonly hook: HookName;
      readonly table: string;
      readonly chain: string;
      readonly verdict: string;
    }
  | {
      readonly kind: "conntrack";
      readonly hook: HookName;
      readonly state: "new" | "established" | "related" | "invalid";
      readonly entry?: ConntrackEntry;
    }
  | {
      readonly kind: "rewrite";
      readonly hook: HookName;
      readonly by: "dnat" | "snat" | "masquerade" | "reply";
      readonly before: Header;
      readonly after: Header;
      readonly references: readonly Reference[];
    }
  | {
      readonly kind: "route";
      readonly destination: string;
      readonly route: string;
      readonly via?: string;
      readonly out: string;
      readonly references: readonly Reference[];
    }
  | {
      readonly kind: "neighbour";
      readonly address: string;
      readonly out: string;
      readonly result: "known" | "answered" | "failed";
    }
  | { readonly kind: "bridge"; readonly name: string; readonly in: string; readonly out: string }
  | {
      readonly kind: "listen";
      readonly protocol: string;
      readonly port: number;
      readonly result: "accepted" | "nobody" | "open";
      readonly references: readonly Reference[];
    }
  | { readonly kind: "drop"; readonly cause: Cause }
  | { readonly kind: "reject"; readonly with: string; readonly cause: Cause };

/**
 * A rule that matched, or that drew and did not. Rules that did not match are counted in `skipped` (those of the same chain since the last
 * rule step of that chain); `explain` lists them.
 */
export type RuleStep = {
  readonly kind: "rule";
  readonly hook: HookName;
  readonly table: string;
  readonly chain: string;
  /** As iptables-save prints it: "-A KUBE-SERVICES -d …". */
  readonly rule: string;
  readonly matched: boolean;
  /** "-j" of the rule: a chain's name, ACCEPT, DNAT, MARK …; absent for a rule without target or without match. */
  readonly verdict?: string;
  readonly skipped: number;
  readonly draw?: { readonly probability: number; readonly drawn: number };
  /** The match or target that the engine does not know ("-m NAME", "-j NAME"): what this rule does is not guessed. */
  readonly unknown?: string;
  /** The Service or endpoint that made kube-proxy write this rule; empty for the fixed ones. */
  readonly references: readonly Reference[];
};

/**
 * A program that carries a connection (kubectl port-forward, the API server, the kubelet) takes what came by one connection and says
 * it again over its next one: new ends, the same content. `references`: the pod that it is pinned to, whatever Services, DNS and
 * rules say.
 */
export type RelayStep = {
  readonly kind: "relay";
  readonly by: "kubectl" | "kube-apiserver" | "kubelet";
  readonly before: Header;
  readonly after: Header;
  readonly references: readonly Reference[];
};
