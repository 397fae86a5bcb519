// As pkg/api/v1/endpoints/util.go: the one canonical form of an Endpoints object's subsets.
import type { EndpointAddress, EndpointSubset } from "../../model/objects.ts";
import { goForm } from "../go-form.ts";
import { fnv128aHex } from "../hash.ts";

export type EndpointPort = NonNullable<EndpointSubset["ports"]>[number];

/** An address of one pod at one port, ready or not. `port` is absent for a headless Service without ports. */
export type PortedAddress = {
  readonly address: EndpointAddress;
  readonly port: EndpointPort | undefined;
  readonly isReady: boolean;
};

/** Ports that the same addresses have become one subset; a not ready address loses to a ready one of the same pod. */
export function packSubsets(entries: readonly PortedAddress[]): readonly EndpointSubset[] {
  const byPort = new Map<
    string,
    { readonly port: EndpointPort | undefined; readonly addresses: Map<string, PortedAddress> }
  >();
  for (const entry of entries) {
    const { port } = entry;
    const key = port ? `${port.name ?? ""} ${port.port} ${port.protocol} ${port.appProtocol ?? ""}` : "";
    const group = byPort.get(key) ?? { port, addresses: new Map<string, PortedAddress>() };
    byPort.set(key, group);
    const who = `${entry.address.ip} ${entry.address.targetRef?.uid ?? ""}`;
    if (entry.isReady || !group.addresses.get(who)?.isReady) group.addresses.set(who, entry);
  }
  const byAddresses = new Map<
    string,
    { readonly ports: EndpointPort[]; readonly addresses: readonly PortedAddress[] }
  >();
  for (const { port, addresses } of byPort.values()) {
    const sorted = [...addresses].toSorted(([a], [b]) => (a < b ? -1 : 1));
    const key = sorted.map(([who, { isReady }]) => `${who} ${isReady}`).join("\n");
    const group = byAddresses.get(key) ?? { ports: [], addresses: sorted.map(([, entry]) => entry) };
    byAddresses.set(key, group);
    if (port) group.ports.push(port);
  }
  return sortSubsets([...byAddresses.values()].map(subsetOf));
}

/** Ports and subsets by the hash of their Go form (FNV-1a of 128 bits), addresses as text. */
export function sortSubsets(subsets: readonly EndpointSubset[]): readonly EndpointSubset[] {
  const sorted = subsets.map(({ addresses, notReadyAddresses, ports }) => ({
    ...(addresses?.length ? { addresses: addresses.toSorted(byAddress) } : {}),
    ...(notReadyAddresses?.length ? { notReadyAddresses: notReadyAddresses.toSorted(byAddress) } : {}),
    ...(ports?.length ? { ports: sortByHash(ports, "EndpointPort") } : {}),
  }));
  return sortByHash(sorted, "EndpointSubset");
}

function subsetOf(group: {
  readonly ports: readonly EndpointPort[];
  readonly addresses: readonly PortedAddress[];
}): EndpointSubset {
  const ready = group.addresses.filter(({ isReady }) => isReady).map(({ address }) => address);
  const notReady = group.addresses.filter(({ isReady }) => !isReady).map(({ address }) => address);
  return {
    ...(ready.length > 0 ? { addresses: ready } : {}),
    ...(notReady.length > 0 ? { notReadyAddresses: notReady } : {}),
    ...(group.ports.length > 0 ? { ports: group.ports } : {}),
  };
}

function sortByHash<T>(values: readonly T[], kind: "EndpointPort" | "EndpointSubset"): readonly T[] {
  if (values.length < 2) return values;
  const hashed = values.map((value) => ({ value, hash: fnv128aHex(goForm(value, { apiVersion: "v1", kind })) }));
  return hashed.toSorted((a, b) => (a.hash < b.hash ? -1 : 1)).map(({ value }) => value);
}

function byAddress(a: EndpointAddress, b: EndpointAddress): number {
  if (a.ip !== b.ip) return a.ip < b.ip ? -1 : 1;
  return (a.targetRef?.uid ?? "") < (b.targetRef?.uid ?? "") ? -1 : 1;
}
