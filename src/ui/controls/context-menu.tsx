import { ContextMenu as Radix } from "radix-ui";
import type { KeyboardEvent, ReactElement } from "react";
import { keysText } from "./keys.ts";
import type { MenuItem } from "./menu.tsx";

type ContextMenuProps = {
  readonly label: string;
  readonly title: string;
  /** Called while the menu is open; without any there is no menu. */
  readonly listGroups: () => readonly (readonly MenuItem[])[];
  /** One element that holds many things: it hears first of what opens the menu, and so knows whose it is. */
  readonly children: ReactElement;
};

/** The menu of a right click, a long press, the menu key and Shift+F10. It opens within the page's main part, as all of its contents. */
export function ContextMenu(props: ContextMenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild onKeyDown={openByKey}>
        {props.children}
      </Radix.Trigger>
      <Radix.Portal container={document.querySelector("main")}>
        <Content {...props} />
      </Radix.Portal>
    </Radix.Root>
  );
}

function Content({ label, title, listGroups }: ContextMenuProps) {
  const groups = listGroups();
  if (groups.length === 0) return null;
  return (
    <Radix.Content className="menu menu--context" collisionPadding={8} aria-label={label}>
      <Radix.Label className="menu__label">{title}</Radix.Label>
      {groups.map((items, index) => (
        <Radix.Group key={index} className="menu__group">
          {items.map(({ text, note, keys, isDisabled = false, onSelect }) => (
            <Radix.Item key={text} className="menu__item" disabled={isDisabled} onSelect={onSelect}>
              {text}
              {note && <small>{note}</small>}
              {keys && <kbd>{keysText(keys)}</kbd>}
            </Radix.Item>
          ))}
        </Radix.Group>
      ))}
    </Radix.Content>
  );
}

/** Not every system makes a right click of Shift+F10. */
function openByKey(event: KeyboardEvent): void {
  if (event.key !== "F10" || !event.shiftKey || !(event.target instanceof Element)) return;
  event.preventDefault();
  const { left, bottom } = event.target.getBoundingClientRect();
  event.target.dispatchEvent(
    new MouseEvent("contextmenu", { bubbles: true, cancelable: true, clientX: left + 8, clientY: bottom }),
  );
}
