import { ChevronDown, ChevronUp, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { KeyboardEvent } from "react";
import { IconButton } from "../ui/controls/button.tsx";
import { useMessage } from "../ui/i18n/message.tsx";
import type { Matches, ShellScreen } from "./shell-screen.ts";

/** Finds a text in what the terminal shows; the matches are marked there, and this says which one is looked at. */
export function SearchBar({ screen, onClose }: { readonly screen: ShellScreen; readonly onClose: () => void }) {
  const message = useMessage();
  const [text, setText] = useState("");
  const [matches, setMatches] = useState<Matches>();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  useEffect(() => screen.onMatches(setMatches), [screen]);
  useEffect(() => () => screen.search("", "here"), [screen]);
  const found = () => {
    if (text === "" || matches === undefined) return "";
    if (matches.count === 0) return message("terminal.noMatch");
    return matches.at < 0
      ? String(matches.count)
      : message("terminal.matches", { at: matches.at + 1, count: matches.count });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") screen.search(text, event.shiftKey ? "previous" : "next");
    else if (event.key === "Escape") onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="term__search" role="search">
      <input
        type="text"
        ref={field}
        value={text}
        placeholder={message("terminal.search")}
        aria-label={message("terminal.search")}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => {
          setText(event.target.value);
          screen.search(event.target.value, "here");
        }}
        onKeyDown={onKeyDown}
      />
      <span className="term__matches" role="status">
        {found()}
      </span>
      <IconButton
        icon={ChevronUp}
        name={message("terminal.searchPrevious")}
        keys="Shift+Enter"
        disabled={text === ""}
        onClick={() => screen.search(text, "previous")}
      />
      <IconButton
        icon={ChevronDown}
        name={message("terminal.searchNext")}
        keys="Enter"
        disabled={text === ""}
        onClick={() => screen.search(text, "next")}
      />
      <IconButton icon={X} name={message("terminal.searchEnd")} keys="Escape" onClick={onClose} />
    </div>
  );
}
