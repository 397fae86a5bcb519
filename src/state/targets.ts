// What a request could ask for: the names and addresses of the cluster's Services, and names outside.
import type { HostRef } from "../engine/model/host.ts";
import type { Node, Service, ServicePort } from "../engine/model/objects.ts";

/** A URL worth asking. `note` says where it leads. */
export type Target = { readonly url: string; readonly note: string };

export type TargetGroups = {
  readonly services: readonly Target[];
  readonly addresses: readonly Target[];
  readonly nodePorts: readonly Target[];
  readonly loadBalancers: readonly Target[];
  readonly outside: readonly Target[];
};

/** Names outside the cluster that the default world knows. */
const OUTSIDE_NAMES: readonly Target[] = [
  { url: "http://app.mydb.io/", note: "203.0.113.10" },
  { url: "http://shop.example.net/", note: "203.0.113.30" },
  { url: "http://example.com/", note: "203.0.113.20" },
];

/** What could be asked from there: a pod knows names (the short one inside its own namespace), others only addresses. */
export function listTargets(
  from: HostRef,
  { services, nodes }: { readonly services: Iterable<Service>; readonly nodes: Iterable<Node> },
): TargetGroups {
  const all = [...services].toSorted((a, b) => (serviceName(a) < serviceName(b) ? -1 : 1));
  const addresses = [...nodes].flatMap((node) => internalAddress(node) ?? []).toSorted();
  return {
    services: "pod" in from ? all.flatMap((service) => nameTargets(service, from.namespace)) : [],
    addresses: "outside" in from ? [] : all.flatMap(addressTargets),
    nodePorts: all.flatMap((service) => nodePortTargets(service, addresses)),
    loadBalancers: all.flatMap(loadBalancerTargets),
    outside: OUTSIDE_NAMES,
  };
}

function nameTargets(service: Service, fromNamespace: string): readonly Target[] {
  const { name, namespace = "default" } = service.metadata;
  const host = namespace === fromNamespace ? name : `${name}.${namespace}`;
  const note = service.spec.type === "ExternalName" ? (service.spec.externalName ?? "") : serviceName(service);
  const ports = tcpPorts(service);
  if (ports.length === 0) return service.spec.type === "ExternalName" ? [{ url: `http://${host}/`, note }] : [];
  return ports.map((port) => ({ url: urlOf(host, port.port), note }));
}

function addressTargets(service: Service): readonly Target[] {
  const { clusterIP } = service.spec;
  if (!clusterIP || clusterIP === "None") return [];
  return tcpPorts(service).map((port) => ({ url: urlOf(clusterIP, port.port), note: serviceName(service) }));
}

function nodePortTargets(service: Service, addresses: readonly string[]): readonly Target[] {
  return tcpPorts(service).flatMap(({ nodePort }) =>
    nodePort ? addresses.map((address) => ({ url: urlOf(address, nodePort), note: serviceName(service) })) : [],
  );
}

function loadBalancerTargets(service: Service): readonly Target[] {
  const ingress = service.status?.loadBalancer?.ingress ?? [];
  return ingress.flatMap(({ ip, hostname }) => {
    const host = ip ?? hostname;
    if (host === undefined) return [];
    return tcpPorts(service).map((port) => ({ url: urlOf(host, port.port), note: serviceName(service) }));
  });
}

function tcpPorts(service: Service): readonly ServicePort[] {
  return (service.spec.ports ?? []).filter(({ protocol }) => protocol === undefined || protocol === "TCP");
}

function urlOf(host: string, port: number): string {
  if (port === 443) return `https://${host}/`;
  return port === 80 ? `http://${host}/` : `http://${host}:${port}/`;
}

function serviceName({ metadata }: Service): string {
  return `${metadata.namespace ?? "default"}/${metadata.name}`;
}

function internalAddress({ status }: Node): string | undefined {
  return status?.addresses?.find(({ type }) => type === "InternalIP")?.address;
}
