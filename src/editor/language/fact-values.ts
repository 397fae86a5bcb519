// Values that exist: which names, labels and ports of the cluster and of the text may stand at a place.
import { fieldOf, textOf } from "./documents.ts";
import type { TextDocument, Tree } from "./documents.ts";
import { labelsOf, namespaceOf, withDocuments } from "./facts.ts";
import type { Facts, Labels, PodShape, Port } from "./facts.ts";
import type { Place } from "./place.ts";
import type { SchemaPath } from "./schema.ts";

/** A value, and where it comes from. */
export type FactValue = { readonly label: string; readonly detail: string };

type Known = {
  readonly place: Place;
  readonly facts: Facts;
  readonly document: TextDocument | undefined;
  readonly documents: readonly TextDocument[];
};

/** Values that are offered at most. */
const VALUES_MAX = 200;

/** Labels that exist, as keys of a selector or of labels. */
export function factKeys(known: Known): readonly string[] {
  const { place } = known;
  if (!isLabelMap(place.path, place.type.kind)) return [];
  const keys = podsOf(known).flatMap(({ labels }) => Object.keys(labels));
  return [...new Set(keys)].filter((key) => !place.siblings.includes(key) && !isControllers(key));
}

/** Values that exist for the field at the cursor; empty where the schema knows better. */
export function factValues(known: Known): readonly FactValue[] {
  const found = valuesAt(known);
  const byLabel = new Map(found.map((value) => [value.label, value]));
  return [...byLabel.values()].slice(0, VALUES_MAX);
}

function valuesAt(known: Known): readonly FactValue[] {
  const { path, type } = known.place;
  const last = path.at(-1);
  if (typeof last !== "string") return [];
  if (isLabelMap(path.slice(0, -1), type.kind)) return labelValues(known, last);
  if (last === "namespace") return namesOf(known, "Namespace");
  if (last === "image") return everything(known).images.map((label) => ({ label, detail: "image" }));
  if (last === "targetPort") return podPorts(known, selectorOf(known.document?.root));
  if (last === "port" && ["httpGet", "tcpSocket", "grpc"].includes(String(path.at(-2))))
    return podPorts(known, ownLabels(known.document?.root));
  if (path.at(-2) === "port" && path.at(-3) === "service") return backendPorts(known, last);
  if (last === "key" && /^(configMap|secret)KeyRef$/.test(String(path.at(-2)))) return configKeys(known);
  const kind = referredKind(path, type.kind);
  if (kind !== undefined) return namesOf(known, kind);
  if (last === "name" && path.at(-2) === "scaleTargetRef")
    return ["Deployment", "StatefulSet", "ReplicaSet"].flatMap((one) => namesOf(known, one));
  if (last === "value" && path.at(-3) === "env") return urls(known);
  return [];
}

/** Fields that name an object of another kind: by the field, or by the field and the one around it. */
const REFERRED_KINDS: Readonly<Record<string, string>> = {
  nodeName: "Node",
  serviceName: "Service",
  serviceAccountName: "ServiceAccount",
  secretName: "Secret",
  claimName: "PersistentVolumeClaim",
  storageClassName: "StorageClass",
  ingressClassName: "IngressClass",
  priorityClassName: "PriorityClass",
  runtimeClassName: "RuntimeClass",
  "service.name": "Service",
  "configMapRef.name": "ConfigMap",
  "configMapKeyRef.name": "ConfigMap",
  "configMap.name": "ConfigMap",
  "secretRef.name": "Secret",
  "secretKeyRef.name": "Secret",
  "imagePullSecrets.name": "Secret",
};

function referredKind(path: SchemaPath, kind: string | undefined): string | undefined {
  const names = path.filter((part) => part !== 0);
  if (names.at(-1) === "name" && names.length === 2 && kind === "Endpoints") return "Service";
  if (names.at(-1) === "kubernetes.io/service-name") return "Service";
  return REFERRED_KINDS[String(names.at(-1))] ?? REFERRED_KINDS[names.slice(-2).join(".")];
}

/** A map of labels: a selector, or the labels themselves. */
function isLabelMap(path: SchemaPath, kind: string | undefined): boolean {
  const last = path.at(-1);
  if (last === "matchLabels" || last === "labels") return true;
  return last === "selector" && path.length === 2 && (kind === "Service" || kind === "ReplicationController");
}

/** Labels that a controller adds; no person selects by them. */
function isControllers(key: string): boolean {
  return ["pod-template-hash", "controller-revision-hash", "pod-template-generation"].includes(key);
}

function everything({ facts, documents }: Known): Facts {
  return withDocuments(facts, documents);
}

function podsOf(known: Known): readonly PodShape[] {
  const namespace = known.document ? namespaceOf(known.document) : "default";
  return everything(known).pods.filter((pod) => pod.namespace === namespace);
}

function labelValues(known: Known, key: string): readonly FactValue[] {
  return podsOf(known).flatMap(({ labels }) => {
    const label = labels[key];
    return label === undefined ? [] : [{ label, detail: "label" }];
  });
}

function namesOf(known: Known, kind: string): readonly FactValue[] {
  const namespace = known.document ? namespaceOf(known.document) : "default";
  return everything(known)
    .objects.filter((one) => one.kind === kind && (one.namespace ?? namespace) === namespace)
    .map(({ name }) => ({ label: name, detail: kind }));
}

function podPorts(known: Known, selector: Labels): readonly FactValue[] {
  const pairs = Object.entries(selector);
  const chosen = podsOf(known).filter(({ labels }) => pairs.every(([key, value]) => labels[key] === value));
  return portValues(chosen.flatMap(({ ports }) => ports));
}

function portValues(ports: readonly Port[]): readonly FactValue[] {
  return ports.flatMap(({ port, name }) => [
    { label: String(port), detail: name ?? "" },
    ...(name === undefined ? [] : [{ label: name, detail: String(port) }]),
  ]);
}

/** Ports of the Service that the backend around the cursor names, in the order in which text is written: its name comes first. */
function backendPorts(known: Known, field: string): readonly FactValue[] {
  const { document, place } = known;
  const service = at(document?.root, place.path.slice(0, -2));
  const name = textOf(fieldOf(service, "name")?.value);
  const ports = everything(known)
    .objects.filter((one) => one.kind === "Service" && (name === undefined || one.name === name))
    .flatMap(({ ports = [] }) => ports);
  return portValues(ports).filter(({ label }) => /^\d+$/.test(label) === (field === "number"));
}

function configKeys(known: Known): readonly FactValue[] {
  const reference = at(known.document?.root, known.place.path.slice(0, -1));
  const name = textOf(fieldOf(reference, "name")?.value);
  const kind = known.place.path.at(-2) === "secretKeyRef" ? "Secret" : "ConfigMap";
  return everything(known)
    .objects.filter((one) => one.kind === kind && (name === undefined || one.name === name))
    .flatMap(({ keys = [] }) => keys.map((label) => ({ label, detail: kind })));
}

/** What a container would be told to ask: each Service of its namespace. */
function urls(known: Known): readonly FactValue[] {
  const namespace = known.document ? namespaceOf(known.document) : "default";
  return everything(known)
    .objects.filter((one) => one.kind === "Service" && one.namespace === namespace)
    .map(({ name, ports = [] }) => {
      const [first] = ports;
      const port = first === undefined || first.port === 80 ? "" : `:${first.port}`;
      return { label: `http://${name}${port}`, detail: "Service" };
    });
}

/** Any item of a list stands for all: the last is the one that is being written. */
function at(root: Tree | undefined, path: SchemaPath): Tree | undefined {
  let tree = root;
  for (const part of path) {
    if (part === 0) tree = tree?.kind === "list" ? tree.items.at(-1) : undefined;
    else tree = fieldOf(tree, part)?.value;
  }
  return tree;
}

function selectorOf(root: Tree | undefined): Labels {
  return labelsOf(fieldOf(fieldOf(root, "spec")?.value, "selector")?.value);
}

function ownLabels(root: Tree | undefined): Labels {
  const spec = fieldOf(root, "spec")?.value;
  const pod = fieldOf(spec, "template")?.value ?? root;
  return labelsOf(fieldOf(fieldOf(pod, "metadata")?.value, "labels")?.value);
}
