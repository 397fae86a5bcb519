import type { Ipv4 } from "../model/address.ts";
import type { Pod, Service } from "../model/objects.ts";
import { unhandled } from "../model/unhandled.ts";
import type { NetworkHost, NodeHost } from "../network/hosts.ts";
import type { OutsideMachine } from "../network/outside.ts";
import { OUTSIDE_CLIENT, OUTSIDE_MACHINES } from "../network/outside.ts";
import type { Reference } from "../trace/trace.ts";
import type { Listener } from "../workloads/listeners.ts";
import { listenersOf } from "../workloads/listeners.ts";
import { referenceTo } from "./cause.ts";
import type { PortForward } from "./port-forwards.ts";
import type { TracerWorld } from "./world.ts";

/**
 * Who listens: a container, the API server, kube-proxy (its own health, or a Service's on this node), a machine outside, `kubectl
 * port-forward` on the workstation.
 */
export type Socket = { readonly port: number; readonly references: readonly Reference[] } & (
  | { readonly kind: "container"; readonly listener: Listener; readonly pod: Pod }
  | { readonly kind: "api-server"; readonly node: string }
  | { readonly kind: "proxy-health"; readonly node: string }
  | { readonly kind: "service-health"; readonly node: string; readonly service: Service }
  | { readonly kind: "outside"; readonly machine: OutsideMachine; readonly listener: Listener }
  | { readonly kind: "port-forward"; readonly forward: PortForward }
);

export type SocketAddress = { readonly protocol: "tcp" | "udp"; readonly address: Ipv4; readonly port: number };

const API_SERVER_PORT = 6443;
const PROXY_HEALTH_PORT = 10256;
const OUTSIDE_BY_ADDRESS = new Map(OUTSIDE_MACHINES.map((machine) => [machine.address, machine]));

/** The socket that a packet to that address and port of the host meets; undefined when nothing listens there. */
export function socketAt(world: TracerWorld, host: NetworkHost, at: SocketAddress): Socket | undefined {
  switch (host.kind) {
    case "pod":
      return podSocket(world, host, at);
    case "node":
      return nodeSocket(world, host, at);
    case "outside":
      return outsideSocket(world, host.address, at);
    default:
      throw unhandled(host);
  }
}

/** The object that the host is, for a cause; nothing for a machine outside. */
export function referencesOf(host: NetworkHost): readonly Reference[] {
  if (host.kind === "pod")
    return [{ kind: "object", object: { kind: "Pod", namespace: host.namespace, name: host.pod } }];
  return host.kind === "node" ? [{ kind: "object", object: { kind: "Node", name: host.node } }] : [];
}

type ContainerSocket = Socket & { readonly kind: "container" };

/** A pod's sockets stay the same for as long as its object does. */
const socketsByPod = new WeakMap<Pod, readonly ContainerSocket[]>();

function podSocket(world: TracerWorld, ref: { namespace: string; pod: string }, at: SocketAddress): Socket | undefined {
  const pod = world.api.get("Pod", ref.pod, ref.namespace);
  if (!pod) return undefined;
  let sockets = socketsByPod.get(pod);
  if (!sockets) socketsByPod.set(pod, (sockets = socketsOf(pod)));
  for (const socket of sockets) {
    const { protocol, address } = socket.listener;
    const isOpenTo = address === "0.0.0.0" || at.address.startsWith("127.");
    if (socket.port === at.port && protocol === at.protocol && isOpenTo) return socket;
  }
  return undefined;
}

function socketsOf(pod: Pod): readonly ContainerSocket[] {
  const references = [referenceTo(pod)];
  return listenersOf(pod).map((listener) => ({ kind: "container", port: listener.port, listener, pod, references }));
}

function nodeSocket(world: TracerWorld, host: NodeHost, at: SocketAddress): Socket | undefined {
  const { topology, services } = world.network;
  for (const key of topology.hostNetworkPods(host)) {
    const [namespace = "", pod = ""] = key.split("/");
    const socket = podSocket(world, { namespace, pod }, at);
    if (socket) return socket;
  }
  if (at.protocol !== "tcp") return undefined;
  const { port } = at;
  const { node } = host;
  const references = referencesOf(host);
  if (port === API_SERVER_PORT && isControlPlane(world, node)) return { kind: "api-server", port, node, references };
  if (port === PROXY_HEALTH_PORT) return { kind: "proxy-health", port, node, references };
  const service = services.ofHealthCheckPort(port);
  return service && { kind: "service-health", port, node, service, references: [referenceTo(service)] };
}

function outsideSocket({ forwards }: TracerWorld, address: Ipv4, at: SocketAddress): Socket | undefined {
  const isWorkstation = address === OUTSIDE_CLIENT && at.protocol === "tcp";
  const forward = isWorkstation ? forwards.find(at.address, at.port) : undefined;
  if (forward) return { kind: "port-forward", port: at.port, forward, references: [] };
  const machine = OUTSIDE_BY_ADDRESS.get(address);
  if (!machine) return undefined;
  const isDns = machine.service === "dns" && at.port === 53;
  const isWeb = machine.service.startsWith("http") && at.port === 80 && at.protocol === "tcp";
  if (!isDns && !isWeb) return undefined;
  const { protocol, port } = at;
  const server = { pod: machine.title, namespace: "world", ip: machine.address };
  const serve = isDns ? "dns" : "demo";
  const listener: Listener = { protocol, port, address: "0.0.0.0", serve, server, container: "" };
  return { kind: "outside", port, machine, listener, references: [] };
}

function isControlPlane(world: TracerWorld, node: string): boolean {
  const labels = world.api.get("Node", node)?.metadata.labels ?? {};
  return "node-role.kubernetes.io/control-plane" in labels;
}
