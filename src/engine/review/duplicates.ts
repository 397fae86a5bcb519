import type { OwnRemark } from "./remark.ts";
import type { WrittenObject } from "./world.ts";

/** Documents that are an object which an earlier document is already: the last one wins. By the index of the later. */
export function reviewDuplicates(documents: readonly WrittenObject[]): ReadonlyMap<number, readonly OwnRemark[]> {
  const first = new Map<string, number>();
  const found = new Map<number, readonly OwnRemark[]>();
  documents.forEach(({ kind, namespace, name }, index) => {
    const key = `${kind} ${namespace}/${name}`;
    const before = first.get(key);
    if (before === undefined) first.set(key, index);
    else {
      const words = { object: `${kind} ${name}`, before: String(before) };
      found.set(index, [{ code: "DUPLICATE_OBJECT", path: "metadata.name", words, mends: [] }]);
    }
  });
  return found;
}
