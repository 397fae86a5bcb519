// Where two traces part, in a sentence.
import type { PacketTrace, Step } from "../engine/trace/trace.ts";
import type { Difference } from "../state/difference.ts";
import { destinationText, hostLabel, packetWord, sourceText } from "../state/trace-names.ts";
import { unhandled } from "../engine/model/unhandled.ts";
import { Message, useMessage } from "../ui/i18n/message.tsx";
import type { Say } from "../ui/i18n/message.tsx";
import { shortChainName } from "../ui/short-name.ts";

/** "On node-2, KUBE-SVC drew 0.31 in A and 0.78 in B, where 0.5 decides: another pod." */
export function DifferenceText({ difference }: { readonly difference: Difference }) {
  const say = useMessage();
  switch (difference.kind) {
    case "draw": {
      const [a, b] = difference.draws;
      const values = {
        host: hostLabel(difference.host),
        chain: <code title={difference.chain}>{shortChainName(difference.chain)}</code>,
        a: <b>{a.drawn.toFixed(2)}</b>,
        b: <b>{b.drawn.toFixed(2)}</b>,
        limit: String(Math.round(a.probability * 100) / 100),
      };
      return <Message id="compare.draw" values={values} />;
    }
    case "step": {
      const [a, b] = difference.steps;
      const values = { host: hostLabel(difference.host), a: <b>{stepText(a, say)}</b>, b: <b>{stepText(b, say)}</b> };
      return <Message id="compare.step" values={values} />;
    }
    case "host": {
      const [a, b] = difference.hosts;
      return <Message id="compare.host" values={{ a: <b>{hostText(a, say)}</b>, b: <b>{hostText(b, say)}</b> }} />;
    }
    case "packet": {
      const [a, b] = difference.packets;
      return (
        <Message id="compare.packet" values={{ a: <b>{packetText(a, say)}</b>, b: <b>{packetText(b, say)}</b> }} />
      );
    }
    default:
      throw unhandled(difference);
  }
}

function hostText(host: string | undefined, say: Say): string {
  return host === undefined ? say("compare.noHost") : hostLabel(host);
}

function packetText(packet: PacketTrace | undefined, say: Say): string {
  if (packet === undefined) return say("compare.noPacket");
  const { header, payload } = packet;
  if (payload?.kind === "dns") {
    const { question, message } = payload;
    const answer = message === undefined ? "" : ` ${message.answer.at(-1)?.data ?? message.rcode}`;
    return `DNS ${question.type} ${question.name.replace(/\.$/, "")}${answer} (${header.source} → ${header.destination})`;
  }
  return `${packetWord(packet)} (${sourceText(header)} → ${destinationText(header)})`;
}

function stepText(step: Step | undefined, say: Say): string {
  switch (step?.kind) {
    case undefined:
      return say("compare.noStep");
    case "rule": {
      const chain = shortChainName(step.chain);
      if (!step.matched || step.verdict === undefined) return say("compare.passed", { chain });
      return say("compare.rule", { verdict: shortChainName(step.verdict), chain });
    }
    case "policy":
      return say("compare.policy", { chain: `${step.table} ${step.chain}`, verdict: step.verdict });
    case "conntrack":
      return say("compare.connection", { state: step.state });
    case "rewrite": {
      const isSource = sourceText(step.before) !== sourceText(step.after);
      return say("compare.rewrite", { address: isSource ? sourceText(step.after) : destinationText(step.after) });
    }
    case "relay":
      return say("compare.relay", { by: step.by });
    case "route":
      return say("compare.route", { route: step.route });
    case "neighbour":
      return say(step.result === "failed" ? "compare.noNeighbour" : "compare.neighbour", { address: step.address });
    case "bridge":
      return step.name;
    case "listen":
      return say(step.result === "nobody" ? "compare.nobody" : "compare.listens", { port: step.port });
    case "drop":
      return "DROP";
    case "reject":
      return `REJECT ${step.with}`;
    default:
      throw unhandled(step);
  }
}
