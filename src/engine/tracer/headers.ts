import type { Ipv4 } from "../model/address.ts";
import type { Header, Icmp, TcpFlag } from "../model/packet.ts";

/** The TTL that Linux sends with (net.ipv4.ip_default_ttl). */
export const DEFAULT_TTL = 64;

/** One end of a conversation, and the other. */
export type Ends = {
  readonly source: Ipv4;
  readonly destination: Ipv4;
  readonly sourcePort: number;
  readonly destinationPort: number;
};

/** What REJECT, routing and ARP say, as ICMP says it. Iptables' names first. */
const ICMP_TYPES: Readonly<Record<string, Icmp["type"]>> = {
  "icmp-port-unreachable": "port-unreachable",
  "icmp-host-unreachable": "host-unreachable",
  "icmp-net-unreachable": "net-unreachable",
  "icmp-host-prohibited": "admin-prohibited",
  "icmp-net-prohibited": "admin-prohibited",
  "icmp-admin-prohibited": "admin-prohibited",
  "host-unreachable": "host-unreachable",
  "port-unreachable": "port-unreachable",
  "time-exceeded": "time-exceeded",
};

export function tcpHeader(ends: Ends, flags: readonly TcpFlag[]): Header {
  const { source, destination, sourcePort, destinationPort } = ends;
  return { protocol: "tcp", source, destination, sourcePort, destinationPort, flags, ttl: DEFAULT_TTL };
}

export function udpHeader(ends: Ends): Header {
  const { source, destination, sourcePort, destinationPort } = ends;
  return { protocol: "udp", source, destination, sourcePort, destinationPort, ttl: DEFAULT_TTL };
}

export function echoHeader(
  ends: { readonly source: Ipv4; readonly destination: Ipv4 },
  echo: { readonly identifier: number; readonly sequence: number; readonly ttl?: number },
): Header {
  const { identifier, sequence, ttl = DEFAULT_TTL } = echo;
  const { source, destination } = ends;
  return { protocol: "icmp", source, destination, ttl, icmp: { type: "echo-request", identifier, sequence } };
}

/** The same ends the other way round. */
export function reversed({ source, destination, sourcePort, destinationPort }: Ends): Ends {
  return { source: destination, destination: source, sourcePort: destinationPort, destinationPort: sourcePort };
}

/** The ends of a TCP or UDP packet as its receiver sees them. */
export function endsOf({ source, destination, sourcePort = 0, destinationPort = 0 }: Header): Ends {
  return { source, destination, sourcePort, destinationPort };
}

/** What a host says of a packet that it could not pass on: an ICMP error that quotes it, or a reset ("tcp-reset"). */
export function icmpError(about: Header, source: Ipv4, reason: string): Header {
  if (reason === "tcp-reset" && about.protocol === "tcp") return tcpHeader(reversed(endsOf(about)), ["RST", "ACK"]);
  const type = ICMP_TYPES[reason] ?? "port-unreachable";
  return { protocol: "icmp", source, destination: about.source, ttl: DEFAULT_TTL, icmp: { type, about } };
}

/** An echo request turned into its reply. */
export function echoReply({ source, destination, icmp }: Header): Header {
  const { identifier = 0, sequence = 0 } = icmp ?? {};
  return {
    protocol: "icmp",
    source: destination,
    destination: source,
    ttl: DEFAULT_TTL,
    icmp: { type: "echo-reply", identifier, sequence },
  };
}
