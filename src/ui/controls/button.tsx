import type { LucideIcon } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { keysAria, keysText } from "./keys.ts";
import { Tooltip } from "./tooltip.tsx";

type ButtonProps = Omit<ComponentProps<"button">, "className"> & {
  readonly look?: "plain" | "primary" | "tint";
  /** Shown beside the words and told to screen readers: "Mod+Enter". Whoever owns the action listens for it. */
  readonly keys?: string;
  readonly children: ReactNode;
};

/** A button with words. */
export function Button({ look = "plain", keys, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={look === "plain" ? "button" : `button button--${look}`}
      aria-keyshortcuts={keys && keysAria(keys)}
    >
      {children}
      {keys && <kbd aria-hidden="true">{keysText(keys)}</kbd>}
    </button>
  );
}

type IconButtonProps = Omit<ComponentProps<"button">, "children" | "aria-label" | "name"> & {
  readonly icon: LucideIcon;
  /** What it does: its accessible name and its tooltip. */
  readonly name: string;
  readonly keys?: string;
};

/** A button with an icon, a name, a tooltip and, if it has one, a key. */
export function IconButton({ icon: Icon, name, keys, className = "", ...rest }: IconButtonProps) {
  return (
    <Tooltip text={name} keys={keys}>
      <button
        type="button"
        {...rest}
        className={`button button--icon ${className}`}
        aria-label={name}
        aria-keyshortcuts={keys && keysAria(keys)}
      >
        <Icon className="icon" aria-hidden="true" />
      </button>
    </Tooltip>
  );
}
