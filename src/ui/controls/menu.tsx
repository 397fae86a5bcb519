import { DropdownMenu as Radix } from "radix-ui";
import type { ReactElement } from "react";
import { keysText } from "./keys.ts";

export type MenuItem = {
  readonly text: string;
  /** Beside the words: the command that it runs, the address that it asks. */
  readonly note?: string;
  readonly keys?: string;
  readonly onSelect: () => void;
  readonly isDisabled?: boolean;
};

/** A menu of actions behind its trigger; groups are parted by lines. It hangs at the end of the document, in a landmark of its own. */
export function Menu(props: {
  readonly label: string;
  readonly trigger: ReactElement;
  readonly groups: readonly (readonly MenuItem[])[];
}) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{props.trigger}</Radix.Trigger>
      <Radix.Portal>
        <div role="region" aria-label={props.label}>
          <Radix.Content className="menu" sideOffset={4} collisionPadding={8} align="end" aria-label={props.label}>
            {props.groups.map((items, index) => (
              <Radix.Group key={index} className="menu__group">
                {items.map((item) => (
                  <Radix.Item
                    key={item.text}
                    className="menu__item"
                    disabled={item.isDisabled ?? false}
                    onSelect={item.onSelect}
                  >
                    {item.text}
                    {item.note && <small>{item.note}</small>}
                    {item.keys && <kbd>{keysText(item.keys)}</kbd>}
                  </Radix.Item>
                ))}
              </Radix.Group>
            ))}
          </Radix.Content>
        </div>
      </Radix.Portal>
    </Radix.Root>
  );
}
