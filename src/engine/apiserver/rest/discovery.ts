// What /api, /apis and their group versions answer. As apiserver's discovery endpoints do.
import { groupVersionOf, RESOURCES } from "../resources.ts";
import type { Resource } from "../resources.ts";

type DiscoveryVersion = { readonly groupVersion: string; readonly version: string };

/** The body of /api. */
export function apiVersions(): object {
  return {
    kind: "APIVersions",
    versions: ["v1"],
    serverAddressByClientCIDRs: [{ clientCIDR: "0.0.0.0/0", serverAddress: "172.18.0.2:6443" }],
  };
}

/** The body of /apis. */
export function apiGroupList(): object {
  const names = [...new Set(RESOURCES.map((resource) => resource.group))].filter((group) => group !== "");
  return { kind: "APIGroupList", apiVersion: "v1", groups: names.map(groupOf) };
}

/** The body of /apis/GROUP; undefined for a group that is not served. */
export function apiGroup(group: string): object | undefined {
  const isServed = RESOURCES.some((resource) => resource.group === group);
  return isServed ? { kind: "APIGroup", apiVersion: "v1", ...groupOf(group) } : undefined;
}

/** The body of /api/v1 or /apis/GROUP/VERSION; undefined for one that is not served. */
export function apiResourceList(groupVersion: string): object | undefined {
  const served = RESOURCES.filter((resource) => groupVersionOf(resource) === groupVersion);
  if (served.length === 0) return undefined;
  const resources = served.flatMap((resource) => [
    entryOf(resource),
    ...resource.subresources.map((name) => subresourceEntry(resource, name)),
  ]);
  return {
    kind: "APIResourceList",
    apiVersion: "v1",
    groupVersion,
    resources: resources.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

function groupOf(name: string): {
  name: string;
  versions: DiscoveryVersion[];
  preferredVersion: DiscoveryVersion | undefined;
} {
  const found = new Map<string, DiscoveryVersion>();
  for (const resource of RESOURCES) {
    if (resource.group === name) {
      found.set(resource.version, { groupVersion: groupVersionOf(resource), version: resource.version });
    }
  }
  const versions = [...found.values()];
  return { name, versions, preferredVersion: versions[0] };
}

type DiscoveryEntry = { readonly name: string };

function entryOf(resource: Resource): DiscoveryEntry {
  const { plural, singular, isNamespaced, kind, verbs, shortNames, categories } = resource;
  return {
    name: plural,
    singularName: singular,
    namespaced: isNamespaced,
    kind,
    verbs,
    ...(shortNames.length > 0 && { shortNames }),
    ...(categories.length > 0 && { categories }),
  } as DiscoveryEntry;
}

const CHANGEABLE = ["get", "patch", "update"];
const CONNECTED = ["create", "get"];
const PROXIED = ["create", "delete", "get", "patch", "update"];

/** Subresources that are of another kind than their resource, or have verbs of their own. */
const SUBRESOURCES: Readonly<
  Record<string, { readonly verbs: readonly string[]; readonly kind?: string; readonly of?: string }>
> = {
  scale: { verbs: CHANGEABLE, kind: "Scale", of: "autoscaling/v1" },
  binding: { verbs: ["create"], kind: "Binding" },
  eviction: { verbs: ["create"], kind: "Eviction", of: "policy/v1" },
  token: { verbs: ["create"], kind: "TokenRequest", of: "authentication.k8s.io/v1" },
  attach: { verbs: CONNECTED, kind: "PodAttachOptions" },
  exec: { verbs: CONNECTED, kind: "PodExecOptions" },
  portforward: { verbs: CONNECTED, kind: "PodPortForwardOptions" },
  log: { verbs: ["get"] },
  finalize: { verbs: ["update"] },
};

function subresourceEntry(resource: Resource, name: string): DiscoveryEntry {
  const own =
    name === "proxy"
      ? { verbs: PROXIED, kind: `${resource.kind}ProxyOptions` }
      : (SUBRESOURCES[name] ?? { verbs: CHANGEABLE });
  const { verbs, kind = resource.kind, of } = { of: undefined, kind: undefined, ...own };
  const [group = "", version] = of?.split("/") ?? [];
  return {
    name: `${resource.plural}/${name}`,
    singularName: "",
    namespaced: resource.isNamespaced,
    ...(version !== undefined && { group, version }),
    kind,
    verbs,
  } as DiscoveryEntry;
}
