// As pkg/controller/endpointslicemirroring: Endpoints that somebody wrote by hand become slices, which kube-proxy reads.
import type {
  EndpointAddress,
  Endpoints,
  EndpointSlice,
  KubernetesObject,
  SliceEndpoint,
} from "../../model/objects.ts";
import type { Controller, ControllerContext } from "../controller.ts";
import { keyOf, splitKey } from "../keys.ts";
import { isEqualJson, ownerReferenceTo } from "../writing.ts";
import { TRIGGER_TIME } from "./service-pods.ts";
import type { PortGroup } from "./slice-reconciler.ts";
import { planSlices, portKey } from "./slice-reconciler.ts";
import { parseIpv4 } from "../../model/address.ts";

const NAME = "endpoint-slice-mirroring-controller";
const MANAGED_BY = "endpointslice.kubernetes.io/managed-by";
const MANAGER = "endpointslicemirroring-controller.k8s.io";
const SERVICE_NAME = "kubernetes.io/service-name";
const SKIP = "endpointslice.kubernetes.io/skip-mirror";
const LEADER = "control-plane.alpha.kubernetes.io/leader";
const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
const ENDPOINTS_PER_SUBSET_MAX = 1000;

/** Woken by Endpoints, by the Service of their name, and by mirrors that are changed or removed. */
export function sliceMirroringController(context: ControllerContext): Controller {
  const { api } = context;
  return {
    name: NAME,
    *wakes({ object, type }) {
      if (object.kind === "Endpoints" || object.kind === "Service") yield keyOf(object);
      if (object.kind === "EndpointSlice" && isMirror(object) && type !== "ADDED") {
        yield `${object.metadata.namespace}/${object.metadata.labels?.[SERVICE_NAME]}`;
      }
    },
    reconcile(key) {
      const { name, namespace = "" } = splitKey(key);
      const service = api.get("Service", name, namespace);
      const endpoints = api.get("Endpoints", name, namespace);
      const isWanted = service && !service.spec.selector && endpoints && isMirrored(endpoints);
      if (isWanted) reconcileMirror(context, endpoints);
      else removeMirrors(context, namespace, name);
    },
  };
}

function reconcileMirror({ api, index }: ControllerContext, endpoints: Endpoints): void {
  const { name, namespace = "" } = endpoints.metadata;
  const labels = { ...endpoints.metadata.labels, [SERVICE_NAME]: name, [MANAGED_BY]: MANAGER };
  const annotations = mirroredAnnotations(endpoints);
  const annotated = Object.keys(annotations).length > 0 ? { annotations } : {};
  const changes = planSlices({
    existing: index.slicesOf(namespace, name).filter(isMirror),
    groups: groupsOf(endpoints),
    endpointsMax: ENDPOINTS_PER_SUBSET_MAX,
    isLabelled: ({ metadata }) =>
      isEqualJson(metadata.labels, labels) && isEqualJson(metadata.annotations ?? {}, annotations),
    isOwned: ({ metadata }) => metadata.ownerReferences?.some(({ uid }) => uid === endpoints.metadata.uid) ?? false,
    placeholder: "none",
  });
  for (const { ports, endpoints: mirrored } of changes.create) {
    const ownerReferences = [ownerReferenceTo(endpoints)];
    const metadata = { name: "", generateName: `${name}-`, namespace, labels, ...annotated, ownerReferences };
    const slice = { addressType: "IPv4", endpoints: mirrored, ports };
    api.create({ apiVersion: "discovery.k8s.io/v1", kind: "EndpointSlice", metadata, ...slice });
  }
  for (const { existing, ports, endpoints: mirrored } of changes.update) {
    if (!existing) continue;
    const { annotations: _, generateName: _prefix, ...metadata } = existing.metadata;
    api.update({
      ...existing,
      metadata: { ...metadata, labels, ...annotated },
      endpoints: mirrored,
      ports,
    });
  }
  for (const { metadata } of changes.remove) api.remove({ kind: "EndpointSlice", name: metadata.name, namespace });
}

function removeMirrors({ api, index }: ControllerContext, namespace: string, name: string): void {
  for (const { metadata } of index.slicesOf(namespace, name).filter(isMirror)) {
    api.remove({ kind: "EndpointSlice", name: metadata.name, namespace });
  }
}

function groupsOf(endpoints: Endpoints): readonly PortGroup[] {
  const groups = new Map<string, { readonly ports: PortGroup["ports"]; readonly endpoints: SliceEndpoint[] }>();
  for (const { addresses = [], notReadyAddresses = [], ports = [] } of endpoints.subsets ?? []) {
    const { key, sorted } = portKey(ports.map((port) => ({ ...port, name: port.name ?? "" })));
    const group = groups.get(key) ?? { ports: sorted, endpoints: [] };
    groups.set(key, group);
    const mirrored = [
      ...addresses.map((address) => mirrorOf(address, true)),
      ...notReadyAddresses.map((address) => mirrorOf(address, false)),
    ];
    group.endpoints.push(...mirrored.filter(({ addresses: [ip = ""] }) => parseIpv4(ip) !== undefined));
  }
  return [...groups.values()].filter((group) => group.endpoints.length > 0);
}

function mirrorOf({ ip, hostname, nodeName, targetRef }: EndpointAddress, ready: boolean): SliceEndpoint {
  return {
    addresses: [ip],
    conditions: { ready },
    ...(hostname ? { hostname } : {}),
    ...(nodeName ? { nodeName } : {}),
    ...(targetRef ? { targetRef } : {}),
  };
}

function mirroredAnnotations(endpoints: Endpoints): Readonly<Record<string, string>> {
  const { [LAST_APPLIED]: _, ...annotations } = endpoints.metadata.annotations ?? {};
  const { [TRIGGER_TIME]: _time, ...mirrored } = annotations;
  return mirrored;
}

function isMirrored({ metadata }: Endpoints): boolean {
  return metadata.labels?.[SKIP] !== "true" && metadata.annotations?.[LEADER] === undefined;
}

function isMirror(slice: KubernetesObject | EndpointSlice): boolean {
  return slice.metadata.labels?.[MANAGED_BY] === MANAGER;
}
