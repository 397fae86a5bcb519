// The machines that have an address. Identity matters: a host object is the same for as long as its machine is there.
import type { Cidr, Ipv4 } from "../model/address.ts";
import type { HostRef } from "../model/host.ts";
import type { NeighbourTable } from "./neighbours.ts";

/** A pod's network namespace: eth0, whose other end is a port of its node's bridge. Lives as long as its pod has an address. */
export type PodHost = {
  readonly kind: "pod";
  readonly name: string;
  readonly ref: HostRef;
  readonly namespace: string;
  readonly pod: string;
  readonly address: Ipv4;
  readonly node: NodeHost;
  /** The bridge's port: the node's end of the pair. */
  readonly veth: string;
  readonly neighbours: NeighbourTable;
};

/** A node: eth0 on the underlay, cni0 with the pods behind it. */
export type NodeHost = {
  readonly kind: "node";
  readonly name: string;
  readonly ref: HostRef;
  readonly node: string;
  readonly address: Ipv4;
  /** Absent while the node has no pod CIDR: then it has no bridge. */
  readonly podCidr?: Cidr;
  readonly bridgeAddress?: Ipv4;
  readonly neighbours: NeighbourTable;
  isPowered: boolean;
  isLinked: boolean;
};

/** A machine beyond the nodes' gateway, by one of its addresses. All of them are on the router's own machine: one hop away. */
export type OutsideHost = {
  readonly kind: "outside";
  readonly name: string;
  readonly ref: HostRef;
  readonly address: Ipv4;
  readonly neighbours: NeighbourTable;
};

export type NetworkHost = PodHost | NodeHost | OutsideHost;
