import "../ui/i18n/all-texts.ts";
import { Dialog } from "../ui/controls/dialog.tsx";
import { keysText } from "../ui/controls/keys.ts";
import { useMessage } from "../ui/i18n/message.tsx";
import type { PlainMessageKey } from "../ui/i18n/catalogue.ts";
import { SHELL_KEYS } from "../terminal/shell-keys.ts";
import { PALETTE_KEYS } from "./palette/use-palette-key.ts";
import { shortcuts } from "./shortcuts.ts";

type Line = { readonly keys: string; readonly also?: string; readonly what: PlainMessageKey };

/** Keys of the drawing's things: the drawing itself listens for them. */
const THING_KEYS: readonly Line[] = [
  { keys: "ArrowRight", also: "ArrowDown", what: "canvas.keys.go" },
  { keys: "Shift+ArrowRight", also: "Shift+ArrowDown", what: "canvas.keys.move" },
  { keys: "Shift+F10", what: "canvas.keys.menu" },
];

/** All keys of the page. */
export default function KeyList(props: { readonly isOpen: boolean; readonly onOpenChange: (isOpen: boolean) => void }) {
  const message = useMessage();
  const page: readonly Line[] = [
    ...shortcuts.filter(({ area }) => area === "page"),
    { keys: PALETTE_KEYS, what: "search.keys" },
    { keys: "?", what: "keys.list" },
  ];
  const drawing: readonly Line[] = [...shortcuts.filter(({ area }) => area === "drawing"), ...THING_KEYS];
  return (
    <Dialog title={message("bar.keys")} side="wide" {...props}>
      <div className="key-lists">
        <Section title={message("keys.page")} lines={page} />
        <Section title={message("keys.playback")} lines={shortcuts.filter(({ area }) => area === "playback")} />
        <Section title={message("canvas.title")} lines={drawing} />
        <Section title={message("terminal.title")} lines={SHELL_KEYS} />
      </div>
    </Dialog>
  );
}

function Section({ title, lines }: { readonly title: string; readonly lines: readonly Line[] }) {
  const message = useMessage();
  return (
    <section>
      <h3>{title}</h3>
      <dl className="keys">
        {lines.map(({ keys, also, what }) => (
          <div key={keys}>
            <dt>{message(what)}</dt>
            <dd>
              <kbd>{keysText(keys)}</kbd>
              {also !== undefined && (
                <>
                  <span className="hidden-text"> {message("keys.or")} </span>
                  <kbd>{keysText(also)}</kbd>
                </>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
