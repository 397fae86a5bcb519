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
  if (key.length > 1 && key !== "Plus" && event.shiftKey !== parts.includes("Shift")) return false;
  return event.key.toLowerCase() === (SIGNS[key] ?? key).toLowerCase() || isKeyOfLetter(event, key);
}

/** Keys that are written by name: their own sign would not be seen, or parts keys. */
const SIGNS: Readonly<Record<string, string>> = { Space: " ", Plus: "+", Minus: "-" };

/** With a Korean layout in force, a letter's key types another: the key itself is meant. */
function isKeyOfLetter({ key, code }: KeyboardEvent, letter: string): boolean {
  return /^[A-Z]$/.test(letter) && code === `Key${letter}` && (key.codePointAt(0) ?? 0) > 0x7f;
}

function keyText(key: string): string {
  if (key === "Mod") return IS_MAC ? "⌘" : "Ctrl";
  const arrows: Readonly<Record<string, string>> = {
    ArrowLeft: "←",
    ArrowRight: "→",
    ArrowUp: "↑",
    ArrowDown: "↓",
    Plus: "+",
    Minus: "−",
    Escape: "Esc",
  };
  return arrows[key] ?? key;
}
