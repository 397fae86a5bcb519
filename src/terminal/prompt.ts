// Draws the line being typed: over as many rows as it takes, with the cursor where it is.
import type { Terminal } from "@xterm/xterm";
import { cellWidth } from "./cell-width.ts";
import type { Line } from "./line-editor.ts";

/** The prompt and the line after it, drawn anew with every key. */
export class Prompt {
  readonly #terminal: Terminal;
  /** Rows from the first of the prompt to that of the cursor. */
  #cursorRow = 0;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** The next draw begins at the cursor: what is above stays. */
  begin(): void {
    this.#cursorRow = 0;
  }

  draw(prompt: string, { text, cursor }: Line): void {
    const { cols } = this.#terminal;
    const width = cellWidth(withoutColours(prompt));
    const end = width + cellWidth(text);
    const at = width + cellWidth(text.slice(0, cursor));
    const endRow = Math.floor(end / cols);
    const up = this.#cursorRow > 0 ? `\x1b[${this.#cursorRow}A` : "";
    // A line that ends at the edge leaves the cursor there: a space and its removal bring it to the next row.
    const wrap = end > 0 && end % cols === 0 ? " \b" : "";
    this.#cursorRow = Math.floor(at / cols);
    const back = endRow > this.#cursorRow ? `\x1b[${endRow - this.#cursorRow}A` : "";
    const column = `\x1b[${(at % cols) + 1}G`;
    this.#terminal.write(`${up}\r\x1b[J${prompt}${text}${wrap}${back}${column}`);
  }
}

function withoutColours(text: string): string {
  // oxlint-disable-next-line no-control-regex -- the escape is what is looked for
  return text.replace(/\x1b\[[\d;]*m/g, "");
}
