import { useState } from "react";
import type { KeyboardEvent, PointerEvent } from "react";
import {
  goToEnd,
  goToStart,
  seek,
  stepBack,
  stepForward,
  useMoment,
  usePlaybackStore,
} from "../state/playback-store.ts";
import { frameAt, momentAt } from "../state/playback.ts";
import type { Moment, Playback } from "../state/playback.ts";
import { hostLabel, packetWord } from "../state/trace-names.ts";
import { placeName } from "../state/visits.ts";
import { Glyph } from "../ui/glyph.tsx";
import { useMessage } from "../ui/i18n/message.tsx";
import type { Say } from "../ui/i18n/message.tsx";
import { MARK_CLASS } from "./ladder-row.tsx";
import { timeText, timeUnit } from "./numbers.ts";
import { SHAPES } from "./strip-model.ts";

/** The trace's line of time: a tick where each packet sets out, a shape where a rule rewrote one or its way ended badly. */
export function Scrubber({ playback }: { readonly playback: Playback | undefined }) {
  const message = useMessage();
  const timeMs = usePlaybackStore((state) => state.timeMs);
  const [hoverMs, setHoverMs] = useState<number>();
  const moment = useMoment();
  const valueText = playback && moment && momentText(playback, moment, message);
  const totalMs = playback?.totalMs ?? 0;
  const share = (ms: number) => `${totalMs === 0 ? 0 : (100 * ms) / totalMs}%`;
  return (
    <div
      className="scrub"
      role="slider"
      tabIndex={0}
      aria-label={message("strip.moment")}
      aria-valuemin={0}
      aria-valuemax={Math.round(totalMs)}
      aria-valuenow={Math.round(timeMs)}
      aria-valuetext={valueText}
      aria-disabled={playback === undefined}
      onKeyDown={handleKeys}
      onPointerDown={(event) => beginDrag(event, totalMs)}
      onPointerMove={(event) => {
        setHoverMs(timeUnder(event, totalMs));
        if (event.currentTarget.hasPointerCapture(event.pointerId)) seek(timeUnder(event, totalMs));
      }}
      onPointerLeave={() => setHoverMs(undefined)}
    >
      {playback?.momentsOfRow.map(([first], row) => (
        <i key={row} className="scrub__tick" style={{ left: share(first?.atMs ?? 0) }} />
      ))}
      <i className="scrub__done" style={{ width: share(timeMs) }} />
      {playback?.moments.filter(isTurn).map((one) => (
        <i
          key={`${one.row}.${one.at}`}
          className={`scrub__mark ${MARK_CLASS[one.mark]}`}
          style={{ left: share(one.settledMs) }}
        >
          <Glyph shape={SHAPES[one.mark]} />
        </i>
      ))}
      <i className="scrub__thumb" style={{ left: share(timeMs) }} />
      {playback && hoverMs !== undefined && totalMs > 0 && (
        <span className="tooltip scrub__hint" aria-hidden="true" style={{ left: share(hoverMs) }}>
          <HintText playback={playback} timeMs={hoverMs} />
        </span>
      )}
    </div>
  );
}

/** What one looks for on the line. */
function isTurn({ mark }: Moment): boolean {
  return mark === "rewritten" || mark === "rejected" || mark === "lost";
}

/** Where the pointer on the line would lead. */
function HintText({ playback, timeMs }: { readonly playback: Playback; readonly timeMs: number }) {
  const message = useMessage();
  const moment = momentAt(playback, timeMs);
  return moment && momentText(playback, moment, message);
}

/** The trace's own time, which is not the playback's. */
export function Clock({ playback }: { readonly playback: Playback | undefined }) {
  const timeMs = usePlaybackStore((state) => state.timeMs);
  const total = playback === undefined ? 0 : playback.trace.endedMs - playback.trace.beganMs;
  const now = playback === undefined ? 0 : frameAt(playback, timeMs).traceMs - playback.trace.beganMs;
  return (
    <span className="clock">
      <b>{timeText(Math.max(0, now), total)}</b>
      <span className="clock__total"> / {timeText(total, total)}</span> {timeUnit(total)}
    </span>
  );
}

/** "SYN, DNAT on node-1". */
function momentText({ trace }: Playback, moment: Moment, message: Say): string | undefined {
  const packet = trace.packets[moment.packet];
  if (packet === undefined) return undefined;
  const host = hostLabel(moment.host);
  if (moment.place === "host") return message("strip.momentAt", { packet: packetWord(packet), host });
  return message("strip.momentIs", { packet: packetWord(packet), place: placeName(moment.place), host });
}

function beginDrag(event: PointerEvent<HTMLElement>, totalMs: number): void {
  event.currentTarget.setPointerCapture(event.pointerId);
  seek(timeUnder(event, totalMs));
}

/** The playback time under the pointer. */
function timeUnder(event: PointerEvent<HTMLElement>, totalMs: number): number {
  const { left, width } = event.currentTarget.getBoundingClientRect();
  return Math.min(totalMs, Math.max(0, (totalMs * (event.clientX - left)) / Math.max(1, width)));
}

function handleKeys(event: KeyboardEvent): void {
  const verbs: Readonly<Record<string, () => void>> = {
    ArrowLeft: stepBack,
    ArrowDown: stepBack,
    ArrowRight: stepForward,
    ArrowUp: stepForward,
    Home: goToStart,
    End: goToEnd,
  };
  const verb = verbs[event.key];
  if (verb === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  event.stopPropagation();
  verb();
}
