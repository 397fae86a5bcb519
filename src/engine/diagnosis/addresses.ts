import { isInCidr, parseCidr } from "../model/address.ts";
import type { Pod, Service } from "../model/objects.ts";
import type { Header } from "../model/packet.ts";
import type { Diagnosis, Fix, Proof } from "./diagnosis.ts";
import { diagnoseNoEndpoints } from "./endpoints.ts";
import type { Evidence, Failure } from "./evidence.ts";
import {
  failedPacket,
  lastHeader,
  podByAddress,
  pointAt,
  refOf,
  serviceByAddress,
  serviceByNodePort,
  targetOf,
} from "./evidence.ts";

/** Why a packet to an address was refused, lost or dropped; undefined when the trace has no such packet. */
export function diagnoseAddress(evidence: Evidence, failure: Failure): Diagnosis | undefined {
  const packet = failedPacket(evidence.trace);
  if (!packet) return undefined;
  const [sent, last] = [packet.header, lastHeader(packet)];
  const service = findService(evidence, sent);
  const { code } = failure.cause;
  if (service && code === "REJECTED_BY_RULE") return diagnoseNoEndpoints(evidence.api, service);
  if (service && code === "DROPPED_BY_RULE") return diagnoseDropped(service);
  if (service && sent.destination === last.destination && code !== "NOTHING_LISTENS")
    return diagnoseVirtual(evidence, service, sent);
  if (code === "NOTHING_LISTENS") return diagnosePort(evidence, service, last);
  return diagnoseUnowned(evidence, service, last);
}

function findService({ api }: Evidence, { destination, destinationPort }: Header): Service | undefined {
  return (
    serviceByAddress(api, destination) ??
    (destinationPort === undefined ? undefined : serviceByNodePort(api, destinationPort))
  );
}

/** kube-proxy drops in two cases: no endpoint on this node under policy Local, or a source that the ranges leave out. */
function diagnoseDropped(service: Service): Diagnosis {
  if (service.spec.loadBalancerSourceRanges?.length && service.spec.externalTrafficPolicy !== "Local") {
    return {
      code: "SOURCE_RANGE",
      about: [pointAt(service, "spec.loadBalancerSourceRanges")],
      proof: [],
      fixes: [{ object: refOf(service), path: "spec.loadBalancerSourceRanges" }],
    };
  }
  const field = service.spec.internalTrafficPolicy === "Local" ? "internalTrafficPolicy" : "externalTrafficPolicy";
  const fixes: Fix[] = [{ object: refOf(service), path: `spec.${field}`, from: "Local", to: "Cluster" }];
  return { code: "NO_LOCAL_ENDPOINTS", about: [pointAt(service, `spec.${field}`, "Local")], proof: [], fixes };
}

/** The packet kept its virtual destination: no rule wanted it. */
function diagnoseVirtual({ trace }: Evidence, service: Service, sent: Header): Diagnosis {
  const ports = service.spec.ports ?? [];
  const isOpen = ports.some((port) => port.port === sent.destinationPort);
  const proof: Proof[] = [{ code: "PORT_OF_SERVICE", holds: isOpen, references: [pointAt(service, "spec.ports")] }];
  if (sent.protocol === "icmp")
    return {
      code: "ICMP_TO_VIRTUAL_IP",
      about: [pointAt(service, "spec.clusterIP", sent.destination)],
      proof: [],
      fixes: [],
    };
  if ("outside" in trace.request.from && service.spec.clusterIP === sent.destination) {
    const fixes: Fix[] =
      service.spec.type === "ClusterIP"
        ? [{ object: refOf(service), path: "spec.type", from: "ClusterIP", to: "NodePort" }]
        : [];
    return {
      code: "CLUSTER_IP_OUTSIDE",
      about: [pointAt(service, "spec.type", service.spec.type)],
      proof: [{ code: "ANSWERS_WITHIN_CLUSTER", holds: true, references: [pointAt(service)] }],
      fixes,
    };
  }
  const only = ports.length === 1 ? ports[0] : undefined;
  const fixes: Fix[] =
    only && sent.destinationPort !== undefined
      ? [{ object: refOf(service), path: "spec.ports[0].port", from: only.port, to: sent.destinationPort }]
      : [];
  return {
    code: "SERVICE_PORT_UNKNOWN",
    about: [
      pointAt(service, "spec.ports[0].port", String(only?.port ?? "")),
      {
        kind: "address",
        address: sent.destination,
        ...(sent.destinationPort !== undefined && { port: sent.destinationPort }),
      },
    ],
    proof,
    fixes,
  };
}

/** The packet arrived, and its host has no listener on that port. */
function diagnosePort(evidence: Evidence, service: Service | undefined, last: Header): Diagnosis {
  const { api, trace } = evidence;
  const pod = podByAddress(api, last.destination);
  const where = {
    kind: "address" as const,
    address: last.destination,
    ...(last.destinationPort !== undefined && { port: last.destinationPort }),
  };
  if (!pod) {
    const isNode = [...api.list("Node")].some((node) =>
      node.status?.addresses?.some((address) => address.address === last.destination),
    );
    return {
      code: isNode ? "NODE_PORT_UNKNOWN" : "OUTSIDE_REFUSES",
      about: [where],
      proof: [{ code: "PORT_IS_OPEN", holds: false, references: [where] }],
      fixes: [],
    };
  }
  const open = evidence.listenersOf(pod).filter((listener) => listener.protocol === last.protocol);
  const loopback = open.find((listener) => listener.port === last.destinationPort && listener.address === "127.0.0.1");
  const proof: Proof[] = [
    { code: "PORT_IS_OPEN", holds: false, references: [pointAt(pod, "spec.containers[0].ports"), where] },
  ];
  if (loopback)
    return {
      code: "LISTEN_LOOPBACK",
      about: [pointAt(pod), where],
      proof: [{ code: "LISTENS_EVERYWHERE", holds: false, references: [pointAt(pod)] }],
      fixes: [],
    };
  const headless = service ? undefined : headlessOf(evidence, pod, targetOf(trace).host);
  if (headless)
    return { code: "HEADLESS_NO_DNAT", about: [pointAt(headless, "spec.clusterIP", "None"), where], proof, fixes: [] };
  if (!service) return { code: "TARGET_PORT_CLOSED", about: [pointAt(pod), where], proof, fixes: [] };
  return {
    code: "TARGET_PORT_CLOSED",
    about: [pointAt(service, targetPortPath(service, last), String(last.destinationPort)), pointAt(pod), where],
    proof,
    fixes: portFixes(service, last, open),
  };
}

function targetPortPath(service: Service, last: Header): string {
  const ports = service.spec.ports ?? [];
  const index = ports.findIndex((port) => port.targetPort === last.destinationPort);
  return `spec.ports[${Math.max(0, index)}].targetPort`;
}

function portFixes(
  service: Service,
  last: Header,
  open: readonly { readonly port: number; readonly address: string }[],
): Fix[] {
  const path = targetPortPath(service, last);
  return open
    .filter((listener) => listener.address !== "127.0.0.1")
    .map((listener) => ({ object: refOf(service), path, from: last.destinationPort ?? null, to: listener.port }));
}

/** The headless Service by whose name the person came to this pod. */
function headlessOf({ api }: Evidence, pod: Pod, host: string): Service | undefined {
  const labels = host.split(".");
  return [...api.list("Service", pod.metadata.namespace)].find(
    (service) => service.spec.clusterIP === "None" && labels.includes(service.metadata.name),
  );
}

/** Nobody has the address any more, or the outside keeps silent. */
function diagnoseUnowned({ api, trace }: Evidence, service: Service | undefined, last: Header): Diagnosis {
  const where = {
    kind: "address" as const,
    address: last.destination,
    ...(last.destinationPort !== undefined && { port: last.destinationPort }),
  };
  const proof: Proof[] = [{ code: "ADDRESS_IS_OWNED", holds: false, references: [where] }];
  const endpoints = service && api.get("Endpoints", service.metadata.name, service.metadata.namespace);
  if (service && !service.spec.selector)
    return {
      code: "ENDPOINT_DEAD_IP",
      about: [pointAt(endpoints ?? service, endpoints ? "subsets[0].addresses" : undefined), where],
      proof,
      fixes: [],
    };
  const isPodAddress = [...api.list("Node")].some((node) => isWithin(node.spec.podCIDR, last.destination));
  if (isPodAddress && "outside" in trace.request.from)
    return { code: "POD_IP_OUTSIDE", about: [where], proof, fixes: [] };
  if (isPodAddress) return { code: "POD_IP_GONE", about: [where], proof, fixes: [] };
  const pending = [...api.list("Service")].find(
    (other) => other.spec.type === "LoadBalancer" && !other.status?.loadBalancer?.ingress?.length,
  );
  if (pending && "outside" in trace.request.from)
    return { code: "LB_NO_CONTROLLER", about: [pointAt(pending, "status.loadBalancer"), where], proof, fixes: [] };
  return { code: "OUTSIDE_SILENT", about: [where], proof, fixes: [] };
}

function isWithin(podCidr: string | undefined, address: string): boolean {
  const network = parseCidr(podCidr ?? "");
  return network !== undefined && isInCidr(address, network);
}
