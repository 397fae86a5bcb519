import { Square, X } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import type { CSSProperties, KeyboardEvent, MouseEvent } from "react";
import { hostName } from "../engine/model/host.ts";
import { answererOf, closeStream, lookAtStreamed, stopStream, useStreams } from "../state/streams.ts";
import type { Stream, Streamed } from "../state/streams.ts";
import { hostLabel, splitPodName } from "../state/trace-names.ts";
import { Button, IconButton } from "../ui/controls/button.tsx";
import { useMessage } from "../ui/i18n/message.tsx";
import type { Say } from "../ui/i18n/message.tsx";
import { laneColour, lanesOf, neighbourResult, placeInWindow, tickAt } from "./stream-lanes.ts";
import type { Lane } from "./stream-lanes.ts";

/** The stream under the drawing: who answered how many, each request as a mark in time, failures in a lane of their own. */
export function StreamPanel() {
  const stream = useStreams((state) => state.stream);
  return stream && <Panel key={stream.id} stream={stream} />;
}

function Panel({ stream }: { readonly stream: Stream }) {
  const message = useMessage();
  useEscape(stream.isRunning);
  const [chosen, setChosen] = useState<number>();
  const result = stream.results.find(({ number }) => number === chosen);
  const said = result ? resultText(result, stream, message) : `${hostLabel(hostName(stream.from))} → ${stream.url}`;
  return (
    <section className="stream" aria-label={message("stream.title")}>
      <header className="stream__head">
        <b>{message(stream.isRunning ? "stream.running" : "stream.stopped")}</b>
        <span className="stream__what mono" title={said}>
          {said}
        </span>
        <span className="stream__sum">
          {message("stream.sent", { count: stream.sent })}
          {stream.failed > 0 && <em>{message("stream.failed", { count: stream.failed })}</em>}
          {stream.open.size > 1 && <span>{message("stream.waiting", { count: stream.open.size })}</span>}
        </span>
        {stream.isRunning && (
          <Button keys="Escape" onClick={stopStream}>
            <Square className="icon" aria-hidden="true" />
            {message("stream.stop")}
          </Button>
        )}
        <IconButton icon={X} name={message("stream.close")} onClick={closeStream} />
      </header>
      <Lanes stream={stream} chosen={chosen} setChosen={setChosen} />
    </section>
  );
}

/** Escape stops the stream, unless something that is open takes the key for itself. */
function useEscape(isRunning: boolean): void {
  useEffect(() => {
    if (!isRunning) return undefined;
    const listen = (event: globalThis.KeyboardEvent) => {
      const at = event.target instanceof Element ? event.target : undefined;
      const isTaken = at?.closest(".monaco-editor, .xterm, [role=dialog], [role=menu], [role=listbox]") != null;
      if (event.key === "Escape" && !event.defaultPrevented && !isTaken) stopStream();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [isRunning]);
}

type LanesProps = {
  readonly stream: Stream;
  readonly chosen: number | undefined;
  readonly setChosen: (number: number | undefined) => void;
};

function Lanes({ stream, chosen, setChosen }: LanesProps) {
  const message = useMessage();
  const lanes = useMemo(() => lanesOf(stream), [stream]);
  const result = stream.results.find(({ number }) => number === chosen);
  const look = (number: number) => {
    setChosen(number);
    void lookAtStreamed(number);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const direction = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : undefined;
    if (direction !== undefined) setChosen(neighbourResult(stream.results, chosen, direction)?.number);
    else if ((event.key === "Enter" || event.key === " ") && chosen !== undefined) look(chosen);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  if (lanes.length === 0) return <p className="stream__empty">{message("stream.none")}</p>;
  return (
    <div
      className="stream__lanes"
      role="slider"
      tabIndex={0}
      aria-label={message("stream.requests")}
      aria-valuemin={0}
      aria-valuemax={Math.max(0, stream.sent - 1)}
      aria-valuenow={chosen ?? Math.max(0, stream.sent - 1)}
      aria-valuetext={result ? resultText(result, stream, message) : message("stream.sent", { count: stream.sent })}
      onKeyDown={onKeyDown}
    >
      {lanes.map((lane) => (
        <LaneRow key={lane.host ?? lane.kind} lane={lane} lanes={lanes} stream={stream} chosen={chosen} onLook={look} />
      ))}
    </div>
  );
}

type LaneProps = {
  readonly lane: Lane;
  readonly lanes: readonly Lane[];
  readonly stream: Stream;
  readonly chosen: number | undefined;
  readonly onLook: (number: number) => void;
};

function LaneRow({ lane, lanes, stream, chosen, onLook }: LaneProps) {
  const message = useMessage();
  const isFailed = lane.kind === "failed";
  const colour = isFailed ? "var(--reject)" : laneColour(lane.colour);
  const click = (event: MouseEvent<SVGSVGElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const tick = tickAt(lanes, { x: (event.clientX - left) / Math.max(1, width), lane });
    if (tick) onLook(tick.number);
  };
  return (
    <div className={`lane lane--${lane.kind}`} style={{ "--lane": colour } as CSSProperties}>
      <span className="lane__name">
        <LaneName lane={lane} />
      </span>
      <svg className="lane__line" viewBox="0 0 1000 14" preserveAspectRatio="none" aria-hidden="true" onClick={click}>
        {!isFailed && <FailureMarks lanes={lanes} />}
        {isFailed &&
          [...stream.open.values()].map((sentMs) => (
            <rect key={sentMs} className="tick tick--open" {...tickBox(placeInWindow(stream, sentMs))} />
          ))}
        {lane.ticks.map(({ number, x }) => (
          <rect key={number} className={`tick ${number === chosen ? "is-chosen" : ""}`} {...tickBox(x)} />
        ))}
      </svg>
      <span className="lane__bar" aria-hidden="true">
        <i style={{ width: `${lane.share * 100}%` }} />
      </span>
      <span className="lane__count mono">
        {message("stream.count", { count: lane.count, share: Math.round(lane.share * 100) })}
      </span>
    </div>
  );
}

function tickBox(x: number) {
  return { x: 2 + x * 994, width: 3.4, y: 1, height: 12 };
}

/** When requests failed, in the lanes of those who answered: the gap is seen where it is. */
function FailureMarks({ lanes }: { readonly lanes: readonly Lane[] }) {
  const failed = lanes.find(({ kind }) => kind === "failed");
  return failed?.ticks.map(({ number, x }) => (
    <rect key={number} className="tick--gap" {...tickBox(x)} y={0} height={14} />
  ));
}

function LaneName({ lane }: { readonly lane: Lane }) {
  const message = useMessage();
  if (lane.kind === "failed") return message("stream.noAnswer");
  if (lane.host === undefined) return message("stream.others");
  const pod = lane.host.startsWith("pod ") ? lane.host.slice(lane.host.indexOf("/") + 1) : undefined;
  if (pod === undefined) return <b>{hostLabel(lane.host)}</b>;
  const { name, suffix } = splitPodName(pod);
  return (
    <>
      <b>{name}</b> {suffix && <span className="mono">{suffix}</span>}
    </>
  );
}

function resultText(result: Streamed, { url }: Stream, message: Say): string {
  const values = { number: result.number + 1, ms: (result.endedMs - result.sentMs).toFixed(2) };
  const by = answererOf(result, url);
  if (result.kind !== "answered" || by === undefined)
    return message("stream.failedOne", { ...values, text: "stderr" in result ? result.stderr.trim() : "" });
  return message("stream.answeredOne", { ...values, status: result.status, by: by.replace(/^\w+ /, "") });
}
