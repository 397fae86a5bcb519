// The caption's words for a moment of the trace. Read `captionOf`: one branch for each thing that can happen to a packet.
import type { ReactNode } from "react";
import { hostName } from "../engine/model/host.ts";
import type { Hop, Reference, RelayStep, RuleStep, Step, Trace } from "../engine/trace/trace.ts";
import { getObject, getObjects, objectKey } from "../state/cluster.ts";
import { headerAt, stepsAt } from "../state/playback.ts";
import type { Moment } from "../state/playback.ts";
import { destinationText, hostLabel, sourceText } from "../state/trace-names.ts";
import { Message } from "../ui/i18n/message.tsx";
import type { CaptionContext, CaptionText } from "./caption-context.ts";
import { sendingCaption } from "./caption-sending.tsx";
import { FieldLink } from "./field-link.tsx";

/** The caption of a moment. */
export function captionOf(trace: Trace, moment: Moment): CaptionText | undefined {
  const packet = trace.packets[moment.packet];
  const hop = packet?.hops[moment.hop];
  if (packet === undefined || hop === undefined) return undefined;
  const header = headerAt(trace, moment);
  const about = { trace, moment, packet, hop, header, host: hostLabel(moment.host) };
  if (packet.kind === "icmp-error" && moment.hop === 0 && moment.at === 0) return sendingCaption(about);
  return endCaption(about) ?? stepCaption(about) ?? placeCaption(about);
}

/** What ended the packet's way here badly. */
function endCaption(about: CaptionContext): CaptionText | undefined {
  const { moment, packet, header, host, trace } = about;
  const steps = stepsAt(trace, moment);
  if (steps.some((step) => step.kind === "neighbour" && step.result === "failed")) {
    const values = { address: header.destination };
    return { what: <Message id="caption.noNeighbour" values={values} />, why: <Message id="caption.noNeighbourWhy" /> };
  }
  const socket = steps.find((step) => step.kind === "listen");
  if (socket?.result === "nobody") {
    const values = { port: socket.port, host };
    return { what: <Message id="caption.nobody" values={values} />, why: <Message id="caption.nobodyWhy" /> };
  }
  if (moment.mark === "rejected") return rejection(about);
  if (moment.mark === "lost" && (packet.fate.kind === "dropped" || steps.some((step) => step.kind === "drop")))
    return { what: <Message id="caption.drops" values={{ host }} />, why: <Message id="caption.dropsWhy" /> };
  if (moment.mark === "lost")
    return {
      what: <Message id="caption.swallowed" values={{ host }} />,
      why: <Message id="caption.swallowedWhy" values={{ address: destinationText(header) }} />,
    };
  return undefined;
}

function rejection({ moment, hop, host, trace }: CaptionContext): CaptionText {
  const rule = stepsAt(trace, moment).findLast((step) => step.kind === "rule") ?? lastRule(hop);
  const service = serviceOf(rule?.references ?? []);
  const isEmpty = rule?.rule.includes("has no endpoints") ?? false;
  return {
    what: <Message id={isEmpty ? "caption.rejectsEmpty" : "caption.rejects"} values={{ host }} />,
    why: service ? rejectionWhy(service) : <Message id="caption.rejectsRuleWhy" />,
  };
}

/** What the Service's selector finds now: it is the usual reason. */
function rejectionWhy(reference: ObjectReference): ReactNode {
  const { object } = reference;
  const service = <b>{object.name}</b>;
  const selector = Object.entries(getObject("Service", objectKey(object))?.spec.selector ?? {});
  if (selector.length === 0) return <Message id="caption.rejectsWhy" values={{ service, field: linkTo(reference) }} />;
  const [key] = selector[0] ?? [];
  const field = linkTo({ ...reference, field: selector.length === 1 ? `spec.selector.${key}` : "spec.selector" });
  const labels = <b>{selector.map((pair) => pair.join("=")).join(", ")}</b>;
  const isFound = [...getObjects("Pod").values()].some(
    ({ metadata }) =>
      metadata.namespace === object.namespace && selector.every(([name, value]) => metadata.labels?.[name] === value),
  );
  const id = isFound ? "caption.rejectsUnreadyWhy" : "caption.rejectsSelectorWhy";
  return <Message id={id} values={{ service, labels, field }} />;
}

/** What the rules, conntrack or the routes did to it here. */
function stepCaption(about: CaptionContext): CaptionText | undefined {
  const { moment, host, header, trace } = about;
  const steps = stepsAt(trace, moment);
  const rewrite = steps.findLast((step) => step.kind === "rewrite");
  if (rewrite !== undefined) return rewriteCaption(about, rewrite);
  const relay = steps.findLast((step) => step.kind === "relay");
  if (relay !== undefined) return relayCaption(about, relay);
  if (moment.place === "host") return undefined;
  const rules = steps.filter((step) => step.kind === "rule");
  const rule = rules.findLast((step) => step.matched) ?? rules.at(-1);
  if (rule?.table === "nat") return natCaption(about, rule);
  if (moment.mark === "asked")
    return {
      what: <Message id="caption.noService" />,
      why: <Message id="caption.noServiceWhy" values={{ address: destinationText(header) }} />,
    };
  const route = steps.findLast((step) => step.kind === "route");
  if (route !== undefined)
    return {
      what: <Message id="caption.routes" values={{ host, out: <code>{route.out}</code> }} />,
      why: <Message id="caption.routeWhy" values={{ route: <code>{route.route}</code> }} />,
    };
  if (!moment.place.startsWith("filter ")) return undefined;
  const hook = steps.find((step) => step.kind === "rule" || step.kind === "policy")?.hook ?? "FORWARD";
  return { what: <Message id="caption.filterPasses" />, why: <Message id="caption.filterWhy" values={{ hook }} /> };
}

function natCaption({ hop, host, header }: CaptionContext, rule: RuleStep): CaptionText {
  const service = serviceOf(rule.references);
  const name = <b>{service?.object.name ?? subjectOfComment(rule.rule)}</b>;
  const address = destinationText(header);
  if (/^KUBE-(SVC|SVL|EXT|FW)-/.test(rule.chain))
    return { what: <Message id="caption.picks" values={{ service: name }} />, why: drawWhy(hop, rule) };
  if (rule.chain.startsWith("KUBE-SEP-")) {
    const endpoint = /--to-destination (\S+)/.exec(rule.rule)?.[1] ?? address;
    return {
      what: <Message id="caption.endpoint" values={{ address: endpoint }} />,
      why: <Message id="caption.endpointWhy" />,
    };
  }
  if (rule.chain === "KUBE-NODEPORTS") return { what: <Message id="caption.nodePort" values={{ service: name }} /> };
  if (rule.chain === "KUBE-SERVICES" && service !== undefined)
    return {
      what: <Message id="caption.isService" values={{ service: name }} />,
      why: <Message id="caption.isServiceWhy" values={{ address }} />,
    };
  if (rule.hook === "POSTROUTING")
    return {
      what: <Message id="caption.postrouting" values={{ host }} />,
      why: <Message id="caption.postroutingWhy" values={{ address: sourceText(header) }} />,
    };
  return {
    what: <Message id={rule.hook === "OUTPUT" ? "caption.output" : "caption.prerouting"} values={{ node: host }} />,
    why: <Message id="caption.newWhy" />,
  };
}

/** A program carries it from one connection to the next. */
function relayCaption(about: CaptionContext, { by, before, after, references }: RelayStep): CaptionText {
  const [pod] = references;
  const values = { pod: <b>{pod?.kind === "object" ? pod.object.name : ""}</b> };
  return {
    what: <Message id={`caption.${isBack(about) ? "relayBack" : "relay"}.${by}`} values={{ host: about.host }} />,
    swap: { before: destinationText(before), after: destinationText(after) },
    why: <Message id="caption.relayWhy" values={values} />,
  };
}

function rewriteCaption(about: CaptionContext, step: Extract<Step, { kind: "rewrite" }>): CaptionText {
  const { before, after } = step;
  const isSource = sourceText(before) !== sourceText(after);
  const swap = isSource
    ? { before: sourceText(before), after: sourceText(after) }
    : { before: destinationText(before), after: destinationText(after) };
  if (about.moment.mark === "restored") {
    const destination = isBack(about) ? "caption.restoredDestination" : "caption.followsDestination";
    const what = isSource ? "caption.restoredSource" : destination;
    return { what: <Message id={what} />, swap, why: <Message id="caption.restoredWhy" /> };
  }
  if (step.by !== "dnat")
    return { what: <Message id="caption.masquerade" />, swap, why: <Message id="caption.masqueradeWhy" /> };
  return { ...destinationCaption(about.hop, step), swap };
}

function destinationCaption(hop: Hop, step: Extract<Step, { kind: "rewrite" }>): CaptionText {
  const service = serviceOf(step.references) ?? serviceOf(lastRule(hop)?.references ?? []);
  if (service === undefined) return { what: <Message id="caption.dnatPlain" /> };
  const values = { service: <b>{service.object.name}</b>, field: linkTo({ ...service, field: "spec.selector" }) };
  const drawn = hop.steps.findLast((one) => one.kind === "rule" && one.matched && one.draw !== undefined);
  const draw = drawn?.kind === "rule" ? drawn.draw : undefined;
  return {
    what: <Message id="caption.dnat" />,
    why:
      draw === undefined ? (
        <Message id="caption.dnatWhy" values={values} />
      ) : (
        <Message id="caption.dnatDrawWhy" values={{ ...values, ...drawTexts(draw) }} />
      ),
  };
}

function drawWhy(hop: Hop, rule: RuleStep): ReactNode {
  if (rule.draw !== undefined && rule.matched) return <Message id="caption.drewBelow" values={drawTexts(rule.draw)} />;
  const isAfterDraw = hop.steps.some((step) => step.kind === "rule" && step.chain === rule.chain && step.draw);
  return <Message id={isAfterDraw ? "caption.drewLast" : "caption.drewOnly"} />;
}

function drawTexts({ probability, drawn }: { readonly probability: number; readonly drawn: number }) {
  return { drawn: drawn.toFixed(2), limit: String(Math.round(probability * 100) / 100) };
}

/** Where nothing in particular happened: it sets out, comes in, passes, arrives. */
function placeCaption(about: CaptionContext): CaptionText {
  const { moment, packet, hop, header, host } = about;
  if (moment.mark === "delivered") return arrival(about);
  if (moment.hop === 0 && moment.at === 0) return sendingCaption(about);
  if (moment.place !== "host" && hop.in !== undefined && moment.steps.length === 0) {
    const isBridge = hop.in === "cni0" || hop.in.startsWith("veth");
    return {
      what: <Message id="caption.comesIn" values={{ name: <code>{hop.in}</code> }} />,
      why: isBridge ? (
        <Message id="caption.comesInWhy" values={{ node: host }} />
      ) : (
        <Message id="caption.comesInWireWhy" />
      ),
    };
  }
  const isNew = hop.steps.some((step) => step.kind === "conntrack" && step.state === "new");
  const why = isNew ? (
    <Message id="caption.passesWhy" values={{ address: destinationText(header) }} />
  ) : (
    <Message id="caption.knownWhy" />
  );
  const isEnd = moment.host === packet.fate.host;
  return { what: <Message id="caption.passes" values={{ host }} />, why: isEnd ? undefined : why };
}

function arrival({ packet, header, host, trace, moment }: CaptionContext): CaptionText {
  const what = <Message id="caption.arrives" values={{ host }} />;
  if (isBack({ packet, trace }))
    return { what, why: <Message id="caption.arrivesBackWhy" values={{ address: sourceText(header) }} /> };
  const socket = stepsAt(trace, moment).find((step) => step.kind === "listen");
  return { what, why: socket && <Message id="caption.arrivesWhy" values={{ port: socket.port }} /> };
}

/** Whether the packet goes to who sent the request. */
function isBack({ packet, trace }: Pick<CaptionContext, "packet" | "trace">): boolean {
  return packet.hops.at(-1)?.host === hostName(trace.request.from);
}

type ObjectReference = Extract<Reference, { kind: "object" }>;

function serviceOf(references: readonly Reference[]): ObjectReference | undefined {
  return references.find((one): one is ObjectReference => one.kind === "object" && one.object.kind === "Service");
}

function linkTo({ object, field }: ObjectReference): ReactNode {
  return <FieldLink reference={{ object, field }} />;
}

function lastRule(hop: Hop): RuleStep | undefined {
  return hop.steps.findLast((step): step is RuleStep => step.kind === "rule" && step.matched);
}

/** A rule's comment begins with what kube-proxy wrote it for: "default/numbers-api cluster IP". */
function subjectOfComment(rule: string): string {
  return /--comment "([^" ]+)/.exec(rule)?.[1] ?? "";
}
