import type { ConntrackEntry } from "../model/conntrack-entry.ts";
import type { TcpFlag } from "../model/packet.ts";

export type TcpState = NonNullable<ConntrackEntry["state"]>;

/** What a TCP packet does to its connection: a new state, nothing ("ignore"), or it cannot belong to it ("invalid"). */
type TcpTransition = TcpState | "ignore" | "invalid";

type Row = readonly TcpTransition[];

const [SS, SR, ES, FW, CW, LA, TW, CL] = ["SYN_SENT", "SYN_RECV", "ESTABLISHED", "FIN_WAIT", "CLOSE_WAIT", "LAST_ACK", "TIME_WAIT", "CLOSE"] as const; // prettier-ignore
const [IG, IV] = ["ignore", "invalid"] as const;

/** Columns of the tables below, after the column of a connection that is new. */
const STATES: readonly TcpState[] = [SS, SR, ES, FW, CW, LA, TW, CL];

/** As tcp_conntracks of nf_conntrack_proto_tcp.c, without simultaneous open. Columns: new, then `STATES`. */
const TRANSITIONS: Readonly<Record<"original" | "reply", Readonly<Record<PacketClass, Row>>>> = {
  original: {
    //       new SS  SR  ES  FW  CW  LA  TW  CL
    syn: [SS, SS, IG, IG, IG, IG, IG, SS, SS],
    synAck: [IV, IV, SR, IV, IV, IV, IV, IV, IV],
    fin: [IV, IV, FW, FW, LA, LA, LA, TW, CL],
    ack: [ES, IV, ES, ES, CW, CW, TW, TW, CL],
    reset: [IV, CL, CL, CL, CL, CL, CL, CL, CL],
    none: [IV, IV, IV, IV, IV, IV, IV, IV, IV],
  },
  reply: {
    syn: [IV, IV, IV, IV, IV, IV, IV, SS, IV],
    synAck: [IV, SR, IG, IG, IG, IG, IG, IG, IG],
    fin: [IV, IV, FW, FW, LA, LA, LA, TW, CL],
    ack: [IV, IG, SR, ES, CW, CW, TW, TW, CL],
    reset: [IV, CL, CL, CL, CL, CL, CL, CL, CL],
    none: [IV, IV, IV, IV, IV, IV, IV, IV, IV],
  },
};

type PacketClass = "syn" | "synAck" | "fin" | "ack" | "reset" | "none";

/** What a packet with these flags makes of a connection in that state (undefined: of none). */
export function tcpTransition(
  direction: "original" | "reply",
  flags: readonly TcpFlag[],
  state: TcpState | undefined,
): TcpTransition {
  const column = state === undefined ? 0 : STATES.indexOf(state) + 1;
  return TRANSITIONS[direction][classOf(flags)][column] ?? IV;
}

function classOf(flags: readonly TcpFlag[]): PacketClass {
  if (flags.includes("RST")) return "reset";
  if (flags.includes("SYN")) return flags.includes("ACK") ? "synAck" : "syn";
  if (flags.includes("FIN")) return "fin";
  return flags.includes("ACK") ? "ack" : "none";
}
