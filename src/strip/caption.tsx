import { ArrowRight } from "lucide-react";
import type { Trace } from "../engine/trace/trace.ts";
import { useCluster } from "../state/cluster.ts";
import { restoringAt, stepsAt } from "../state/playback.ts";
import type { Moment } from "../state/playback.ts";
import { useMoment, usePlayback } from "../state/playback-store.ts";
import { useRequests } from "../state/requests.ts";
import { hostLabel, outsideAddress, packetWord } from "../state/trace-names.ts";
import { Message, useMessage } from "../ui/i18n/message.tsx";
import { captionOf } from "./caption-text.tsx";
import "./caption.css";

/** Where the packet is, what just happened to it, and why. It alone must be enough; screen readers hear every change. */
export function Caption() {
  const playback = usePlayback();
  const moment = useMoment();
  const isSending = useRequests((state) => state.isSending);
  const phase = useCluster((state) => state.phase);
  return (
    <div className="caption" aria-live="polite" aria-atomic="true">
      {playback && moment ? (
        <MomentCaption trace={playback.trace} moment={moment} />
      ) : (
        <QuietCaption state={isSending ? "sending" : phase === "ready" ? "ready" : "opening"} />
      )}
    </div>
  );
}

function QuietCaption({ state }: { readonly state: "sending" | "ready" | "opening" }) {
  return (
    <>
      <h1 className="caption__what">
        <Message id={`caption.${state}`} />
      </h1>
      {state !== "sending" && (
        <p className="caption__why">
          <Message id={state === "ready" ? "caption.readyWhy" : "caption.openingWhy"} />
        </p>
      )}
    </>
  );
}

function MomentCaption({ trace, moment }: { readonly trace: Trace; readonly moment: Moment }) {
  const text = captionOf(trace, moment);
  if (text === undefined) return null;
  return (
    <>
      <Where trace={trace} moment={moment} />
      <h1 className="caption__what">
        <span>{text.what}</span>
        {text.swap && (
          <span className="swap">
            <del>{text.swap.before}</del>
            <ArrowRight className="icon" aria-hidden="true" />
            <span className="hidden-text">
              <Message id="caption.becomes" />
            </span>
            <ins>{text.swap.after}</ins>
          </span>
        )}
      </h1>
      <p className="caption__why">{text.why}</p>
    </>
  );
}

/** A machine outside is called by its name, its address beside it. */
function HostName({ host }: { readonly host: string }) {
  const address = outsideAddress(host);
  const name = hostLabel(host);
  return (
    <>
      <b>{name}</b>
      {address !== undefined && address !== name && ` ${address}`}
    </>
  );
}

function Where({ trace, moment }: { readonly trace: Trace; readonly moment: Moment }) {
  const playback = usePlayback();
  const message = useMessage();
  const packet = trace.packets[moment.packet];
  const restoring = restoringAt(trace, moment);
  const rule = stepsAt(trace, moment).findLast((step) => step.kind === "rule" || step.kind === "policy");
  const isBad = moment.mark === "rejected" || moment.mark === "lost";
  const steps = playback?.momentsOfRow[moment.row]?.length ?? 1;
  return (
    <p className="caption__where">
      {isBad && (
        <span className="tag is-reject">{message(moment.mark === "lost" ? "caption.lost" : "caption.refused")}</span>
      )}
      <span className={`tag ${isBad ? "" : "tag--packet"}`}>{packet && packetWord(packet)}</span>
      <span>{message("caption.packetOf", { number: moment.packet + 1, count: trace.packets.length })}</span>
      <span>
        <Message id="caption.onHost" values={{ host: <HostName host={moment.host} /> }} />
      </span>
      <span>
        {restoring
          ? `${restoring.step.hook}, conntrack, `
          : rule && moment.place !== "host" && `${message("caption.table", { table: rule.table })}, `}
        {message("caption.stepOf", { number: moment.at + 1, count: steps })}
      </span>
    </p>
  );
}
