// What the cluster and the text have, for values that no schema knows.
import { fieldOf, textOf } from "./documents.ts";
import type { TextDocument, Tree } from "./documents.ts";

export type Labels = Readonly<Record<string, string>>;
export type Port = { readonly port: number; readonly name?: string | undefined };
export type NamedObject = {
  readonly kind: string;
  readonly namespace?: string | undefined;
  readonly name: string;
  /** Ports of a Service. */
  readonly ports?: readonly Port[];
  /** Keys of a ConfigMap or Secret. */
  readonly keys?: readonly string[];
};
/** Pods that are alike: their labels and what they listen on. */
export type PodShape = { readonly namespace: string; readonly labels: Labels; readonly ports: readonly Port[] };

export type Facts = {
  readonly objects: readonly NamedObject[];
  readonly pods: readonly PodShape[];
  readonly images: readonly string[];
};

export const NO_FACTS: Facts = { objects: [], pods: [], images: [] };

/** The namespace that a document's objects go to. */
export function namespaceOf({ root }: Pick<TextDocument, "root">): string {
  return textOf(fieldOf(fieldOf(root, "metadata")?.value, "namespace")?.value) ?? "default";
}

/** Facts of the cluster together with those that the documents would make. */
export function withDocuments(facts: Facts, documents: readonly TextDocument[]): Facts {
  const written = documents.map(factsOf);
  return {
    objects: [...written.flatMap(({ objects }) => objects), ...facts.objects],
    pods: [...written.flatMap(({ pods }) => pods), ...facts.pods],
    images: [...new Set([...written.flatMap(({ images }) => images), ...facts.images])],
  };
}

function factsOf(document: TextDocument): Facts {
  const { root, type } = document;
  const name = textOf(fieldOf(fieldOf(root, "metadata")?.value, "name")?.value);
  const namespace = namespaceOf(document);
  const spec = fieldOf(root, "spec")?.value;
  const ports = type.kind === "Service" ? portsOf(fieldOf(spec, "ports")?.value, "port") : undefined;
  const keys = ["data", "stringData"].flatMap((field) => namesOf(fieldOf(root, field)?.value));
  const object = { ...(name !== undefined && { name }), namespace, ports, keys };
  const pod = type.kind === "Pod" ? root : fieldOf(spec, "template")?.value;
  return {
    objects: name === undefined || type.kind === undefined ? [] : [{ ...object, name, kind: type.kind }],
    pods: pod ? [shapeOf(pod, namespace)] : [],
    images: pod ? containersOf(pod).flatMap((one) => textOf(fieldOf(one, "image")?.value) ?? []) : [],
  };
}

function shapeOf(pod: Tree, namespace: string): PodShape {
  const labels = labelsOf(fieldOf(fieldOf(pod, "metadata")?.value, "labels")?.value);
  const ports = containersOf(pod).flatMap((one) => portsOf(fieldOf(one, "ports")?.value, "containerPort"));
  return { namespace, labels, ports };
}

function containersOf(pod: Tree): readonly Tree[] {
  const containers = fieldOf(fieldOf(pod, "spec")?.value, "containers")?.value;
  return containers?.kind === "list" ? containers.items : [];
}

/** Pairs of a map whose values are text. */
export function labelsOf(tree: Tree | undefined): Labels {
  if (tree?.kind !== "map") return {};
  return Object.fromEntries(
    tree.fields.flatMap(({ name, value }) => (textOf(value) === undefined ? [] : [[name, textOf(value) ?? ""]])),
  );
}

/** Numbers and names of a list of ports. */
export function portsOf(tree: Tree | undefined, field: string): readonly Port[] {
  if (tree?.kind !== "list") return [];
  return tree.items.flatMap((item) => {
    const value = fieldOf(item, field)?.value;
    const port = value?.kind === "scalar" && typeof value.value === "number" ? value.value : undefined;
    return port === undefined ? [] : [{ port, name: textOf(fieldOf(item, "name")?.value) }];
  });
}

function namesOf(tree: Tree | undefined): readonly string[] {
  return tree?.kind === "map" ? tree.fields.map(({ name }) => name) : [];
}
