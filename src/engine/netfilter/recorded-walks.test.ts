import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ipv4 } from "../model/address.ts";
import type { Header, Protocol } from "../model/packet.ts";
import { Random } from "../simulation/random.ts";
import type { HookName, Step } from "../trace/trace.ts";
import { openHostNetfilter } from "./host-netfilter.ts";
import type { HookContext, HostNetfilter } from "./netfilter.ts";
import { parseRuleset } from "./parse-ruleset.ts";
import { Passage } from "./passage.ts";

type RecordedPacket = {
  readonly node: string;
  readonly packet: {
    proto: Protocol;
    in?: string;
    src: string;
    dst: string;
    sport: string | null;
    dport: string | null;
  };
  readonly rules: readonly { readonly table: string; readonly rule: string }[];
  readonly out?: string;
};
type RecordedStep = {
  readonly step: Record<string, unknown>;
  readonly result?: { readonly kernel?: RecordedPacket[] };
};
type Walk = RecordedPacket & { readonly recording: string; readonly title: string; readonly rulesText: string };

const DATA = join(import.meta.dirname, "../../../e2e/recorded/data");
const NODES: Record<string, { readonly address: string; readonly bridge: string }> = {
  "control-plane": { address: "172.18.0.2", bridge: "10.244.0.1" },
  "node-1": { address: "172.18.0.3", bridge: "10.244.1.1" },
  "node-2": { address: "172.18.0.4", bridge: "10.244.2.1" },
};
/** Draws that are tried until the walk is the recorded one. */
const TRIES_MAX = 200;

const walks = readdirSync(DATA).flatMap(walksOf);

test("there are recorded walks to hold to", () => {
  expect(walks.length).toBeGreaterThan(50);
});

test.each(walks)("$recording: $title, $packet.proto on $node", (walk) => {
  const wanted = walk.rules.map(({ table, rule }) => `${table} ${rule}`);
  let seen: readonly string[] = [];
  for (let seed = 1; seed <= TRIES_MAX && seen.join("\n") !== wanted.join("\n"); seed++) {
    const [first, second] = walkTwice(walk, seed);
    seen = second.join("\n") === wanted.join("\n") ? second : first;
  }
  expect(seen).toEqual(wanted);
});

/** A client's first connection, and its second, which affinity may have remembered. */
function walkTwice(walk: Walk, seed: number): readonly [readonly string[], readonly string[]] {
  const random = new Random(seed);
  const netfilter = openHostNetfilter({ ruleset: parseRuleset(walk.rulesText).ruleset, random });
  const { packet } = walk;
  const again = { ...walk, packet: { ...packet, sport: packet.sport && String(Number(packet.sport) ^ 1) } };
  return [walkOnce(walk, netfilter, random), walkOnce(again, netfilter, random)];
}

/** The packet through the hooks that the recorded walk shows. */
function walkOnce({ packet, node, rules, out }: Walk, netfilter: HostNetfilter, random: Random): readonly string[] {
  const { address, bridge } = NODES[node]!;
  const steps: Step[] = [];
  const context: HookContext = {
    nowMs: 0,
    isLocalAddress: (one) => one === address || one === bridge || one.startsWith("127."),
    sourceAddressFor: (name) => ipv4(name === "cni0" ? bridge : address),
    draw: () => random.fraction(),
    steps,
  };
  const isDelivered = !out && rules.some(({ rule }) => rule.startsWith("-A INPUT"));
  const hooks: readonly { readonly hook: HookName; readonly out?: string | undefined }[] = [
    { hook: packet.in ? "PREROUTING" : "OUTPUT" },
    ...(packet.in ? [{ hook: isDelivered ? ("INPUT" as const) : ("FORWARD" as const), out }] : []),
    ...(isDelivered ? [] : [{ hook: "POSTROUTING" as const, out }]),
  ];
  const passage = new Passage(headerOf(packet), { in: packet.in });
  for (const { hook, ...exit } of hooks) {
    passage.in = hook === "POSTROUTING" ? "" : (packet.in ?? "");
    passage.out = exit.out ?? "";
    if (netfilter.pass(hook, passage, context).kind !== "accept") break;
  }
  return steps.flatMap((step) => (step.kind === "rule" && step.matched ? [`${step.table} ${step.rule}`] : []));
}

function headerOf({ proto, src, dst, sport, dport }: RecordedPacket["packet"]): Header {
  const addresses = { protocol: proto, source: ipv4(src), destination: ipv4(dst), ttl: 64 };
  if (proto === "icmp") return { ...addresses, icmp: { type: "echo-request", identifier: 1, sequence: 1 } };
  const ports = { sourcePort: Number(sport), destinationPort: Number(dport) };
  return proto === "tcp" ? { ...addresses, ...ports, flags: ["SYN"] } : { ...addresses, ...ports };
}

/** The walks of a recording that were made while the cluster stood as in one of its snapshots. */
function walksOf(recording: string): readonly Walk[] {
  const path = join(DATA, recording, "record.json");
  if (!existsSync(path)) return [];
  const record: RecordedStep[] = JSON.parse(readFileSync(path, "utf8"));
  const looks = /^(get|describe|explain|version|api-|config|cluster-info|rollout (status|history))/;
  const still = ["snapshot", "dns", "resolve", "request", "udp", "ping", "exec"];
  let state = 0;
  const snapshotOf = new Map<number, number>();
  const found: { readonly state: number; readonly title: string; readonly packets: readonly RecordedPacket[] }[] = [];
  for (const { step, result } of record) {
    const [[verb, argument] = ["", ""]] = Object.entries(step);
    if (!still.includes(verb) && !(verb === "kubectl" && looks.test(String(argument)))) state++;
    if (verb === "snapshot") snapshotOf.set(state, snapshotOf.size + 1);
    if (result?.kernel)
      found.push({ state, title: `${verb} ${String(argument)} from ${String(step["from"])}`, packets: result.kernel });
  }
  return found.flatMap(({ state, title, packets }) => {
    const snapshot = snapshotOf.get(state);
    if (!snapshot) return [];
    return packets
      .filter(({ packet }) => packet.proto !== "udp" || packet.dst !== "203.0.113.53")
      .map((one) => {
        const rulesText = readFileSync(join(DATA, recording, `iptables-${snapshot}-${one.node}.txt`), "utf8");
        return { ...one, recording, title, rulesText };
      });
  });
}
