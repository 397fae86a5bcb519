// How the API server shows what a forbidden change is: a unified diff of two texts, line by line. As github.com/pmezard/go-difflib,
// a port of Python's difflib, which apimachinery's pkg/util/diff uses; its choice among equal matches is part of what is printed.

const CONTEXT_LINES = 3;
/** From so many lines on, lines that stand in more than one in a hundred places (and one) begin no match. */
const POPULAR_FROM_LINES = 200;

type Match = { readonly a: number; readonly b: number; readonly size: number };
type Change = {
  readonly isEqual: boolean;
  readonly a: readonly [from: number, to: number];
  readonly b: readonly [from: number, to: number];
};

/** The hunks that lead from one text to another, each line closed; "" for equal texts. */
export function unifiedLineDiff(before: string, after: string): string {
  const [a, b] = [before.split("\n"), after.split("\n")];
  return groupedChanges(changesOf(a, b))
    .map((group) => printHunk(group, a, b))
    .join("");
}

function printHunk(group: readonly Change[], a: readonly string[], b: readonly string[]): string {
  const [first, last] = [group[0], group.at(-1)];
  if (!first || !last) return "";
  const lines = group.flatMap((change) =>
    change.isEqual
      ? a.slice(...change.a).map((line) => ` ${line}`)
      : [...a.slice(...change.a).map((line) => `-${line}`), ...b.slice(...change.b).map((line) => `+${line}`)],
  );
  const head = `@@ -${range(first.a[0], last.a[1])} +${range(first.b[0], last.b[1])} @@`;
  return [head, ...lines].map((line) => `${line}\n`).join("");
}

function range(from: number, to: number): string {
  const length = to - from;
  if (length === 1) return `${from + 1}`;
  return length === 0 ? `${from},0` : `${from + 1},${length}`;
}

/** Changes that are near each other, with equal lines around them; equal texts have none. */
function groupedChanges(changes: readonly Change[]): Change[][] {
  if (changes.every(({ isEqual }) => isEqual)) return [];
  const groups: Change[][] = [];
  let group: Change[] = [];
  for (const [index, change] of changes.entries()) {
    const isFirst = index === 0;
    const isLast = index === changes.length - 1;
    if (!change.isEqual) {
      group.push(change);
      continue;
    }
    const trimmed = isFirst ? lastOf(change) : isLast ? firstOf(change) : change;
    const isWide = !isFirst && !isLast && change.a[1] - change.a[0] > 2 * CONTEXT_LINES;
    if (!isWide) group.push(trimmed);
    else {
      groups.push([...group, firstOf(change)]);
      group = [lastOf(change)];
    }
  }
  return [...groups, group];
}

function firstOf({ a, b }: Change): Change {
  const kept = Math.min(a[1] - a[0], CONTEXT_LINES);
  return { isEqual: true, a: [a[0], a[0] + kept], b: [b[0], b[0] + kept] };
}

function lastOf({ a, b }: Change): Change {
  const kept = Math.min(a[1] - a[0], CONTEXT_LINES);
  return { isEqual: true, a: [a[1] - kept, a[1]], b: [b[1] - kept, b[1]] };
}

function changesOf(a: readonly string[], b: readonly string[]): Change[] {
  const changes: Change[] = [];
  let [i, j] = [0, 0];
  for (const match of [...matchesOf(a, b), { a: a.length, b: b.length, size: 0 }]) {
    if (i < match.a || j < match.b) changes.push({ isEqual: false, a: [i, match.a], b: [j, match.b] });
    [i, j] = [match.a + match.size, match.b + match.size];
    if (match.size > 0) changes.push({ isEqual: true, a: [match.a, i], b: [match.b, j] });
  }
  return changes;
}

/** The runs of equal lines, the longest found first, then those before and after it; neighbours made one. */
function matchesOf(a: readonly string[], b: readonly string[]): Match[] {
  const places = placesOf(b);
  const found: Match[] = [];
  const search = (alo: number, ahi: number, blo: number, bhi: number): void => {
    const match = longestMatch({ a, b, places }, { alo, ahi, blo, bhi });
    if (match.size === 0) return;
    if (alo < match.a && blo < match.b) search(alo, match.a, blo, match.b);
    const before = found.at(-1);
    if (before && before.a + before.size === match.a && before.b + before.size === match.b) {
      found[found.length - 1] = { ...before, size: before.size + match.size };
    } else found.push(match);
    if (match.a + match.size < ahi && match.b + match.size < bhi) {
      search(match.a + match.size, ahi, match.b + match.size, bhi);
    }
  };
  search(0, a.length, 0, b.length);
  return found;
}

function placesOf(lines: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (const [index, line] of lines.entries()) {
    const known = places.get(line);
    if (known) known.push(index);
    else places.set(line, [index]);
  }
  if (lines.length < POPULAR_FROM_LINES) return places;
  const most = Math.floor(lines.length / 100) + 1;
  for (const [line, indices] of places) if (indices.length > most) places.delete(line);
  return places;
}

function longestMatch(
  { a, b, places }: { a: readonly string[]; b: readonly string[]; places: ReadonlyMap<string, readonly number[]> },
  { alo, ahi, blo, bhi }: { alo: number; ahi: number; blo: number; bhi: number },
): Match {
  let best = { a: alo, b: blo, size: 0 };
  let lengths = new Map<number, number>();
  for (let i = alo; i < ahi; i++) {
    const next = new Map<number, number>();
    for (const j of places.get(a[i] ?? "") ?? []) {
      if (j < blo) continue;
      if (j >= bhi) break;
      const size = (lengths.get(j - 1) ?? 0) + 1;
      next.set(j, size);
      if (size > best.size) best = { a: i - size + 1, b: j - size + 1, size };
    }
    lengths = next;
  }
  while (best.a > alo && best.b > blo && a[best.a - 1] === b[best.b - 1]) {
    best = { a: best.a - 1, b: best.b - 1, size: best.size + 1 };
  }
  while (best.a + best.size < ahi && best.b + best.size < bhi && a[best.a + best.size] === b[best.b + best.size]) {
    best = { ...best, size: best.size + 1 };
  }
  return best;
}
