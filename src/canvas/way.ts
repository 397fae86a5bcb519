// A packet's way across the drawing: a line, and where on it each moment is. Read `wayOf` first.
import { parseHostName } from "../engine/model/host.ts";
import type { Hop, Trace } from "../engine/trace/trace.ts";
import type { Moment } from "../state/playback.ts";
import { bandMiddle, bridgeLine, heightsOf, postroutingY, RULES_HEAD_H, underlayY } from "./drawing.ts";
import type { Box, Drawing, Machine, Point } from "./drawing.ts";

/** The line of a packet; `stops[i]` is the index of the point where moment i of its row is. */
export type Way = { readonly points: readonly Point[]; readonly stops: readonly number[] };

/** What a way is made from. */
export type WayRequest = {
  readonly drawing: Drawing;
  readonly trace: Trace;
  readonly moments: readonly Moment[];
  /** The Service whose band the rules of this packet belong to. */
  readonly service: string | undefined;
};

/** The way of a row's packet. Hosts that are no longer drawn are left out. */
export function wayOf(request: WayRequest): Way {
  const points: Point[] = [];
  const stops: number[] = [];
  let host: string | undefined;
  for (const moment of request.moments) {
    const hop = request.trace.packets[moment.packet]?.hops[moment.hop];
    const leg = hop === undefined ? [] : legTo({ ...request, moment, hop, isEntering: moment.host !== host });
    if (host !== undefined && moment.host !== host) {
      if (isHandedOver(request.trace, moment)) addHandOver(points, leg);
      else addCrossing(points, leg, request.drawing);
    }
    for (const point of leg) addPoint(points, point);
    stops.push(Math.max(0, points.length - 1));
    host = moment.host;
  }
  return { points, stops };
}

/** Where on the way a packet is: between two moments, by the share of the way that it has done. */
export function pointOn({ points, stops }: Way, at: number, progress: number): Point | undefined {
  const from = stops[at] ?? 0;
  const to = stops[at + 1] ?? from;
  return alongLine(points.slice(from, to + 1), progress);
}

/** The way cut in two at a point: behind and ahead. */
export function splitWay(
  { points, stops }: Way,
  at: number,
  progress: number,
): readonly [readonly Point[], readonly Point[]] {
  const here = pointOn({ points, stops }, at, progress);
  if (here === undefined) return [[], points];
  const from = stops[at] ?? 0;
  const to = stops[at + 1] ?? from;
  const done = lengthOf(points.slice(from, to + 1)) * progress;
  let passed = 0;
  let cut = from;
  for (let i = from; i < to; i++) {
    const step = lengthOf(points.slice(i, i + 2));
    if (passed + step > done) break;
    passed += step;
    cut = i + 1;
  }
  return [
    [...points.slice(0, cut + 1), here],
    [here, ...points.slice(cut + 1)],
  ];
}

/** What a straight way leads over: hosts by name; without a `to` it ends at the rules. */
export type StraightRequest = {
  readonly from: string;
  readonly to: string | undefined;
  readonly service: string | undefined;
};

/** The way of a request that nobody traced: by the rules of the sender's machine (or the answerer's, for a sender outside) to who answers. */
export function straightWay(drawing: Drawing, { from, to, service }: StraightRequest): readonly Point[] {
  const [source, target] = [standOf(drawing, from), to === undefined ? undefined : standOf(drawing, to)];
  const machine = source?.machine ?? target?.machine;
  const rules = machine && { x: trunkX(machine), y: machine.box.y + rulesY(drawing, service) };
  const points: Point[] = [];
  for (const point of [source?.at, rules, target?.at]) {
    if (point === undefined) continue;
    if (points.length > 0) addCrossing(points, [point], drawing);
    addPoint(points, point);
  }
  return points;
}

/** Where a host stands, and in which machine. */
function standOf(drawing: Drawing, name: string): { readonly at: Point; readonly machine?: Machine } | undefined {
  const host = parseHostName(name);
  if (host === undefined) return { at: routerPoints(drawing)[0] ?? { x: 0, y: 0 } };
  if ("outside" in host) {
    const pill = drawing.outsides.find(({ address }) => address === host.outside)?.box;
    return pill && { at: topOf(pill) };
  }
  if ("node" in host) {
    const machine = drawing.machineOf.get(host.node);
    return machine && { at: { x: trunkX(machine), y: machine.box.y + rulesY(drawing, undefined) }, machine };
  }
  const box = drawing.pods.get(`${host.namespace}/${host.pod}`);
  const machine = box && machineAt(drawing, bottomOf(box));
  return box && { at: bottomOf(box), ...(machine && { machine }) };
}

function rulesY(drawing: Drawing, service: string | undefined): number {
  return (
    (service === undefined ? undefined : bandMiddle(drawing, service)) ?? heightsOf(drawing).rules + RULES_HEAD_H / 2
  );
}

type LegRequest = WayRequest & { readonly moment: Moment; readonly hop: Hop; readonly isEntering: boolean };

/** The points by which a moment is reached from the border of its host. */
function legTo({ drawing, moment, hop, isEntering, service }: LegRequest): readonly Point[] {
  const host = parseHostName(moment.host);
  if (host === undefined) return routerPoints(drawing);
  if ("outside" in host) {
    const pill = drawing.outsides.find(({ address }) => address === host.outside)?.box;
    return pill === undefined ? [] : [topOf(pill)];
  }
  if ("pod" in host) return podPoints(drawing, `${host.namespace}/${host.pod}`);
  const machine = drawing.machineOf.get(host.node);
  if (machine === undefined) return [];
  const side = sideOf(hop);
  const down = { x: trunkX(machine), y: machine.box.y + placeY(drawing, moment, service) };
  if (side === "turns" && isLeaving(moment)) {
    const beside = { x: down.x + TURN_PX, y: down.y };
    if (isEntering) return [...entry(drawing, machine, hop), down, beside];
    return moment.place === "route" ? [down, beside] : [beside];
  }
  const point = down;
  return isEntering ? [...entry(drawing, machine, hop), point] : [point];
}

/** A packet that comes from a pod and goes to a pod of the same machine goes down to the rules and back up beside itself. */
const TURN_PX = 12;

function sideOf(hop: Hop): "turns" | "passes" {
  const isInside = (name: string | undefined) => name !== undefined && !name.startsWith("eth");
  return isInside(hop.in) === isInside(hop.out) && hop.in !== undefined && hop.out !== undefined ? "turns" : "passes";
}

function isLeaving({ place }: Moment): boolean {
  return ["route", "filter FORWARD", "nat POSTROUTING", "SNAT", "neighbour"].includes(place);
}

function entry(drawing: Drawing, machine: Machine, hop: Hop): readonly Point[] {
  const { total } = heightsOf(drawing);
  const x = trunkX(machine);
  if (hop.in === undefined) return [];
  return hop.in.startsWith("eth") ? [{ x, y: machine.box.y + total }] : [{ x, y: machine.box.y + bridgeLine(drawing) }];
}

/** The height of a place within a machine: interfaces at their boxes, rules at their Service's band, the rest under the rules. */
function placeY(drawing: Drawing, { place }: Moment, service: string | undefined): number {
  const { rules, rulesEnd, total } = heightsOf(drawing);
  const band = rulesY(drawing, service);
  if (place === "cni0") return bridgeLine(drawing);
  if (place.startsWith("eth")) return total;
  if (place === "nat PREROUTING" || place === "nat OUTPUT") return rules + RULES_HEAD_H / 2;
  if (place === "filter FORWARD" || place === "filter INPUT" || place === "filter OUTPUT") return band;
  if (place === "DNAT" || place.startsWith("nat KUBE-") || place.startsWith("filter KUBE-")) return band;
  if (place === "host") return rules + RULES_HEAD_H / 2;
  if (place === "nat POSTROUTING" || place === "SNAT") return postroutingY(drawing);
  return rulesEnd + 6;
}

function podPoints(drawing: Drawing, key: string): readonly Point[] {
  const box = drawing.pods.get(key);
  return box === undefined ? [] : [bottomOf(box)];
}

/** Whether the kubelet carried it between the node and the pod: from within, not over the bridge. */
function isHandedOver(trace: Trace, moment: Moment): boolean {
  const before = trace.packets[moment.packet]?.hops[moment.hop - 1]?.steps.at(-1);
  return before?.kind === "relay" && before.by === "kubelet";
}

function addHandOver(points: Point[], leg: readonly Point[]): void {
  const [from, to] = [points.at(-1), leg[0]];
  if (from === undefined || to === undefined) return;
  const pod = from.y < to.y ? from : to;
  addPoint(points, { x: pod.x, y: Math.max(from.y, to.y) });
}

/** Between two hosts: by the bridge, over the node network, out of the cluster. */
function addCrossing(points: Point[], leg: readonly Point[], drawing: Drawing): void {
  const from = points.at(-1);
  const [to] = leg;
  if (from === undefined || to === undefined) return;
  const [here, there] = [machineAt(drawing, from), machineAt(drawing, to)];
  if (here !== undefined && here === there) {
    for (const point of overBridge(drawing, here, from, to)) addPoint(points, point);
    return;
  }
  const out = toNetwork(drawing, here, from);
  const into = toNetwork(drawing, there, to).toReversed();
  const [left, reached] = [out.at(-1)?.y ?? from.y, into[0]?.y ?? to.y];
  const trunk = left === reached ? [] : [left, reached].map((y) => ({ x: -TRUNK_PX, y }));
  for (const point of [...out, ...trunk, ...into]) addPoint(points, point);
}

/** The line left of the drawing that joins the networks of all tiers: they are one. */
export const TRUNK_PX = 14;

/** From a place within a machine, or outside of all, to the network. */
function toNetwork(drawing: Drawing, machine: Machine | undefined, from: Point): readonly Point[] {
  if (machine === undefined) return [{ x: from.x, y: underlayY(drawing, drawing.lastTier) }];
  const { total } = heightsOf(drawing);
  const x = trunkX(machine);
  const bridgeY = machine.box.y + bridgeLine(drawing);
  const isAbove = from.y < bridgeY;
  const down = [machine.box.y + total, underlayY(drawing, machine.tier)].map((y) => ({ x: isAbove ? x : from.x, y }));
  return isAbove ? [{ x: from.x, y: bridgeY }, { x, y: bridgeY }, ...down] : down;
}

function overBridge(drawing: Drawing, machine: Machine, from: Point, to: Point): readonly Point[] {
  const y = machine.box.y + bridgeLine(drawing);
  return [
    { x: from.x, y },
    { x: to.x, y },
  ];
}

/** Where a machine's packets go up and down: above its eth0; in narrow machines beside the words. */
export function trunkX({ box }: Machine): number {
  return Math.round(box.x + (isNarrow(box) ? box.width - NARROW_TRUNK_PX : box.width / 2));
}

/** Narrower machines show the names of Services without their addresses. */
const NARROW_W = 200;
const NARROW_TRUNK_PX = 20;

export function isNarrow({ width }: Box): boolean {
  return width < NARROW_W;
}

/** The router stands where the cluster's network meets the outside. */
function routerPoints(drawing: Drawing): readonly Point[] {
  const pill = drawing.outsides.at(-1)?.box;
  const x = pill === undefined ? drawing.size.width : topOf(pill).x;
  return [{ x, y: underlayY(drawing, drawing.lastTier) + 8 }];
}

function machineAt(drawing: Drawing, { x, y }: Point): Machine | undefined {
  return drawing.machines.find(
    ({ box }) => x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height,
  );
}

export function bottomOf({ x, y, width, height }: Box): Point {
  return { x: x + width / 2, y: y + height };
}

function topOf({ x, y, width }: Box): Point {
  return { x: x + width / 2, y };
}

function addPoint(points: Point[], point: Point): void {
  const last = points.at(-1);
  if (last === undefined || last.x !== point.x || last.y !== point.y) points.push(point);
}

/** The point at a share of a line's length. */
export function alongLine(points: readonly Point[], share: number): Point | undefined {
  let left = lengthOf(points) * share;
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1], points[i]];
    if (a === undefined || b === undefined) break;
    const step = Math.hypot(b.x - a.x, b.y - a.y);
    if (left <= step && step > 0) return { x: a.x + ((b.x - a.x) * left) / step, y: a.y + ((b.y - a.y) * left) / step };
    left -= step;
  }
  return points.at(-1);
}

function lengthOf(points: readonly Point[]): number {
  return points.reduce((sum, { x, y }, index) => {
    const before = points[index - 1];
    return before === undefined ? 0 : sum + Math.hypot(x - before.x, y - before.y);
  }, 0);
}
