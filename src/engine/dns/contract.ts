// The contract of the DNS room. Read this first: what CoreDNS and the outside server answer is in core-dns.ts and
// upstream.ts, what a host's libc makes of it in resolve-glibc.ts and resolve-musl.ts.
import type { Cidr, Ipv4 } from "../model/address.ts";
import type { DnsCode, DnsMessage, DnsQuestion, DnsType } from "../model/dns.ts";
import type { JsonObject } from "../model/json.ts";
import type { Process } from "../simulation/process.ts";
import type { Simulation } from "../simulation/simulation.ts";

/** What CoreDNS does with a query that reached one of its pods. */
export type Served =
  | { readonly kind: "answer"; readonly message: DnsMessage }
  /** It asks another server first: `complete` makes its own answer of that server's one, `fail` goes on when none came. */
  | {
      readonly kind: "forward";
      readonly upstream: Ipv4;
      readonly question: DnsQuestion;
      complete(message: DnsMessage): DnsMessage;
      fail(): Served;
    }
  /** The process does not run (its Corefile is broken): nobody listens on port 53. */
  | { readonly kind: "not-running" };

/** CoreDNS as its Corefile (ConfigMap kube-system/coredns) configures it. */
export type CoreDns = {
  /** `pod` is the one that the query reached: a pod keeps the Corefile that it could load. */
  serve(question: DnsQuestion, pod?: { readonly namespace: string; readonly name: string }): Served;
  /** Why a pod that starts now would exit at once, in CoreDNS' words; undefined when the Corefile is good. */
  problem(): string | undefined;
  /** What is not in the API server's objects, as plain data. */
  save(): JsonObject;
};

/** What came of one query: the answer, silence until the time was over, or an ICMP error (host, port unreachable). */
export type AskResult = DnsMessage | "timeout" | "unreachable" | "refused";

/** How a query is sent. Over UDP, to port 53, and again over TCP when the answer did not fit, unless told otherwise. */
export type AskHow = {
  readonly port?: number;
  readonly transport?: "udp" | "tcp";
  /** How long an answer over UDP the asker takes, as its EDNS says; 512 without EDNS. */
  readonly udpBytes?: number;
  /** A truncated answer is told as it is. */
  readonly keepsTruncated?: true;
};

/**
 * Sends the questions to the server at once, a packet each, from one socket, and waits for all answers, `timeoutMs` at
 * most. The results stand in the order of the questions. The network supplies it.
 */
export type Ask = (
  server: Ipv4,
  questions: readonly DnsQuestion[],
  timeoutMs: number,
  how?: AskHow,
) => Process<readonly AskResult[]>;

/** What a resolver works with: the network that carries its packets, and the clock. `families` "ipv4" asks for no AAAA. */
export type ResolverWorld = {
  readonly ask: Ask;
  readonly simulation: Simulation;
  readonly families?: "ipv4";
};

/** /etc/resolv.conf as libc reads it. */
export type ResolvConf = {
  readonly nameservers: readonly Ipv4[];
  readonly search: readonly string[];
  readonly ndots: number;
  readonly timeoutSeconds: number;
  readonly attempts: number;
  /** Begins with another server at each look-up ("rotate"). */
  readonly rotates: boolean;
  /** Asks A and AAAA one after the other ("single-request", "single-request-reopen"). */
  readonly isSingleRequest: boolean;
};

/** A host as its resolver sees it: the texts of its two files, and its own address with the length of its network. */
export type ResolverHost = {
  readonly resolvConf: string;
  readonly hosts: string;
  /** Its own address and the network around it; absent while it has none. */
  readonly own?: { readonly address: Ipv4; readonly network: Cidr };
};

export type ResolverQuery = { readonly type: DnsType; readonly name: string; readonly rcode: DnsCode | "TIMEOUT" };

/** getaddrinfo's failures: no such name, the name has no address, no server answered, a server failed for good. */
export type ResolverFailure = "EAI_NONAME" | "EAI_NODATA" | "EAI_AGAIN" | "EAI_FAIL";

/** What getaddrinfo gives, and every query that it took. `addresses` is empty exactly when `failure` is there. */
export type Resolved = {
  /** In the order in which a program tries them (RFC 6724). */
  readonly addresses: readonly Ipv4[];
  /** Without the final dot. */
  readonly canonicalName?: string;
  readonly failure?: ResolverFailure;
  readonly queries: readonly ResolverQuery[];
};
