import type { KubernetesObject } from "../../model/objects.ts";
import { compareText, fieldAt, listAt, numberAt, textAt, textsAt } from "./fields.ts";
import { ageOf } from "./human-duration.ts";
import { formatLabels } from "./selector-text.ts";
import type { Printer } from "./table.ts";
import { columns } from "./table.ts";

/** Endpoints, addresses and ports that a cell names before it says "+ N more...". */
const LISTED_MAX = 3;

export const servicePrinter: Printer = {
  columns: columns("Name", "Type", "Cluster-IP", "External-IP", "Port(s)", "Age", "Selector+"),
  cells: (object, moment) => [
    object.metadata.name,
    textAt(object, "spec", "type"),
    textsAt(object, "spec", "clusterIPs")[0] ?? "<none>",
    externalIp(object),
    listAt(object, "spec", "ports").map(portText).join(",") || "<none>",
    ageOf(object.metadata.creationTimestamp, moment.nowEpochMs),
    formatLabels(fieldAt(object, "spec", "selector")),
  ],
};

export const endpointsPrinter: Printer = {
  columns: columns("Name", "Endpoints", "Age"),
  cells: (object, moment) => [
    object.metadata.name,
    endpointsText(object),
    ageOf(object.metadata.creationTimestamp, moment.nowEpochMs),
  ],
};

export const endpointSlicePrinter: Printer = {
  columns: columns("Name", "AddressType", "Ports", "Endpoints", "Age"),
  cells: (object, moment) => [
    object.metadata.name,
    textAt(object, "addressType"),
    shortList(listAt(object, "ports").map((port) => String(numberAt(port, "port") ?? (textAt(port, "name") || "*")))),
    shortList(listAt(object, "endpoints").flatMap((endpoint) => textsAt(endpoint, "addresses"))),
    ageOf(object.metadata.creationTimestamp, moment.nowEpochMs),
  ],
};

export const ingressPrinter: Printer = {
  columns: columns("Name", "Class", "Hosts", "Address", "Ports", "Age"),
  cells: (object, moment) => [
    object.metadata.name,
    textAt(object, "spec", "ingressClassName") || "<none>",
    ingressHosts(object),
    loadBalancerText(object),
    listAt(object, "spec", "tls").length > 0 ? "80, 443" : "80",
    ageOf(object.metadata.creationTimestamp, moment.nowEpochMs),
  ],
};

function externalIp(service: KubernetesObject): string {
  const external = textsAt(service, "spec", "externalIPs");
  switch (textAt(service, "spec", "type")) {
    case "ClusterIP":
    case "NodePort":
      return external.join(",") || "<none>";
    case "LoadBalancer":
      return [loadBalancerText(service), ...external].filter(Boolean).join(",") || "<pending>";
    case "ExternalName":
      return textAt(service, "spec", "externalName");
    default:
      return "<unknown>";
  }
}

function loadBalancerText(object: KubernetesObject): string {
  const names = listAt(object, "status", "loadBalancer", "ingress").map(
    (ingress) => textAt(ingress, "ip") || textAt(ingress, "hostname"),
  );
  return [...new Set(names.filter(Boolean))].toSorted(compareText).join(",");
}

function portText(port: unknown): string {
  const nodePort = numberAt(port, "nodePort") ?? 0;
  return `${numberAt(port, "port") ?? 0}${nodePort > 0 ? `:${nodePort}` : ""}/${textAt(port, "protocol")}`;
}

function endpointsText(object: KubernetesObject): string {
  const subsets = listAt(object, "subsets");
  if (subsets.length === 0) return "<none>";
  const all = subsets.flatMap((subset) => {
    const addresses = listAt(subset, "addresses").map((address) => textAt(address, "ip"));
    const ports = listAt(subset, "ports");
    if (ports.length === 0) return addresses;
    return ports.flatMap((port) => addresses.map((ip) => `${bracketed(ip)}:${numberAt(port, "port") ?? 0}`));
  });
  return withMore(all);
}

/** An IPv6 address in brackets, as net.JoinHostPort writes it. */
export function bracketed(ip: string): string {
  return ip.includes(":") ? `[${ip}]` : ip;
}

function ingressHosts(object: KubernetesObject): string {
  const hosts = listAt(object, "spec", "rules").map((rule) => textAt(rule, "host"));
  return withMore(hosts.filter(Boolean)) || "*";
}

function shortList(all: readonly string[]): string {
  return withMore(all) || "<unset>";
}

function withMore(all: readonly string[]): string {
  const listed = all.slice(0, LISTED_MAX).join(",");
  return all.length > LISTED_MAX ? `${listed} + ${all.length - LISTED_MAX} more...` : listed;
}
