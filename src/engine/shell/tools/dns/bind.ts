// What dig, host and nslookup of BIND 9.18 have in common. Read bin/dig/dighost.c beside this file.
import type { AskHow, AskResult } from "../../../dns/contract.ts";
import { reverseOfAddress } from "../../../dns/message.ts";
import { resolveAsGlibc } from "../../../dns/resolve-glibc.ts";
import type { Ipv4 } from "../../../model/address.ts";
import { parseIpv4 } from "../../../model/address.ts";
import type { DnsMessage, DnsType } from "../../../model/dns.ts";
import type { Process } from "../../../simulation/process.ts";
import type { DnsSession } from "./dns-session.ts";

/** The version that the recorded toolbox has. */
export const BIND_VERSION = "9.18.49-1~deb12u3-Debian";

export const DNS_PORT = 53;

/** A server as it was named, and as it was found. */
export type BindServer = { readonly typed: string; readonly address: Ipv4; readonly port: number };

export type BindLookup = {
  readonly session: DnsSession;
  readonly server: BindServer;
  /** As typed: TCP's complaints name it. */
  readonly typed: string;
  readonly tries: number;
  readonly timeoutMs: number;
  readonly transport: "udp" | "tcp";
  /** What EDNS says that fits into a datagram; nothing without EDNS. */
  readonly udpBytes?: number;
  /** dig +ignore. */
  readonly keepsTruncated?: true;
  /** Why no socket can be opened at all: -b with a foreign address, -6. */
  readonly setupProblem?: string;
  readonly say: (text: string) => void;
};

/** An answer and how it came. */
export type BindAnswer = { readonly message: DnsMessage; readonly transport: "udp" | "tcp"; readonly tookMs: number };

const REASONS: Readonly<Record<Extract<AskResult, string>, string>> = {
  timeout: "timed out",
  unreachable: "host unreachable",
  refused: "connection refused",
};
const NO_SERVERS = ";; no servers could be reached\n";

/** Asks one server so many times, and says each time that it heard nothing. `end`: what is to be said when nobody answered. */
export function* askOften(
  question: DnsMessage["question"],
  lookup: BindLookup,
): Process<BindAnswer | { readonly end: string }> {
  const { session, server, tries, transport, setupProblem, say } = lookup;
  const where = `${server.address}#${server.port}`;
  if (setupProblem !== undefined) {
    for (let round = 0; round < tries; round++) say(`;; UDP setup with ${setupProblem}\n${NO_SERVERS}`);
    return { end: "" };
  }
  for (let round = 0; round < tries; round++) {
    const beganMs = session.nowMs();
    let used = transport;
    let result = yield* askOnce(question, lookup, transport);
    if (typeof result !== "string" && result.flags.includes("tc") && transport === "udp" && !lookup.keepsTruncated) {
      say(";; Truncated, retrying in TCP mode.\n");
      used = "tcp";
      result = yield* askOnce(question, lookup, used);
    }
    if (typeof result !== "string") return { message: result, transport: used, tookMs: session.nowMs() - beganMs };
    const name = used === "tcp" ? `Connection to ${where}(${server.address}) for ${lookup.typed} failed` : undefined;
    say(
      name === undefined
        ? `;; communications error to ${where}: ${REASONS[result]}\n`
        : `;; ${name}: ${REASONS[result]}.\n${NO_SERVERS}`,
    );
  }
  return { end: transport === "tcp" ? "" : NO_SERVERS };
}

function* askOnce(question: DnsMessage["question"], lookup: BindLookup, transport: "udp" | "tcp"): Process<AskResult> {
  const { session, server, timeoutMs, udpBytes } = lookup;
  const how: AskHow = {
    port: server.port,
    transport,
    keepsTruncated: true,
    ...(udpBytes !== undefined && { udpBytes }),
  };
  const [result = "timeout"] = yield* session.ask(server.address, [question], timeoutMs, how);
  return result;
}

/** The server that a tool asks: the one named, or the first of /etc/resolv.conf. Undefined: its name leads nowhere. */
export function* findServer(
  named: string | undefined,
  port: number,
  { conf, host, resolver }: DnsSession,
): Process<BindServer | undefined> {
  const typed = named ?? conf.nameservers[0];
  if (typed === undefined) return undefined;
  const literal = parseIpv4(typed);
  const address = literal ?? (yield* resolveAsGlibc(typed, host, resolver)).addresses[0];
  return address && { typed, address, port };
}

/** The names that a tool tries for one that was typed: with enough dots as it stands, else with the search list before. */
export function namesToTry(
  name: string,
  { search, ndots }: { readonly search: readonly string[]; readonly ndots: number },
): readonly string[] {
  if (name.endsWith(".")) return [name];
  const dots = name.split(".").length - 1;
  return dots >= ndots
    ? [`${name}.`]
    : [...search.map((domain) => `${name}.${domain.replace(/\.$/, "")}.`), `${name}.`];
}

/** The name to ask for what was typed: an address is looked up backwards. */
export function reverseIfAddress(name: string, type: DnsType | undefined): string | undefined {
  const isReverse = (type === undefined || type === "PTR") && parseIpv4(name) !== undefined;
  return isReverse ? reverseOfAddress(name) : undefined;
}

/** BIND's own numbers for what a server answers. */
export const RCODES: Readonly<Record<DnsMessage["rcode"], number>> = {
  NOERROR: 0,
  FORMERR: 1,
  SERVFAIL: 2,
  NXDOMAIN: 3,
  REFUSED: 5,
};
