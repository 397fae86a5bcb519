import { editDistance } from "../model/likeness.ts";

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
