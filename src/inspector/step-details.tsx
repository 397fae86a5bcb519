import {
  ArrowRightLeft,
  CircleDot,
  DoorOpen,
  Filter,
  ListChecks,
  OctagonX,
  Route,
  Send,
  Shuffle,
  Unplug,
} from "lucide-react";
import type { LucideIcon } from "lucide-react";
import type { RuleStep } from "../engine/trace/trace.ts";
import { headerAt, headerBefore, restoringAt, stepsAt } from "../state/playback.ts";
import type { Moment, Playback } from "../state/playback.ts";
import { hostLabel, packetWord } from "../state/trace-names.ts";
import { placeName } from "../state/visits.ts";
import { useCurrentRequest } from "../state/requests.ts";
import { shortChainName } from "../ui/short-name.ts";
import { useMessage } from "../ui/i18n/message.tsx";
import type { PlainMessageKey } from "../ui/i18n/catalogue.ts";
import { FailureCard } from "./failure-card.tsx";
import { Head } from "./head.tsx";
import { HeaderBlock } from "./header-block.tsx";
import { ConntrackBlock, ListenerBlock, PayloadBlock } from "./network-blocks.tsx";
import { PairBlock } from "./pair-block.tsx";
import { RouteBlock } from "./route-block.tsx";
import { RulesBlock } from "./rules-block.tsx";
import { WhyBlock } from "./why-block.tsx";

/** The current step: its header before and after, its causes, the rules it met, the connection, the route. */
export function StepDetails({ playback, moment }: { readonly playback: Playback; readonly moment: Moment }) {
  const request = useCurrentRequest();
  const { trace } = playback;
  const packet = trace.packets[moment.packet];
  const hop = packet?.hops[moment.hop];
  if (packet === undefined || hop === undefined) return null;
  const steps = stepsAt(trace, moment);
  const isOver = moment.row >= failedRow(playback);
  return (
    <>
      {isOver && (trace.outcome.kind !== "answered" || request?.diagnosis) && (
        <FailureCard trace={trace} outcome={trace.outcome} diagnosis={request?.diagnosis} />
      )}
      <StepHead playback={playback} moment={moment} />
      <HeaderBlock before={headerBefore(trace, moment)} after={headerAt(trace, moment)} hop={hop} packet={packet} />
      <WhyBlock trace={trace} hop={hop} steps={steps} />
      <PairBlock trace={trace} packet={packet} />
      <PayloadBlock packet={packet} />
      <RulesBlock trace={trace} moment={moment} hop={hop} steps={steps} />
      <ConntrackBlock hop={hop} steps={steps} />
      <RouteBlock host={moment.host} steps={steps} />
      <ListenerBlock steps={steps} />
    </>
  );
}

/** The first row that ended badly: from there on the failure is explained. */
function failedRow({ rows }: Playback): number {
  const index = rows.findIndex(({ visits }) => visits.some(({ mark }) => mark === "rejected" || mark === "lost"));
  return index < 0 ? rows.length - 1 : index;
}

/** The rule that the step is about: its last one, or the one before it that led to a rewrite. */
function ruleOf({ trace }: Playback, moment: Moment): RuleStep | undefined {
  const steps = trace.packets[moment.packet]?.hops[moment.hop]?.steps ?? [];
  const until = moment.mark === "rewritten" ? steps.slice(0, (moment.steps.at(-1) ?? -1) + 1) : stepsAt(trace, moment);
  return until.findLast((step): step is RuleStep => step.kind === "rule" && step.matched);
}

type StepKind = {
  readonly icon: LucideIcon;
  readonly text: PlainMessageKey;
  readonly tone: "nat" | "route" | "deliver" | "reject" | "dns";
};

function StepHead({ playback, moment }: { readonly playback: Playback; readonly moment: Moment }) {
  const message = useMessage();
  const packet = playback.trace.packets[moment.packet];
  const { icon: Icon, text, tone } = kindOf(playback, moment);
  const rule = ruleOf(playback, moment);
  const place = moment.place === "host" ? undefined : placeName(moment.place);
  const restoring = restoringAt(playback.trace, moment);
  const where = restoring
    ? [hostLabel(moment.host), restoring.step.hook, "conntrack"]
    : rule
      ? [
          hostLabel(moment.host),
          `${rule.table} ${rule.hook}`,
          rule.chain === rule.hook ? "" : shortChainName(rule.chain),
        ]
      : [hostLabel(moment.host), place];
  return (
    <Head
      icon={<Icon aria-hidden="true" />}
      tone={tone}
      title={`${message(text)}${restoring ? ` (${restoring.name})` : ""}: ${packet === undefined ? "" : packetWord(packet)}`}
      where={where.filter(Boolean).join(", ")}
    />
  );
}

function kindOf({ trace, rows }: Playback, moment: Moment): StepKind {
  const kinds = new Set(stepsAt(trace, moment).map(({ kind }) => kind));
  if (moment.mark === "rejected") return { icon: OctagonX, text: "inspector.stepReject", tone: "reject" };
  if (moment.mark === "lost") return { icon: Unplug, text: "inspector.stepLost", tone: "reject" };
  if (moment.mark === "restored") return { icon: ArrowRightLeft, text: "inspector.stepRestore", tone: "nat" };
  if (moment.mark === "rewritten" && moment.place === "SNAT")
    return { icon: ArrowRightLeft, text: "inspector.stepSnat", tone: "nat" };
  if (moment.mark === "rewritten") return { icon: ArrowRightLeft, text: "inspector.stepDnat", tone: "nat" };
  if (moment.mark === "delivered") return { icon: CircleDot, text: "inspector.stepArrive", tone: "deliver" };
  const isDns = trace.packets[rows[moment.row]?.packet ?? 0]?.kind.startsWith("dns") ?? false;
  if (moment.hop === 0 && moment.at === 0)
    return { icon: Send, text: "inspector.stepSend", tone: isDns ? "dns" : "route" };
  if (moment.place.startsWith("nat KUBE-SV")) return { icon: Shuffle, text: "inspector.stepRules", tone: "nat" };
  if (moment.place.startsWith("nat ")) return { icon: ListChecks, text: "inspector.stepRules", tone: "nat" };
  if (moment.place.startsWith("filter ")) return { icon: Filter, text: "inspector.stepFilter", tone: "route" };
  if (moment.place === "host") return { icon: Route, text: "inspector.stepPass", tone: "route" };
  if (kinds.has("route")) return { icon: Route, text: "inspector.stepRoute", tone: "route" };
  return { icon: DoorOpen, text: "inspector.stepComesIn", tone: "route" };
}
