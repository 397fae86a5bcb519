// As pkg/controller/endpointslice and staging/src/k8s.io/endpointslice.
import type {
  EndpointSlice,
  EndpointSlicePort,
  KubernetesObject,
  Node,
  Pod,
  Service,
  SliceEndpoint,
} from "../../model/objects.ts";
import type { Controller, ControllerContext } from "../controller.ts";
import { keyOf, splitKey } from "../keys.ts";
import { findPort, isPodReady } from "../pods.ts";
import { isEqualJson, ownerReferenceTo } from "../writing.ts";
import { targetPortOf } from "./endpoints.ts";
import {
  endpointHostname,
  endpointPods,
  HEADLESS_LABEL,
  isHeadless,
  servicesOfChange,
  targetRefTo,
  TriggerTimes,
  withTriggerTime,
} from "./service-pods.ts";
import type { PortGroup, SlicePlan } from "./slice-reconciler.ts";
import { planSlices, portKey } from "./slice-reconciler.ts";

const NAME = "endpoint-slice-controller";
const MANAGED_BY = "endpointslice.kubernetes.io/managed-by";
const MANAGER = "endpointslice-controller.k8s.io";
const SERVICE_NAME = "kubernetes.io/service-name";
const RESERVED: ReadonlySet<string> = new Set([MANAGED_BY, SERVICE_NAME, HEADLESS_LABEL]);
const ZONE = "topology.kubernetes.io/zone";
const ENDPOINTS_PER_SLICE_MAX = 100;

/** Woken by Services, by pods that a Service selects or selected, by slices that it made, and by nodes whose zone changes. */
export function endpointSliceController(context: ControllerContext): Controller {
  const { api } = context;
  const times = new TriggerTimes();
  return {
    name: NAME,
    *wakes(change) {
      const { object, before, type } = change;
      if (object.kind === "Service") yield keyOf(object);
      else if (object.kind === "EndpointSlice" && isOurs(object) && type !== "ADDED") {
        yield `${object.metadata.namespace}/${object.metadata.labels?.[SERVICE_NAME]}`;
      } else if (object.kind === "Pod") {
        const services = servicesOfChange(context, change);
        times.note(change, services);
        yield* services;
      } else if (object.kind === "Node" && before && zoneOf(object) !== zoneOf(before)) {
        for (const service of api.list("Service")) yield keyOf(service);
      }
    },
    reconcile(key) {
      const { name, namespace } = splitKey(key);
      const service = api.get("Service", name, namespace);
      if (service) reconcileService(context, service, times);
    },
    save: () => times.save(),
    restore: (saved) => times.restore(saved),
  };
}

function reconcileService(context: ControllerContext, service: Service, times: TriggerTimes): void {
  const { api, index } = context;
  const { name, namespace = "", deletionTimestamp } = service.metadata;
  if (!service.spec.selector || service.spec.type === "ExternalName" || deletionTimestamp) return;
  const existing = index.slicesOf(namespace, name).filter(isOurs);
  const pods = endpointPods(context, service, "with terminating");
  const known = new Set(existing.flatMap(({ endpoints }) => (endpoints ?? []).map(({ targetRef }) => targetRef?.uid)));
  const time = times.take(
    service,
    existing.length > 0,
    pods.filter(({ metadata }) => !known.has(metadata.uid)),
  );
  const labels = sliceLabels(service);
  const changes = planSlices({
    existing,
    groups: groupByPorts(context, service, pods),
    endpointsMax: ENDPOINTS_PER_SLICE_MAX,
    isLabelled: (slice) => isEqualJson(slice.metadata.labels, labels),
    isOwned: ({ metadata }) => metadata.ownerReferences?.some(({ uid }) => uid === service.metadata.uid) ?? false,
    placeholder: "placeholder",
  });
  for (const plan of changes.create) api.create(newSlice(service, plan, withTriggerTime(undefined, time)));
  for (const { existing: slice, ports, endpoints } of changes.update) {
    if (!slice) continue;
    const { annotations, ...metadata } = slice.metadata;
    const noted = withTriggerTime(annotations, time);
    const labelled = { ...metadata, labels, ...(Object.keys(noted).length > 0 ? { annotations: noted } : {}) };
    api.update({ ...slice, metadata: labelled, endpoints, ports });
  }
  for (const { metadata } of changes.remove) api.remove({ kind: "EndpointSlice", name: metadata.name, namespace });
}

function newSlice(
  service: Service,
  { ports, endpoints }: SlicePlan,
  annotations: Readonly<Record<string, string>>,
): KubernetesObject {
  const { name, namespace = "" } = service.metadata;
  return {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: {
      name: "",
      generateName: `${name}-`,
      namespace,
      labels: sliceLabels(service),
      ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
      ownerReferences: [ownerReferenceTo(service)],
    },
    addressType: "IPv4",
    endpoints: endpoints.length > 0 ? endpoints : null,
    ports: ports.length > 0 ? ports : null,
  };
}

function groupByPorts(context: ControllerContext, service: Service, pods: readonly Pod[]): readonly PortGroup[] {
  const groups = new Map<
    string,
    { readonly ports: readonly EndpointSlicePort[]; readonly endpoints: SliceEndpoint[] }
  >();
  for (const pod of pods) {
    const { key, sorted } = portKey(portsOf(service, pod));
    const group = groups.get(key) ?? { ports: sorted, endpoints: [] };
    groups.set(key, group);
    group.endpoints.push(endpointOf(context, service, pod));
  }
  return [...groups.values()];
}

function portsOf(service: Service, pod: Pod): readonly EndpointSlicePort[] {
  return (service.spec.ports ?? []).flatMap((port) => {
    const { name = "", protocol = "TCP", appProtocol } = port;
    const number = findPort(pod, targetPortOf(port), protocol);
    return number === undefined ? [] : [{ name, port: number, protocol, ...(appProtocol ? { appProtocol } : {}) }];
  });
}

function endpointOf({ api }: ControllerContext, service: Service, pod: Pod): SliceEndpoint {
  const serving = isPodReady(pod);
  const terminating = pod.metadata.deletionTimestamp !== undefined;
  const ready = service.spec.publishNotReadyAddresses === true || (serving && !terminating);
  const { nodeName } = pod.spec;
  const zone = zoneOf(nodeName ? api.get("Node", nodeName) : undefined);
  const hostname = endpointHostname(pod, service);
  const hints = ready ? hintsFor(service, zone, nodeName) : undefined;
  return {
    addresses: [pod.status?.podIP ?? ""],
    conditions: { ready, serving, terminating },
    ...(hostname ? { hostname } : {}),
    targetRef: targetRefTo(pod),
    ...(nodeName ? { nodeName } : {}),
    ...(zone ? { zone } : {}),
    ...(hints ? { hints } : {}),
  };
}

/** As trafficdist.go: each ready endpoint is for its own zone, or for its own node. */
function hintsFor(service: Service, zone: string | undefined, nodeName: string | undefined): SliceEndpoint["hints"] {
  const forZones = zone ? { forZones: [{ name: zone }] } : {};
  switch (service.spec.trafficDistribution) {
    case "PreferClose":
    case "PreferSameZone":
      return zone ? forZones : undefined;
    case "PreferSameNode":
      return nodeName ? { ...forZones, forNodes: [{ name: nodeName }] } : undefined;
    default:
      return undefined;
  }
}

function sliceLabels(service: Service): Readonly<Record<string, string>> {
  const labels = Object.entries(service.metadata.labels ?? {}).filter(([key]) => !RESERVED.has(key));
  return {
    ...Object.fromEntries(labels),
    ...(isHeadless(service) ? { [HEADLESS_LABEL]: "" } : {}),
    [SERVICE_NAME]: service.metadata.name,
    [MANAGED_BY]: MANAGER,
  };
}

function isOurs(slice: KubernetesObject | EndpointSlice): boolean {
  return slice.metadata.labels?.[MANAGED_BY] === MANAGER;
}

function zoneOf(node: Node | KubernetesObject | undefined): string | undefined {
  return node?.metadata.labels?.[ZONE];
}
