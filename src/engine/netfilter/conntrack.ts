import type { ConntrackEntry } from "../model/conntrack-entry.ts";
import type { JsonObject } from "../model/json.ts";
import { isJsonObject } from "../model/json.ts";
import type { Header, TcpFlag } from "../model/packet.ts";
import { entryOf, restoreConnection, saveConnection } from "./connection.ts";
import type { Connection } from "./connection.ts";
import { tcpTransition } from "./tcp-states.ts";
import type { TcpState } from "./tcp-states.ts";
import type { Passage } from "./passage.ts";
import { invert, tupleOf } from "./tuple.ts";
import type { Tuple } from "./tuple.ts";
import { TupleTable } from "./tuple-table.ts";

/** Connections that one host keeps, as net.netfilter.nf_conntrack_max of a small machine. */
const CONNECTIONS_MAX = 262_144;

/** Packets on their way through a host whose connection is not in the table; the older ones have been dropped somewhere. */
const IN_FLIGHT_MAX = 64;

/** Seconds without a packet after which a connection is forgotten; established and CLOSE_WAIT as kube-proxy sets them. */
const TCP_TIMEOUT_SECONDS: Readonly<Record<TcpState, number>> = {
  SYN_SENT: 120,
  SYN_RECV: 60,
  ESTABLISHED: 86_400,
  FIN_WAIT: 120,
  CLOSE_WAIT: 3600,
  LAST_ACK: 30,
  TIME_WAIT: 120,
  CLOSE: 10,
};
const TCP_UNACKNOWLEDGED_SECONDS = 300;
const UDP_SECONDS = 30;
const UDP_STREAM_SECONDS = 120;
const UDP_STREAM_AFTER_MS = 2000;
const ICMP_SECONDS = 30;

const NO_FLAGS: readonly TcpFlag[] = [];
/** One host's connections. A connection is in the table once its first packet has left the host or reached a socket (`confirm`). */
export class Conntrack {
  /** Each connection under both of its tuples. */
  readonly #byTuple = new TupleTable();
  readonly #confirmed = new Map<number, Connection>();
  /** Unconfirmed ones, and those that their packet has just ended. */
  readonly #inFlight = new Map<number, Connection>();
  #lastId = 0;
  #sweptAt = 1024;

  constructor(saved?: JsonObject) {
    const entries = saved?.["connections"];
    if (typeof saved?.["lastId"] === "number") this.#lastId = saved["lastId"];
    for (const entry of Array.isArray(entries) ? entries : []) {
      const connection = isJsonObject(entry) ? restoreConnection(entry) : undefined;
      if (connection) this.#insert(connection);
    }
  }

  /** Finds or begins the connection of a packet that comes in or is made here, tells the packet, and notes what it does to it. */
  track(passage: Passage, nowMs: number): void {
    passage.isTracked = true;
    const { header } = passage;
    if (header.icmp?.about) return this.#trackError(passage, header.icmp.about, nowMs);
    const tuple = tupleOf(header);
    if (!tuple) return;
    const found = this.#find(tuple, nowMs);
    if (!found) return this.#begin(passage, tuple, nowMs);
    const isOriginal = isSameTuple(found.original, tuple);
    const state = isOriginal && !found.isReplied ? "new" : "established";
    switch (advance(found, header, isOriginal, nowMs)) {
      case "invalid":
        return;
      case "again":
        this.#remove(found);
        return this.#begin(passage, tuple, nowMs);
      case "ended":
        this.#remove(found);
        this.#keepInFlight(found);
        break;
      case "goes-on":
        break;
    }
    if (!isOriginal) found.isReplied = true;
    passage.state = state;
    passage.connection = found;
    passage.isOriginal = isOriginal;
  }

  /** Puts a connection in the table. False: the table is full, and the packet is dropped. */
  confirm(connection: Connection, nowMs: number): boolean {
    if (connection.isConfirmed) return true;
    this.#inFlight.delete(connection.id);
    if (this.#confirmed.size >= this.#sweptAt) this.#sweep(nowMs);
    if (this.#confirmed.size >= CONNECTIONS_MAX && !this.#dropEarly()) return false;
    connection.isConfirmed = true;
    this.#insert(connection);
    return true;
  }

  /** Forgets a connection that never was confirmed. */
  discard(connection: Connection): void {
    if (!connection.isConfirmed) this.#inFlight.delete(connection.id);
  }

  /** Whether another connection's packets look so: then NAT must choose otherwise. */
  isTaken(tuple: Tuple, by: Connection, nowMs: number): boolean {
    const holder = this.#find(tuple, nowMs);
    return holder !== undefined && holder !== by;
  }

  /** Forgets those that the caller calls stale; how many they were. */
  forget(isStale: (entry: ConntrackEntry) => boolean, nowMs: number): number {
    let count = 0;
    for (const connection of this.#confirmed.values()) {
      if (connection.expiresMs <= nowMs || !isStale(entryOf(connection, nowMs))) continue;
      this.#remove(connection);
      count++;
    }
    return count;
  }

  /** Those that live now, oldest first. */
  *entries(nowMs: number): Iterable<Connection> {
    for (const connection of this.#confirmed.values()) if (connection.expiresMs > nowMs) yield connection;
  }

  /** The confirmed ones as plain data; the constructor takes it back. */
  save(): JsonObject {
    return { lastId: this.#lastId, connections: [...this.#confirmed.values()].map(saveConnection) };
  }

  #begin(passage: Passage, tuple: Tuple, nowMs: number): void {
    const { header } = passage;
    const state = tuple.protocol === "tcp" ? tcpTransition("original", header.flags ?? NO_FLAGS, undefined) : undefined;
    if (state === "invalid" || state === "ignore") return;
    if (tuple.protocol === "icmp" && tuple.destinationPort !== 8) return;
    const connection: Connection = {
      id: ++this.#lastId,
      original: tuple,
      reply: invert(tuple),
      state,
      isReplied: false,
      isAssured: false,
      isConfirmed: false,
      isDestinationDecided: false,
      isSourceDecided: false,
      destinationNat: undefined,
      sourceNat: undefined,
      expiresMs: nowMs + 1000 * firstTimeoutSeconds(tuple, state),
      streamMs: nowMs + UDP_STREAM_AFTER_MS,
      mark: 0,
      shown: undefined,
    };
    this.#keepInFlight(connection);
    passage.state = "new";
    passage.connection = connection;
  }

  /** An ICMP error goes against the packet that it quotes. */
  #trackError(passage: Passage, about: Header, nowMs: number): void {
    const quoted = tupleOf(about);
    if (!quoted) return;
    const answer = invert(quoted);
    const connection =
      this.#find(answer, nowMs) ??
      [...this.#inFlight.values()].findLast(
        (one) => isSameTuple(one.reply, answer) || isSameTuple(one.original, answer),
      );
    if (!connection) return;
    passage.state = "related";
    passage.connection = connection;
    passage.isOriginal = isSameTuple(connection.original, answer);
  }

  #find(tuple: Tuple, nowMs: number): Connection | undefined {
    const found = this.#byTuple.get(tuple);
    if (!found || found.expiresMs > nowMs) return found;
    this.#remove(found);
    return undefined;
  }

  #keepInFlight(connection: Connection): void {
    this.#inFlight.set(connection.id, connection);
    if (this.#inFlight.size <= IN_FLIGHT_MAX) return;
    const [oldest] = this.#inFlight.keys();
    if (oldest !== undefined) this.#inFlight.delete(oldest);
  }

  #insert(connection: Connection): void {
    this.#confirmed.set(connection.id, connection);
    this.#byTuple.set(connection.original, connection);
    this.#byTuple.set(connection.reply, connection);
  }

  #remove(connection: Connection): void {
    this.#confirmed.delete(connection.id);
    const { original, reply } = connection;
    if (this.#byTuple.get(original) === connection) this.#byTuple.delete(original);
    if (this.#byTuple.get(reply) === connection) this.#byTuple.delete(reply);
  }

  #sweep(nowMs: number): void {
    for (const connection of this.#confirmed.values()) if (connection.expiresMs <= nowMs) this.#remove(connection);
    this.#sweptAt = Math.min(CONNECTIONS_MAX, Math.max(1024, 2 * this.#confirmed.size));
  }

  #dropEarly(): boolean {
    for (const connection of this.#confirmed.values()) {
      if (connection.isAssured) continue;
      this.#remove(connection);
      return true;
    }
    return false;
  }
}

function isSameTuple(a: Tuple, b: Tuple): boolean {
  return (
    a.sourcePort === b.sourcePort &&
    a.destinationPort === b.destinationPort &&
    a.source === b.source &&
    a.destination === b.destination &&
    a.protocol === b.protocol
  );
}

function firstTimeoutSeconds({ protocol }: Tuple, state: TcpState | undefined): number {
  if (protocol === "udp") return UDP_SECONDS;
  if (protocol === "icmp") return ICMP_SECONDS;
  if (state === "ESTABLISHED") return TCP_UNACKNOWLEDGED_SECONDS;
  return TCP_TIMEOUT_SECONDS[state ?? "SYN_SENT"];
}

type Course = "goes-on" | "invalid" | "again" | "ended";

/** What a packet does to the connection that it belongs to: state, timeout, assurance. */
function advance(connection: Connection, header: Header, isOriginal: boolean, nowMs: number): Course {
  const { protocol } = connection.original;
  if (protocol === "tcp") return advanceTcp(connection, header, isOriginal, nowMs);
  if (protocol === "udp") advanceUdp(connection, nowMs);
  else connection.expiresMs = nowMs + 1000 * ICMP_SECONDS;
  return "goes-on";
}

function advanceTcp(connection: Connection, header: Header, isOriginal: boolean, nowMs: number): Course {
  const flags = header.flags ?? NO_FLAGS;
  const before = connection.state;
  const after = tcpTransition(isOriginal ? "original" : "reply", flags, before);
  if (after === "ignore") return "goes-on";
  if (after === "invalid") return "invalid";
  if (after === "SYN_SENT" && (before === "TIME_WAIT" || before === "CLOSE")) return "again";
  connection.state = after;
  if (!connection.isReplied && flags.includes("RST")) return "ended";
  const isAnswered = connection.isReplied || !isOriginal;
  if (connection.isReplied && after === "ESTABLISHED" && (before === "SYN_RECV" || before === "ESTABLISHED"))
    connection.isAssured = true;
  const seconds = after === "ESTABLISHED" && !isAnswered ? TCP_UNACKNOWLEDGED_SECONDS : TCP_TIMEOUT_SECONDS[after];
  connection.expiresMs = nowMs + 1000 * seconds;
  return "goes-on";
}

function advanceUdp(connection: Connection, nowMs: number): void {
  const isStream = connection.isReplied && nowMs > connection.streamMs;
  if (isStream) connection.isAssured = true;
  connection.expiresMs = nowMs + 1000 * (isStream ? UDP_STREAM_SECONDS : UDP_SECONDS);
}
