// A shell: reads lines, runs them one after the other, prints what they say. One for each tab.
import type { HostRef } from "../engine/model/host.ts";
import type { Opened } from "../engine/model/opened.ts";
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
import type { Offers } from "./shell-offers.ts";

/** What a shell needs of a terminal. */
export type Screen = {
  print(text: string): void;
  clear(): void;
  /** The row after what was printed is the prompt's. */
  beginPrompt(): void;
  drawPrompt(prompt: string, line: Line): void;
  setBusy(isBusy: boolean): void;
  /** Shows what could stand at the cursor; undefined: nothing. */
  offer(offers: Offers | undefined): void;
};

type Search = { readonly text: string; readonly at?: number; readonly found: string };

/** A shell in a container, which `kubectl exec -it` opened: its lines are commands there. */
type Inner = Opened & { readonly container: string };

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
  #offers: Offers | undefined;
  #inner: Inner | undefined;

  constructor(screen: Screen, host: HostRef | undefined) {
    this.#screen = screen;
    this.#host = host;
  }

  /** Prints what a new session begins with, and the prompt. */
  greet(text: string): void {
    this.#inner = undefined;
    this.#screen.print(text);
    if (!this.#running) this.#prompt();
  }

  /** Takes what the terminal sends: a key, or a text that was pasted. */
  type(data: string): void {
    if (this.#running) return this.#typeWhileRunning(data);
    if (data.length > 1 && !data.startsWith("\x1b")) return this.#paste(data);
    if (this.#offers && this.#offersKey(data, this.#offers)) return;
    this.#key(data);
  }

  /** Stops the command that runs, as Ctrl+C does. */
  interrupt(): void {
    if (this.#running) this.#typeWhileRunning("\x03");
  }

  /** Lets the time that the running command waits for pass at once. */
  skip(): void {
    this.#running?.skip();
  }

  /** Takes the completion at a place of the list. */
  choose(at: number): void {
    if (this.#offers) this.#accept({ ...this.#offers, at });
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
    this.#endOffers();
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
    if (key === "\x04" && this.#line.text === "" && this.#begun === "") return this.#leave();
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
    if (this.#inner && /^(?:exit|logout)(?:\s+\d+)?\s*$/.test(text.trim())) return this.#endInner();
    void this.#execute(text);
  }

  /** Ctrl+D in an empty line: out of the container's shell; the outer one stays. */
  #leave(): void {
    if (!this.#inner) return;
    this.#screen.print("exit\n");
    this.#endInner();
  }

  #endInner(): void {
    this.#inner = undefined;
    this.#prompt();
  }

  async #execute(line: string): Promise<void> {
    let last = "\n";
    this.#screen.setBusy(true);
    const inner = this.#inner;
    this.#running = runCommand(inner ? lineWithin(inner, line) : line, {
      ...(this.#host && { on: this.#host }),
      onOutput: (text, stream) => {
        if (inner && stream === "stderr" && ENDED_WITHIN.test(text)) return;
        last = text.at(-1) ?? last;
        this.#screen.print(stream === "stderr" ? `\x1b[31m${text}\x1b[39m` : text);
      },
    });
    try {
      const { opens } = await this.#running.result;
      if (opens?.container !== undefined) this.#inner = { ...opens, container: opens.container };
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
    if (words.length > 1 && shared === word) this.#offers = { words, at: -1 };
    else if (words.length > 0)
      this.#line = insert(this.#line, shared.slice(word.length) + (words.length === 1 ? spaceAfter(shared) : ""));
    this.#draw();
    this.#screen.offer(this.#offers);
  }

  /** A key while completions are shown: true when it was the list's. Any other goes to the line, and the list follows it. */
  #offersKey(key: string, offers: Offers): boolean {
    const count = offers.words.length;
    const by = key === "\t" || key === "\x1b[B" ? 1 : key === "\x1b[Z" || key === "\x1b[A" ? -1 : 0;
    if (by !== 0) {
      const at = offers.at < 0 && by < 0 ? count - 1 : (offers.at + by + count) % count;
      this.#offers = { ...offers, at };
      this.#screen.offer(this.#offers);
      return true;
    }
    if (key === "\r" && offers.at >= 0) {
      this.#accept(offers);
      return true;
    }
    this.#endOffers();
    const isTyped = key >= " " && key !== "\x7f" && !key.startsWith("\x1b");
    if (!isTyped && key !== "\x7f") return key === "\x1b";
    this.#key(key);
    const { text, cursor } = this.#line;
    const { word, words } = offer(text.slice(0, cursor), completionFacts());
    if (word !== "" && words.length > 1) this.#offers = { words, at: -1 };
    this.#screen.offer(this.#offers);
    return true;
  }

  #accept({ words, at }: Offers): void {
    const { text, cursor } = this.#line;
    const { word } = offer(text.slice(0, cursor), completionFacts());
    const chosen = words[at];
    this.#endOffers();
    if (chosen !== undefined) this.#line = insert(this.#line, chosen.slice(word.length) + spaceAfter(chosen));
    this.#draw();
  }

  #endOffers(): void {
    if (!this.#offers) return;
    this.#offers = undefined;
    this.#screen.offer(undefined);
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
    if (!this.#search) {
      const sign = this.#begun !== "" ? ">" : this.#inner ? `${this.#inner.name}:/#` : "$";
      return this.#screen.drawPrompt(`\x1b[90m${sign}\x1b[39m `, this.#line);
    }
    const { text, found } = this.#search;
    this.#screen.drawPrompt(`(reverse-i-search)'${text}': `, { text: found, cursor: found.length });
  }
}

/** What kubectl adds when the command within fails: a shell within says nothing of it. */
const ENDED_WITHIN = /^command terminated with exit code \d+\n$/;

/** A line of a container's shell as a command of this one. */
function lineWithin({ namespace = "default", name, container }: Inner, line: string): string {
  return `kubectl exec -i -n ${namespace} ${name} -c ${container} -- sh -c '${line.replaceAll("'", `'\\''`)}'`;
}

/** A word that is whole is followed by a space; a path and an option with a value go on. */
function spaceAfter(word: string): "" | " " {
  return /[/=]$/.test(word) ? "" : " ";
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
