import type { Ipv4 } from "../model/address.ts";
import type { Process } from "../simulation/process.ts";
import type { Cause } from "../trace/trace.ts";
import type { SocketError } from "./attempt.ts";
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

/** `reply`: who answered, with which TTL left. `error`: an ICMP error came back, from whom; or, later, will be there. */
export type EchoResult =
  | { readonly kind: "reply"; readonly from: Ipv4; readonly ttl: number; readonly roundTripMs: number }
  | {
      readonly kind: "error";
      readonly error: SocketError;
      readonly cause: Cause;
      readonly atMs: number;
      readonly complaint?: Complaint;
    }
  | { readonly kind: "silent"; readonly cause: Cause };

/** Sends one echo request and waits for its reply, at the latest until the deadline. An error that comes later is told with its moment. */
export function* sendEcho(conversation: Conversation, echo: Echo, deadlineMs: number): Process<EchoResult> {
  const { host, world } = conversation;
  const source = echo.source ?? world.network.sourceFor(host, echo.address);
  const sentMs = conversation.nowMs;
  const header = echoHeader({ source, destination: echo.address }, echo);
  const asked = yield* attempt(conversation, { kind: "icmp-echo", from: host, header }, deadlineMs);
  if (asked.kind === "silent") return asked;
  if (asked.kind === "failing")
    return { kind: "error", error: "unreachable", cause: asked.cause, atMs: asked.atMs, complaint: asked.complaint };
  if (asked.kind === "failed")
    return { kind: "error", error: asked.error, cause: asked.cause, atMs: conversation.nowMs };
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
