import { fieldAt, listAt, numberAt, textAt, textsAt } from "../../../apiserver/printers/fields.ts";
import { formatLabelSelector } from "../../../apiserver/printers/selector-text.ts";
import { Failure } from "../failure.ts";
import { requireResource } from "../mapping.ts";
import type { DescribeAids, Describer } from "./parts.ts";
import { describeAnnotations, describeEvents, describeLabels } from "./parts.ts";
import { endpointSlicesOf, endpointsOfPort } from "./services.ts";
import { DescribeText } from "./writer.ts";

/** As describeIngressV1. */
export const describeIngress: Describer = (ingress, aids) => {
  const text = new DescribeText();
  const namespace = ingress.metadata.namespace ?? "";
  const addresses = listAt(ingress, "status", "loadBalancer", "ingress").map(
    (one) => textAt(one, "ip") || textAt(one, "hostname"),
  );
  const backend = fieldAt(ingress, "spec", "defaultBackend");
  const defaultBackend = backend === undefined ? "<default>" : backendText(backend, { namespace, aids });
  text.line(0, `Name:\t${ingress.metadata.name}`);
  describeLabels(text, "Labels", ingress.metadata.labels);
  text.line(0, `Namespace:\t${namespace}`);
  text.line(0, `Address:\t${[...new Set(addresses.filter(Boolean))].toSorted().join(",")}`);
  text.line(0, `Ingress Class:\t${textAt(ingress, "spec", "ingressClassName") || "<none>"}`);
  text.line(0, `Default backend:\t${defaultBackend}`);
  describeTls(text, listAt(ingress, "spec", "tls"));
  text.line(0, "Rules:\n  Host\tPath\tBackends");
  text.line(1, "----\t----\t--------");
  const rules = listAt(ingress, "spec", "rules").filter((rule) => fieldAt(rule, "http") !== undefined);
  for (const rule of rules) {
    text.line(1, `${textAt(rule, "host") || "*"}\t`);
    for (const path of listAt(rule, "http", "paths")) {
      text.line(2, `\t${textAt(path, "path")} \t${backendText(fieldAt(path, "backend"), { namespace, aids })}`);
    }
  }
  if (rules.length === 0) text.line(1, `*\t*\t${defaultBackend}`);
  describeAnnotations(text, "Annotations", ingress.metadata.annotations);
  describeEvents(text, aids);
  return text.toString();
};

function describeTls(text: DescribeText, entries: readonly unknown[]): void {
  if (entries.length > 0) text.line(0, "TLS:");
  for (const entry of entries) {
    const [secret, hosts] = [textAt(entry, "secretName"), textsAt(entry, "hosts").join(",")];
    text.line(1, secret === "" ? `SNI routes ${hosts}` : `${secret} terminates ${hosts}`);
  }
}

function backendText(
  backend: unknown,
  { namespace, aids }: { readonly namespace: string; readonly aids: DescribeAids },
): string {
  const service = fieldAt(backend, "service");
  const resource = fieldAt(backend, "resource");
  if (service === undefined) {
    if (resource === undefined) return "";
    const group = textAt(resource, "apiGroup") || "<none>";
    return `APIGroup: ${group}, Kind: ${textAt(resource, "kind")}, Name: ${textAt(resource, "name")}`;
  }
  const name = textAt(service, "name");
  const number = numberAt(service, "port", "number") ?? 0;
  const label = `${name}:${number === 0 ? textAt(service, "port", "name") : number}`;
  try {
    const found = aids.client.get({ resource: requireResource("services"), namespace, name });
    const port = listAt(found, "spec", "ports").findLast((one) =>
      number === 0 ? textAt(one, "name") === textAt(service, "port", "name") : numberAt(one, "port") === number,
    );
    const slices = endpointSlicesOf(aids.client, namespace, name);
    return `${label} (${endpointsOfPort(slices, textAt(port, "name"))})`;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return `${label} (<error: ${error.message}>)`;
  }
}

/** As describeNetworkPolicy. */
export const describeNetworkPolicy: Describer = (policy) => {
  const text = new DescribeText();
  text.line(0, `Name:\t${policy.metadata.name}`);
  text.line(0, `Namespace:\t${policy.metadata.namespace ?? ""}`);
  const created = (policy.metadata.creationTimestamp ?? "").replace("T", " ").replace("Z", " +0000 UTC");
  text.line(0, `Created on:\t${created}`);
  describeLabels(text, "Labels", policy.metadata.labels);
  describeAnnotations(text, "Annotations", policy.metadata.annotations);
  const spec = fieldAt(policy, "spec");
  const selector = formatLabelSelector(fieldAt(spec, "podSelector"));
  const all = selector === "<none>" ? " (Allowing the specific traffic to all pods in this namespace)" : "";
  text.line(0, "Spec:");
  text.line(1, `PodSelector:     ${selector}${all}`);
  const types = textsAt(spec, "policyTypes");
  for (const direction of DIRECTIONS) {
    if (!types.includes(direction.type)) {
      text.line(1, `Not affecting ${direction.word} traffic`);
      continue;
    }
    text.line(1, `Allowing ${direction.word} traffic:`);
    describeRules(text, listAt(spec, direction.word), direction);
  }
  text.line(1, `Policy Types: ${types.join(", ") || "<none>"}`);
  return text.toString();
};

type Direction = {
  readonly type: string;
  readonly word: string;
  readonly peers: string;
  readonly unrestricted: string;
};

const DIRECTIONS: readonly Direction[] = [
  { type: "Ingress", word: "ingress", peers: "From", unrestricted: "traffic not restricted by source" },
  { type: "Egress", word: "egress", peers: "To", unrestricted: "traffic not restricted by destination" },
];

function describeRules(text: DescribeText, rules: readonly unknown[], direction: Direction): void {
  if (rules.length === 0) text.line(2, `<none> (Selected pods are isolated for ${direction.word} connectivity)`);
  for (const [index, rule] of rules.entries()) {
    const ports = listAt(rule, "ports");
    if (ports.length === 0) text.line(2, "To Port: <any> (traffic allowed to all ports)");
    for (const port of ports) {
      const [first, last] = [
        textAt(port, "port") || String(numberAt(port, "port") ?? "<nil>"),
        numberAt(port, "endPort"),
      ];
      const range = last === undefined ? `To Port: ${first}` : `To Port Range: ${first}-${last}`;
      text.line(2, `${range}/${textAt(port, "protocol") || "TCP"}`);
    }
    const peers = listAt(rule, direction.peers.toLowerCase());
    if (peers.length === 0) text.line(2, `${direction.peers}: <any> (${direction.unrestricted})`);
    for (const peer of peers) describePeer(text, peer, direction);
    if (index !== rules.length - 1) text.line(2, "----------");
  }
}

function describePeer(text: DescribeText, peer: unknown, { peers }: Direction): void {
  text.line(2, `${peers}:`);
  const [namespaces, pods] = [fieldAt(peer, "namespaceSelector"), fieldAt(peer, "podSelector")];
  if (namespaces !== undefined) text.line(3, `NamespaceSelector: ${formatLabelSelector(namespaces)}`);
  if (pods !== undefined) text.line(3, `PodSelector: ${formatLabelSelector(pods)}`);
  const block = fieldAt(peer, "ipBlock");
  if (block === undefined || namespaces !== undefined || pods !== undefined) return;
  text.line(3, "IPBlock:");
  text.line(4, `CIDR: ${textAt(block, "cidr")}`);
  text.line(4, `Except: ${textsAt(block, "except").join(", ")}`);
}
