import type { Ipv4 } from "../../../model/address.ts";
import type { Process } from "../../../simulation/process.ts";
import type { Cause, Outcome } from "../../../trace/trace.ts";
import { hear } from "../../../tracer/attempt.ts";
import type { Conversation } from "../../../tracer/conversation.ts";
import type { EchoResult } from "../../../tracer/echo.ts";
import { sendEcho } from "../../../tracer/echo.ts";

/** What a ping does: how many, how far apart, and how long the last is waited for. */
export type EchoPlan = {
  readonly address: Ipv4;
  readonly source?: Ipv4;
  readonly ttl?: number;
  /** Endless without it. */
  readonly count?: number;
  readonly intervalMs: number;
  /** -A and -f: the next one goes as soon as the last has come back. */
  readonly isAdaptive?: true;
  /** How long to wait after the last one if nothing has come back at all (-W). */
  readonly lingerMs: number;
  /** -w: when to stop in any case, after the start. */
  readonly deadlineMs?: number;
  /** Whether errors count as answers (iputils) or are not seen (BusyBox). */
  readonly hearsErrors: boolean;
};

/** An ICMP error that came back, or the sender's own kernel's. */
export type EchoError = { readonly sequence: number; readonly from: Ipv4; readonly text: string };

export type EchoListener = {
  replied(reply: EchoResult & { kind: "reply" }, sequence: number): void | Process<void>;
  failed(error: EchoError): void;
  /** The next one goes, and this one has not come back. */
  missed?(sequence: number): void;
};

export type EchoTally = {
  sent: number;
  received: number;
  errors: number;
  /** The most requests that were under way at once. */
  pipe: number;
  readonly timesMs: number[];
  beganMs: number;
  lastMs: number;
  cause: Cause;
};

/** What root may ask for. A flood waits for 10 ms at most for what does not come back. */
const INTERVAL_MIN_MS = 2;
const FLOOD_INTERVAL_MS = 10;

type Pending = { readonly sequence: number; readonly result: EchoResult & { kind: "error" } };

/** Sends the echo requests one after the other and tells what comes back. The tally is right at every moment. */
export function* runEchoes(
  conversation: Conversation,
  plan: EchoPlan,
  { listener, tally }: { readonly listener: EchoListener; readonly tally: EchoTally },
): Process<void> {
  const { count = Infinity, deadlineMs } = plan;
  const intervalMs = Math.max(plan.intervalMs, plan.isAdaptive ? FLOOD_INTERVAL_MS : INTERVAL_MIN_MS);
  const identifier = conversation.drawPort();
  const endMs = deadlineMs === undefined ? Infinity : conversation.nowMs + deadlineMs;
  /** With a deadline, iputils goes on until so many have been answered. */
  const sentMax = deadlineMs !== undefined && plan.hearsErrors ? Infinity : count;
  const pending: Pending[] = [];
  tally.beganMs = tally.lastMs = conversation.nowMs;
  for (let sequence = 1; sequence <= sentMax && conversation.nowMs < endMs; sequence++) {
    const sentMs = conversation.nowMs;
    tally.sent++;
    tally.lastMs = sentMs;
    const isLast = sequence === sentMax;
    const nextMs = Math.min(isLast ? sentMs + waitMs(plan, tally) : sentMs + intervalMs, endMs);
    const echo = {
      address: plan.address,
      ...(plan.source && { source: plan.source }),
      identifier,
      sequence,
      ...(plan.ttl && { ttl: plan.ttl }),
    };
    const result = yield* sendEcho(conversation, echo, nextMs);
    if (result.kind === "reply") {
      note(tally, sequence, conversation.nowMs);
      tally.received++;
      tally.timesMs.push(result.roundTripMs);
      const told = listener.replied(result, sequence);
      if (told) yield* told;
    } else {
      tally.cause = result.cause;
      if (result.kind === "error") pending.push({ sequence, result });
    }
    if (plan.isAdaptive && result.kind === "reply" && !isLast) continue;
    const untilMs = isLast ? Math.min(sentMs + waitMs(plan, tally), endMs) : nextMs;
    if (yield* hearErrors(conversation, { plan, pending, untilMs, listener, tally })) return;
    if (tally.received + (plan.hearsErrors ? tally.errors : 0) >= count) return;
    yield* conversation.until(untilMs);
    if (result.kind !== "reply" && !isLast) listener.missed?.(sequence);
  }
}

/** A tally before anything was sent. */
export function newTally(): EchoTally {
  const cause: Cause = { code: "TOO_SLOW", references: [] };
  return { sent: 0, received: 0, errors: 0, pipe: 0, timesMs: [], beganMs: 0, lastMs: 0, cause };
}

/** What a name that did not resolve leaves behind. */
export function unresolved(exitCode: number, cause: Cause): Outcome {
  return { kind: "not-resolved", exitCode, stderr: "", cause };
}

/** What the ping was, for its trace. */
export function echoOutcome({ received, errors, cause }: EchoTally): Outcome {
  if (received > 0) return { kind: "answered", status: 0, body: "" };
  return { kind: errors > 0 ? "unreachable" : "timed-out", exitCode: 1, stderr: "", cause };
}

/** As iputils' schedule_exit(): twice the longest round trip, at least an interval, once something has come back. */
function waitMs({ intervalMs, lingerMs }: EchoPlan, { timesMs }: EchoTally): number {
  return timesMs.length > 0 ? Math.max(2 * Math.max(...timesMs), intervalMs) : lingerMs;
}

type Hearing = {
  readonly plan: EchoPlan;
  readonly pending: Pending[];
  readonly untilMs: number;
  readonly listener: EchoListener;
  readonly tally: EchoTally;
};

/** Tells the errors that come in until that moment; true when as many have come as requests were to be sent. */
function* hearErrors(
  conversation: Conversation,
  { plan, pending, untilMs, listener, tally }: Hearing,
): Process<boolean> {
  for (let next = pending[0]; next && next.result.atMs <= untilMs; next = pending[0]) {
    pending.shift();
    const { sequence, result } = next;
    yield* conversation.until(result.atMs);
    const { complaint } = result;
    if (complaint?.kind === "packet") {
      const heard = yield* hear(conversation, complaint, { answers: result.id, deadlineMs: untilMs });
      if (!heard) continue;
    }
    if (!plan.hearsErrors) continue;
    note(tally, sequence, conversation.nowMs);
    tally.errors++;
    listener.failed({ sequence, from: result.from, text: result.text });
    if (tally.received + tally.errors >= (plan.count ?? Infinity)) return true;
  }
  return false;
}

function note(tally: EchoTally, sequence: number, nowMs: number): void {
  tally.pipe = Math.max(tally.pipe, tally.sent - sequence + 1);
  tally.lastMs = nowMs;
}
