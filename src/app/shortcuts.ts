import { useEffect } from "react";
import { applyFiles } from "../state/applying.ts";
import {
  changeSpeed,
  goToEnd,
  goToStart,
  nextPacket,
  previousPacket,
  stepBack,
  stepForward,
  toggleDetail,
  togglePlay,
} from "../state/playback-store.ts";
import { send } from "../state/requests.ts";
import { askCamera, toggleFollowing } from "../state/camera.ts";
import { toggleStream } from "../state/streams.ts";
import { toggleComparison } from "../strip/comparing.ts";
import { toggleView, useStrip } from "../strip/strip-store.ts";
import { isKeys } from "../ui/controls/keys.ts";
import type { PlainMessageKey } from "../ui/i18n/catalogue.ts";
import { focusPane } from "./pane-focus.ts";

type Shortcut = {
  readonly keys: string;
  /** Does the same: what hands know from video players. */
  readonly also?: string;
  readonly what: PlainMessageKey;
  /** Where the list of keys has it. */
  readonly area: "page" | "playback" | "drawing";
  readonly run: () => void;
  /** Works while a text is being typed, too. */
  readonly isGlobal?: true;
};

/** Keys that work on the whole page, in the order of the key list. */
export const shortcuts: readonly Shortcut[] = [
  { keys: "Mod+Enter", what: "keys.apply", area: "page", run: () => void applyFiles(), isGlobal: true },
  { keys: "F6", what: "keys.nextPane", area: "page", run: () => focusPane(1), isGlobal: true },
  { keys: "Shift+F6", what: "keys.previousPane", area: "page", run: () => focusPane(-1), isGlobal: true },
  { keys: "S", what: "keys.send", area: "page", run: () => void send() },
  { keys: "R", what: "stream.start", area: "page", run: toggleStream },
  { keys: "Space", also: "K", what: "keys.play", area: "playback", run: togglePlay },
  { keys: "ArrowRight", also: ".", what: "keys.forward", area: "playback", run: stepForward },
  { keys: "ArrowLeft", also: ",", what: "keys.back", area: "playback", run: stepBack },
  { keys: "Shift+ArrowRight", also: "L", what: "keys.nextPacket", area: "playback", run: nextPacket },
  { keys: "Shift+ArrowLeft", also: "J", what: "keys.previousPacket", area: "playback", run: previousPacket },
  { keys: "Home", what: "keys.start", area: "playback", run: goToStart },
  { keys: "End", what: "keys.end", area: "playback", run: goToEnd },
  { keys: ">", what: "keys.faster", area: "playback", run: () => changeSpeed(1) },
  { keys: "<", what: "keys.slower", area: "playback", run: () => changeSpeed(-1) },
  { keys: "D", what: "keys.detail", area: "playback", run: toggleDetail },
  { keys: "E", what: "keys.events", area: "playback", run: toggleView },
  { keys: "H", what: "history.title", area: "page", run: () => useStrip.setState({ isHistoryOpen: true }) },
  { keys: "C", what: "compare.toggle", area: "page", run: toggleComparison },
  { keys: "F", what: "canvas.follow", area: "drawing", run: toggleFollowing },
  { keys: "0", what: "canvas.fit", area: "drawing", run: () => askCamera("fit") },
  { keys: "1", what: "canvas.actual", area: "drawing", run: () => askCamera("actual") },
  { keys: "Plus", what: "canvas.zoomIn", area: "drawing", run: () => askCamera("nearer") },
  { keys: "Minus", what: "canvas.zoomOut", area: "drawing", run: () => askCamera("farther") },
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
      const isMeant = ({ keys, also }: Shortcut) => isKeys(event, keys) || (also !== undefined && isKeys(event, also));
      const found = shortcuts.find((one) => (one.isGlobal || !isTaken) && isMeant(one));
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
