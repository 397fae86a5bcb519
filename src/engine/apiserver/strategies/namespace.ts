import { draftIn, ensureDraft, textsIn } from "../draft.ts";
import { validateNamespace } from "../validation/plain.ts";
import type { Strategy } from "./strategy.ts";

/** As pkg/registry/core/namespace/strategy.go: its contents hold a namespace back, by a finalizer in its spec. */
export const namespaceStrategy: Strategy = {
  prepareCreate: (namespace) => {
    const spec = ensureDraft(namespace, "spec");
    const finalizers = textsIn(spec, "finalizers");
    if (!finalizers.includes("kubernetes")) spec["finalizers"] = [...finalizers, "kubernetes"];
    namespace["status"] = { phase: "Active" };
  },
  prepareUpdate: (namespace, before) => {
    const finalizers = textsIn(draftIn(before, "spec"), "finalizers");
    if (finalizers.length > 0) ensureDraft(namespace, "spec")["finalizers"] = [...finalizers];
    else delete ensureDraft(namespace, "spec")["finalizers"];
  },
  validate: validateNamespace,
  validateUpdate: validateNamespace,
};
