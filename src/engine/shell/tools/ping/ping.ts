import { parseIpv4 } from "../../../model/address.ts";
import type { Process } from "../../../simulation/process.ts";
import { Conversation } from "../../../tracer/conversation.ts";
import { causeOfUnresolved, nameOfAddress, resolveName } from "../../../tracer/resolve.ts";
import type { TracerWorld } from "../../../tracer/world.ts";
import type { Tool, ToolStreams } from "../../tool.ts";
import { getopt } from "../getopt.ts";
import { libcOf, placeHost, resolverError } from "../place-host.ts";
import type { EchoListener, EchoPlan, EchoTally } from "./echo-run.ts";
import { echoOutcome, newTally, runEchoes, unresolved } from "./echo-run.ts";
import { PING_USAGE } from "./usage.ts";

type PingOptions = {
  readonly target: string;
  readonly plan: Omit<EchoPlan, "address" | "source">;
  readonly size: number;
  readonly isQuiet: boolean;
  readonly isNumeric: boolean;
  readonly interface?: string;
};

const OPTIONS = "aABc:CDde:fhI:i:Ll:m:M:nOp:qQ:s:S:t:UvVw:W:4bRT:6F:N:";
const VERSION =
  "ping from iputils 20221126\nlibcap: yes, IDN: yes, NLS: no, error.h: yes, getrandom(): yes, __fpending(): yes\n";
const DEFAULT_SIZE = 56;
const ICMP_HEADER = 8;
const IP_HEADER = 20;
const LINGER_MS = 10_000;

/** ping of iputils 20221126, as Debian 12 has it. */
export const ping: Tool<TracerWorld> = function* ping(world, words, streams, place) {
  const options = parsePing(words.slice(1));
  if ("exitCode" in options) {
    streams.out(options.out ?? "");
    streams.error(options.error ?? "");
    return options.exitCode;
  }
  const { target } = options;
  const { ref, host } = placeHost(world, place);
  if (!host) {
    streams.error("ping: connect: Network is unreachable\n");
    return 2;
  }
  const source = options.interface === undefined ? undefined : parseIpv4(options.interface);
  if (source && !world.network.isLocal(host, source)) {
    streams.error(`ping: bind: Cannot assign requested address\n`);
    return 2;
  }
  const conversation = new Conversation(world, host, { from: ref, ping: target });
  const literal = parseIpv4(target);
  const resolved = literal ? undefined : yield* resolveName(conversation, target, { libc: libcOf(place) });
  const address = literal ?? resolved?.addresses[0];
  if (!address) {
    streams.error(`ping: ${target}: ${resolverError(resolved?.failure)}\n`);
    if (resolved) streams.trace(conversation.finish(unresolved(2, causeOfUnresolved(conversation, target, resolved))));
    return 2;
  }
  const name = resolved?.canonicalName ?? target;
  const from = source ? ` from ${source} :` : "";
  const { size } = options;
  streams.out(`PING ${name} (${address})${from} ${size}(${size + ICMP_HEADER + IP_HEADER}) bytes of data.\n`);
  const tally = newTally();
  const listener = sayReplies(conversation, { options, streams, isNamed: !literal });
  const plan = { ...options.plan, address, ...(source && { source }) };
  try {
    yield* runEchoes(conversation, plan, { listener, tally });
  } finally {
    streams.out(statistics(name, tally));
    streams.trace(conversation.finish(echoOutcome(tally)));
  }
  const isShort = options.plan.deadlineMs !== undefined && tally.received < (options.plan.count ?? 0);
  return tally.received === 0 || isShort ? 1 : 0;
};

type Ended = { readonly exitCode: number; readonly out?: string; readonly error?: string };

function parsePing(words: readonly string[]): PingOptions | Ended {
  const read = getopt(words, OPTIONS);
  if (read.kind !== "read") {
    const what = read.isLong
      ? `unrecognized option '--${read.name}'`
      : read.kind === "invalid"
        ? `invalid option -- '${read.name}'`
        : `option requires an argument -- '${read.name}'`;
    return { exitCode: 2, error: `ping: ${what}\n${PING_USAGE}` };
  }
  const { options, operands } = read;
  if (options.has("V")) return { exitCode: 0, out: VERSION };
  if (options.has("h")) return { exitCode: 2, error: PING_USAGE };
  const target = operands.at(-1);
  if (target === undefined) return { exitCode: 1, error: "ping: usage error: Destination address required\n" };
  const wrong = [...options].find(([name, value]) => "ciswWt".includes(name) && !isNumber(value));
  if (wrong) return { exitCode: 1, error: `ping: invalid argument: '${wrong[1]}'\n` };
  const count = options.get("c");
  if (count !== undefined && Number(count) < 1)
    return {
      exitCode: 1,
      error: `ping: invalid argument: '${count}': out of range: 1 <= value <= 9223372036854775807\n`,
    };
  const [deadline, ttl, device] = [options.get("w"), options.get("t"), options.get("I")];
  return {
    target,
    size: Number(options.get("s") ?? DEFAULT_SIZE),
    isQuiet: options.has("q"),
    isNumeric: options.has("n"),
    ...(device !== undefined && { interface: device }),
    plan: {
      ...(count !== undefined && { count: Number(count) }),
      intervalMs: Number(options.get("i") ?? 1) * 1000,
      lingerMs: options.has("W") ? Number(options.get("W")) * 1000 : LINGER_MS,
      ...(deadline !== undefined && { deadlineMs: Number(deadline) * 1000 }),
      ...(ttl !== undefined && { ttl: Number(ttl) }),
      hearsErrors: true,
    },
  };
}

/** The lines of replies and errors. Who answers is named if the target was, by asking DNS back. */
function sayReplies(
  conversation: Conversation,
  {
    options,
    streams,
    isNamed,
  }: { readonly options: PingOptions; readonly streams: ToolStreams; readonly isNamed: boolean },
): EchoListener {
  const bytes = options.size + ICMP_HEADER;
  return {
    *replied({ from, ttl, roundTripMs }, sequence): Process<void> {
      if (options.isQuiet) return;
      const name = isNamed && !options.isNumeric ? yield* nameOfAddress(conversation, from) : undefined;
      const who = name === undefined ? from : `${name} (${from})`;
      streams.out(`${bytes} bytes from ${who}: icmp_seq=${sequence} ttl=${ttl} time=${milliseconds(roundTripMs)} ms\n`);
    },
    failed({ sequence, from, text }) {
      if (!options.isQuiet) streams.out(`From ${from} icmp_seq=${sequence} ${text}\n`);
    },
  };
}

/** As finish() in ping_common.c. */
function statistics(name: string, tally: EchoTally): string {
  const { sent, received, errors, timesMs, beganMs, lastMs, pipe } = tally;
  const lost = sent === 0 ? 0 : ((sent - received) * 100) / sent;
  const parts = [
    `${sent} packets transmitted`,
    `${received} received`,
    ...(errors > 0 ? [`+${errors} errors`] : []),
    `${Number(lost.toPrecision(6))}% packet loss`,
    `time ${Math.floor(lastMs - beganMs)}ms`,
  ];
  const tail = [...(received > 0 ? [roundTrips(timesMs)] : []), ...(pipe > 1 ? [`pipe ${pipe}`] : [])];
  return `\n--- ${name} ping statistics ---\n${parts.join(", ")}\n${tail.join(", ")}\n`;
}

function roundTrips(timesMs: readonly number[]): string {
  const sum = timesMs.reduce((total, ms) => total + ms, 0);
  const average = sum / timesMs.length;
  const deviation = Math.sqrt(
    Math.max(0, timesMs.reduce((total, ms) => total + ms * ms, 0) / timesMs.length - average * average),
  );
  const numbers = [Math.min(...timesMs), average, Math.max(...timesMs), deviation].map((ms) => ms.toFixed(3));
  return `rtt min/avg/max/mdev = ${numbers.join("/")} ms`;
}

/** As gather_statistics() prints a round trip: fewer digits the longer it took. */
function milliseconds(ms: number): string {
  if (ms >= 100) return String(Math.round(ms));
  if (ms >= 10) return ms.toFixed(1);
  return ms.toFixed(ms >= 1 ? 2 : 3);
}

function isNumber(text: string): boolean {
  return /^\d+(\.\d+)?$/.test(text);
}
