import { ChevronLeft, ChevronRight, X } from "lucide-react";
import { useMemo, useState } from "react";
import { hostName } from "../engine/model/host.ts";
import { differencesOf } from "../state/difference.ts";
import type { Difference } from "../state/difference.ts";
import { goTo, goToPlace, useMoment } from "../state/playback-store.ts";
import { momentOf, playbackOf } from "../state/playback.ts";
import type { Moment, Playback } from "../state/playback.ts";
import type { SentRequest } from "../state/requests.ts";
import { requestText } from "../state/request-text.ts";
import { hostLabel } from "../state/trace-names.ts";
import { IconButton } from "../ui/controls/button.tsx";
import { useMessage } from "../ui/i18n/message.tsx";
import { endComparison, lookAtCompared } from "./comparing.ts";
import { DifferenceText } from "./difference-text.tsx";
import { useFollowedMark } from "./followed-mark.ts";
import { LadderSheet } from "./ladder.tsx";
import { useOutcomeWord } from "./request-title.tsx";

/** Two traces one under the other, A the current one, with a sentence that says where they part. */
export function Comparison(props: {
  readonly playback: Playback;
  readonly request: SentRequest;
  readonly compared: SentRequest;
}) {
  const { playback, request, compared } = props;
  const message = useMessage();
  const moment = useMoment();
  const other = playbackOf(compared.trace, playback.detail);
  const differences = useMemo(() => shownDifferences(playback, other), [playback, other]);
  const [asked, setAsked] = useState(0);
  const at = Math.max(0, Math.min(asked, differences.length - 1));
  const places = differences[at]?.places;
  const parting = [places && momentOf(playback, places[0]), places && momentOf(other, places[1])] as const;
  const show = (index: number) => {
    setAsked(index);
    const place = differences[index]?.places[0];
    if (place !== undefined) goToPlace(place);
  };
  return (
    <section className="compare" aria-label={message("compare.title")}>
      <CompareHead differences={differences} at={at} onShow={show} />
      <Side name="A" request={request} playback={playback} moment={moment} parting={parting[0]} onGo={goTo} />
      <Side
        name="B"
        request={compared}
        playback={other}
        moment={parting[1] ?? other.moments.at(-1)}
        parting={parting[1]}
        onGo={(one) => one && lookAtCompared(compared, placeOf(one))}
      />
    </section>
  );
}

/** Those that the strips show: in simple, not of packets that are folded away. */
function shownDifferences(playback: Playback, other: Playback): readonly Difference[] {
  return differencesOf(playback.trace, other.trace).filter(
    ({ places: [a, b] }) => momentOf(playback, a) !== undefined || momentOf(other, b) !== undefined,
  );
}

function CompareHead(props: {
  readonly differences: readonly Difference[];
  readonly at: number;
  readonly onShow: (index: number) => void;
}) {
  const { differences, at, onShow } = props;
  const message = useMessage();
  const difference = differences[at];
  const count = differences.length;
  return (
    <div className="compare__head">
      {count > 1 && (
        <span className="compare__steps">
          <IconButton
            icon={ChevronLeft}
            name={message("compare.previous")}
            disabled={at === 0}
            onClick={() => onShow(at - 1)}
          />
          <IconButton
            icon={ChevronRight}
            name={message("compare.next")}
            disabled={at >= count - 1}
            onClick={() => onShow(at + 1)}
          />
        </span>
      )}
      <p aria-live="polite">
        {difference && <b>{message("compare.of", { number: at + 1, count })}: </b>}
        {difference ? <DifferenceText difference={difference} /> : message("compare.none")}
      </p>
      <IconButton icon={X} name={message("compare.end")} onClick={endComparison} />
    </div>
  );
}

function Side(props: {
  readonly name: "A" | "B";
  readonly request: SentRequest;
  readonly playback: Playback;
  readonly moment: Moment | undefined;
  readonly parting: Moment | undefined;
  readonly onGo: (moment: Moment | undefined) => void;
}) {
  const { name, request, ...sheet } = props;
  const { trace } = request;
  const box = useFollowedMark(props.moment);
  const from = hostLabel(hostName(trace.request.from));
  const outcome = useOutcomeWord(trace.outcome);
  const asked = requestText(trace.request);
  const whole = `${name}: ${from}, ${asked}, ${outcome}`;
  const first = (
    <>
      <b className="compare__name">{name}</b> {from}
    </>
  );
  return (
    <section className="ladder compare__side" aria-label={whole} title={whole} ref={box}>
      <LadderSheet {...sheet} title={[first, `${outcome} ${asked}`]} />
    </section>
  );
}

function placeOf({ packet, hop, steps }: Moment) {
  const [step] = steps;
  return { packet, hop, ...(step !== undefined && { step }) };
}
