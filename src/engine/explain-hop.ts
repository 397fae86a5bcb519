import { parseHostName } from "./model/host.ts";
import type { RuleStep, Trace } from "./trace/trace.ts";
import type { TracerWorld } from "./tracer/world.ts";

/** Every rule of every chain that a packet entered on one hop, in the kernel's order, matched or not; empty where no rules are. */
export function explainHop(
  world: TracerWorld,
  trace: Trace,
  at: { readonly packet: number; readonly hop: number },
): readonly RuleStep[] {
  const hop = trace.packets.find((packet) => packet.id === at.packet)?.hops[at.hop];
  const host = hop && parseHostName(hop.host);
  if (!hop || !host || !("node" in host)) return [];
  return world.netfilter(host.node)?.explain(hop.steps) ?? [];
}
