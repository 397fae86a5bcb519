import type { Ipv4 } from "./address.ts";
import type { Protocol } from "./packet.ts";

/** One direction of a connection as conntrack keeps it. For ICMP the ports are absent and `id` is the echo's identifier. */
export type ConnectionTuple = {
  readonly source: Ipv4;
  readonly destination: Ipv4;
  readonly sourcePort?: number;
  readonly destinationPort?: number;
  readonly id?: number;
};

/** A line of `conntrack -L` as data. */
export type ConntrackEntry = {
  readonly protocol: Protocol;
  /** TCP only, in the kernel's words. */
  readonly state?:
    | "SYN_SENT"
    | "SYN_RECV"
    | "ESTABLISHED"
    | "FIN_WAIT"
    | "CLOSE_WAIT"
    | "LAST_ACK"
    | "TIME_WAIT"
    | "CLOSE";
  readonly timeoutSeconds: number;
  readonly original: ConnectionTuple;
  readonly reply: ConnectionTuple;
  readonly isReplied: boolean;
  readonly isAssured: boolean;
  readonly mark: number;
};
