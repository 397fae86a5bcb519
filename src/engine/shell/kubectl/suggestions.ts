/** How far a word may be from a command's name to be taken for a slip of the fingers. As cobra's SuggestionsMinimumDistance. */
const DISTANCE_MAX = 2;

/** "unknown command …", and the commands that might have been meant. As cobra's findSuggestions. */
export function unknownCommandText(word: string, commands: readonly { readonly name: string }[], path: string): string {
  const near = commands
    .map((command) => command.name)
    .filter((name) => distance(word.toLowerCase(), name) <= DISTANCE_MAX || name.startsWith(word.toLowerCase()))
    .toSorted();
  const hint = near.length === 0 ? "" : `\n\nDid you mean this?\n${near.map((name) => `\t${name}\n`).join("")}`;
  return `unknown command ${JSON.stringify(word)} for ${JSON.stringify(path)}${hint}`;
}

/** Levenshtein's. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, change));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
