import { parseCidr, parseIpv4 } from "../model/address.ts";
import type { Cidr, Ipv4 } from "../model/address.ts";
import { numberToIpv4 } from "../model/address.ts";
import type { Service, ServicePort as PortSpec } from "../model/objects.ts";
import { shortHash } from "./chain-names.ts";

/** Labels by which a Service or a slice says that it is not kube-proxy's. */
export const SERVICE_PROXY_NAME_LABEL = "service.kubernetes.io/service-proxy-name";

/** One port of one Service, as kube-proxy sees it (pkg/proxy/serviceport.go). */
export type ServicePort = {
  readonly namespace: string;
  readonly name: string;
  /** "" for a port without a name. */
  readonly portName: string;
  /** "default/web" or "default/web:http". */
  readonly text: string;
  readonly protocol: "tcp" | "udp" | "sctp";
  /** The sixteen letters in the names of its chains. */
  readonly hash: string;
  readonly clusterIp: Ipv4;
  readonly port: number;
  /** Its place in spec.ports. */
  readonly index: number;
  /** 0: none. */
  readonly nodePort: number;
  readonly externalIps: readonly Ipv4[];
  /** Addresses of load balancers that keep the destination (ipMode VIP). */
  readonly loadBalancerIps: readonly Ipv4[];
  /** Empty: everybody. */
  readonly sourceRanges: readonly Cidr[];
  readonly isExternalPolicyLocal: boolean;
  readonly isInternalPolicyLocal: boolean;
  /** Session affinity by client address, for so many seconds. */
  readonly affinitySeconds: number | undefined;
  /** 0: none. */
  readonly healthCheckNodePort: number;
};

/** The ports of a Service that need rules: none for a headless one, an ExternalName, or one that another proxy serves. */
export function servicePortsOf(service: Service): readonly ServicePort[] {
  const { spec, metadata } = service;
  const clusterIp = [spec.clusterIP, ...(spec.clusterIPs ?? [])].map((ip) => parseIpv4(ip ?? "")).find(Boolean);
  if (!clusterIp || spec.type === "ExternalName") return [];
  if (metadata.labels?.[SERVICE_PROXY_NAME_LABEL] !== undefined) return [];
  return (spec.ports ?? []).map((port, index) => servicePortOf(service, port, { clusterIp, index }));
}

/** Whether anything but the ClusterIP leads to it. */
export function isExternallyAccessible({ nodePort, loadBalancerIps, externalIps }: ServicePort): boolean {
  return nodePort !== 0 || loadBalancerIps.length > 0 || externalIps.length > 0;
}

/** Whether it ever sends to endpoints of the whole cluster. */
export function usesClusterEndpoints(port: ServicePort): boolean {
  return !port.isInternalPolicyLocal || isExternallyAccessible(port);
}

/** Whether it ever sends to endpoints of its own node only. */
export function usesLocalEndpoints(port: ServicePort): boolean {
  return port.isInternalPolicyLocal || (port.isExternalPolicyLocal && isExternallyAccessible(port));
}

function servicePortOf(
  { metadata, spec, status }: Service,
  port: PortSpec,
  { clusterIp, index }: { readonly clusterIp: Ipv4; readonly index: number },
): ServicePort {
  const { name, namespace = "default" } = metadata;
  const portName = port.name ?? "";
  const text = portName ? `${namespace}/${name}:${portName}` : `${namespace}/${name}`;
  const protocol = protocolOf(port);
  const { type = "ClusterIP", externalIPs = [], externalTrafficPolicy, sessionAffinity } = spec;
  const isExternalPolicyLocal = (type !== "ClusterIP" || externalIPs.length > 0) && externalTrafficPolicy === "Local";
  return {
    namespace,
    name,
    portName,
    text,
    protocol,
    hash: shortHash(text + protocol),
    clusterIp,
    port: port.port,
    index,
    nodePort: port.nodePort ?? 0,
    externalIps: externalIPs.flatMap((ip) => parseIpv4(ip) ?? []),
    loadBalancerIps: (status?.loadBalancer?.ingress ?? [])
      .filter(({ ipMode }) => (ipMode ?? "VIP") === "VIP")
      .flatMap(({ ip = "" }) => parseIpv4(ip) ?? []),
    sourceRanges: sourceRangesOf(spec.loadBalancerSourceRanges ?? []),
    isExternalPolicyLocal,
    isInternalPolicyLocal: spec.internalTrafficPolicy === "Local",
    affinitySeconds:
      sessionAffinity === "ClientIP" ? (spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? 10_800) : undefined,
    healthCheckNodePort: type === "LoadBalancer" && isExternalPolicyLocal ? (spec.healthCheckNodePort ?? 0) : 0,
  };
}

function protocolOf({ protocol = "TCP" }: PortSpec): ServicePort["protocol"] {
  return protocol === "UDP" ? "udp" : protocol === "SCTP" ? "sctp" : "tcp";
}

/** One range of everybody makes the others pointless. */
function sourceRangesOf(texts: readonly string[]): readonly Cidr[] {
  const ranges = texts.flatMap((text) => parseCidr(text.trim()) ?? []);
  return ranges.some(({ bits }) => bits === 0)
    ? []
    : ranges.map((range) => ({ ...range, text: `${numberToIpv4(range.base)}/${range.bits}` }));
}
