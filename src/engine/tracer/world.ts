// What a request meets. cluster.ts makes the one value of it; everything in this room is a function over it.
import type { ApiServer } from "../apiserver/api-server.ts";
import type { CoreDns } from "../dns/contract.ts";
import type { HostNetfilter } from "../netfilter/netfilter.ts";
import type { Network } from "../network/network.ts";
import type { Simulation } from "../simulation/simulation.ts";
import type { PortForwards } from "./port-forwards.ts";
import type { ContainerLogs } from "../workloads/container-logs.ts";

export type TracerWorld = {
  readonly api: ApiServer;
  readonly simulation: Simulation;
  readonly network: Network;
  readonly coreDns: CoreDns;
  /** What containers have written. */
  readonly logs: ContainerLogs;
  /** What listens on the workstation. */
  readonly forwards: PortForwards;
  /** The packet filter of a node; undefined for a node that has none. */
  netfilter(node: string): HostNetfilter | undefined;
};
