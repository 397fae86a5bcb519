// TCP as far as a request needs it: the handshake with its retries, data that is repeated until it arrives, the way out.
import type { Ipv4 } from "../model/address.ts";
import { ipv4 } from "../model/address.ts";
import type { Header } from "../model/packet.ts";
import { unhandled } from "../model/unhandled.ts";
import type { NetworkHost } from "../network/hosts.ts";
import type { Process } from "../simulation/process.ts";
import type { Cause, PacketKind, Payload } from "../trace/trace.ts";
import type { Attempt } from "./attempt.ts";
import { attempt, hear } from "./attempt.ts";
import { nothingListens } from "./cause.ts";
import type { Conversation, PacketDetails } from "./conversation.ts";
import type { Ends } from "./headers.ts";
import { endsOf, reversed, tcpHeader } from "./headers.ts";
import type { PortForward } from "./port-forwards.ts";
import type { Relay } from "./relay.ts";
import { carry } from "./relay.ts";
import type { Socket } from "./sockets.ts";
import { referencesOf, socketAt } from "./sockets.ts";

/** An open connection, as both ends see it. It outlives the conversation that opened it: keep-alive. */
export type Connection = {
  readonly client: NetworkHost;
  readonly server: NetworkHost;
  readonly socket: Socket;
  /** From the client to the address that it connected to. */
  readonly ends: Ends;
  /** From the server to the client that it sees. */
  readonly serverEnds: Ends;
  /** How it is carried from where the client connected to (kubectl port-forward). */
  readonly relay?: Relay;
  /** Whoever accepted it could not carry it on, and closes it. */
  readonly brokenBy?: Cause;
};

export type ConnectTarget = {
  readonly address: Ipv4;
  readonly port: number;
  /** Bound to (curl --interface, --local-port). */
  readonly source?: Ipv4;
  readonly sourcePort?: number;
};

/** `timed-out`: by the caller's deadline, or, `byKernel`, because the kernel gave up (ETIMEDOUT). */
export type Failure =
  | { readonly kind: "refused" | "unreachable" | "reset"; readonly cause: Cause }
  | { readonly kind: "timed-out"; readonly cause: Cause; readonly byKernel: boolean };

export type Connected = { readonly kind: "connected"; readonly connection: Connection } | Failure;

/** Who connects to any address connects to its own host. */
const ANY_ADDRESS = "0.0.0.0";
const LOOPBACK = ipv4("127.0.0.1");
/** A timer of the kernel fires on the tick after its time (CONFIG_HZ = 250). */
const TICK_MS = 4;
/** When a SYN is repeated, after the first; the last is when the kernel gives up (net.ipv4.tcp_syn_retries = 6). */
const SYN_RETRIES_MS = retransmissions({ firstMs: 1000, mostMs: 120_000, count: 6 });
/** When data is repeated; the last is when the kernel gives up (net.ipv4.tcp_retries2 = 15, RTO from 200 ms to 120 s). */
const DATA_RETRIES_MS = retransmissions({ firstMs: 200, mostMs: 120_000, count: 15 });
const UNKNOWN: Cause = { code: "TOO_SLOW", references: [] };

/** Opens a connection; gives up at `deadlineMs`, or when the kernel does. */
export function* connect(conversation: Conversation, target: ConnectTarget, deadlineMs: number): Process<Connected> {
  const connected = yield* shakeHands(conversation, target, deadlineMs);
  yield* conversation.catchUp();
  return connected;
}

function* shakeHands(conversation: Conversation, target: ConnectTarget, deadlineMs: number): Process<Connected> {
  const { host, world } = conversation;
  const address = target.address === ANY_ADDRESS ? LOOPBACK : target.address;
  const ends: Ends = {
    source: target.source ?? world.network.sourceFor(host, address),
    destination: address,
    sourcePort: target.sourcePort ?? conversation.drawPort(),
    destinationPort: target.port,
  };
  const began = conversation.nowMs;
  let first: number | undefined;
  let cause = UNKNOWN;
  for (const retryMs of SYN_RETRIES_MS) {
    const details = first === undefined ? {} : { retryOf: first };
    const packet = { kind: "tcp-syn" as const, from: host, header: tcpHeader(ends, ["SYN"]), details };
    const tried = yield* attempt(conversation, packet, deadlineMs);
    first ??= tried.id;
    const next = Math.min(began + retryMs, deadlineMs);
    const answer = yield* afterSyn(conversation, { ends, tried, untilMs: next });
    if (answer.kind !== "silent") return answer;
    cause = answer.cause;
    yield* conversation.until(next);
    if (conversation.nowMs >= deadlineMs) return { kind: "timed-out", cause, byKernel: false };
  }
  return { kind: "timed-out", cause, byKernel: true };
}

type Silent = { readonly kind: "silent"; readonly cause: Cause };

function* afterSyn(
  conversation: Conversation,
  { ends, tried, untilMs }: { readonly ends: Ends; readonly tried: Attempt; readonly untilMs: number },
): Process<Connected | Silent> {
  if (conversation.nowMs >= untilMs) return { kind: "silent", cause: tried.kind === "arrived" ? UNKNOWN : tried.cause };
  switch (tried.kind) {
    case "arrived":
      return yield* answerSyn(conversation, { ends, tried, untilMs });
    case "failed":
      return { kind: tried.error, cause: tried.cause };
    case "failing": {
      if (tried.atMs >= untilMs) return { kind: "silent", cause: tried.cause };
      yield* conversation.until(tried.atMs);
      const heard = { answers: tried.id, deadlineMs: untilMs };
      const error = yield* hear(conversation, tried.complaint, heard);
      return error ? { kind: error, cause: tried.cause } : { kind: "silent", cause: tried.cause };
    }
    case "silent":
      return { kind: "silent", cause: tried.cause };
    default:
      throw unhandled(tried);
  }
}

type ArrivedSyn = { readonly ends: Ends; readonly tried: Attempt & { kind: "arrived" }; readonly untilMs: number };

function* answerSyn(conversation: Conversation, { ends, tried, untilMs }: ArrivedSyn): Process<Connected | Silent> {
  const { host: server, header, sent } = tried;
  const at = { protocol: "tcp" as const, address: header.destination, port: ends.destinationPort };
  const port = header.destinationPort ?? at.port;
  const socket = socketAt(conversation.world, server, { ...at, port });
  const references = socket?.references ?? referencesOf(server);
  conversation.tell(sent, {
    kind: "listen",
    protocol: "tcp",
    port,
    result: socket ? "accepted" : "nobody",
    references,
  });
  const serverEnds = reversed(endsOf(header));
  const flags = socket ? (["SYN", "ACK"] as const) : (["RST", "ACK"] as const);
  const answer = yield* attempt(
    conversation,
    {
      kind: socket ? "tcp-syn-ack" : "tcp-reset",
      from: server,
      header: tcpHeader(serverEnds, flags),
      details: { answers: sent.id },
    },
    untilMs,
  );
  if (answer.kind !== "arrived") return { kind: "silent", cause: answer.kind === "failed" ? UNKNOWN : answer.cause };
  if (!isFor(ends, answer.header) || answer.host !== conversation.host) {
    conversation.send("tcp-reset", answer.host, tcpHeader(reversed(endsOf(answer.header)), ["RST"]));
    return { kind: "silent", cause: UNKNOWN };
  }
  if (!socket) return { kind: "refused", cause: nothingListens(header, references) };
  conversation.send("tcp-ack", conversation.host, tcpHeader(ends, ["ACK"]), { answers: answer.sent.id });
  const connection = { client: conversation.host, server, socket, ends, serverEnds };
  if (socket.kind !== "port-forward") return { kind: "connected", connection };
  return yield* carriedOn(conversation, { connection, forward: socket.forward, untilMs });
}

/** The connection as the client has it, with the pod's listener at its end. */
function* carriedOn(
  conversation: Conversation,
  carrying: { readonly connection: Connection; readonly forward: PortForward; readonly untilMs: number },
): Process<Connected | Silent> {
  const { connection, forward, untilMs } = carrying;
  const carried = yield* carry(conversation, { forward, client: connection.ends, deadlineMs: untilMs });
  switch (carried.kind) {
    case "open": {
      const { server, socket, serverEnds, relay } = carried;
      return { kind: "connected", connection: { ...connection, server, socket, serverEnds, relay } };
    }
    case "broken":
      return { kind: "connected", connection: { ...connection, brokenBy: carried.cause } };
    case "silent":
      return carried;
    default:
      throw unhandled(carried);
  }
}

/** A segment that has arrived at the other end. */
export type Delivered = { readonly kind: "delivered"; readonly id: number; readonly header: Header } | Failure;

export type Segment = {
  readonly kind: PacketKind;
  readonly from: "client" | "server";
  readonly payload?: Payload;
  readonly answers?: number;
};

/** Sends data over the connection and repeats it until it arrives, the deadline is there or the kernel gives up. */
export function* sendSegment(
  conversation: Conversation,
  { connection, segment, deadlineMs }: { connection: Connection; segment: Segment; deadlineMs: number },
): Process<Delivered> {
  const [from, ends] =
    segment.from === "client" ? [connection.client, connection.ends] : [connection.server, connection.serverEnds];
  const flags = segment.kind === "tcp-fin" ? (["FIN", "ACK"] as const) : (["PSH", "ACK"] as const);
  const { payload, answers } = segment;
  const began = conversation.nowMs;
  let first: number | undefined;
  let cause = UNKNOWN;
  for (const retryMs of DATA_RETRIES_MS) {
    const details = {
      ...onwardOf(connection, segment.from),
      ...(payload && { payload }),
      ...(answers !== undefined && { answers }),
      ...(first !== undefined && { retryOf: first }),
    };
    const packet = { kind: segment.kind, from, header: tcpHeader(ends, flags), details };
    const tried = yield* attempt(conversation, packet, deadlineMs);
    if (tried.kind === "arrived") return yield* received(conversation, { connection, segment, tried, deadlineMs });
    cause = tried.cause;
    first ??= tried.id;
    yield* conversation.until(Math.min(began + retryMs, deadlineMs));
    if (conversation.nowMs >= deadlineMs) return { kind: "timed-out", cause, byKernel: false };
  }
  return { kind: "timed-out", cause, byKernel: true };
}

type ArrivedSegment = {
  readonly connection: Connection;
  readonly segment: Segment;
  readonly tried: Attempt & { kind: "arrived" };
  readonly deadlineMs: number;
};

/** The receiver takes it if it has the connection; any other host, and one whose process is gone, resets it. */
function* received(conversation: Conversation, arrived: ArrivedSegment): Process<Delivered> {
  const { connection, segment, tried, deadlineMs } = arrived;
  const { header, host, sent } = tried;
  if (conversation.nowMs >= deadlineMs && sent.transmission.arrivedMs > deadlineMs)
    return { kind: "timed-out", cause: UNKNOWN, byKernel: false };
  if (segment.from === "server") return { kind: "delivered", id: sent.id, header };
  const { address, port } = { address: header.destination, port: header.destinationPort ?? 0 };
  const isOurs = host === connection.server && isFor(connection.serverEnds, header);
  const isOpen =
    connection.brokenBy !== undefined || socketAt(conversation.world, host, { protocol: "tcp", address, port });
  if (isOurs && isOpen) return { kind: "delivered", id: sent.id, header };
  const cause: Cause = { code: "SERVER_CLOSED", references: referencesOf(host) };
  const reset = tcpHeader(reversed(endsOf(header)), ["RST"]);
  const packet = { kind: "tcp-reset" as const, from: host, header: reset, details: { answers: sent.id } };
  const told = yield* attempt(conversation, packet, deadlineMs);
  return told.kind === "arrived" ? { kind: "reset", cause } : { kind: "timed-out", cause, byKernel: false };
}

/** Both ends say that they are done; who closes first waits in TIME_WAIT. Nobody waits for what is lost. */
export function* close(conversation: Conversation, connection: Connection, first: "client" | "server"): Process<void> {
  yield* sayGoodbye(conversation, connection, first);
  yield* conversation.catchUp();
}

function* sayGoodbye(conversation: Conversation, connection: Connection, first: "client" | "server"): Process<void> {
  const { client, server, ends, serverEnds } = connection;
  const ours = [client, ends] as const;
  const theirs = [server, serverEnds] as const;
  const [one, other] = first === "client" ? [ours, theirs] : [theirs, ours];
  const fin = ([from, by]: readonly [NetworkHost, Ends], answers?: number) => {
    const onward = onwardOf(connection, by === ends ? "client" : "server");
    const details = { ...onward, ...(answers !== undefined && { answers }) };
    return { kind: "tcp-fin", from, header: tcpHeader(by, ["FIN", "ACK"]), details } as const;
  };
  const asked = yield* attempt(conversation, fin(one), Infinity);
  if (asked.kind !== "arrived") return;
  const agreed = yield* attempt(conversation, fin(other, asked.sent.id), Infinity);
  if (agreed.kind !== "arrived") return;
  conversation.send("tcp-ack", one[0], tcpHeader(one[1], ["ACK"]), { answers: agreed.sent.id });
}

function onwardOf({ relay }: Connection, from: "client" | "server"): Pick<PacketDetails, "onward"> {
  return relay ? { onward: from === "client" ? relay.toPod : relay.toClient } : {};
}

/** Whether the packet belongs to who sends with these ends. */
function isFor(ends: Ends, { source, destination, sourcePort, destinationPort }: Header): boolean {
  return (
    source === ends.destination &&
    destination === ends.source &&
    sourcePort === ends.destinationPort &&
    destinationPort === ends.sourcePort
  );
}

/** The moments at which a segment is sent again, each wait twice the one before; the last is the end of it. */
function retransmissions({ firstMs, mostMs, count }: { firstMs: number; mostMs: number; count: number }): number[] {
  const moments: number[] = [];
  for (let i = 0, waitMs = firstMs, atMs = 0; i <= count; i++, waitMs = Math.min(2 * waitMs, mostMs))
    moments.push((atMs += waitMs + TICK_MS));
  return moments;
}
