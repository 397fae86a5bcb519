// A trace as a text tree, for copying, the terminal and screen readers.
import { hostName } from "../model/host.ts";
import type { Header } from "../model/packet.ts";
import { unhandled } from "../model/unhandled.ts";
import type { Hop, PacketTrace, RequestSpec, Step, Trace } from "./trace.ts";

/** A readable tree: the request, each packet with its hosts and what they did, the outcome. Ends with a newline. */
export function traceToText(trace: Trace): string {
  const packets = trace.packets.flatMap((packet) => packetLines(packet, trace.beganMs));
  return [requestLine(trace.request), ...packets, ...outcomeLines(trace), ""].join("\n");
}

function requestLine({ from, url, udp, ping, query, tcp }: RequestSpec): string {
  const asked =
    url ??
    (udp && `UDP ${udp.host}:${udp.port}`) ??
    (tcp && `TCP ${tcp.host}:${tcp.port}`) ??
    (query && `${query.type} ${query.name}`) ??
    `ping ${ping ?? ""}`;
  return `${hostName(from)} -> ${asked}`;
}

function packetLines(packet: PacketTrace, beganMs: number): readonly string[] {
  const time = `${(packet.sentMs - beganMs).toFixed(2)} ms`;
  const again = packet.retryOf === undefined ? "" : ` (repeats packet ${packet.retryOf})`;
  const answers = packet.answers === undefined ? "" : ` (answers packet ${packet.answers})`;
  const head = `├─ ${time}  ${packet.id}. ${packet.kind} ${headerText(packet.header)}${payloadText(packet)}${answers}${again}`;
  return [head, ...packet.hops.flatMap(hopLines), `│    └─ ${fateText(packet)}`];
}

function hopLines(hop: Hop): readonly string[] {
  const ways = [hop.in && `in ${hop.in}`, hop.out && `out ${hop.out}`].filter(Boolean).join(", ");
  const head = `│    ├─ ${hop.host}${ways === "" ? "" : ` (${ways})`}`;
  return [head, ...hop.steps.map((step) => `│    │    ${stepText(step)}`)];
}

/** One step in a line, in the words of the tools: rules as iptables-save prints them, routes as ip does. */
export function stepText(step: Step): string {
  switch (step.kind) {
    case "rule": {
      const draw = step.draw && ` [drew ${step.draw.drawn.toFixed(4)} against ${step.draw.probability}]`;
      const skipped = step.skipped === 0 ? "" : ` [after ${step.skipped} that did not match]`;
      return `${step.matched ? "+" : "-"} ${step.table}: ${step.rule}${draw ?? ""}${skipped}`;
    }
    case "policy":
      return `= ${step.table}: ${step.chain} policy ${step.verdict}`;
    case "conntrack":
      return `~ conntrack: ${step.state}`;
    case "rewrite":
      return `* ${step.by}: ${headerText(step.before)}  =>  ${headerText(step.after)}`;
    case "relay":
      return `* carried on by ${step.by}: ${headerText(step.before)}  =>  ${headerText(step.after)}`;
    case "route":
      return `> route: ${step.route}`;
    case "neighbour":
      return `> neighbour: ${step.address} on ${step.out}: ${step.result}`;
    case "bridge":
      return `> bridge ${step.name}: ${step.in} to ${step.out}`;
    case "listen":
      return `> ${step.protocol} port ${step.port}: ${step.result}`;
    case "drop":
      return `x dropped: ${step.cause.code}`;
    case "reject":
      return `x rejected with ${step.with}: ${step.cause.code}`;
    default:
      throw unhandled(step);
  }
}

/** "10.244.2.4:44932 -> 10.96.40.28:80 SYN ttl 64". */
export function headerText(header: Header): string {
  const end = (address: string, port: number | undefined) => (port === undefined ? address : `${address}:${port}`);
  const from = end(header.source, header.sourcePort);
  const to = end(header.destination, header.destinationPort);
  const what = header.flags?.join(",") ?? header.icmp?.type ?? header.protocol;
  return `${from} -> ${to} ${what} ttl ${header.ttl}`;
}

function payloadText({ payload }: PacketTrace): string {
  switch (payload?.kind) {
    case undefined:
      return "";
    case "dns": {
      const { question, message } = payload;
      if (message === undefined) return ` "${question.type} ${question.name}"`;
      const answers = message.answer.map(({ type, data }) => `${type} ${data}`).join(", ");
      return ` "${question.type} ${question.name}: ${message.rcode}${answers === "" ? "" : ` ${answers}`}"`;
    }
    case "http-request":
      return ` "${payload.method} ${payload.path} Host: ${payload.host}"`;
    case "http-response":
      return ` "${payload.status} ${payload.reason}"`;
    case "text":
      return ` "${payload.text}"`;
    default:
      throw unhandled(payload);
  }
}

function fateText({ fate }: PacketTrace): string {
  const cause = fate.kind === "delivered" ? "" : `: ${fate.cause.code}`;
  return `${fate.kind} at ${fate.host}${cause}`;
}

function outcomeLines({ outcome, beganMs, endedMs }: Trace): readonly string[] {
  const time = `${(endedMs - beganMs).toFixed(2)} ms`;
  if (outcome.kind !== "answered") {
    return [
      `└─ ${time}  ${outcome.kind} (${outcome.cause.code}), exit code ${outcome.exitCode}`,
      `     ${outcome.stderr}`,
    ];
  }
  const { served } = outcome;
  const by = served?.pod === undefined ? "" : ` by pod ${served.namespace}/${served.pod} on ${served.node}`;
  return [`└─ ${time}  answered ${outcome.status}${by}`];
}
