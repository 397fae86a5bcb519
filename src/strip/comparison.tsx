import { ArrowUpDown, ChevronLeft, ChevronRight, X } from "lucide-react";
import { useRef } from "react";
import type { RefObject } from "react";
import { hostName } from "../engine/model/host.ts";
import { goTo, useMoment } from "../state/playback-store.ts";
import { momentOf } from "../state/playback.ts";
import type { Moment, Playback } from "../state/playback.ts";
import type { SentRequest } from "../state/requests.ts";
import { requestText } from "../state/request-text.ts";
import { hostLabel } from "../state/trace-names.ts";
import { unitedColumns } from "../state/visits.ts";
import { IconButton } from "../ui/controls/button.tsx";
import { useMessage } from "../ui/i18n/message.tsx";
import { endComparison, lookAtCompared, showDifference, useComparing } from "./comparing.ts";
import type { Comparing } from "./comparing.ts";
import { DifferenceText } from "./difference-text.tsx";
import { useFollowedMark } from "./followed-mark.ts";
import { LadderSheet } from "./ladder.tsx";
import { useOutcomeWord } from "./request-title.tsx";

/** Two traces one under the other on the same places, A the current one, with a sentence that says where they part. */
export default function Comparison() {
  const comparing = useComparing();
  const id = comparing?.requests.map((request) => request.id).join(" ");
  return comparing && <BothSides key={id} comparing={comparing} />;
}

function BothSides({ comparing }: { readonly comparing: Comparing }) {
  const { requests, playbacks, differences, at } = comparing;
  const message = useMessage();
  const moment = useMoment();
  const box = useRef<HTMLElement>(null);
  const places = differences[at]?.places;
  const parting = playbacks.map((playback, side) => places?.[side] && momentOf(playback, places[side]));
  const isSimple = playbacks[0].detail === "simple";
  const shared = isSimple
    ? {
        columns: unitedColumns(playbacks[0].columns, playbacks[1].columns),
        traces: playbacks.map(({ trace }) => trace),
      }
    : undefined;
  const lookAtB = (one: Moment | undefined) => one && lookAtCompared(requests[1], placeOf(one));
  return (
    <section className="compare" aria-label={message("compare.title")} ref={box}>
      <CompareHead comparing={comparing} onSwap={() => lookAtB(parting[1] ?? playbacks[1].moments.at(-1))} />
      <Side
        name="A"
        request={requests[0]}
        playback={playbacks[0]}
        moment={moment}
        parting={parting[0]}
        shared={shared}
        box={box}
        onGo={goTo}
      />
      <Side
        name="B"
        request={requests[1]}
        playback={playbacks[1]}
        moment={parting[1] ?? playbacks[1].moments.at(-1)}
        parting={parting[1]}
        shared={shared}
        box={box}
        onGo={lookAtB}
      />
    </section>
  );
}

function CompareHead({ comparing, onSwap }: { readonly comparing: Comparing; readonly onSwap: () => void }) {
  const { differences, at } = comparing;
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
            onClick={() => showDifference(comparing, at - 1)}
          />
          <IconButton
            icon={ChevronRight}
            name={message("compare.next")}
            disabled={at >= count - 1}
            onClick={() => showDifference(comparing, at + 1)}
          />
        </span>
      )}
      <p aria-live="polite">
        {difference && <b>{message("compare.of", { number: at + 1, count })}: </b>}
        {difference ? <DifferenceText difference={difference} /> : message("compare.none")}
      </p>
      <IconButton icon={ArrowUpDown} name={message("compare.swap")} onClick={onSwap} />
      <IconButton icon={X} name={message("compare.end")} keys="C" onClick={endComparison} />
    </div>
  );
}

function Side(props: {
  readonly name: "A" | "B";
  readonly request: SentRequest;
  readonly playback: Playback;
  readonly moment: Moment | undefined;
  readonly parting: Moment | undefined;
  readonly shared: Parameters<typeof LadderSheet>[0]["shared"];
  /** Holds both sides, which are scrolled sideways as one. */
  readonly box: RefObject<HTMLElement | null>;
  readonly onGo: (moment: Moment | undefined) => void;
}) {
  const { name, request, box, ...sheet } = props;
  const { trace } = request;
  const mark = useFollowedMark(props.moment);
  const from = hostLabel(hostName(trace.request.from));
  const outcome = useOutcomeWord(trace.outcome);
  const asked = requestText(trace.request);
  const whole = `${name}: ${from}, ${asked}, ${outcome}`;
  const first = (
    <>
      <b className="compare__name">{name}</b> {from}
    </>
  );
  const scrollBoth = (left: number) => {
    for (const side of box.current?.querySelectorAll(".compare__side") ?? []) side.scrollLeft = left;
  };
  return (
    <section
      className="ladder compare__side"
      aria-label={whole}
      title={whole}
      ref={mark}
      onScroll={(event) => scrollBoth(event.currentTarget.scrollLeft)}
    >
      <LadderSheet {...sheet} title={[first, `${outcome} ${asked}`]} />
    </section>
  );
}

function placeOf({ packet, hop, steps }: Moment) {
  const [step] = steps;
  return { packet, hop, ...(step !== undefined && { step }) };
}
