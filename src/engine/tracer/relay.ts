// How `kubectl port-forward` carries a connection: kubectl takes it on the workstation, its stream goes to an API server, from
// there to the kubelet of the pod's node, and the container runtime connects to 127.0.0.1 within the pod's own network. No
// DNS, no ClusterIP, no rule of kube-proxy is asked. As client-go's tools/portforward and containerd's sandbox_portforward_linux.go.
import { ipv4 } from "../model/address.ts";
import type { Header } from "../model/packet.ts";
import type { NetworkHost, NodeHost, OutsideHost } from "../network/hosts.ts";
import { OUTSIDE_CLIENT } from "../network/outside.ts";
import type { Process } from "../simulation/process.ts";
import type { Cause, Reference, RelayStep } from "../trace/trace.ts";
import { attempt } from "./attempt.ts";
import { nothingListens } from "./cause.ts";
import { Conversation } from "./conversation.ts";
import type { Ends } from "./headers.ts";
import { endsOf, reversed, tcpHeader } from "./headers.ts";
import type { ForwardStreams, PortForward } from "./port-forwards.ts";
import { refusedText, sandboxOf } from "./port-forwards.ts";
import type { Leg } from "./relayed-walk.ts";
import type { Socket } from "./sockets.ts";
import { socketAt } from "./sockets.ts";
import type { TracerWorld } from "./world.ts";

/** A connection that is carried to a pod: the legs after the client's own, each way. */
export type Relay = { readonly toPod: readonly Leg[]; readonly toClient: readonly Leg[] };

/** What came of carrying a connection: open as far as the pod's listener, or not. */
export type Carried =
  | {
      readonly kind: "open";
      readonly server: NetworkHost;
      readonly socket: Socket;
      /** From the pod's listener to the connection that it sees. */
      readonly serverEnds: Ends;
      readonly relay: Relay;
    }
  /** The kubelet's side gave up: kubectl closes the connection and ends. */
  | { readonly kind: "broken"; readonly cause: Cause }
  /** Nothing comes back: a machine on the way is not there. */
  | { readonly kind: "silent"; readonly cause: Cause };

/** The way between kubectl and the pod. */
type Way = {
  readonly workstation: OutsideHost;
  readonly apiServer: NodeHost;
  readonly node: NodeHost;
  readonly pod: NetworkHost;
};

const LOOPBACK = ipv4("127.0.0.1");
const API_SERVER_PORT = 6443;
const KUBELET_PORT = 10250;

/** Opens kubectl's stream for a pod: the handshakes that the later walks find in conntrack. Undefined when the pod is not there. */
export function openStreams(world: TracerWorld, pod: PortForward["pod"]): ForwardStreams | undefined {
  const apiServer = apiServerOf(world);
  const workstation = world.network.topology.outsideByAddress.get(OUTSIDE_CLIENT);
  const node = nodeOf(world, pod);
  if (!apiServer || !workstation || !node) return undefined;
  const request = { from: workstation.ref, trace: "none" } as const;
  const conversation = new Conversation(world, workstation, request);
  const streams = {
    apiServer: apiServer.node,
    kubectlPort: conversation.drawPort(),
    apiServerPort: conversation.drawPort(),
  };
  for (const { from, to, ends } of [
    { from: workstation, to: apiServer, ends: endsToApiServer(apiServer, streams) },
    { from: apiServer, to: node, ends: endsToKubelet(apiServer, node, streams) },
  ]) {
    conversation.send("tcp-syn", from, tcpHeader(ends, ["SYN"]));
    conversation.send("tcp-syn-ack", to, tcpHeader(reversed(ends), ["SYN", "ACK"]));
    conversation.send("tcp-ack", from, tcpHeader(ends, ["ACK"]));
  }
  return streams;
}

/**
 * Carries a connection that kubectl has accepted: a stream to the kubelet, and from there a connection within the pod. `client`:
 * the ends of the accepted connection, as the client sees them.
 */
export function* carry(
  conversation: Conversation,
  {
    forward,
    client,
    deadlineMs,
  }: { readonly forward: PortForward; readonly client: Ends; readonly deadlineMs: number },
): Process<Carried> {
  const { pod, podPort: port } = forward;
  forward.accepted();
  const way = wayOf(conversation.world, forward);
  if (!way) {
    const gone: Cause = { code: "SERVER_CLOSED", references: [podReference(forward)] };
    return giveUp(forward, `failed to find sandbox "${sandboxOf(pod)}" in store: not found`, gone);
  }
  const toPod = legsToPod(way, forward, conversation.drawPort());
  const toClient = legsToClient(way, forward, { legs: toPod, client });
  const [first, ...onward] = toPod;
  const text = `open a stream to port ${port} of pod ${pod.namespace}/${pod.name}`;
  const details = { payload: { kind: "text", text } as const, onward };
  const header = first?.header ?? dataHeader(client);
  const packet = { kind: "tcp-data" as const, from: way.workstation, header, details };
  const tried = yield* attempt(conversation, packet, deadlineMs);
  if (tried.kind !== "arrived") return { kind: "silent", cause: tried.cause };
  const socket = socketAt(conversation.world, tried.host, { protocol: "tcp", address: LOOPBACK, port });
  const references = socket?.references ?? [podReference(forward)];
  const result = socket ? "accepted" : "nobody";
  conversation.tell(tried.sent, { kind: "listen", protocol: "tcp", port, result, references });
  const serverEnds = reversed(endsOf(tried.header));
  if (socket) return { kind: "open", server: tried.host, socket, serverEnds, relay: { toPod, toClient } };
  const why = refusedText(pod, port);
  yield* tellKubectl(conversation, { way, back: toClient, why, answers: tried.id, deadlineMs });
  return giveUp(forward, why, nothingListens(tried.header, references));
}

/** The kubelet's word for it goes back over the stream. */
function* tellKubectl(
  conversation: Conversation,
  told: {
    readonly way: Way;
    readonly back: readonly Leg[];
    readonly why: string;
    readonly answers: number;
    readonly deadlineMs: number;
  },
): Process<void> {
  const [fromKubelet, ...onward] = told.back.slice(0, 2);
  if (!fromKubelet) return;
  const details = { payload: { kind: "text", text: told.why } as const, answers: told.answers, onward };
  const packet = { kind: "tcp-data" as const, from: told.way.node, header: fromKubelet.header, details };
  yield* attempt(conversation, packet, told.deadlineMs);
}

function giveUp(forward: PortForward, why: string, cause: Cause): Carried {
  forward.failed(`error forwarding port ${forward.podPort} to pod ${sandboxOf(forward.pod)}, uid : ${why}`);
  return { kind: "broken", cause };
}

function podReference({ pod }: Pick<PortForward, "pod">): Reference {
  return { kind: "object", object: { kind: "Pod", namespace: pod.namespace, name: pod.name } };
}

function wayOf(world: TracerWorld, { pod, streams }: PortForward): Way | undefined {
  const { topology } = world.network;
  const workstation = topology.outsideByAddress.get(OUTSIDE_CLIENT);
  const apiServer = topology.node(streams.apiServer);
  const node = nodeOf(world, pod);
  const host = world.network.host({ namespace: pod.namespace, pod: pod.name });
  return workstation && apiServer && node && host ? { workstation, apiServer, node, pod: host } : undefined;
}

/** The node that the pod is on; undefined when that pod is gone, even if another has its name. */
function nodeOf({ api, network }: TracerWorld, { namespace, name, uid }: PortForward["pod"]): NodeHost | undefined {
  const pod = api.get("Pod", name, namespace);
  return pod?.metadata.uid === uid ? network.topology.node(pod.spec.nodeName ?? "") : undefined;
}

function apiServerOf({ api, network }: TracerWorld): NodeHost | undefined {
  const label = "node-role.kubernetes.io/control-plane";
  return network.topology.nodes().find(({ node }) => label in (api.get("Node", node)?.metadata.labels ?? {}));
}

function endsToApiServer({ address }: NodeHost, { kubectlPort }: ForwardStreams): Ends {
  const source = OUTSIDE_CLIENT;
  return { source, sourcePort: kubectlPort, destination: address, destinationPort: API_SERVER_PORT };
}

function endsToKubelet(apiServer: NodeHost, node: NodeHost, { apiServerPort }: ForwardStreams): Ends {
  const [source, destination] = [apiServer.address, node.address];
  return { source, sourcePort: apiServerPort, destination, destinationPort: KUBELET_PORT };
}

function legsToPod({ workstation, apiServer, node, pod }: Way, forward: PortForward, port: number): readonly Leg[] {
  const inPod: Ends = { source: LOOPBACK, sourcePort: port, destination: LOOPBACK, destinationPort: forward.podPort };
  const references = [podReference(forward)];
  const leg = (by: RelayStep["by"], from: NetworkHost, ends: Ends): Leg => ({
    by,
    from,
    header: dataHeader(ends),
    references,
  });
  return [
    leg("kubectl", workstation, endsToApiServer(apiServer, forward.streams)),
    leg("kube-apiserver", apiServer, endsToKubelet(apiServer, node, forward.streams)),
    leg("kubelet", pod, inPod),
  ];
}

/** From the pod's kubelet on: the pod's own answer comes to it by its loopback. */
function legsToClient(
  { workstation, apiServer, node }: Way,
  forward: PortForward,
  { legs, client }: { readonly legs: readonly Leg[]; readonly client: Ends },
): readonly Leg[] {
  const references = [podReference(forward)];
  const [toApiServer, toKubelet] = legs;
  if (!toApiServer || !toKubelet) return [];
  const back = ({ header }: Leg) => dataHeader(reversed(endsOf(header)));
  return [
    { by: "kubelet", from: node, header: back(toKubelet), references },
    { by: "kube-apiserver", from: apiServer, header: back(toApiServer), references },
    { by: "kubectl", from: workstation, header: dataHeader(reversed(client)), references },
  ];
}

function dataHeader(ends: Ends): Header {
  return tcpHeader(ends, ["PSH", "ACK"]);
}
