import type { Ipv4 } from "../model/address.ts";
import type { Header } from "../model/packet.ts";
import type { NetworkHost } from "../network/hosts.ts";
import { UDP_SERVER_MS } from "../network/latency.ts";
import type { Process } from "../simulation/process.ts";
import type { Cause, PacketKind, Payload } from "../trace/trace.ts";
import { datagramResponseOf } from "../workloads/response.ts";
import type { SocketError } from "./attempt.ts";
import { attempt, hear } from "./attempt.ts";
import { nothingListens } from "./cause.ts";
import type { Conversation } from "./conversation.ts";
import { endsOf, icmpError, reversed, udpHeader } from "./headers.ts";
import type { Socket } from "./sockets.ts";
import { referencesOf, socketAt } from "./sockets.ts";

export type Datagram = {
  readonly from: NetworkHost;
  readonly to: { readonly address: Ipv4; readonly port: number };
  readonly sourcePort: number;
  readonly kind: PacketKind;
  readonly payload?: Payload;
};

/** What a UDP server does with a datagram: it may take its time, and may say nothing. */
export type DatagramServer<T> = (
  socket: Socket,
  host: NetworkHost,
  client: string,
) => Process<{ readonly value: T; readonly payload: Payload; readonly kind: PacketKind } | undefined>;

export type DatagramExchange<T> = {
  readonly datagram: Datagram;
  readonly serve: DatagramServer<T>;
  readonly deadlineMs: number;
};

export type DatagramResult<T> =
  | { readonly kind: "answered"; readonly value: T; readonly socket: Socket; readonly client: string }
  | { readonly kind: "failed"; readonly error: SocketError; readonly cause: Cause }
  | { readonly kind: "timed-out"; readonly cause: Cause };

const UNANSWERED: Cause = { code: "TOO_SLOW", references: [] };

/** Sends a datagram and waits for the answer to it, for an ICMP error, or until the deadline. */
export function* sendDatagram<T>(
  conversation: Conversation,
  exchange: DatagramExchange<T>,
): Process<DatagramResult<T>> {
  const result = yield* sendAndWait(conversation, exchange);
  yield* conversation.catchUp();
  return result;
}

function* sendAndWait<T>(
  conversation: Conversation,
  { datagram, serve, deadlineMs }: DatagramExchange<T>,
): Process<DatagramResult<T>> {
  const { from, to, sourcePort, kind, payload } = datagram;
  const source = conversation.world.network.sourceFor(from, to.address);
  const ends = { source, destination: to.address, sourcePort, destinationPort: to.port };
  const details = payload ? { payload } : {};
  const tried = yield* attempt(conversation, { kind, from, header: udpHeader(ends), details }, deadlineMs);
  switch (tried.kind) {
    case "failed":
      return { kind: "failed", error: tried.error, cause: tried.cause };
    case "failing": {
      yield* conversation.until(Math.min(tried.atMs, deadlineMs));
      if (conversation.nowMs >= deadlineMs) return { kind: "timed-out", cause: tried.cause };
      const error = yield* hear(conversation, tried.complaint, { answers: tried.id, deadlineMs });
      if (error) return { kind: "failed", error, cause: tried.cause };
      return yield* silence(conversation, tried.cause, deadlineMs);
    }
    case "silent":
      return yield* silence(conversation, tried.cause, deadlineMs);
    case "arrived":
      break;
  }
  const { host, header, sent } = tried;
  const port = header.destinationPort ?? to.port;
  const socket = socketAt(conversation.world, host, { protocol: "udp", address: header.destination, port });
  const references = socket?.references ?? referencesOf(host);
  conversation.tell(sent, { kind: "listen", protocol: "udp", port, result: socket ? "open" : "nobody", references });
  if (!socket) {
    const complaint = {
      kind: "packet",
      from: host,
      header: icmpError(header, header.destination, "port-unreachable"),
      atMs: conversation.nowMs,
    } as const;
    const error = yield* hear(conversation, complaint, { answers: tried.id, deadlineMs });
    const cause = nothingListens(header, references);
    return error ? { kind: "failed", error, cause } : yield* silence(conversation, cause, deadlineMs);
  }
  return yield* answer(conversation, { arrived: { host, header, id: tried.id, from, socket }, serve, deadlineMs });
}

type ArrivedDatagram = {
  readonly host: NetworkHost;
  readonly header: Header;
  readonly id: number;
  readonly from: NetworkHost;
  readonly socket: Socket;
};

function* answer<T>(
  conversation: Conversation,
  { arrived, serve, deadlineMs }: { arrived: ArrivedDatagram; serve: DatagramServer<T>; deadlineMs: number },
): Process<DatagramResult<T>> {
  const { host, header, id, socket } = arrived;
  const served = yield* serve(socket, host, header.source);
  if (!served || conversation.nowMs >= deadlineMs) return yield* silence(conversation, UNANSWERED, deadlineMs);
  const reply = udpHeader(reversed(endsOf(header)));
  const details = { answers: id, payload: served.payload };
  const back = yield* attempt(conversation, { kind: served.kind, from: host, header: reply, details }, deadlineMs);
  const isTheirs = back.kind === "arrived" && back.host === arrived.from && conversation.nowMs < deadlineMs;
  if (!isTheirs) {
    const cause = back.kind === "arrived" ? UNANSWERED : back.cause;
    return yield* silence(conversation, cause, deadlineMs);
  }
  return { kind: "answered", value: served.value, socket, client: header.source };
}

function* silence<T>(conversation: Conversation, cause: Cause, deadlineMs: number): Process<DatagramResult<T>> {
  yield* conversation.until(deadlineMs);
  return { kind: "timed-out", cause };
}

/** What an image's own UDP socket answers. */
export function serveText(conversation: Conversation): DatagramServer<string> {
  return function* serve(socket, _host, client) {
    yield* conversation.until(conversation.nowMs + UDP_SERVER_MS);
    if (socket.kind !== "container" && socket.kind !== "outside") return undefined;
    const text = datagramResponseOf(socket.listener, client);
    return text === undefined ? undefined : { value: text, payload: { kind: "text", text }, kind: "udp" };
  };
}
