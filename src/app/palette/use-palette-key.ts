import { useEffect } from "react";
import { isKeys } from "../../ui/controls/keys.ts";

/** The keys that open the search over everything. */
export const PALETTE_KEYS = "Mod+K";

/** Listens for them before the editor, to which they are the beginning of others; in a shell, Ctrl+K is the shell's. */
export function usePaletteKey(open: () => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const isInShell = event.target instanceof Element && event.target.closest(".xterm") !== null;
      if (!isKeys(event, PALETTE_KEYS) || (isInShell && event.ctrlKey)) return;
      event.preventDefault();
      event.stopPropagation();
      open();
    };
    document.addEventListener("keydown", listen, { capture: true });
    return () => document.removeEventListener("keydown", listen, { capture: true });
  }, [open]);
}
