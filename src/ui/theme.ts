import { create } from "zustand";
import { recall, remember } from "./remember.ts";

export type Theme = "light" | "dark";

/** The theme that the page shows. public/theme.js has set it on the document before the first paint. */
export const useTheme = create<{ readonly theme: Theme }>(() => ({ theme: shownTheme() }));

/** Shows the theme and keeps the choice. */
export function chooseTheme(theme: Theme): void {
  remember("theme", theme);
  showTheme(theme);
}

/** Follows the system's preference for as long as nobody has chosen. The returned function ends it. */
export function followSystemTheme(): () => void {
  const query = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => {
    if (recall("theme") === undefined) showTheme(query.matches ? "dark" : "light");
  };
  query.addEventListener("change", follow);
  return () => query.removeEventListener("change", follow);
}

/** A token's value now, colours in six hex digits: for Monaco, xterm and the packets' canvas, which take no CSS variables. */
export function tokenColour(token: `--${string}`): string {
  const value = getComputedStyle(document.documentElement).getPropertyValue(token).trim();
  // A minifier writes #ffffff as #fff.
  return /^#[\da-f]{3}$/i.test(value) ? value.replaceAll(/[\da-f]/gi, "$&$&") : value;
}

function showTheme(theme: Theme): void {
  document.documentElement.dataset["theme"] = theme;
  useTheme.setState({ theme });
}

function shownTheme(): Theme {
  return globalThis.document?.documentElement.dataset["theme"] === "dark" ? "dark" : "light";
}
