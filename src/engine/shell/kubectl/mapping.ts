// Names of resources as people type them -> resources. As kubectl's RESTMapper over discovery.
import { goQuote } from "../../apiserver/go-text.ts";
import type { Resource } from "../../apiserver/resources.ts";
import { groupVersionOf, RESOURCES } from "../../apiserver/resources.ts";
import { Failure } from "./failure.ts";

const byName = new Map<string, Resource>();
for (const resource of RESOURCES) {
  for (const name of [resource.plural, resource.singular, ...resource.shortNames]) {
    if (!byName.has(name)) byName.set(name, resource);
    if (resource.group === "") continue;
    for (const full of [`${name}.${resource.group}`, `${name}.${resource.version}.${resource.group}`]) {
      if (!byName.has(full)) byName.set(full, resource);
    }
  }
  if (resource.group === "") byName.set(`${resource.plural}.${resource.version}.`, resource);
}

/** "svc", "Service", "deployments.apps" … -> the resource; undefined when there is none of that name. */
export function findResource(name: string): Resource | undefined {
  return byName.get(name.toLowerCase());
}

/** As `findResource`, or ends the command in kubectl's words. */
export function requireResource(name: string): Resource {
  const found = findResource(name);
  if (found) return found;
  const [plural = ""] = name.split(".");
  throw new Failure(`the server doesn't have a resource type "${plural}"`);
}

/** The resource of an object's apiVersion and kind, the kind in lower case too, as discovery's mapper has both. */
export function resourceOfGvk(apiVersion: string, kind: string): Resource | undefined {
  return RESOURCES.find(
    (resource) =>
      groupVersionOf(resource) === apiVersion && (resource.kind === kind || resource.kind.toLowerCase() === kind),
  );
}

/** "pods", "svc" and categories ("all") of one comma-separated word, in their order. */
export function resourcesOfWord(word: string): readonly Resource[] {
  return word.split(",").flatMap((name) => {
    const inCategory = RESOURCES.filter((resource) => resource.categories.includes(name) && !isOlderVersion(resource));
    return findResource(name) === undefined && inCategory.length > 0 ? inCategory : [requireResource(name)];
  });
}

/** "service/web", "deployment.apps/web": how kubectl names an object. */
export function objectLabel(resource: Resource, name: string): string {
  return `${kindLabel(resource)}/${name}`;
}

/** "service", "deployment.apps". */
export function kindLabel(resource: { readonly kind: string; readonly group: string }): string {
  const kind = resource.kind.toLowerCase();
  return resource.group === "" ? kind : `${kind}.${resource.group}`;
}

/** "Service", "Deployment.apps": as schema.GroupKind prints itself. */
export function groupKind({ kind, group }: { readonly kind: string; readonly group: string }): string {
  return group === "" ? kind : `${kind}.${group}`;
}

/** 'services "web"', 'deployments.apps "web"': as errors of a rollout name an object. */
export function resourceLabel({ plural, group }: Resource, name: string): string {
  return `${group === "" ? plural : `${plural}.${group}`} ${goQuote(name)}`;
}

/** The path of a collection or, with a name, of an object. */
export function pathOf(resource: Resource, namespace: string | undefined, name?: string): string {
  const root = resource.group === "" ? `/api/${resource.version}` : `/apis/${resource.group}/${resource.version}`;
  const scope = resource.isNamespaced && namespace !== undefined ? `/namespaces/${namespace}` : "";
  return `${root}${scope}/${resource.plural}${name === undefined ? "" : `/${name}`}`;
}

/** "/v1, Resource=services", as Go prints a GroupVersionResource. */
export function gvrText(resource: Resource): string {
  return `${resource.group}/${resource.version}, Resource=${resource.plural}`;
}

function isOlderVersion(resource: Resource): boolean {
  return RESOURCES.find((other) => other.group === resource.group && other.kind === resource.kind) !== resource;
}
