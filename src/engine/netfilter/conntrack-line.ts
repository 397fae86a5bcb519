import type { ConnectionTuple, ConntrackEntry } from "../model/conntrack-entry.ts";

const PROTOCOL_NUMBERS = { tcp: 6, udp: 17, icmp: 1 } as const;

/** A line as `conntrack -L` prints it: "tcp      6 119 TIME_WAIT src=… [ASSURED] mark=0 use=1". */
export function printConntrackEntry(entry: ConntrackEntry): string {
  const { protocol, state, timeoutSeconds, isReplied, isAssured, mark } = entry;
  const tuple = (one: ConnectionTuple, type: number) =>
    protocol === "icmp"
      ? `src=${one.source} dst=${one.destination} type=${type} code=0 id=${one.id ?? 0}`
      : `src=${one.source} dst=${one.destination} sport=${one.sourcePort ?? 0} dport=${one.destinationPort ?? 0}`;
  return [
    `${protocol.padEnd(8)} ${PROTOCOL_NUMBERS[protocol]} ${timeoutSeconds}`,
    ...(state ? [state] : []),
    tuple(entry.original, 8),
    ...(isReplied ? [] : ["[UNREPLIED]"]),
    tuple(entry.reply, 0),
    ...(isAssured ? ["[ASSURED]"] : []),
    `mark=${mark} use=1`,
  ].join(" ");
}
