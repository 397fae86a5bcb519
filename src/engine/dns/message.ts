import type { DnsCode, DnsMessage, DnsQuestion, DnsRecord, DnsType } from "../model/dns.ts";
import type { Served } from "./contract.ts";

/** The parts of an answer; what is left out is empty. */
export type MessageParts = {
  readonly rcode?: DnsCode;
  readonly answer?: readonly DnsRecord[];
  readonly authority?: readonly DnsRecord[];
  readonly additional?: readonly DnsRecord[];
};

/** An authoritative answer to a query that asked for recursion: flags qr aa rd, as CoreDNS sets them. */
export function authoritative(question: DnsQuestion, parts: MessageParts): DnsMessage {
  return { ...bare(question, parts), flags: ["qr", "aa", "rd"] };
}

/** An answer that only says that there is none: SERVFAIL, REFUSED. */
export function failure(question: DnsQuestion, rcode: DnsCode): DnsMessage {
  return bare(question, { rcode });
}

function bare(question: DnsQuestion, parts: MessageParts): DnsMessage {
  const { rcode = "NOERROR", answer = [], authority = [], additional = [] } = parts;
  return { question, rcode, flags: ["qr", "rd"], answer, authority, additional };
}

/** Applies what a plugin does on the way back, also when the answer is still to come from another server. */
export function mapServed(served: Served, change: (message: DnsMessage) => DnsMessage): Served {
  switch (served.kind) {
    case "answer":
      return { kind: "answer", message: change(served.message) };
    case "forward":
      return {
        ...served,
        complete: (message) => change(served.complete(message)),
        fail: () => mapServed(served.fail(), change),
      };
    default:
      return served;
  }
}

/** Whether `name` is `zone` or lies below it; both end with a dot, case does not matter. */
export function isInZone(name: string, zone: string): boolean {
  if (zone === ".") return true;
  const before = name.length - zone.length - 1;
  if (before < -1 || (before >= 0 && name[before] !== ".")) return false;
  return name.endsWith(zone) || name.slice(before + 1).toLowerCase() === zone.toLowerCase();
}

/** The longest of the zones that hold the name. */
export function bestZone(name: string, zones: Iterable<string>): string | undefined {
  let best: string | undefined;
  for (const zone of zones) {
    if ((best === undefined || zone.length > best.length) && isInZone(name, zone)) best = zone;
  }
  return best;
}

/** Makes a name fully qualified: "a.b" and "a.b." both give "a.b.". */
export function fullyQualified(name: string): string {
  return name.endsWith(".") ? name : `${name}.`;
}

/** The labels of a name without the root: "a.b." gives ["a", "b"]. */
export function labelsOf(name: string): string[] {
  return name.split(".").filter((label) => label !== "");
}

/** "7.77.96.10.in-addr.arpa." gives "10.96.77.7"; undefined for any other name. */
export function addressOfReverse(name: string): string | undefined {
  const found = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.in-addr\.arpa\.$/i.exec(name);
  return found ? `${found[4]}.${found[3]}.${found[2]}.${found[1]}` : undefined;
}

/** The name that a PTR query asks for: "10.96.77.7" gives "7.77.96.10.in-addr.arpa.". */
export function reverseOfAddress(address: string): string {
  return `${address.split(".").toReversed().join(".")}.in-addr.arpa.`;
}

/** A record as a line of a zone file, fields one space apart. */
export function zoneFileLine({ name, ttl, type, data }: DnsRecord): string {
  return `${name} ${ttl} IN ${type} ${data}`;
}

const TYPES: ReadonlySet<string> = new Set(["A", "AAAA", "CNAME", "SRV", "PTR", "TXT", "NS", "SOA", "MX", "ANY"]);

/** Reads a record type as people type it, in any case; undefined for one that the engine does not know. */
export function parseDnsType(text: string): DnsType | undefined {
  const upper = text.toUpperCase();
  return TYPES.has(upper) ? (upper as DnsType) : undefined;
}
