import { usePlayback } from "../state/playback-store.ts";
import { useMessage } from "../ui/i18n/message.tsx";
import { useMedia } from "../ui/use-media.ts";
import { EventList } from "./event-list.tsx";
import { LadderList } from "./ladder-list.tsx";
import { Ladder } from "./ladder.tsx";
import { useStrip } from "./strip-store.ts";
import "./strip.css";

/** The packets by places, as a vertical list on phones, or all events as a list. */
export function Strip() {
  const playback = usePlayback();
  const view = useStrip((state) => state.view);
  const isPhone = useMedia("(max-width: 640px)");
  const message = useMessage();
  if (playback === undefined) return <p className="strip__empty">{message("strip.empty")}</p>;
  if (view === "events") return <EventList playback={playback} />;
  return isPhone ? <LadderList playback={playback} /> : <Ladder playback={playback} />;
}
