import { Dialog } from "../ui/controls/dialog.tsx";
import { keysText } from "../ui/controls/keys.ts";
import { useMessage } from "../ui/i18n/message.tsx";
import { PALETTE_KEYS } from "./palette/use-palette-key.ts";
import { shortcuts } from "./shortcuts.ts";

/** All keys of the page. */
export default function KeyList(props: { readonly isOpen: boolean; readonly onOpenChange: (isOpen: boolean) => void }) {
  const message = useMessage();
  return (
    <Dialog title={message("bar.keys")} {...props}>
      <dl className="keys">
        {shortcuts.map(({ keys, what }) => (
          <div key={keys}>
            <dt>{message(what)}</dt>
            <dd>
              <kbd>{keysText(keys)}</kbd>
            </dd>
          </div>
        ))}
        <div>
          <dt>{message("search.keys")}</dt>
          <dd>
            <kbd>{keysText(PALETTE_KEYS)}</kbd>
          </dd>
        </div>
        <div>
          <dt>{message("keys.list")}</dt>
          <dd>
            <kbd>?</kbd>
          </dd>
        </div>
      </dl>
    </Dialog>
  );
}
