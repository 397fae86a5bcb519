import type { PlainMessageKey } from "../ui/i18n/catalogue.ts";

/** The terminal's own keys, for the list of keys. What a shell's line editor knows besides (Ctrl+A, Ctrl+W …) works as everywhere. */
export const SHELL_KEYS: readonly { readonly keys: string; readonly also?: string; readonly what: PlainMessageKey }[] =
  [
    { keys: "Ctrl+F", what: "terminal.search" },
    { keys: "Ctrl+Shift+C", what: "terminal.copy" },
    { keys: "Ctrl+Shift+V", what: "terminal.paste" },
    { keys: "Tab", what: "keys.complete" },
    { keys: "ArrowUp", also: "Ctrl+R", what: "keys.earlierLines" },
    { keys: "Ctrl+C", what: "keys.interrupt" },
    { keys: "Ctrl+.", what: "terminal.skip" },
    { keys: "Ctrl+D", what: "keys.leaveShell" },
  ];
