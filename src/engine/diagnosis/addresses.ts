import { isInCidr, parseCidr } from "../model/address.ts";
import type { Service } from "../model/objects.ts";
import type { Header } from "../model/packet.ts";
import type { Diagnosis, Fix, Proof } from "./diagnosis.ts";
import { diagnoseNoEndpoints } from "./endpoints.ts";
import type { Evidence, Failure } from "./evidence.ts";
import {
  failedPacket,
  insteadOf,
  lastHeader,
  nodeByAddress,
  outsideDoor,
  pointAt,
  pointAtAddress,
  refOf,
  serviceByAddress,
  serviceByNodePort,
} from "./evidence.ts";
import { diagnosePlaintext, diagnosePort } from "./ports.ts";
import { unreachableNode } from "./unreachable-node.ts";

/** curl's exit code for a TLS handshake that failed. */
const EXIT_TLS = 35;

/** Why a packet to an address was refused, lost or dropped; undefined when the trace has no such packet. */
export function diagnoseAddress(evidence: Evidence, failure: Failure): Diagnosis | undefined {
  const packet = failedPacket(evidence.trace);
  if (!packet) return undefined;
  const [sent, last] = [packet.header, lastHeader(packet)];
  const service = findService(evidence, sent);
  const { code } = failure.cause;
  if (failure.kind === "reset" && failure.exitCode === EXIT_TLS)
    return diagnosePlaintext(evidence, { sent, last, service });
  if (service && code === "REJECTED_BY_RULE") return diagnoseNoEndpoints(evidence, service);
  if (service && code === "DROPPED_BY_RULE") return diagnoseDropped(service);
  if (code === "NOTHING_LISTENS") return diagnosePort(evidence, { sent, last, service });
  if (service && sent.destination === last.destination) return diagnoseVirtual(evidence, service, sent);
  return diagnoseUnowned(evidence, service, { sent, last, code });
}

function findService({ api }: Evidence, { destination, destinationPort }: Header): Service | undefined {
  const owner = serviceByAddress(api, destination);
  if (owner || destinationPort === undefined || !nodeByAddress(api, destination)) return owner;
  return serviceByNodePort(api, destinationPort);
}

/** kube-proxy drops in two cases: no endpoint on this node under policy Local, or a source that the ranges leave out. */
function diagnoseDropped(service: Service): Diagnosis {
  const { loadBalancerSourceRanges: from } = service.spec;
  if (from?.length && service.spec.externalTrafficPolicy !== "Local") {
    return {
      code: "SOURCE_RANGE",
      about: [pointAt(service, "spec.loadBalancerSourceRanges", from.join(", "))],
      proof: [],
      fixes: [{ object: refOf(service), path: "spec.loadBalancerSourceRanges", from }],
    };
  }
  const field = service.spec.internalTrafficPolicy === "Local" ? "internalTrafficPolicy" : "externalTrafficPolicy";
  const fixes: Fix[] = [{ object: refOf(service), path: `spec.${field}`, from: "Local", to: "Cluster" }];
  return { code: "NO_LOCAL_ENDPOINTS", about: [pointAt(service, `spec.${field}`, "Local")], proof: [], fixes };
}

/** The packet kept its virtual destination: no rule wanted it. */
function diagnoseVirtual(evidence: Evidence, service: Service, sent: Header): Diagnosis {
  const { clusterIP } = service.spec;
  if (sent.protocol === "icmp") {
    const about = [pointAt(service, "spec.clusterIP", sent.destination)];
    return { code: "ICMP_TO_VIRTUAL_IP", about, proof: [], fixes: [] };
  }
  const isOutside = "outside" in evidence.trace.request.from;
  return isOutside && clusterIP === sent.destination
    ? clusterIpOutside(evidence, service, sent)
    : noSuchPort(evidence, service, sent);
}

function clusterIpOutside({ api, trace }: Evidence, service: Service, sent: Header): Diagnosis {
  const { type = "ClusterIP" } = service.spec;
  const door = outsideDoor(api, service, sent.destinationPort);
  const instead = door && insteadOf(trace, door);
  return {
    code: "CLUSTER_IP_OUTSIDE",
    about: [pointAt(service, "spec.type", type)],
    proof: [{ code: "ANSWERS_WITHIN_CLUSTER", holds: true, references: [pointAt(service)] }],
    fixes: type === "ClusterIP" ? [{ object: refOf(service), path: "spec.type", from: type, to: "NodePort" }] : [],
    ...(instead !== undefined && { instead }),
  };
}

/** A port that the Service does not have, or not for this protocol. */
function noSuchPort({ trace }: Evidence, service: Service, sent: Header): Diagnosis {
  const ports = service.spec.ports ?? [];
  const asked = sent.destinationPort;
  const proof: Proof[] = [{ code: "PORT_OF_SERVICE", holds: false, references: [pointAt(service, "spec.ports")] }];
  const object = refOf(service);
  const otherProtocol = ports.findIndex(({ port }) => port === asked);
  if (otherProtocol >= 0) {
    const path = `spec.ports[${otherProtocol}].protocol`;
    const [from, to] = [ports[otherProtocol]?.protocol ?? "TCP", sent.protocol.toUpperCase()];
    const about = [pointAt(service, path, from), pointAtAddress(sent)];
    return { code: "SERVICE_PORT_PROTOCOL", about, proof, fixes: [{ object, path, from, to }] };
  }
  const byNodePort = ports.find(({ nodePort }) => nodePort === asked);
  const only = ports.length === 1 ? ports[0] : undefined;
  const meant = byNodePort ?? only;
  const instead = meant && insteadOf(trace, { port: meant.port });
  const rest = { proof, ...(instead !== undefined && { instead }) };
  if (byNodePort) {
    const about = [pointAt(service, "spec.ports[0].port", String(byNodePort.port)), pointAtAddress(sent)];
    return { code: "NODE_PORT_ON_CLUSTER_IP", about, fixes: [], ...rest };
  }
  const fixes: Fix[] =
    only && asked !== undefined ? [{ object, path: "spec.ports[0].port", from: only.port, to: asked }] : [];
  const about = [pointAt(service, "spec.ports[0].port", String(only?.port ?? "")), pointAtAddress(sent)];
  return { code: "SERVICE_PORT_UNKNOWN", about, fixes, ...rest };
}

/** Nobody has the address any more, nobody comes to it, or the outside keeps silent. */
function diagnoseUnowned(
  { api, trace }: Evidence,
  service: Service | undefined,
  { last, code }: { readonly sent: Header; readonly last: Header; readonly code: string },
): Diagnosis {
  const where = pointAtAddress(last);
  const proof: Proof[] = [{ code: "ADDRESS_IS_OWNED", holds: false, references: [where] }];
  const isPodAddress = [...api.list("Node")].some((node) => isWithin(node.spec.podCIDR, last.destination));
  const isOutside = "outside" in trace.request.from;
  if (isPodAddress && isOutside && !service) return { code: "POD_IP_OUTSIDE", about: [where], proof, fixes: [] };
  const unreachable = unreachableNode(api, last.destination);
  if (unreachable) return unreachable;
  if (service && !service.spec.selector) return deadEndpoint({ api, service, last, proof });
  if (isPodAddress) return { code: "POD_IP_GONE", about: [where], proof, fixes: [] };
  if (code === "CLUSTER_IP_HAS_NO_RULE") return { code: "CLUSTER_IP_GONE", about: [where], proof, fixes: [] };
  const pending = [...api.list("Service")].find(
    (other) => other.spec.type === "LoadBalancer" && !other.status?.loadBalancer?.ingress?.length,
  );
  if (pending && isOutside)
    return { code: "LB_NO_CONTROLLER", about: [pointAt(pending, "status.loadBalancer"), where], proof, fixes: [] };
  return { code: "OUTSIDE_SILENT", about: [where], proof, fixes: [] };
}

/** Somebody wrote an endpoint that nobody has. */
function deadEndpoint({
  api,
  service,
  last,
  proof,
}: Pick<Evidence, "api"> & {
  readonly service: Service;
  readonly last: Header;
  readonly proof: readonly Proof[];
}): Diagnosis {
  const { name, namespace } = service.metadata;
  const endpoints = api.get("Endpoints", name, namespace);
  const slice = [...api.list("EndpointSlice", namespace)].find((one) =>
    one.endpoints?.some(({ addresses }) => addresses.includes(last.destination)),
  );
  const index = slice?.endpoints?.findIndex(({ addresses }) => addresses.includes(last.destination)) ?? 0;
  const written = endpoints
    ? pointAt(endpoints, "subsets[0].addresses", last.destination)
    : pointAt(slice ?? service, slice && `endpoints[${index}].addresses`, last.destination);
  return { code: "ENDPOINT_DEAD_IP", about: [written, pointAtAddress(last)], proof, fixes: [] };
}

function isWithin(podCidr: string | undefined, address: string): boolean {
  const network = parseCidr(podCidr ?? "");
  return network !== undefined && isInCidr(address, network);
}
