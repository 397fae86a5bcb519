import { parseIpv4 } from "../../../model/address.ts";
import { Conversation } from "../../../tracer/conversation.ts";
import { causeOfUnresolved, resolveName } from "../../../tracer/resolve.ts";
import type { TracerWorld } from "../../../tracer/world.ts";
import type { Tool } from "../../tool.ts";
import { getopt } from "../getopt.ts";
import { libcOf, placeHost } from "../place-host.ts";
import type { EchoListener, EchoPlan, EchoTally } from "./echo-run.ts";
import { echoOutcome, newTally, runEchoes, unresolved } from "./echo-run.ts";
import { BUSYBOX_PING_USAGE } from "./usage.ts";

const DEFAULT_SIZE = 56;
const ICMP_HEADER = 8;
const LINGER_MS = 10_000;

/** ping of BusyBox 1.35: it sees replies only, no errors. */
export const busyboxPing: Tool<TracerWorld> = function* busyboxPing(world, words, streams, place) {
  const read = getopt(words.slice(1), "46c:s:i:At:I:W:w:qp:v");
  const target = read.kind === "read" ? read.operands[0] : undefined;
  if (read.kind !== "read" || target === undefined) {
    const problem = read.kind === "read" ? "" : problemText(read);
    streams.error(`${problem}${BUSYBOX_PING_USAGE}`);
    return 1;
  }
  const { options } = read;
  const wrong = [...options].find(([name, value]) => "csitWw".includes(name) && !/^\d+(\.\d+)?$/.test(value));
  if (wrong) {
    streams.error(`ping: invalid number '${wrong[1]}'\n`);
    return 1;
  }
  const { ref, host } = placeHost(world, place);
  if (!host) {
    streams.error("ping: sendto: Network unreachable\n");
    return 1;
  }
  const conversation = new Conversation(world, host, { from: ref, ping: target });
  const literal = parseIpv4(target);
  const resolved = literal ? undefined : yield* resolveName(conversation, target, { libc: libcOf(place) });
  const address = literal ?? resolved?.addresses[0];
  if (!address || options.has("6")) {
    streams.error(`ping: bad address '${target}'\n`);
    if (resolved) streams.trace(conversation.finish(unresolved(1, causeOfUnresolved(conversation, target, resolved))));
    return 1;
  }
  const size = Number(options.get("s") ?? DEFAULT_SIZE);
  const source = parseIpv4(options.get("I") ?? "");
  const isForeign = source && !world.network.isLocal(host, source);
  streams.out(`PING ${target} (${address})${source ? ` from ${source}` : ""}: ${size} data bytes\n`);
  if (isForeign) {
    streams.error("ping: can't set multicast source interface\n");
    return 1;
  }
  const plan = { ...planOf(options), address, ...(source && { source }) };
  const isQuiet = options.has("q");
  const listener: EchoListener = {
    replied({ from, ttl: left, roundTripMs }, sequence) {
      const line = `${size + ICMP_HEADER} bytes from ${from}: seq=${sequence - 1} ttl=${left} time=${roundTripMs.toFixed(3)} ms\n`;
      if (!isQuiet) streams.out(line);
    },
    failed: () => undefined,
  };
  const tally = newTally();
  try {
    yield* runEchoes(conversation, plan, { listener, tally });
  } finally {
    streams.out(statistics(target, tally));
    streams.trace(conversation.finish(echoOutcome(tally)));
  }
  return tally.received === 0 ? 1 : 0;
};

function planOf(options: ReadonlyMap<string, string>): Omit<EchoPlan, "address"> {
  const [count, ttl, deadline] = [options.get("c"), options.get("t"), options.get("w")];
  return {
    ...(count !== undefined && Number(count) > 0 && { count: Number(count) }),
    ...(ttl !== undefined && { ttl: Number(ttl) }),
    ...(deadline !== undefined && { deadlineMs: Number(deadline) * 1000 }),
    ...(options.has("A") && { isAdaptive: true as const }),
    intervalMs: Number(options.get("i") ?? 1) * 1000,
    lingerMs: options.has("W") ? Number(options.get("W")) * 1000 : LINGER_MS,
    hearsErrors: false,
  };
}

/** As print_stats_and_exit() in networking/ping.c. */
function statistics(target: string, { sent, received, timesMs }: EchoTally): string {
  const lost = sent === 0 ? 0 : Math.floor(((sent - received) * 100) / sent);
  const head = `\n--- ${target} ping statistics ---\n${sent} packets transmitted, ${received} packets received, ${lost}% packet loss\n`;
  if (timesMs.length === 0) return head;
  const average = timesMs.reduce((total, ms) => total + ms, 0) / timesMs.length;
  const numbers = [Math.min(...timesMs), average, Math.max(...timesMs)].map((ms) => ms.toFixed(3));
  return `${head}round-trip min/avg/max = ${numbers.join("/")} ms\n`;
}

function problemText({
  kind,
  name,
  isLong,
}: {
  readonly kind: string;
  readonly name: string;
  readonly isLong: boolean;
}): string {
  if (isLong) return `ping: unrecognized option '--${name}'\n`;
  return kind === "invalid"
    ? `ping: invalid option -- '${name}'\n`
    : `ping: option requires an argument -- '${name}'\n`;
}
