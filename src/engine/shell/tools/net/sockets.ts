import type { ConntrackEntry } from "../../../model/conntrack-entry.ts";
import type { NetworkHost } from "../../../network/hosts.ts";
import { listenersOf } from "../../../workloads/listeners.ts";
import type { ToolWorld } from "../../world.ts";

/** A socket as the kernel lists it. */
export type SocketRow = {
  readonly protocol: "tcp" | "udp";
  /** In ss' words: "LISTEN", "UNCONN", "ESTAB", "TIME-WAIT". */
  readonly state: string;
  readonly local: SocketEnd;
  readonly peer: SocketEnd;
};
/** `port` is 0 for any. */
export type SocketEnd = { readonly address: string; readonly port: number };

const ANY: SocketEnd = { address: "0.0.0.0", port: 0 };
const API_SERVER_PORT = 6443;
const PROXY_HEALTH_PORT = 10256;
const STATES: Readonly<Record<string, string>> = {
  ESTABLISHED: "ESTAB",
  SYN_SENT: "SYN-SENT",
  SYN_RECV: "SYN-RECV",
  FIN_WAIT: "FIN-WAIT-1",
  CLOSE_WAIT: "CLOSE-WAIT",
  LAST_ACK: "LAST-ACK",
  TIME_WAIT: "TIME-WAIT",
};

/** What listens on a host: the sockets of its pods, and on a node the API server's, kube-proxy's and its Services' health checks. */
export function listeningOn(world: ToolWorld, host: NetworkHost | undefined): readonly SocketRow[] {
  if (host?.kind === "pod") return podSockets(world, host.namespace, host.pod);
  if (host?.kind !== "node") return [];
  const node = world.api.get("Node", host.node);
  const isControlPlane = "node-role.kubernetes.io/control-plane" in (node?.metadata.labels ?? {});
  const checks = Array.from(world.api.list("Service"), ({ spec }) => spec.healthCheckNodePort ?? 0);
  const ports = [...(isControlPlane ? [API_SERVER_PORT] : []), PROXY_HEALTH_PORT, ...checks.filter((port) => port > 0)];
  const pods = [...world.network.topology.hostNetworkPods(host)].flatMap((key) => {
    const [namespace = "", pod = ""] = key.split("/");
    return podSockets(world, namespace, pod);
  });
  return [...pods, ...ports.map((port) => listening("tcp", { address: "0.0.0.0", port }))];
}

/** Connections that a node's conntrack knows and that begin or end at this host. */
export function connectionsOf(world: ToolWorld, host: NetworkHost | undefined): readonly SocketRow[] {
  if (!host || host.kind === "outside") return [];
  const node = host.kind === "node" ? host.node : host.node.node;
  const entries = world.netfilter(node)?.conntrack(world.simulation.nowMs) ?? [];
  return entries.flatMap((entry) => (entry.protocol === "tcp" ? (rowOf(entry, host.address) ?? []) : []));
}

function podSockets({ api }: ToolWorld, namespace: string, name: string): readonly SocketRow[] {
  const pod = api.get("Pod", name, namespace);
  return pod ? listenersOf(pod).map(({ protocol, port, address }) => listening(protocol, { address, port })) : [];
}

function listening(protocol: "tcp" | "udp", local: SocketEnd): SocketRow {
  return { protocol, state: protocol === "udp" ? "UNCONN" : "LISTEN", local, peer: ANY };
}

/** A client knows whom it called; a server knows who called it, as rewritten on the way. */
function rowOf({ original, reply, state }: ConntrackEntry, own: string): SocketRow | undefined {
  const shown = (state && STATES[state]) ?? "CLOSE";
  const end = (address: string, port = 0): SocketEnd => ({ address, port });
  if (original.source === own)
    return {
      protocol: "tcp",
      state: shown,
      local: end(own, original.sourcePort),
      peer: end(original.destination, original.destinationPort),
    };
  if (reply.source !== own) return undefined;
  return {
    protocol: "tcp",
    state: shown,
    local: end(own, reply.sourcePort),
    peer: end(reply.destination, reply.destinationPort),
  };
}
