// What there will be once every document is applied: the documents, and what of the cluster they do not replace.
import type { JsonObject } from "../model/json.ts";
import { isJsonObject } from "../model/json.ts";
import type { Container, KubernetesObject } from "../model/objects.ts";

export type Labels = Readonly<Record<string, string>>;

/** Pods that are alike, made by a document or by the cluster. */
export type PodShape = {
  readonly namespace: string;
  readonly labels: Labels;
  readonly containers: readonly Container[];
};

/** An object as it was written: only what is in `apiVersion`, `kind` and `metadata.name` is known to be there. */
export type WrittenObject = {
  readonly kind: string;
  readonly name: string;
  /** "default" where none is written; "" for what is in no namespace. */
  readonly namespace: string;
  readonly value: JsonObject;
};

/** The kinds that are in no namespace, among those that are looked up here. */
const GLOBAL_KINDS: ReadonlySet<string> = new Set([
  "Namespace",
  "Node",
  "PersistentVolume",
  "StorageClass",
  "PriorityClass",
  "IngressClass",
  "ClusterRole",
  "ClusterRoleBinding",
  "RuntimeClass",
]);

/** Where a kind's pods are written. */
const POD_PATHS: Readonly<Record<string, readonly string[]>> = {
  Pod: [],
  Deployment: ["spec", "template"],
  ReplicaSet: ["spec", "template"],
  StatefulSet: ["spec", "template"],
  DaemonSet: ["spec", "template"],
  ReplicationController: ["spec", "template"],
  Job: ["spec", "template"],
  CronJob: ["spec", "jobTemplate", "spec", "template"],
};

/** Looks up what will be there. */
export class World {
  readonly #byKey = new Map<string, WrittenObject>();
  readonly #byKind = new Map<string, WrittenObject[]>();
  readonly #shapes = new Map<string, PodShape[]>();

  constructor(documents: readonly WrittenObject[], cluster: Iterable<KubernetesObject>) {
    for (const document of documents) this.#add(document);
    for (const object of cluster) {
      const written = writtenObject(object);
      if (written && !this.#isMadeByDocument(object, written)) this.#add(written);
    }
    for (const object of this.#byKey.values()) this.#addShape(object);
  }

  get(kind: string, name: string, namespace: string): WrittenObject | undefined {
    return this.#byKey.get(keyOf({ kind, name, namespace: GLOBAL_KINDS.has(kind) ? "" : namespace }));
  }

  /** Names of a kind in a namespace; of a kind that is in none, all. */
  namesOf(kind: string, namespace: string): readonly string[] {
    const all = this.#byKind.get(kind) ?? [];
    return all.filter((one) => one.namespace === "" || one.namespace === namespace).map(({ name }) => name);
  }

  all(kind: string): readonly WrittenObject[] {
    return this.#byKind.get(kind) ?? [];
  }

  /** The pods of a namespace, each shape once. */
  shapesIn(namespace: string): readonly PodShape[] {
    return this.#shapes.get(namespace) ?? [];
  }

  #add(object: WrittenObject): void {
    const key = keyOf(object);
    if (this.#byKey.has(key)) return;
    this.#byKey.set(key, object);
    const same = this.#byKind.get(object.kind);
    if (same) same.push(object);
    else this.#byKind.set(object.kind, [object]);
  }

  /** A controller's own object stands for its template; what it has made already is as the template was. */
  #isMadeByDocument({ metadata }: KubernetesObject, { kind }: WrittenObject): boolean {
    if (kind !== "Pod" && kind !== "ReplicaSet" && kind !== "Job") return false;
    return metadata.ownerReferences?.some(({ controller }) => controller === true) ?? false;
  }

  #addShape(object: WrittenObject): void {
    const path = POD_PATHS[object.kind];
    if (!path || object.kind === "Job" || object.kind === "CronJob") return;
    const pod = at(object.value, ...path);
    const shape = {
      namespace: object.namespace,
      labels: labelsAt(pod, "metadata", "labels"),
      containers: containersOf(pod),
    };
    const same = this.#shapes.get(object.namespace);
    if (same) same.push(shape);
    else this.#shapes.set(object.namespace, [shape]);
  }
}

/** An object with a kind and a name; undefined for any other value. */
export function writtenObject(value: unknown): WrittenObject | undefined {
  if (!isJsonObject(value)) return undefined;
  const { kind } = value;
  const name = textAt(value, "metadata", "name");
  if (typeof kind !== "string" || name === undefined) return undefined;
  const namespace = GLOBAL_KINDS.has(kind) ? "" : (textAt(value, "metadata", "namespace") ?? "default");
  return { kind, name, namespace, value };
}

/** Where the pod of an object is written: "spec.template" of a Deployment, "" of a Pod; undefined where there is none. */
export function podPathOf(kind: string): string | undefined {
  return POD_PATHS[kind]?.join(".");
}

/** What stands at a path of fields. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  let here = value;
  for (const part of path) here = isJsonObject(here) ? here[part] : undefined;
  return here;
}

export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === "string" && found !== "" ? found : undefined;
}

export function listAt(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** The pairs of a map whose values are text. */
export function labelsAt(value: unknown, ...path: readonly string[]): Labels {
  const found = at(value, ...path);
  if (!isJsonObject(found)) return {};
  return Object.fromEntries(
    Object.entries(found).filter((pair): pair is [string, string] => typeof pair[1] === "string"),
  );
}

/** Whether the labels have all pairs of a selector; an empty one selects everything. */
export function isMatched(selector: Labels, labels: Labels): boolean {
  return Object.entries(selector).every(([key, value]) => labels[key] === value);
}

function containersOf(pod: unknown): readonly Container[] {
  return listAt(pod, "spec", "containers").filter(
    (one): one is Container & JsonObject => isJsonObject(one) && typeof one["name"] === "string",
  );
}

function keyOf({ kind, name, namespace }: Pick<WrittenObject, "kind" | "name" | "namespace">): string {
  return `${kind} ${namespace}/${name}`;
}
