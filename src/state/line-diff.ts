/** Lines beyond which two texts are not compared inside: all between their common beginning and end counts as changed. */
const COMPARED_LINES_MAX = 1500;

/** A run of lines of `text` (from 1, `to` not included) that `base` does not have so; empty where lines were only taken out. */
export type ChangedLines = { readonly from: number; readonly to: number; readonly removed: number };

/** Where a text differs from what it was, as an editor's gutter shows it. */
export function changedLines(base: string, text: string): readonly ChangedLines[] {
  if (base === text) return [];
  const a = base.split("\n");
  const b = text.split("\n");
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  const middleA = a.slice(head, a.length - tail);
  const middleB = b.slice(head, b.length - tail);
  if (Math.max(middleA.length, middleB.length) > COMPARED_LINES_MAX)
    return [{ from: head + 1, to: head + 1 + middleB.length, removed: middleA.length }];
  return runsOf({ a: middleA, b: middleB, firstLine: head + 1 });
}

/** How many lines a person would say have changed. */
export function countChangedLines(changes: readonly ChangedLines[]): number {
  return changes.reduce((sum, { from, to, removed }) => sum + Math.max(to - from, removed), 0);
}

type Sides = { readonly a: readonly string[]; readonly b: readonly string[]; readonly firstLine: number };

/** By the longest common subsequence: what is not in it has changed. */
function runsOf({ a, b, firstLine }: Sides): readonly ChangedLines[] {
  const lengths = commonLengths(a, b);
  const width = b.length + 1;
  const runs: { from: number; to: number; removed: number }[] = [];
  let isRun = false;
  const run = (line: number) => {
    if (!isRun) runs.push({ from: line, to: line, removed: 0 });
    isRun = true;
    return runs[runs.length - 1] ?? { from: line, to: line, removed: 0 };
  };
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      isRun = false;
      i++;
      j++;
    } else if (
      j < b.length &&
      (i === a.length || (lengths[i * width + j + 1] ?? 0) >= (lengths[(i + 1) * width + j] ?? 0))
    )
      run(firstLine + j).to = firstLine + ++j;
    else {
      run(firstLine + j).removed++;
      i++;
    }
  }
  return runs;
}

/** At (i, j): how long a subsequence the lines of `a` from i and of `b` from j have in common. */
function commonLengths(a: readonly string[], b: readonly string[]): Uint16Array {
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const right = lengths[i * width + j + 1] ?? 0;
      const below = lengths[(i + 1) * width + j] ?? 0;
      lengths[i * width + j] = a[i] === b[j] ? (lengths[(i + 1) * width + j + 1] ?? 0) + 1 : Math.max(right, below);
    }
  }
  return lengths;
}
