import type { Ipv4 } from "../model/address.ts";
import type { HookContext } from "../netfilter/netfilter.ts";
import type { NodeHost } from "../network/hosts.ts";
import type { Step } from "../trace/trace.ts";
import type { TracerWorld } from "./world.ts";

/** What the rules' random draws show: those asked for first, in order, then chance. */
export type DrawSource = { next(): number };

/** A node as its packet filter sees it. One a node, used again for each packet: nothing of it is kept past a hook. */
export class FilterContext implements HookContext {
  readonly host: NodeHost;
  readonly #world: TracerWorld;
  nowMs = 0;
  draws: DrawSource | undefined;
  steps: Step[] | undefined;

  constructor(world: TracerWorld, host: NodeHost) {
    this.#world = world;
    this.host = host;
  }

  isLocalAddress(address: Ipv4): boolean {
    return this.#world.network.isLocal(this.host, address);
  }

  sourceAddressFor(out: string): Ipv4 {
    return this.#world.network.addressOf(this.host, out);
  }

  draw(): number {
    return this.draws ? this.draws.next() : this.#world.simulation.random("netfilter statistic").fraction();
  }
}

/** A host belongs to one world, so it has one context. */
const contexts = new WeakMap<NodeHost, FilterContext>();

/** The node's context, to be set for one packet. */
export function contextOf(world: TracerWorld, host: NodeHost): FilterContext {
  let context = contexts.get(host);
  if (!context) contexts.set(host, (context = new FilterContext(world, host)));
  return context;
}

/** The draws of a request: `asked` in order, then the seed's own. */
export function drawsOf(world: TracerWorld, asked: readonly number[] = []): DrawSource {
  let used = 0;
  const random = world.simulation.random("netfilter statistic");
  return { next: () => asked[used++] ?? random.fraction() };
}
