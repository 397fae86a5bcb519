const IS_MAC = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? "");

/** "Mod+Enter" as this machine writes it: "Ctrl Enter", "⌘ Enter". */
export function keysText(keys: string): string {
  return keys.split("+").map(keyText).join(" ");
}

/** "Mod+Enter" for `aria-keyshortcuts`. */
export function keysAria(keys: string): string {
  return keys.replace("Mod", IS_MAC ? "Meta" : "Control");
}

/** Whether the event is those keys. Letters and signs are compared without Shift, as layouts differ in where a sign is. */
export function isKeys(event: KeyboardEvent, keys: string): boolean {
  const parts = keys.split("+");
  const key = parts.at(-1) ?? "";
  const mod = IS_MAC ? event.metaKey : event.ctrlKey;
  const other = IS_MAC ? event.ctrlKey : event.metaKey;
  if (other || mod !== parts.includes("Mod") || event.altKey !== parts.includes("Alt")) return false;
  if (key.length > 1 && event.shiftKey !== parts.includes("Shift")) return false;
  return event.key.toLowerCase() === (key === "Space" ? " " : key.toLowerCase());
}

function keyText(key: string): string {
  if (key === "Mod") return IS_MAC ? "⌘" : "Ctrl";
  const arrows: Readonly<Record<string, string>> = {
    ArrowLeft: "←",
    ArrowRight: "→",
    ArrowUp: "↑",
    ArrowDown: "↓",
  };
  return arrows[key] ?? key;
}
