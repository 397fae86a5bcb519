import type { Operation } from "./operation.ts";
import type { CurlTalk, Writable } from "./options.ts";

/** A command line as far as it has been read. */
export type CurlDraft = {
  readonly common: Writable<CurlTalk>;
  now: Operation;
  asks: "version" | "help" | undefined;
  /** Begins the next operation. */
  next(): void;
  /** Reads a file of options; a text says what is wrong. */
  config(path: string): string | void;
  /** The text of "@file", or the text itself. */
  text(value: string): string;
  read(path: string): string | undefined;
  warn(text: string): void;
  say(text: string): void;
};
