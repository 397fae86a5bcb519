import type { AskResult } from "../dns/contract.ts";
import type { DnsMessage, DnsQuestion } from "../model/dns.ts";
import type { NetworkHost } from "../network/hosts.ts";
import { DNS_SERVER_MS } from "../network/latency.ts";
import type { Process } from "../simulation/process.ts";
import type { Conversation } from "./conversation.ts";
import type { Socket } from "./sockets.ts";
import type { ConnectTarget, Failure } from "./tcp.ts";
import { close, connect, sendSegment } from "./tcp.ts";

export type TcpQuery = {
  readonly target: ConnectTarget;
  readonly question: DnsQuestion;
  readonly deadlineMs: number;
  /** What the socket that was reached answers; nothing where it knows no DNS. */
  readonly serve: (socket: Socket, host: NetworkHost) => Process<DnsMessage | undefined>;
};

/** Asks over a connection of its own, as resolvers do whose answer did not fit into a datagram (RFC 7766). */
export function* askOverTcp(conversation: Conversation, query: TcpQuery): Process<AskResult> {
  const { target, question, deadlineMs, serve } = query;
  const connected = yield* connect(conversation, target, deadlineMs);
  if (connected.kind !== "connected") return resultOf(connected);
  const { connection } = connected;
  const asked = { kind: "dns-query", from: "client", payload: { kind: "dns", question } } as const;
  const sent = yield* sendSegment(conversation, { connection, segment: asked, deadlineMs });
  if (sent.kind !== "delivered") return resultOf(sent);
  yield* conversation.until(Math.min(conversation.nowMs + DNS_SERVER_MS, deadlineMs));
  const message = yield* serve(connection.socket, connection.server);
  if (!message) {
    yield* conversation.until(deadlineMs);
    return "timeout";
  }
  const payload = { kind: "dns", question, message } as const;
  const answer = { kind: "dns-answer", from: "server", payload, answers: sent.id } as const;
  const told = yield* sendSegment(conversation, { connection, segment: answer, deadlineMs });
  yield* close(conversation, connection, "client");
  return told.kind === "delivered" ? message : resultOf(told);
}

function resultOf({ kind }: Failure): AskResult {
  if (kind === "timed-out") return "timeout";
  return kind === "unreachable" ? "unreachable" : "refused";
}
