import { FastForward, Square } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { scenarios } from "../scenarios/scenarios.ts";
import { useSession } from "../state/sessions.ts";
import { takeAsked, useShells } from "../state/shells.ts";
import type { Shell } from "../state/shells.ts";
import { Button } from "../ui/controls/button.tsx";
import { ContextMenu } from "../ui/controls/context-menu.tsx";
import type { MenuItem } from "../ui/controls/menu.tsx";
import { message, useMessage } from "../ui/i18n/message.tsx";
import { say } from "../ui/notice.ts";
import { SearchBar } from "./search-bar.tsx";
import { disposeScreensBut, screenOf } from "./shell-screen.ts";
import type { ShellScreen } from "./shell-screen.ts";

/** The screen of the active shell; over it its search, and what can be done while a command runs. */
export default function ShellView({ shell }: { readonly shell: Shell }) {
  const host = useRef<HTMLDivElement>(null);
  const session = useSession(({ number }) => number);
  const isBusy = useShells(({ busy }) => busy.has(shell.id));
  const [isSearching, setSearching] = useState(false);
  const inLanguage = useMessage();
  const screen = screenOf(shell);
  useEffect(() => (host.current ? screenOf(shell).show(host.current) : undefined), [shell]);
  useEffect(() => greetOnce(shell, session), [shell, session]);
  useEffect(() => runAsked(shell), [shell]);
  useEffect(() => screenOf(shell).onSearchAsked(() => setSearching(true)), [shell]);
  useEffect(() => useShells.subscribe(({ shells }) => disposeScreensBut(new Set(shells.map(({ id }) => id)))), []);
  const endSearch = () => {
    setSearching(false);
    screen.focus();
  };
  return (
    <div className="term__view">
      <ContextMenu
        label={inLanguage("terminal.menu")}
        title={inLanguage("terminal.title")}
        listGroups={() => menuOf(screen, () => setSearching(true))}
      >
        <div ref={host} className="term__host nokey" data-testid="shell" />
      </ContextMenu>
      {isSearching && <SearchBar screen={screen} onClose={endSearch} />}
      {isBusy && <RunningBar screen={screen} />}
    </div>
  );
}

/** A command runs: its waiting can pass at once, and it can be stopped. Comes only when there is something to wait for. */
function RunningBar({ screen }: { readonly screen: ShellScreen }) {
  const message = useMessage();
  const then = (verb: () => void) => () => {
    verb();
    screen.focus();
  };
  return (
    <div className="term__running" role="group" aria-label={message("terminal.running")}>
      <span aria-hidden="true">{message("terminal.running")}</span>
      <Button keys="Ctrl+." title={message("terminal.skipHint")} onClick={then(() => screen.session.skip())}>
        <FastForward className="icon" aria-hidden="true" />
        {message("terminal.skip")}
      </Button>
      <Button keys="Ctrl+C" onClick={then(() => screen.session.interrupt())}>
        <Square className="icon" aria-hidden="true" />
        {message("terminal.interrupt")}
      </Button>
    </div>
  );
}

function menuOf(screen: ShellScreen, search: () => void): readonly (readonly MenuItem[])[] {
  return [
    [
      {
        text: message("terminal.copy"),
        keys: "Ctrl+Shift+C",
        isDisabled: !screen.hasSelection(),
        onSelect: () => screen.copySelection(),
      },
      { text: message("terminal.paste"), keys: "Ctrl+Shift+V", onSelect: () => void paste(screen) },
      { text: message("terminal.copyAll"), onSelect: () => screen.copyAll() },
    ],
    [
      { text: message("terminal.search"), keys: "Ctrl+F", onSelect: search },
      { text: message("terminal.clear"), keys: "Ctrl+L", onSelect: () => screen.clear() },
    ],
  ];
}

async function paste(screen: ShellScreen): Promise<void> {
  try {
    screen.paste(await navigator.clipboard.readText());
    screen.focus();
  } catch {
    // The browser keeps its clipboard to itself; its own key always pastes.
    say(message("terminal.pasteByKey"), "wrong");
  }
}

/** Runs what waits for the shell now, and what will while it is on the screen. The returned function ends it. */
function runAsked(shell: Shell): () => void {
  const run = () => takeAsked(shell.id).forEach((line) => screenOf(shell).session.take(line));
  run();
  return useShells.subscribe(run);
}

const greeted = new Map<string, number>();

/** Each shell says once a session what is worth typing in it. */
function greetOnce(shell: Shell, session: number): void {
  if (greeted.get(shell.id) === session) return;
  greeted.set(shell.id, session);
  screenOf(shell).session.greet(greetingOf(shell));
}

function greetingOf({ id, host }: Shell): string {
  if (host) return `\x1b[90m${message("terminal.inHost", { host: id })}\x1b[39m\n`;
  const scenario = scenarios.find(({ id }) => id === useSession.getState().scenarioId);
  const commands = scenario?.commands ?? [];
  return `\r\x1b[J${[message("terminal.try"), ...commands].map((line) => `\x1b[90m# ${line}\x1b[39m\n`).join("")}`;
}
