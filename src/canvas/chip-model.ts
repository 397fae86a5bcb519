// The packet as a chip: what it is, from where to where, what just changed; and where the chip stands.
import type { Header } from "../engine/model/packet.ts";
import type { PacketTrace, Trace } from "../engine/trace/trace.ts";
import type { Frame, MovingPacket } from "../state/playback.ts";
import { destinationText, packetWord, sourceText } from "../state/trace-names.ts";
import { BRIDGE_H, heightsOf } from "./drawing.ts";
import type { Drawing, Point } from "./drawing.ts";
import type { Picture } from "./use-drawing.ts";
import { pointOn } from "./way.ts";

/** A chip's words. `changed` says which end a rewrite has just made new; `was` is the header before it. */
export type Chip = {
  readonly kind: string;
  readonly source: string;
  readonly destination: string;
  readonly changed?: "source" | "destination";
  readonly isStruck: boolean;
  readonly was?: { readonly source: string; readonly destination: string };
  readonly tone: "plain" | "reject";
  readonly at: Point;
  readonly wasAt: Point;
  /** What comes back where it was rejected. */
  readonly answer?: { readonly text: string; readonly at: Point };
};

/** The chip of the packet that the page speaks of. */
export function chipOf(picture: Picture, frame: Frame | undefined): Chip | undefined {
  const current = frame?.current;
  const packet = frame?.packets.find(({ moment }) => moment === current);
  const trace = picture.playback?.trace;
  const sent = packet && trace?.packets[packet.packet];
  const way = packet && picture.ways[packet.moment.row];
  const point = packet && way && pointOn(way, packet.moment.at, packet.progress);
  if (packet === undefined || sent === undefined || point === undefined) return undefined;
  const isBack = picture.playback?.rows[packet.moment.row]?.isBack ?? false;
  const words = (header: Header) => endsOf(header, isBack);
  const rewrite = packet.progress < 0.5 ? packet.rewrite : undefined;
  const changed = rewrite && changedEnd(rewrite);
  const isBad = packet.moment.mark === "rejected" || packet.moment.mark === "lost";
  const placed = placeChip(picture.drawing, point);
  const answer = packet.moment.mark === "rejected" ? answerText(trace, sent) : undefined;
  return {
    kind: packetWord(sent),
    ...words(packet.header),
    isStruck: rewrite?.phase === "struck",
    tone: isBad || sent.kind === "icmp-error" || sent.kind === "tcp-reset" ? "reject" : "plain",
    ...placed,
    ...(answer && { at: placed.wasAt, answer: { text: answer, at: placed.at } }),
    ...(changed && { changed }),
    ...(rewrite?.phase === "written" && { was: words(rewrite.before) }),
  };
}

/** "ICMP port unreachable → 10.244.2.4": the error that answers a packet. */
function answerText(trace: Trace | undefined, { id }: PacketTrace): string | undefined {
  const error = trace?.packets.find(({ answers, kind }) => answers === id && kind === "icmp-error");
  return error && `${packetWord(error)} → ${error.header.destination}`;
}

/** The port that matters is the Service's; the sender's own is drawn anew with each connection. */
function endsOf(header: Header, isBack: boolean): { readonly source: string; readonly destination: string } {
  return isBack
    ? { source: sourceText(header), destination: header.destination }
    : { source: header.source, destination: destinationText(header) };
}

function changedEnd({ before, after }: NonNullable<MovingPacket["rewrite"]>): "source" | "destination" {
  return sourceText(before) === sourceText(after) ? "destination" : "source";
}

/** Half of the widest chip. */
const CHIP_HALF_PX = 132;

/** Beside what it is at, never over its words: under the bridge, under the rules, or on the network's line. */
function placeChip(drawing: Drawing, point: Point): { readonly at: Point; readonly wasAt: Point } {
  const x = Math.min(Math.max(CHIP_HALF_PX, point.x), Math.max(CHIP_HALF_PX, drawing.size.width - CHIP_HALF_PX));
  const machine = drawing.machines.find(({ box }) => point.y >= box.y && point.y <= box.y + box.height + 1);
  const pill = drawing.outsides.find(({ box }) => point.x === box.x + box.width / 2 && point.y >= box.y - 1);
  if (pill !== undefined) return { at: { x, y: pill.box.y + 44 }, wasAt: { x, y: point.y - 36 } };
  if (machine === undefined) return { at: { x, y: point.y - 12 }, wasAt: { x, y: point.y - 36 } };
  const { bridge, rules, rulesEnd } = heightsOf(drawing);
  const top = machine.box.y;
  const above = top + bridge + BRIDGE_H + 5;
  const isAbove = point.y < top + rules;
  return { at: { x, y: isAbove ? above : top + rulesEnd + 6 }, wasAt: { x, y: above + 2 } };
}
