import { useId, useState } from "react";
import type { KeyboardEvent } from "react";
import { useMessage } from "../i18n/message.tsx";
import { keysText } from "./keys.ts";
import { filterOptions } from "./search-options.ts";
import type { SearchGroup } from "./search-options.ts";

type SearchListProps = {
  /** The accessible name of the field and of the list. */
  readonly label: string;
  readonly hint: string;
  readonly groups: readonly SearchGroup[];
  /** The id of the option that is in force now. */
  readonly chosen?: string;
  readonly onChoose: (id: string) => void;
};

/** A search field over a list of options that it narrows; a part of a long list is shown. To stand in a dialog or a popover. */
export function SearchList(props: SearchListProps) {
  const { label, hint, groups: all, chosen, onChoose } = props;
  const message = useMessage();
  const id = useId();
  const [query, setQuery] = useState("");
  const [moved, setMoved] = useState<number>();
  const { groups, more } = filterOptions(all, query);
  const options = groups.flatMap((group) => group.options);
  const first =
    query === ""
      ? Math.max(
          0,
          options.findIndex((option) => option.id === chosen),
        )
      : 0;
  const at = Math.min(moved ?? first, options.length - 1);
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    const option = options[at];
    if (by !== 0 && options.length > 0) setMoved((at + by + options.length) % options.length);
    else if (event.key === "Enter" && option) onChoose(option.id);
    else return;
    event.preventDefault();
  };
  return (
    <div className="search">
      <input
        className="search__field"
        role="combobox"
        aria-label={label}
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined}
        placeholder={hint}
        value={query}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        onChange={(event) => {
          setQuery(event.target.value);
          setMoved(undefined);
        }}
        onKeyDown={onKeyDown}
      />
      <div className="search__list" id={`${id}-list`} role="listbox" aria-label={label}>
        <Options {...{ id, groups, at, onChoose }} {...(chosen !== undefined && { chosen })} />
      </div>
      <p className="search__more" role="status">
        {options.length === 0 ? message("search.nothing") : more > 0 && message("search.more", { count: more })}
      </p>
    </div>
  );
}

function Options(props: {
  readonly id: string;
  readonly groups: readonly SearchGroup[];
  readonly at: number;
  readonly chosen?: string;
  readonly onChoose: (id: string) => void;
}) {
  let index = -1;
  return props.groups.map(({ label, options }) => (
    <div key={label} className="menu__group" role="group" aria-label={label}>
      <div className="menu__label" aria-hidden="true">
        {label}
      </div>
      {options.map(({ id, text, note, keys }) => {
        const own = ++index;
        return (
          <div
            key={id}
            id={`${props.id}-${own}`}
            ref={own === props.at ? (element) => element?.scrollIntoView({ block: "nearest" }) : undefined}
            className="menu__item"
            role="option"
            tabIndex={-1}
            aria-selected={id === props.chosen}
            data-highlighted={own === props.at ? "" : undefined}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => props.onChoose(id)}
            onKeyDown={(event) => event.key === "Enter" && props.onChoose(id)}
          >
            <span className="search__text">{text}</span>
            {note && <small>{note}</small>}
            {keys && <kbd>{keysText(keys)}</kbd>}
          </div>
        );
      })}
    </div>
  ));
}
