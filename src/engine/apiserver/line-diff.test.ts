import { expect, test } from "vitest";
import { unifiedLineDiff } from "./line-diff.ts";

const NINE = "1\n2\n3\n4\n5\n6\n7\n8\n9";

test.each`
  what                                              | before  | after                          | diff
  ${"equal texts have no difference"}               | ${NINE} | ${NINE}                        | ${""}
  ${"a changed line stands among three"}            | ${NINE} | ${NINE.replace("5", "five")}   | ${"@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n"}
  ${"what is put in before a like line is told so"} | ${"a"}  | ${"b\na"}                      | ${"@@ -1 +1,2 @@\n+b\n a\n"}
  ${"far changes have a hunk each"}                 | ${NINE} | ${"0\n2\n3\n4\n5\n6\n7\n8\n0"} | ${"@@ -1,4 +1,4 @@\n-1\n+0\n 2\n 3\n 4\n@@ -6,4 +6,4 @@\n 6\n 7\n 8\n-9\n+0\n"}
`("$what", ({ before, after, diff }: { before: string; after: string; diff: string }) => {
  expect(unifiedLineDiff(before, after)).toBe(diff);
});
