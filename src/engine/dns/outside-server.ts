import type { DnsMessage, DnsQuestion, DnsRecord } from "../model/dns.ts";
import { ipv4 } from "../model/address.ts";
import { authoritative } from "./message.ts";

/** The DNS server outside the cluster: the nodes' resolver, and where CoreDNS forwards to. */
export const OUTSIDE_DNS_SERVER = ipv4("203.0.113.53");

const NAMESERVER: DnsRecord = { name: ".", ttl: 3600, type: "NS", data: "a.root.test." };
const SOA: DnsRecord = {
  name: ".",
  ttl: 3600,
  type: "SOA",
  data: "a.root.test. hostmaster.root.test. 2026112200 1800 900 604800 60",
};
const ADDRESS_TTL = 60;
const ADDRESSES: Readonly<Record<string, string>> = {
  "app.mydb.io.": "203.0.113.10",
  "example.com.": "203.0.113.20",
  "www.example.com.": "203.0.113.20",
  "shop.example.net.": "203.0.113.30",
  "lb.cloud.test.": "203.0.113.200",
  ...Object.fromEntries(laterBalancers()),
};
const NAMES_WITHIN = new Set(Object.keys(ADDRESSES).flatMap(withParents));

/** What the outside server says: it has the root zone and is authoritative for every name. As CoreDNS' file plugin answers. */
export function answerOutside(question: DnsQuestion): DnsMessage {
  const name = question.name.toLowerCase();
  if (name === "." && question.type === "NS") return authoritative(question, { answer: [NAMESERVER] });
  if (name === "." && question.type === "SOA")
    return authoritative(question, { answer: [SOA], authority: [NAMESERVER] });
  const address = ADDRESSES[name];
  if (address !== undefined && question.type === "A") {
    const record: DnsRecord = { name, ttl: ADDRESS_TTL, type: "A", data: address };
    return authoritative(question, { answer: [record], authority: [NAMESERVER] });
  }
  const rcode = name === "." || NAMES_WITHIN.has(name) ? "NOERROR" : "NXDOMAIN";
  return authoritative(question, { rcode, authority: [SOA] });
}

/** What a cloud of host names calls its further load balancers: lb-201.cloud.test is 203.0.113.201, and so on. */
function laterBalancers(): [string, string][] {
  return Array.from({ length: 54 }, (_, index) => [`lb-${201 + index}.cloud.test.`, `203.0.113.${201 + index}`]);
}

/** "a.b.c." gives itself and the names above it, which exist without data. */
function withParents(name: string): string[] {
  const labels = name.split(".");
  return labels.slice(0, -1).map((_, index) => labels.slice(index).join("."));
}
