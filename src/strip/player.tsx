import { ChevronFirst, ChevronLast, Pause, Play, SkipBack, SkipForward } from "lucide-react";
import {
  goToEnd,
  goToStart,
  stepBack,
  stepForward,
  togglePlay,
  usePlayback,
  usePlaybackStore,
} from "../state/playback-store.ts";
import { IconButton } from "../ui/controls/button.tsx";
import { useMessage } from "../ui/i18n/message.tsx";
import { HistoryMenu } from "./history-menu.tsx";
import { CopyMenu, DetailSwitch, FilterSelect, MoreMenu, SpeedSelect, ViewButton } from "./player-options.tsx";
import { Clock, Scrubber } from "./scrubber.tsx";

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
      {playback && <CopyMenu trace={playback.trace} />}
      <HistoryMenu />
      <MoreMenu trace={playback?.trace} />
    </section>
  );
}
