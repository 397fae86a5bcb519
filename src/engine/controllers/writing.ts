import type { ApiServer, Written } from "../apiserver/api-server.ts";
import type { KubernetesObject, OwnerReference } from "../model/objects.ts";

/** Deep equality of JSON; a field that is undefined equals one that is absent. */
export function isEqualJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((element, i) => isEqualJson(element, b[i]));
  }
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  for (const key in left) if (!isEqualJson(left[key], right[key])) return false;
  for (const key in right) if (right[key] !== undefined && left[key] === undefined) return false;
  return true;
}

/** Writes the status if it differs from the one there; undefined when there was nothing to write. */
export function writeStatus(api: ApiServer, object: KubernetesObject, status: object): Written | undefined {
  if (isEqualJson(object["status"], status)) return undefined;
  return api.update({ ...object, status }, { subresource: "status" });
}

/** The reference that a controlling owner leaves on what it makes. */
export function ownerReferenceTo(owner: KubernetesObject): OwnerReference {
  const { apiVersion, kind, metadata } = owner;
  const { name, uid = "" } = metadata;
  return { apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true };
}

/** Counts that are zero are left out, as `omitempty` does. */
export function withoutZeros<T extends Readonly<Record<string, unknown>>>(fields: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== 0 && value !== undefined),
  ) as Partial<T>;
}
