/**
 * How many letters must be typed, deleted, changed, or swapped with their neighbour to make one word the other (optimal string
 * alignment). Long words are compared by their beginning.
 */
export function editDistance(a: string, b: string): number {
  const [from, to] = [a.slice(0, COMPARED_MAX), b.slice(0, COMPARED_MAX)];
  let before: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const change = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      const swap = isSwap ? (before[j - 2] ?? 0) + 1 : Infinity;
      next.push(Math.min(change, swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    before = row;
    row = next;
  }
  return row[to.length] ?? 0;
}

/** Letters of a name that are compared: a label value or a DNS label has at most 63. */
const COMPARED_MAX = 64;

/** Names that are offered at most. */
const NAMES_MAX = 3;
/** Letters that may differ for a name to be taken for a misprint. */
const LETTERS_MAX = 3;

/** The names that were probably meant, the likeliest first: a few letters differ, or one is the beginning or the end of the other. */
export function nearNames(name: string, candidates: Iterable<string>): readonly string[] {
  const limit = Math.min(LETTERS_MAX, Math.max(1, Math.floor(name.length / 2)));
  return [...new Set(candidates)]
    .filter((candidate) => candidate !== name)
    .map((candidate) => ({ candidate, letters: editDistance(name.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, letters }) => letters <= limit || isPartOf(name, candidate))
    .toSorted((a, b) => a.letters - b.letters)
    .slice(0, NAMES_MAX)
    .map(({ candidate }) => candidate);
}

/** "numbers-api" and "api": parts of a name are joined by dashes. */
function isPartOf(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short.length > 2 && (long.startsWith(`${short}-`) || long.endsWith(`-${short}`));
}
