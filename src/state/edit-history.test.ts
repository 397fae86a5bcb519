import { expect, test } from "vitest";
import { changed, withChange } from "./edit-history.ts";
import type { FileHistory } from "./edit-history.ts";

const BEGIN: FileHistory = { base: "ab", past: [], future: [] };
const insert = (offset: number, text: string) => ({ offset, length: 0, text });

function textOf({ base, past }: FileHistory): string {
  return past.flatMap(({ changes }) => changes).reduce(changed, base);
}

test("letters that follow each other are taken back as one, a jump begins anew", () => {
  const typed = [insert(2, "c"), insert(3, "d"), insert(0, "x")].reduce<FileHistory>(
    (history, change, index) =>
      withChange(history, { changes: [change], how: "made", before: index, after: index + 1 }),
    BEGIN,
  );
  expect(textOf(typed)).toBe("xabcd");
  expect(typed.past).toHaveLength(2);
});

test("what is undone can be redone, until something else is typed", () => {
  const made = withChange(BEGIN, { changes: [insert(2, "c\n")], how: "made", before: 1, after: 2 });
  const undone = withChange(made, {
    changes: [{ offset: 2, length: 2, text: "" }],
    how: "undone",
    before: 2,
    after: 1,
  });
  expect(textOf(undone)).toBe("ab");
  const redone = withChange(undone, { changes: [insert(2, "c\n")], how: "redone", before: 1, after: 2 });
  expect(textOf(redone)).toBe("abc\n");
  const other = withChange(undone, { changes: [insert(0, "y")], how: "made", before: 1, after: 3 });
  expect(other.future).toEqual([]);
});

test("an undo takes back all steps since the text was as it is now", () => {
  const steps = ["1\n", "2\n", "3\n"].reduce<FileHistory>(
    (history, text, index) =>
      withChange(history, { changes: [insert(0, text)], how: "made", before: index, after: index + 1 }),
    BEGIN,
  );
  const undone = withChange(steps, { changes: [], how: "undone", before: 3, after: 1 });
  expect(textOf(undone)).toBe("1\nab");
  expect(undone.future).toHaveLength(1);
});

test("a long history keeps the text", () => {
  let history = BEGIN;
  let expected = "ab";
  for (let index = 0; index < 1000; index++) {
    const change = insert((index * 7) % expected.length, `${index}\n`);
    expected = changed(expected, change);
    history = withChange(history, { changes: [change], how: "made", before: index, after: index + 1 });
  }
  expect(textOf(history)).toBe(expected);
  expect(history.past.length).toBeLessThanOrEqual(400);
});
