import type { Cidr, Ipv4 } from "../model/address.ts";
import { cidr, ipv4ToNumber, numberToIpv4, parseCidr, parseIpv4 } from "../model/address.ts";
import type { HostRef } from "../model/host.ts";
import { hostName } from "../model/host.ts";
import type { ObjectChange } from "../model/object-change.ts";
import type { KubernetesObject, Node, Pod } from "../model/objects.ts";
import type { NetworkHost, NodeHost, OutsideHost, PodHost } from "./hosts.ts";
import { NeighbourTable } from "./neighbours.ts";
import { OUTSIDE_MACHINES } from "./outside.ts";

/** Where objects come from: the API server, as far as the network needs it. */
export type ObjectSource = {
  list(kind: string): Iterable<KubernetesObject>;
  watch(listener: (change: ObjectChange) => void): () => void;
};

/**
 * The machines that Node and Pod objects describe, found by name and by address. Follows the objects one change at a time; a pod
 * has its host from the moment it has an address until it has ended or is gone.
 */
export class Topology {
  readonly nodesByAddress = new Map<string, NodeHost>();
  readonly podsByAddress = new Map<string, PodHost>();
  readonly outsideByAddress = new Map<string, OutsideHost>();
  readonly #nodes = new Map<string, NodeHost>();
  readonly #pods = new Map<string, PodHost>();
  /** hostNetwork pods by node, then "namespace/name". */
  readonly #hostPods = new Map<string, Set<string>>();
  readonly #nodesByPodCidr = new Map<number, Map<number, NodeHost>>();
  readonly #source: ObjectSource;
  #underlay = cidr("172.18.0.0/24");
  #edition = 0;

  constructor(source: ObjectSource) {
    this.#source = source;
    for (const { address } of OUTSIDE_MACHINES) this.outsideByAddress.set(address, outsideHost(address));
    for (const node of source.list("Node")) this.#putNode(node as Node);
    for (const pod of source.list("Pod")) this.#putPod(pod as Pod);
    source.watch((change) => this.#follow(change));
  }

  /** Counts changes: as long as it stands, the same machines have the same addresses. */
  get edition(): number {
    return this.#edition;
  }

  /** The network that joins the nodes and their gateway. */
  get underlay(): Cidr {
    return this.#underlay;
  }

  /** The machine of that name; a pod with hostNetwork is its node. Undefined while a pod has no address. */
  host(ref: HostRef): NetworkHost | undefined {
    if ("node" in ref) return this.#nodes.get(ref.node);
    if ("outside" in ref) return this.outsideByAddress.get(ref.outside);
    const pod = this.#pods.get(`${ref.namespace}/${ref.pod}`);
    if (pod) return pod;
    for (const [node, pods] of this.#hostPods)
      if (pods.has(`${ref.namespace}/${ref.pod}`)) return this.#nodes.get(node);
    return undefined;
  }

  node(name: string): NodeHost | undefined {
    return this.#nodes.get(name);
  }

  /** By name. */
  nodes(): readonly NodeHost[] {
    return [...this.#nodes.values()].toSorted((a, b) => (a.node < b.node ? -1 : 1));
  }

  pods(): Iterable<PodHost> {
    return this.#pods.values();
  }

  /** The pods ("namespace/name") that share the node's own network, sorted. */
  hostNetworkPods(node: NodeHost): readonly string[] {
    return [...(this.#hostPods.get(node.node) ?? [])].toSorted();
  }

  /** The node whose pod network holds the address. */
  nodeOfPodAddress(address: string): NodeHost | undefined {
    const value = ipv4ToNumber(address);
    for (const [bits, nodes] of this.#nodesByPodCidr) {
      const node = nodes.get(prefixOf(value, bits));
      if (node) return node;
    }
    return undefined;
  }

  #follow({ type, object }: ObjectChange): void {
    if (object.kind === "Pod") {
      if (type === "DELETED") this.#removePod(keyOf(object));
      else this.#putPod(object as Pod);
    } else if (object.kind === "Node") {
      if (type === "DELETED") this.#removeNode(object.metadata.name);
      else this.#putNode(object as Node);
    }
  }

  #putNode(node: Node): void {
    const name = node.metadata.name;
    const address = parseIpv4(node.status?.addresses?.find(({ type }) => type === "InternalIP")?.address ?? "");
    const podCidr = parseCidr(node.spec.podCIDR ?? "");
    const known = this.#nodes.get(name);
    if (known && known.address === address && known.podCidr?.text === podCidr?.text) return;
    if (known) this.#removeNode(name);
    if (address === undefined) return;
    this.#edition++;
    const host = nodeHost({ name, address, podCidr });
    this.#nodes.set(name, host);
    this.nodesByAddress.set(address, host);
    this.#underlay = wideEnough(this.#underlay, address);
    if (podCidr) {
      const ofLength = this.#nodesByPodCidr.get(podCidr.bits) ?? new Map<number, NodeHost>();
      this.#nodesByPodCidr.set(podCidr.bits, ofLength.set(podCidr.base, host));
    }
    for (const pod of this.#source.list("Pod")) if ((pod as Pod).spec.nodeName === name) this.#putPod(pod as Pod);
  }

  #removeNode(name: string): void {
    const host = this.#nodes.get(name);
    if (!host) return;
    this.#edition++;
    this.#nodes.delete(name);
    this.nodesByAddress.delete(host.address);
    if (host.podCidr) this.#nodesByPodCidr.get(host.podCidr.bits)?.delete(host.podCidr.base);
    for (const pod of this.#pods.values()) if (pod.node === host) this.#removePod(`${pod.namespace}/${pod.pod}`);
  }

  #putPod(pod: Pod): void {
    const key = keyOf(pod);
    const node = this.#nodes.get(pod.spec.nodeName ?? "");
    const hasEnded = pod.status?.phase === "Succeeded" || pod.status?.phase === "Failed";
    if (!node || hasEnded) return this.#removePod(key);
    if (pod.spec.hostNetwork) {
      this.#hostPods.set(node.node, (this.#hostPods.get(node.node) ?? new Set()).add(key));
      return;
    }
    const address = parseIpv4(pod.status?.podIP ?? "");
    if (address === undefined) return this.#removePod(key);
    const known = this.#pods.get(key);
    if (known && known.address === address && known.node === node) return;
    if (known) this.#removePod(key);
    this.#edition++;
    const host = podHost(pod, node, address);
    this.#pods.set(key, host);
    this.podsByAddress.set(address, host);
  }

  #removePod(key: string): void {
    for (const pods of this.#hostPods.values()) pods.delete(key);
    const host = this.#pods.get(key);
    if (!host) return;
    this.#edition++;
    this.#pods.delete(key);
    if (this.podsByAddress.get(host.address) === host) this.podsByAddress.delete(host.address);
  }
}

function keyOf({ metadata }: KubernetesObject): string {
  return `${metadata.namespace ?? ""}/${metadata.name}`;
}

function podHost(pod: Pod, node: NodeHost, address: Ipv4): PodHost {
  const { name, namespace = "", uid = "" } = pod.metadata;
  const ref = { pod: name, namespace };
  const veth = `veth${fnv32(`${namespace}/${name}/${uid}`).toString(16).padStart(8, "0")}`;
  const neighbours = new NeighbourTable();
  return { kind: "pod", name: hostName(ref), ref, namespace, pod: name, address, node, veth, neighbours };
}

function nodeHost(node: {
  readonly name: string;
  readonly address: Ipv4;
  readonly podCidr?: Cidr | undefined;
}): NodeHost {
  const ref = { node: node.name };
  return {
    kind: "node",
    name: hostName(ref),
    ref,
    node: node.name,
    address: node.address,
    ...(node.podCidr && { podCidr: node.podCidr, bridgeAddress: numberToIpv4(node.podCidr.base + 1) }),
    neighbours: new NeighbourTable(),
    isPowered: true,
    isLinked: true,
  };
}

function outsideHost(address: Ipv4): OutsideHost {
  const ref = { outside: address };
  return { kind: "outside", name: hostName(ref), ref, address, neighbours: new NeighbourTable() };
}

/** The same network if the address is in it, else the /16 around both. */
function wideEnough(network: Cidr, address: Ipv4): Cidr {
  const isWithin = prefixOf(ipv4ToNumber(address), network.bits) === network.base;
  return isWithin ? network : cidr(`${numberToIpv4(prefixOf(network.base, 16))}/16`);
}

function prefixOf(value: number, bits: number): number {
  return bits === 0 ? 0 : ((value >>> (32 - bits)) << (32 - bits)) >>> 0;
}

function fnv32(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
