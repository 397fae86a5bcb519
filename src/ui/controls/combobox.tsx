import { useId, useState } from "react";
import type { KeyboardEvent } from "react";

export type ComboboxOption = { readonly value: string; readonly note: string };
export type ComboboxGroup = { readonly label: string; readonly options: readonly ComboboxOption[] };

type ComboboxProps = {
  readonly label: string;
  readonly value: string;
  readonly groups: readonly ComboboxGroup[];
  readonly className: string;
  readonly onChange: (value: string) => void;
};

/** A text field that offers values; any other text may be typed. As the ARIA pattern "editable combobox with list autocomplete". */
export function Combobox(props: ComboboxProps) {
  const id = useId();
  const { groups, at, isOpen, open, close, choose, type, onKeyDown } = useOffers(props);
  return (
    <div
      className={`combobox ${props.className}`}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) close();
      }}
    >
      <input
        role="combobox"
        aria-label={props.label}
        aria-expanded={isOpen}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && at >= 0 ? `${id}-${at}` : undefined}
        value={props.value}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        onChange={(event) => type(event.target.value)}
        onClick={open}
        onKeyDown={onKeyDown}
      />
      <div className="menu combobox__list" id={`${id}-list`} role="listbox" aria-label={props.label} hidden={!isOpen}>
        {isOpen && <ComboboxList {...{ id, groups, at, value: props.value }} onChoose={choose} />}
      </div>
    </div>
  );
}

/** What is offered now, and which of it the arrow keys are at. What was typed since the list opened narrows it. */
function useOffers({ groups: all, onChange }: ComboboxProps) {
  const [isAsked, setAsked] = useState(false);
  const [filter, setFilter] = useState("");
  const [at, setAt] = useState(-1);
  const groups = filterGroups(all, filter);
  const options = groups.flatMap((group) => group.options);
  const isOpen = isAsked && options.length > 0;
  const show = (typed: string) => {
    setFilter(typed);
    setAsked(true);
    setAt(-1);
  };
  const close = () => setAsked(false);
  const open = () => show("");
  const choose = (value: string) => {
    onChange(value);
    close();
  };
  const type = (text: string) => {
    onChange(text);
    show(text);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    const chosen = options[at];
    if (by !== 0 && isOpen) setAt(moved(at, { by, count: options.length }));
    else if (by !== 0) open();
    else if (event.key === "Escape" && isOpen) close();
    else if (event.key === "Enter" && isOpen && chosen) choose(chosen.value);
    else return;
    event.preventDefault();
  };
  return { groups, at, isOpen, open, close, choose, type, onKeyDown };
}

function ComboboxList(props: {
  readonly id: string;
  readonly groups: readonly ComboboxGroup[];
  readonly at: number;
  readonly value: string;
  readonly onChoose: (value: string) => void;
}) {
  let index = -1;
  return props.groups.map(({ label, options }) => (
    <div key={label} role="group" aria-label={label}>
      <div className="menu__label" aria-hidden="true">
        {label}
      </div>
      {options.map(({ value, note }) => {
        const own = ++index;
        return (
          <div
            key={value + note}
            id={`${props.id}-${own}`}
            ref={own === props.at ? (element) => element?.scrollIntoView({ block: "nearest" }) : undefined}
            className="menu__item"
            role="option"
            tabIndex={-1}
            aria-selected={value === props.value}
            data-highlighted={own === props.at ? "" : undefined}
            onMouseDown={(event) => {
              event.preventDefault();
              props.onChoose(value);
            }}
          >
            <span className="mono">{value}</span>
            <small>{note}</small>
          </div>
        );
      })}
    </div>
  ));
}

function filterGroups(groups: readonly ComboboxGroup[], filter: string): readonly ComboboxGroup[] {
  const wanted = filter.trim().toLowerCase();
  return groups
    .map(({ label, options }) => ({
      label,
      options: options.filter(({ value }) => value.toLowerCase().includes(wanted)),
    }))
    .filter(({ options }) => options.length > 0);
}

function moved(at: number, { by, count }: { readonly by: number; readonly count: number }): number {
  if (count === 0) return -1;
  return at < 0 && by < 0 ? count - 1 : (at + by + count) % count;
}
