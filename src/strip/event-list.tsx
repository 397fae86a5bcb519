import { Search } from "lucide-react";
import { useMemo, useState } from "react";
import { goToPlace, useMoment } from "../state/playback-store.ts";
import { playbackOf } from "../state/playback.ts";
import type { Playback } from "../state/playback.ts";
import { useMessage } from "../ui/i18n/message.tsx";
import { useCurrentInSight } from "./current-in-sight.ts";
import { EVENT_TOPICS, eventsOf, findEvents } from "./event-model.ts";
import type { EventTopic, TraceEvent } from "./event-model.ts";
import { momentName } from "./followed-mark.ts";
import { useLit } from "./lit.ts";
import { timeText } from "./numbers.ts";

const TOPIC_TEXT = {
  dns: "strip.dnsOnly",
  nat: "strip.showNat",
  rules: "strip.showRules",
  routes: "strip.showRoutes",
  arp: "strip.showArp",
  replies: "strip.showReplies",
} as const satisfies Record<EventTopic, string>;

/** Lines that are drawn at once; the search finds the others. */
const EVENTS_DRAWN_MAX = 500;

/** Every step of every packet, with filters and a search. */
export default function EventList({ playback }: { readonly playback: Playback }) {
  const message = useMessage();
  const [topics, setTopics] = useState<ReadonlySet<EventTopic>>(new Set());
  const [words, setWords] = useState("");
  const events = useMemo(() => eventsOf(playback), [playback]);
  const found = useMemo(() => findEvents(events, { topics, words }), [events, topics, words]);
  const toggle = (topic: EventTopic) => {
    const next = new Set(topics);
    if (!next.delete(topic)) next.add(topic);
    setTopics(next);
  };
  return (
    <div className="events">
      <div className="events__tools">
        <label className="events__search">
          <Search className="icon" aria-hidden="true" />
          <input
            type="search"
            value={words}
            placeholder={message("strip.search")}
            aria-label={message("strip.search")}
            onChange={(event) => setWords(event.target.value)}
          />
        </label>
        <div className="events__topics" role="group" aria-label={message("strip.filter")}>
          {EVENT_TOPICS.map((topic) => (
            <button key={topic} type="button" aria-pressed={topics.has(topic)} onClick={() => toggle(topic)}>
              {message(TOPIC_TEXT[topic])}
            </button>
          ))}
        </div>
        <span className="events__count" role="status">
          {message("strip.eventCount", { count: found.length })}
        </span>
      </div>
      {found.length === 0 ? (
        <p className="strip__empty">{message("strip.noEvents")}</p>
      ) : (
        <EventTable playback={playback} events={found.slice(0, EVENTS_DRAWN_MAX)} />
      )}
    </div>
  );
}

function EventTable({ playback, events }: { readonly playback: Playback; readonly events: readonly TraceEvent[] }) {
  const message = useMessage();
  const now = useMoment();
  const { beganMs, endedMs } = playback.trace;
  const lit = useLit(playbackOf(playback.trace, "detailed"));
  const box = useCurrentInSight<HTMLDivElement>(`${now && momentName(now)} of ${events.length}`);
  return (
    <div className="events__scroll" ref={box}>
      <table className="events__table">
        <thead>
          <tr>
            <th scope="col">{message("strip.time")}</th>
            <th scope="col">{message("strip.packet")}</th>
            <th scope="col">{message("strip.place")}</th>
            <th scope="col">{message("strip.happened")}</th>
          </tr>
        </thead>
        <tbody>
          {events.map(({ moment, packet, place, text }, index) => {
            const isNow =
              now?.packet === moment.packet &&
              now.hop === moment.hop &&
              moment.steps.some((s) => now.steps.includes(s));
            const isLit = lit.get(moment.row)?.has(moment.at) ?? false;
            const [step] = moment.steps;
            const go = () => goToPlace({ packet: moment.packet, hop: moment.hop, ...(step !== undefined && { step }) });
            return (
              <tr key={index} className={`${isNow ? "is-now" : ""} ${isLit ? "is-lit" : ""}`}>
                <td>{timeText(moment.traceMs - beganMs, endedMs - beganMs)}</td>
                <td>{packet}</td>
                <td>{place}</td>
                <td>
                  <button type="button" aria-current={isNow ? "step" : undefined} onClick={go}>
                    {text}
                    {isLit && <span className="hidden-text"> {message("strip.lit")}</span>}
                  </button>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
