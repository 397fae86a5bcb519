/** What this browser kept under a name; undefined when it keeps nothing, or text that is no JSON. */
export function recall(name: string): unknown {
  try {
    const kept = localStorage.getItem(`kubehop.${name}`);
    return kept === null ? undefined : JSON.parse(kept);
  } catch {
    return undefined;
  }
}

/** Keeps a small choice (theme, language, sizes) in this browser. False when storage is full or refused: the choice then lasts until reload. */
export function remember(name: string, value: unknown): boolean {
  try {
    localStorage.setItem(`kubehop.${name}`, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}
