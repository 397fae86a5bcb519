import { Check, ChevronDown } from "lucide-react";
import { Select as Radix } from "radix-ui";
import type { ReactNode } from "react";

export type SelectOption = { readonly value: string; readonly text: string; readonly note?: string };
export type SelectGroup = { readonly label?: string; readonly options: readonly SelectOption[] };

/** One of a list, in groups. `label` is its accessible name; `lead` stands before the chosen text in the trigger. */
export function Select(props: {
  readonly label: string;
  readonly value: string;
  readonly groups: readonly SelectGroup[];
  readonly onChange: (value: string) => void;
  readonly className?: string;
  readonly lead?: ReactNode;
  /** What the trigger shows in place of the chosen option's text. */
  readonly shown?: ReactNode;
}) {
  const chosen = props.groups.flatMap(({ options }) => options).find(({ value }) => value === props.value);
  return (
    <Radix.Root value={props.value} onValueChange={props.onChange}>
      <Radix.Trigger
        className={props.className ?? "picker"}
        aria-label={`${props.label}: ${chosen?.text ?? props.value}`}
      >
        {props.lead}
        <b>{props.shown ?? chosen?.text ?? props.value}</b>
        <ChevronDown className="icon" aria-hidden="true" />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className="menu" position="popper" sideOffset={4} collisionPadding={8} aria-label={props.label}>
          <Radix.Viewport>
            {props.groups.map(({ label, options }, index) => (
              <Radix.Group key={label ?? index}>
                {label && <Radix.Label className="menu__label">{label}</Radix.Label>}
                {options.map((option) => (
                  <Radix.Item key={option.value} value={option.value} className="menu__item">
                    <Radix.ItemText>{option.text}</Radix.ItemText>
                    {option.note && <small>{option.note}</small>}
                    <Radix.ItemIndicator className="menu__check">
                      <Check className="icon" aria-hidden="true" />
                    </Radix.ItemIndicator>
                  </Radix.Item>
                ))}
              </Radix.Group>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
