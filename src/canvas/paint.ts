// Draws what moves and the lines it moves on, on one 2D canvas over React Flow's nodes. Numbers are the drawing's own units.
import { companionFrame } from "../state/companions.ts";
import type { PacketKind, Trace } from "../engine/trace/trace.ts";
import type { Frame, MovingPacket } from "../state/playback.ts";
import { BAND_H, bandMiddle, BRIDGE_H, heightsOf, tierTop, underlayY } from "./drawing.ts";
import type { Box, Drawing, Machine, Point } from "./drawing.ts";
import type { Palette } from "./palette.ts";
import { isWaiting } from "./nodes.ts";
import type { Picture } from "./use-drawing.ts";
import type { Way } from "./way.ts";
import { pointOn, splitWay, TRUNK_PX, trunkX } from "./way.ts";

type Pen = CanvasRenderingContext2D;
/** What everything is drawn with, and from. */
export type Paint = {
  readonly pen: Pen;
  readonly palette: Palette;
  readonly picture: Picture;
  /** Of the playback. */
  readonly timeMs: number;
  /** Namespaces whose things are faint. */
  readonly hidden: readonly string[];
};

/** Draws one frame. The pen's transform is the viewport's. */
export function paintScene(paint: Paint, frame: Frame | undefined): void {
  paintWires(paint);
  if (paint.picture.drawing.density === "painted") paintPods(paint);
  if (frame === undefined) return;
  paintWays(paint, frame);
  paintCompanions(paint);
  const { playback, ways } = paint.picture;
  if (playback) for (const packet of frame.packets) paintPacket(paint, packet, { trace: playback.trace, ways });
}

/** Packets of the requests that go on beside the current one: smaller, and without words. */
function paintCompanions(paint: Paint): void {
  const { pen, picture, timeMs } = paint;
  pen.globalAlpha = 0.8;
  for (const companion of picture.companions) {
    const { ways, playback } = companion;
    for (const packet of companionFrame(companion, timeMs)?.packets ?? [])
      paintPacket(paint, packet, { trace: playback.trace, ways, scale: 0.75 });
  }
  pen.globalAlpha = 1;
}

function paintWires({ pen, palette, picture }: Paint): void {
  const { drawing, scene } = picture;
  const machines = drawing.machines.filter((machine) => !isWaiting(machine));
  const { rulesEnd, rules, total } = heightsOf(drawing);
  pen.lineWidth = 1;
  pen.strokeStyle = palette["--line-strong"];
  pen.beginPath();
  for (const machine of machines) wireMachine({ pen, drawing, machine });
  for (const tier of new Set(machines.map((machine) => machine.tier))) {
    const xs = machines.filter((one) => one.tier === tier).map(trunkX);
    const y = underlayY(drawing, tier) + 0.5;
    const isLast = tier === drawing.lastTier;
    const ends = isLast ? drawing.outsides.map(({ box }) => box.x + box.width / 2) : [];
    pen.moveTo(drawing.lastTier > 0 ? -TRUNK_PX : Math.min(...xs), y);
    pen.lineTo(Math.max(...xs, ...ends), y);
  }
  wireOutsides({ pen, drawing });
  pen.stroke();
  const traced = scene?.service;
  const isEmpty = traced !== undefined && picture.serviceOf.get(traced)?.hasEndpoints === false;
  const tint = palette[isEmpty ? "--reject-tint" : "--nat-tint"];
  paintWeave({ pen, palette, drawing, machines, from: rules, to: rulesEnd, traced, tint });
  paintBorder({ pen, palette, drawing, y: tierTop(total, drawing.lastTier) + total + 31 });
}

function wireMachine({ pen, drawing, machine }: { pen: Pen; drawing: Drawing; machine: Machine }): void {
  const { bridge, rules, rulesEnd, total } = heightsOf(drawing);
  const { y } = machine.box;
  const x = trunkX(machine) + 0.5;
  const segment = (from: number, to: number, at = x) => {
    pen.moveTo(at, y + from);
    pen.lineTo(at, y + to);
  };
  if (machine.columns > 0) segment(bridge + BRIDGE_H, rules);
  segment(rulesEnd, total - 9);
  segment(total + 9, underlayY(drawing, machine.tier) - y);
  if (drawing.density === "painted") return;
  const lowest = new Map<number, Box>();
  for (const key of machine.slots.keys()) {
    const box = drawing.pods.get(key);
    const known = box && lowest.get(box.x);
    if (box !== undefined && (known === undefined || known.y < box.y)) lowest.set(box.x, box);
  }
  for (const box of lowest.values()) segment(box.y - y + box.height, bridge, Math.round(box.x + box.width / 2) + 0.5);
}

function wireOutsides({ pen, drawing }: { pen: Pen; drawing: Drawing }): void {
  const y = underlayY(drawing, drawing.lastTier);
  for (const { box } of drawing.outsides) {
    const x = Math.round(box.x + box.width / 2) + 0.5;
    pen.moveTo(x, y);
    pen.lineTo(x, box.y);
  }
  if (drawing.lastTier === 0) return;
  pen.moveTo(-TRUNK_PX + 0.5, underlayY(drawing, 0));
  pen.lineTo(-TRUNK_PX + 0.5, y);
}

type Weave = {
  readonly pen: Pen;
  readonly palette: Palette;
  readonly drawing: Drawing;
  readonly machines: readonly Machine[];
  readonly from: number;
  readonly to: number;
  readonly traced: string | undefined;
  readonly tint: string;
};

/** Between machines the bands go on: the rules are the same on every node. */
function paintWeave({ pen, palette, drawing, machines, from, to, traced, tint }: Weave): void {
  const inOrder = machines.toSorted((a, b) => a.tier - b.tier || a.box.x - b.box.x);
  inOrder.slice(1).forEach((machine, index) => {
    const before = inOrder[index];
    if (before?.tier !== machine.tier) return;
    const x = before.box.x + before.box.width;
    const width = machine.box.x - x;
    const top = machine.box.y;
    pen.fillStyle = palette["--bg-sunken"];
    pen.fillRect(x, top + from + 20, width, to - from - 20);
    const middle = traced === undefined ? undefined : bandMiddle(drawing, traced);
    if (middle !== undefined) {
      pen.fillStyle = tint;
      pen.fillRect(x, top + middle - BAND_H / 2, width, BAND_H);
    }
    pen.fillStyle = palette["--line"];
    for (let y = from + 20; y < to; y += BAND_H) pen.fillRect(x, top + y, width, 1);
  });
}

function paintBorder(about: { pen: Pen; palette: Palette; drawing: Drawing; y: number }): void {
  const { pen, palette, drawing, y } = about;
  const left = Math.min(drawing.size.width, ...drawing.outsides.map(({ box }) => box.x)) - 28;
  pen.strokeStyle = palette["--line-control"];
  pen.setLineDash([4, 4]);
  pen.beginPath();
  pen.moveTo(left, y + 0.5);
  pen.lineTo(drawing.size.width, y + 0.5);
  pen.stroke();
  pen.setLineDash([]);
}

/** Each pod as a cell: its namespace's colour when it is ready, hollow when it is not; faint when its namespace is hidden. */
function paintPods({ pen, palette, picture, hidden }: Paint): void {
  const { drawing, podOf, scene } = picture;
  let filled = "";
  for (const [key, { x, y, width, height }] of drawing.pods) {
    const pod = podOf.get(key);
    if (pod === undefined) continue;
    const isOnTheWay = key === scene?.sender || key === scene?.target;
    const isHidden = !isOnTheWay && hidden.includes(pod.namespace);
    const colour = isHidden ? palette["--line"] : palette.namespace(pod.namespace);
    if (pod.health === "ready") {
      if (filled !== colour) pen.fillStyle = colour;
      filled = colour;
      pen.fillRect(x, y, width, height);
    } else {
      pen.strokeStyle = pod.health === "failed" ? palette["--reject"] : colour;
      pen.strokeRect(x + 0.75, y + 0.75, width - 1.5, height - 1.5);
    }
    if (!isOnTheWay) continue;
    pen.lineWidth = 2;
    pen.strokeStyle = palette["--accent"];
    if (key === scene.target) pen.setLineDash([2, 2]);
    pen.strokeRect(x - 2, y - 2, width + 4, height + 4);
    pen.setLineDash([]);
    pen.lineWidth = 1;
  }
}

/** The current packet's way: behind it drawn through, before it dotted; an error's way back in red. */
function paintWays({ pen, palette, picture }: Paint, frame: Frame): void {
  const { current } = frame;
  const way = current && picture.ways[current.row];
  if (current === undefined || way === undefined || picture.playback === undefined) return;
  const packet = picture.playback.trace.packets[current.packet];
  const moving = frame.packets.find((one) => one.moment === current);
  const [behind, ahead] = splitWay(way, current.at, moving?.progress ?? 0);
  const isBad = packet?.fate.kind !== "delivered" || packet.kind === "icmp-error" || packet.kind === "tcp-reset";
  strokeWay(pen, ahead, { colour: palette["--trail"], width: 1.5, dash: [2, 4], hasArrow: true });
  strokeWay(pen, behind, {
    colour: isBad ? palette["--reject"] : palette["--accent"],
    width: packet?.kind === "icmp-error" ? 1.5 : 2.5,
    dash: packet?.kind === "icmp-error" ? [5, 4] : [],
    hasArrow: false,
  });
  const answer = answeringError(picture, current.row);
  if (answer !== undefined && frame.current?.mark === "rejected") {
    const line = picture.ways[answer]?.points ?? [];
    strokeWay(pen, aside(line), { colour: palette["--reject"], width: 1.5, dash: [5, 4], hasArrow: true });
  }
}

/** The row of the ICMP error or reset that answers a row's packet. */
function answeringError({ playback }: Picture, row: number): number | undefined {
  const asked = playback?.rows[row];
  const id = asked && playback?.trace.packets[asked.packet]?.id;
  const index = playback?.rows.findIndex(({ packet }) => {
    const other = playback.trace.packets[packet];
    return other?.answers === id && (other?.kind === "icmp-error" || other?.kind === "tcp-reset");
  });
  return index === undefined || index < 0 ? undefined : index;
}

/** Beside the line that it would lie on. */
function aside(points: readonly Point[]): readonly Point[] {
  return points.map(({ x, y }) => ({ x: x + 12, y }));
}

type Stroke = {
  readonly colour: string;
  readonly width: number;
  readonly dash: readonly number[];
  readonly hasArrow: boolean;
};

function strokeWay(pen: Pen, points: readonly Point[], { colour, width, dash, hasArrow }: Stroke): void {
  const [first, ...rest] = points;
  const last = rest.at(-1);
  if (first === undefined || last === undefined) return;
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.lineJoin = "round";
  pen.setLineDash([...dash]);
  pen.beginPath();
  pen.moveTo(first.x, first.y);
  for (const { x, y } of rest) pen.lineTo(x, y);
  pen.stroke();
  pen.setLineDash([]);
  if (hasArrow) arrow(pen, points.at(-2) ?? first, last);
}

function arrow(pen: Pen, from: Point, to: Point): void {
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  const wing = (turn: number) => ({
    x: to.x - 7 * Math.cos(angle + turn),
    y: to.y - 7 * Math.sin(angle + turn),
  });
  const [left, right] = [wing(0.55), wing(-0.55)];
  pen.lineWidth = 1.5;
  pen.beginPath();
  pen.moveTo(left.x, left.y);
  pen.lineTo(to.x, to.y);
  pen.lineTo(right.x, right.y);
  pen.stroke();
}

/** What it is by shape and colour: DNS a disc, SYN a triangle, data a square, what says no an octagon, ARP and ping a ring. */
function paintPacket(
  { pen, palette }: Paint,
  packet: MovingPacket,
  { trace, ways, scale = 1 }: { readonly trace: Trace; readonly ways: readonly Way[]; readonly scale?: number },
): void {
  const way = ways[packet.moment.row];
  const point = way && pointOn(way, packet.moment.at, packet.progress);
  const kind = trace.packets[packet.packet]?.kind;
  if (point === undefined || kind === undefined) return;
  const look = LOOKS[kind];
  pen.save();
  pen.translate(point.x, point.y);
  pen.scale(scale, scale);
  pen.fillStyle = palette["--bg-raised"];
  pen.strokeStyle = palette[look.colour];
  pen.lineWidth = 2;
  pen.beginPath();
  outline(pen, look.shape);
  pen.fill();
  if (look.shape !== "ring") {
    pen.fillStyle = palette[look.colour];
    pen.fill();
    pen.strokeStyle = palette["--bg-raised"];
    pen.lineWidth = 1.5;
  }
  pen.stroke();
  pen.restore();
}

type Shape = "disc" | "triangle" | "square" | "octagon" | "ring";

function outline(pen: Pen, shape: Shape): void {
  if (shape === "disc" || shape === "ring") return pen.arc(0, 0, 6, 0, Math.PI * 2);
  if (shape === "square") return pen.rect(-5.5, -5.5, 11, 11);
  const corners = shape === "triangle" ? 3 : 8;
  const turn = shape === "triangle" ? -Math.PI / 2 : Math.PI / 8;
  for (let i = 0; i < corners; i++) {
    const angle = turn + (i * 2 * Math.PI) / corners;
    pen.lineTo(7.5 * Math.cos(angle), 7.5 * Math.sin(angle));
  }
  pen.closePath();
}

type Look = { readonly shape: Shape; readonly colour: "--dns" | "--accent" | "--reject" | "--route" | "--deliver" };

const LOOKS: Readonly<Record<PacketKind, Look>> = {
  "dns-query": { shape: "disc", colour: "--dns" },
  "dns-answer": { shape: "disc", colour: "--dns" },
  "tcp-syn": { shape: "triangle", colour: "--accent" },
  "tcp-syn-ack": { shape: "triangle", colour: "--accent" },
  "tcp-ack": { shape: "triangle", colour: "--route" },
  "tcp-fin": { shape: "octagon", colour: "--route" },
  "tcp-reset": { shape: "octagon", colour: "--reject" },
  "tcp-data": { shape: "square", colour: "--accent" },
  "http-request": { shape: "square", colour: "--accent" },
  "http-response": { shape: "square", colour: "--deliver" },
  udp: { shape: "square", colour: "--accent" },
  "icmp-echo": { shape: "ring", colour: "--accent" },
  "icmp-echo-reply": { shape: "ring", colour: "--deliver" },
  "icmp-error": { shape: "octagon", colour: "--reject" },
  "arp-request": { shape: "ring", colour: "--route" },
  "arp-reply": { shape: "ring", colour: "--route" },
};
