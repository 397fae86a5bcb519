// xterm: the screen of one shell, in the page's colours.
import { FitAddon } from "@xterm/addon-fit";
import { Terminal } from "@xterm/xterm";
import "@xterm/xterm/css/xterm.css";
import type { Shell } from "../state/shells.ts";
import { tokenColour, useTheme } from "../ui/theme.ts";
import { Prompt } from "./prompt.ts";
import { ShellSession } from "./shell-session.ts";

/** A terminal with its shell; it outlives the element that shows it. */
export type ShellScreen = {
  readonly session: ShellSession;
  /** Shows it in an element, until the returned function is called. */
  show(host: HTMLElement): () => void;
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
  const terminal = new Terminal({
    convertEol: true,
    cursorBlink: false,
    fontSize: 12,
    lineHeight: 1.4,
    fontFamily: tokenColour("--mono"),
    screenReaderMode: true,
    scrollback: 5000,
    theme: themeNow(),
  });
  const fit = new FitAddon();
  terminal.loadAddon(fit);
  const prompt = new Prompt(terminal);
  const element = document.createElement("div");
  element.className = "term__screen";
  const session = new ShellSession(
    {
      print: (text) => terminal.write(text),
      clear: () => terminal.write("\x1b[H\x1b[2J\x1b[3J"),
      beginPrompt: () => prompt.begin(),
      drawPrompt: (text, line) => prompt.draw(text, line),
      setBusy: (isBusy) => element.setAttribute("aria-busy", String(isBusy)),
    },
    shell.host,
  );
  terminal.onData((data) => session.type(data));
  let isOpen = false;
  const open = (host: HTMLElement) => {
    host.append(element);
    if (!isOpen) terminal.open(element);
    fit.fit();
    isOpen = true;
  };
  const endTheme = useTheme.subscribe(() => (terminal.options.theme = themeNow()));
  return {
    session,
    show: (host) => {
      open(host);
      const observer = new ResizeObserver(() => {
        if (host.clientHeight > 0) fit.fit();
      });
      observer.observe(host);
      return () => {
        observer.disconnect();
        element.remove();
      };
    },
    dispose: () => {
      endTheme();
      terminal.dispose();
    },
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
