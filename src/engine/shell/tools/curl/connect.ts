// How curl 7.88.1 connects. Read lib/connect.c (is_connected, the eyeballers) beside this file.
import type { Ipv4 } from "../../../model/address.ts";
import { roundMs } from "../../../network/latency.ts";
import type { Process } from "../../../simulation/process.ts";
import type { Cause } from "../../../trace/trace.ts";
import type { Conversation } from "../../../tracer/conversation.ts";
import type { Connection, Failure } from "../../../tracer/tcp.ts";
import { connect } from "../../../tracer/tcp.ts";
import { connectError } from "../connect-error.ts";

/** What a transfer that failed leaves behind: curl's exit code and words, and what it means in a trace. */
export type CurlFailure = {
  readonly kind: "failed";
  readonly exitCode: number;
  readonly message: string;
  readonly outcome: "not-resolved" | "refused" | "unreachable" | "timed-out" | "reset";
  readonly cause: Cause;
};

export type CurlConnected = { readonly kind: "connected"; readonly connection: Connection } | CurlFailure;

export type CurlConnect = {
  /** As typed. */
  readonly host: string;
  readonly port: number;
  readonly addresses: readonly Ipv4[];
  readonly source?: Ipv4;
  readonly sourcePort?: number;
  readonly beganMs: number;
  /** --connect-timeout; curl's own limit is five minutes. */
  readonly connectTimeoutMs: number;
  /** -m, as a moment. */
  readonly deadlineMs: number;
  readonly say: (line: string) => void;
};

const HAPPY_EYEBALLS_MS = 200;
const POLL_MS = 1000;

/** Tries the addresses one after the other, each for half of the time that is left while there is another. */
export function* connectAny(conversation: Conversation, wanted: CurlConnect): Process<CurlConnected> {
  const { port, addresses, beganMs, deadlineMs, say, source, sourcePort } = wanted;
  const startedMs = conversation.nowMs;
  const givesUpMs = beganMs + wanted.connectTimeoutMs;
  let last: Failure | undefined;
  let nextLookMs = startedMs;
  for (const [index, address] of addresses.entries()) {
    say(`  Trying ${address}:${port}...`);
    const leftMs = Math.min(givesUpMs, deadlineMs) - conversation.nowMs;
    const budgetMs = index < addresses.length - 1 ? leftMs / 2 : leftMs;
    const target = { address, port, ...(source && { source }), ...(sourcePort !== undefined && { sourcePort }) };
    const tried = yield* connect(conversation, target, Math.min(conversation.nowMs + budgetMs, deadlineMs));
    nextLookMs = index === 0 ? startedMs : index === 1 ? startedMs + HAPPY_EYEBALLS_MS : nextLookMs + POLL_MS;
    yield* conversation.until(Math.min(nextLookMs, deadlineMs));
    if (tried.kind === "connected") return tried;
    last = tried;
    const hasBudget = tried.kind !== "timed-out" || tried.byKernel;
    if (hasBudget) say(`connect to ${address} port ${port} failed: ${connectError(tried)}`);
    if (conversation.nowMs >= deadlineMs) return timedOut(conversation, { beganMs, cause: tried.cause, say });
    if (!hasBudget) say(`ipv4 connect timeout after ${Math.floor(budgetMs)}ms, move on!`);
  }
  return giveUp(conversation, wanted, last);
}

/** -m is over while curl still connects. */
function timedOut(
  conversation: Conversation,
  { beganMs, cause, say }: { readonly beganMs: number; readonly cause: Cause; readonly say: (line: string) => void },
): CurlFailure {
  const message = `Connection timed out after ${elapsed(conversation, beganMs)} milliseconds`;
  say(message);
  return { kind: "failed", exitCode: 28, message, outcome: "timed-out", cause };
}

/** Whole milliseconds since the transfer began. */
export function elapsed(conversation: Conversation, beganMs: number): number {
  return Math.floor(roundMs(conversation.nowMs - beganMs));
}

function giveUp(conversation: Conversation, { host, port, beganMs, say }: CurlConnect, last?: Failure): CurlFailure {
  const isTimeout = last?.kind === "timed-out";
  const reason = isTimeout && !last.byKernel ? "Timeout was reached" : "Couldn't connect to server";
  const message = `Failed to connect to ${host} port ${port} after ${elapsed(conversation, beganMs)} ms: ${reason}`;
  say(message);
  const cause = last?.cause ?? { code: "NO_ROUTE", references: [] };
  const outcome = last?.kind ?? "unreachable";
  return { kind: "failed", exitCode: isTimeout ? 28 : 7, message, outcome, cause };
}
