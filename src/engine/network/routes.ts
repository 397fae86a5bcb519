import type { Cidr, Ipv4 } from "../model/address.ts";
import { ipv4, isInCidr } from "../model/address.ts";
import type { Step } from "../trace/trace.ts";
import type { NetworkHost, NodeHost, OutsideHost, PodHost } from "./hosts.ts";
import { ROUTER_ADDRESS } from "./outside.ts";
import type { Topology } from "./topology.ts";

/** What a routing table says of a destination. `text` is the line of `ip route` that decided. */
export type Route =
  | { readonly kind: "local"; readonly text: string; readonly out: "lo"; readonly source: Ipv4 }
  /** On the link: the destination itself is the neighbour. */
  | { readonly kind: "link"; readonly text: string; readonly out: string; readonly source: Ipv4 }
  | { readonly kind: "via"; readonly text: string; readonly out: string; readonly source: Ipv4; readonly via: Ipv4 }
  /** The outside router keeps silent about addresses that nobody owns. */
  | { readonly kind: "blackhole"; readonly text: string; readonly out: "lo"; readonly source: Ipv4 };

/** A route as one destination takes it. */
export type TakenRoute = {
  readonly route: Route;
  /** How a trace tells of it: kept here by who writes it, as each packet asks. */
  told: Step | undefined;
};

/** Destinations whose route is kept for each host. */
const DESTINATIONS_MAX = 4096;

/** One host's routes, each made when it is first needed. */
type HostRoutes = {
  /** By destination, for as long as the topology is of that edition. */
  readonly taken: Map<string, TakenRoute>;
  edition: number;
  readonly local: Map<string, Route>;
  readonly viaNode: Map<NodeHost, Route>;
  ownNetwork?: Route;
  default?: Route;
  underlay?: { readonly network: Cidr; readonly route: Route };
};

/** The routing tables of all hosts: what the kernel makes of addresses, and what the CNI plugin adds on nodes. */
export class Routing {
  readonly #topology: Topology;
  readonly #announced: (address: string, source: string) => NodeHost | undefined;
  readonly #routes = new WeakMap<NetworkHost, HostRoutes>();

  /** `announced`: the node to which the outside router sends an address that is a load balancer's. */
  constructor(topology: Topology, announced: (address: string, source: string) => NodeHost | undefined) {
    this.#topology = topology;
    this.#announced = announced;
  }

  /** The route that the host takes to the destination. `source` is told apart only by the outside router's balancing. */
  find(host: NetworkHost, destination: Ipv4, source: Ipv4 = host.address): TakenRoute {
    if (host.kind === "outside") return { route: this.#fromOutside(host, destination, source), told: undefined };
    const routes = this.#of(host);
    const { edition } = this.#topology;
    if (routes.edition !== edition || routes.taken.size > DESTINATIONS_MAX) {
      routes.edition = edition;
      routes.taken.clear();
    }
    let taken = routes.taken.get(destination);
    if (!taken) {
      const route = host.kind === "pod" ? this.#fromPod(host, destination) : this.#fromNode(host, destination);
      routes.taken.set(destination, (taken = { route, told: undefined }));
    }
    return taken;
  }

  /** Whether the address is one of the host's own (`-m addrtype --dst-type LOCAL`). */
  isLocal(host: NetworkHost, address: Ipv4): boolean {
    if (address === host.address || address.startsWith("127.")) return true;
    if (host.kind === "node") return address === host.bridgeAddress;
    return host.kind === "outside" && this.#topology.outsideByAddress.has(address);
  }

  /** The lines of `ip route`, in its order. */
  table(host: NetworkHost): readonly string[] {
    if (host.kind === "pod") return [this.#podRoutes(host).default.text, this.#podRoutes(host).link.text];
    if (host.kind === "outside") return [`${this.#topology.underlay.text} dev eth0 proto kernel scope link`];
    const own = this.#ownBridge(host);
    const others = this.#topology.nodes().filter((node) => node !== host && node.podCidr);
    const nets = [
      ...others.map((node) => ({ base: node.podCidr?.base ?? 0, text: this.#viaNode(host, node).text })),
      ...(own ? [{ base: host.podCidr?.base ?? 0, text: own.text }] : []),
      { base: this.#topology.underlay.base, text: this.#underlay(host).text },
    ];
    return [this.#viaRouter(host).text, ...nets.toSorted((a, b) => a.base - b.base).map(({ text }) => text)];
  }

  #fromPod(pod: PodHost, destination: Ipv4): Route {
    if (this.isLocal(pod, destination)) return this.#local(pod, destination);
    const { link, default: byDefault } = this.#podRoutes(pod);
    const network = pod.node.podCidr;
    return network && isInCidr(destination, network) ? link : byDefault;
  }

  #fromNode(node: NodeHost, destination: Ipv4): Route {
    if (this.isLocal(node, destination)) return this.#local(node, destination);
    const owner = this.#topology.nodeOfPodAddress(destination);
    if (owner === node) return this.#ownBridge(node) ?? this.#viaRouter(node);
    if (owner) return this.#viaNode(node, owner);
    return isInCidr(destination, this.#topology.underlay) ? this.#underlay(node) : this.#viaRouter(node);
  }

  #fromOutside(host: OutsideHost, destination: Ipv4, source: Ipv4): Route {
    if (this.isLocal(host, destination)) return this.#local(host, destination);
    if (isInCidr(destination, this.#topology.underlay)) return this.#underlay(host);
    const node = this.#announced(destination, source);
    if (node) {
      const text = `${destination} via ${node.address} dev eth0`;
      return { kind: "via", text, out: "eth0", source: host.address, via: node.address };
    }
    return { kind: "blackhole", text: "blackhole default", out: "lo", source: host.address };
  }

  #local(host: NetworkHost, destination: Ipv4): Route {
    const { local } = this.#of(host);
    const known = local.get(destination);
    if (known) return known;
    const text = `local ${destination} dev lo table local`;
    const route: Route = { kind: "local", text, out: "lo", source: destination };
    local.set(destination, route);
    return route;
  }

  #podRoutes(pod: PodHost): { readonly link: Route; readonly default: Route } {
    const routes = this.#of(pod);
    const { podCidr, bridgeAddress = ipv4("0.0.0.0") } = pod.node;
    const link = (routes.ownNetwork ??= {
      kind: "link",
      text: `${podCidr?.text ?? ""} dev eth0 proto kernel scope link src ${pod.address}`,
      out: "eth0",
      source: pod.address,
    });
    const byDefault = (routes.default ??= {
      kind: "via",
      text: `default via ${bridgeAddress} dev eth0`,
      out: "eth0",
      source: pod.address,
      via: bridgeAddress,
    });
    return { link, default: byDefault };
  }

  #ownBridge(node: NodeHost): Route | undefined {
    const { podCidr, bridgeAddress } = node;
    if (!podCidr || !bridgeAddress) return undefined;
    return (this.#of(node).ownNetwork ??= {
      kind: "link",
      text: `${podCidr.text} dev cni0 proto kernel scope link src ${bridgeAddress}`,
      out: "cni0",
      source: bridgeAddress,
    });
  }

  #underlay(host: NetworkHost): Route {
    const routes = this.#of(host);
    const network = this.#topology.underlay;
    if (routes.underlay?.network === network) return routes.underlay.route;
    const source = host.address;
    const text = `${network.text} dev eth0 proto kernel scope link src ${source}`;
    const route: Route = { kind: "link", text, out: "eth0", source };
    routes.underlay = { network, route };
    return route;
  }

  #viaRouter(node: NodeHost): Route {
    return (this.#of(node).default ??= {
      kind: "via",
      text: `default via ${ROUTER_ADDRESS} dev eth0`,
      out: "eth0",
      source: node.address,
      via: ROUTER_ADDRESS,
    });
  }

  #viaNode(node: NodeHost, other: NodeHost): Route {
    const { viaNode } = this.#of(node);
    const known = viaNode.get(other);
    if (known) return known;
    const text = `${other.podCidr?.text ?? ""} via ${other.address} dev eth0`;
    const route: Route = { kind: "via", text, out: "eth0", source: node.address, via: other.address };
    viaNode.set(other, route);
    return route;
  }

  #of(host: NetworkHost): HostRoutes {
    const known = this.#routes.get(host);
    if (known) return known;
    const routes: HostRoutes = { taken: new Map(), edition: -1, local: new Map(), viaNode: new Map() };
    this.#routes.set(host, routes);
    return routes;
  }
}
