import { ArrowLeft, ArrowRight } from "lucide-react";
import { memo } from "react";
import type { KeyboardEvent } from "react";
import { nextPacket, previousPacket, stepBack, stepForward } from "../state/playback-store.ts";
import type { Moment, Playback } from "../state/playback.ts";
import { hostLabel } from "../state/trace-names.ts";
import { placeName } from "../state/visits.ts";
import type { Row, VisitMark } from "../state/visits.ts";
import { Glyph } from "../ui/glyph.tsx";
import { useMessage } from "../ui/i18n/message.tsx";
import { momentName } from "./followed-mark.ts";
import { timeText } from "./numbers.ts";
import { columnOf, rowWord, SHAPES } from "./strip-model.ts";
import type { DrawnColumn } from "./strip-model.ts";

type RowProps = {
  readonly playback: Playback;
  readonly row: Row;
  readonly index: number;
  readonly columns: readonly DrawnColumn[];
  readonly centres: readonly number[];
  readonly moment: Moment | undefined;
  /** The places of it that come from what is pointed at. */
  readonly lit: ReadonlySet<number> | undefined;
  /** Where this row parts from that of another trace. */
  readonly parting: Moment | undefined;
  readonly onGo: (moment: Moment | undefined) => void;
};

/** A moment of the row and where its mark stands, as a share of the row's width. */
type Placed = { readonly moment: Moment; readonly x: number };

/** One packet: its name and time, its line and its marks. */
export const LadderRow = memo(function LadderRow(props: RowProps) {
  const { playback, row, index, columns, centres, moment, lit, parting, onGo } = props;
  const isNow = moment?.row === index;
  const placed = (playback.momentsOfRow[index] ?? []).flatMap((one): readonly Placed[] => {
    const column = columnOf(columns, one, isNow);
    const x = column === undefined ? undefined : centres[column];
    return x === undefined ? [] : [{ moment: one, x }];
  });
  const reached = isNow ? moment.at : moment !== undefined && index < moment.row ? Infinity : -1;
  const isFailed = row.visits.some(({ mark }) => mark === "rejected" || mark === "lost");
  const state = isNow ? "is-now" : reached < 0 ? "is-todo" : "is-done";
  return (
    <li className={`pkt ladder__grid ${state} ${isFailed ? "is-failed" : ""} ${lit ? "is-lit" : ""}`}>
      <RowLabel {...props} />
      <div className="pkt__way">
        <RowLine placed={placed} reached={reached} />
        {placed.map(({ moment: one, x }) => (
          <Mark
            key={one.at}
            moment={one}
            x={x}
            isNow={isNow && one.at === moment.at}
            isTodo={one.at > reached}
            isLit={lit?.has(one.at) ?? false}
            isParting={one === parting}
            onGo={onGo}
          />
        ))}
      </div>
    </li>
  );
}, isSameRow);

/** A row changes when the moment comes into it, moves in it or leaves it; in detail with its columns, too. */
function isSameRow(before: RowProps, after: RowProps): boolean {
  const stateOf = ({ moment, index }: RowProps) =>
    moment?.row === index ? `at ${moment.at}` : moment !== undefined && index < moment.row ? "done" : "to do";
  const isSame = before.playback === after.playback && before.row === after.row && before.index === after.index;
  const isDetail = after.playback.detail === "detailed" && before.moment?.row !== after.moment?.row;
  const isAsLit = before.lit === after.lit;
  return isSame && isAsLit && !isDetail && before.parting === after.parting && stateOf(before) === stateOf(after);
}

function RowLabel({ playback, row, index, onGo }: RowProps) {
  const message = useMessage();
  const packet = playback.trace.packets[row.packet];
  const words = useRowWords();
  if (packet === undefined) return null;
  const { trace } = playback;
  const word = rowWord(packet, words);
  const total = trace.endedMs - trace.beganMs;
  const folded = row.folded.length > 0 ? message("strip.folded", { count: row.folded.length }) : "";
  const isDns = packet.kind.startsWith("dns");
  const Arrow = row.isBack ? ArrowLeft : ArrowRight;
  return (
    <button
      type="button"
      className={`pkt__label ${isDns ? "is-dns" : ""}`}
      tabIndex={-1}
      title={folded === "" ? word : `${word} ${folded}`}
      onClick={() => onGo(playback.momentsOfRow[index]?.[0])}
    >
      <Arrow className="icon" aria-hidden="true" />
      <span className="pkt__word">
        {word}
        {folded !== "" && <span className="hidden-text"> {folded}</span>}
        {packet.retryOf !== undefined && <small> {message("strip.retry")}</small>}
      </span>
      <span className="mono">{timeText(packet.sentMs - trace.beganMs, total)}</span>
    </button>
  );
}

/** The way as lines: what is behind the packet drawn through, what is before it dotted. */
function RowLine({ placed, reached }: { readonly placed: readonly Placed[]; readonly reached: number }) {
  const behind = placed.filter(({ moment }) => moment.at <= reached);
  const ahead = behind.length === 0 ? placed : placed.filter(({ moment }) => moment.at >= reached);
  return (
    <svg className="pkt__line" viewBox="0 0 1000 24" preserveAspectRatio="none" aria-hidden="true">
      {behind.length > 1 && <path className="pkt__behind" d={pathOf(behind)} />}
      {ahead.length > 1 && <path className="pkt__ahead" d={pathOf(ahead)} />}
    </svg>
  );
}

function pathOf(placed: readonly Placed[]): string {
  return placed
    .map(({ x }, index) => `${index === 0 ? "M" : "H"}${(x * 1000).toFixed(1)}${index === 0 ? " 12" : ""}`)
    .join("");
}

type MarkProps = {
  readonly moment: Moment;
  readonly x: number;
  readonly isNow: boolean;
  readonly isTodo: boolean;
  readonly isLit: boolean;
  readonly isParting: boolean;
  readonly onGo: (moment: Moment) => void;
};

function Mark({ moment, x, isNow, isTodo, isLit, isParting, onGo }: MarkProps) {
  const message = useMessage();
  const place = useMarkLabel(moment, isTodo);
  const parted = isParting ? message("compare.markLabel", { place }) : place;
  const label = isLit ? message("strip.litLabel", { place: parted }) : parted;
  return (
    <button
      type="button"
      className={`mark ${MARK_CLASS[moment.mark]} ${isTodo ? "is-todo" : ""} ${isNow ? "is-now" : ""} ${isLit ? "is-lit" : ""} ${isParting ? "is-parting" : ""}`}
      style={{ left: `${(x * 100).toFixed(3)}%` }}
      aria-label={label}
      aria-current={isNow ? "step" : undefined}
      title={label}
      tabIndex={isNow ? 0 : -1}
      data-moment={momentName(moment)}
      onKeyDown={handleKeys}
      onClick={() => onGo(moment)}
    >
      <Glyph shape={isTodo && SHAPES[moment.mark] === "dot" ? "ring" : SHAPES[moment.mark]} />
    </button>
  );
}

/** What the strip calls packets in words of its own. */
export function useRowWords() {
  const message = useMessage();
  return {
    query: message("strip.kindDnsQuery"),
    answer: message("strip.kindDnsAnswer"),
    error: message("strip.kindIcmpError"),
  };
}

/** "DNAT on node-2: rewritten by a rule". */
function useMarkLabel(moment: Moment, isTodo: boolean): string {
  const message = useMessage();
  const host = hostLabel(moment.host);
  const what = useMarkWhat(moment, isTodo);
  return message("strip.markLabel", { place: moment.place === "host" ? host : placeName(moment.place), host, what });
}

/** What happened there, or that it is still to come. */
export function useMarkWhat(moment: Moment, isTodo: boolean): string {
  const message = useMessage();
  return isTodo ? message("strip.toCome") : message(MARK_TEXT[moment.mark]);
}

/** The colour that goes with a mark's shape. */
export const MARK_CLASS: Readonly<Record<VisitMark, string>> = {
  passed: "",
  asked: "",
  rewritten: "is-nat",
  restored: "is-nat",
  delivered: "is-deliver",
  rejected: "is-reject",
  lost: "is-reject",
};

const MARK_TEXT = {
  passed: "strip.markPassed",
  asked: "strip.markAsked",
  rewritten: "strip.markRewritten",
  restored: "strip.markRestored",
  delivered: "strip.markDelivered",
  rejected: "strip.markRejected",
  lost: "strip.markLost",
} as const satisfies Record<VisitMark, string>;

function handleKeys(event: KeyboardEvent): void {
  const verbs: Readonly<Record<string, () => void>> = {
    ArrowLeft: stepBack,
    ArrowRight: stepForward,
    ArrowUp: previousPacket,
    ArrowDown: nextPacket,
  };
  const verb = verbs[event.key];
  if (verb === undefined || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  verb();
}
