import { expect, test } from "vitest";
import { changedLines, countChangedLines } from "./line-diff.ts";

test.each`
  base         | text            | runs                      | because
  ${"a\nb\nc"} | ${"a\nb\nc"}    | ${[]}                     | ${"the same text differs nowhere"}
  ${"a\nb\nc"} | ${"a\nX\nc"}    | ${[[2, 3, 1]]}            | ${"a line in place of another"}
  ${"a\nb\nc"} | ${"a\nb\nX\nc"} | ${[[3, 4, 0]]}            | ${"a line more"}
  ${"a\nb\nc"} | ${"a\nc"}       | ${[[2, 2, 1]]}            | ${"a line less leaves an empty run at its place"}
  ${"a\nb\nc"} | ${"X\nb\nY"}    | ${[[1, 2, 1], [3, 4, 1]]} | ${"two places are two runs"}
  ${""}        | ${"a\nb"}       | ${[[1, 3, 1]]}            | ${"an empty text is one empty line"}
`("$because", ({ base, text, runs }) => {
  expect(changedLines(base, text).map(({ from, to, removed }) => [from, to, removed])).toEqual(runs);
});

test("texts too long to compare inside count as changed between their common beginning and end", () => {
  const lines = Array.from({ length: 4000 }, (_, index) => `line ${index}`);
  const changed = lines.map((line, index) => (index > 5 && index < 3990 ? `${line}!` : line));
  const runs = changedLines(lines.join("\n"), changed.join("\n"));
  expect(runs).toHaveLength(1);
  expect(countChangedLines(runs)).toBe(3984);
});
