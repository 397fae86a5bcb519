import type { ApiServer } from "../apiserver/api-server.ts";
import type { HostRef } from "../model/host.ts";
import type { KubernetesObject, Pod, Service } from "../model/objects.ts";
import type { Header } from "../model/packet.ts";
import type { ObjectRef, Outcome, PacketTrace, Reference, Trace } from "../trace/trace.ts";

/** What a diagnosis looks at: the failed trace, the cluster as it stands, and which ports a pod really listens on. */
export type Evidence = {
  readonly trace: Trace;
  readonly api: ApiServer;
  listenersOf(pod: Pod): readonly OpenPort[];
};

export type OpenPort = { readonly protocol: "tcp" | "udp"; readonly port: number; readonly address: string };

export type Failure = Exclude<Outcome, { kind: "answered" }>;

/** The last packet that the sender sent to its target: the one that failed. DNS packets are not meant. */
export function failedPacket(trace: Trace): PacketTrace | undefined {
  const kinds = ["tcp-syn", "icmp-echo", "udp", "http-request"];
  return trace.packets.findLast((packet) => kinds.includes(packet.kind));
}

/** The header that a packet had in the end, after every rewrite on its way. */
export function lastHeader(packet: PacketTrace): Header {
  const rewrites = packet.hops.flatMap((hop) => hop.steps).filter((step) => step.kind === "rewrite");
  return rewrites.at(-1)?.after ?? packet.header;
}

/** What the person typed as the target: host and port, the port by the URL's scheme when it is not written. */
export function targetOf(trace: Trace): { readonly host: string; readonly port?: number } {
  const { url, udp, tcp, ping, query } = trace.request;
  if (udp) return udp;
  if (tcp) return tcp;
  if (ping !== undefined) return { host: ping };
  if (query) return { host: query.name };
  const { scheme, host, port } = readUrl(url ?? "");
  return { host, port: port ?? (scheme === "https" ? 443 : 80) };
}

/** The same URL to another host, port or scheme; undefined when no URL was asked for. */
export function insteadOf(
  trace: Trace,
  change: { readonly host?: string; readonly port?: number; readonly scheme?: "http" },
): string | undefined {
  const { url } = trace.request;
  if (url === undefined) return undefined;
  const { scheme, user, host, port, rest } = readUrl(url);
  const newScheme = change.scheme ?? scheme;
  const newPort = change.port ?? port;
  const isUsual = newPort === undefined || newPort === (newScheme === "https" ? 443 : 80);
  return `${newScheme}://${user}${change.host ?? host}${isUsual ? "" : `:${newPort}`}${rest || "/"}`;
}

function readUrl(url: string) {
  const found = /^(?:(https?):\/\/)?([^/@]*@)?([^/:?#]*)(?::(\d+))?(.*)$/i.exec(url);
  return {
    scheme: found?.[1]?.toLowerCase() ?? "http",
    user: found?.[2] ?? "",
    host: found?.[3] ?? "",
    port: found?.[4] === undefined ? undefined : Number(found[4]),
    rest: found?.[5] ?? "",
  };
}

/** The namespace in which the sender's short names are looked up. */
export function namespaceOf(from: HostRef): string | undefined {
  return "pod" in from ? from.namespace : undefined;
}

export function refOf(object: KubernetesObject): ObjectRef {
  const { name, namespace } = object.metadata;
  return { kind: object.kind, name, ...(namespace !== undefined && { namespace }) };
}

/** A reference to an object, and to one of its fields if told. */
export function pointAt(object: KubernetesObject, field?: string, value?: string): Reference {
  return {
    kind: "object",
    object: refOf(object),
    ...(field !== undefined && { field }),
    ...(value !== undefined && { value }),
  };
}

/** A reference to where a packet goes. */
export function pointAtAddress({ destination: address, destinationPort: port }: Header): Reference {
  return { kind: "address", address, ...(port !== undefined && { port }) };
}

/** A reference to a name that has no address. */
export function pointAtName(name: string): Reference {
  return { kind: "record", name, type: "A", data: "" };
}

/** The Service that owns a virtual address: its ClusterIP, an external IP or a load balancer's address. */
export function serviceByAddress(api: ApiServer, address: string): Service | undefined {
  for (const service of api.list("Service")) {
    if (service.spec.clusterIP === address || service.spec.externalIPs?.includes(address)) return service;
    if (service.status?.loadBalancer?.ingress?.some((ingress) => ingress.ip === address)) return service;
  }
  return undefined;
}

/** The Service whose node port this is. */
export function serviceByNodePort(api: ApiServer, nodePort: number): Service | undefined {
  for (const service of api.list("Service")) {
    if (service.spec.ports?.some((port) => port.nodePort === nodePort)) return service;
  }
  return undefined;
}

/** The node that has this address. */
export function nodeByAddress(api: ApiServer, address: string): KubernetesObject | undefined {
  for (const node of api.list("Node")) {
    if (node.status?.addresses?.some((one) => one.address === address)) return node;
  }
  return undefined;
}

/** The running pod that has this address. */
export function podByAddress(api: ApiServer, address: string): Pod | undefined {
  for (const pod of api.list("Pod")) {
    if (pod.status?.podIP === address && !pod.spec.hostNetwork && pod.status.phase === "Running") return pod;
  }
  return undefined;
}

/** Where a client outside reaches a Service: a load balancer's address, or a node's with the node port. */
export function outsideDoor(
  api: ApiServer,
  service: Service,
  port: number | undefined,
): { readonly host: string; readonly port: number } | undefined {
  const wanted = service.spec.ports?.find((one) => one.port === port) ?? service.spec.ports?.[0];
  const ingress = service.status?.loadBalancer?.ingress?.[0];
  const balancer = ingress?.ip ?? ingress?.hostname;
  if (wanted && balancer !== undefined) return { host: balancer, port: wanted.port };
  const [address] = [...api.list("Node")].flatMap((node) => node.status?.addresses?.[0]?.address ?? []);
  return wanted?.nodePort === undefined || address === undefined ? undefined : { host: address, port: wanted.nodePort };
}

/** Whether the labels have all pairs of the selector; an empty selector matches nothing, as for Services. */
export function isSelected(
  labels: Readonly<Record<string, string>> | undefined,
  selector: Readonly<Record<string, string>> | undefined,
): boolean {
  const pairs = Object.entries(selector ?? {});
  return pairs.length > 0 && pairs.every(([key, value]) => labels?.[key] === value);
}

export function isReady(pod: Pod): boolean {
  return (
    pod.status?.conditions?.some((condition) => condition.type === "Ready" && condition.status === "True") ?? false
  );
}
