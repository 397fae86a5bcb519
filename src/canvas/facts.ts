// What the drawing is made from, read from the mirror of the cluster's objects: only what is to be seen.
import type { EndpointSlice, Node, Pod, Service } from "../engine/model/objects.ts";
import { objectKey } from "../state/cluster.ts";
import type { ObjectTable } from "../state/cluster.ts";
import { readyCount, statusWord } from "./pod-status.ts";

/** A machine of the cluster. */
export type NodeFact = {
  readonly name: string;
  readonly address: string;
  readonly podCidr: string;
  readonly isReady: boolean;
};

/** How a pod stands, in the order of how bad that is. */
export type PodHealth = "ready" | "unready" | "pending" | "terminating" | "failed" | "succeeded";

export type PodFact = {
  readonly key: string;
  readonly namespace: string;
  readonly name: string;
  readonly node?: string;
  readonly address?: string;
  readonly health: PodHealth;
  /** What kubectl shows in STATUS: "Running", "Init:0/1", "CrashLoopBackOff". */
  readonly status: string;
  /** Containers that are ready, and all of them. */
  readonly ready: { readonly ready: number; readonly total: number };
  readonly owner?: { readonly kind: string; readonly name: string };
  readonly restarts: number;
  readonly isHostNetwork: boolean;
  readonly labels: Readonly<Record<string, string>>;
};

export type ServiceFact = {
  readonly key: string;
  readonly namespace: string;
  readonly name: string;
  readonly type: string;
  /** "10.96.0.10:53", ":30080", "203.0.113.200:80": what the rules answer to; empty for what has no rules. */
  readonly addresses: readonly string[];
  readonly selector?: Readonly<Record<string, string>>;
  readonly hasEndpoints: boolean;
};

export type Facts = {
  readonly nodes: readonly NodeFact[];
  readonly pods: readonly PodFact[];
  readonly services: readonly ServiceFact[];
};

export type Tables = {
  readonly nodes: ObjectTable<"Node">;
  readonly pods: ObjectTable<"Pod">;
  readonly services: ObjectTable<"Service">;
  readonly slices: ObjectTable<"EndpointSlice">;
};

/** Reads the tables. */
export function factsOf({ nodes, pods, services, slices }: Tables): Facts {
  const served = new Set<string>();
  for (const slice of slices.values()) if (hasReadyEndpoint(slice)) served.add(serviceOf(slice));
  return {
    nodes: [...nodes.values()].map(nodeFact),
    pods: [...pods.values()].map(podFact),
    services: [...services.values()].map((service) => serviceFact(service, served)).toSorted(bySystem),
  };
}

/** The cluster's own Services first; the others stay in the order in which they came. */
function bySystem(a: ServiceFact, b: ServiceFact): number {
  return Number(isOfPerson(a)) - Number(isOfPerson(b));
}

/** Whether a Service is one that the person made. */
export function isOfPerson({ namespace, key }: ServiceFact): boolean {
  return namespace !== "kube-system" && key !== "default/kubernetes";
}

/** Whether the labels have all that the selector asks for; an empty selector selects nothing. */
export function isSelected(selector: Readonly<Record<string, string>> | undefined, pod: PodFact): boolean {
  const asked = Object.entries(selector ?? {});
  return asked.length > 0 && asked.every(([key, value]) => pod.labels[key] === value);
}

/** The pods that a Service selects. */
export function selectedPods(service: ServiceFact, pods: readonly PodFact[]): readonly PodFact[] {
  return pods.filter((pod) => pod.namespace === service.namespace && isSelected(service.selector, pod));
}

function nodeFact({ metadata, spec, status }: Node): NodeFact {
  return {
    name: metadata.name,
    address: status?.addresses?.find(({ type }) => type === "InternalIP")?.address ?? "",
    podCidr: spec.podCIDR ?? "",
    isReady: status?.conditions?.find(({ type }) => type === "Ready")?.status !== "False",
  };
}

function podFact(pod: Pod): PodFact {
  const { metadata, spec, status } = pod;
  const [owner] = metadata.ownerReferences ?? [];
  return {
    key: objectKey(metadata),
    namespace: metadata.namespace ?? "",
    name: metadata.name,
    health: healthOf(pod),
    status: statusWord(pod),
    ready: readyCount(pod),
    restarts: (status?.containerStatuses ?? []).reduce((sum, { restartCount }) => sum + restartCount, 0),
    isHostNetwork: spec.hostNetwork ?? false,
    labels: metadata.labels ?? {},
    ...(spec.nodeName !== undefined && { node: spec.nodeName }),
    ...(status?.podIP !== undefined && { address: status.podIP }),
    ...(owner && { owner: { kind: owner.kind, name: owner.name } }),
  };
}

function healthOf({ metadata, status }: Pod): PodHealth {
  if (metadata.deletionTimestamp !== undefined) return "terminating";
  if (status?.phase === "Failed") return "failed";
  if (status?.phase === "Succeeded") return "succeeded";
  const isReady = status?.conditions?.find(({ type }) => type === "Ready")?.status === "True";
  if (isReady) return "ready";
  return status?.phase === "Running" ? "unready" : "pending";
}

function serviceFact({ metadata, spec, status }: Service, served: ReadonlySet<string>): ServiceFact {
  const key = objectKey(metadata);
  const hasRules = spec.type !== "ExternalName" && spec.clusterIP !== undefined && spec.clusterIP !== "None";
  const [port] = spec.ports ?? [];
  const ingress = status?.loadBalancer?.ingress?.flatMap(({ ip }) => ip ?? []) ?? [];
  const outer = [...(spec.externalIPs ?? []), ...ingress];
  const addresses = hasRules && port !== undefined ? [`${spec.clusterIP}:${port.port}`] : [];
  if (hasRules && port?.nodePort !== undefined) addresses.push(`:${port.nodePort}`);
  if (hasRules && port !== undefined) addresses.push(...outer.map((address) => `${address}:${port.port}`));
  return {
    key,
    namespace: metadata.namespace ?? "",
    name: metadata.name,
    type: spec.type ?? "ClusterIP",
    addresses,
    hasEndpoints: served.has(key),
    ...(spec.selector && { selector: spec.selector }),
  };
}

function serviceOf({ metadata }: EndpointSlice): string {
  return `${metadata.namespace}/${metadata.labels?.["kubernetes.io/service-name"] ?? ""}`;
}

function hasReadyEndpoint({ endpoints }: EndpointSlice): boolean {
  return (endpoints ?? []).some(({ conditions }) => conditions?.ready !== false);
}
