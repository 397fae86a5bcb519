// The packet arrived, and its host has no listener on that port, or one that speaks otherwise.
import type { ApiServer } from "../apiserver/api-server.ts";
import type { Pod, Service } from "../model/objects.ts";
import type { Header } from "../model/packet.ts";
import type { Diagnosis, Fix, Proof } from "./diagnosis.ts";
import type { Evidence, OpenPort } from "./evidence.ts";
import { insteadOf, nodeByAddress, podByAddress, pointAt, pointAtAddress, refOf, targetOf } from "./evidence.ts";
import { templateOf } from "./pod-template.ts";
import { reachable } from "./unready-pods.ts";

/** A packet as it was sent and as it arrived, and the Service that it was sent to. */
export type Arrival = { readonly sent: Header; readonly last: Header; readonly service: Service | undefined };

/** Why a port refuses: of a pod, of a node, of a machine outside. */
export function diagnosePort(evidence: Evidence, arrival: Arrival): Diagnosis {
  const { last } = arrival;
  if (last.destination.startsWith("127.")) return closedLoopback(evidence, last);
  const pod = podByAddress(evidence.api, last.destination);
  if (pod) return closedOnPod(evidence, arrival, pod);
  const isNode = nodeByAddress(evidence.api, last.destination) !== undefined;
  return isNode ? closedOnNode(evidence, last) : closed("OUTSIDE_REFUSES", last);
}

/** TLS was spoken to a listener that speaks plain HTTP. */
export function diagnosePlaintext({ trace, api }: Evidence, { sent, last, service }: Arrival): Diagnosis {
  const pod = podByAddress(api, last.destination);
  const about = [
    ...(service ? [pointAt(service, "spec.ports")] : []),
    ...(pod ? [pointAt(pod)] : [pointAtAddress(last)]),
  ];
  const instead = insteadOf(trace, { scheme: "http", ...(sent.destinationPort && { port: sent.destinationPort }) });
  return { code: "TLS_PLAINTEXT_MISMATCH", about, proof: [], fixes: [], ...(instead !== undefined && { instead }) };
}

function closed(code: Diagnosis["code"], last: Header, more: Partial<Diagnosis> = {}): Diagnosis {
  const where = pointAtAddress(last);
  return { code, about: [where], proof: [portIsClosed(last)], fixes: [], ...more };
}

function portIsClosed(last: Header): Proof {
  return { code: "PORT_IS_OPEN", holds: false, references: [pointAtAddress(last)] };
}

/** localhost of a pod is the pod: a Service is not there. */
function closedLoopback({ trace, api }: Evidence, last: Header): Diagnosis {
  const { from } = trace.request;
  const pod = "pod" in from ? api.get("Pod", from.pod, from.namespace) : undefined;
  const about = [...(pod ? [pointAt(pod)] : []), pointAtAddress(last)];
  return closed(pod ? "LOCALHOST_IS_THE_POD" : "OUTSIDE_REFUSES", last, { about });
}

/** A node's own address: the port of a Service is not open there, its node port is. */
function closedOnNode({ api, trace }: Evidence, last: Header): Diagnosis {
  for (const service of api.list("Service")) {
    const port = service.spec.ports?.find((one) => one.port === last.destinationPort && one.nodePort !== undefined);
    if (port?.nodePort === undefined) continue;
    const instead = insteadOf(trace, { port: port.nodePort });
    const about = [pointAt(service, "spec.ports[0].nodePort", String(port.nodePort)), pointAtAddress(last)];
    return closed("SERVICE_PORT_ON_NODE", last, { about, ...(instead !== undefined && { instead }) });
  }
  return closed("NODE_PORT_UNKNOWN", last);
}

function closedOnPod(evidence: Evidence, { sent, last, service }: Arrival, pod: Pod): Diagnosis {
  const open = evidence.listenersOf(pod).filter((listener) => listener.protocol === last.protocol);
  const where = pointAtAddress(last);
  if (open.some(({ port, address }) => port === last.destinationPort && address === "127.0.0.1")) {
    const proof = [{ code: "LISTENS_EVERYWHERE", holds: false, references: [pointAt(pod)] } as const];
    return { code: "LISTEN_LOOPBACK", about: [pointAt(pod), where], proof, fixes: [] };
  }
  const proof: readonly Proof[] = [
    { code: "PORT_IS_OPEN", holds: false, references: [pointAt(pod, "spec.containers[0].ports"), where] },
  ];
  if (service && sent.destination !== last.destination) {
    const { api } = evidence;
    return { code: "TARGET_PORT_CLOSED", proof, ...targetPort({ api, service, last, pod, open: reachable(open) }) };
  }
  const [other] = reachable(open);
  const instead = other && insteadOf(evidence.trace, { port: other.port });
  const headless = headlessOf(evidence, pod);
  const about = [headless ? pointAt(headless, "spec.clusterIP", "None") : pointAt(pod), where];
  const code = headless ? "HEADLESS_NO_DNAT" : "POD_PORT_CLOSED";
  return { code, about, proof, fixes: [], ...(instead !== undefined && { instead }) };
}

type Target = {
  readonly api: ApiServer;
  readonly service: Service;
  readonly last: Header;
  readonly pod: Pod;
  readonly open: readonly OpenPort[];
};

/** The field that says where a Service's packets go: its targetPort, or the container's port that it names. */
function targetPort({ api, service, last, pod, open }: Target): Pick<Diagnosis, "about" | "fixes"> {
  const from = last.destinationPort ?? null;
  const ports = service.spec.ports ?? [];
  const named = namedPort(pod, last);
  const uses = named && ports.some(({ targetPort: target }) => target === named.name);
  const template = templateOf(api, pod);
  const direct = ports.findIndex(({ targetPort: target, port }) => (target ?? port) === last.destinationPort);
  const [object, path] = uses
    ? [template.object, `${template.path}.containers[${named.container}].ports[${named.index}].containerPort`]
    : [service, `spec.ports[${Math.max(0, direct)}].targetPort`];
  return {
    about: [pointAt(object, path, String(from)), pointAt(pod), pointAtAddress(last)],
    fixes: open.map(({ port: to }): Fix => ({ object: refOf(object), path, from, to })),
  };
}

function namedPort(pod: Pod, { destinationPort }: Header) {
  for (const [container, { ports = [] }] of pod.spec.containers.entries()) {
    const index = ports.findIndex(({ containerPort, name }) => containerPort === destinationPort && name !== undefined);
    if (index >= 0) return { container, index, name: ports[index]?.name };
  }
  return undefined;
}

/** The headless Service by whose name the person came to this pod. */
function headlessOf({ api, trace }: Evidence, pod: Pod): Service | undefined {
  const labels = targetOf(trace).host.split(".");
  return [...api.list("Service", pod.metadata.namespace)].find(
    (service) => service.spec.clusterIP === "None" && labels.includes(service.metadata.name),
  );
}
