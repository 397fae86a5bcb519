import type { ToolStreams } from "./tool.ts";

/** Standard input that commands of one group read in turn: each takes what is left. */
export class Input {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Everything that nobody has read yet. */
  rest(): string {
    const rest = this.#text.slice(this.#at);
    this.#at = this.#text.length;
    return rest;
  }

  /** The next line without its end; undefined when there is none. */
  line(): string | undefined {
    if (this.#at >= this.#text.length) return undefined;
    const end = this.#text.indexOf("\n", this.#at);
    const line = this.#text.slice(this.#at, end < 0 ? undefined : end);
    this.#at = end < 0 ? this.#text.length : end + 1;
    return line;
  }
}

/** The descriptors of a command: where it reads and writes. */
export type Descriptors = {
  readonly input: Input;
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
};

/** The streams as a tool gets them. `stdin` is read when the tool asks for it, so that who does not ask leaves it to the next. */
export function toolStreams(descriptors: Descriptors, outer: ToolStreams): ToolStreams {
  let taken: string | undefined;
  return {
    get stdin() {
      taken ??= descriptors.input.rest();
      return taken;
    },
    out: (text) => descriptors.out(text),
    error: (text) => descriptors.error(text),
    trace: (trace) => outer.trace(trace),
    opens: (object) => outer.opens(object),
  };
}
