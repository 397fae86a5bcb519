import { lazy, Suspense } from "react";
import { usePlayback } from "../state/playback-store.ts";
import { useCurrentRequest } from "../state/requests.ts";
import { useMessage } from "../ui/i18n/message.tsx";
import { useMedia } from "../ui/use-media.ts";
import { useIsComparing } from "./comparing.ts";
import { LadderList } from "./ladder-list.tsx";
import { Ladder } from "./ladder.tsx";
import { useStrip } from "./strip-store.ts";
import "./strip.css";

const Comparison = lazy(() => import("./comparison.tsx"));
const DifferenceList = lazy(() => import("./difference-list.tsx"));
const EventList = lazy(() => import("./event-list.tsx"));

/**
 * The packets by places, as a vertical list on phones, or all events as a list. While two requests are compared: where they part; the two
 * themselves stand over the drawing, or on phones here.
 */
export function Strip() {
  const playback = usePlayback();
  const view = useStrip((state) => state.view);
  const request = useCurrentRequest();
  const isComparing = useIsComparing();
  const isPhone = useMedia("(max-width: 640px)");
  const message = useMessage();
  if (playback === undefined) return <p className="strip__empty">{message("strip.empty")}</p>;
  if (isComparing) return <Suspense>{isPhone ? <Comparison /> : <DifferenceList />}</Suspense>;
  const key = `${request?.id} ${playback.detail}`;
  if (view === "events")
    return (
      <Suspense>
        <EventList key={request?.id} playback={playback} />
      </Suspense>
    );
  return isPhone ? <LadderList key={key} playback={playback} /> : <Ladder key={key} playback={playback} />;
}
