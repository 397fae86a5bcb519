import { useEffect } from "react";
import { applyFiles } from "../state/applying.ts";
import {
  goToEnd,
  goToStart,
  nextPacket,
  previousPacket,
  stepBack,
  stepForward,
  togglePlay,
} from "../state/playback-store.ts";
import { send } from "../state/requests.ts";
import { toggleStream } from "../state/streams.ts";
import { useStrip } from "../strip/strip-store.ts";
import { isKeys } from "../ui/controls/keys.ts";
import type { PlainMessageKey } from "../ui/i18n/catalogue.ts";

type Shortcut = {
  readonly keys: string;
  readonly what: PlainMessageKey;
  readonly run: () => void;
  /** Works while a text is being typed, too. */
  readonly isGlobal?: true;
};

/** Keys that work on the whole page, in the order of the key list. */
export const shortcuts: readonly Shortcut[] = [
  { keys: "Mod+Enter", what: "keys.apply", run: () => void applyFiles(), isGlobal: true },
  { keys: "S", what: "keys.send", run: () => void send() },
  { keys: "R", what: "stream.start", run: toggleStream },
  { keys: "Space", what: "keys.play", run: togglePlay },
  { keys: "ArrowRight", what: "keys.forward", run: stepForward },
  { keys: "ArrowLeft", what: "keys.back", run: stepBack },
  { keys: "Shift+ArrowRight", what: "keys.nextPacket", run: nextPacket },
  { keys: "Shift+ArrowLeft", what: "keys.previousPacket", run: previousPacket },
  { keys: "Home", what: "keys.start", run: goToStart },
  { keys: "End", what: "keys.end", run: goToEnd },
  { keys: "H", what: "history.title", run: () => useStrip.setState({ isHistoryOpen: true }) },
];

/** Listens for the page's keys. Whoever handles a key itself (a list, a slider, a text) keeps it. */
export function useShortcuts(showKeyList: () => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat === undefined) return;
      const isTaken = takesKeys(event);
      if (!isTaken && event.key === "?") {
        event.preventDefault();
        return showKeyList();
      }
      const found = shortcuts.find(({ keys, isGlobal }) => (isGlobal || !isTaken) && isKeys(event, keys));
      if (!found) return;
      event.preventDefault();
      found.run();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [showKeyList]);
}

const TYPED_IN =
  "input, textarea, select, [contenteditable], .monaco-editor, .xterm, [role=dialog], [role=listbox], [role=menu]";
const PRESSED = "button, a, [role=button], [role=tab], [role=slider], [role=separator], summary";
const MOVED_IN = "[role=tab], [role=slider], [role=separator], .react-flow";

function takesKeys(event: KeyboardEvent): boolean {
  const at = event.target instanceof Element ? event.target : undefined;
  if (at?.closest(TYPED_IN)) return true;
  if (event.key === " ") return at?.closest(PRESSED) != null;
  if (event.key.startsWith("Arrow") || event.key === "Home" || event.key === "End")
    return at?.closest(MOVED_IN) != null;
  return false;
}
