import { parseIpv4 } from "../model/address.ts";
import type { Ipv4 } from "../model/address.ts";
import type { ConnectionTuple } from "../model/conntrack-entry.ts";
import type { Header, Protocol } from "../model/packet.ts";
import { ICMP_TYPES } from "./icmp-types.ts";

/** One direction of a connection. For ICMP echo `sourcePort` is the identifier and `destinationPort` the type: 8, or 0 for the reply. */
export type Tuple = {
  readonly protocol: Protocol;
  readonly source: Ipv4;
  readonly destination: Ipv4;
  readonly sourcePort: number;
  readonly destinationPort: number;
};

/** The tuple of a packet; undefined for an ICMP error and for what has no ports, which belong to no connection of their own. */
export function tupleOf(header: Header): Tuple | undefined {
  const { protocol, source, destination, icmp } = header;
  if (protocol !== "icmp") {
    const { sourcePort, destinationPort } = header;
    if (sourcePort === undefined || destinationPort === undefined) return undefined;
    return { protocol, source, destination, sourcePort, destinationPort };
  }
  if (icmp?.type !== "echo-request" && icmp?.type !== "echo-reply") return undefined;
  return {
    protocol,
    source,
    destination,
    sourcePort: icmp.identifier ?? 0,
    destinationPort: ICMP_TYPES[icmp.type].type,
  };
}

/** The tuple of the answer to it. */
export function invert(tuple: Tuple): Tuple {
  const { protocol, source, destination, sourcePort, destinationPort } = tuple;
  return protocol === "icmp"
    ? { protocol, source: destination, destination: source, sourcePort, destinationPort: 8 - destinationPort }
    : { protocol, source: destination, destination: source, sourcePort: destinationPort, destinationPort: sourcePort };
}

/** Equal keys, equal tuples. */
export function keyOf({ protocol, source, destination, sourcePort, destinationPort }: Tuple): string {
  return `${protocol} ${source} ${sourcePort} ${destination} ${destinationPort}`;
}

/** The inverse of `keyOf`; undefined for what it did not make. */
export function parseTupleKey(key: string): Tuple | undefined {
  const [protocol, from = "", sourcePort, to = "", destinationPort] = key.split(" ");
  const [source, destination] = [parseIpv4(from), parseIpv4(to)];
  const isKnown = protocol === "tcp" || protocol === "udp" || protocol === "icmp";
  if (!isKnown || !source || !destination) return undefined;
  return { protocol, source, destination, sourcePort: Number(sourcePort), destinationPort: Number(destinationPort) };
}

/** As `conntrack -L` shows it. */
export function connectionTuple(tuple: Tuple): ConnectionTuple {
  const { protocol, source, destination, sourcePort, destinationPort } = tuple;
  return protocol === "icmp"
    ? { source, destination, id: sourcePort }
    : { source, destination, sourcePort, destinationPort };
}
