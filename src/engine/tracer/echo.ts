import type { Ipv4 } from "../model/address.ts";
import type { Icmp } from "../model/packet.ts";
import type { Process } from "../simulation/process.ts";
import type { Cause } from "../trace/trace.ts";
import { attempt } from "./attempt.ts";
import type { Conversation } from "./conversation.ts";
import { echoHeader, echoReply } from "./headers.ts";
import type { Complaint } from "./packet-walk.ts";

export type Echo = {
  readonly address: Ipv4;
  readonly source?: Ipv4;
  readonly identifier: number;
  readonly sequence: number;
  readonly ttl?: number;
};

/** `reply`: who answered, with which TTL left. `error`: an ICMP error came back, or will; who sends it, and ping's word for it. */
export type EchoResult =
  | { readonly kind: "reply"; readonly from: Ipv4; readonly ttl: number; readonly roundTripMs: number }
  | {
      readonly kind: "error";
      readonly id: number;
      readonly cause: Cause;
      readonly from: Ipv4;
      readonly text: string;
      readonly atMs: number;
      /** What is still to be sent at that moment. */
      readonly complaint?: Complaint;
    }
  | { readonly kind: "silent"; readonly cause: Cause };

/** As iputils' pr_icmph() words them. */
const ERROR_TEXTS: Readonly<Partial<Record<Icmp["type"], string>>> = {
  "port-unreachable": "Destination Port Unreachable",
  "host-unreachable": "Destination Host Unreachable",
  "net-unreachable": "Destination Net Unreachable",
  "admin-prohibited": "Packet filtered",
  "time-exceeded": "Time to live exceeded",
};

/** Sends one echo request and waits for its reply, at the latest until the deadline. An error that comes later is told with its moment. */
export function* sendEcho(conversation: Conversation, echo: Echo, deadlineMs: number): Process<EchoResult> {
  const result = yield* askForEcho(conversation, echo, deadlineMs);
  yield* conversation.catchUp();
  return result;
}

function* askForEcho(conversation: Conversation, echo: Echo, deadlineMs: number): Process<EchoResult> {
  const { host, world } = conversation;
  const source = echo.source ?? world.network.sourceFor(host, echo.address);
  const sentMs = conversation.nowMs;
  const header = echoHeader({ source, destination: echo.address }, echo);
  const asked = yield* attempt(conversation, { kind: "icmp-echo", from: host, header }, deadlineMs);
  if (asked.kind === "silent") return { kind: "silent", cause: asked.cause };
  if (asked.kind !== "arrived") {
    const { id, cause, complaint } = asked;
    const [from, type] =
      complaint.kind === "packet"
        ? [complaint.header.source, complaint.header.icmp?.type ?? "host-unreachable"]
        : [source, "host-unreachable" as const];
    const text = ERROR_TEXTS[type] ?? "Destination Host Unreachable";
    const error = { kind: "error", id, cause, from, text } as const;
    return asked.kind === "failing"
      ? { ...error, atMs: asked.atMs, complaint }
      : { ...error, atMs: conversation.nowMs };
  }
  const details = { answers: asked.id };
  const reply = { kind: "icmp-echo-reply", from: asked.host, header: echoReply(asked.header), details } as const;
  const back = yield* attempt(conversation, reply, deadlineMs);
  if (back.kind !== "arrived" || back.host !== host || conversation.nowMs > deadlineMs) {
    const cause: Cause = back.kind === "arrived" ? { code: "TOO_SLOW", references: [] } : back.cause;
    return { kind: "silent", cause };
  }
  const { source: from, ttl } = back.header;
  return { kind: "reply", from, ttl, roundTripMs: conversation.nowMs - sentMs };
}
