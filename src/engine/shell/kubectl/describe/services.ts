import { fieldAt, listAt, numberAt, textAt, textsAt } from "../../../apiserver/printers/fields.ts";
import { formatLabels } from "../../../apiserver/printers/selector-text.ts";
import { bracketed } from "../../../apiserver/printers/services.ts";
import type { KubernetesObject } from "../../../model/objects.ts";
import type { Client } from "../client.ts";
import { requireResource } from "../mapping.ts";
import type { Describer } from "./parts.ts";
import { describeEvents, describeHead } from "./parts.ts";
import { DescribeText } from "./writer.ts";

/** Endpoints that a line names before it says "+ N more...". */
const LISTED_MAX = 3;

/** As describeService. */
export const describeService: Describer = (service, aids) => {
  const text = new DescribeText();
  const spec = fieldAt(service, "spec");
  const slices = endpointSlicesOf(aids.client, service.metadata.namespace, service.metadata.name);
  describeHead(text, service);
  text.line(0, `Selector:\t${formatLabels(fieldAt(spec, "selector"))}`);
  text.line(0, `Type:\t${textAt(spec, "type")}`);
  const policy = textAt(spec, "ipFamilyPolicy");
  if (policy !== "") text.line(0, `IP Family Policy:\t${policy}`);
  text.line(0, `IP Families:\t${textsAt(spec, "ipFamilies").join(",") || "<none>"}`);
  text.line(0, `IP:\t${textAt(spec, "clusterIP")}`);
  text.line(0, `IPs:\t${textsAt(spec, "clusterIPs").join(",") || "<none>"}`);
  describeIfSet(text, [
    ["External IPs", textsAt(spec, "externalIPs").join(",")],
    ["Desired LoadBalancer IP", textAt(spec, "loadBalancerIP")],
    ["External Name", textAt(spec, "externalName")],
    ["LoadBalancer Ingress", listAt(service, "status", "loadBalancer", "ingress").map(ingressText).join(", ")],
  ]);
  for (const port of listAt(spec, "ports")) describePort(text, port, slices);
  text.line(0, `Session Affinity:\t${textAt(spec, "sessionAffinity")}`);
  describeIfSet(text, [
    ["External Traffic Policy", textAt(spec, "externalTrafficPolicy")],
    ["Internal Traffic Policy", textAt(spec, "internalTrafficPolicy")],
    ["HealthCheck NodePort", String(numberAt(spec, "healthCheckNodePort") || "")],
    ["LoadBalancer Source Ranges", textsAt(spec, "loadBalancerSourceRanges").join(",")],
    ["Traffic Distribution", textAt(spec, "trafficDistribution")],
  ]);
  describeEvents(text, aids);
  return text.toString();
};

/** The EndpointSlices of a Service. */
export function endpointSlicesOf(
  client: Client,
  namespace: string | undefined,
  service: string,
): readonly KubernetesObject[] {
  const labelSelector = `kubernetes.io/service-name=${service}`;
  return client.list(requireResource("endpointslices"), namespace, { labelSelector });
}

function describeIfSet(text: DescribeText, lines: readonly (readonly [title: string, value: string])[]): void {
  for (const [title, value] of lines) if (value !== "") text.line(0, `${title}:\t${value}`);
}

function describePort(text: DescribeText, port: unknown, slices: readonly KubernetesObject[]): void {
  const protocol = textAt(port, "protocol");
  const name = textAt(port, "name") || "<unset>";
  const target = textAt(port, "targetPort") || String(numberAt(port, "targetPort") ?? 0);
  text.line(0, `Port:\t${name}\t${numberAt(port, "port") ?? 0}/${protocol}`);
  text.line(0, `TargetPort:\t${target}/${protocol}`);
  const appProtocol = textAt(port, "appProtocol");
  if (appProtocol !== "") text.line(0, `AppProtocol:\t${appProtocol}`);
  const nodePort = numberAt(port, "nodePort") ?? 0;
  if (nodePort !== 0) text.line(0, `NodePort:\t${name}\t${nodePort}/${protocol}`);
  text.line(0, `Endpoints:\t${endpointsOfPort(slices, textAt(port, "name"))}`);
}

function ingressText(ingress: unknown): string {
  const ip = textAt(ingress, "ip");
  if (ip === "") return textAt(ingress, "hostname");
  const mode = textAt(ingress, "ipMode");
  return mode === "" ? ip : `${ip} (${mode})`;
}

/** "10.244.1.2:80,10.244.2.3:80": the ready endpoints behind a Service's port. As formatEndpointSlices. */
export function endpointsOfPort(slices: readonly KubernetesObject[], portName: string): string {
  if (slices.length === 0) return "<none>";
  const all = slices.flatMap((slice) => {
    const ready = listAt(slice, "endpoints").filter((endpoint) => fieldAt(endpoint, "conditions", "ready") !== false);
    const addresses = ready.map((endpoint) => textsAt(endpoint, "addresses")[0] ?? "");
    const ports = listAt(slice, "ports");
    if (ports.length === 0) return addresses;
    return ports
      .filter((port) => textAt(port, "name") === portName)
      .flatMap((port) => addresses.map((address) => `${bracketed(address)}:${numberAt(port, "port") ?? 0}`));
  });
  const listed = all.slice(0, LISTED_MAX).join(",");
  return all.length > LISTED_MAX ? `${listed} + ${all.length - LISTED_MAX} more...` : listed;
}

/** As describeEndpoints. */
export const describeEndpoints: Describer = (endpoints, aids) => {
  const text = new DescribeText();
  describeHead(text, endpoints);
  text.line(0, "Subsets:");
  for (const subset of listAt(endpoints, "subsets")) {
    const addresses = (name: string) =>
      listAt(subset, name)
        .map((address) => textAt(address, "ip"))
        .join(",") || "<none>";
    text.line(1, `Addresses:\t${addresses("addresses")}`);
    text.line(1, `NotReadyAddresses:\t${addresses("notReadyAddresses")}`);
    const ports = listAt(subset, "ports");
    if (ports.length > 0) {
      text.line(1, "Ports:");
      describePortTable(text, ports, 2);
    }
    text.line(0, "");
  }
  describeEvents(text, aids);
  return text.toString();
};

function describePortTable(text: DescribeText, ports: readonly unknown[], level: number): void {
  text.line(level, "Name\tPort\tProtocol");
  text.line(level, "----\t----\t--------");
  for (const port of ports) {
    const number = String(numberAt(port, "port") ?? "<unset>");
    text.line(level, `${textAt(port, "name") || "<unset>"}\t${number}\t${textAt(port, "protocol")}`);
  }
}

/** As describeEndpointSliceV1. */
export const describeEndpointSlice: Describer = (slice, aids) => {
  const text = new DescribeText();
  describeHead(text, slice);
  text.line(0, `AddressType:\t${textAt(slice, "addressType")}`);
  const ports = listAt(slice, "ports");
  text.line(0, ports.length === 0 ? "Ports: <unset>" : "Ports:");
  if (ports.length > 0) describePortTable(text, ports, 1);
  const endpoints = listAt(slice, "endpoints");
  text.line(0, endpoints.length === 0 ? "Endpoints: <none>" : "Endpoints:");
  for (const endpoint of endpoints) describeEndpoint(text, endpoint);
  describeEvents(text, aids);
  return text.toString();
};

function describeEndpoint(text: DescribeText, endpoint: unknown): void {
  const ready = fieldAt(endpoint, "conditions", "ready");
  const target = fieldAt(endpoint, "targetRef");
  text.line(1, `- Addresses:\t${textsAt(endpoint, "addresses").join(", ") || "<none>"}`);
  text.line(2, "Conditions:");
  text.line(3, `Ready:\t${typeof ready === "boolean" ? ready : "<unset>"}`);
  text.line(2, `Hostname:\t${textAt(endpoint, "hostname") || "<unset>"}`);
  if (target !== undefined) text.line(2, `TargetRef:\t${textAt(target, "kind")}/${textAt(target, "name")}`);
  text.line(2, `NodeName:\t${textAt(endpoint, "nodeName") || "<unset>"}`);
  text.line(2, `Zone:\t${textAt(endpoint, "zone") || "<unset>"}`);
}
