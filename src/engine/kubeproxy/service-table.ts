import type { ProxyNode } from "./choose-endpoints.ts";
import type { ServiceChains } from "./service-chains.ts";
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
  #inOrder: ServiceEntry[] | undefined;
  #endpoints = 0;
  #sharedVersion = 0;
  #edition = 0;

  /** Counts syncs that have changed something. */
  get edition(): number {
    return this.#edition;
  }

  /** Counts changes of the chains that Services share: as long as it stands, so do they. */
  get sharedVersion(): number {
    return this.#sharedVersion;
  }

  /** More endpoints than kube-proxy has comments for. */
  get isLarge(): boolean {
    return this.#endpoints > ENDPOINTS_SMALL_MAX;
  }

  /** Replaces the ports of some Services (none: the Service is gone). Crossing the threshold rewrites the others as well. */
  replace(changed: ReadonlyMap<string, readonly Pick<ServiceEntry, "port" | "endpoints">[]>): void {
    const wasLarge = this.isLarge;
    this.#edition++;
    for (const [service, ports] of changed) {
      for (const old of this.#byService.get(service) ?? []) this.#endpoints -= old.endpoints.length;
      for (const { endpoints } of ports) this.#endpoints += endpoints.length;
    }
    for (const [service, ports] of changed) this.#set(service, ports);
    if (wasLarge === this.isLarge) return;
    for (const [service, ports] of this.#byService) if (!changed.has(service)) this.#set(service, ports);
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

  /** Notes the endpoint chains that an entry has on some node, so that `ofChain` finds them at once. */
  tell(entry: ServiceEntry, chains: ServiceChains): void {
    if (chains.isTold) return;
    chains.isTold = true;
    for (const chain of chains.endpointChains()) {
      entry.told.add(chain);
      this.#byEndpointChain.set(chain, entry);
    }
  }

  #search(node: ProxyNode, chain: string): ServiceEntry | undefined {
    for (const entry of this.inOrder()) this.tell(entry, entry.rules(node).chains);
    return this.#byEndpointChain.get(chain);
  }

  #set(service: string, ports: readonly Pick<ServiceEntry, "port" | "endpoints">[]): void {
    const before = this.#byService.get(service) ?? [];
    const isSamePort = (entry: ServiceEntry, { port }: Pick<ServiceEntry, "port">) =>
      entry.port.hash === port.hash && entry.port.portName === port.portName;
    const after = ports.map((one) => {
      const old = before.find((entry) => isSamePort(entry, one));
      return new ServiceEntry(one, { isLarge: this.isLarge, before: old, edition: this.#edition });
    });
    for (const entry of before) this.#forget(entry);
    for (const entry of after) this.#byHash.set(entry.port.hash, entry);
    if (after.length > 0) this.#byService.set(service, after);
    else this.#byService.delete(service);
    const isInPlace =
      before.length === after.length && after.every((entry, i) => compareEntries(entry, before[i] ?? entry) === 0);
    if (isInPlace) this.#replaceInOrder(after);
    else this.#inOrder = undefined;
    if (!isInPlace || !after.every((entry, i) => entry.sharesRulesOf(before[i] ?? entry))) this.#sharedVersion++;
  }

  #replaceInOrder(entries: readonly ServiceEntry[]): void {
    const inOrder = this.#inOrder;
    if (!inOrder) return;
    for (const entry of entries) {
      let low = 0;
      let high: number = inOrder.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        const there = inOrder[middle];
        if (there && compareEntries(there, entry) < 0) low = middle + 1;
        else high = middle;
      }
      inOrder[low] = entry;
    }
  }

  #forget(entry: ServiceEntry): void {
    if (this.#byHash.get(entry.port.hash) === entry) this.#byHash.delete(entry.port.hash);
    for (const chain of entry.told) if (this.#byEndpointChain.get(chain) === entry) this.#byEndpointChain.delete(chain);
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
