// What is worth knowing of an object at a glance, by kind; and what belongs to it.
import type { HostRef } from "../engine/model/host.ts";
import type { KubernetesObject, Node, Pod, Service } from "../engine/model/objects.ts";
import type { ObjectRef } from "../engine/trace/trace.ts";
import { getObjects } from "../state/cluster.ts";
import type { PlainMessageKey } from "../ui/i18n/catalogue.ts";

/** A line of the details: its name in the catalogue and its value in Kubernetes' own words. */
export type ObjectFact = readonly [name: PlainMessageKey, value: string];

/** The lines for an object. */
export function objectFacts(object: KubernetesObject): readonly ObjectFact[] {
  const own =
    object.kind === "Pod"
      ? podFacts(object as Pod)
      : object.kind === "Service"
        ? serviceFacts(object as Service)
        : object.kind === "Node"
          ? nodeFacts(object as Node)
          : [];
  const labels = labelText(object.metadata.labels);
  return [...own, ...(labels === "" ? [] : ([["inspector.labels", labels]] as const))];
}

function podFacts({ spec, status }: Pod): readonly ObjectFact[] {
  const restarts = (status?.containerStatuses ?? []).reduce((sum, { restartCount }) => sum + restartCount, 0);
  const ready = status?.conditions?.find(({ type }) => type === "Ready")?.status === "True" ? "Ready" : "not Ready";
  const ports = spec.containers.flatMap((one) =>
    (one.ports ?? []).map((port) => `${port.containerPort}/${port.protocol ?? "TCP"}`),
  );
  return [
    ["inspector.status", `${status?.phase ?? "Pending"}, ${ready}`],
    ["inspector.node", spec.nodeName ?? "<none>"],
    ["inspector.address", status?.podIP ?? "<none>"],
    ["inspector.image", spec.containers.map(({ image }) => image ?? "").join("\n")],
    ["inspector.ports", ports.join(", ") || "<none>"],
    ["inspector.restarts", String(restarts)],
  ];
}

function serviceFacts({ metadata, spec, status }: Service): readonly ObjectFact[] {
  const ports = (spec.ports ?? []).map(({ port, targetPort, nodePort, protocol }) => {
    const outer = nodePort === undefined ? "" : `:${nodePort}`;
    return `${port}${outer}/${protocol ?? "TCP"} → ${targetPort ?? port}`;
  });
  const endpoints = [...getObjects("EndpointSlice").values()]
    .filter((slice) => slice.metadata.namespace === metadata.namespace)
    .filter((slice) => slice.metadata.labels?.["kubernetes.io/service-name"] === metadata.name)
    .flatMap((slice) =>
      (slice.endpoints ?? []).flatMap(({ addresses, conditions }) => (conditions?.ready === false ? [] : addresses)),
    );
  const ingress = (status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip ?? hostname ?? "");
  const outer = [...ingress, ...(spec.externalIPs ?? [])];
  const rows: ObjectFact[] = [
    ["inspector.type", spec.type ?? "ClusterIP"],
    ["inspector.clusterIp", spec.clusterIP ?? spec.externalName ?? "<none>"],
  ];
  if (outer.length > 0 || spec.type === "LoadBalancer")
    rows.push(["inspector.externalIp", outer.join(", ") || "<pending>"]);
  return [
    ...rows,
    ["inspector.ports", ports.join("\n") || "<none>"],
    ["inspector.selector", labelText(spec.selector) || "<none>"],
    ["inspector.endpoints", endpoints.join(", ") || "<none>"],
  ];
}

function nodeFacts({ spec, status }: Node): readonly ObjectFact[] {
  const ready = status?.conditions?.find(({ type }) => type === "Ready")?.status === "True" ? "Ready" : "NotReady";
  return [
    ["inspector.status", ready],
    ["inspector.address", status?.addresses?.find(({ type }) => type === "InternalIP")?.address ?? "<none>"],
    ["inspector.podCidr", spec.podCIDR ?? "<none>"],
  ];
}

function labelText(labels: Readonly<Record<string, string>> | undefined): string {
  return Object.entries(labels ?? {})
    .map(([key, value]) => (value === "" ? key : `${key}=${value}`))
    .join("\n");
}

/** What belongs to an object: its owner, what it owns, the pods of a Service or node, the Services of a pod. */
export function relatedObjects(object: KubernetesObject): readonly ObjectRef[] {
  const { namespace, uid } = object.metadata;
  const owners = (object.metadata.ownerReferences ?? []).map(({ kind, name }) => refOf(kind, namespace, name));
  const owned = uid === undefined ? [] : ownedBy(uid);
  return [...owners, ...owned, ...connected(object)].slice(0, RELATED_MAX);
}

const RELATED_MAX = 40;
const OWNED_KINDS = ["ReplicaSet", "Pod", "EndpointSlice"] as const;

function ownedBy(uid: string): readonly ObjectRef[] {
  return OWNED_KINDS.flatMap((kind) =>
    [...getObjects(kind).values()]
      .filter(({ metadata }) => metadata.ownerReferences?.some((owner) => owner.uid === uid))
      .map(({ metadata }) => refOf(kind, metadata.namespace, metadata.name)),
  );
}

function connected(object: KubernetesObject): readonly ObjectRef[] {
  const { namespace, name, labels } = object.metadata;
  const pods = [...getObjects("Pod").values()];
  const toRef = (pod: Pod) => refOf("Pod", pod.metadata.namespace, pod.metadata.name);
  if (object.kind === "Service") {
    const selector = (object as Service).spec.selector;
    return pods
      .filter((pod) => pod.metadata.namespace === namespace && isChosen(selector, pod.metadata.labels))
      .map(toRef);
  }
  if (object.kind === "Node") return pods.filter((pod) => pod.spec.nodeName === name).map(toRef);
  if (object.kind !== "Pod") return [];
  return [...getObjects("Service").values()]
    .filter((service) => service.metadata.namespace === namespace && isChosen(service.spec.selector, labels))
    .map((service) => refOf("Service", namespace, service.metadata.name));
}

function isChosen(
  selector: Readonly<Record<string, string>> | undefined,
  labels: Readonly<Record<string, string>> | undefined,
): boolean {
  const asked = Object.entries(selector ?? {});
  return asked.length > 0 && asked.every(([key, value]) => labels?.[key] === value);
}

function refOf(kind: string, namespace: string | undefined, name: string): ObjectRef {
  return { kind, name, ...(namespace !== undefined && { namespace }) };
}

/** The host that an object is, if requests can start there. */
export function hostOf({ kind, metadata }: KubernetesObject): HostRef | undefined {
  if (kind === "Pod") return { pod: metadata.name, namespace: metadata.namespace ?? "default" };
  return kind === "Node" ? { node: metadata.name } : undefined;
}
