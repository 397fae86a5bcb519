// How hosts and packets of a trace are called on the page: the technical words that are the same in every language.
import type { Header } from "../engine/model/packet.ts";
import { parseHostName } from "../engine/model/host.ts";
import type { PacketTrace, Trace } from "../engine/trace/trace.ts";

/** A pod's name taken apart: what its Deployment is called, and the suffix that tells it from its like. */
export type PodName = { readonly name: string; readonly suffix?: string };

/** "numbers-web-854995944b-t5q5j" is numbers-web, t5q5j. Suffixes are of the alphabet that Kubernetes draws from. */
export function splitPodName(pod: string): PodName {
  const [, name, suffix] =
    /^(.+?)(?:-[bcdfghjklmnpqrstvwxz2456789]{6,10})?-([bcdfghjklmnpqrstvwxz2456789]{5})$/.exec(pod) ?? [];
  return name !== undefined && suffix !== undefined ? { name, suffix } : { name: pod };
}

/** A host of a trace as people call it: "numbers-web", "node-2", "app.mydb.io", "router 172.18.0.254". */
export function hostLabel(host: string): string {
  const found = parseHostName(host);
  if (found === undefined) return host;
  if ("pod" in found) return splitPodName(found.pod).name;
  return "node" in found ? found.node : outsideName(found.outside);
}

/** Machines outside by address: what the default world calls them. Any other goes by its address alone. */
export const OUTSIDE_NAMES: ReadonlyMap<string, string> = new Map([
  ["198.51.100.7", "client"],
  ["203.0.113.10", "app.mydb.io"],
  ["203.0.113.20", "example.com"],
  ["203.0.113.30", "shop.example.net"],
  ["203.0.113.53", "DNS"],
]);

/** "app.mydb.io" for 203.0.113.10; the address itself for a machine without a name. */
export function outsideName(address: string): string {
  return OUTSIDE_NAMES.get(address) ?? address;
}

/** The address of a machine outside, of its name as a host of traces; undefined for any other host. */
export function outsideAddress(host: string): string | undefined {
  const found = parseHostName(host);
  return found !== undefined && "outside" in found ? found.outside : undefined;
}

/** The namespace of a pod's host name; undefined for any other host. */
export function hostNamespace(host: string): string | undefined {
  const found = parseHostName(host);
  return found !== undefined && "pod" in found ? found.namespace : undefined;
}

/** "10.96.40.28:80"; the address alone where there are no ports. */
export function endpointText(address: string, port: number | undefined): string {
  return port === undefined ? address : `${address}:${port}`;
}

export function sourceText(header: Header): string {
  return endpointText(header.source, header.sourcePort);
}

export function destinationText(header: Header): string {
  return endpointText(header.destination, header.destinationPort);
}

/** What a packet is, in a word or two: "SYN", "DNS", "GET /rng", "200 OK". */
export function packetWord({ kind, payload, header }: PacketTrace): string {
  if (payload?.kind === "http-request") return `${payload.method} ${payload.path}`;
  if (payload?.kind === "http-response") return `${payload.status} ${payload.reason}`;
  if (kind === "icmp-error" && header.icmp !== undefined) return `ICMP ${header.icmp.type.replaceAll("-", " ")}`;
  return WORDS[kind];
}

const WORDS: Readonly<Record<PacketTrace["kind"], string>> = {
  "dns-query": "DNS",
  "dns-answer": "DNS",
  "tcp-syn": "SYN",
  "tcp-syn-ack": "SYN-ACK",
  "tcp-ack": "ACK",
  "tcp-fin": "FIN",
  "tcp-reset": "RST",
  "tcp-data": "TCP",
  "http-request": "HTTP",
  "http-response": "HTTP",
  udp: "UDP",
  "icmp-echo": "ping",
  "icmp-echo-reply": "pong",
  "icmp-error": "ICMP",
  "arp-request": "ARP",
  "arp-reply": "ARP",
};

/**
 * The address by which a host is seen in a trace: of its own packets, or of those that end there; nodes are looked up elsewhere, and
 * what a host says to itself (127.0.0.1) tells nothing of it.
 */
export function hostAddresses(trace: Trace): ReadonlyMap<string, string> {
  const addresses = new Map<string, string>();
  const note = (host: string | undefined, address: string) => {
    if (host !== undefined && !addresses.has(host) && !address.startsWith("127.")) addresses.set(host, address);
  };
  for (const packet of trace.packets) {
    const [first, last] = [packet.hops[0]?.host, packet.hops.at(-1)?.host];
    if (!first?.startsWith("node ")) note(first, packet.header.source);
    const changed = packet.hops
      .flatMap((hop) => hop.steps)
      .findLast((step) => step.kind === "rewrite" || step.kind === "relay")?.after;
    if (packet.fate.kind === "delivered") note(last, (changed ?? packet.header).destination);
  }
  return addresses;
}
