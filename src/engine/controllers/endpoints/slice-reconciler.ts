// As staging/src/k8s.io/endpointslice/reconciler.go: keeps what is right in the slices there are, fills them, makes few new.
import type { EndpointSlice, EndpointSlicePort, KubernetesObject, SliceEndpoint } from "../../model/objects.ts";
import { goForm } from "../go-form.ts";
import { fnv128aHex } from "../hash.ts";
import { isEqualJson } from "../writing.ts";

/** Endpoints of one address type that have the same ports. */
export type PortGroup = { readonly ports: readonly EndpointSlicePort[]; readonly endpoints: readonly SliceEndpoint[] };

/** A slice as it shall be; without a name it is new. */
export type SlicePlan = {
  readonly existing?: EndpointSlice;
  readonly ports: readonly EndpointSlicePort[];
  readonly endpoints: readonly SliceEndpoint[];
};

export type SliceChanges = {
  readonly create: readonly SlicePlan[];
  readonly update: readonly SlicePlan[];
  readonly remove: readonly EndpointSlice[];
};

/** Ports in the order of their Go form's hash (FNV-1a of 128 bits), and the key by which groups of ports are told apart. */
export function portKey(ports: readonly EndpointSlicePort[]): {
  readonly key: string;
  readonly sorted: readonly EndpointSlicePort[];
} {
  const sorted = ports.length < 2 ? ports : sortByHash(ports);
  const texts = sorted.map(({ name = "", port, protocol, appProtocol }) =>
    [name, port, protocol, appProtocol].join(" "),
  );
  return { key: texts.join("\n"), sorted };
}

/**
 * What to write so that the slices hold the groups. `isLabelled` says whether a slice's labels are right. With nothing to
 * hold there is still one slice, empty, so that the Service is known to have been looked at.
 */
export function planSlices(options: {
  readonly existing: readonly EndpointSlice[];
  readonly groups: readonly PortGroup[];
  readonly endpointsMax: number;
  readonly isLabelled: (slice: EndpointSlice) => boolean;
  readonly isOwned: (slice: EndpointSlice) => boolean;
  readonly placeholder: "placeholder" | "none";
}): SliceChanges {
  const { existing, endpointsMax, isLabelled } = options;
  const wanted = new Map(options.groups.map((group) => [portKey(group.ports).key, group]));
  const byKey = new Map<string, EndpointSlice[]>();
  const remove: EndpointSlice[] = [];
  for (const slice of existing) {
    const { key } = portKey(slice.ports ?? []);
    if (wanted.has(key)) byKey.set(key, [...(byKey.get(key) ?? []), slice]);
    else remove.push(slice);
  }
  const create: SlicePlan[] = [];
  const update: SlicePlan[] = [];
  for (const [key, group] of wanted) {
    const planned = planGroup({ slices: byKey.get(key) ?? [], group, endpointsMax, isLabelled });
    create.push(...planned.create);
    update.push(...planned.update);
    remove.push(...planned.remove);
  }
  if (options.placeholder === "placeholder" && existing.length === remove.length && create.length === 0) {
    const [only] = remove;
    const isPlaceholder = remove.length === 1 && only && isEmptySlice(only) && isLabelled(only);
    if (isPlaceholder) remove.pop();
    else create.push({ ports: [], endpoints: [] });
  }
  return reuseNames({ create, update, remove }, options.isOwned);
}

function planGroup(options: {
  readonly slices: readonly EndpointSlice[];
  readonly group: PortGroup;
  readonly endpointsMax: number;
  readonly isLabelled: (slice: EndpointSlice) => boolean;
}): SliceChanges {
  const { group, endpointsMax } = options;
  const left = new Map(group.endpoints.map((endpoint) => [endpointKey(endpoint), endpoint]));
  const update: { existing: EndpointSlice; ports: readonly EndpointSlicePort[]; endpoints: SliceEndpoint[] }[] = [];
  const unchanged: EndpointSlice[] = [];
  const remove: EndpointSlice[] = [];
  for (const slice of options.slices) {
    const before = slice.endpoints ?? [];
    const kept = before.flatMap((endpoint) => {
      const found = left.get(endpointKey(endpoint));
      left.delete(endpointKey(endpoint));
      return found ? [found] : [];
    });
    const isSame = kept.length === before.length && kept.every((endpoint, i) => isEqualJson(endpoint, before[i]));
    if (isSame && options.isLabelled(slice)) unchanged.push(slice);
    else if (kept.length === 0) remove.push(slice);
    else update.push({ existing: slice, ports: group.ports, endpoints: kept });
  }
  const waiting = [...left.values()];
  for (const plan of update)
    plan.endpoints.push(...waiting.splice(0, Math.max(0, endpointsMax - plan.endpoints.length)));
  const create: SlicePlan[] = [];
  while (waiting.length > 0) {
    const fitting = waiting.length < endpointsMax ? sliceToFill(unchanged, waiting.length, endpointsMax) : undefined;
    if (fitting) {
      unchanged.splice(unchanged.indexOf(fitting), 1);
      const endpoints = [...(fitting.endpoints ?? []), ...waiting.splice(0)];
      update.push({ existing: fitting, ports: group.ports, endpoints });
    } else create.push({ ports: group.ports, endpoints: waiting.splice(0, endpointsMax) });
  }
  return { create, update, remove };
}

/** The fullest slice that takes them all. */
function sliceToFill(slices: readonly EndpointSlice[], count: number, endpointsMax: number): EndpointSlice | undefined {
  const size = (slice: EndpointSlice) => slice.endpoints?.length ?? 0;
  const fitting = slices.filter((slice) => size(slice) + count <= endpointsMax);
  return fitting.reduce<EndpointSlice | undefined>(
    (best, slice) => (!best || size(slice) > size(best) ? slice : best),
    undefined,
  );
}

/** A slice to make and a slice to remove become one to update. */
function reuseNames(
  { create, update, remove }: SliceChanges,
  isOwned: (slice: EndpointSlice) => boolean,
): SliceChanges {
  const reusable = remove.filter(isOwned);
  const reused = create
    .slice(0, reusable.length)
    .map((plan, i) => ({ ...plan, ...(reusable[i] && { existing: reusable[i] }) }));
  const taken = new Set<KubernetesObject>(reusable.slice(0, reused.length));
  return {
    create: create.slice(reused.length),
    update: [...update, ...reused],
    remove: remove.filter((slice) => !taken.has(slice)),
  };
}

function isEmptySlice(slice: EndpointSlice): boolean {
  return (slice.endpoints?.length ?? 0) === 0 && (slice.ports?.length ?? 0) === 0;
}

/** What makes an endpoint the same one: as endpointHash in endpointset.go. */
function endpointKey({ addresses, hostname, nodeName, targetRef }: SliceEndpoint): string {
  return (
    addresses.toSorted().join(",") +
    ` ${hostname ?? ""} ${nodeName ?? ""} ${targetRef?.namespace ?? ""}/${targetRef?.name ?? ""} ${targetRef?.uid ?? ""}`
  );
}

function sortByHash(ports: readonly EndpointSlicePort[]): readonly EndpointSlicePort[] {
  const type = { apiVersion: "discovery.k8s.io/v1", kind: "EndpointPort" };
  const hashed = ports.map((port) => ({ port, hash: fnv128aHex(goForm(port, type)) }));
  return hashed.toSorted((a, b) => (a.hash < b.hash ? -1 : 1)).map(({ port }) => port);
}
