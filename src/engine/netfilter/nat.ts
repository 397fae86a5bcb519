import { ipv4ToNumber, numberToIpv4 } from "../model/address.ts";
import type { Ipv4 } from "../model/address.ts";
import type { Header } from "../model/packet.ts";
import type { Random } from "../simulation/random.ts";
import type { Connection, Translation } from "./connection.ts";
import type { Conntrack } from "./conntrack.ts";
import { invert } from "./tuple.ts";
import type { Tuple } from "./tuple.ts";

/** Ports tried in one go before a new random start is taken (NF_NAT_MAX_ATTEMPTS); the goes halve down to 16. */
const PORTS_PER_ROUND_MAX = 128;
const PORTS_PER_ROUND_MIN = 16;

/** Which end a hook may rewrite: PREROUTING and OUTPUT the destination, INPUT and POSTROUTING the source. */
export type Side = "source" | "destination";

/** What a NAT rule allows: a range of addresses, perhaps of ports. */
export type NatRange = {
  readonly from: Ipv4;
  readonly to: Ipv4;
  readonly ports?: { readonly from: number; readonly to: number };
  /** --random, --random-fully: the port is drawn even if the wanted one is free. */
  readonly isRandom: boolean;
  /** --persistent: the same client gets the same address whatever its destination. */
  readonly isPersistent: boolean;
};

/** The kernel's own choice of another port, which no rule asked for. */
const KEPT_APART: Translation = { by: "snat", references: [] };

/** Where choices of ports come from, and who knows which are taken. */
export type NatChoice = { readonly conntrack: Conntrack; readonly random: Random; readonly nowMs: number };

/** Decides one end of a new connection, as nf_nat_setup_info: within the range, and so that its answers are no one else's. */
export function decide(
  connection: Connection,
  rule: { readonly side: Side; readonly range: NatRange; readonly translation: Translation },
  choice: NatChoice,
): void {
  const { side, range, translation } = rule;
  const current = invert(connection.reply);
  const chosen = chooseTuple(current, { side, range, connection }, choice);
  const isChanged = chosen !== current && !isSameEnd(chosen, current, side);
  if (isChanged) {
    connection.reply = invert(chosen);
    connection.shown = undefined;
  }
  if (side === "source") connection.isSourceDecided = true;
  else connection.isDestinationDecided = true;
  if (isChanged && side === "source") connection.sourceNat = translation;
  if (isChanged && side === "destination") connection.destinationNat = translation;
}

/** No rule asked for NAT: the destination stays, and the source too unless another connection has its port. */
export function decideNothing(connection: Connection, side: Side, choice: NatChoice): void {
  if (side === "destination") {
    connection.isDestinationDecided = true;
    return;
  }
  if (!choice.conntrack.isTaken(connection.reply, connection, choice.nowMs)) {
    connection.isSourceDecided = true;
    return;
  }
  const address = invert(connection.reply)[side];
  const range = { from: address, to: address, isRandom: false, isPersistent: false };
  decide(connection, { side, range, translation: KEPT_APART }, choice);
}

/** Whether that end of a packet is rewritten: in the answer's direction the other end is put back. */
export function translationOf(connection: Connection, side: Side, isOriginal: boolean): Translation | undefined {
  return (side === "source") === isOriginal ? connection.sourceNat : connection.destinationNat;
}

/** The packet with that end as its connection says. */
export function rewrite(
  header: Header,
  connection: Connection,
  { side, isOriginal }: { readonly side: Side; readonly isOriginal: boolean },
): Header {
  const target = invert(isOriginal ? connection.reply : connection.original);
  return header.icmp?.about ? rewriteError(header, header.icmp.about, { side, target }) : withEnd(header, side, target);
}

/** An ICMP error: its own end, and in the packet that it quotes the other end (nf_nat_icmp_reply_translation). */
function rewriteError(
  header: Header,
  about: Header,
  { side, target }: { readonly side: Side; readonly target: Tuple },
): Header {
  const quotedSide = side === "source" ? "destination" : "source";
  const quoted = withEnd(about, quotedSide, invert(target));
  const outer = { ...header, [side]: target[side] };
  return { ...outer, ...(header.icmp && { icmp: { ...header.icmp, about: quoted } }) };
}

function withEnd(header: Header, side: Side, { source, sourcePort, destination, destinationPort }: Tuple): Header {
  if (header.protocol === "icmp") {
    const icmp = header.icmp && { ...header.icmp, identifier: sourcePort };
    const moved = side === "source" ? { ...header, source } : { ...header, destination };
    return icmp ? { ...moved, icmp } : moved;
  }
  return side === "source" ? { ...header, source, sourcePort } : { ...header, destination, destinationPort };
}

function isSameEnd(a: Tuple, b: Tuple, side: Side): boolean {
  const isSamePort =
    side === "source" || a.protocol === "icmp"
      ? a.sourcePort === b.sourcePort
      : a.destinationPort === b.destinationPort;
  return isSamePort && a[side] === b[side];
}

type Wish = { readonly side: Side; readonly range: NatRange; readonly connection: Connection };

/** As get_unique_tuple: what is wanted if it is free, else another port of the range. */
function chooseTuple(current: Tuple, { side, range, connection }: Wish, choice: NatChoice): Tuple {
  const isFree = (tuple: Tuple) => !choice.conntrack.isTaken(invert(tuple), connection, choice.nowMs);
  if (side === "source" && !range.isRandom && isInRange(current, side, range) && isFree(current)) return current;
  const addressed = { ...current, [side]: chooseAddress(current, range) };
  if (!range.isRandom) {
    const { ports } = range;
    const isPortWanted = !ports || isPortInRange(addressed, side, ports);
    const isOnlyChoice = ports !== undefined && ports.from === ports.to;
    if (isPortWanted && (isOnlyChoice || isFree(addressed))) return addressed;
  }
  return choosePort(addressed, { side, range, isFree, random: choice.random });
}

/** As find_best_ips_proto: spread over a range by the client's address, and by the server's unless persistent. */
function chooseAddress(current: Tuple, { from, to, isPersistent }: NatRange): Ipv4 {
  if (from === to) return from;
  const [first, last] = [ipv4ToNumber(from), ipv4ToNumber(to)];
  const seed = isPersistent ? current.source : `${current.source} ${current.destination}`;
  let hash = 0x811c9dc5;
  for (let i = 0; i < seed.length; i++) hash = Math.imul(hash ^ seed.charCodeAt(i), 0x01000193);
  hash ^= hash >>> 15;
  return numberToIpv4(first + ((hash >>> 0) % (last - first + 1)));
}

type PortWish = {
  readonly side: Side;
  readonly range: NatRange;
  readonly isFree: (tuple: Tuple) => boolean;
  readonly random: Random;
};

/** As nf_nat_l4proto_unique_tuple: from a random start upwards, a named number of tries. */
function choosePort(tuple: Tuple, { side, range, isFree, random }: PortWish): Tuple {
  const ports = range.ports ?? defaultPorts(tuple, side);
  if (!ports) return tuple;
  const size = ports.to - ports.from + 1;
  if (size === 1) return withPort(tuple, side, ports.from);
  let start = range.isRandom || side === "source" ? random.below(65_536) : 0;
  let last = tuple;
  for (let tries = Math.min(size, PORTS_PER_ROUND_MAX); ; tries = Math.floor(tries / 2)) {
    for (let i = 0; i < tries; i++) {
      last = withPort(tuple, side, ports.from + ((start + i) % size));
      if (isFree(last)) return last;
    }
    if (tries >= size || tries < PORTS_PER_ROUND_MIN) return last;
    start = random.below(65_536);
  }
}

/** A source port stays among its kind: below 512, below 1024, or above; a destination port is not changed unasked. */
function defaultPorts(tuple: Tuple, side: Side): { readonly from: number; readonly to: number } | undefined {
  if (tuple.protocol === "icmp") return { from: 0, to: 65_535 };
  if (side === "destination") return undefined;
  if (tuple.sourcePort >= 1024) return { from: 1024, to: 65_535 };
  return tuple.sourcePort < 512 ? { from: 1, to: 511 } : { from: 600, to: 1023 };
}

function withPort(tuple: Tuple, side: Side, port: number): Tuple {
  return side === "source" || tuple.protocol === "icmp"
    ? { ...tuple, sourcePort: port }
    : { ...tuple, destinationPort: port };
}

function isInRange(tuple: Tuple, side: Side, { from, to, ports }: NatRange): boolean {
  const address = ipv4ToNumber(tuple[side]);
  const isAddressIn = address >= ipv4ToNumber(from) && address <= ipv4ToNumber(to);
  return isAddressIn && (!ports || isPortInRange(tuple, side, ports));
}

function isPortInRange(tuple: Tuple, side: Side, ports: { readonly from: number; readonly to: number }): boolean {
  const port = side === "source" || tuple.protocol === "icmp" ? tuple.sourcePort : tuple.destinationPort;
  return port >= ports.from && port <= ports.to;
}
