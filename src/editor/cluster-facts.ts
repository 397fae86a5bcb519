// What the cluster has, for completion: gathered from the page's mirror, and kept until the cluster changes.
import type { KubernetesObject, Pod, Service } from "../engine/model/objects.ts";
import { getObjects, useCluster } from "../state/cluster.ts";
import type { Facts, NamedObject, PodShape } from "./language/facts.ts";

/** Pods that are told apart by labels and ports; beyond it the rest are taken to be alike. */
const SHAPES_MAX = 500;
const NAMED_KINDS =
  "Namespace Node ServiceAccount PersistentVolumeClaim Deployment StatefulSet ReplicaSet StorageClass IngressClass PriorityClass RuntimeClass".split(
    " ",
  );

let known: { readonly revisions: object; readonly facts: Facts } | undefined;

/** Facts of the cluster as it is now. */
export function clusterFacts(): Facts {
  const { revisions } = useCluster.getState();
  if (known?.revisions !== revisions) known = { revisions, facts: gather() };
  return known.facts;
}

function gather(): Facts {
  const images = new Set<string>();
  const shapes = new Map<string, PodShape>();
  for (const pod of getObjects("Pod").values()) {
    for (const { image } of pod.spec.containers) if (image !== undefined) images.add(image);
    if (shapes.size < SHAPES_MAX) shapes.set(shapeKey(pod), shapeOf(pod));
  }
  return { objects: gatherObjects(), pods: [...shapes.values()], images: [...images] };
}

function gatherObjects(): readonly NamedObject[] {
  return [
    ...[...getObjects("Service").values()].map((service) => ({ ...named(service), ports: portsOf(service) })),
    ...["ConfigMap", "Secret"].flatMap((kind) =>
      [...getObjects(kind).values()].map((object) => ({ ...named(object), keys: keysOf(object) })),
    ),
    ...NAMED_KINDS.flatMap((kind) => [...getObjects(kind).values()].map(named)),
  ];
}

function named({ kind, metadata }: KubernetesObject): NamedObject {
  return { kind, name: metadata.name, namespace: metadata.namespace };
}

function portsOf({ spec }: Service): NamedObject["ports"] & object {
  return (spec.ports ?? []).map(({ port, name }) => ({ port, name }));
}

function keysOf(object: KubernetesObject): readonly string[] {
  const { data } = object;
  return typeof data === "object" && data !== null ? Object.keys(data) : [];
}

function shapeOf({ metadata, spec }: Pod): PodShape {
  const ports = spec.containers.flatMap((container) => container.ports ?? []);
  return {
    namespace: metadata.namespace ?? "default",
    labels: metadata.labels ?? {},
    ports: ports.map(({ containerPort, name }) => ({ port: containerPort, name })),
  };
}

/** Pods of one controller have the same labels. */
function shapeKey({ metadata }: Pod): string {
  const owner = metadata.ownerReferences?.find(({ controller }) => controller);
  return `${metadata.namespace}/${owner ? `${owner.kind} ${owner.name}` : metadata.name}`;
}
