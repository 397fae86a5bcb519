// What the documents of all files will not do, though the API server takes them: seen beside each other and beside the cluster.
// Read remark.ts first; one file a subject.
import type { KubernetesObject } from "../model/objects.ts";
import { reviewDuplicates } from "./duplicates.ts";
import { reviewHosts } from "./hosts.ts";
import { reviewIngress } from "./ingress.ts";
import { reviewReferences } from "./missing.ts";
import { reviewPods } from "./pods.ts";
import { reviewSelectors } from "./selectors.ts";
import { reviewService } from "./services.ts";
import type { Remark } from "./remark.ts";
import { World } from "./world.ts";
import type { WrittenObject } from "./world.ts";

/** Everything worth saying of the documents, in their order. */
export function review(documents: readonly WrittenObject[], cluster: Iterable<KubernetesObject>): readonly Remark[] {
  const world = new World(documents, cluster);
  const duplicates = reviewDuplicates(documents);
  return documents.flatMap((object, document) => {
    const own = [
      ...reviewSelectors(object, world),
      ...reviewService(object, world),
      ...reviewPods(object),
      ...reviewIngress(object, world),
      ...reviewReferences(object, world),
      ...reviewHosts(object, world),
    ];
    return [...(duplicates.get(document) ?? []), ...own].map((remark) => ({ ...remark, document }));
  });
}
