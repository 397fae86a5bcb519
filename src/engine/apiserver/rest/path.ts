import { resourceAt } from "../resources.ts";
import type { Resource } from "../resources.ts";

/** What a path of the API names. */
export type RestPath =
  | { readonly kind: "groups" }
  | { readonly kind: "versions" }
  | { readonly kind: "group"; readonly group: string }
  | { readonly kind: "resources"; readonly groupVersion: string }
  | { readonly kind: "plain"; readonly name: string }
  | ResourcePath
  | { readonly kind: "unknown" };

export type ResourcePath = {
  readonly kind: "resource";
  readonly resource: Resource;
  readonly namespace?: string;
  readonly name?: string;
  readonly subresource?: string;
};

const PLAIN = ["version", "healthz", "livez", "readyz"];

/** As apiserver's RequestInfoFactory takes a path apart. */
export function readPath(path: string): RestPath {
  const [root = "", ...parts] = path.split("/").filter(Boolean).map(decodeSegment);
  if (PLAIN.includes(root)) return { kind: "plain", name: root };
  if (root === "api") return readGroup("", parts);
  if (root !== "apis") return { kind: "unknown" };
  const [group, ...rest] = parts;
  return group === undefined ? { kind: "groups" } : readGroup(group, rest);
}

function readGroup(group: string, parts: readonly string[]): RestPath {
  const [version, ...rest] = parts;
  if (version === undefined) return group === "" ? { kind: "versions" } : { kind: "group", group };
  const groupVersion = group === "" ? version : `${group}/${version}`;
  if (rest.length === 0) return { kind: "resources", groupVersion };
  const [first, second, third] = rest;
  const isInside = first === "namespaces" && third !== undefined && !["status", "finalize"].includes(third);
  const [plural = "", name, subresource] = isInside ? rest.slice(2) : rest;
  const resource = resourceAt(groupVersion, plural);
  if (!resource || (isInside && !resource.isNamespaced)) return { kind: "unknown" };
  return {
    kind: "resource",
    resource,
    ...(isInside && second !== undefined && { namespace: second }),
    ...(name !== undefined && { name }),
    ...(subresource !== undefined && { subresource }),
  };
}

/** Percent signs that begin no escape, and bytes that are no UTF-8, stay as they were written. */
function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch (error) {
    if (error instanceof URIError) return segment;
    throw error;
  }
}
