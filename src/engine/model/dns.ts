import type { Ipv4 } from "./address.ts";

export type DnsType = "A" | "AAAA" | "CNAME" | "SRV" | "PTR" | "TXT" | "NS" | "SOA" | "MX" | "ANY";
export type DnsCode = "NOERROR" | "NXDOMAIN" | "SERVFAIL" | "REFUSED" | "FORMERR";

/** `name` is fully qualified and ends with a dot, in the case in which it was asked. */
export type DnsQuestion = { readonly name: string; readonly type: DnsType };

/** A record as data; `data` is the zone-file text of its value ("10.96.0.1", "0 100 443 a.b."), `name` ends with a dot. */
export type DnsRecord = { readonly name: string; readonly ttl: number; readonly type: DnsType; readonly data: string };

export type DnsMessage = {
  readonly question: DnsQuestion;
  readonly rcode: DnsCode;
  /** In dig's order: qr aa tc rd ra ad cd. */
  readonly flags: readonly string[];
  readonly answer: readonly DnsRecord[];
  readonly authority: readonly DnsRecord[];
  readonly additional: readonly DnsRecord[];
};

/** What `Cluster.query` gives: records as zone-file lines, fields one space apart. */
export type DnsAnswer = {
  readonly rcode: DnsCode;
  readonly flags: readonly string[];
  readonly answer: readonly string[];
  readonly authority: readonly string[];
};

/** What `Cluster.resolve` gives: libc's view, and every query that it took. */
export type Resolution = {
  readonly addresses: readonly Ipv4[];
  readonly canonicalName?: string;
  readonly queries: readonly { readonly type: DnsType; readonly name: string; readonly rcode: DnsCode | "TIMEOUT" }[];
};
