import { recall, remember } from "../ui/remember.ts";

/** Lines that are kept, over all shells. */
const LINES_MAX = 300;

/** What was typed before, the newest last: walked with the arrows, searched with Ctrl+R. */
export class History {
  #lines = kept();
  #at = this.#lines.length;
  /** What was being typed when the walk began. */
  #draft = "";

  /** Adds a line, unless it is empty or the one before. */
  add(line: string): void {
    if (line.trim() !== "" && line !== this.#lines.at(-1)) {
      this.#lines = [...this.#lines, line].slice(-LINES_MAX);
      remember("history", this.#lines);
    }
    this.#at = this.#lines.length;
  }

  /** The line before or after the one that is shown; undefined at either end. */
  move(by: -1 | 1, shown: string): string | undefined {
    const next = this.#at + by;
    if (next < 0 || next > this.#lines.length) return undefined;
    if (this.#at === this.#lines.length) this.#draft = shown;
    this.#at = next;
    return this.#lines[next] ?? this.#draft;
  }

  /** The newest line that contains the text, older than `before`; with its place, to go on from there. */
  search(text: string, before = this.#lines.length): { readonly line: string; readonly at: number } | undefined {
    const at = this.#lines.findLastIndex((line, index) => index < before && line.includes(text));
    const line = this.#lines[at];
    return line === undefined ? undefined : { line, at };
  }
}

function kept(): readonly string[] {
  const lines = recall("history");
  return Array.isArray(lines) ? lines.filter((line) => typeof line === "string") : [];
}
