import { Tooltip as Radix } from "radix-ui";
import type { FocusEvent, ReactElement } from "react";
import { keysText } from "./keys.ts";

/** Says what a control is, and which keys do the same. The control keeps its own accessible name. */
export function Tooltip(props: {
  readonly text: string;
  readonly keys?: string | undefined;
  readonly children: ReactElement;
}) {
  return (
    <Radix.Root delayDuration={400}>
      <Radix.Trigger asChild onFocus={keepQuietOnReturn}>
        {props.children}
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className="tooltip" sideOffset={6} collisionPadding={8}>
          {props.text}
          {props.keys && <kbd>{keysText(props.keys)}</kbd>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Focus that comes back from a menu or a dialog comes from nowhere, as that is gone: the tooltip would stand there unasked. */
function keepQuietOnReturn(event: FocusEvent): void {
  if (event.relatedTarget === null) event.preventDefault();
}

/** Stands once round the page, so that tooltips share their delay. */
export const TooltipProvider = Radix.Provider;
