import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { useMessage } from "../i18n/message.tsx";

/** A dialog over the page. `side` is a sheet at the left edge or the bottom, for panes that have no place of their own; "wide" has room for two columns. */
export function Dialog(props: {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  readonly side?: "left" | "bottom" | "wide";
  readonly children: ReactNode;
}) {
  const message = useMessage();
  return (
    <Radix.Root open={props.isOpen} onOpenChange={props.onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="dialog__veil" />
        <Radix.Content className={`dialog ${props.side ? `dialog--${props.side}` : ""}`} aria-describedby={undefined}>
          <header className="dialog__head">
            <Radix.Title className="dialog__title">{props.title}</Radix.Title>
            <Radix.Close asChild>
              <button
                type="button"
                className="button button--icon"
                aria-label={message("common.close")}
                title={message("common.close")}
              >
                <X className="icon" aria-hidden="true" />
              </button>
            </Radix.Close>
          </header>
          <div className="dialog__body">{props.children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
