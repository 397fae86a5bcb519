// The command line of curl 7.88.1. As src/tool_getparam.c reads it; what there is to be read is in option-table.ts.
import { readCurlConfig } from "./config-file.ts";
import type { CurlDraft } from "./draft.ts";
import type { Operation } from "./operation.ts";
import { finishOperation, newOperation } from "./operation.ts";
import type { CurlOption } from "./option-table.ts";
import { CURL_OPTIONS } from "./option-table.ts";
import type { CurlFiles, CurlOptions, CurlTalk, CurlUsage, Writable } from "./options.ts";

export type CurlCommand =
  | { readonly kind: "options"; readonly operations: readonly CurlOptions[]; readonly said: string }
  | CurlUsage
  | { readonly kind: "version" }
  | { readonly kind: "help" };

const TRY_HELP = "curl: try 'curl --help' or 'curl --manual' for more information\n";
const EXIT_USAGE = 2;
const EXIT_FILE = 26;

const BY_LETTER = new Map(CURL_OPTIONS.flatMap((option) => (option.letter ? [[option.letter, option] as const] : [])));
const UNREADABLE = "error encountered when reading a file";

/** Reads the words after "curl". */
export function parseCurl(words: readonly string[], files: CurlFiles = { read: () => undefined }): CurlCommand {
  const reader = new CommandReader(files);
  if (words.length === 0) return { kind: "usage", message: TRY_HELP, exitCode: EXIT_USAGE };
  const problem = reader.take(words);
  if (problem !== undefined) {
    const exitCode = problem.endsWith(`${UNREADABLE}\n`) ? EXIT_FILE : EXIT_USAGE;
    return { kind: "usage", message: `${reader.said}${problem}${TRY_HELP}`, exitCode };
  }
  return reader.finish();
}

class CommandReader implements CurlDraft {
  readonly common: Writable<CurlTalk> = { isVerbose: false, isSilent: false, showsErrors: false, meter: "table" };
  readonly #operations: Operation[] = [newOperation()];
  readonly #files: CurlFiles;
  now: Operation = this.#operations[0] ?? newOperation();
  asks: "version" | "help" | undefined;
  said = "";

  constructor(files: CurlFiles) {
    this.#files = files;
  }

  /** Takes words in turn; a text is what curl says of the first that it does not take. */
  take(words: readonly string[]): string | undefined {
    const rest = [...words];
    let onlyUrls = false;
    for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
      if (word === "--" && !onlyUrls) onlyUrls = true;
      else if (onlyUrls || word === "-" || !word.startsWith("-")) this.now.urls.push(word);
      else {
        const problem = word.startsWith("--") ? this.#readLong(word.slice(2), rest) : this.#readShort(word, rest);
        if (problem !== undefined) return `curl: option ${word}: ${problem}\n`;
      }
    }
    return undefined;
  }

  finish(): CurlCommand {
    if (this.asks) return { kind: this.asks };
    const used = this.#operations.filter(({ urls }, index) => urls.length > 0 || index === this.#operations.length - 1);
    if (this.#operations.every(({ urls }) => urls.length === 0))
      return { kind: "usage", message: `curl: no URL specified!\n${TRY_HELP}`, exitCode: EXIT_USAGE };
    const operations: CurlOptions[] = [];
    for (const operation of used) {
      const made = finishOperation(operation, this.common, this.#files);
      if ("kind" in made) return made;
      operations.push(made);
    }
    return { kind: "options", operations, said: this.said };
  }

  next(): void {
    if (this.now.urls.length === 0) return;
    this.now = newOperation();
    this.#operations.push(this.now);
  }

  config(path: string): string | void {
    const text = this.#files.read(path);
    if (text === undefined) {
      this.said += `curl: cannot read config from '${path}'\n`;
      return UNREADABLE;
    }
    return this.take(readCurlConfig(text));
  }

  text(value: string): string {
    return value.startsWith("@") ? (this.#files.read(value.slice(1)) ?? "") : value;
  }

  read(path: string): string | undefined {
    return this.#files.read(path);
  }

  warn(text: string): void {
    this.said += `Warning: ${text}\n`;
  }

  say(text: string): void {
    this.said += `${text}\n`;
  }

  #readLong(name: string, rest: string[]): string | undefined {
    const exact = CURL_OPTIONS.find((option) => option.name === name);
    const found = exact ? [exact] : CURL_OPTIONS.filter((option) => option.name.startsWith(name));
    const [option] = found;
    if (!option && /^no-./.test(name) && CURL_OPTIONS.some((one) => one.name === name.slice(3) && !one.argument))
      return undefined;
    if (!option || name === "") return "is unknown";
    if (found.length > 1) return "is ambiguous";
    return this.#set(option, option.argument ? rest.shift() : "");
  }

  #readShort(word: string, rest: string[]): string | undefined {
    for (let i = 1; i < word.length; i++) {
      const option = BY_LETTER.get(word[i] ?? "");
      if (!option) return "is unknown";
      const value = option.argument ? word.slice(i + 1) || rest.shift() : "";
      const problem = this.#set(option, value);
      if (problem !== undefined || option.argument) return problem;
    }
    return undefined;
  }

  #set(option: CurlOption, value: string | undefined): string | undefined {
    return value === undefined ? "requires parameter" : (option.set?.(this, value) ?? undefined);
  }
}
