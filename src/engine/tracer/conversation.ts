import type { Header } from "../model/packet.ts";
import type { NetworkHost } from "../network/hosts.ts";
import { roundMs } from "../network/latency.ts";
import type { Process, Wait } from "../simulation/process.ts";
import type { Cause, Outcome, PacketKind, PacketTrace, Payload, RequestSpec, Step, Trace } from "../trace/trace.ts";
import type { DrawSource } from "./filter-context.ts";
import { drawsOf } from "./filter-context.ts";
import type { Transmission } from "./packet-walk.ts";
import { transmit } from "./packet-walk.ts";
import type { Leg } from "./relayed-walk.ts";
import { transmitRelayed } from "./relayed-walk.ts";
import { packetLength } from "./packet-length.ts";
import type { TracerWorld } from "./world.ts";

/** A packet on its way: what `send` knows of it at once. */
export type SentPacket = { readonly id: number; readonly transmission: Transmission };

export type PacketDetails = {
  readonly payload?: Payload;
  readonly answers?: number;
  readonly retryOf?: number;
  /** What carries it on from where its header takes it. */
  readonly onward?: readonly Leg[];
};

const NO_DETAILS: PacketDetails = {};
/** How far an exchange is computed ahead of the clock before it waits: packets under way for longer than this meet what happens meanwhile. */
const AHEAD_MAX_MS = 5;
/** A process that is over. */
const NOTHING: Process<void> = (function* nothing(): Process<void> {})();
/** ip_local_port_range. */
const PORTS = { first: 32_768, count: 28_232 };

/**
 * One request from one host, written down as it happens: opened by a tool, spoken by the functions of this room (tcp.ts,
 * datagram.ts, echo.ts, resolve.ts), and closed by `finish`, which gives the trace.
 */
export class Conversation {
  readonly world: TracerWorld;
  readonly request: RequestSpec;
  readonly host: NetworkHost;
  readonly beganMs: number;
  readonly draws: DrawSource;
  readonly #isTraced: boolean;
  readonly #packets: PacketTrace[] = [];
  #sent = 0;
  #aheadMs = 0;

  constructor(world: TracerWorld, host: NetworkHost, request: RequestSpec) {
    this.world = world;
    this.host = host;
    this.request = request;
    this.beganMs = world.simulation.nowMs;
    this.draws = drawsOf(world, request.draws);
    this.#isTraced = request.trace !== "none";
  }

  /** Where the conversation stands: the clock's time, or a little ahead of it within an exchange. */
  get nowMs(): number {
    return Math.max(this.#aheadMs, this.world.simulation.nowMs);
  }

  /** Puts a packet on its way now and writes it down. */
  send(kind: PacketKind, from: NetworkHost, header: Header, details: PacketDetails = NO_DETAILS): SentPacket {
    const sentMs = this.nowMs;
    const trace = this.#isTraced ? "full" : "none";
    const { onward, payload } = details;
    const bytes = packetLength(header, payload);
    const outgoing = { header, from, sentMs, trace, draws: this.draws, bytes } as const;
    const transmission = onward ? transmitRelayed(this.world, outgoing, onward) : transmit(this.world, outgoing);
    const id = this.#sent++;
    if (!this.#isTraced) return { id, transmission };
    const { hops, fate } = transmission;
    const written = onward ? withoutOnward(details) : details;
    this.#packets.push({ id, kind, header, ...written, sentMs: roundMs(sentMs), hops, fate });
    return { id, transmission };
  }

  /** Adds what the receiving host did with the packet. */
  tell({ transmission: { hops } }: SentPacket, step: Step): void {
    const last = hops.at(-1);
    if (last) hops[hops.length - 1] = { ...last, steps: [...last.steps, step] };
  }

  /** Why the last packet of that kind did not arrive; undefined if the last one did, or if nothing is written down. */
  lastFailure(kind: PacketKind): Cause | undefined {
    const fate = this.#packets.findLast((packet) => packet.kind === kind)?.fate;
    return fate && fate.kind !== "delivered" ? fate.cause : undefined;
  }

  /** Goes on to that moment: at once within an exchange that is short, else by waiting for it. */
  until(ms: number): Process<void> {
    if (ms <= this.nowMs) return NOTHING;
    if (ms - this.world.simulation.nowMs > AHEAD_MAX_MS) return waitUntil(ms);
    this.#aheadMs = ms;
    return NOTHING;
  }

  /** Waits for the clock: every exchange ends with it. */
  catchUp(): Process<void> {
    return this.#aheadMs > this.world.simulation.nowMs ? waitUntil(this.#aheadMs) : NOTHING;
  }

  /** Goes back to the clock's time, for what happens beside an exchange that has run ahead. */
  rewind(): void {
    this.#aheadMs = 0;
  }

  /** An ephemeral port, as the kernel draws one for a socket that was not bound. */
  drawPort(): number {
    return PORTS.first + this.world.simulation.random("source ports").below(PORTS.count);
  }

  /** The trace, with all packets in the order sent. */
  finish(outcome: Outcome): Trace {
    return {
      request: this.request,
      beganMs: roundMs(this.beganMs),
      endedMs: roundMs(this.nowMs),
      packets: inOrder(this.#packets),
      outcome,
    };
  }
}

function* waitUntil(ms: number): Process<void> {
  yield { kind: "until", ms };
}

function withoutOnward(details: PacketDetails): Omit<PacketDetails, "onward"> {
  const { onward: _, ...written } = details;
  return written;
}

/** By the moment of sending, numbered so. Exchanges beside each other write theirs one after the other. */
function inOrder(packets: readonly PacketTrace[]): readonly PacketTrace[] {
  if (isInOrder(packets)) return packets;
  const sorted = packets.toSorted((a, b) => a.sentMs - b.sentMs || a.id - b.id);
  const ids: number[] = [];
  for (const [id, packet] of sorted.entries()) ids[packet.id] = id;
  return sorted.map((packet, id) => {
    const { answers, retryOf } = packet;
    const isSame = (other: number | undefined) => other === undefined || ids[other] === other;
    if (packet.id === id && isSame(answers) && isSame(retryOf)) return packet;
    return {
      ...packet,
      id,
      ...(answers !== undefined && { answers: ids[answers] ?? answers }),
      ...(retryOf !== undefined && { retryOf: ids[retryOf] ?? retryOf }),
    };
  });
}

function isInOrder(packets: readonly PacketTrace[]): boolean {
  let lastMs = 0;
  for (const { sentMs } of packets) {
    if (sentMs < lastMs) return false;
    lastMs = sentMs;
  }
  return true;
}

/** Runs processes beside each other in one, each resumed at its own moment; they may wait for moments only. */
export function* together<T>(conversation: Conversation, processes: readonly Process<T>[]): Process<readonly T[]> {
  const results: T[] = [];
  const waiting: { readonly index: number; readonly process: Process<T>; ms: number }[] = [];
  const resume = (strand: { readonly index: number; readonly process: Process<T> }): void => {
    conversation.rewind();
    const step = strand.process.next();
    if (step.done) results[strand.index] = step.value;
    else waiting.push({ ...strand, ms: momentOf(step.value) });
  };
  try {
    for (const [index, process] of processes.entries()) resume({ index, process });
    while (waiting.length > 0) {
      let first = 0;
      for (let i = 1; i < waiting.length; i++)
        if ((waiting[i]?.ms ?? Infinity) < (waiting[first]?.ms ?? Infinity)) first = i;
      const [strand] = waiting.splice(first, 1);
      if (!strand) break;
      yield { kind: "until", ms: strand.ms };
      resume(strand);
    }
    return results;
  } finally {
    for (const { process } of waiting) process.return([] as never);
  }
}

function momentOf(wait: Wait): number {
  if (wait.kind === "until") return wait.ms;
  throw new Error("a strand of a conversation waits for a signal");
}
