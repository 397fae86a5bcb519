import type { Process } from "../simulation/process.ts";
import { HTTP_SERVER_MS, TLS_HANDSHAKE_MS } from "../network/latency.ts";
import type { Cause, Outcome, Payload } from "../trace/trace.ts";
import { accessLine } from "../workloads/container-logs.ts";
import type { ServedRequest, ServedResponse } from "../workloads/response.ts";
import type { Conversation } from "./conversation.ts";
import { respond, speaksTls } from "./responses.ts";
import type { Connection, Failure } from "./tcp.ts";
import { sendSegment } from "./tcp.ts";

export type HttpRequest = {
  readonly method: string;
  readonly path: string;
  /** The Host header. */
  readonly host: string;
  readonly isTls: boolean;
  readonly body?: string;
};

export type HttpResponse = ServedResponse & {
  /** The client's address as the server sees it. */
  readonly client: string;
  /** Whether the server closes the connection after it. */
  readonly closes: boolean;
};

export type Exchanged =
  | { readonly kind: "response"; readonly response: HttpResponse }
  /** The server took the request, said nothing and closed. */
  | { readonly kind: "empty"; readonly cause: Cause }
  | Failure;

export type TlsResult = { readonly kind: "secured" } | { readonly kind: "no-tls" } | Failure;

export type HttpExchange = {
  readonly connection: Connection;
  readonly request: HttpRequest;
  readonly deadlineMs: number;
};

/** How long a server that does not understand waits for more before it closes. */
const SILENT_SERVER_MS = 2000;

/** One request and its response over an open connection, which stays open unless the response says otherwise. */
export function* exchangeHttp(conversation: Conversation, asked: HttpExchange): Process<Exchanged> {
  const exchanged = yield* askAndAnswer(conversation, asked);
  yield* conversation.catchUp();
  return exchanged;
}

function* askAndAnswer(
  conversation: Conversation,
  { connection, request, deadlineMs }: HttpExchange,
): Process<Exchanged> {
  const { world } = conversation;
  const { method, path, host, isTls } = request;
  const payload: Payload = { kind: "http-request", method, path, host };
  const asked = { kind: "http-request", from: "client", payload } as const;
  const sent = yield* sendSegment(conversation, { connection, segment: asked, deadlineMs });
  if (sent.kind !== "delivered") return sent;
  if (connection.brokenBy) return { kind: "empty", cause: connection.brokenBy };
  yield* conversation.until(Math.min(conversation.nowMs + HTTP_SERVER_MS, deadlineMs));
  const client = sent.header.source;
  const epochMs = world.simulation.startEpochMs + conversation.nowMs;
  const served = respond(world, connection.socket, { method, path, host, client, epochMs, isTls });
  if (!served) {
    yield* conversation.until(Math.min(conversation.nowMs + SILENT_SERVER_MS, deadlineMs));
    return { kind: "empty", cause: { code: "SERVER_CLOSED", references: [] } };
  }
  log(conversation, connection, { request: { method, path, host, client, epochMs }, status: served.status });
  const { status, reason } = served;
  const body = method === "HEAD" ? "" : served.body;
  const answered = {
    kind: "http-response",
    from: "server",
    payload: { kind: "http-response", status, reason, body },
  } as const;
  const segment = { ...answered, answers: sent.id };
  const back = yield* sendSegment(conversation, { connection, segment, deadlineMs });
  if (back.kind !== "delivered") return back;
  if (conversation.nowMs >= deadlineMs)
    return {
      kind: "timed-out",
      byKernel: false,
      cause: { code: "TOO_SLOW", references: connection.socket.references },
    };
  const closes = served.headers.some(([name, value]) => name.toLowerCase() === "connection" && value === "close");
  return { kind: "response", response: { ...served, body, client, closes } };
}

/** The demo server writes a line of each request that it has answered. */
function log(
  { world }: Conversation,
  { socket }: Connection,
  { request, status }: { readonly request: ServedRequest; readonly status: number },
): void {
  if (socket.kind !== "container" || socket.listener.serve !== "demo") return;
  const key = { uid: socket.pod.metadata.uid ?? "", container: socket.listener.container };
  world.logs.append(key, { epochMs: request.epochMs, text: accessLine(request, status) });
}

/** The TLS handshake: hello, the server's certificate, finished. A server that speaks plain HTTP does not understand it. */
export function* secure(
  conversation: Conversation,
  { connection, deadlineMs }: { readonly connection: Connection; readonly deadlineMs: number },
): Process<TlsResult> {
  if (connection.brokenBy) return { kind: "reset", cause: connection.brokenBy };
  const isTls = speaksTls(connection.socket);
  const answer = isTls ? "Server Hello, Certificate, Finished" : "HTTP/1.1 400 Bad request version";
  const steps = [
    { from: "client", text: "Client Hello" },
    { from: "server", text: answer },
    { from: "client", text: "Finished" },
  ] as const;
  for (const { from, text } of isTls ? steps : steps.slice(0, 2)) {
    if (from === "server") yield* conversation.until(Math.min(conversation.nowMs + TLS_HANDSHAKE_MS, deadlineMs));
    const segment = { kind: "tcp-data", from, payload: { kind: "text", text } } as const;
    const sent = yield* sendSegment(conversation, { connection, segment, deadlineMs });
    if (sent.kind !== "delivered") return sent;
  }
  yield* conversation.catchUp();
  return { kind: isTls ? "secured" : "no-tls" };
}

/** The outcome of a request that was answered. */
export function answeredOutcome(
  connection: Connection,
  { request, response }: { readonly request: HttpRequest; readonly response: HttpResponse },
): Outcome {
  const { socket } = connection;
  const { status, body, client } = response;
  return {
    kind: "answered",
    status,
    served: servedBy(connection),
    seen: { client, host: request.host, path: request.path },
    body,
  };

  function servedBy({ server }: Connection): (Outcome & { kind: "answered" })["served"] & object {
    const { port } = socket;
    if (socket.kind === "container") {
      const { name, namespace = "" } = socket.pod.metadata;
      const node = socket.pod.spec.nodeName;
      return { pod: name, namespace, ...(node !== undefined && { node }), port };
    }
    return server.kind === "node" ? { node: server.node, port } : { port };
  }
}
