import { OctagonX } from "lucide-react";
import { useMemo } from "react";
import type { CSSProperties, ReactNode } from "react";
import type { Trace } from "../engine/trace/trace.ts";
import { useObjects } from "../state/cluster.ts";
import { nodeAddressesOf } from "../state/node-addresses.ts";
import { goTo, useMoment } from "../state/playback-store.ts";
import type { Moment, Playback } from "../state/playback.ts";
import { hostNamespace } from "../state/trace-names.ts";
import type { Column } from "../state/visits.ts";
import { useMessage } from "../ui/i18n/message.tsx";
import { useFollowedMark } from "./followed-mark.ts";
import { LadderRow } from "./ladder-row.tsx";
import { useLit } from "./lit.ts";
import { timeText } from "./numbers.ts";
import { useStrip } from "./strip-store.ts";
import { columnCentres, columnsNow, drawnColumns, hostGroups, isShown } from "./strip-model.ts";
import type { DrawnColumn } from "./strip-model.ts";

/** Packets by places: a row is a packet in order of time, a column a place; requests run right, answers run left. */
export function Ladder({ playback }: { readonly playback: Playback }) {
  const moment = useMoment();
  const box = useFollowedMark(moment);
  return (
    <div className="ladder" ref={box}>
      <LadderSheet playback={playback} moment={moment} onGo={goTo} />
    </div>
  );
}

/** The rows of a trace at one of its moments. */
export function LadderSheet(props: {
  readonly playback: Playback;
  readonly moment: Moment | undefined;
  /** Marked as where this trace parts from another. */
  readonly parting?: Moment | undefined;
  /** The places, where they are not the trace's own; with the traces that know their addresses. */
  readonly shared?: { readonly columns: readonly Column[]; readonly traces: readonly Trace[] } | undefined;
  /** What stands left of the places, in two lines. */
  readonly title?: readonly [ReactNode, ReactNode];
  readonly onGo: (moment: Moment | undefined) => void;
}) {
  const { playback, moment, parting, shared, title, onGo } = props;
  const message = useMessage();
  const filter = useStrip((state) => state.filter);
  const currentRow = moment && playback.rows[moment.row];
  const nodeAddresses = useNodeAddresses();
  const lit = useLit(playback);
  const columns = drawnColumns(shared?.columns ?? columnsNow(playback, currentRow), {
    traces: shared?.traces ?? [playback.trace],
    nodeAddresses,
  });
  const centres = columnCentres(columns);
  const rows = playback.rows.map((row, index) => ({ row, index }));
  const shown = rows.filter(({ row }) => isShown(playback.trace, row, filter));
  const natural = columns.reduce((sum, { width }) => sum + width, 0);
  const style = {
    "--cols": columns.map(({ width }) => `minmax(0, ${width}fr)`).join(" "),
    "--ladder-min": `${Math.round(natural)}px`,
  } as CSSProperties;
  return (
    <div className="ladder__sheet" style={style}>
      <LadderHead columns={columns} title={title} now={moment && { host: moment.host, place: moment.place }} />
      <ol aria-label={message("strip.packets")}>
        {shown.map(({ row, index }) => (
          <LadderRow
            key={row.packet}
            playback={playback}
            row={row}
            index={index}
            columns={columns}
            centres={centres}
            moment={moment}
            lit={lit.get(index)}
            parting={parting?.row === index ? parting : undefined}
            onGo={onGo}
          />
        ))}
        {shown.length === 0 && <li className="strip__empty">{message("strip.noneShown")}</li>}
        <OutcomeRow trace={playback.trace} onGo={() => onGo(playback.moments.at(-1))} />
      </ol>
    </div>
  );
}

/** By the node's name as a host of traces. */
function useNodeAddresses(): ReadonlyMap<string, string> {
  const nodes = useObjects("Node");
  return useMemo(() => nodeAddressesOf(nodes.values()), [nodes]);
}

function LadderHead(props: {
  readonly columns: readonly DrawnColumn[];
  readonly title: readonly [ReactNode, ReactNode] | undefined;
  readonly now: { readonly host: string; readonly place: string } | undefined;
}) {
  const { columns, title, now } = props;
  return (
    <div className="ladder__head" aria-hidden="true">
      <div className="ladder__grid ladder__hosts">
        <span className="ladder__title">{title?.[0]}</span>
        {hostGroups(columns).map(({ host, label, span }, index) => (
          <span
            key={index}
            className="ladder__host"
            title={host}
            data-namespace={hostNamespace(host)}
            style={{ gridColumn: `span ${span}` }}
          >
            {label}
          </span>
        ))}
      </div>
      <div className="ladder__grid ladder__stations">
        <span className="ladder__title mono">{title?.[1]}</span>
        {columns.map(({ host, place, label }, index) => (
          <span
            key={index}
            className={`${place === "host" ? "mono" : ""} ${now?.host === host && now.place === place ? "is-now" : ""}`}
          >
            {label}
          </span>
        ))}
      </div>
    </div>
  );
}

/** What the tool printed when it failed, and its exit code. */
export function OutcomeRow({ trace, onGo }: { readonly trace: Trace; readonly onGo: () => void }) {
  const message = useMessage();
  const { outcome } = trace;
  if (outcome.kind === "answered") return null;
  const total = trace.endedMs - trace.beganMs;
  return (
    <li className="pkt ladder__grid is-outcome">
      <button type="button" className="pkt__label is-reject" tabIndex={-1} onClick={onGo}>
        <OctagonX className="icon" aria-hidden="true" />
        <span className="pkt__word">{message("strip.exits", { code: outcome.exitCode })}</span>
        <span className="mono">{timeText(total, total)}</span>
      </button>
      <span className="pkt__end mono" title={outcome.stderr}>
        {outcome.stderr}
      </span>
    </li>
  );
}
