import { ArrowLeft, ArrowRight } from "lucide-react";
import { goTo, useMoment } from "../state/playback-store.ts";
import { headerAt, stepsAt } from "../state/playback.ts";
import type { Moment, Playback } from "../state/playback.ts";
import { destinationText, hostLabel, sourceText } from "../state/trace-names.ts";
import { placeName } from "../state/visits.ts";
import { Glyph } from "../ui/glyph.tsx";
import { shortChainName } from "../ui/short-name.ts";
import { useMessage } from "../ui/i18n/message.tsx";
import { momentName, useFollowedMark } from "./followed-mark.ts";
import { OutcomeRow } from "./ladder.tsx";
import { MARK_CLASS, useMarkWhat, useRowWords } from "./ladder-row.tsx";
import { useLit } from "./lit.ts";
import { timeText } from "./numbers.ts";
import { useStrip } from "./strip-store.ts";
import { isShown, rowWord, SHAPES } from "./strip-model.ts";

/** The strip on phones: packets one below the other, the current one with its places. */
export function LadderList({ playback }: { readonly playback: Playback }) {
  const message = useMessage();
  const moment = useMoment();
  const filter = useStrip((state) => state.filter);
  const box = useFollowedMark(moment);
  const lit = useLit(playback);
  const words = useRowWords();
  const { trace } = playback;
  const total = trace.endedMs - trace.beganMs;
  return (
    <div className="ladder ladder--list" ref={box}>
      <ol aria-label={message("strip.packets")}>
        {playback.rows.map((row, index) => {
          const packet = trace.packets[row.packet];
          if (packet === undefined || !isShown(trace, row, filter)) return null;
          const isNow = moment?.row === index;
          const Arrow = row.isBack ? ArrowLeft : ArrowRight;
          return (
            <li key={row.packet} className={`pkt ${isNow ? "is-now" : ""} ${lit.has(index) ? "is-lit" : ""}`}>
              <button
                type="button"
                className={`pkt__label ${packet.kind.startsWith("dns") ? "is-dns" : ""}`}
                aria-expanded={isNow}
                onClick={() => goTo(playback.momentsOfRow[index]?.[0])}
              >
                <Arrow className="icon" aria-hidden="true" />
                <span className="pkt__word">{rowWord(packet, words)}</span>
                <span className="mono">{timeText(packet.sentMs - trace.beganMs, total)}</span>
              </button>
              {isNow && <PlaceList playback={playback} now={moment} lit={lit.get(index)} />}
            </li>
          );
        })}
        <OutcomeRow trace={trace} onGo={() => goTo(playback.moments.at(-1))} />
      </ol>
    </div>
  );
}

type PlaceListProps = {
  readonly playback: Playback;
  readonly now: Moment;
  readonly lit: ReadonlySet<number> | undefined;
};

function PlaceList({ playback, now, lit }: PlaceListProps) {
  return (
    <ol className="places">
      {playback.momentsOfRow[now.row]?.map((moment) => (
        <PlaceItem key={moment.at} playback={playback} moment={moment} now={now} isLit={lit?.has(moment.at) ?? false} />
      ))}
    </ol>
  );
}

type PlaceProps = {
  readonly playback: Playback;
  readonly moment: Moment;
  readonly now: Moment;
  readonly isLit: boolean;
};

function PlaceItem({ playback, moment, now, isLit }: PlaceProps) {
  const message = useMessage();
  const isNow = moment.at === now.at;
  const isTodo = moment.at > now.at;
  const mark = useMarkWhat(moment, isTodo);
  const what = isLit ? message("strip.litLabel", { place: mark }) : mark;
  const name = moment.place === "host" ? hostLabel(moment.host) : shortChainName(placeName(moment.place));
  return (
    <li className={`place ${isNow ? "is-now" : ""} ${isTodo ? "is-todo" : ""} ${isLit ? "is-lit" : ""}`}>
      <button type="button" data-moment={momentName(moment)} onClick={() => goTo(moment)}>
        <span className={`place__mark ${MARK_CLASS[moment.mark]}`}>
          <Glyph shape={isTodo && SHAPES[moment.mark] === "dot" ? "ring" : SHAPES[moment.mark]} />
        </span>
        <span className="place__name">{name}</span>
        <span className="place__note">{noteOf(playback, moment)}</span>
        <span className="hidden-text">{`, ${hostLabel(moment.host)}: ${what}`}</span>
      </button>
    </li>
  );
}

/** What is worth saying of a place in a few characters, in the tools' own words. */
function noteOf(playback: Playback, moment: Moment): string {
  const steps = stepsAt(playback.trace, moment);
  const header = headerAt(playback.trace, moment);
  const rewrite = steps.findLast((step) => step.kind === "rewrite");
  if (rewrite !== undefined) {
    const isSource = sourceText(rewrite.before) !== sourceText(rewrite.after);
    return `→ ${isSource ? sourceText(rewrite.after) : destinationText(rewrite.after)}`;
  }
  const rules = steps.filter((step) => step.kind === "rule");
  const rule = rules.findLast((step) => step.matched);
  if (rule?.draw !== undefined) return `${rule.draw.drawn.toFixed(2)} < ${rule.draw.probability.toFixed(2)}`;
  if (rule?.verdict !== undefined) return shortChainName(rule.verdict);
  const route = steps.findLast((step) => step.kind === "route");
  if (route !== undefined) return route.via === undefined ? route.out : `via ${route.via}`;
  const socket = steps.find((step) => step.kind === "listen");
  if (socket !== undefined) return `:${socket.port}`;
  return moment.at === 0 ? `→ ${destinationText(header)}` : "";
}
