// A packet whose content programs on its way carry on: one connection after the other, written down as one way.
import type { Header } from "../model/packet.ts";
import type { NetworkHost } from "../network/hosts.ts";
import { RELAY_MS } from "../network/latency.ts";
import type { Hop, Reference, RelayStep } from "../trace/trace.ts";
import type { Outgoing, Transmission } from "./packet-walk.ts";
import { transmit } from "./packet-walk.ts";
import type { TracerWorld } from "./world.ts";

/** The next connection that something is carried over: who passes it on, from where, with which header. */
export type Leg = {
  readonly by: RelayStep["by"];
  readonly from: NetworkHost;
  readonly header: Header;
  readonly references: readonly Reference[];
};

/** Sends a packet whose content is carried on, leg by leg: one packet of the trace, with the hops of all legs. */
export function transmitRelayed(world: TracerWorld, first: Outgoing, legs: readonly Leg[]): Transmission {
  let sent = transmit(world, first);
  for (const leg of legs) {
    if (sent.fate.kind !== "delivered") return sent;
    const passedOn = passOn(sent, leg);
    const next = transmit(world, { ...first, header: leg.header, from: leg.from, sentMs: sent.arrivedMs + RELAY_MS });
    sent = { ...next, hops: joinHops(passedOn, next.hops) };
  }
  return sent;
}

/** The hops so far, the last of which says who passes it on. */
function passOn({ hops, header }: Transmission, { by, header: after, references }: Leg): readonly Hop[] {
  const last = hops.at(-1);
  const step: RelayStep = { kind: "relay", by, before: header, after, references };
  return last ? [...hops.slice(0, -1), { ...last, steps: [...last.steps, step] }] : [];
}

/** What comes in by one connection and leaves by the next is one visit of that host. */
function joinHops(before: readonly Hop[], after: readonly Hop[]): Hop[] {
  const [last, first] = [before.at(-1), after[0]];
  if (!last || !first || last.host !== first.host) return [...before, ...after];
  const steps = [...last.steps, ...first.steps];
  const joined: Hop = { ...last, leftMs: first.leftMs, steps, ...(first.out !== undefined && { out: first.out }) };
  return [...before.slice(0, -1), joined, ...after.slice(1)];
}
