import fc from "fast-check";
import { expect, test } from "vitest";
import { SortedKeys } from "./sorted-keys.ts";

const key = fc.integer({ min: 0, max: 3000 }).map((n) => `k${n}`);
const change = fc.tuple(fc.boolean(), key);

test("keeps what a set keeps, in order, through thousands of additions and removals", () => {
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 4000, size: "max" }), key, (changes, first) => {
      const keys = new SortedKeys();
      const set = new Set<string>();
      for (const [isAdded, one] of changes) {
        if (isAdded) keys.add(one);
        else keys.delete(one);
        if (isAdded) set.add(one);
        else set.delete(one);
      }
      expect([...keys.from("")]).toEqual([...set].toSorted());
      expect([...keys.from(first)]).toEqual([...set].filter((one) => one >= first).toSorted());
    }),
    { numRuns: 30 },
  );
});

test("gives who is there when its turn comes, while others come and go", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(key, { minLength: 1, maxLength: 1500, size: "max" }),
      fc.array(change),
      (first, changes) => {
        const keys = new SortedKeys();
        for (const one of first) keys.add(one);
        const touched = new Set(changes.map(([, one]) => one));
        const left = [...changes];
        const seen: string[] = [];
        for (const one of keys.from("")) {
          seen.push(one);
          const [isAdded, other] = left.pop() ?? [true, one];
          if (isAdded) keys.add(other);
          else keys.delete(other);
        }
        expect(seen).toEqual([...new Set(seen)].toSorted());
        expect(seen).toEqual(expect.arrayContaining(first.filter((one) => !touched.has(one))));
      },
    ),
    { numRuns: 50 },
  );
});
