import type { Ipv4 } from "./address.ts";

export type Protocol = "tcp" | "udp" | "icmp";

export type TcpFlag = "SYN" | "ACK" | "FIN" | "RST" | "PSH";

/** What an ICMP message says. Type and code as RFC 792; `about` is the header that an error quotes. */
export type Icmp = {
  readonly type:
    | "echo-request"
    | "echo-reply"
    | "port-unreachable"
    | "host-unreachable"
    | "net-unreachable"
    | "admin-prohibited"
    | "time-exceeded";
  readonly identifier?: number;
  readonly sequence?: number;
  readonly about?: Header;
};

/** The header of one IPv4 packet. Ports are absent for ICMP; `icmp` is there only for it. */
export type Header = {
  readonly protocol: Protocol;
  readonly source: Ipv4;
  readonly destination: Ipv4;
  readonly sourcePort?: number;
  readonly destinationPort?: number;
  readonly flags?: readonly TcpFlag[];
  readonly ttl: number;
  readonly icmp?: Icmp;
};
