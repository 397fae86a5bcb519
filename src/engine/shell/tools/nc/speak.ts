import type { Process } from "../../../simulation/process.ts";
import type { Outcome } from "../../../trace/trace.ts";
import type { Conversation } from "../../../tracer/conversation.ts";
import { answeredOutcome, exchangeHttp } from "../../../tracer/http.ts";
import type { Connection } from "../../../tracer/tcp.ts";
import { close } from "../../../tracer/tcp.ts";
import type { ToolStreams } from "../../tool.ts";
import { failedOutcome } from "../wget/fetch.ts";

type Spoken = {
  readonly connection: Connection;
  readonly streams: ToolStreams;
  /** -w: how long nothing may happen. */
  readonly idleMs?: number;
};

/** Sends standard input over the connection and prints the server's answer, head and body as they come. */
export function* speak(conversation: Conversation, { connection, streams, idleMs = 0 }: Spoken): Process<Outcome> {
  const [, method, path] = /^([A-Z]+) (\S+)(?: HTTP\/\d.\d)?\r?\n/.exec(streams.stdin) ?? [];
  if (method === undefined || path === undefined) {
    yield* conversation.until(conversation.nowMs + idleMs);
    yield* close(conversation, connection, "client");
    return { kind: "answered", status: 0, served: { port: connection.socket.port }, body: "" };
  }
  const host = /^host:[ \t]*(\S*)\r?$/im.exec(streams.stdin)?.[1] ?? "";
  const request = { method, path, host, isTls: false };
  const deadlineMs = idleMs > 0 ? conversation.nowMs + idleMs : Infinity;
  const exchanged = yield* exchangeHttp(conversation, { connection, request, deadlineMs });
  yield* close(conversation, connection, "client");
  if (exchanged.kind === "empty") return failedOutcome({ kind: "reset", cause: exchanged.cause }, 1);
  if (exchanged.kind !== "response") return failedOutcome(exchanged, 1);
  const { response } = exchanged;
  const head = [
    `HTTP/1.1 ${response.status} ${response.reason}`,
    ...response.headers.map((pair) => pair.join(": ")),
    "",
  ];
  streams.out(`${head.join("\n")}\n${response.body}`);
  return answeredOutcome(connection, { request, response });
}
