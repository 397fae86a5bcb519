// What is written where, and what names it: objects and labels, for "go to definition", "find references" and "rename".
import { hostsOf, serviceNamed } from "./hosts.ts";
import { referencesOf } from "./references.ts";
import { labelsAt, podPathOf } from "./world.ts";
import type { Labels, WrittenObject } from "./world.ts";

/**
 * A place in a document (its index) that makes a thing or names it. `thing` is the same text wherever the same thing is meant:
 * "Service default/web", "label default app=web".
 */
export type Link = {
  readonly document: number;
  readonly path: string;
  readonly thing: string;
  readonly role: "definition" | "reference";
  /** The part of the value that is the name, where it is not all of it: the host of a URL. */
  readonly text?: string;
};

/** Every link of the documents. */
export function linksOf(documents: readonly WrittenObject[]): readonly Link[] {
  return documents.flatMap((object, document) =>
    [...ownLinks(object), ...namedLinks(object), ...labelLinks(object)].map((link) => ({ ...link, document })),
  );
}

type OwnLink = Omit<Link, "document">;

function ownLinks({ kind, namespace, name }: WrittenObject): readonly OwnLink[] {
  return [{ path: "metadata.name", thing: thingOf({ kind, namespace, name }), role: "definition" }];
}

function namedLinks(object: WrittenObject): readonly OwnLink[] {
  const byField = referencesOf(object).map((reference): OwnLink => {
    return { path: reference.path, thing: thingOf(reference), role: "reference" };
  });
  const byHost = hostsOf(object).flatMap(({ path, host }): readonly OwnLink[] => {
    const meant = serviceNamed(host, object.namespace);
    return meant ? [{ path, thing: thingOf({ kind: "Service", ...meant }), role: "reference", text: meant.name }] : [];
  });
  const endpoints = object.kind === "Endpoints" ? [{ ...object, kind: "Service" }].map(thingOf) : [];
  return [
    ...byField,
    ...byHost,
    ...endpoints.map((thing): OwnLink => ({ path: "metadata.name", thing, role: "reference" })),
  ];
}

/** Labels of pods are what selectors name. */
function labelLinks({ kind, namespace, value }: WrittenObject): readonly OwnLink[] {
  const podPath = podPathOf(kind);
  const made = podPath === undefined ? [] : [podPath === "" ? "metadata.labels" : `${podPath}.metadata.labels`];
  const named = kind === "Service" || kind === "ReplicationController" ? ["spec.selector"] : (SELECTORS[kind] ?? []);
  const links = (paths: readonly string[], role: Link["role"]) =>
    paths.flatMap((path) =>
      Object.entries(labelsOf(value, path)).map(([key, text]): OwnLink => {
        return { path: `${path}.${key}`, thing: `label ${namespace} ${key}=${text}`, role };
      }),
    );
  return [...links(made, "definition"), ...links(named, "reference")];
}

const OF_WORKLOAD = ["spec.selector.matchLabels"];
const SELECTORS: Readonly<Record<string, readonly string[]>> = {
  Deployment: OF_WORKLOAD,
  ReplicaSet: OF_WORKLOAD,
  StatefulSet: OF_WORKLOAD,
  DaemonSet: OF_WORKLOAD,
  PodDisruptionBudget: OF_WORKLOAD,
  NetworkPolicy: ["spec.podSelector.matchLabels"],
};

function labelsOf(value: unknown, path: string): Labels {
  return labelsAt(value, ...path.split("."));
}

function thingOf({ kind, namespace, name }: Pick<WrittenObject, "kind" | "namespace" | "name">): string {
  return `${kind} ${namespace}/${name}`;
}
