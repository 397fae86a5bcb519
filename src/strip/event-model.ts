// The event list: every step of every packet in order of time, as lines that can be filtered and searched.
import { stepText } from "../engine/trace/trace-text.ts";
import type { PacketTrace, Step } from "../engine/trace/trace.ts";
import { playbackOf } from "../state/playback.ts";
import type { Moment, Playback } from "../state/playback.ts";
import { destinationText, hostLabel, packetWord, sourceText } from "../state/trace-names.ts";
import { placeName } from "../state/visits.ts";

/** What the list can be narrowed to. */
export type EventTopic = "dns" | "nat" | "rules" | "routes" | "arp" | "replies";

export const EVENT_TOPICS: readonly EventTopic[] = ["dns", "nat", "rules", "routes", "arp", "replies"];

/** A line of the list. */
export type TraceEvent = {
  readonly moment: Moment;
  readonly packet: string;
  readonly place: string;
  readonly text: string;
  readonly topics: ReadonlySet<EventTopic>;
};

/** All events of a trace, in the order in which they happened: packets that are under way at once take turns. */
export function eventsOf(playback: Playback): readonly TraceEvent[] {
  const { moments, trace } = playbackOf(playback.trace, "detailed");
  const timeOf = timesOf(moments);
  const inTime = moments.toSorted((a, b) => timeOf(a) - timeOf(b) || a.row - b.row || a.at - b.at);
  return inTime.flatMap((moment): readonly TraceEvent[] => {
    const packet = trace.packets[moment.packet];
    if (packet === undefined) return [];
    const steps = moment.steps.flatMap((index) => packet.hops[moment.hop]?.steps[index] ?? []);
    const place =
      moment.place === "host" ? hostLabel(moment.host) : `${hostLabel(moment.host)} ${placeName(moment.place)}`;
    const about = { moment, packet: packetWord(packet), place };
    const lines =
      steps.length > 0 ? steps.map(stepText) : [`${sourceText(packet.header)} → ${destinationText(packet.header)}`];
    return lines.map((text, index) => ({ ...about, text, topics: topicsOf(packet, steps[index]) }));
  });
}

/** The trace's time of each moment; of a packet's own, none is before the one that led to it. */
function timesOf(moments: readonly Moment[]): (moment: Moment) => number {
  const times = new Map<Moment, number>();
  const lastOfRow = new Map<number, number>();
  for (const moment of moments.toSorted((a, b) => a.row - b.row || a.at - b.at)) {
    const time = Math.max(moment.traceMs, lastOfRow.get(moment.row) ?? 0);
    lastOfRow.set(moment.row, time);
    times.set(moment, time);
  }
  return (moment) => times.get(moment) ?? moment.traceMs;
}

/** Those that have one of the topics (all, when none is asked for) and contain the words. */
export function findEvents(
  events: readonly TraceEvent[],
  asked: { readonly topics: ReadonlySet<EventTopic>; readonly words: string },
): readonly TraceEvent[] {
  const words = asked.words.toLowerCase().split(/\s+/).filter(Boolean);
  return events.filter(({ topics, packet, place, text }) => {
    const isAsked = asked.topics.size === 0 || [...asked.topics].some((topic) => topics.has(topic));
    const line = `${packet} ${place} ${text}`.toLowerCase();
    return isAsked && words.every((word) => line.includes(word));
  });
}

function topicsOf(packet: PacketTrace, step: Step | undefined): ReadonlySet<EventTopic> {
  const topics = new Set<EventTopic>();
  if (packet.kind.startsWith("dns")) topics.add("dns");
  if (packet.kind.startsWith("arp") || step?.kind === "neighbour") topics.add("arp");
  if (packet.answers !== undefined) topics.add("replies");
  if (step?.kind === "rewrite" || step?.kind === "conntrack") topics.add("nat");
  if (step?.kind === "rule" || step?.kind === "policy" || step?.kind === "reject") topics.add("rules");
  if (step?.kind === "route" || step?.kind === "bridge") topics.add("routes");
  return topics;
}
