// The wires of the cluster. Read hosts.ts (what there is), topology.ts (how it follows the objects), routes.ts (where
// packets turn) and neighbours.ts (who answers on a link); what rules do to packets is netfilter's, the packet's whole way
// is the tracer's.
import type { Ipv4 } from "../model/address.ts";
import type { HostRef } from "../model/host.ts";
import type { Json, JsonObject } from "../model/json.ts";
import { isJsonObject } from "../model/json.ts";
import { CloudProxy } from "./cloud-proxy.ts";
import type { NetworkHost, NodeHost, PodHost } from "./hosts.ts";
import type { NeighbourResult } from "./neighbours.ts";
import { ROUTER_ADDRESS } from "./outside.ts";
import type { Route, TakenRoute } from "./routes.ts";
import { Routing } from "./routes.ts";
import { ServiceIndex } from "./service-index.ts";
import type { ObjectSource } from "./topology.ts";
import { Topology } from "./topology.ts";

export type NetworkOptions = {
  readonly objects: ObjectSource;
  /** "addresses": load balancers send to healthy nodes by themselves; else only what `announce` says reaches a node. */
  readonly cloud: "addresses" | "none" | "hostnames";
  /** What `save` gave. What cannot be read is left out. */
  readonly saved?: JsonObject;
};

/** Who is at the other end of the link, and whether it was found. `host` is absent when nobody answers. */
export type Reached = { readonly neighbour: NeighbourResult; readonly host?: NetworkHost };

/** The nodes, by name, whose link is cut and that have no power. */
export type BrokenMachines = { readonly unlinked: readonly string[]; readonly unpowered: readonly string[] };

/** Hosts, links and routes, as Node and Pod objects describe them and events change them. Owner of announcements and ARP caches. */
export class Network {
  readonly topology: Topology;
  readonly services: ServiceIndex;
  /** The balancers of a cloud of host names. */
  readonly proxy: CloudProxy;
  readonly #routing: Routing;
  readonly #announced = new Map<string, string>();
  readonly #balances: boolean;

  constructor({ objects, cloud, saved }: NetworkOptions) {
    this.topology = new Topology(objects);
    this.services = new ServiceIndex(objects);
    this.proxy = new CloudProxy(this.services, this.topology);
    this.#balances = cloud === "addresses";
    this.#routing = new Routing(this.topology, (address, source) => this.#nodeAnnouncedFor(address, source));
    if (saved) this.#restore(saved);
  }

  /** The machine of that name; undefined for one that is not there or has no address yet. */
  host(ref: HostRef): NetworkHost | undefined {
    return this.topology.host(ref);
  }

  /** The route that the host takes. `source` is told apart only by the outside router's balancing. */
  route(host: NetworkHost, destination: Ipv4, source?: Ipv4): Route {
    return this.#routing.find(host, destination, source).route;
  }

  /** The same, with room for what is told of it. */
  takeRoute(host: NetworkHost, destination: Ipv4, source?: Ipv4): TakenRoute {
    return this.#routing.find(host, destination, source);
  }

  /** Whether the address is one of the host's own. */
  isLocal(host: NetworkHost, address: Ipv4): boolean {
    return this.#routing.isLocal(host, address);
  }

  /** The lines of `ip route` there. */
  routes(host: NetworkHost): readonly string[] {
    return this.#routing.table(host);
  }

  /** The address that a host's socket gets when it sends there without having been bound. */
  sourceFor(host: NetworkHost, destination: Ipv4): Ipv4 {
    if (host.kind === "outside") return destination.startsWith("127.") ? destination : host.address;
    return this.#routing.find(host, destination).route.source;
  }

  /** What MASQUERADE puts in on a node: the address of the interface that the packet leaves by. */
  addressOf(node: NodeHost, out: string): Ipv4 {
    return out === "cni0" ? (node.bridgeAddress ?? node.address) : node.address;
  }

  /** Looks for the machine behind the address on the link that the route names: ARP, and its cache. */
  reach(host: NetworkHost, link: { readonly out: string; readonly address: Ipv4 }, nowMs: number): Reached {
    const other = this.#onLink(host, link);
    const isThere = other !== undefined && isOn(other) && (link.out === "cni0" || isWired(host, other));
    const neighbour = host.neighbours.find(link.address, isThere, nowMs);
    return isThere ? { neighbour, host: other } : { neighbour };
  }

  /** From now on the outside router sends this address to that node. */
  announce(address: string, node: string): void {
    this.#announced.set(address, node);
  }

  setLink(node: string, isUp: boolean): void {
    const host = this.topology.node(node);
    if (host) host.isLinked = isUp;
  }

  setPower(node: string, isOn: boolean): void {
    const host = this.topology.node(node);
    if (host) host.isPowered = isOn;
  }

  /** The nodes whose link is cut, and those without power. */
  get broken(): BrokenMachines {
    const nodes = this.topology.nodes();
    return {
      unlinked: nodes.filter((node) => !node.isLinked).map((node) => node.node),
      unpowered: nodes.filter((node) => !node.isPowered).map((node) => node.node),
    };
  }

  /** What no object tells: announcements, links, power, ARP caches. */
  save(): JsonObject {
    const nodes = this.topology.nodes();
    const neighbours = [...nodes, ...this.topology.pods(), ...this.topology.outsideByAddress.values()].flatMap((host) =>
      host.neighbours.save().map((entry): Json => [host.name, ...entry]),
    );
    return {
      announced: Object.fromEntries(this.#announced),
      ...this.broken,
      neighbours,
    };
  }

  #onLink(
    host: NetworkHost,
    { out, address }: { readonly out: string; readonly address: Ipv4 },
  ): NetworkHost | undefined {
    if (host.kind === "pod") {
      if (address === host.node.bridgeAddress) return host.node;
      return this.#podOn(host.node, address);
    }
    if (out === "cni0") return host.kind === "node" ? this.#podOn(host, address) : undefined;
    if (address === ROUTER_ADDRESS) return this.topology.outsideByAddress.get(address);
    return this.topology.nodesByAddress.get(address);
  }

  #podOn(node: NodeHost, address: Ipv4): PodHost | undefined {
    const pod = this.topology.podsByAddress.get(address);
    return pod?.node === node ? pod : undefined;
  }

  #nodeAnnouncedFor(address: string, source: string): NodeHost | undefined {
    const announced = this.#announced.get(address);
    if (announced !== undefined) return this.topology.node(announced);
    const service = this.#balances ? this.services.ofBalancerAddress(address) : undefined;
    const nodes = service ? this.services.healthyNodes(service) : [];
    const name = nodes[hashOf(source) % Math.max(1, nodes.length)];
    return name === undefined ? undefined : this.topology.node(name);
  }

  #restore(saved: JsonObject): void {
    for (const [address, node] of Object.entries(isJsonObject(saved["announced"]) ? saved["announced"] : {}))
      if (typeof node === "string") this.announce(address, node);
    for (const node of listOf(saved["unlinked"])) if (typeof node === "string") this.setLink(node, false);
    for (const node of listOf(saved["unpowered"])) if (typeof node === "string") this.setPower(node, false);
    const hosts = [...this.topology.nodes(), ...this.topology.pods(), ...this.topology.outsideByAddress.values()];
    const byName = new Map(hosts.map((host) => [host.name, host]));
    for (const entry of listOf(saved["neighbours"])) {
      const [name, address, state, sinceMs] = listOf(entry);
      if (typeof name !== "string" || typeof address !== "string" || typeof sinceMs !== "number") continue;
      if (state === "reachable" || state === "incomplete")
        byName.get(name)?.neighbours.restore(address, state, sinceMs);
    }
  }
}

/** Whether the machine runs: a pod does not outlive its node's power. */
function isOn(host: NetworkHost): boolean {
  if (host.kind === "pod") return host.node.isPowered;
  return host.kind === "outside" || host.isPowered;
}

/** Whether both ends of the underlay are plugged in. A pod's own link to its bridge is never cut. */
function isWired(host: NetworkHost, other: NetworkHost): boolean {
  if (host.kind === "pod" || other.kind === "pod") return true;
  return (host.kind !== "node" || host.isLinked) && (other.kind !== "node" || other.isLinked);
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

/** A balancer's pick by the client, so that a client stays with its node while the nodes stay the same. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
