// The kubernetes plugin. Read coredns' plugin/kubernetes/handler.go and plugin/backend_lookup.go beside this file; the
// names that it finds are in kubernetes-records.ts.
import type { DnsMessage, DnsQuestion, DnsRecord } from "../../model/dns.ts";
import { clusterIps, isHeadless, isServed } from "../cluster-names.ts";
import type { Served } from "../contract.ts";
import type { Directive } from "../corefile.ts";
import { addressOfReverse, authoritative, bestZone, fullyQualified, isInZone, mapServed } from "../message.ts";
import type { Handler, PluginEnvironment, PluginSetup, Query } from "../plugin.ts";
import { KeptAnswers } from "./kept-answers.ts";
import { endpointName, findBackends, type Backend, type KubernetesOptions } from "./kubernetes-records.ts";
import { parseKubernetes } from "./kubernetes-options.ts";

const SCHEMA_VERSION_TTL = 28800;
const SCHEMA_VERSION = '"1.1.0"';
const CNAMES_MAX = 7;

/** Answers for the cluster's zones from Services, EndpointSlices and, if it shall verify them, Pods. */
export function kubernetes(directives: readonly Directive[], environment: PluginEnvironment): PluginSetup {
  const options = parseKubernetes(directives, environment.zones);
  if ("problem" in options) return { kind: "problem", line: options.line, message: options.problem };
  return { kind: "plugin", wrap: (next) => new KubernetesPlugin(options, environment, next).handle };
}

/** What a look-up found: records, the name's absence, or another server's word to wait for. */
type Found =
  | { readonly kind: "records"; readonly answer: readonly DnsRecord[]; readonly additional?: readonly DnsRecord[] }
  | { readonly kind: "no-name" }
  | { readonly kind: "elsewhere"; readonly prefix: readonly DnsRecord[]; readonly target: string };

class KubernetesPlugin {
  readonly #options: KubernetesOptions;
  readonly #environment: PluginEnvironment;
  readonly #next: Handler;
  readonly #kept: KeptAnswers;

  constructor(options: KubernetesOptions, environment: PluginEnvironment, next: Handler) {
    this.#options = options;
    this.#environment = environment;
    this.#next = next;
    this.#kept = new KeptAnswers(environment.names);
  }

  readonly handle = (query: Query): Served => this.#kept.get(query.question) ?? this.#answer(query);

  #answer(query: Query): Served {
    const { name } = query.question;
    const best = bestZone(name, this.#options.zones);
    if (best === undefined) return this.#next(query);
    const zone = name.slice(name.length - best.length);
    const found = this.#find(query, zone);
    switch (found.kind) {
      case "no-name":
        if (this.#options.fallThrough?.some((candidate) => isInZone(name, candidate))) return this.#next(query);
        return this.#keep(query.question, zone, this.#negative(query.question, { zone, rcode: "NXDOMAIN" }));
      case "records":
        if (found.answer.length === 0)
          return this.#keep(query.question, zone, this.#negative(query.question, { zone, rcode: "NOERROR" }));
        return this.#keep(query.question, zone, authoritative(query.question, found));
      default:
        return this.#askElsewhere(query, found);
    }
  }

  /** Only the zone's own name server has other addresses for who asks another pod. */
  #keep(question: DnsQuestion, zone: string, message: DnsMessage): Served {
    return isNameServerName(question.name, zone) ? answer(message) : this.#kept.keep(question, answer(message));
  }

  #find(query: Query, zone: string): Found {
    const { question } = query;
    const isApex = question.name.toLowerCase() === zone;
    switch (question.type) {
      case "A":
      case "AAAA":
        return this.#addresses({ query, zone, name: question.name, previous: [] });
      case "TXT":
        return this.#text(question, zone);
      case "CNAME":
        return this.#withBackends(question.name, zone, ([first]) =>
          records(first && isAlias(first) ? [this.#record(question, fullyQualified(first.host))] : []),
        );
      case "PTR":
        return this.#pointer(question, zone);
      case "SRV":
        return this.#services(question, zone);
      case "SOA":
        return records(question.name === zone ? [this.#soa(zone)] : []);
      case "MX":
        return this.#withBackends(question.name, zone, () => records([]));
      case "NS":
        if (isApex) return this.#nameServers(query, zone);
    }
    const fake = this.#addresses({ query, zone, name: question.name, previous: [], type: "A" });
    return fake.kind === "no-name" ? fake : records([]);
  }

  #addresses(look: {
    readonly query: Query;
    readonly zone: string;
    readonly name: string;
    readonly previous: readonly DnsRecord[];
    readonly type?: "A";
  }): Found {
    const { query, zone, name, previous } = look;
    const type = look.type ?? query.question.type;
    if (isNameServerName(name, zone)) return records(this.#nameServerAddresses(query, zone, { name, type }));
    const backends = findBackends(name, zone, this.#options, this.#environment);
    if (!backends) return { kind: "no-name" };
    const [alias] = backends;
    if (alias && isAlias(alias)) {
      const target = fullyQualified(alias.host);
      const record: DnsRecord = { name, ttl: this.#options.ttl, type: "CNAME", data: target };
      const isLoop = isInZone(target, name) || previous.some(({ data }) => data === target);
      if (isLoop || previous.length > CNAMES_MAX) return records([]);
      if (!isInZone(target, zone)) return { kind: "elsewhere", prefix: [...previous, record], target };
      const rest = this.#addresses({ ...look, name: target, previous: [...previous, record] });
      if (rest.kind !== "records") return rest.kind === "elsewhere" ? rest : records([]);
      return records(rest.answer.length > 0 ? [record, ...rest.answer] : []);
    }
    const hosts = new Set(
      backends.filter(({ host }) => host.includes(":") === (type === "AAAA")).map(({ host }) => host),
    );
    return records([...hosts].map((data) => ({ name, ttl: this.#options.ttl, type, data })));
  }

  /** A CNAME that leaves the zone is followed by asking this server anew, as a client would. */
  #askElsewhere(query: Query, { prefix, target }: Found & { readonly kind: "elsewhere" }): Served {
    const { question } = query;
    const served = this.#environment.lookup({ ...query, question: { name: target, type: question.type } });
    return mapServed(served, (message) => authoritative(question, { answer: [...prefix, ...message.answer] }));
  }

  #text(question: DnsQuestion, zone: string): Found {
    const name = question.name.toLowerCase();
    if (name === `dns-version.${zone}`.toLowerCase()) {
      return records([{ name: question.name, ttl: SCHEMA_VERSION_TTL, type: "TXT", data: SCHEMA_VERSION }]);
    }
    const backends = findBackends(question.name, zone, this.#options, this.#environment);
    return backends && backends.length > 0 ? records([]) : { kind: "no-name" };
  }

  #services(question: DnsQuestion, zone: string): Found {
    return this.#withBackends(question.name, zone, (all) => {
      const backends = all.filter((backend) => !isAlias(backend));
      const weight = Math.max(1, Math.floor((100 / (100 * backends.length)) * 100));
      const targets = new Map<string, DnsRecord>();
      const additional = new Map<string, DnsRecord>();
      for (const { host, port, path } of backends) {
        if (port === undefined) continue;
        const data = `0 ${weight} ${port} ${path}`;
        targets.set(data, this.#record(question, data));
        const type = host.includes(":") ? "AAAA" : "A";
        additional.set(`${path} ${host}`, { name: path, ttl: this.#options.ttl, type, data: host });
      }
      return { kind: "records", answer: [...targets.values()], additional: [...additional.values()] };
    });
  }

  #pointer(question: DnsQuestion, zone: string): Found {
    const address = addressOfReverse(question.name);
    if (address === undefined) return this.#withBackends(question.name, zone, () => records([]));
    const targets = this.#namesOf(address);
    return targets.length > 0 ? records(targets.map((data) => this.#record(question, data))) : { kind: "no-name" };
  }

  #namesOf(address: string): string[] {
    const { names } = this.#environment;
    const zone = this.#options.zones.find((candidate) => !candidate.endsWith(".arpa.")) ?? ".";
    const isExposed = (namespace: string) => this.#options.namespaces?.includes(namespace) ?? true;
    const service = names.serviceByClusterIp(address);
    if (service && isExposed(service.metadata.namespace ?? ""))
      return [`${service.metadata.name}.${service.metadata.namespace}.svc.${zone}`];
    const found = names.slicesByAddress(address).flatMap((slice) => {
      const { namespace = "" } = slice.metadata;
      const endpoints = isExposed(namespace) ? (slice.endpoints ?? []) : [];
      const service = slice.metadata.labels?.["kubernetes.io/service-name"] ?? "";
      return endpoints
        .filter((endpoint) => isServed(endpoint) && endpoint.addresses.includes(address))
        .map((endpoint) => `${endpointName(endpoint, address, this.#options)}.${service}.${namespace}.svc.${zone}`);
    });
    return [...new Set(found)];
  }

  #nameServers(query: Query, zone: string): Found {
    const addresses = this.#ownServices(query, zone);
    const names = [...new Set(addresses.map(({ name }) => name))];
    return {
      kind: "records",
      answer: names.map((data) => this.#record(query.question, data)),
      additional: addresses.map(({ name, address }) => ({ name, ttl: this.#options.ttl, type: "A", data: address })),
    };
  }

  #nameServerAddresses(query: Query, zone: string, { name, type }: DnsQuestion): DnsRecord[] {
    if (type !== "A") return [];
    return this.#ownServices(query, zone).map(({ address }) => ({ name, ttl: this.#options.ttl, type, data: address }));
  }

  /** The Services that have the asked pod among their endpoints; without any, the pod itself (ns.go: nsAddrs). */
  #ownServices(query: Query, zone: string): { readonly name: string; readonly address: string }[] {
    const { names } = this.#environment;
    const localAddresses = query.localAddresses();
    const found = localAddresses.flatMap((local) =>
      names.slicesByAddress(local).flatMap((slice) => {
        const namespace = slice.metadata.namespace ?? "";
        const service = names.service(namespace, slice.metadata.labels?.["kubernetes.io/service-name"] ?? "");
        if (!service) return [];
        const name = `${service.metadata.name}.${namespace}.svc.${zone}`;
        if (!isHeadless(service)) return clusterIps(service).map((address) => ({ name, address }));
        return (slice.endpoints ?? []).filter(isServed).flatMap((endpoint) =>
          endpoint.addresses.map((address) => ({
            name: `${endpointName(endpoint, address, this.#options)}.${name}`,
            address,
          })),
        );
      }),
    );
    return found.length > 0 ? found : localAddresses.map((address) => ({ name: `ns.dns.${zone}`, address }));
  }

  #withBackends(name: string, zone: string, make: (backends: readonly Backend[]) => Found): Found {
    const backends = findBackends(name, zone, this.#options, this.#environment);
    if (!backends) return { kind: "no-name" };
    return make(backends);
  }

  #record(question: DnsQuestion, data: string): DnsRecord {
    return { name: question.name, ttl: this.#options.ttl, type: question.type, data };
  }

  #negative(question: DnsQuestion, { zone, rcode }: { zone: string; rcode: "NXDOMAIN" | "NOERROR" }): DnsMessage {
    return authoritative(question, { rcode, authority: [this.#soa(zone)] });
  }

  #soa(zone: string): DnsRecord {
    const { ttl } = this.#options;
    const data = `ns.dns.${zone} hostmaster.${zone} ${this.#environment.names.serial} 7200 1800 86400 ${ttl}`;
    return { name: zone, ttl: Math.min(ttl, 300), type: "SOA", data };
  }
}

function records(answer: readonly DnsRecord[]): Found {
  return { kind: "records", answer };
}

function answer(message: DnsMessage): Served {
  return { kind: "answer", message };
}

function isAlias({ kind }: Backend): boolean {
  return kind === "alias";
}

function isNameServerName(name: string, zone: string): boolean {
  return name.toLowerCase() === `ns.dns.${zone}`.toLowerCase();
}
