// Objects and keys that are named and will not be there.
import { isJsonObject } from "../model/json.ts";
import { nearNames } from "../model/likeness.ts";
import { referencesOf } from "./references.ts";
import type { ObjectReference } from "./references.ts";
import type { OwnRemark, RemarkMend } from "./remark.ts";
import { at } from "./world.ts";
import type { World, WrittenObject } from "./world.ts";

/** Made by the control plane in every namespace, or known without an object. */
const ALWAYS_THERE: ReadonlySet<string> = new Set([
  "ServiceAccount default",
  "ConfigMap kube-root-ca.crt",
  "PriorityClass system-node-critical",
  "PriorityClass system-cluster-critical",
]);

/** Remarks on what an object names. */
export function reviewReferences(object: WrittenObject, world: World): readonly OwnRemark[] {
  return referencesOf(object).flatMap((reference) => reviewReference(reference, world));
}

function reviewReference(reference: ObjectReference, world: World): readonly OwnRemark[] {
  const { kind, name, namespace, path, need, key } = reference;
  if (need === "may" || ALWAYS_THERE.has(`${kind} ${name}`)) return [];
  if (kind === "ClusterRole" || kind === "Role") return [];
  const found = world.get(kind, name, namespace);
  if (found) return key === undefined ? [] : reviewKey({ ...key, object: found });
  const mends = nearNames(name, world.namesOf(kind, namespace)).map((to): RemarkMend => ({
    path,
    part: "value",
    to,
    reads: `${path.slice(path.lastIndexOf(".") + 1)}: ${to}`,
  }));
  if (kind === "Namespace") return [{ code: "NAMESPACE_MISSING", path, words: { name }, mends }];
  return [{ code: "OBJECT_MISSING", path, words: { object: `${kind} ${name}`, namespace }, mends }];
}

type Wanted = { readonly path: string; readonly key: string; readonly object: WrittenObject };

function reviewKey({ path, key, object }: Wanted): readonly OwnRemark[] {
  const keys = ["data", "stringData", "binaryData"].flatMap((field) => {
    const held = at(object.value, field);
    return isJsonObject(held) ? Object.keys(held) : [];
  });
  if (keys.includes(key)) return [];
  const mends = nearNames(key, keys).map((to): RemarkMend => ({ path, part: "value", to, reads: `key: ${to}` }));
  const words = { key, object: `${object.kind} ${object.name}`, keys: keys.join(", ") };
  return [{ code: "KEY_MISSING", path, words, mends }];
}
