import { ChevronFirst, ChevronLast, Copy, List, Pause, Play, Rows3, SkipBack, SkipForward } from "lucide-react";
import { traceToText } from "../engine/trace/trace-text.ts";
import {
  goToEnd,
  goToStart,
  SPEEDS,
  setDetail,
  setSpeed,
  stepBack,
  stepForward,
  togglePlay,
  usePlayback,
  usePlaybackStore,
} from "../state/playback-store.ts";
import type { Speed } from "../state/playback-store.ts";
import type { Playback } from "../state/playback.ts";
import { IconButton } from "../ui/controls/button.tsx";
import { Menu } from "../ui/controls/menu.tsx";
import { Select } from "../ui/controls/select.tsx";
import { useMessage } from "../ui/i18n/message.tsx";
import { HistoryMenu } from "./history-menu.tsx";
import { Clock, Scrubber } from "./scrubber.tsx";
import { useStrip } from "./strip-store.ts";
import type { PacketFilter } from "./strip-store.ts";

/** Play, step, scrub, speed, and what of the trace is shown. */
export function Player() {
  const message = useMessage();
  const playback = usePlayback();
  const isPlaying = usePlaybackStore((state) => state.isPlaying);
  const isIdle = playback === undefined;
  return (
    <section className="player" aria-label={message("strip.player")}>
      <div className="player__buttons">
        <IconButton
          icon={ChevronFirst}
          name={message("strip.first")}
          keys="Home"
          className="is-extra"
          onClick={goToStart}
          disabled={isIdle}
        />
        <IconButton
          icon={SkipBack}
          name={message("strip.back")}
          keys="ArrowLeft"
          onClick={stepBack}
          disabled={isIdle}
        />
        <IconButton
          icon={isPlaying ? Pause : Play}
          name={message(isPlaying ? "strip.pause" : "strip.play")}
          keys="Space"
          className="player__play"
          onClick={togglePlay}
          disabled={isIdle}
        />
        <IconButton
          icon={SkipForward}
          name={message("strip.next")}
          keys="ArrowRight"
          onClick={stepForward}
          disabled={isIdle}
        />
        <IconButton
          icon={ChevronLast}
          name={message("strip.last")}
          keys="End"
          className="is-extra"
          onClick={goToEnd}
          disabled={isIdle}
        />
      </div>
      <SpeedSelect />
      <Scrubber playback={playback} />
      <Clock playback={playback} />
      <span className="divider is-extra" />
      <FilterSelect />
      <DetailSwitch />
      <ViewButton />
      <CopyMenu playback={playback} />
      <HistoryMenu />
    </section>
  );
}

function SpeedSelect() {
  const message = useMessage();
  const speed = usePlaybackStore((state) => state.speed);
  const text = (one: Speed) => (one === "instant" ? message("strip.instant") : `${one}×`);
  return (
    <Select
      label={message("strip.speed")}
      className="player__select is-extra"
      value={String(speed)}
      groups={[{ options: SPEEDS.map((one) => ({ value: String(one), text: text(one) })) }]}
      onChange={(value) => setSpeed(SPEEDS.find((one) => String(one) === value) ?? 1)}
    />
  );
}

const FILTERS = [
  ["all", "strip.all"],
  ["dns", "strip.dnsOnly"],
  ["connection", "strip.connectionOnly"],
  ["requests", "strip.requestsOnly"],
] as const;

function FilterSelect() {
  const message = useMessage();
  const filter = useStrip((state) => state.filter);
  return (
    <Select
      label={message("strip.filter")}
      className="player__select is-extra"
      value={filter}
      groups={[{ options: FILTERS.map(([value, key]) => ({ value, text: message(key) })) }]}
      onChange={(value) => useStrip.setState({ filter: value as PacketFilter })}
    />
  );
}

function DetailSwitch() {
  const message = useMessage();
  const detail = usePlaybackStore((state) => state.detail);
  return (
    <div className="segmented" role="group" aria-label={message("strip.depth")}>
      <button type="button" aria-pressed={detail === "simple"} onClick={() => setDetail("simple")}>
        {message("strip.simple")}
      </button>
      <button type="button" aria-pressed={detail === "detailed"} onClick={() => setDetail("detailed")}>
        {message("strip.detailed")}
      </button>
    </div>
  );
}

function ViewButton() {
  const message = useMessage();
  const view = useStrip((state) => state.view);
  const isRows = view === "rows";
  return (
    <IconButton
      icon={isRows ? List : Rows3}
      name={message(isRows ? "strip.events" : "strip.rows")}
      className="is-extra"
      onClick={() => useStrip.setState({ view: isRows ? "events" : "rows" })}
    />
  );
}

function CopyMenu({ playback }: { readonly playback: Playback | undefined }) {
  const message = useMessage();
  const copy = (text: string) => void navigator.clipboard.writeText(text);
  if (playback === undefined) return null;
  const { trace } = playback;
  return (
    <Menu
      label={message("strip.copy")}
      trigger={
        <button type="button" className="button button--icon is-extra" aria-label={message("strip.copy")}>
          <Copy className="icon" aria-hidden="true" />
        </button>
      }
      groups={[
        [
          { text: message("strip.copyText"), onSelect: () => copy(traceToText(trace)) },
          { text: message("strip.copyJson"), onSelect: () => copy(JSON.stringify(trace, undefined, 2)) },
        ],
      ]}
    />
  );
}
