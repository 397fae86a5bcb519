import { usePlayback } from "../state/playback-store.ts";
import { useCurrentRequest } from "../state/requests.ts";
import { useMessage } from "../ui/i18n/message.tsx";
import { useMedia } from "../ui/use-media.ts";
import { Comparison } from "./comparison.tsx";
import { useComparedRequest } from "./comparing.ts";
import { EventList } from "./event-list.tsx";
import { LadderList } from "./ladder-list.tsx";
import { Ladder } from "./ladder.tsx";
import { useStrip } from "./strip-store.ts";
import "./strip.css";

/** The packets by places, as a vertical list on phones, or all events as a list. */
export function Strip() {
  const playback = usePlayback();
  const view = useStrip((state) => state.view);
  const request = useCurrentRequest();
  const compared = useComparedRequest();
  const isPhone = useMedia("(max-width: 640px)");
  const message = useMessage();
  if (playback === undefined) return <p className="strip__empty">{message("strip.empty")}</p>;
  if (compared !== undefined && request !== undefined)
    return (
      <Comparison key={`${request.id} ${compared.id}`} playback={playback} request={request} compared={compared} />
    );
  if (view === "events") return <EventList playback={playback} />;
  const key = `${request?.id} ${playback.detail}`;
  return isPhone ? <LadderList key={key} playback={playback} /> : <Ladder key={key} playback={playback} />;
}
