// As staging/src/k8s.io/cloud-provider/controllers/service, with a cloud that has addresses from 203.0.113.200 on.
import { ipv4ToNumber, numberToIpv4 } from "../model/address.ts";
import type { LoadBalancerIngress, Service } from "../model/objects.ts";
import { parseTimestamp } from "../model/timestamp.ts";
import type { Controller, ControllerContext } from "./controller.ts";
import { keyOf, splitKey } from "./keys.ts";
import { LOAD_BALANCER_MS } from "./latencies.ts";

const NAME = "service-controller";
const FIRST_ADDRESS = "203.0.113.200";
const ADDRESSES_MAX = 55;
const FINALIZER = "service.kubernetes.io/load-balancer-cleanup";
const DOMAIN = "lb.cloud.test";

/** Woken by Services. With cloud "none" it never is. */
export function serviceLoadBalancerController(context: ControllerContext): Controller {
  const { api, cloud } = context;
  return {
    name: NAME,
    wakes({ object, type }) {
      if (cloud === "none" || object.kind !== "Service" || type === "DELETED") return [];
      return [keyOf(object)];
    },
    reconcile(key) {
      const { name, namespace } = splitKey(key);
      const service = api.get("Service", name, namespace);
      if (!service) return;
      if (!isWanted(service) || service.metadata.deletionTimestamp) return cleanUp(context, service);
      if (service.status?.loadBalancer?.ingress?.length) return;
      if (!service.metadata.finalizers?.includes(FINALIZER)) begin(context, service);
      else provide(context, service);
    },
  };
}

function begin({ api, events, lookLater }: ControllerContext, service: Service): void {
  const finalizers = [...(service.metadata.finalizers ?? []), FINALIZER];
  const message = "Ensuring load balancer";
  events.tell(NAME, { about: service, type: "Normal", reason: "EnsuringLoadBalancer", message });
  api.update({ ...service, metadata: { ...service.metadata, finalizers } });
  lookLater(NAME, keyOf(service), LOAD_BALANCER_MS);
}

function provide(context: ControllerContext, service: Service): void {
  const { api, events, lookLater, simulation } = context;
  const addedMs = parseTimestamp(service.metadata.creationTimestamp ?? "") ?? 0;
  const ageMs = simulation.startEpochMs + simulation.nowMs - addedMs;
  if (ageMs < LOAD_BALANCER_MS) return lookLater(NAME, keyOf(service), LOAD_BALANCER_MS - ageMs);
  const ingress = freeIngress(context, service);
  if (!ingress) {
    const message = "Error syncing load balancer: failed to ensure load balancer: no address is left";
    return events.tell(NAME, { about: service, type: "Warning", reason: "SyncLoadBalancerFailed", message });
  }
  const status = { ...service.status, loadBalancer: { ingress: [ingress] } };
  api.update({ ...service, status }, { subresource: "status" });
  const message = "Ensured load balancer";
  events.tell(NAME, { about: service, type: "Normal", reason: "EnsuredLoadBalancer", message });
}

function cleanUp({ api }: ControllerContext, service: Service): void {
  if (!service.metadata.finalizers?.includes(FINALIZER)) return;
  const { name, namespace } = service.metadata;
  if (service.status?.loadBalancer?.ingress?.length) {
    api.update({ ...service, status: { ...service.status, loadBalancer: {} } }, { subresource: "status" });
  }
  const current = api.get("Service", name, namespace);
  if (!current) return;
  const { finalizers: before = [], ...metadata } = current.metadata;
  const finalizers = before.filter((finalizer) => finalizer !== FINALIZER);
  api.update({ ...current, metadata: finalizers.length > 0 ? { ...metadata, finalizers } : metadata });
}

/** The address asked for, else the first that no Service has. A cloud of host names gives the name of that address. */
function freeIngress({ api, cloud }: ControllerContext, service: Service): LoadBalancerIngress | undefined {
  const given = [...api.list("Service")].flatMap(({ status }) => status?.loadBalancer?.ingress ?? []);
  const taken = new Set(given.map(ingressKey));
  const asked = service.spec.loadBalancerIP;
  const numbers = Array.from({ length: ADDRESSES_MAX }, (_, i) => ipv4ToNumber(FIRST_ADDRESS) + i);
  const candidates = [...(asked ? [asked] : []), ...numbers.map(numberToIpv4)].map((ip) => ingressOf(ip, cloud));
  return candidates.find((ingress) => !taken.has(ingressKey(ingress)));
}

/** The host name that a cloud of host names gives for its address: lb.cloud.test is the first, then lb-201.cloud.test … */
function ingressOf(ip: string, cloud: ControllerContext["cloud"]): LoadBalancerIngress {
  if (cloud !== "hostnames") return { ip, ipMode: "VIP" };
  const last = ip.slice(ip.lastIndexOf(".") + 1);
  return { hostname: ip === FIRST_ADDRESS ? DOMAIN : DOMAIN.replace("lb.", `lb-${last}.`) };
}

function ingressKey({ ip, hostname }: LoadBalancerIngress): string {
  return ip ?? hostname ?? "";
}

function isWanted({ spec }: Service): boolean {
  return spec.type === "LoadBalancer" && !spec.loadBalancerClass;
}
