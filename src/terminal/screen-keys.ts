/** What the terminal's own keys do, beside those that the shell gets. */
export type ScreenVerbs = {
  readonly search: () => void;
  readonly copy: () => void;
  readonly hasSelection: () => boolean;
  readonly skip: () => void;
};

/** Takes the terminal's own keys out of what goes to the shell, as xterm asks for each key: false when it is none of the shell's. */
export function keysOf(verbs: ScreenVerbs): (event: KeyboardEvent) => boolean {
  return (event) => {
    const isMod = event.ctrlKey || event.metaKey;
    if (!isMod || event.altKey) return true;
    const key = event.key.toLowerCase();
    // The browser pastes, and xterm hears of it as of any paste.
    if (key === "v") return false;
    const verb = verbOf(key, event, verbs);
    if (verb === undefined) return true;
    if (event.type === "keydown") verb();
    event.preventDefault();
    return false;
  };
}

/** With something marked, Ctrl+C copies it; with nothing, it stops the command, which is the shell's. */
function verbOf(key: string, { shiftKey, metaKey }: KeyboardEvent, verbs: ScreenVerbs): (() => void) | undefined {
  if (key === "f") return verbs.search;
  if (key === ".") return verbs.skip;
  if (key !== "c") return undefined;
  if (verbs.hasSelection()) return verbs.copy;
  return shiftKey || metaKey ? () => undefined : undefined;
}
