import ipaddr from "ipaddr.js";
import type { EndpointSlice, EndpointSlicePort, Service, SliceEndpoint } from "../../model/objects.ts";
import { parseIpv4 } from "../../model/address.ts";
import { clusterIps, isHeadless, isServed } from "../cluster-names.ts";
import { labelsOf } from "../message.ts";
import type { FallThrough, PluginEnvironment } from "../plugin.ts";

/** The kubernetes plugin's lines, read. Zones end with a dot. */
export type KubernetesOptions = {
  readonly zones: readonly string[];
  readonly ttl: number;
  readonly pods: "disabled" | "insecure" | "verified";
  /** Absent: all namespaces. */
  readonly namespaces?: readonly string[];
  readonly fallThrough: FallThrough;
  /** `endpoint_pod_names`: a pod's name in the place of its dashed address. */
  readonly usesPodNames: boolean;
  /** `ignore empty_service`: a Service without endpoints does not exist. */
  readonly ignoresEmptyServices: boolean;
  readonly noEndpoints: boolean;
};

/**
 * One thing that a name stands for: an address (with a port, unless it declares none) or, for an ExternalName, another
 * name. `path` is its own full name, which SRV records point at.
 */
export type Backend = {
  readonly kind: "address" | "alias";
  readonly host: string;
  readonly port?: number;
  readonly path: string;
};

/**
 * Everything behind a name of the zone: an empty list for a name that exists without data, undefined for none. As
 * plugin/kubernetes/kubernetes.go finds them (Records, findPods, findServices).
 */
export function findBackends(
  name: string,
  zone: string,
  options: KubernetesOptions,
  environment: PluginEnvironment,
): readonly Backend[] | undefined {
  const labels = labelsOf(name.toLowerCase()).slice(0, -labelsOf(zone).length || undefined);
  const [kind, namespace, service, ...rest] = labels.toReversed();
  if (kind === undefined) return [];
  if (kind !== "svc" && kind !== "pod") return undefined;
  if (rest.length > 2) return undefined;
  if (namespace === undefined) return [];
  if (!isExposed(namespace, options, environment)) return undefined;
  if (service === undefined) return kind === "pod" && options.pods === "disabled" ? undefined : [];
  const path = `${service}.${namespace}.${kind}.${zone}`;
  if (kind === "pod") return findPods({ namespace, dashed: service, path }, options, environment);
  const [first, second] = rest;
  const wanted: Wanted = {
    endpoint: second === undefined ? first : undefined,
    protocol: second === undefined ? undefined : first?.replace(/^_/, ""),
    port: second?.replace(/^_/, ""),
  };
  const found = environment.names.service(namespace, service);
  return found && findService({ service: found, wanted, path }, options, environment);
}

/** How an endpoint is called below its Service: its hostname, its pod's name if asked for, or its dashed address. */
export function endpointName(
  endpoint: SliceEndpoint,
  address: string,
  { usesPodNames }: Pick<KubernetesOptions, "usesPodNames">,
): string {
  if (endpoint.hostname) return endpoint.hostname;
  const pod = endpoint.targetRef?.name;
  if (usesPodNames && pod !== undefined && pod.length < 64) return pod;
  const dashed = address.replaceAll(/[.:]/g, "-");
  return address.includes(":") && dashed.endsWith("-") ? `${dashed}0` : dashed;
}

type Wanted = {
  readonly endpoint: string | undefined;
  readonly protocol: string | undefined;
  readonly port: string | undefined;
};

function isExposed(namespace: string, options: KubernetesOptions, { api }: PluginEnvironment): boolean {
  const isConfigured = options.namespaces?.includes(namespace) ?? true;
  return isConfigured && api.get("Namespace", namespace) !== undefined;
}

function findPods(
  { namespace, dashed, path }: { readonly namespace: string; readonly dashed: string; readonly path: string },
  options: KubernetesOptions,
  { names }: PluginEnvironment,
): readonly Backend[] | undefined {
  const isIpv4 = dashed.split("-").length === 4 && !dashed.includes("--");
  const host = dashed.replaceAll("-", isIpv4 ? "." : ":");
  const backend: Backend = { kind: "address", host, port: 0, path };
  switch (options.pods) {
    case "disabled":
      return undefined;
    case "insecure":
      return isAddress(host) ? [backend] : undefined;
    default: {
      const isThere = names.podsByAddress(host).some(({ metadata }) => metadata.namespace === namespace);
      return isThere ? [backend] : undefined;
    }
  }
}

function findService(
  { service, wanted, path }: { readonly service: Service; readonly wanted: Wanted; readonly path: string },
  options: KubernetesOptions,
  { names }: PluginEnvironment,
): readonly Backend[] | undefined {
  const { name, namespace = "" } = service.metadata;
  const slices = options.noEndpoints ? [] : names.slices(namespace, name);
  if (service.spec.type === "ExternalName") {
    const host = service.spec.externalName ?? "";
    const isPlain = wanted.endpoint === undefined && wanted.port === undefined;
    return isPlain && !isAddress(host) ? [{ kind: "alias", host, path }] : undefined;
  }
  if (options.ignoresEmptyServices && !isHeadless(service) && !slices.some(hasServedEndpoint)) return undefined;
  if (isHeadless(service) || wanted.endpoint !== undefined)
    return orNothing(slices.flatMap((slice) => endpointBackends({ slice, wanted, path }, options)));
  const ports = (service.spec.ports ?? []).filter((port) => isWanted(port, wanted));
  return orNothing(
    ports.flatMap(({ port }) => clusterIps(service).map((host) => ({ kind: "address", host, port, path }) as const)),
  );
}

function endpointBackends(
  { slice, wanted, path }: { readonly slice: EndpointSlice; readonly wanted: Wanted; readonly path: string },
  options: KubernetesOptions,
): Backend[] {
  const declared = slice.ports ?? [];
  const ports: readonly EndpointSlicePort[] = declared.length > 0 ? declared : [{}];
  const matching = ports.filter((port) => isWanted(port, wanted));
  return (slice.endpoints ?? []).filter(isServed).flatMap((endpoint) =>
    endpoint.addresses.flatMap((host) => {
      const own = endpointName(endpoint, host, options);
      if (wanted.endpoint !== undefined && wanted.endpoint !== own.toLowerCase()) return [];
      return matching.map(({ port }) => ({
        kind: "address" as const,
        host,
        path: `${own}.${path}`,
        ...(port === undefined ? {} : { port }),
      }));
    }),
  );
}

/** An empty word matches every port: "_._tcp.web" asks for all TCP ports. */
function isWanted(
  port: { readonly name?: string; readonly protocol?: string },
  { port: name, protocol }: Wanted,
): boolean {
  const matches = (wanted: string | undefined, has = "") => !wanted || wanted === has.toLowerCase();
  return matches(name, port.name) && matches(protocol, port.protocol ?? "TCP");
}

function hasServedEndpoint({ endpoints }: EndpointSlice): boolean {
  return (endpoints ?? []).some(isServed);
}

function orNothing(backends: readonly Backend[]): readonly Backend[] | undefined {
  return backends.length > 0 ? backends : undefined;
}

function isAddress(host: string): boolean {
  return parseIpv4(host) !== undefined || ipaddr.IPv6.isValid(host);
}
