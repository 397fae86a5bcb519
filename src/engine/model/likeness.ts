/** How many letters must be typed, deleted or changed to make one word the other (Levenshtein). Long words are compared by their beginning. */
export function editDistance(a: string, b: string): number {
  const [from, to] = [a.slice(0, COMPARED_MAX), b.slice(0, COMPARED_MAX)];
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const change = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}

/** Letters of a name that are compared: a label value or a DNS label has at most 63. */
const COMPARED_MAX = 64;
