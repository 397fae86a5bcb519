// The API server keeps the Service of its own name, and that Service's endpoints, itself: it looks every ten seconds.
import type { KubernetesObject, Node } from "../model/objects.ts";
import type { Controller, ControllerContext } from "./controller.ts";
import { KUBERNETES_SERVICE_PERIOD_MS as PERIOD_MS } from "./latencies.ts";
import { isEqualJson } from "./writing.ts";

const NAME = "kubernetes-service";
const KEY = "default/kubernetes";
const PORT = 6443;
const SERVICE_ADDRESS = "10.96.0.1";

/** Woken when one of its three objects is changed or removed, at the next of its looks; at once when the world begins. */
export function kubernetesServiceController(context: ControllerContext): Controller {
  const { api, simulation, lookLater } = context;
  const isInOrder = () => wantedObjects(context).every((wanted) => isAsWanted(stored(context, wanted), wanted));
  return {
    name: NAME,
    wakes({ object, type }) {
      if (object.kind === "Namespace" && object.metadata.name === "default" && type === "ADDED") return [KEY];
      if (object.kind === "Node" && type === "ADDED" && isControlPlane(object)) return [KEY];
      if (!isOurs(object) || type === "ADDED" || isInOrder()) return [];
      const sinceLookMs = ((simulation.nowMs % PERIOD_MS) + PERIOD_MS) % PERIOD_MS;
      lookLater(NAME, KEY, PERIOD_MS - sinceLookMs);
      return [];
    },
    reconcile() {
      if (api.get("Namespace", "default")) for (const wanted of wantedObjects(context)) write(context, wanted);
    },
  };
}

function stored({ api }: ControllerContext, { kind }: KubernetesObject): KubernetesObject | undefined {
  return api.get(kind, "kubernetes", "default");
}

function write(context: ControllerContext, wanted: KubernetesObject): void {
  const { api } = context;
  const current = stored(context, wanted);
  if (!current) api.create(wanted);
  else if (!isAsWanted(current, wanted)) {
    const labels = { ...current.metadata.labels, ...wanted.metadata.labels };
    const { spec, ...rest } = wanted;
    const merged = spec ? { spec: { ...(current["spec"] as object), ...spec } } : {};
    api.update({ ...current, ...rest, ...merged, metadata: { ...current.metadata, labels } });
  }
}

function wantedObjects({ api }: ControllerContext): readonly KubernetesObject[] {
  const nodes = [...api.list("Node")].filter(isControlPlane);
  const addresses = nodes.map(internalAddress).filter(Boolean).toSorted();
  const own = { namespace: "default", name: "kubernetes" };
  const port = { name: "https", port: PORT, protocol: "TCP" };
  const service = {
    apiVersion: "v1",
    kind: "Service",
    metadata: { ...own, labels: { component: "apiserver", provider: "kubernetes" } },
    spec: {
      type: "ClusterIP",
      clusterIP: SERVICE_ADDRESS,
      ports: [{ name: "https", port: 443, protocol: "TCP", targetPort: PORT }],
      sessionAffinity: "None",
    },
  };
  if (addresses.length === 0) return [service];
  return [
    service,
    {
      apiVersion: "v1",
      kind: "Endpoints",
      metadata: { ...own, labels: { "endpointslice.kubernetes.io/skip-mirror": "true" } },
      subsets: [{ addresses: addresses.map((ip) => ({ ip })), ports: [port] }],
    },
    {
      apiVersion: "discovery.k8s.io/v1",
      kind: "EndpointSlice",
      metadata: { ...own, labels: { "kubernetes.io/service-name": "kubernetes" } },
      addressType: "IPv4",
      endpoints: addresses.map((address) => ({ addresses: [address], conditions: { ready: true } })),
      ports: [port],
    },
  ];
}

function isOurs({ kind, metadata }: KubernetesObject): boolean {
  return (
    metadata.name === "kubernetes" &&
    metadata.namespace === "default" &&
    ["Service", "Endpoints", "EndpointSlice"].includes(kind)
  );
}

/** Whether everything that is wanted is there; labels and fields beyond are others' business. */
function isAsWanted(current: KubernetesObject | undefined, wanted: KubernetesObject): boolean {
  if (!current) return false;
  const { metadata, ...fields } = wanted;
  const labels = Object.entries(metadata.labels ?? {});
  if (!labels.every(([key, value]) => current.metadata.labels?.[key] === value)) return false;
  return Object.entries(fields).every(([field, value]) =>
    field === "spec" ? isPartOf(value, current[field]) : isEqualJson(value, current[field]),
  );
}

function isPartOf(part: unknown, whole: unknown): boolean {
  const all = whole as Readonly<Record<string, unknown>> | undefined;
  return Object.entries(part as object).every(([field, value]) => isEqualJson(value, all?.[field]));
}

function isControlPlane({ metadata }: KubernetesObject): boolean {
  return metadata.labels?.["node-role.kubernetes.io/control-plane"] !== undefined;
}

function internalAddress(node: Node): string {
  return node.status?.addresses?.find(({ type }) => type === "InternalIP")?.address ?? "";
}
