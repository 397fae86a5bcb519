import { ArrowRight, CircleCheck, CircleAlert, OctagonX, Timer } from "lucide-react";
import type { LucideIcon } from "lucide-react";
import { hostName } from "../engine/model/host.ts";
import type { Outcome, Trace } from "../engine/trace/trace.ts";
import { requestText } from "../state/request-text.ts";
import { hostLabel } from "../state/trace-names.ts";
import { useMessage } from "../ui/i18n/message.tsx";
import { outcomeWord } from "./outcome-word.ts";

/** Who asked for what, and what came of it, in one line. */
export function RequestTitle({ trace }: { readonly trace: Trace }) {
  const outcome = useOutcomeWord(trace.outcome);
  const { icon: Icon, tone } = lookOf(trace.outcome);
  return (
    <span className="asked">
      <Icon className={`icon ${tone}`} aria-hidden="true" />
      <span className="asked__from">{hostLabel(hostName(trace.request.from))}</span>
      <ArrowRight className="icon asked__to" aria-hidden="true" />
      <span className="asked__url mono">{requestText(trace.request)}</span>
      <span className={`asked__word ${tone}`}>{outcome}</span>
    </span>
  );
}

/** `outcomeWord` for a component. */
export function useOutcomeWord(outcome: Outcome): string {
  return outcomeWord(outcome, useMessage());
}

function lookOf(outcome: Outcome): { readonly icon: LucideIcon; readonly tone: string } {
  if (outcome.kind === "timed-out") return { icon: Timer, tone: "is-reject" };
  if (outcome.kind !== "answered") return { icon: OctagonX, tone: "is-reject" };
  return outcome.status < 400 ? { icon: CircleCheck, tone: "is-deliver" } : { icon: CircleAlert, tone: "is-reject" };
}
