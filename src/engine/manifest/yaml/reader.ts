/** A place in a text: `offset` in UTF-16 units, line and column from 0. */
export type Mark = { readonly offset: number; readonly line: number; readonly column: number };

/** Why a text is no YAML, in go-yaml's words. Thrown within this folder only; `parseYaml` catches it. */
export class YamlFailure extends Error {
  readonly mark: Mark;
  /** go-yaml counts lines from 1 when the scanner stumbles, and from 0 when the parser does. */
  readonly by: "scanner" | "parser" | "reader";

  constructor(problem: string, mark: Mark, by: "scanner" | "parser" | "reader") {
    super(problem);
    this.mark = mark;
    this.by = by;
  }
}

/** A cursor over a text that counts lines and columns. */
export class Reader {
  readonly text: string;
  offset = 0;
  line = 0;
  column = 0;

  constructor(text: string) {
    this.text = text;
    if (text.startsWith("\ufeff")) this.offset = 1;
  }

  get mark(): Mark {
    return { offset: this.offset, line: this.line, column: this.column };
  }

  /** The character so far ahead; "" at the end. */
  peek(ahead = 0): string {
    return this.text.charAt(this.offset + ahead);
  }

  skip(count = 1): void {
    this.offset += count;
    this.column += count;
  }

  /** Takes a line break and gives it as "\n"; LS and PS as they are. */
  takeBreak(): string {
    const taken = this.peek();
    this.offset += taken === "\r" && this.peek(1) === "\n" ? 2 : 1;
    this.line++;
    this.column = 0;
    return taken === "\u2028" || taken === "\u2029" ? taken : "\n";
  }

  takeWhile(test: (character: string) => boolean): string {
    const from = this.offset;
    while (this.peek() !== "" && test(this.peek())) this.skip();
    return this.text.slice(from, this.offset);
  }

  isBreak(ahead = 0): boolean {
    return isBreak(this.peek(ahead));
  }

  isBlank(ahead = 0): boolean {
    return isBlank(this.peek(ahead));
  }

  /** A blank, a break or the end. */
  isBlankZ(ahead = 0): boolean {
    const character = this.peek(ahead);
    return character === "" || isBlank(character) || isBreak(character);
  }

  /** "---" or "..." at the beginning of a line. */
  isDocumentIndicator(): boolean {
    if (this.column !== 0) return false;
    const found = this.text.slice(this.offset, this.offset + 3);
    return (found === "---" || found === "...") && this.isBlankZ(3);
  }
}

export function isBreak(character: string): boolean {
  return BREAKS.includes(character) && character !== "";
}

export function isBlank(character: string): boolean {
  return character === " " || character === "\t";
}

const BREAKS = "\r\n\u0085\u2028\u2029";
