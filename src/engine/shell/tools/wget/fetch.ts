import type { Ipv4 } from "../../../model/address.ts";
import type { Process } from "../../../simulation/process.ts";
import type { Cause, Outcome } from "../../../trace/trace.ts";
import type { Conversation } from "../../../tracer/conversation.ts";
import type { HttpRequest, HttpResponse } from "../../../tracer/http.ts";
import { answeredOutcome, exchangeHttp, secure } from "../../../tracer/http.ts";
import type { Connection, Failure } from "../../../tracer/tcp.ts";
import { close, connect } from "../../../tracer/tcp.ts";

/** A connection for one request, encrypted if it has to be. */
export type Opened =
  | { readonly kind: "open"; readonly connection: Connection }
  | { readonly kind: "no-tls"; readonly connection: Connection }
  | Failure;

export type Fetched =
  | { readonly kind: "response"; readonly response: HttpResponse; readonly outcome: Outcome }
  | { readonly kind: "empty"; readonly cause: Cause }
  | Failure;

/** Connects to the first address that the tool tries, at the latest until the deadline. */
export function* open(
  conversation: Conversation,
  target: {
    readonly address: Ipv4;
    readonly port: number;
    readonly isTls: boolean;
    readonly deadlineMs: number;
    readonly source?: Ipv4;
  },
): Process<Opened> {
  const { address, port, isTls, deadlineMs, source } = target;
  const connected = yield* connect(conversation, { address, port, ...(source && { source }) }, deadlineMs);
  if (connected.kind !== "connected") return connected;
  const { connection } = connected;
  if (!isTls) return { kind: "open", connection };
  const secured = yield* secure(conversation, { connection, deadlineMs });
  if (secured.kind === "secured") return { kind: "open", connection };
  yield* close(conversation, connection, "client");
  return secured.kind === "no-tls" ? { kind: "no-tls", connection } : secured;
}

/** One request and its response; the connection is closed after it. */
export function* fetch(
  conversation: Conversation,
  { connection, request, deadlineMs }: { connection: Connection; request: HttpRequest; deadlineMs: number },
): Process<Fetched> {
  const exchanged = yield* exchangeHttp(conversation, { connection, request, deadlineMs });
  const closesFirst = exchanged.kind === "response" && exchanged.response.closes ? "server" : "client";
  yield* close(conversation, connection, closesFirst);
  if (exchanged.kind !== "response") return exchanged;
  const { response } = exchanged;
  return { kind: "response", response, outcome: answeredOutcome(connection, { request, response }) };
}

/** What a request that failed leaves behind in its trace. */
export function failedOutcome(
  failure: { readonly kind: Failure["kind"]; readonly cause: Cause },
  exitCode: number,
): Outcome {
  return { kind: failure.kind, exitCode, stderr: "", cause: failure.cause };
}
