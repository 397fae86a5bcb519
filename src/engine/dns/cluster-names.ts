import type { ApiServer } from "../apiserver/api-server.ts";
import type { ObjectChange } from "../model/object-change.ts";
import type { EndpointSlice, Pod, Service, SliceEndpoint } from "../model/objects.ts";
import { parseTimestamp } from "../model/timestamp.ts";
import type { Simulation } from "../simulation/simulation.ts";

/** What CoreDNS knows of the cluster, by the keys that it looks up: kept by a watch, never scanned whole. */
export type ClusterNames = {
  service(namespace: string, name: string): Service | undefined;
  serviceByClusterIp(address: string): Service | undefined;
  slices(namespace: string, service: string): readonly EndpointSlice[];
  slicesByAddress(address: string): readonly EndpointSlice[];
  podsByAddress(address: string): readonly Pod[];
  /** Counts changes of all objects: as long as it stands, names stand for the same. */
  readonly edition: number;
  /** When a Service or an endpoint last changed, in seconds since 1970: the serial of the zone's SOA. */
  readonly serial: number;
};

/** The label by which an EndpointSlice names its Service. */
export const SERVICE_NAME_LABEL = "kubernetes.io/service-name";

/** Reads the store once and follows it from then on. `serial` is the one to go on with, after a save. */
export function openClusterNames(api: ApiServer, simulation: Simulation, serial?: number): ClusterNames {
  const index = new NameIndex();
  let modified = serial ?? 0;
  for (const service of api.list("Service")) {
    index.put(service);
    if (serial === undefined) modified = Math.max(modified, lastChange(service));
  }
  for (const slice of api.list("EndpointSlice")) {
    index.put(slice);
    if (serial === undefined) modified = Math.max(modified, lastChange(slice));
  }
  for (const pod of api.list("Pod")) index.put(pod);
  let edition = 0;
  api.watch((change) => {
    edition++;
    if (index.follow(change)) modified = Math.floor((simulation.startEpochMs + simulation.nowMs) / 1000);
  });
  return {
    service: (namespace, name) => index.services.get(`${namespace}/${name}`),
    serviceByClusterIp: (address) => byKey(index.servicesByAddress.get(address))[0],
    slices: (namespace, service) => byKey(index.slicesByService.get(`${namespace}/${service}`)),
    slicesByAddress: (address) => byKey(index.slicesByAddress.get(address)),
    podsByAddress: (address) => byKey(index.podsByAddress.get(address)),
    get edition() {
      return edition;
    },
    get serial() {
      return modified;
    },
  };
}

type ByName<T> = Map<string, T>;

class NameIndex {
  readonly services = new Map<string, Service>();
  readonly servicesByAddress = new Map<string, ByName<Service>>();
  readonly slicesByService = new Map<string, ByName<EndpointSlice>>();
  readonly slicesByAddress = new Map<string, ByName<EndpointSlice>>();
  readonly podsByAddress = new Map<string, ByName<Pod>>();
  readonly #slices = new Map<string, EndpointSlice>();
  readonly #podAddresses = new Map<string, string>();

  /** Takes a change in; true if CoreDNS would count it as one (controller.go: serviceModified, endpointsEquivalent). */
  follow({ type, object }: ObjectChange): boolean {
    if (!isIndexed(object)) return false;
    const key = keyOf(object);
    const before = object.kind === "Service" ? this.services.get(key) : this.#slices.get(key);
    if (type === "DELETED") this.remove(object);
    else this.put(object);
    if (object.kind === "Pod") return false;
    return type === "DELETED" || !before || meaningOf(before) !== meaningOf(object);
  }

  put(object: Service | EndpointSlice | Pod): void {
    this.remove(object);
    const key = keyOf(object);
    if (isService(object)) {
      this.services.set(key, object);
      for (const address of clusterIps(object)) enter(this.servicesByAddress, { group: address, key, value: object });
    } else if (isSlice(object)) {
      this.#slices.set(key, object);
      enter(this.slicesByService, { group: serviceOf(object), key, value: object });
      for (const address of addressesOf(object)) enter(this.slicesByAddress, { group: address, key, value: object });
    } else if (object.status?.podIP && !object.spec.hostNetwork) {
      this.#podAddresses.set(key, object.status.podIP);
      enter(this.podsByAddress, { group: object.status.podIP, key, value: object });
    }
  }

  remove(object: Service | EndpointSlice | Pod): void {
    const key = keyOf(object);
    if (isService(object)) {
      const before = this.services.get(key);
      for (const address of before ? clusterIps(before) : []) leave(this.servicesByAddress, address, key);
      this.services.delete(key);
    } else if (isSlice(object)) {
      const before = this.#slices.get(key);
      if (before) leave(this.slicesByService, serviceOf(before), key);
      for (const address of before ? addressesOf(before) : []) leave(this.slicesByAddress, address, key);
      this.#slices.delete(key);
    } else {
      leave(this.podsByAddress, this.#podAddresses.get(key) ?? "", key);
      this.#podAddresses.delete(key);
    }
  }
}

/** Whether CoreDNS answers with this endpoint: ready, and an unknown readiness counts as ready. */
export function isServed(endpoint: SliceEndpoint): boolean {
  return endpoint.conditions?.ready ?? true;
}

/** The addresses of a Service that is neither headless nor an ExternalName. */
export function clusterIps({ spec }: Service): readonly string[] {
  if (spec.type === "ExternalName") return [];
  return (spec.clusterIPs ?? [spec.clusterIP ?? ""]).filter((address) => address !== "" && address !== "None");
}

/** A Service whose clusterIP is None: its name gives the addresses of its endpoints. */
export function isHeadless({ spec }: Service): boolean {
  return spec.clusterIP === "None";
}

function isIndexed(object: { readonly kind: string }): object is Service | EndpointSlice | Pod {
  return object.kind === "Service" || object.kind === "EndpointSlice" || object.kind === "Pod";
}

function isService(object: Service | EndpointSlice | Pod): object is Service {
  return object.kind === "Service";
}

function isSlice(object: Service | EndpointSlice | Pod): object is EndpointSlice {
  return object.kind === "EndpointSlice";
}

function keyOf({ metadata }: Service | EndpointSlice | Pod): string {
  return `${metadata.namespace ?? ""}/${metadata.name}`;
}

function serviceOf({ metadata }: EndpointSlice): string {
  return `${metadata.namespace ?? ""}/${metadata.labels?.[SERVICE_NAME_LABEL] ?? ""}`;
}

function addressesOf({ endpoints }: EndpointSlice): string[] {
  return [...new Set((endpoints ?? []).filter(isServed).flatMap(({ addresses }) => addresses))];
}

function meaningOf(object: Service | EndpointSlice | Pod): string {
  if (isService(object))
    return JSON.stringify([object.spec.type, clusterIps(object), object.spec.externalName, object.spec.ports]);
  if (!isSlice(object)) return "";
  const endpoints = (object.endpoints ?? []).filter(isServed);
  return JSON.stringify([endpoints.map(({ addresses, hostname }) => [addresses, hostname]), object.ports]);
}

/** For a cluster that is loaded: when an object was made, or when its endpoints were last triggered. */
function lastChange({ metadata }: Service | EndpointSlice): number {
  const triggered = metadata.annotations?.["endpoints.kubernetes.io/last-change-trigger-time"];
  const times = [metadata.creationTimestamp, triggered].map((text) => parseTimestamp(text ?? "") ?? 0);
  return Math.floor(Math.max(...times) / 1000);
}

function enter<T>(index: Map<string, ByName<T>>, entry: { group: string; key: string; value: T }): void {
  const group = index.get(entry.group);
  if (group) group.set(entry.key, entry.value);
  else index.set(entry.group, new Map([[entry.key, entry.value]]));
}

function leave<T>(index: Map<string, ByName<T>>, group: string, key: string): void {
  const found = index.get(group);
  found?.delete(key);
  if (found?.size === 0) index.delete(group);
}

/** In the order of the keys, so that answers do not depend on the order of events. */
function byKey<T>(group: ByName<T> | undefined): T[] {
  if (!group) return [];
  if (group.size === 1) return [...group.values()];
  return [...group].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}
