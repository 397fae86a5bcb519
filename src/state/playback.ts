// Playback time is not trace time: a trace lasts two milliseconds or three minutes, and both are to be watched. Everything
// here is a function of the trace; the store that holds the moment is playback-store.ts. Read `Playback` first.
import type { Header } from "../engine/model/packet.ts";
import type { PacketTrace, Step, Trace } from "../engine/trace/trace.ts";
import { columnsOf, rowsOf } from "./visits.ts";
import type { Column, Detail, Row, Visit } from "./visits.ts";

/** From one host to the next. */
export const HOP_MS = 480;
/** From one place to the next within a host. */
export const STATION_MS = 120;
/** The old address is struck, then the new one appears. */
export const REWRITE_MS = 240;
/** Nothing moves: the trace's own time, but at most this long. */
export const SILENCE_MS_MAX = 1000;

/** A visit in playback time. */
export type Moment = Visit & {
  /** The row of the strip, and the place within it. */
  readonly row: number;
  readonly at: number;
  /** It arrives. */
  readonly atMs: number;
  /** What happens here has happened: where a step of the player stops. The packet goes on from here. */
  readonly settledMs: number;
  /** The trace's own time. */
  readonly traceMs: number;
};

/** A trace laid out in playback time. */
export type Playback = {
  readonly trace: Trace;
  readonly detail: Detail;
  readonly rows: readonly Row[];
  readonly columns: readonly Column[];
  /** In the order of `settledMs`: what stepping steps through. */
  readonly moments: readonly Moment[];
  /** The same, row by row. */
  readonly momentsOfRow: readonly (readonly Moment[])[];
  readonly totalMs: number;
};

/** A packet that is under way at a moment of playback time. */
export type MovingPacket = {
  readonly packet: number;
  readonly moment: Moment;
  /** Where it goes next; absent at its end. */
  readonly next?: Moment;
  /** From `moment` (0) to `next` (1), eased. */
  readonly progress: number;
  /** As it is now. */
  readonly header: Header;
  /** A rewrite that is under way or has just been done here. */
  readonly rewrite?: { readonly before: Header; readonly after: Header; readonly phase: "struck" | "written" };
};

/** What is to be seen at a moment. */
export type Frame = {
  readonly traceMs: number;
  /** The place reached last: what caption, inspector and strip speak of. */
  readonly current?: Moment;
  readonly packets: readonly MovingPacket[];
};

const kept = new WeakMap<Trace, Map<Detail, Playback>>();

/** The trace in playback time; kept, as all panes ask for it. */
export function playbackOf(trace: Trace, detail: Detail): Playback {
  const known = kept.get(trace)?.get(detail);
  if (known !== undefined) return known;
  const made = layOut(trace, detail);
  kept.set(trace, (kept.get(trace) ?? new Map<Detail, Playback>()).set(detail, made));
  return made;
}

/** Same playback and moment, same frame, whichever way one scrubs. */
export function frameAt(playback: Playback, timeMs: number): Frame {
  const current = momentAt(playback, timeMs);
  const packets = playback.momentsOfRow.flatMap((moments): readonly MovingPacket[] => {
    const index = moments.findLastIndex((moment) => moment.atMs <= timeMs);
    const moment = moments[index];
    const next = moments[index + 1];
    if (moment === undefined || (next === undefined && moment !== current)) return [];
    return [movingPacket({ playback, timeMs, moment, next })];
  });
  return { traceMs: traceTimeAt(playback, timeMs), packets, ...(current && { current }) };
}

/** The moment that was reached last; the first one before the beginning. */
export function momentAt({ moments }: Playback, timeMs: number): Moment | undefined {
  return moments[Math.max(0, lastIndexAt(moments, timeMs))];
}

/** Where a step forward or back from this time stops; undefined at the ends. */
export function neighbourOf(playback: Playback, timeMs: number, direction: "next" | "previous"): Moment | undefined {
  const here = lastIndexAt(playback.moments, timeMs);
  if (direction === "next") {
    const moment = playback.moments[here];
    return moment !== undefined && moment.settledMs > timeMs ? moment : playback.moments[here + 1];
  }
  return playback.moments[here - 1];
}

/** The first moment of the next packet; of the packet itself, or of the one before when it stands at its beginning. */
export function packetNeighbourOf(
  playback: Playback,
  timeMs: number,
  direction: "next" | "previous",
): Moment | undefined {
  const current = momentAt(playback, timeMs);
  if (current === undefined) return undefined;
  const row = direction === "next" ? current.row + 1 : current.row - (current.at === 0 ? 1 : 0);
  return playback.momentsOfRow[row]?.[0];
}

/** The playback time of a place of the trace, for links and for "show this hop". */
export function momentOf(
  playback: Playback,
  place: { readonly packet: number; readonly hop: number; readonly step?: number },
): Moment | undefined {
  const isHere = (moment: Moment) => moment.packet === place.packet && moment.hop === place.hop;
  const { step } = place;
  const exact = playback.moments.find((m) => isHere(m) && (step === undefined || m.steps.includes(step)));
  return exact ?? playback.moments.find(isHere) ?? playback.moments.find((m) => m.packet === place.packet);
}

/** The header of a packet when it has settled at a moment: as sent, with every rewrite so far. */
export function headerAt(trace: Trace, moment: Moment): Header {
  return headerUntil(trace, moment, Math.max((moment.steps.at(-1) ?? -1) + 1, moment.steps[0] ?? 0));
}

/** The header of a packet when it comes to a moment: before what happens there. */
export function headerBefore(trace: Trace, moment: Moment): Header {
  return headerUntil(trace, moment, moment.steps[0] ?? 0);
}

/** As sent, with what was done to it on the hops before, and by the first steps of this one. */
function headerUntil(trace: Trace, moment: Moment, steps: number): Header {
  const packet = trace.packets[moment.packet];
  if (packet === undefined) throw new Error(`the trace has no packet ${moment.packet}`);
  return packet.hops.slice(0, moment.hop + 1).reduce((header, hop, index) => {
    const done = index < moment.hop ? hop.steps : hop.steps.slice(0, steps);
    return done.reduce((before, step) => {
      if (step.kind === "rewrite" || step.kind === "relay") return step.after;
      const isForwarded = step.kind === "route" && hop.in !== undefined && hop.out !== undefined;
      return isForwarded ? { ...before, ttl: before.ttl - 1 } : before;
    }, header);
  }, packet.header);
}

function movingPacket(about: {
  readonly playback: Playback;
  readonly timeMs: number;
  readonly moment: Moment;
  readonly next: Moment | undefined;
}): MovingPacket {
  const { playback, timeMs, moment, next } = about;
  const rewrites = stepsAt(playback.trace, moment).filter((step) => step.kind === "rewrite");
  const [before, after] = [rewrites[0]?.before, rewrites.at(-1)?.after];
  const isStruck = timeMs < moment.settledMs - REWRITE_MS / 2;
  const way = next === undefined ? 0 : (timeMs - moment.settledMs) / Math.max(1, next.atMs - moment.settledMs);
  return {
    packet: moment.packet,
    moment,
    ...(next && { next }),
    progress: ease(Math.min(1, Math.max(0, way))),
    header: before !== undefined && isStruck ? before : headerAt(playback.trace, moment),
    ...(before && after && { rewrite: { before, after, phase: isStruck ? "struck" : "written" } }),
  };
}

/** The steps of a moment, in order. */
export function stepsAt(trace: Trace, moment: Visit): readonly PacketTrace["hops"][number]["steps"][number][] {
  const hop = trace.packets[moment.packet]?.hops[moment.hop];
  return moment.steps.flatMap((index) => hop?.steps[index] ?? []);
}

/** What the conntrack entry did to the packet at a moment, without any rule: the rewrite, and whether it undid one on the way back. */
export type Restoring = {
  readonly step: Extract<Step, { kind: "rewrite" }>;
  /** "DNAT" on the way forth, "un-DNAT" on the way back. */
  readonly name: "DNAT" | "SNAT" | "un-DNAT" | "un-SNAT";
};

/** The rewrite of a moment that conntrack did by itself; undefined at any other. */
export function restoringAt(trace: Trace, moment: Visit): Restoring | undefined {
  if (moment.mark !== "restored") return undefined;
  const step = stepsAt(trace, moment).findLast((one) => one.kind === "rewrite");
  if (step === undefined) return undefined;
  const { before, after } = step;
  const isSource = before.source !== after.source || before.sourcePort !== after.sourcePort;
  if (step.by === "reply") return { step, name: isSource ? "un-DNAT" : "un-SNAT" };
  return { step, name: isSource ? "SNAT" : "DNAT" };
}

/** Slow at both ends, as the page's `--ease-hop`. */
function ease(way: number): number {
  return way < 0.5 ? 2 * way * way : 1 - (2 - 2 * way) ** 2 / 2;
}

/** The last moment whose arrival is not after the time; -1 before the first. */
function lastIndexAt(moments: readonly Moment[], timeMs: number): number {
  let [low, high] = [0, moments.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((moments[middle]?.atMs ?? Infinity) <= timeMs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function traceTimeAt({ moments, trace }: Playback, timeMs: number): number {
  const index = lastIndexAt(moments, timeMs);
  const [here, next] = [moments[index], moments[index + 1]];
  if (here === undefined) return trace.beganMs;
  if (next === undefined) return timeMs > here.settledMs ? trace.endedMs : here.traceMs;
  const share = Math.min(1, Math.max(0, (timeMs - here.settledMs) / Math.max(1, next.atMs - here.settledMs)));
  return here.traceMs + share * Math.max(0, next.traceMs - here.traceMs);
}

/** A hop's stay at a host and its way to the next one, as an interval of trace time that needs so long in playback. */
type Span = {
  readonly row: number;
  readonly hop: number;
  readonly from: number;
  readonly to: number;
  readonly ms: number;
};

/** Sets apart what happens at one instant of the trace: less than any real latency. */
const INSTANT_MS = 1e-6;

function layOut(trace: Trace, detail: Detail): Playback {
  const rows = rowsOf(trace, detail);
  const spans = spansOf(trace, rows);
  const startOf = playbackTimes(spans);
  const spanAt = new Map(spans.map((span) => [`${span.row}/${span.hop}`, span]));
  const momentsOfRow = rows.map((row, index) =>
    momentsOf({ trace, row, index, begins: (hop) => startOf(spanAt.get(`${index}/${hop}`)) }),
  );
  const moments = momentsOfRow.flat().toSorted((a, b) => a.atMs - b.atMs || a.row - b.row || a.at - b.at);
  const totalMs = Math.max(0, ...spans.map((span) => startOf(span) + span.ms));
  return { trace, detail, rows, columns: columnsOf(trace, rows), moments, momentsOfRow, totalMs };
}

function momentsOf(about: {
  readonly trace: Trace;
  readonly row: Row;
  readonly index: number;
  begins(hop: number): number;
}): readonly Moment[] {
  const { trace, row, index } = about;
  const hops = trace.packets[row.packet]?.hops ?? [];
  let settled = 0;
  let hopBefore = -1;
  return row.visits.map((visit, at): Moment => {
    const atMs = visit.hop === hopBefore ? settled + STATION_MS : about.begins(visit.hop);
    hopBefore = visit.hop;
    settled = atMs + rewriteMs(trace, visit);
    const hop = hops[visit.hop];
    const share = (visit.steps[0] ?? 0) / Math.max(1, hop?.steps.length ?? 1);
    const traceMs = hop === undefined ? trace.beganMs : hop.arrivedMs + share * (hop.leftMs - hop.arrivedMs);
    return { ...visit, row: index, at, atMs, settledMs: settled, traceMs };
  });
}

function rewriteMs(trace: Trace, visit: Visit): number {
  return stepsAt(trace, visit).some((step) => step.kind === "rewrite") ? REWRITE_MS : 0;
}

function spansOf(trace: Trace, rows: readonly Row[]): readonly Span[] {
  const ended: { readonly leftMs: number; readonly to: number }[] = [];
  return rows.flatMap((row, index) => {
    const packet = trace.packets[row.packet];
    if (packet === undefined) return [];
    const before = ended.filter(({ leftMs }) => leftMs <= packet.sentMs + INSTANT_MS).map(({ to }) => to);
    let clock = Math.max(packet.sentMs, ...before);
    const spans = packet.hops.map((hop, at): Span => {
      const from = at === 0 ? clock : Math.max(hop.arrivedMs, clock);
      const next = packet.hops[at + 1];
      clock = Math.max(next?.arrivedMs ?? hop.leftMs, from + INSTANT_MS);
      const visits = row.visits.filter((visit) => visit.hop === at);
      const rewrites = visits.reduce((sum, visit) => sum + rewriteMs(trace, visit), 0);
      const waits = clock - from > 1 ? Math.min(SILENCE_MS_MAX, clock - from) : 0;
      const ms = HOP_MS + STATION_MS * Math.max(0, visits.length - 1) + rewrites + waits;
      return { row: index, hop: at, from, to: clock, ms };
    });
    ended.push({ leftMs: packet.hops.at(-1)?.leftMs ?? packet.sentMs, to: clock });
    return spans;
  });
}

/** Lays the ends of all spans on one line: each span gets its time, silences theirs. */
function playbackTimes(spans: readonly Span[]): (span: Span | undefined) => number {
  const instants = [...new Set(spans.flatMap(({ from, to }) => [from, to]))].toSorted((a, b) => a - b);
  const endingAt = new Map<number, Span[]>();
  const starting = new Map<number, number>();
  for (const span of spans) {
    endingAt.set(span.to, [...(endingAt.get(span.to) ?? []), span]);
    starting.set(span.from, (starting.get(span.from) ?? 0) + 1);
  }
  const times = new Map<number, number>();
  let now = 0;
  let open = 0;
  let before = instants[0] ?? 0;
  for (const instant of instants) {
    if (open === 0) now += Math.min(SILENCE_MS_MAX, instant - before);
    const ending = endingAt.get(instant) ?? [];
    now = Math.max(now, ...ending.map((span) => (times.get(span.from) ?? 0) + span.ms));
    times.set(instant, now);
    open += (starting.get(instant) ?? 0) - ending.length;
    before = instant;
  }
  return (span) => (span === undefined ? 0 : (times.get(span.from) ?? 0));
}
