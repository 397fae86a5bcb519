import type { ProxyNode } from "./choose-endpoints.ts";
import { ServiceEntry } from "./service-entry.ts";

/** From this many endpoints on, kube-proxy leaves out comments (largeClusterEndpointsThreshold). */
const ENDPOINTS_SMALL_MAX = 1000;

/** Letters of the hash at the end of a chain's name. */
const HASH_LETTERS = 16;

/** All Service ports as of the last sync, with what finds them: in the order of names, and by chain. */
export class ServiceTable {
  /** By "namespace/name". */
  readonly #byService = new Map<string, readonly ServiceEntry[]>();
  /** By the hash in the names of a port's chains. */
  readonly #byHash = new Map<string, ServiceEntry>();
  /** By the names of the endpoints' chains that have been written. */
  readonly #byEndpointChain = new Map<string, ServiceEntry>();
  readonly #udp = new Set<ServiceEntry>();
  #inOrder: readonly ServiceEntry[] | undefined;
  #endpoints = 0;
  #version = 0;

  /** Counts changes: as long as it stands, so do all rules. */
  get version(): number {
    return this.#version;
  }

  /** More endpoints than kube-proxy has comments for. */
  get isLarge(): boolean {
    return this.#endpoints > ENDPOINTS_SMALL_MAX;
  }

  /** Those that conntrack's cleaning looks at. */
  get udpEntries(): Iterable<ServiceEntry> {
    return this.#udp;
  }

  /** Replaces the ports of some Services (none: the Service is gone). Crossing the threshold rewrites the others as well. */
  replace(changed: ReadonlyMap<string, readonly Pick<ServiceEntry, "port" | "endpoints">[]>): void {
    const wasLarge = this.isLarge;
    for (const [service, ports] of changed) {
      for (const old of this.#byService.get(service) ?? []) this.#endpoints -= old.endpoints.length;
      for (const { endpoints } of ports) this.#endpoints += endpoints.length;
    }
    for (const [service, ports] of changed) this.#set(service, ports);
    if (wasLarge !== this.isLarge) for (const [service, ports] of this.#byService) this.#set(service, ports);
    this.#version++;
  }

  of(service: string): readonly ServiceEntry[] {
    return this.#byService.get(service) ?? [];
  }

  /** By namespace, name, port name and protocol. */
  inOrder(): readonly ServiceEntry[] {
    return (this.#inOrder ??= [...this.#byService.values()].flat().toSorted(compareEntries));
  }

  /** The Service port that has a chain of this name on that node. */
  ofChain(node: ProxyNode, chain: string): ServiceEntry | undefined {
    const hash = chain.slice(-HASH_LETTERS);
    if (!chain.startsWith("KUBE-SEP-")) return this.#byHash.get(hash);
    return this.#byEndpointChain.get(chain) ?? this.#search(node, chain);
  }

  /** Notes the endpoint chains that an entry has written, so that `ofChain` finds them at once. */
  tell(entry: ServiceEntry, chains: Iterable<string>): void {
    for (const chain of chains) {
      if (!chain.startsWith("KUBE-SEP-") || entry.told.has(chain)) continue;
      entry.told.add(chain);
      this.#byEndpointChain.set(chain, entry);
    }
  }

  #search(node: ProxyNode, chain: string): ServiceEntry | undefined {
    const found = this.inOrder().find((entry) => entry.chain(node, chain));
    if (found) this.tell(found, [chain]);
    return found;
  }

  #set(service: string, ports: readonly Pick<ServiceEntry, "port" | "endpoints">[]): void {
    const before = this.#byService.get(service) ?? [];
    for (const entry of before) this.#forget(entry);
    const after = ports.map(({ port, endpoints }) => new ServiceEntry(port, endpoints, this.isLarge));
    for (const entry of after) {
      this.#byHash.set(entry.port.hash, entry);
      if (entry.port.protocol === "udp") this.#udp.add(entry);
    }
    if (after.length > 0) this.#byService.set(service, after);
    else this.#byService.delete(service);
    this.#inOrder = undefined;
  }

  #forget(entry: ServiceEntry): void {
    if (this.#byHash.get(entry.port.hash) === entry) this.#byHash.delete(entry.port.hash);
    for (const chain of entry.told) if (this.#byEndpointChain.get(chain) === entry) this.#byEndpointChain.delete(chain);
    this.#udp.delete(entry);
  }
}

function compareEntries({ port: a }: ServiceEntry, { port: b }: ServiceEntry): number {
  return (
    compare(a.namespace, b.namespace) ||
    compare(a.name, b.name) ||
    compare(a.portName, b.portName) ||
    compare(a.protocol, b.protocol)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
