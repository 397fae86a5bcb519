// Which room gets what of which other: the one place where all of the engine is put together.
import { openApiServer } from "./apiserver/open-api-server.ts";
import type { ApiServer } from "./apiserver/api-server.ts";
import type { ClusterOptions, NodeSpec } from "./cluster.types.ts";
import type { Cloud, Prober } from "./controllers/controller.ts";
import { defaultWorld } from "./controllers/default-world.ts";
import type { Controllers } from "./controllers/start-controllers.ts";
import { startControllers } from "./controllers/start-controllers.ts";
import { coreDnsConfigMap, openCoreDns } from "./dns/core-dns.ts";
import type { KubeProxy } from "./kubeproxy/kube-proxy.ts";
import { openKubeProxy } from "./kubeproxy/kube-proxy.ts";
import type { JsonObject } from "./model/json.ts";
import { isJsonObject } from "./model/json.ts";
import type { Container, Pod } from "./model/objects.ts";
import { openHostNetfilter } from "./netfilter/host-netfilter.ts";
import type { HostNetfilter } from "./netfilter/netfilter.ts";
import { Network } from "./network/network.ts";
import { RestClock } from "./rest-clock.ts";
import type { Process } from "./simulation/process.ts";
import type { Steps } from "./model/steps.ts";
import { Signal, Simulation } from "./simulation/simulation.ts";
import { PortForwards } from "./tracer/port-forwards.ts";
import type { ProbeResult } from "./tracer/probe.ts";
import { probeNetwork } from "./tracer/probe.ts";
import type { TracerWorld } from "./tracer/world.ts";
import { ContainerLogs } from "./workloads/container-logs.ts";

/** Where the cluster's life begins, so that it has been there for a while when the clock says 0. */
const BEGIN_MS = -90_000;

/** The machines of a cluster for which none are named. */
const DEFAULT_NODES: readonly NodeSpec[] = [
  { name: "control-plane", address: "172.18.0.2", podCidr: "10.244.0.0/24", isControlPlane: true, zone: "zone-a" },
  { name: "node-1", address: "172.18.0.3", podCidr: "10.244.1.0/24", zone: "zone-a" },
  { name: "node-2", address: "172.18.0.4", podCidr: "10.244.2.0/24", zone: "zone-b" },
];

/** Runs a probe's command in a container. */
export type ExecProbe = (pod: Pod, container: Container, command: readonly string[]) => Process<ProbeResult>;

/** All rooms of one cluster, each with its state. */
export type Rooms = TracerWorld & {
  readonly simulation: Simulation;
  readonly api: ApiServer;
  readonly controllers: Controllers;
  readonly proxy: KubeProxy;
  readonly rest: RestClock;
  /** Fires on every change of the store. */
  readonly changed: Signal;
  /** What could not be read of what it was opened with, a line each. */
  readonly problems: readonly string[];
  save(): JsonObject;
};

/** Builds a cluster: from a save, from given objects, or from nothing, with the default world created and at rest. A step a room. */
export function* wireRooms(options: ClusterOptions, execProbe: ExecProbe): Steps<Rooms> {
  const { saved, objects } = options;
  const cloud = cloudOf(options);
  const part = (name: string): { readonly saved?: JsonObject } => {
    const found = saved?.[name];
    return isJsonObject(found) ? { saved: found } : {};
  };
  const isNew = saved === undefined && objects === undefined;
  const simulation = new Simulation({
    seed: seedOf(options),
    startAt: startOf(options),
    ...(isNew && { beginMs: BEGIN_MS }),
    ...part("simulation"),
  });
  const api = openApiServer({ simulation, ...part("api"), ...(objects && { objects }) });
  yield;
  const network = new Network({ objects: api, cloud, ...part("network") });
  yield;
  const filters = new NodeFilters(simulation, isJsonObject(saved?.["filters"]) ? saved["filters"] : {});
  const proxy = openKubeProxy({ api, simulation, netfilterOf: (node) => filters.of(node, api), ...part("proxy") });
  yield;
  filters.rulesOf = (node) => proxy.ruleset(node);
  const coreDns = openCoreDns({ api, simulation, ...part("coreDns") });
  yield;
  const logs = new ContainerLogs(part("logs").saved);
  const forwards = new PortForwards();
  const netfilter = (node: string) => filters.of(node, api);
  const world: TracerWorld = { api, simulation, network, coreDns, logs, forwards, netfilter };
  const probe: Prober = (pod, container, spec) =>
    spec.exec
      ? execProbe(pod, container, spec.exec.command ?? [])
      : probeNetwork(world, { pod, container, probe: spec });
  const controllers = yield* startControllers({ api, simulation, cloud, probe, ...part("controllers") });
  const changed = new Signal();
  const rest = new RestClock(simulation, () => proxy.changedMs);
  api.watch(() => {
    rest.touch();
    changed.fire();
  });
  if (isNew) yield* createWorld({ api, simulation, rest, nodes: options.nodes });
  const save = (): JsonObject => ({
    version: 1,
    seed: seedOf(options),
    startAt: startOf(options),
    cloud,
    simulation: simulation.save(),
    api: api.save(),
    network: network.save(),
    filters: filters.save(),
    proxy: proxy.save(),
    coreDns: coreDns.save(),
    controllers: controllers.save(),
    logs: logs.save(),
  });
  return { ...world, controllers, proxy, rest, changed, problems: problemsOf(options, api), save };
}

/** A save's own seed, start and cloud go before those that are asked for. */
function seedOf({ seed = 1, saved }: ClusterOptions): number {
  return typeof saved?.["seed"] === "number" ? saved["seed"] : seed;
}

function startOf({ startAt = "2026-01-01T00:00:00Z", saved }: ClusterOptions): string {
  return typeof saved?.["startAt"] === "string" ? saved["startAt"] : startAt;
}

function cloudOf({ cloud = "addresses", saved }: ClusterOptions): Cloud {
  const kept = saved?.["cloud"];
  return kept === "addresses" || kept === "none" || kept === "hostnames" ? kept : cloud;
}

function* createWorld({
  api,
  simulation,
  rest,
  nodes,
}: {
  readonly api: ApiServer;
  readonly simulation: Simulation;
  readonly rest: RestClock;
  readonly nodes: readonly NodeSpec[] | undefined;
}): Steps<void> {
  defaultWorld(api, nodes ?? DEFAULT_NODES);
  const corefile = api.create(coreDnsConfigMap());
  if (!corefile.ok) throw new Error(corefile.status.message);
  yield* rest.settle();
  simulation.advanceTo(0);
}

/** The packet filter of each node, opened when the node is first met. */
class NodeFilters {
  rulesOf: ((node: string) => Parameters<typeof openHostNetfilter>[0]["ruleset"]) | undefined;
  readonly #simulation: Simulation;
  readonly #saved: JsonObject;
  readonly #open = new Map<string, HostNetfilter>();

  constructor(simulation: Simulation, saved: JsonObject) {
    this.#simulation = simulation;
    this.#saved = saved;
  }

  of(node: string, api: ApiServer): HostNetfilter | undefined {
    const known = this.#open.get(node);
    if (known || !this.rulesOf || !api.get("Node", node)) return known;
    const state = this.#saved[node];
    const filter = openHostNetfilter({
      ruleset: this.rulesOf(node),
      random: this.#simulation.random(`ports of ${node}`),
      ...(isJsonObject(state) && { saved: state }),
    });
    this.#open.set(node, filter);
    return filter;
  }

  save(): JsonObject {
    const untouched = Object.entries(this.#saved).filter(([node]) => !this.#open.has(node));
    return {
      ...Object.fromEntries(untouched),
      ...Object.fromEntries([...this.#open].map(([node, filter]) => [node, filter.saveState()])),
    };
  }
}

/** What was given and is not there. */
function problemsOf({ saved, objects }: ClusterOptions, api: ApiServer): readonly string[] {
  const given =
    objects ?? (isJsonObject(saved?.["api"]) && Array.isArray(saved["api"]["objects"]) ? saved["api"]["objects"] : []);
  return given.flatMap((object: unknown, index) => {
    if (!isJsonObject(object) || !isJsonObject(object["metadata"]))
      return [`object ${index + 1}: not a Kubernetes object`];
    const { kind, metadata } = object;
    const { name, namespace } = metadata;
    const isThere =
      typeof kind === "string" &&
      typeof name === "string" &&
      api.get(kind, name, typeof namespace === "string" ? namespace : undefined);
    return isThere
      ? []
      : [`object ${index + 1}: ${JSON.stringify(kind ?? "")} ${JSON.stringify(name ?? "")} could not be read`];
  });
}
