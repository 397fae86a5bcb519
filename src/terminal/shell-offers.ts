// The list of completions at the cursor. Drawn outside of React, as the screen that it lies over is.
import type { Terminal } from "@xterm/xterm";

/** What could stand at the cursor; `at` is the one that Enter takes, -1 none yet. */
export type Offers = { readonly words: readonly string[]; readonly at: number };

/** The list's element, and what shows offers in it; undefined hides it. */
export type OffersList = { readonly element: HTMLElement; show(offers: Offers | undefined): void };

/** Words that the list has at once; the others come when one goes on. */
const WORDS_SHOWN_MAX = 200;

/** Makes the list of a terminal. It says itself to screen readers, as the focus stays in the line. */
export function offersListOf(terminal: Terminal, label: () => string): OffersList {
  const element = document.createElement("div");
  element.className = "menu term__offers";
  element.hidden = true;
  const list = document.createElement("ul");
  const status = document.createElement("p");
  status.className = "hidden-text";
  status.setAttribute("role", "status");
  element.append(list);
  const box = document.createElement("div");
  box.append(element, status);
  return {
    element: box,
    show: (offers) => {
      element.hidden = offers === undefined;
      status.textContent = offers ? `${label()}: ${offers.words[offers.at] ?? offers.words.join(", ")}` : "";
      if (!offers) return;
      list.replaceChildren(...offers.words.slice(0, WORDS_SHOWN_MAX).map((word, index) => itemOf(word, index, offers)));
      // What was written before is on the screen only after this.
      terminal.write("", () => place(terminal, element));
      list.querySelector(".is-at")?.scrollIntoView({ block: "nearest" });
    },
  };
}

function itemOf(word: string, index: number, { at }: Offers): HTMLElement {
  const item = document.createElement("li");
  item.className = `menu__item mono ${index === at ? "is-at" : ""}`;
  item.textContent = word;
  item.dataset["at"] = String(index);
  return item;
}

/** Under the cursor's row, or over it where there is more room. */
function place(terminal: Terminal, element: HTMLElement): void {
  const screen = terminal.element?.querySelector(".xterm-screen");
  if (!screen) return;
  const { width, height, left, top } = screen.getBoundingClientRect();
  const cell = { width: width / terminal.cols, height: height / terminal.rows };
  const { cursorX, cursorY } = terminal.buffer.active;
  const cursor = { x: left + cursorX * cell.width, y: top + cursorY * cell.height };
  const below = innerHeight - cursor.y - cell.height;
  const isBelow = below > 200 || below > cursor.y;
  element.style.maxHeight = `${Math.min(240, (isBelow ? below : cursor.y) - 12)}px`;
  element.style.left = `${Math.max(8, Math.min(cursor.x, innerWidth - element.offsetWidth - 8))}px`;
  element.style.top = isBelow ? `${cursor.y + cell.height + 2}px` : "";
  element.style.bottom = isBelow ? "" : `${innerHeight - cursor.y + 2}px`;
}
