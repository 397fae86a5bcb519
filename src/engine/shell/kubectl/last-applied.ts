import { isJsonObject } from "../../model/json.ts";
import type { KubernetesObject } from "../../model/objects.ts";
import type { JsonMap } from "./patch/three-way.ts";
import { goJson } from "./output/json.ts";

/** The annotation in which `apply` keeps what it was given. */
export const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

/** The object with itself, as JSON, in its annotation. As util.GetModifiedConfiguration. */
export function withLastApplied(object: KubernetesObject): KubernetesObject {
  const { [LAST_APPLIED]: _, ...annotations } = object.metadata.annotations ?? {};
  const bare = { ...object, metadata: { ...object.metadata, annotations } };
  return {
    ...bare,
    metadata: { ...bare.metadata, annotations: { ...annotations, [LAST_APPLIED]: `${goJson(bare)}\n` } },
  };
}

/** What was last applied, read from the annotation; undefined when there is none that can be read. */
export function lastAppliedOf(object: KubernetesObject): JsonMap | undefined {
  const text = object.metadata.annotations?.[LAST_APPLIED];
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
