// The two files that a host's resolver reads, as the kubelet writes them into a pod and as a machine has them.
import type { ApiServer } from "../apiserver/api-server.ts";
import { cidr, ipv4, parseIpv4, type Ipv4 } from "../model/address.ts";
import type { HostRef } from "../model/host.ts";
import type { Pod } from "../model/objects.ts";
import { OUTSIDE_DNS_SERVER } from "./outside-server.ts";
import type { ResolvConf, ResolverHost } from "./contract.ts";

/** The kubelet's `clusterDNS` and `clusterDomain`: settings of the nodes, not read from a Service. */
export const CLUSTER_DNS = "10.96.0.10";
export const CLUSTER_DOMAIN = "cluster.local";

const NAMESERVERS_MAX = 3;
const SEARCHES_MAX = 32;
const LABEL_LENGTH_MAX = 63;
const NODE_SETTINGS: DnsSettings = { nameservers: [OUTSIDE_DNS_SERVER], searches: [], options: [] };
const POD_NETWORK_BITS = 24;

/** The files of a pod, a node or a machine outside. A pod that is gone has those of a machine. */
export function resolverHostOf(host: HostRef, api: ApiServer): ResolverHost {
  if ("pod" in host) {
    const pod = api.get("Pod", host.pod, host.namespace);
    if (pod) return resolverOfPod(pod, api);
  }
  const name = "node" in host ? host.node : "world";
  const address = "node" in host ? nodeAddress(host.node, api) : "outside" in host ? host.outside : undefined;
  return {
    resolvConf: formatResolvConf(NODE_SETTINGS),
    hosts: `127.0.0.1\tlocalhost\n${address === undefined ? "" : `${address}\t${name}\n`}`,
    ...ownNetwork(address),
  };
}

/** A pod's hostname inside: what its spec says, or its name as far as a label may be long. */
export function hostnameOf({ metadata, spec }: Pod): string {
  const name = spec.hostname ?? metadata.name;
  const short = name.length > LABEL_LENGTH_MAX ? name.slice(0, LABEL_LENGTH_MAX).replace(/[-.]+$/, "") : name;
  if (spec.setHostnameAsFQDN && spec.subdomain) return `${short}.${domainOf(metadata.namespace, spec.subdomain)}`;
  return short;
}

function resolverOfPod(pod: Pod, api: ApiServer): ResolverHost {
  const address = pod.status?.podIP;
  return {
    resolvConf: formatResolvConf(settingsOf(pod)),
    hosts: hostsFileOf(pod, api),
    ...ownNetwork(address),
  };
}

type DnsSettings = {
  readonly nameservers: readonly string[];
  readonly searches: readonly string[];
  readonly options: readonly string[];
};

/** As pkg/kubelet/network/dns/dns.go: GetPodDNS. */
function settingsOf({ metadata, spec }: Pod): DnsSettings {
  const extra = spec.dnsConfig;
  const added: DnsSettings = {
    nameservers: extra?.nameservers ?? [],
    searches: extra?.searches ?? [],
    options: (extra?.options ?? []).map(({ name = "", value }) => (value === undefined ? name : `${name}:${value}`)),
  };
  const own = policySettings();
  return {
    nameservers: distinct([...own.nameservers, ...added.nameservers]).slice(0, NAMESERVERS_MAX),
    searches: distinct([...own.searches, ...added.searches]).slice(0, SEARCHES_MAX),
    options: mergeOptions(own.options, added.options),
  };

  function policySettings(): DnsSettings {
    const policy = spec.dnsPolicy ?? "ClusterFirst";
    if (policy === "None") return { nameservers: [], searches: [], options: [] };
    if (policy === "Default" || (policy === "ClusterFirst" && spec.hostNetwork)) return NODE_SETTINGS;
    const namespaced = [`${metadata.namespace ?? "default"}.svc.`, "svc.", ""].map((prefix) => prefix + CLUSTER_DOMAIN);
    return {
      nameservers: [CLUSTER_DNS],
      searches: distinct([...namespaced, ...NODE_SETTINGS.searches]),
      options: ["ndots:5"],
    };
  }
}

/** An option of the pod's own replaces one of the same name. */
function mergeOptions(own: readonly string[], added: readonly string[]): string[] {
  const byName = new Map(own.map((option) => [optionName(option), option]));
  for (const option of added) byName.set(optionName(option), option);
  return [...byName.values()];
}

function optionName(option: string): string {
  return option.split(":")[0] ?? option;
}

/** In the order in which containerd writes it: search, nameserver, options. */
function formatResolvConf({ nameservers, searches, options }: DnsSettings): string {
  const lines = [
    ...(searches.length > 0 ? [`search ${searches.join(" ")}`] : []),
    ...nameservers.map((address) => `nameserver ${address}`),
    ...(options.length > 0 ? [`options ${options.join(" ")}`] : []),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/** As pkg/kubelet/kubelet_pods.go: managedHostsFileContent and nodeHostsFileContent. */
function hostsFileOf(pod: Pod, api: ApiServer): string {
  const { metadata, spec, status } = pod;
  const aliases = (spec.hostAliases ?? []).map(({ ip, hostnames }) => `${[ip, ...(hostnames ?? [])].join("\t")}\n`);
  const tail = aliases.length > 0 ? `\n# Entries added by HostAliases.\n${aliases.join("")}` : "";
  if (spec.hostNetwork) {
    const node = spec.nodeName ?? "";
    const machine = `127.0.0.1\tlocalhost\n${nodeAddress(node, api) ?? ""}\t${node}\n`;
    return `# Kubernetes-managed hosts file (host network).\n${machine}${tail}`;
  }
  const short = hostnameOf({ ...pod, spec: { ...spec, setHostnameAsFQDN: false } });
  const names = spec.subdomain ? `${short}.${domainOf(metadata.namespace, spec.subdomain)}\t${short}` : short;
  const own = status?.podIP ? `${status.podIP}\t${names}\n` : "";
  return `${MANAGED_HOSTS}${own}${tail}`;
}

const MANAGED_HOSTS = `# Kubernetes-managed hosts file.
127.0.0.1\tlocalhost
::1\tlocalhost ip6-localhost ip6-loopback
fe00::0\tip6-localnet
fe00::0\tip6-mcastprefix
fe00::1\tip6-allnodes
fe00::2\tip6-allrouters
`;

function domainOf(namespace: string | undefined, subdomain: string): string {
  return `${subdomain}.${namespace ?? "default"}.svc.${CLUSTER_DOMAIN}`;
}

function nodeAddress(name: string, api: ApiServer): string | undefined {
  const addresses = api.get("Node", name)?.status?.addresses ?? [];
  return addresses.find(({ type }) => type === "InternalIP")?.address;
}

function ownNetwork(text: string | undefined): Pick<ResolverHost, "own"> {
  const address = parseIpv4(text ?? "");
  if (!address) return {};
  const masked = address.split(".").slice(0, 3).join(".");
  return { own: { address, network: cidr(`${masked}.0/${POD_NETWORK_BITS}`) } };
}

function distinct(list: readonly string[]): string[] {
  return [...new Set(list)];
}

/** What both files say, read once for each host's pair of them. */
export function readFilesOf(host: ResolverHost): ResolverFiles {
  let files = filesRead.get(host);
  if (!files) filesRead.set(host, (files = { conf: parseResolvConf(host.resolvConf), hosts: parseHosts(host.hosts) }));
  return files;
}

type HostsLine = { readonly address: string; readonly names: readonly string[] };
type ResolverFiles = { readonly conf: ResolvConf; readonly hosts: readonly HostsLine[] };

const filesRead = new WeakMap<ResolverHost, ResolverFiles>();

/** Reads /etc/resolv.conf as resolv.conf(5) says; what libc does not understand it leaves out. */
export function parseResolvConf(text: string): ResolvConf {
  const nameservers: Ipv4[] = [];
  let search: string[] = [];
  const options = new Map<string, string>();
  for (const line of text.split("\n")) {
    const [keyword, ...words] = line
      .replace(/[#;].*$/, "")
      .trim()
      .split(/\s+/);
    const address = parseIpv4(words[0] ?? "");
    if (keyword === "nameserver" && address && nameservers.length < NAMESERVERS_MAX) nameservers.push(address);
    if (keyword === "search" || keyword === "domain") search = words.map((domain) => domain.replace(/\.$/, ""));
    if (keyword === "options") for (const word of words) options.set(optionName(word), word.split(":")[1] ?? "");
  }
  const number = (name: string, limits: { otherwise: number; max: number }) => {
    const value = Number.parseInt(options.get(name) ?? "", 10);
    return Number.isNaN(value) ? limits.otherwise : Math.min(Math.max(value, 0), limits.max);
  };
  return {
    nameservers: nameservers.length > 0 ? nameservers : [ipv4("127.0.0.1")],
    search: search.filter((domain) => domain !== ""),
    ndots: number("ndots", { otherwise: 1, max: 15 }),
    timeoutSeconds: Math.max(1, number("timeout", { otherwise: 5, max: 30 })),
    attempts: Math.max(1, number("attempts", { otherwise: 2, max: 5 })),
    rotates: options.has("rotate"),
    isSingleRequest: options.has("single-request") || options.has("single-request-reopen"),
  };
}

/** The lines of /etc/hosts: an address and its names, the canonical one first. */
export function parseHosts(text: string): HostsLine[] {
  return text.split("\n").flatMap((line) => {
    const [address, ...names] = line.replace(/#.*$/, "").trim().split(/\s+/);
    return address && names.length > 0 ? [{ address, names }] : [];
  });
}
