import type { KubernetesObject } from "./objects.ts";

/** One change of the store: whole objects, shared and frozen. For DELETED: as it last was. */
export type ObjectChange = {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly object: KubernetesObject;
  readonly before?: KubernetesObject;
};
