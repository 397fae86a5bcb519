import type { ApiServer } from "../apiserver/api-server.ts";
import type { JsonObject } from "../model/json.ts";
import { isJsonObject } from "../model/json.ts";
import type { ObjectChange } from "../model/object-change.ts";
import type { EndpointSlice, KubernetesObject, Node, Service } from "../model/objects.ts";
import type { HostNetfilter } from "../netfilter/netfilter.ts";
import { printTable } from "../netfilter/ruleset.ts";
import type { Ruleset, TableName } from "../netfilter/ruleset.ts";
import type { Simulation } from "../simulation/simulation.ts";
import type { ProxyNode } from "./choose-endpoints.ts";
import { endpointsOf } from "./endpoints.ts";
import { healthAnswer } from "./health-check.ts";
import type { HealthAnswer } from "./health-check.ts";
import { NodeRuleset } from "./node-ruleset.ts";
import { servicePortsOf } from "./service-port.ts";
import { ServiceTable } from "./service-table.ts";
import { SliceIndex } from "./slice-index.ts";
import { staleConnections } from "./stale-connections.ts";

/** From a change in the API to the start of the sync. */
export const SYNC_REACTION_MS = 10;

/** A sync starts at the earliest so long after the last one (iptables.minSyncPeriod). */
export const SYNC_PERIOD_MIN_MS = 1000;

const SYNC_TASK = "kube-proxy sync";
/** Sees that someone has flushed a node's tables, and writes everything anew. As pkg/util/iptables: Monitor. */
const MONITOR_TASK = "kube-proxy monitor";

export type KubeProxyOptions = {
  readonly api: ApiServer;
  readonly simulation: Simulation;
  /** A node's packet filter, whose stale connections a sync removes; undefined for one that is not there (yet). */
  netfilterOf(node: string): HostNetfilter | undefined;
  /** What `save` gave. */
  readonly saved?: JsonObject;
};

/** All nodes' kube-proxies: Services and EndpointSlices in, rules out. Nodes share what is the same. */
export type KubeProxy = {
  /** A node's rules as of the last sync: one object a node, whose answers change with each sync. */
  ruleset(node: string): Ruleset;
  /** Byte for byte what `iptables-save -t TABLE` prints there, without its comment lines. */
  iptablesSave(node: string, table: TableName): string;
  /** What a Service's health check node port answers on a node; undefined: nothing listens there. */
  healthCheck(node: string, port: number): HealthAnswer | undefined;
  /** When rules last changed. */
  readonly changedMs: number;
  /** What has changed in the API since the last sync, and when that was. */
  save(): JsonObject;
};

/** Starts kube-proxy on all nodes of the API, with rules for all that is there. */
export function openKubeProxy(options: KubeProxyOptions): KubeProxy {
  const proxy = new NodesProxy(options);
  return {
    ruleset: (node) => proxy.ruleset(node),
    iptablesSave: (node, table) => printTable(proxy.ruleset(node), table),
    healthCheck: (node, port) => healthAnswer(proxy.services, node, port),
    get changedMs() {
      return proxy.changedMs;
    },
    save: () => proxy.save(),
  };
}

/** A Service and its slices as they were at the last sync. */
type Applied = { readonly service: Service | undefined; readonly slices: readonly EndpointSlice[] };

class NodesProxy {
  readonly services = new ServiceTable();
  readonly #options: KubeProxyOptions;
  readonly #slices = new SliceIndex();
  readonly #rulesets = new Map<string, NodeRuleset>();
  readonly #applied = new Map<string, Applied>();
  /** Services ("namespace/name") that have changed since the last sync. */
  readonly #pending = new Set<string>();
  #isScheduled = false;
  #lastSyncMs: number;
  changedMs = 0;

  constructor(options: KubeProxyOptions) {
    this.#options = options;
    const { api, simulation, saved } = options;
    this.#lastSyncMs = simulation.nowMs - SYNC_PERIOD_MIN_MS;
    simulation.handle(SYNC_TASK, () => this.#sync());
    simulation.handle(MONITOR_TASK, (node) => {
      const rules = typeof node === "string" ? options.netfilterOf(node)?.rules : undefined;
      if (rules?.isFlushed) rules.repair();
    });
    api.watch((change) => this.#note(change));
    for (const slice of api.list("EndpointSlice")) this.#slices.set(slice);
    const all = new Map<string, Applied>();
    for (const service of api.list("Service")) all.set(keyOf(service), this.#current(keyOf(service)));
    for (const [key, applied] of this.#restore(saved)) {
      all.set(key, applied);
      this.#pending.add(key);
    }
    this.#apply(all);
    this.changedMs = typeof saved?.["changedMs"] === "number" ? saved["changedMs"] : simulation.nowMs;
  }

  ruleset(name: string): NodeRuleset {
    let ruleset = this.#rulesets.get(name);
    if (!ruleset) {
      ruleset = new NodeRuleset(this.services, proxyNode(name, this.#options.api.get("Node", name)));
      this.#rulesets.set(name, ruleset);
    }
    return ruleset;
  }

  save(): JsonObject {
    const pending = [...this.#pending].map((key) => ({ key, ...(this.#applied.get(key) ?? { slices: [] }) }));
    const { changedMs } = this;
    const plain = { pending, changedMs, lastSyncMs: this.#lastSyncMs, isScheduled: this.#isScheduled };
    return JSON.parse(JSON.stringify(plain));
  }

  #note({ type, object, before }: ObjectChange): void {
    if (isKind(object, "Node")) this.#noteNode(object, before);
    else if (isKind(object, "Service")) this.#noteService(object, type === "DELETED" ? undefined : before);
    else if (isKind(object, "EndpointSlice"))
      for (const key of type === "DELETED" ? this.#slices.remove(object) : this.#slices.set(object)) this.#wake(key);
  }

  /** What changes no port (a label, a status that has no address) needs no sync. */
  #noteService(service: Service, before: KubernetesObject | undefined): void {
    const portsOf = (one: Service) => JSON.stringify(servicePortsOf(one));
    if (before && isKind(before, "Service") && portsOf(service) === portsOf(before)) return;
    this.#wake(keyOf(service));
  }

  #noteNode(node: Node, before: KubernetesObject | undefined): void {
    const { name } = node.metadata;
    const was = before && isKind(before, "Node") ? proxyNode(name, before) : undefined;
    const is = proxyNode(name, node);
    if (was && was.address === is.address && was.zone === is.zone) return;
    this.#rulesets.get(name)?.moveTo(is);
  }

  #wake(key: string): void {
    this.#pending.add(key);
    if (this.#isScheduled) return;
    const { simulation } = this.#options;
    const earliestMs = this.#lastSyncMs + SYNC_PERIOD_MIN_MS;
    this.#isScheduled = true;
    simulation.schedule(Math.max(SYNC_REACTION_MS, earliestMs - simulation.nowMs), { kind: SYNC_TASK, argument: null });
  }

  #sync(): void {
    this.#isScheduled = false;
    this.#lastSyncMs = this.#options.simulation.nowMs;
    const changed = new Map([...this.#pending].toSorted().map((key) => [key, this.#current(key)]));
    this.#pending.clear();
    if (changed.size === 0) return;
    this.#apply(changed);
    this.changedMs = this.#lastSyncMs;
    this.#cleanConnections([...changed.keys()]);
  }

  #current(key: string): Applied {
    const [namespace, name = ""] = key.split("/");
    return { service: this.#options.api.get("Service", name, namespace), slices: this.#slices.of(key) };
  }

  #apply(changed: ReadonlyMap<string, Applied>): void {
    const entries = new Map<
      string,
      { port: ReturnType<typeof servicePortsOf>[number]; endpoints: ReturnType<typeof endpointsOf> }[]
    >();
    for (const [key, applied] of changed) {
      const { service, slices } = applied;
      if (service) this.#applied.set(key, applied);
      else this.#applied.delete(key);
      const ports = service ? servicePortsOf(service) : [];
      entries.set(
        key,
        ports.map((port) => ({ port, endpoints: endpointsOf(slices, port) })),
      );
    }
    this.services.replace(entries);
  }

  /** Of the UDP Services that have changed; connections of the others are as they were. */
  #cleanConnections(changed: readonly string[]): void {
    const entries = changed.flatMap((key) => this.services.of(key)).filter(({ port }) => port.protocol === "udp");
    if (entries.length === 0) return;
    const isStale = staleConnections(entries);
    const { api, simulation } = this.#options;
    for (const { metadata } of api.list("Node"))
      this.#options.netfilterOf(metadata.name)?.forget(isStale, simulation.nowMs);
  }

  /** Services that had changed but were not synced yet when the state was saved: as they had been applied. */
  *#restore(saved: JsonObject | undefined): Iterable<[string, Applied]> {
    if (typeof saved?.["lastSyncMs"] === "number") this.#lastSyncMs = saved["lastSyncMs"];
    this.#isScheduled = saved?.["isScheduled"] === true;
    const pending = saved?.["pending"];
    for (const one of Array.isArray(pending) ? pending : []) {
      if (!isJsonObject(one) || typeof one["key"] !== "string" || !Array.isArray(one["slices"])) continue;
      yield [one["key"], one as unknown as Applied];
    }
  }
}

function proxyNode(name: string, node: Node | undefined): ProxyNode {
  const address = node?.status?.addresses?.find(({ type }) => type === "InternalIP")?.address ?? "0.0.0.0";
  return { name, address, zone: node?.metadata.labels?.["topology.kubernetes.io/zone"] ?? "" };
}

function keyOf({ metadata }: KubernetesObject): string {
  return `${metadata.namespace ?? "default"}/${metadata.name}`;
}

function isKind(object: KubernetesObject, kind: "Node"): object is Node;
function isKind(object: KubernetesObject, kind: "Service"): object is Service;
function isKind(object: KubernetesObject, kind: "EndpointSlice"): object is EndpointSlice;
function isKind(object: KubernetesObject, kind: string): boolean {
  return object.kind === kind;
}
