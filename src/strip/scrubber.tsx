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
import { frameAt } from "../state/playback.ts";
import type { Playback } from "../state/playback.ts";
import { hostLabel, packetWord } from "../state/trace-names.ts";
import { placeName } from "../state/visits.ts";
import { useMessage } from "../ui/i18n/message.tsx";
import { timeText, timeUnit } from "./numbers.ts";

/** The trace's line of time, with a mark where each packet sets out. */
export function Scrubber({ playback }: { readonly playback: Playback | undefined }) {
  const message = useMessage();
  const timeMs = usePlaybackStore((state) => state.timeMs);
  const valueText = useMomentText(playback);
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
      onPointerMove={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && dragTo(event, totalMs)}
    >
      {playback?.momentsOfRow.map(([first], row) => (
        <i key={row} className="scrub__tick" style={{ left: share(first?.atMs ?? 0) }} />
      ))}
      <i className="scrub__done" style={{ width: share(timeMs) }} />
      <i className="scrub__thumb" style={{ left: share(timeMs) }} />
    </div>
  );
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

function useMomentText(playback: Playback | undefined): string | undefined {
  const message = useMessage();
  const moment = useMoment();
  const packet = moment && playback?.trace.packets[moment.packet];
  if (moment === undefined || packet === undefined) return undefined;
  const place = moment.place === "host" ? hostLabel(moment.host) : placeName(moment.place);
  return message("strip.momentIs", { packet: packetWord(packet), place, host: hostLabel(moment.host) });
}

function beginDrag(event: PointerEvent<HTMLElement>, totalMs: number): void {
  event.currentTarget.setPointerCapture(event.pointerId);
  dragTo(event, totalMs);
}

function dragTo(event: PointerEvent<HTMLElement>, totalMs: number): void {
  const { left, width } = event.currentTarget.getBoundingClientRect();
  seek((totalMs * (event.clientX - left)) / Math.max(1, width));
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
