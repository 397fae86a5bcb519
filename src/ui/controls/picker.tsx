import { Popover as Radix } from "radix-ui";
import { useState } from "react";
import type { ReactElement, ReactNode } from "react";

/** A button that opens a list to choose from. `renderList` is called while it is open. */
export function Picker(props: {
  readonly label: string;
  readonly trigger: ReactElement;
  readonly align?: "start" | "end";
  readonly renderList: (close: () => void) => ReactNode;
}) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Radix.Root open={isOpen} onOpenChange={setOpen}>
      <Radix.Trigger asChild>{props.trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          className="menu menu--search"
          sideOffset={4}
          collisionPadding={8}
          align={props.align ?? "start"}
          aria-label={props.label}
        >
          {props.renderList(() => setOpen(false))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
