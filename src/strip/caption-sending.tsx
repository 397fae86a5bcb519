// The caption of a packet that sets out: who says what, and why now.
import type { ReactNode } from "react";
import type { DnsMessage } from "../engine/model/dns.ts";
import type { PacketTrace } from "../engine/trace/trace.ts";
import { destinationText, packetWord } from "../state/trace-names.ts";
import { Message } from "../ui/i18n/message.tsx";
import type { CaptionContext, CaptionText } from "./caption-context.ts";

/** What a packet says when it leaves its sender. */
export function sendingCaption(about: CaptionContext): CaptionText {
  const { packet, header, host } = about;
  const address = destinationText(header);
  switch (packet.kind) {
    case "dns-query":
    case "dns-answer":
      return dnsCaption(about);
    case "tcp-syn":
      return { what: <Message id="caption.opens" values={{ host }} />, why: connectWhy(about, address) };
    case "tcp-syn-ack":
      return {
        what: <Message id="caption.accepts" values={{ host }} />,
        why: <Message id="caption.acceptsWhy" values={{ address }} />,
      };
    case "tcp-ack":
      return { what: <Message id="caption.acknowledges" values={{ host }} /> };
    case "tcp-fin":
      return { what: <Message id="caption.closes" values={{ host }} /> };
    case "tcp-reset":
      return { what: <Message id="caption.resets" values={{ host }} />, why: <Message id="caption.resetsWhy" /> };
    case "http-request":
      return {
        what: <Message id="caption.asks" values={{ host, what: packetWord(packet) }} />,
        why: packet.payload?.kind === "http-request" && (
          <Message id="caption.asksWhy" values={{ name: <b>{packet.payload.host}</b> }} />
        ),
      };
    case "http-response":
      return { what: <Message id="caption.answers" values={{ host, what: packetWord(packet) }} /> };
    case "icmp-error":
      return {
        what: <Message id="caption.reports" values={{ host, what: packetWord(packet) }} />,
        why: header.icmp?.type === "port-unreachable" && <Message id="caption.reportsWhy" />,
      };
    case "icmp-echo":
      return { what: <Message id="caption.pings" values={{ host, address: header.destination }} /> };
    case "arp-request":
      return { what: <Message id="caption.whoHas" values={{ host, address: header.destination }} /> };
    default:
      return { what: <Message id="caption.sends" values={{ host }} /> };
  }
}

function connectWhy({ packet, trace }: CaptionContext, address: string): ReactNode {
  const before = trace.packets.find(({ id }) => id === packet.retryOf);
  if (before === undefined) return <Message id="caption.opensWhy" values={{ address }} />;
  const seconds = Math.round((packet.sentMs - before.sentMs) / 100) / 10;
  return <Message id="caption.opensAgainWhy" values={{ seconds }} />;
}

function dnsCaption({ packet, header, host, trace }: CaptionContext): CaptionText {
  if (packet.payload?.kind !== "dns") return { what: <Message id="caption.sends" values={{ host }} /> };
  const { question, message } = packet.payload;
  const name = question.name.replace(/\.$/, "");
  if (message === undefined) {
    const values = { address: destinationText(header), service: <b>kube-dns</b> };
    const isAgain = packet.retryOf !== undefined;
    return {
      what: <Message id="caption.asksName" values={{ host, name }} />,
      why: isAgain ? <Message id="caption.asksAgainWhy" /> : <Message id="caption.asksNameWhy" values={values} />,
    };
  }
  return { what: answerWhat({ host, name, message }), why: answerWhy(trace.packets, packet, message) };
}

function answerWhat(about: { readonly host: string; readonly name: string; readonly message: DnsMessage }): ReactNode {
  const { host, name, message } = about;
  const { rcode, question } = message;
  const record = message.answer.findLast(({ type }) => type === question.type);
  if (record !== undefined) return <Message id="caption.answersName" values={{ host, name, address: record.data }} />;
  if (rcode === "NXDOMAIN") return <Message id="caption.answersNothing" values={{ host, name }} />;
  if (rcode !== "NOERROR") return <Message id="caption.answersFailure" values={{ host, code: rcode }} />;
  return <Message id="caption.answersEmpty" values={{ host, name, type: question.type }} />;
}

/** After "no such name" the resolver goes on with its search list, if it does. */
function answerWhy(packets: readonly PacketTrace[], packet: PacketTrace, message: DnsMessage): ReactNode {
  const isFollowed = packets.some((other) => other.kind === "dns-query" && other.sentMs >= packet.sentMs);
  if (message.rcode === "NXDOMAIN" && isFollowed) return <Message id="caption.nextNameWhy" />;
  return <Message id="caption.answerWhy" values={{ rcode: message.rcode, type: message.question.type }} />;
}
