import { expect, test } from "vitest";
import { unifiedDiff } from "./unified-diff.ts";

const TEN = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n";

test.each`
  because                                | before | after                                          | hunks
  ${"the same text has no difference"}   | ${TEN} | ${TEN}                                         | ${""}
  ${"a changed line stands among three"} | ${TEN} | ${TEN.replace("5", "five")}                    | ${"@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n"}
  ${"a new text has no line before it"}  | ${""}  | ${"a\nb\n"}                                    | ${"@@ -0,0 +1,2 @@\n+a\n+b\n"}
  ${"far changes have a hunk each"}      | ${TEN} | ${TEN.replace("1\n", "").replace("10", "ten")} | ${"@@ -1,4 +1,3 @@\n-1\n 2\n 3\n 4\n@@ -7,4 +6,4 @@\n 7\n 8\n 9\n-10\n+ten\n"}
`("$because", ({ before, after, hunks }: { before: string; after: string; hunks: string }) => {
  expect(unifiedDiff(before, after)).toBe(hunks);
});
