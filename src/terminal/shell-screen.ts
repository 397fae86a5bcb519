// xterm: the screen of one shell, in the page's colours, with what people expect of a terminal around it.
import { FitAddon } from "@xterm/addon-fit";
import { SearchAddon } from "@xterm/addon-search";
import { Terminal } from "@xterm/xterm";
import "@xterm/xterm/css/xterm.css";
import { setShellBusy } from "../state/shells.ts";
import type { Shell } from "../state/shells.ts";
import { message } from "../ui/i18n/message.tsx";
import { copyText } from "../ui/notice.ts";
import { tokenColour, useTheme } from "../ui/theme.ts";
import { Prompt } from "./prompt.ts";
import { keysOf } from "./screen-keys.ts";
import { linkNames } from "./shell-links.ts";
import { offersListOf } from "./shell-offers.ts";
import { ShellSession } from "./shell-session.ts";

/** Which match of a search is looked at, of how many; `at` is counted from 0, -1 where there are too many to count. */
export type Matches = { readonly at: number; readonly count: number };

/** A terminal with its shell; it outlives the element that shows it. */
export type ShellScreen = {
  readonly session: ShellSession;
  /** Shows it in an element, until the returned function is called. */
  show(host: HTMLElement): () => void;
  focus(): void;
  /** Marks all that contains the text, and goes to the next one from here; "" marks nothing. */
  search(text: string, direction: "next" | "previous" | "here"): void;
  /** Hears what a search found. The returned function ends it. */
  onMatches(listener: (matches: Matches) => void): () => void;
  /** Hears of the keys that ask for the search. The returned function ends it. */
  onSearchAsked(listener: () => void): () => void;
  hasSelection(): boolean;
  copySelection(): void;
  copyAll(): void;
  paste(text: string): void;
  clear(): void;
  dispose(): void;
};

const screens = new Map<string, ShellScreen>();

/** The screen of a shell: made when it is first looked at. */
export function screenOf(shell: Shell): ShellScreen {
  let screen = screens.get(shell.id);
  if (!screen) screens.set(shell.id, (screen = openScreen(shell)));
  return screen;
}

/** Forgets the screens of shells that were closed. */
export function disposeScreensBut(ids: ReadonlySet<string>): void {
  for (const [id, screen] of screens) {
    if (ids.has(id)) continue;
    screen.dispose();
    screens.delete(id);
  }
}

function openScreen(shell: Shell): ShellScreen {
  const terminal = newTerminal();
  const fit = new FitAddon();
  const search = new SearchAddon();
  terminal.loadAddon(fit);
  terminal.loadAddon(search);
  linkNames(terminal);
  const element = document.createElement("div");
  element.className = "term__screen";
  element.setAttribute("aria-busy", "false");
  const session = openSession(shell, { terminal, element });
  const searchAsked = new Set<() => void>();
  terminal.attachCustomKeyEventHandler(
    keysOf({
      search: () => searchAsked.forEach((listener) => listener()),
      copy: () => copySelection(terminal),
      hasSelection: () => terminal.hasSelection(),
      skip: () => session.skip(),
    }),
  );
  const endTheme = useTheme.subscribe(() => (terminal.options.theme = themeNow()));
  return {
    session,
    show: (host) => showIn(host, { terminal, element, fit }),
    focus: () => terminal.focus(),
    search: (text, direction) => {
      if (text === "") return search.clearDecorations();
      const options = { decorations: matchColours(), incremental: direction === "here" };
      if (direction === "previous") search.findPrevious(text, options);
      else search.findNext(text, options);
    },
    onMatches: (listener) => {
      const heard = search.onDidChangeResults((found) => listener({ at: found.resultIndex, count: found.resultCount }));
      return () => heard.dispose();
    },
    onSearchAsked: (listener) => {
      searchAsked.add(listener);
      return () => searchAsked.delete(listener);
    },
    hasSelection: () => terminal.hasSelection(),
    copySelection: () => copySelection(terminal),
    copyAll: () => copyAll(terminal),
    paste: (text) => terminal.paste(text),
    clear: () => session.type("\x0c"),
    dispose: () => {
      endTheme();
      terminal.dispose();
    },
  };
}

function newTerminal(): Terminal {
  return new Terminal({
    // For the marks of the search.
    allowProposedApi: true,
    convertEol: true,
    cursorBlink: false,
    fontSize: 12,
    lineHeight: 1.4,
    fontFamily: tokenColour("--mono"),
    rightClickSelectsWord: true,
    screenReaderMode: true,
    scrollback: 5000,
    theme: themeNow(),
  });
}

function openSession(
  shell: Shell,
  { terminal, element }: { readonly terminal: Terminal; readonly element: HTMLElement },
): ShellSession {
  const prompt = new Prompt(terminal);
  const offers = offersListOf(terminal, () => message("terminal.offers"));
  element.append(offers.element);
  const session = new ShellSession(
    {
      print: (text) => terminal.write(text),
      clear: () => terminal.write("\x1b[H\x1b[2J\x1b[3J"),
      beginPrompt: () => prompt.begin(),
      drawPrompt: (text, line) => prompt.draw(text, line),
      setBusy: (isBusy) => {
        element.setAttribute("aria-busy", String(isBusy));
        setShellBusy(shell.id, isBusy);
      },
      offer: (shown) => offers.show(shown),
    },
    shell.host,
  );
  offers.element.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const item = event.target instanceof HTMLElement ? event.target.dataset["at"] : undefined;
    if (item !== undefined) session.choose(Number(item));
  });
  terminal.onData((data) => session.type(data));
  return session;
}

type Shown = { readonly terminal: Terminal; readonly element: HTMLElement; readonly fit: FitAddon };

function showIn(host: HTMLElement, { terminal, element, fit }: Shown): () => void {
  host.append(element);
  if (terminal.element === undefined) terminal.open(element);
  fit.fit();
  const observer = new ResizeObserver(() => {
    if (host.clientHeight > 0) fit.fit();
  });
  observer.observe(host);
  return () => {
    observer.disconnect();
    element.remove();
  };
}

function copySelection(terminal: Terminal): void {
  void copyText(terminal.getSelection(), { done: message("common.copied"), refused: message("common.notCopied") });
  terminal.clearSelection();
}

function copyAll(terminal: Terminal): void {
  terminal.selectAll();
  const text = terminal.getSelection().trimEnd();
  terminal.clearSelection();
  void copyText(text, { done: message("common.copied"), refused: message("common.notCopied") });
}

function matchColours() {
  const [match, active] = [tokenColour("--nat"), tokenColour("--accent")];
  return {
    matchBackground: tokenColour("--nat-tint"),
    matchBorder: match,
    matchOverviewRuler: match,
    activeMatchBackground: tokenColour("--accent-tint"),
    activeMatchBorder: active,
    activeMatchColorOverviewRuler: active,
  };
}

function themeNow() {
  const background = tokenColour("--bg-sunken");
  const dim = tokenColour("--text-3");
  return {
    background,
    foreground: tokenColour("--text"),
    cursor: tokenColour("--text"),
    cursorAccent: background,
    selectionBackground: tokenColour("--accent-tint"),
    black: dim,
    brightBlack: dim,
    red: tokenColour("--reject"),
    brightRed: tokenColour("--reject"),
    green: tokenColour("--deliver"),
    brightGreen: tokenColour("--deliver"),
    yellow: tokenColour("--nat"),
    brightYellow: tokenColour("--nat"),
    blue: tokenColour("--accent"),
    brightBlue: tokenColour("--accent"),
    magenta: tokenColour("--dns"),
    brightMagenta: tokenColour("--dns"),
    cyan: tokenColour("--route"),
    brightCyan: tokenColour("--route"),
  };
}
