// One packet's way through all hosts, computed in one go when it is sent. Read `transmit` first, then `PacketWalk`, whose
// methods are the places of the kernel that a packet passes, in their order.
import type { Ipv4 } from "../model/address.ts";
import type { Header } from "../model/packet.ts";
import { unhandled } from "../model/unhandled.ts";
import type { HookVerdict } from "../netfilter/netfilter.ts";
import { Passage } from "../netfilter/passage.ts";
import type { NetworkHost, NodeHost, OutsideHost, PodHost } from "../network/hosts.ts";
import { ARP_ANSWER_MS, HOST_MS, LINK_MS, roundMs } from "../network/latency.ts";
import { ROUTER_ADDRESS } from "../network/outside.ts";
import type { Route, TakenRoute } from "../network/routes.ts";
import type { Cause, Fate, Hop, HookName, Reference, Step } from "../trace/trace.ts";
import { causeOfRule, causeOfSilence, noSuchHost, referenceTo, ttlExceeded } from "./cause.ts";
import type { DrawSource, FilterContext } from "./filter-context.ts";
import { contextOf } from "./filter-context.ts";
import { icmpError } from "./headers.ts";
import type { TracerWorld } from "./world.ts";

/** A packet about to be sent. */
export type Outgoing = {
  readonly header: Header;
  readonly from: NetworkHost;
  readonly sentMs: number;
  /** Whether hops and steps are written. */
  readonly trace: "full" | "none";
  readonly draws: DrawSource;
  /** Its length, headers and all. */
  readonly bytes: number;
};

/** What the network says back about a packet that did not arrive: a packet to be sent, or an error of the sender's own kernel. */
export type Complaint =
  | { readonly kind: "packet"; readonly from: NetworkHost; readonly header: Header; readonly atMs: number }
  | { readonly kind: "local"; readonly atMs: number };

export type Transmission = {
  /** Empty with trace "none". */
  readonly hops: Hop[];
  readonly fate: Fate;
  /** When it arrived, or ended otherwise. */
  readonly arrivedMs: number;
  /** As it last was. */
  readonly header: Header;
  /** Who got it. */
  readonly host?: NetworkHost;
  readonly complaint?: Complaint;
};

type Next =
  | { readonly kind: "node"; readonly host: NodeHost; readonly in: string; readonly frameTo: NetworkHost }
  | { readonly kind: "pod"; readonly host: PodHost }
  | { readonly kind: "outside"; readonly host: OutsideHost; readonly cameFrom?: NodeHost };

const NO_REFERENCES: readonly Reference[] = [];
/** A packet that still turns after so many hosts is our own bug: its TTL ends it long before. */
const HOSTS_MAX = 200;

/** Sends the packet: where it went, what it met, and how it ended. */
export function transmit(world: TracerWorld, outgoing: Outgoing): Transmission {
  return new PacketWalk(world, outgoing).run();
}

class PacketWalk {
  readonly #world: TracerWorld;
  readonly #outgoing: Outgoing;
  readonly #isTraced: boolean;
  readonly #hops: Hop[] = [];
  #header: Header;
  #atMs: number;
  #next: Next | undefined;
  #end: Transmission | undefined;
  /** Of the hop under way; a finished hop has its own list. */
  readonly #steps: Step[] = [];
  #hopHost = "";
  #hopIn: string | undefined;
  #arrivedMs = 0;

  constructor(world: TracerWorld, outgoing: Outgoing) {
    this.#world = world;
    this.#outgoing = outgoing;
    this.#isTraced = outgoing.trace === "full";
    this.#header = outgoing.header;
    this.#atMs = outgoing.sentMs;
  }

  run(): Transmission {
    const { from } = this.#outgoing;
    if (from.kind === "pod") this.#leavePod(from);
    else if (from.kind === "node") this.#leaveNode(from);
    else this.#leaveOutside(from);
    for (let hosts = 0; !this.#end; hosts++) {
      const next = this.#next;
      if (!next || hosts > HOSTS_MAX) throw new Error("a packet without an end");
      this.#next = undefined;
      this.#atMs += LINK_MS;
      this.#arriveAt(next);
    }
    return this.#end;
  }

  #arriveAt(next: Next): void {
    switch (next.kind) {
      case "node":
        return this.#arriveAtNode(next);
      case "pod":
        this.#openHop(next.host.name, "eth0");
        return this.#deliver(next.host);
      case "outside":
        return this.#arriveOutside(next);
      default:
        throw unhandled(next);
    }
  }

  #leavePod(pod: PodHost): void {
    this.#openHop(pod.name, undefined);
    const route = this.#route(pod);
    if (route.kind === "local") return this.#deliver(pod);
    const reached = this.#reach(pod, route);
    if (reached) this.#leaveFor({ kind: "node", host: pod.node, in: "cni0", frameTo: reached }, "eth0");
  }

  #leaveNode(node: NodeHost): void {
    this.#openHop(node.name, undefined);
    const context = this.#context(node);
    let route = this.#route(node);
    const passage = new Passage(this.#header, { out: route.out, bytes: this.#outgoing.bytes });
    if (!this.#pass("OUTPUT", passage, context)) return;
    if (passage.header.destination !== this.#outgoing.header.destination) route = this.#route(node);
    passage.out = route.out;
    if (!this.#pass("POSTROUTING", passage, context)) return;
    if (route.kind !== "local") return this.#sendFromNode(node, route);
    passage.in = "lo";
    if (this.#pass("PREROUTING", passage, context) && this.#pass("INPUT", passage, context)) this.#deliver(node);
  }

  #leaveOutside(from: OutsideHost): void {
    this.#openHop(from.name, undefined);
    const { network } = this.#world;
    const router = network.topology.outsideByAddress.get(ROUTER_ADDRESS);
    if (router && from !== router && network.proxy.owns(this.#header.destination))
      return this.#leaveFor({ kind: "outside", host: router }, "eth0");
    const taken = network.takeRoute(from, this.#header.destination, this.#header.source);
    const { route } = taken;
    if (route.kind === "blackhole") return this.#swallow();
    this.#tellRoute(taken);
    if (route.kind !== "local") {
      const reached = this.#reach(from, route);
      if (reached?.kind === "node")
        this.#leaveFor({ kind: "node", host: reached, in: "eth0", frameTo: reached }, route.out);
      return;
    }
    const owner = network.topology.outsideByAddress.get(this.#header.destination) ?? from;
    if (owner === from) this.#deliver(from);
    else this.#leaveFor({ kind: "outside", host: owner }, "eth0");
  }

  #arriveAtNode({ host: node, in: incoming, frameTo }: Next & { readonly kind: "node" }): void {
    this.#openHop(node.name, incoming);
    const context = this.#context(node);
    const before = this.#header.destination;
    const { from } = this.#outgoing;
    const physicalIn = incoming === "cni0" && from.kind === "pod" ? from.veth : undefined;
    const passage = new Passage(this.#header, { in: incoming, physicalIn, bytes: this.#outgoing.bytes });
    if (!this.#pass("PREROUTING", passage, context)) return;
    const route = this.#route(node);
    const isRewritten = passage.header.destination !== before;
    const staysOnBridge = incoming === "cni0" && route.out === "cni0" && (frameTo.kind === "pod" || isRewritten);
    if (route.kind === "local") {
      if (this.#pass("INPUT", passage, context)) this.#deliver(node);
      return;
    }
    if (!staysOnBridge && !this.#takeFromTtl(node)) return;
    passage.header = this.#header;
    passage.out = route.out;
    if (!this.#pass("FORWARD", passage, context) || !this.#pass("POSTROUTING", passage, context)) return;
    this.#sendFromNode(node, route, staysOnBridge ? this.#outgoing.from : undefined);
  }

  #arriveOutside({ host, cameFrom }: Next & { readonly kind: "outside" }): void {
    const { network } = this.#world;
    const answered = network.proxy.outward(this.#header);
    const inward = network.proxy.inward(this.#header);
    const proxied = answered ?? inward?.header;
    const owner = network.topology.outsideByAddress.get(this.#header.destination);
    if (owner && !proxied) {
      this.#openHop(owner.name, "eth0");
      return this.#deliver(owner);
    }
    this.#openHop(`router ${ROUTER_ADDRESS}`, "eth0");
    if (proxied) this.#rewrite(proxied, inward ? [referenceTo(inward.service, "status.loadBalancer")] : []);
    const client = network.topology.outsideByAddress.get(this.#header.destination);
    if (client) return this.#leaveFor({ kind: "outside", host: client }, "eth0");
    const { destination, source } = this.#header;
    const taken = network.takeRoute(host, destination, source);
    const { route } = taken;
    const turnsBack = route.kind === "via" && route.via === cameFrom?.address;
    if (route.kind === "local" || route.kind === "blackhole" || turnsBack) return this.#swallow();
    this.#tellRoute(taken);
    const reached = this.#reach(host, route);
    if (reached?.kind !== "node") return;
    this.#header = { ...this.#header, ttl: this.#header.ttl - 1 };
    this.#leaveFor({ kind: "node", host: reached, in: "eth0", frameTo: reached }, "eth0");
  }

  /** A balancer outside speaks for someone else: new ends, the same packet. */
  #rewrite(after: Header, references: readonly Reference[]): void {
    const before = this.#header;
    this.#header = after;
    const by = references.length > 0 ? "dnat" : "reply";
    if (this.#isTraced) this.#steps.push({ kind: "rewrite", hook: "PREROUTING", by, before, after, references });
  }

  /** Off by the link that the route names. `bridgedFrom`: the bridge passes it on from that host's port, without routing. */
  #sendFromNode(node: NodeHost, route: Route, bridgedFrom?: NetworkHost): void {
    const reached = this.#reach(node, route);
    if (!reached) return;
    if (this.#isTraced && bridgedFrom?.kind === "pod" && reached.kind === "pod")
      this.#steps.push({ kind: "bridge", name: "cni0", in: bridgedFrom.veth, out: reached.veth });
    if (reached.kind === "pod") this.#leaveFor({ kind: "pod", host: reached }, route.out);
    else if (reached.kind === "node")
      this.#leaveFor({ kind: "node", host: reached, in: "eth0", frameTo: reached }, route.out);
    else this.#leaveFor({ kind: "outside", host: reached, cameFrom: node }, route.out);
  }

  #route(host: NetworkHost): Route {
    const { network } = this.#world;
    const taken = network.takeRoute(host, this.#header.destination, this.#header.source);
    this.#tellRoute(taken);
    return taken.route;
  }

  #tellRoute(taken: TakenRoute): void {
    if (this.#isTraced) this.#steps.push((taken.told ??= routeStep(taken.route, this.#header.destination)));
  }

  /** The machine at the other end of the link; when there is none, the packet has come to its end. */
  #reach(host: NetworkHost, route: Route): NetworkHost | undefined {
    const address = route.kind === "via" ? route.via : this.#header.destination;
    const { neighbour, host: reached } = this.#world.network.reach(host, { out: route.out, address }, this.#atMs);
    if (neighbour.kind === "answered") this.#atMs += ARP_ANSWER_MS;
    if (this.#isTraced) {
      const { out } = route;
      this.#steps.push(
        neighbour.kind === "known"
          ? (neighbour.told ??= { kind: "neighbour", address, out, result: "known" })
          : { kind: "neighbour", address, out, result: neighbour.kind === "stale" ? "known" : neighbour.kind },
      );
    }
    if (!reached) this.#unreached(host, address, neighbour.kind === "failed" ? neighbour.failsAtMs : undefined);
    return reached;
  }

  #unreached(host: NetworkHost, address: Ipv4, failsAtMs: number | undefined): void {
    const cause = noSuchHost(address);
    const end = this.#fail({ kind: "lost", host: host.name, cause });
    const isError = this.#header.icmp?.about !== undefined;
    if (failsAtMs === undefined || isError) return;
    if (host === this.#outgoing.from || host.kind !== "node")
      this.#end = { ...end, complaint: { kind: "local", atMs: failsAtMs } };
    else this.#end = { ...end, complaint: this.#icmp(host, "host-unreachable", failsAtMs) };
  }

  /** As ip_forward() does before the FORWARD hook. False when this hop was the last. */
  #takeFromTtl(node: NodeHost): boolean {
    if (this.#header.ttl > 1) {
      this.#header = { ...this.#header, ttl: this.#header.ttl - 1 };
      return true;
    }
    const cause = ttlExceeded(this.#header);
    if (this.#isTraced) this.#steps.push({ kind: "drop", cause });
    const end = this.#fail({ kind: "dropped", host: node.name, cause });
    if (!this.#header.icmp?.about) this.#end = { ...end, complaint: this.#icmp(node, "time-exceeded", this.#atMs) };
    return false;
  }

  /** Passes a hook; false when the packet ended there. */
  #pass(hook: HookName, passage: Passage, context: FilterContext): boolean {
    const filter = this.#world.netfilter(context.host.node);
    if (!filter) return true;
    const before = this.#steps.length;
    const verdict = filter.pass(hook, passage, context);
    this.#header = passage.header;
    if (verdict.kind === "accept") return true;
    this.#stop(context.host, verdict, this.#steps.slice(before));
    return false;
  }

  /** A rule ended the packet. `steps`: those of the hook where it did. */
  #stop(node: NodeHost, verdict: HookVerdict, steps: readonly Step[]): void {
    const isRejected = verdict.kind === "reject";
    const rejectWith = isRejected ? verdict.with : "icmp-port-unreachable";
    const cause: Cause = causeOfRule(node.node, steps, isRejected ? "REJECTED_BY_RULE" : "DROPPED_BY_RULE");
    if (this.#isTraced)
      this.#steps.push(isRejected ? { kind: "reject", with: rejectWith, cause } : { kind: "drop", cause });
    const end = this.#fail({ kind: isRejected ? "rejected" : "dropped", host: node.name, cause });
    if (!isRejected || this.#header.icmp?.about) return;
    this.#end = { ...end, complaint: this.#icmp(node, rejectWith, this.#atMs) };
  }

  #icmp(node: NodeHost, about: string, atMs: number): Complaint {
    const { network } = this.#world;
    const { source: sender, destination } = this.#header;
    const source = network.isLocal(node, destination) ? destination : network.sourceFor(node, sender);
    return { kind: "packet", from: node, header: icmpError(this.#header, source, about), atMs };
  }

  #swallow(): void {
    const cause = causeOfSilence(this.#world, this.#outgoing, this.#header);
    if (this.#isTraced) this.#steps.push({ kind: "drop", cause });
    this.#fail({ kind: "lost", host: this.#hopHost, cause });
  }

  #fail(fate: Fate): Transmission {
    this.#closeHop(undefined);
    return (this.#end = { hops: this.#hops, fate, arrivedMs: roundMs(this.#atMs), header: this.#header });
  }

  #deliver(host: NetworkHost): void {
    this.#closeHop(undefined);
    const fate: Fate = { kind: "delivered", host: host.name };
    this.#end = { hops: this.#hops, fate, arrivedMs: roundMs(this.#atMs), header: this.#header, host };
  }

  #leaveFor(next: Next, out: string): void {
    this.#closeHop(out);
    this.#next = next;
  }

  #openHop(host: string, incoming: string | undefined): void {
    this.#hopHost = host;
    this.#hopIn = incoming;
    this.#arrivedMs = this.#atMs;
    this.#steps.length = 0;
  }

  #closeHop(out: string | undefined): void {
    this.#atMs += HOST_MS;
    if (!this.#isTraced) return;
    const host = this.#hopHost;
    const incoming = this.#hopIn;
    const steps = this.#steps.slice();
    const arrivedMs = roundMs(this.#arrivedMs);
    const leftMs = roundMs(this.#atMs);
    if (incoming === undefined)
      this.#hops.push(out === undefined ? { host, arrivedMs, leftMs, steps } : { host, out, arrivedMs, leftMs, steps });
    else if (out === undefined) this.#hops.push({ host, in: incoming, arrivedMs, leftMs, steps });
    else this.#hops.push({ host, in: incoming, out, arrivedMs, leftMs, steps });
  }

  #context(node: NodeHost): FilterContext {
    const context = contextOf(this.#world, node);
    context.nowMs = this.#atMs;
    context.draws = this.#outgoing.draws;
    context.steps = this.#isTraced ? this.#steps : undefined;
    return context;
  }
}

function routeStep(route: Route, destination: Ipv4): Step {
  const { text, out } = route;
  const step = { kind: "route", destination, route: text, out, references: NO_REFERENCES } as const;
  return route.kind === "via" ? { ...step, via: route.via } : step;
}
