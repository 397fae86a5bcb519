import type { Ipv4 } from "../model/address.ts";
import type { Service } from "../model/objects.ts";
import type { Header } from "../model/packet.ts";
import type { NodeHost } from "./hosts.ts";
import { ROUTER_ADDRESS } from "./outside.ts";
import type { ServiceIndex } from "./service-index.ts";
import type { Topology } from "./topology.ts";

/** Who the balancer speaks for, and to whom, in one flow. */
type Flow = {
  readonly client: Ipv4;
  readonly clientPort: number;
  readonly address: Ipv4;
  readonly port: number;
  readonly node: Ipv4;
  readonly nodePort: number;
  readonly ownPort: number;
};

/** What the balancer makes of a packet, and for which Service. */
export type Proxied = { readonly header: Header; readonly service: Service };

const FIRST_OWN_PORT = 1024;
const OWN_PORTS = 64_512;

/**
 * A cloud's load balancers that have a host name, as EKS gives: no node knows their address, so they do not route but proxy. Each flow
 * goes to the node port of a healthy node, from the router's own address.
 */
export class CloudProxy {
  readonly #services: ServiceIndex;
  readonly #topology: Topology;
  readonly #byClient = new Map<string, Flow>();
  readonly #byOwnPort = new Map<string, Flow>();
  #nextPort = 0;

  constructor(services: ServiceIndex, topology: Topology) {
    this.#services = services;
    this.#topology = topology;
  }

  /** Whether the address is such a balancer's. */
  owns(address: string): boolean {
    return this.#services.ofBalancerName(balancerName(address)) !== undefined;
  }

  /** A client's packet on its way in; undefined when the balancer has no such port, or no healthy node. */
  inward(header: Header): Proxied | undefined {
    const { protocol, source, sourcePort, destination, destinationPort } = header;
    const service = this.#services.ofBalancerName(balancerName(destination));
    if (!service || sourcePort === undefined || destinationPort === undefined) return undefined;
    const key = `${protocol} ${source}:${sourcePort} ${destination}:${destinationPort}`;
    const flow = this.#byClient.get(key) ?? this.#open(service, header);
    if (!flow) return undefined;
    this.#byClient.set(key, flow);
    const { node, nodePort, ownPort } = flow;
    const sent = { source: ROUTER_ADDRESS, sourcePort: ownPort, destination: node, destinationPort: nodePort };
    return { header: { ...header, ...sent }, service };
  }

  /** A node's answer on its way out; undefined for a packet of no flow. */
  outward(header: Header): Header | undefined {
    const { protocol, source, sourcePort, destination, destinationPort } = header;
    if (destination !== ROUTER_ADDRESS) return undefined;
    const flow = this.#byOwnPort.get(`${protocol} ${source}:${sourcePort} ${destinationPort}`);
    if (!flow) return undefined;
    const { client, clientPort, address, port } = flow;
    return { ...header, source: address, sourcePort: port, destination: client, destinationPort: clientPort };
  }

  #open(
    service: Service,
    { protocol, source, sourcePort = 0, destination, destinationPort = 0 }: Header,
  ): Flow | undefined {
    const port = service.spec.ports?.find(
      (one) => one.port === destinationPort && (one.protocol ?? "TCP").toLowerCase() === protocol,
    );
    const node = this.#pick(service);
    if (!node || port?.nodePort === undefined) return undefined;
    const ownPort = FIRST_OWN_PORT + (this.#nextPort++ % OWN_PORTS);
    const flow = {
      client: source,
      clientPort: sourcePort,
      address: destination,
      port: destinationPort,
      node: node.address,
      nodePort: port.nodePort,
      ownPort,
    };
    this.#byOwnPort.set(`${protocol} ${node.address}:${port.nodePort} ${ownPort}`, flow);
    return flow;
  }

  /** Healthy nodes in turn. */
  #pick(service: Service): NodeHost | undefined {
    const nodes = this.#services.healthyNodes(service);
    return this.#topology.node(nodes[this.#nextPort % Math.max(1, nodes.length)] ?? "");
  }
}

const DOMAIN = "cloud.test";
const FIRST = "203.0.113.200";

/** The host name that the cloud gives for its address: lb.cloud.test is the first, then lb-201.cloud.test and so on. */
export function balancerName(address: string): string {
  return address === FIRST ? `lb.${DOMAIN}` : `lb-${address.slice(address.lastIndexOf(".") + 1)}.${DOMAIN}`;
}
