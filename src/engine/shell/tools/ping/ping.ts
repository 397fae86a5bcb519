import type { Ipv4 } from "../../../model/address.ts";
import { ipv4, parseIpv4 } from "../../../model/address.ts";
import type { NetworkHost } from "../../../network/hosts.ts";
import type { Process } from "../../../simulation/process.ts";
import { Conversation } from "../../../tracer/conversation.ts";
import { causeOfUnresolved, nameOfAddress, resolveName } from "../../../tracer/resolve.ts";
import type { TracerWorld } from "../../../tracer/world.ts";
import type { Tool, ToolStreams } from "../../tool.ts";
import { getopt } from "../getopt.ts";
import { linksOf } from "../net/links.ts";
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
  readonly hasTimes: boolean;
  readonly reportsMissing: boolean;
  readonly isIpv6: boolean;
  readonly fragments: boolean;
  readonly pattern?: string;
  readonly interface?: string;
};

const OPTIONS = "aABc:CDde:fhI:i:Ll:m:M:nOp:qQ:s:S:t:UvVw:W:4bRT:6F:N:";
const VERSION =
  "ping from iputils 20221126\nlibcap: yes, IDN: yes, NLS: no, error.h: yes, getrandom(): yes, __fpending(): yes\n";
const DEFAULT_SIZE = 56;
const ICMP_HEADER = 8;
const IP_HEADER = 20;
const LINGER_MS = 10_000;
const TTL_MAX = 255;
const MTU = 1500;
const ANY_ADDRESS = "0.0.0.0";
const BROADCAST = "255.255.255.255";
const LOOPBACK = ipv4("127.0.0.1");

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
  const bound = bindTo(world, host, options.interface);
  if (typeof bound === "string") {
    streams.error(bound);
    return 2;
  }
  const { source } = bound;
  if (options.isIpv6 && target.includes(":")) {
    streams.error("ping: connect: Cannot assign requested address\n");
    return 2;
  }
  const conversation = new Conversation(world, host, { from: ref, ping: target });
  const literal = parseIpv4(target);
  const resolved = literal ? undefined : yield* resolveName(conversation, target, { libc: libcOf(place) });
  const address = literal === ANY_ADDRESS ? LOOPBACK : (literal ?? resolved?.addresses[0]);
  if (address && options.isIpv6) {
    streams.error(`ping: ${target}: Address family for hostname not supported\n`);
    return 2;
  }
  if (address === BROADCAST) {
    streams.error("ping: Do you want to ping broadcast? Then -b. If not, check your local firewall rules\n");
    return 2;
  }
  if (!address) {
    streams.error(`ping: ${target}: ${resolverError(resolved?.failure)}\n`);
    if (resolved) streams.trace(conversation.finish(unresolved(2, causeOfUnresolved(conversation, target, resolved))));
    return 2;
  }
  const name = resolved?.canonicalName ?? target;
  const from = bound.text;
  const { size, pattern } = options;
  if (pattern !== undefined) streams.out(`PATTERN: 0x${pattern}\n`);
  streams.out(`PING ${name} (${address})${from} ${size}(${size + ICMP_HEADER + IP_HEADER}) bytes of data.\n`);
  if (!options.fragments && size + ICMP_HEADER + IP_HEADER > MTU)
    return yield* tooLong(conversation, { options, streams, name });
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

/** Packets that must not be fragmented and are longer than the link takes never leave. */
function* tooLong(
  conversation: Conversation,
  { options, streams, name }: { readonly options: PingOptions; readonly streams: ToolStreams; readonly name: string },
): Process<number> {
  const { count = 1, intervalMs } = options.plan;
  const tally = { ...newTally(), beganMs: conversation.nowMs };
  for (let sent = 1; sent <= count; sent++) {
    streams.error(`ping: local error: message too long, mtu=${MTU}\n`);
    tally.sent = tally.errors = sent;
    tally.lastMs = conversation.nowMs;
    if (sent < count) yield* conversation.until(conversation.nowMs + intervalMs);
  }
  streams.out(statistics(name, tally));
  streams.trace(conversation.finish(echoOutcome(tally)));
  return 1;
}

type Bound = { readonly source?: Ipv4; readonly text: string };

/** What -I names: an address of the host, or a device; a text says why not. */
function bindTo(world: TracerWorld, host: NetworkHost, name: string | undefined): Bound | string {
  if (name === undefined) return { text: "" };
  const address = parseIpv4(name);
  if (address) {
    if (!world.network.isLocal(host, address)) return "ping: bind: Cannot assign requested address\n";
    return { source: address, text: ` from ${address} :` };
  }
  const device = linksOf(world, host).find((link) => link.name === name);
  if (!device) return `ping: SO_BINDTODEVICE ${name}: No such device\n`;
  const own = parseIpv4(device.address?.split("/")[0] ?? "");
  return { text: ` from ${own ?? host.address} ${name}:`, ...(own && { source: own }) };
}

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
  const ttlTyped = options.get("t");
  if (ttlTyped !== undefined && Number(ttlTyped) > TTL_MAX)
    return { exitCode: 1, error: `ping: invalid argument: '${ttlTyped}': out of range: 0 <= value <= ${TTL_MAX}\n` };
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
    hasTimes: options.has("D"),
    reportsMissing: options.has("O"),
    isIpv6: options.has("6"),
    fragments: options.get("M") !== "do",
    ...(options.has("p") && { pattern: options.get("p") ?? "" }),
    ...(device !== undefined && { interface: device }),
    plan: {
      ...(count !== undefined && { count: Number(count) }),
      intervalMs: options.has("f") ? 0 : Number(options.get("i") ?? 1) * 1000,
      ...((options.has("A") || options.has("f")) && { isAdaptive: true }),
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
  const { simulation } = conversation.world;
  const time = () =>
    options.hasTimes ? `[${((simulation.startEpochMs + conversation.nowMs) / 1000).toFixed(6)}] ` : "";
  return {
    *replied({ from, ttl, roundTripMs }, sequence): Process<void> {
      if (options.isQuiet) return;
      const name = isNamed && !options.isNumeric ? yield* nameOfAddress(conversation, from) : undefined;
      const who = name === undefined ? from : `${name} (${from})`;
      streams.out(
        `${time()}${bytes} bytes from ${who}: icmp_seq=${sequence} ttl=${ttl} time=${milliseconds(roundTripMs)} ms\n`,
      );
    },
    failed({ sequence, from, text }) {
      if (!options.isQuiet) streams.out(`${time()}From ${from} icmp_seq=${sequence} ${text}\n`);
    },
    missed(sequence) {
      if (options.reportsMissing) streams.out(`${time()}no answer yet for icmp_seq=${sequence}\n`);
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
