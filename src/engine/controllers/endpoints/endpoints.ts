// As pkg/controller/endpoint/endpoints_controller.go.
import type { Endpoints, EndpointSubset, Pod, Service, ServicePort } from "../../model/objects.ts";
import type { Controller, ControllerContext } from "../controller.ts";
import { keyOf, splitKey } from "../keys.ts";
import { findPort, isPodReady } from "../pods.ts";
import { isEqualJson } from "../writing.ts";
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
import type { PortedAddress } from "./sort-subsets.ts";
import { packSubsets } from "./sort-subsets.ts";

const NAME = "endpoint-controller";
const MANAGED_BY = "endpoints.kubernetes.io/managed-by";
const OVER_CAPACITY = "endpoints.kubernetes.io/over-capacity";
const CAPACITY_MAX = 1000;

/** Woken by Services, and by pods that a Service selects or selected. */
export function endpointsController(context: ControllerContext): Controller {
  const { api } = context;
  const times = new TriggerTimes();
  return {
    name: NAME,
    wakes(change) {
      const { object } = change;
      if (object.kind === "Service") return [keyOf(object)];
      if (object.kind === "Endpoints" && change.type === "DELETED") return [keyOf(object)];
      if (object.kind !== "Pod") return [];
      const services = servicesOfChange(context, change);
      times.note(change, services);
      return services;
    },
    reconcile(key) {
      const { name, namespace } = splitKey(key);
      const service = api.get("Service", name, namespace);
      if (service) reconcileService(context, service, times);
      else if (api.get("Endpoints", name, namespace)) {
        api.remove({ kind: "Endpoints", name, ...(namespace ? { namespace } : {}) });
      }
    },
    save: () => times.save(),
    restore: (saved) => times.restore(saved),
  };
}

function reconcileService(context: ControllerContext, service: Service, times: TriggerTimes): void {
  const { api, events } = context;
  if (!service.spec.selector || service.spec.type === "ExternalName") return;
  const { name, namespace = "" } = service.metadata;
  const current = api.get("Endpoints", name, namespace);
  const pods = endpointPods(
    context,
    service,
    service.spec.publishNotReadyAddresses ? "with terminating" : "without terminating",
  );
  const known = new Set(addressesOf(current).map(({ targetRef }) => targetRef?.uid));
  const time = times.take(
    service,
    current !== undefined,
    pods.filter(({ metadata }) => !known.has(metadata.uid)),
  );
  const packed = packSubsets(pods.flatMap((pod) => portedAddresses(pod, service)));
  const { subsets, isOver } = truncate(packed);
  const labels = endpointsLabels(service);
  const isSame =
    current !== undefined &&
    isEqualJson(current.subsets ?? [], subsets) &&
    isEqualJson(current.metadata.labels, labels) &&
    (current.metadata.annotations?.[OVER_CAPACITY] !== undefined) === isOver;
  if (isSame) return;
  const { [OVER_CAPACITY]: _, ...kept } = current?.metadata.annotations ?? {};
  const annotations = withTriggerTime(isOver ? { ...kept, [OVER_CAPACITY]: "truncated" } : kept, time);
  const { annotations: _annotations, ...metadata } = current?.metadata ?? { name, namespace };
  const wanted = {
    apiVersion: "v1",
    kind: "Endpoints",
    metadata: { ...metadata, labels, ...(Object.keys(annotations).length > 0 ? { annotations } : {}) },
    ...(subsets.length > 0 ? { subsets } : {}),
  };
  const written = current ? api.update(wanted) : api.create(wanted);
  if (written.ok || api.get("Namespace", namespace)?.metadata.deletionTimestamp) return;
  const verb = current ? "update" : "create";
  const message = `Failed to ${verb} endpoint ${namespace}/${name}: ${written.status.message}`;
  const reason = current ? "FailedToUpdateEndpoint" : "FailedToCreateEndpoint";
  events.tell(NAME, { about: wanted, type: "Warning", reason, message });
}

function portedAddresses(pod: Pod, service: Service): readonly PortedAddress[] {
  const hostname = endpointHostname(pod, service);
  const { nodeName } = pod.spec;
  const address = {
    ip: pod.status?.podIP ?? "",
    ...(hostname ? { hostname } : {}),
    ...(nodeName ? { nodeName } : {}),
    targetRef: targetRefTo(pod),
  };
  const isReady = service.spec.publishNotReadyAddresses === true || isPodReady(pod);
  const { ports = [] } = service.spec;
  if (ports.length === 0) return isHeadless(service) ? [{ address, port: undefined, isReady }] : [];
  return ports.flatMap((port) => {
    const number = findPort(pod, targetPortOf(port), port.protocol ?? "TCP");
    if (number === undefined) return [];
    const { name, protocol = "TCP", appProtocol } = port;
    const found = { ...(name ? { name } : {}), port: number, protocol, ...(appProtocol ? { appProtocol } : {}) };
    return [{ address, port: found, isReady }];
  });
}

/** What a Service's port means at the pod: its own number, where nothing else is said. */
export function targetPortOf(port: ServicePort): number | string {
  const { targetPort } = port;
  return targetPort === undefined || targetPort === 0 || targetPort === "" ? port.port : targetPort;
}

function endpointsLabels(service: Service): Readonly<Record<string, string>> {
  const { [HEADLESS_LABEL]: _, ...labels } = service.metadata.labels ?? {};
  const managed = { ...labels, [MANAGED_BY]: "endpoint-controller" };
  return isHeadless(service) ? { ...managed, [HEADLESS_LABEL]: "" } : managed;
}

function addressesOf(endpoints: Endpoints | undefined) {
  return (endpoints?.subsets ?? []).flatMap(({ addresses = [], notReadyAddresses = [] }) => [
    ...addresses,
    ...notReadyAddresses,
  ]);
}

/** At most 1,000 addresses: each subset keeps its share, ready ones first. */
function truncate(subsets: readonly EndpointSubset[]): {
  readonly subsets: readonly EndpointSubset[];
  readonly isOver: boolean;
} {
  const size = (subset: EndpointSubset) => (subset.addresses?.length ?? 0) + (subset.notReadyAddresses?.length ?? 0);
  const total = subsets.reduce((sum, subset) => sum + size(subset), 0);
  if (total <= CAPACITY_MAX) return { subsets, isOver: false };
  const ready = subsets.reduce((sum, { addresses }) => sum + (addresses?.length ?? 0), 0);
  const readyMax = Math.min(ready, CAPACITY_MAX);
  const notReadyMax = CAPACITY_MAX - readyMax;
  const cut = subsets.map((subset) => {
    const { addresses = [], notReadyAddresses = [], ...rest } = subset;
    const kept = addresses.slice(0, Math.floor((readyMax / Math.max(1, ready)) * addresses.length));
    const notReady = total - ready;
    const keptNotReady = notReadyAddresses.slice(
      0,
      Math.floor((notReadyMax / Math.max(1, notReady)) * notReadyAddresses.length),
    );
    return {
      ...(kept.length > 0 ? { addresses: kept } : {}),
      ...(keptNotReady.length > 0 ? { notReadyAddresses: keptNotReady } : {}),
      ...rest,
    };
  });
  return { subsets: cut.filter((subset) => size(subset) > 0), isOver: true };
}
