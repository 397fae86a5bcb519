// A shell: reads lines, runs them one after the other, prints what they say. One for each tab.
import type { HostRef } from "../engine/model/host.ts";
import { getObjects } from "../state/cluster.ts";
import { runCommand } from "../state/commands.ts";
import type { RunningCommand } from "../state/commands.ts";
import { useEditing } from "../state/editing.ts";
import { Refusal } from "../state/engine-link.ts";
import { commonBeginning, offer } from "./completion.ts";
import type { CompletionFacts } from "./completion.ts";
import { History } from "./history.ts";
import { edit, EMPTY_LINE, insert, isWhole } from "./line-editor.ts";
import type { Line } from "./line-editor.ts";

/** What a shell needs of a terminal. */
export type Screen = {
  print(text: string): void;
  clear(): void;
  /** The row after what was printed is the prompt's. */
  beginPrompt(): void;
  drawPrompt(prompt: string, line: Line): void;
  setBusy(isBusy: boolean): void;
};

type Search = { readonly text: string; readonly at?: number; readonly found: string };

export class ShellSession {
  readonly #screen: Screen;
  readonly #host: HostRef | undefined;
  readonly #history = new History();
  readonly #queue: string[] = [];
  #line: Line = EMPTY_LINE;
  /** Lines before this one of a command that goes on. */
  #begun = "";
  #running: RunningCommand | undefined;
  #search: Search | undefined;

  constructor(screen: Screen, host: HostRef | undefined) {
    this.#screen = screen;
    this.#host = host;
  }

  /** Prints what a new session begins with, and the prompt. */
  greet(text: string): void {
    this.#screen.print(text);
    if (!this.#running) this.#prompt();
  }

  /** Takes what the terminal sends: a key, or a text that was pasted. */
  type(data: string): void {
    if (this.#running) return this.#typeWhileRunning(data);
    if (data.length > 1 && !data.startsWith("\x1b")) return this.#paste(data);
    this.#key(data);
  }

  /** Runs a line as if it had been typed. */
  run(line: string): void {
    if (this.#running) return void this.#queue.push(line);
    this.#line = { text: line, cursor: line.length };
    this.#draw();
    this.#enter();
  }

  /** Runs a line that another pane asks for; what was half typed is given up, as with Ctrl+C. */
  take(line: string): void {
    const isHalfTyped = this.#line.text !== "" || this.#begun !== "" || this.#search !== undefined;
    this.#search = undefined;
    if (!this.#running && isHalfTyped) this.#cancel();
    this.run(line);
  }

  /** Draws the prompt again: the terminal has another width. */
  redraw(): void {
    if (!this.#running) this.#draw();
  }

  #typeWhileRunning(data: string): void {
    if (data !== "\x03") return;
    this.#screen.print("^C\n");
    this.#queue.length = 0;
    this.#running?.stop();
  }

  #paste(text: string): void {
    const [first = "", ...rest] = text.replace(/\r\n?/g, "\n").split("\n");
    this.#line = insert(this.#line, first);
    this.#draw();
    if (rest.length === 0) return;
    this.#queue.push(...rest);
    this.#enter();
  }

  #key(key: string): void {
    if (this.#search && this.#searchKey(key)) return;
    if (key === "\r") return this.#enter();
    if (key === "\t") return this.#complete();
    if (key === "\x03") return this.#cancel();
    if (key === "\x0c") return this.#clear();
    if (key === "\x12") return this.#find({ text: "", found: "" });
    if (key === "\x1b[A" || key === "\x10") return this.#recall(-1);
    if (key === "\x1b[B" || key === "\x0e") return this.#recall(1);
    const isText = key >= " " && key !== "\x7f";
    const next = edit(this.#line, key) ?? (isText ? insert(this.#line, key) : undefined);
    if (!next) return;
    this.#line = next;
    this.#draw();
  }

  #enter(): void {
    const text = this.#begun + this.#line.text;
    this.#line = { ...this.#line, cursor: this.#line.text.length };
    this.#draw();
    this.#screen.print("\n");
    this.#line = EMPTY_LINE;
    if (!isWhole(text)) {
      this.#begun = `${text}\n`;
      return this.#prompt();
    }
    this.#begun = "";
    this.#history.add(text);
    if (text.trim() === "") return this.#prompt();
    if (text.trim() === "clear") return this.#clear();
    void this.#execute(text);
  }

  async #execute(line: string): Promise<void> {
    let last = "\n";
    this.#screen.setBusy(true);
    this.#running = runCommand(line, {
      ...(this.#host && { on: this.#host }),
      onOutput: (text, stream) => {
        last = text.at(-1) ?? last;
        this.#screen.print(stream === "stderr" ? `\x1b[31m${text}\x1b[39m` : text);
      },
    });
    try {
      await this.#running.result;
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      this.#screen.print(`\x1b[31m${refusal.message}\x1b[39m\n`);
    }
    this.#running = undefined;
    this.#screen.setBusy(false);
    if (last !== "\n") this.#screen.print("\n");
    this.#prompt();
    this.#runQueued();
  }

  #runQueued(): void {
    const next = this.#queue.shift();
    if (next === undefined) return;
    if (this.#queue.length > 0 || next.trim() !== "") this.run(next);
  }

  #complete(): void {
    const { text, cursor } = this.#line;
    const { word, words } = offer(text.slice(0, cursor), completionFacts());
    const shared = commonBeginning(words);
    const isWholeWord = words.length === 1 && !/[/=]$/.test(shared);
    if (words.length > 1 && shared === word) {
      this.#screen.print(`\n${words.join("  ")}\n`);
      this.#screen.beginPrompt();
    } else if (words.length > 0) this.#line = insert(this.#line, shared.slice(word.length) + (isWholeWord ? " " : ""));
    this.#draw();
  }

  #recall(by: -1 | 1): void {
    const text = this.#history.move(by, this.#line.text);
    if (text === undefined) return;
    this.#line = { text, cursor: text.length };
    this.#draw();
  }

  #cancel(): void {
    this.#screen.print("^C\n");
    this.#line = EMPTY_LINE;
    this.#begun = "";
    this.#prompt();
  }

  #clear(): void {
    this.#screen.clear();
    this.#prompt();
  }

  /** Ctrl+R: searches on with each key; true when the key was the search's. */
  #searchKey(key: string): boolean {
    const { text = "", at } = this.#search ?? {};
    if (key === "\x12") this.#find({ text, found: "", ...this.#place(text, at) });
    else if (key === "\x7f") this.#find({ text: text.slice(0, -1), found: "", ...this.#place(text.slice(0, -1)) });
    else if (key >= " " && !key.startsWith("\x1b"))
      this.#find({ text: text + key, found: "", ...this.#place(text + key) });
    else {
      const found = this.#search?.found ?? "";
      this.#search = undefined;
      if (found !== "" && key !== "\x03" && key !== "\x07") this.#line = { text: found, cursor: found.length };
      this.#draw();
      return key !== "\r";
    }
    return true;
  }

  #place(text: string, before?: number): { readonly found: string; readonly at: number } | undefined {
    const found = this.#history.search(text, before);
    return found && { found: found.line, at: found.at };
  }

  #find(search: Search): void {
    this.#search = search;
    this.#draw();
  }

  #prompt(): void {
    this.#screen.beginPrompt();
    this.#draw();
  }

  #draw(): void {
    if (!this.#search)
      return this.#screen.drawPrompt(this.#begun === "" ? "\x1b[90m$\x1b[39m " : "\x1b[90m>\x1b[39m ", this.#line);
    const { text, found } = this.#search;
    this.#screen.drawPrompt(`(reverse-i-search)'${text}': `, { text: found, cursor: found.length });
  }
}

function completionFacts(): CompletionFacts {
  return {
    names: (kind, namespace) =>
      [...getObjects(kind).values()]
        .filter(({ metadata }) => namespace === undefined || metadata.namespace === namespace)
        .map(({ metadata }) => metadata.name),
    files: useEditing.getState().files.map(({ name }) => name),
  };
}
