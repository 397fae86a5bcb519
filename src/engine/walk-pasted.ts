// A packet through the rules of a real node, pasted as iptables-save printed them. There is no cluster behind it: which addresses are the
// node's own, and the interfaces, are what the person says.
import { parseIpv4 } from "./model/address.ts";
import type { Ipv4 } from "./model/address.ts";
import type { Header, Protocol } from "./model/packet.ts";
import { openHostNetfilter } from "./netfilter/host-netfilter.ts";
import type { HookContext } from "./netfilter/netfilter.ts";
import { parseRuleset } from "./netfilter/parse-ruleset.ts";
import { Passage } from "./netfilter/passage.ts";
import { Random } from "./simulation/random.ts";
import type { HookName, RuleStep, Step } from "./trace/trace.ts";

/** The packet, and where it is on the node. Addresses are text as typed. */
export type PastedPacket = {
  readonly protocol: Protocol;
  readonly source: string;
  readonly destination: string;
  readonly port: number;
  /** The interface that it comes in by; "" for one that the node itself sends. */
  readonly in: string;
  /** The interface that it leaves by, if it goes on. */
  readonly out: string;
  /** The node's own addresses. */
  readonly local: readonly string[];
  /** Decides the random draws. */
  readonly seed: number;
};

/** What came of it: every rule that was tried, in order; the addresses at the end; what could not be read or is not known. */
export type PastedWalk = {
  /** Why nothing was walked: the field that is no address. */
  readonly wrong?: "source" | "destination";
  readonly verdict: "accept" | "drop" | "reject";
  readonly rules: readonly RuleStep[];
  readonly steps: readonly Step[];
  readonly header?: Header;
  /** Lines (from 1) that are no rules, with what is wrong. */
  readonly problems: readonly { readonly line: number; readonly message: string }[];
  /** Matches and targets that the walk does not know, each once: rules with them were passed over. */
  readonly unknown: readonly string[];
};

const SOURCE_PORT = 40_000;

/** Walks the packet through all hooks that it meets. Wrong input is told, never thrown. */
export function walkPasted(text: string, packet: PastedPacket): PastedWalk {
  const { ruleset, problems } = parseRuleset(text);
  const [source, destination] = [parseIpv4(packet.source), parseIpv4(packet.destination)];
  const nothing = { verdict: "accept", rules: [], steps: [], problems, unknown: [] } as const;
  if (source === undefined) return { ...nothing, wrong: "source" };
  if (destination === undefined) return { ...nothing, wrong: "destination" };
  const random = new Random(packet.seed);
  const netfilter = openHostNetfilter({ ruleset, random, tries: "all" });
  const own = new Set(packet.local);
  const steps: Step[] = [];
  const context: HookContext = {
    nowMs: 0,
    isLocalAddress: (address) => own.has(address) || address.startsWith("127."),
    sourceAddressFor: () => packet.local.flatMap((address) => parseIpv4(address) ?? [])[0] ?? source,
    draw: () => random.fraction(),
    steps,
  };
  const passage = new Passage(headerOf(packet, { source, destination }), { in: packet.in });
  let verdict: PastedWalk["verdict"] = "accept";
  const pass = (hook: HookName, at: { readonly in: string; readonly out: string }) => {
    passage.in = at.in;
    passage.out = at.out;
    verdict = netfilter.pass(hook, passage, context).kind;
    return verdict === "accept";
  };
  const isOwn = packet.in === "";
  const isIn = pass(isOwn ? "OUTPUT" : "PREROUTING", isOwn ? { in: "", out: packet.out } : { in: packet.in, out: "" });
  const isForThisNode = !isOwn && context.isLocalAddress(passage.header.destination);
  if (isIn && isForThisNode) pass("INPUT", { in: packet.in, out: "" });
  else if (isIn && (isOwn || pass("FORWARD", { in: packet.in, out: packet.out })))
    pass("POSTROUTING", { in: "", out: packet.out });
  const rules = netfilter.explain(steps);
  const unknown = [...new Set(rules.flatMap((rule) => rule.unknown ?? []))];
  return { verdict, rules, steps, header: passage.header, problems, unknown };
}

function headerOf(
  { protocol, port }: PastedPacket,
  addresses: { readonly source: Ipv4; readonly destination: Ipv4 },
): Header {
  const common = { protocol, ...addresses, ttl: 64 };
  if (protocol === "icmp") return { ...common, icmp: { type: "echo-request", identifier: 1, sequence: 1 } };
  const ports = { sourcePort: SOURCE_PORT, destinationPort: port };
  return protocol === "tcp" ? { ...common, ...ports, flags: ["SYN"] } : { ...common, ...ports };
}
