// How curl 7.88.1 connects. Read lib/connect.c (is_connected, the eyeballers) beside this file.
import type { Ipv4 } from "../../../model/address.ts";
import { roundMs } from "../../../network/latency.ts";
import type { Process } from "../../../simulation/process.ts";
import type { Cause } from "../../../trace/trace.ts";
import type { Conversation } from "../../../tracer/conversation.ts";
import type { Connection, Failure } from "../../../tracer/tcp.ts";
import { connect } from "../../../tracer/tcp.ts";
import { connectError } from "../connect-error.ts";
import type { CurlBinding } from "./endpoint.ts";

/** What a transfer that failed leaves behind: curl's exit code and words, and what it means in a trace. */
export type CurlFailure = {
  readonly kind: "failed";
  readonly exitCode: number;
  readonly message: string;
  readonly outcome: "not-resolved" | "refused" | "unreachable" | "timed-out" | "reset";
  readonly cause: Cause;
};

export type CurlConnected = { readonly kind: "connected"; readonly connection: Connection } | CurlFailure;

/** What a name came to: IPv4 addresses, and IPv6 ones, which no host here can reach. */
export type CurlAddresses = { readonly ipv4: readonly Ipv4[]; readonly ipv6: readonly string[] };

export type CurlConnect = {
  /** As typed. */
  readonly host: string;
  readonly port: number;
  readonly addresses: CurlAddresses;
  readonly binding: CurlBinding;
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
const EXIT_CONNECT = 7;
const EXIT_TIMEOUT = 28;
const EXIT_BIND = 45;

/** Tries the addresses one after the other, each for half of the time that is left while there is another. */
export function* connectAny(conversation: Conversation, wanted: CurlConnect): Process<CurlConnected> {
  const { port, addresses, binding, beganMs, deadlineMs, say, sourcePort } = wanted;
  const startedMs = conversation.nowMs;
  const givesUpMs = beganMs + wanted.connectTimeoutMs;
  let last: Failure | undefined;
  let nextLookMs = startedMs;
  for (const [index, address] of addresses.ipv4.entries()) {
    say(`  Trying ${address}:${port}...`);
    for (const line of binding.says) say(line);
    if (binding.problem !== undefined) continue;
    const leftMs = Math.min(givesUpMs, deadlineMs) - conversation.nowMs;
    const budgetMs = index < addresses.ipv4.length - 1 ? leftMs / 2 : leftMs;
    const source = binding.address && { source: binding.address };
    const target = { address, port, ...source, ...(sourcePort !== undefined && { sourcePort }) };
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
  for (const address of addresses.ipv6) {
    say(`  Trying [${address}]:${port}...`);
    say(`Immediate connect fail for ${address}: Cannot assign requested address`);
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
  return { kind: "failed", exitCode: EXIT_TIMEOUT, message, outcome: "timed-out", cause };
}

/** Whole milliseconds since the transfer began. */
export function elapsed(conversation: Conversation, beganMs: number): number {
  return Math.floor(roundMs(conversation.nowMs - beganMs));
}

function giveUp(conversation: Conversation, wanted: CurlConnect, last?: Failure): CurlFailure {
  const { host, port, beganMs, say, binding } = wanted;
  const isTimeout = last?.kind === "timed-out";
  const isBound = binding.problem === undefined;
  const reason = !isBound
    ? "Failed binding local connection end"
    : isTimeout && !last.byKernel
      ? "Timeout was reached"
      : "Couldn't connect to server";
  const message = `Failed to connect to ${host} port ${port} after ${elapsed(conversation, beganMs)} ms: ${reason}`;
  say(message);
  const cause = last?.cause ?? { code: isBound ? "NO_ROUTE" : "BAD_REQUEST", references: [] };
  const outcome = last?.kind ?? "unreachable";
  if (!isBound) return { kind: "failed", exitCode: EXIT_BIND, message: binding.problem, outcome, cause };
  return { kind: "failed", exitCode: isTimeout ? EXIT_TIMEOUT : EXIT_CONNECT, message, outcome, cause };
}
