// Text -> tokens, as libyaml's scanner makes them (go-yaml v2's scannerc.go): indentation, simple keys, indicators.
import { isBreak, Reader, YamlFailure } from "./reader.ts";
import type { Mark } from "./reader.ts";
import { scanBlockScalar, scanPlainScalar, scanQuotedScalar } from "./scalars.ts";
import type { ScalarStyle } from "./scalars.ts";

export type TokenKind =
  | "stream-end"
  | "directive"
  | "document-start"
  | "document-end"
  | "block-sequence-start"
  | "block-mapping-start"
  | "block-end"
  | "["
  | "]"
  | "{"
  | "}"
  | ","
  | "-"
  | "?"
  | ":"
  | "alias"
  | "anchor"
  | "tag"
  | "scalar";

export type Token = {
  readonly kind: TokenKind;
  readonly start: Mark;
  readonly end: Mark;
  /** Of a scalar, its value; of an anchor, alias, tag or directive, its text. */
  readonly value: string;
  readonly style?: ScalarStyle;
};

type SimpleKey = { isPossible: boolean; readonly isRequired: boolean; readonly number: number; readonly mark: Mark };

/** A key must end on its line, within so many characters. */
const KEY_LENGTH_MAX = 1024;
const DEPTH_MAX = 10_000;

/** Tokens one by one. What is no YAML is thrown as a `YamlFailure`. */
export class Scanner {
  readonly #reader: Reader;
  readonly #queue: Token[] = [];
  #head = 0;
  /** How many tokens have been taken. */
  #taken = 0;
  #indent = -1;
  readonly #indents: number[] = [];
  #flowLevel = 0;
  #mayStartKey = true;
  readonly #keys: SimpleKey[] = [noKey()];

  constructor(text: string) {
    this.#reader = new Reader(text);
  }

  peek(): Token {
    while (this.#head === this.#queue.length || this.#isHeadUncertain()) this.#fetch();
    const token = this.#queue[this.#head];
    if (!token) throw new Error("the scanner went past the end of the stream");
    return token;
  }

  take(): Token {
    const token = this.peek();
    if (token.kind !== "stream-end") {
      this.#head++;
      this.#taken++;
      if (this.#head > 1024) {
        this.#queue.splice(0, this.#head);
        this.#head = 0;
      }
    }
    return token;
  }

  /** Whether the next token may yet turn out to be a key. */
  #isHeadUncertain(): boolean {
    const key = this.#keys.find(({ isPossible, number }) => isPossible && number === this.#taken);
    return key !== undefined && this.#isKeyValid(key);
  }

  #isKeyValid(key: SimpleKey): boolean {
    if (!key.isPossible) return false;
    const { line, offset } = this.#reader;
    if (key.mark.line === line && key.mark.offset + KEY_LENGTH_MAX >= offset) return true;
    if (key.isRequired) throw this.#failure("could not find expected ':'");
    key.isPossible = false;
    return false;
  }

  #fetch(): void {
    const reader = this.#reader;
    this.#skipToToken();
    this.#unroll(reader.column);
    const character = reader.peek();
    if (character === "") return this.#fetchEnd();
    if (reader.column === 0 && character === "%") return this.#fetchDirective();
    if (reader.isDocumentIndicator()) return this.#fetchDocumentIndicator(character);
    if (this.#fetchIndicator(character)) return;
    if (this.#canStartPlain(character)) return this.#fetchScalar("plain");
    throw this.#failure("found character that cannot start any token");
  }

  /** Everything that begins with an indicator character. */
  #fetchIndicator(character: string): boolean {
    const reader = this.#reader;
    const isFlow = this.#flowLevel > 0;
    if (character === "[" || character === "{") this.#fetchFlowStart(character);
    else if (character === "]" || character === "}") this.#fetchFlowEnd(character);
    else if (character === ",") this.#fetchFlowEntry();
    else if (character === "-" && reader.isBlankZ(1)) this.#fetchBlockEntry();
    else if (character === "?" && (isFlow || reader.isBlankZ(1))) this.#fetchKey();
    else if (character === ":" && (isFlow || reader.isBlankZ(1))) this.#fetchValue();
    else if (character === "*" || character === "&") this.#fetchAnchor(character === "*" ? "alias" : "anchor");
    else if (character === "!") this.#fetchTag();
    else if (character === "|" && !isFlow) this.#fetchScalar("literal");
    else if (character === ">" && !isFlow) this.#fetchScalar("folded");
    else if (character === "'") this.#fetchScalar("single");
    else if (character === '"') this.#fetchScalar("double");
    else return false;
    return true;
  }

  #canStartPlain(character: string): boolean {
    const reader = this.#reader;
    if (!reader.isBlankZ() && !"-?:,[]{}#&*!|>'\"%@`".includes(character)) return true;
    if (character === "-") return !reader.isBlank(1);
    return this.#flowLevel === 0 && (character === "?" || character === ":") && !reader.isBlankZ(1);
  }

  #skipToToken(): void {
    const reader = this.#reader;
    for (;;) {
      if (reader.column === 0 && reader.peek() === "\ufeff") reader.skip();
      const areTabsBlank = this.#flowLevel > 0 || !this.#mayStartKey;
      reader.takeWhile((character) => character === " " || (areTabsBlank && character === "\t"));
      if (reader.peek() === "#") reader.takeWhile((character) => !isBreak(character));
      if (!reader.isBreak()) return;
      reader.takeBreak();
      if (this.#flowLevel === 0) this.#mayStartKey = true;
    }
  }

  #fetchEnd(): void {
    if (this.#reader.column !== 0) {
      this.#reader.column = 0;
      this.#reader.line++;
    }
    this.#unroll(-1);
    this.#dropKey();
    this.#mayStartKey = false;
    this.#add("stream-end", this.#reader.mark);
  }

  #fetchDirective(): void {
    this.#unroll(-1);
    this.#dropKey();
    this.#mayStartKey = false;
    const start = this.#reader.mark;
    const line = this.#reader.takeWhile((character) => !isBreak(character)).replace(/\s+#.*$|\s+$/, "");
    const problem = directiveProblem(line);
    if (problem !== undefined) throw this.#failure(problem, start);
    if (this.#reader.isBreak()) this.#reader.takeBreak();
    this.#add("directive", start, line);
  }

  #fetchDocumentIndicator(character: string): void {
    this.#unroll(-1);
    this.#dropKey();
    this.#mayStartKey = false;
    const start = this.#reader.mark;
    this.#reader.skip(3);
    this.#add(character === "-" ? "document-start" : "document-end", start);
  }

  #fetchFlowStart(kind: "[" | "{"): void {
    this.#saveKey();
    this.#keys.push(noKey());
    if (++this.#flowLevel > DEPTH_MAX) throw this.#failure(`exceeded max depth of ${DEPTH_MAX}`);
    this.#mayStartKey = true;
    this.#addCharacter(kind);
  }

  #fetchFlowEnd(kind: "]" | "}"): void {
    this.#dropKey();
    if (this.#flowLevel > 0) {
      this.#flowLevel--;
      this.#keys.pop();
    }
    this.#mayStartKey = false;
    this.#addCharacter(kind);
  }

  #fetchFlowEntry(): void {
    this.#dropKey();
    this.#mayStartKey = true;
    this.#addCharacter(",");
  }

  #fetchBlockEntry(): void {
    if (this.#flowLevel === 0) {
      if (!this.#mayStartKey) throw this.#failure("block sequence entries are not allowed in this context");
      this.#roll({ kind: "block-sequence-start", mark: this.#reader.mark });
    }
    this.#dropKey();
    this.#mayStartKey = true;
    this.#addCharacter("-");
  }

  #fetchKey(): void {
    if (this.#flowLevel === 0) {
      if (!this.#mayStartKey) throw this.#failure("mapping keys are not allowed in this context");
      this.#roll({ kind: "block-mapping-start", mark: this.#reader.mark });
    }
    this.#dropKey();
    this.#mayStartKey = this.#flowLevel === 0;
    this.#addCharacter("?");
  }

  #fetchValue(): void {
    const key = this.#keys.at(-1);
    if (key && this.#isKeyValid(key)) {
      const place = key.number - this.#taken + this.#head;
      this.#queue.splice(place, 0, { kind: "?", start: key.mark, end: key.mark, value: "" });
      this.#roll({ kind: "block-mapping-start", mark: key.mark, place });
      key.isPossible = false;
      this.#mayStartKey = false;
    } else {
      if (this.#flowLevel === 0) {
        if (!this.#mayStartKey) throw this.#failure("mapping values are not allowed in this context");
        this.#roll({ kind: "block-mapping-start", mark: this.#reader.mark });
      }
      this.#mayStartKey = this.#flowLevel === 0;
    }
    this.#addCharacter(":");
  }

  #fetchAnchor(kind: "alias" | "anchor"): void {
    this.#saveKey();
    this.#mayStartKey = false;
    const reader = this.#reader;
    const start = reader.mark;
    reader.skip();
    const value = reader.takeWhile((character) => /[\w-]/.test(character));
    if (value === "" || (!reader.isBlankZ() && !"?:,]}%@`".includes(reader.peek()))) {
      throw this.#failure("did not find expected alphabetic or numeric character");
    }
    this.#add(kind, start, value);
  }

  #fetchTag(): void {
    this.#saveKey();
    this.#mayStartKey = false;
    const reader = this.#reader;
    const start = reader.mark;
    const isVerbatim = reader.peek(1) === "<";
    const head = isVerbatim ? reader.text.slice(reader.offset, reader.offset + 2) : "";
    reader.skip(head.length);
    const uri = reader.takeWhile((character) => /[\w\-;/?:@&=+$,.!~*'()[\]%]/.test(character));
    if (/%(?![\dA-Fa-f]{2})/.test(uri)) throw this.#failure("did not find URI escaped octet");
    if (uri === "" || /^![\w-]*!$/.test(uri)) throw this.#failure("did not find expected tag URI");
    if (isVerbatim && reader.peek() !== ">") throw this.#failure("did not find the expected '>'");
    if (isVerbatim) reader.skip();
    if (!reader.isBlankZ()) throw this.#failure("did not find expected whitespace or line break");
    const value = isVerbatim ? `${head}${uri}>` : uri;
    this.#add("tag", start, value);
  }

  #fetchScalar(style: ScalarStyle): void {
    const reader = this.#reader;
    const start = reader.mark;
    if (style === "literal" || style === "folded") {
      this.#dropKey();
      this.#mayStartKey = true;
      const { value, end } = scanBlockScalar(reader, { style, indent: this.#indent });
      this.#queue.push({ kind: "scalar", start, end, value, style });
      return;
    }
    this.#saveKey();
    this.#mayStartKey = false;
    if (style === "plain") {
      const { value, end, endsLine } = scanPlainScalar(reader, { indent: this.#indent, isFlow: this.#flowLevel > 0 });
      if (endsLine) this.#mayStartKey = true;
      this.#queue.push({ kind: "scalar", start, end, value, style });
    } else {
      const { value, end } = scanQuotedScalar(reader, style);
      this.#queue.push({ kind: "scalar", start, end, value, style });
    }
  }

  /** Opens a block, if the column is deeper than the one that is open. */
  #roll({ kind, mark, place = this.#queue.length }: { kind: TokenKind; mark: Mark; place?: number }): void {
    if (this.#flowLevel > 0 || this.#indent >= mark.column) return;
    this.#indents.push(this.#indent);
    this.#indent = mark.column;
    if (this.#indents.length > DEPTH_MAX) throw this.#failure(`exceeded max depth of ${DEPTH_MAX}`);
    this.#queue.splice(place, 0, { kind, start: mark, end: mark, value: "" });
  }

  /** Closes the blocks that are deeper than the column. */
  #unroll(column: number): void {
    if (this.#flowLevel > 0) return;
    while (this.#indent > column) {
      this.#add("block-end", this.#reader.mark);
      this.#indent = this.#indents.pop() ?? -1;
    }
  }

  #saveKey(): void {
    if (!this.#mayStartKey) return;
    this.#dropKey();
    this.#keys[this.#keys.length - 1] = {
      isPossible: true,
      isRequired: this.#flowLevel === 0 && this.#indent === this.#reader.column,
      number: this.#taken + this.#queue.length - this.#head,
      mark: this.#reader.mark,
    };
  }

  #dropKey(): void {
    const key = this.#keys.at(-1);
    if (!key?.isPossible) return;
    if (key.isRequired) throw this.#failure("could not find expected ':'");
    key.isPossible = false;
  }

  #addCharacter(kind: TokenKind): void {
    const start = this.#reader.mark;
    this.#reader.skip();
    this.#add(kind, start);
  }

  #add(kind: TokenKind, start: Mark, value = ""): void {
    this.#queue.push({ kind, start, end: this.#reader.mark, value });
  }

  #failure(problem: string, mark = this.#reader.mark): YamlFailure {
    return new YamlFailure(problem, mark, "scanner");
  }
}

function directiveProblem(line: string): string | undefined {
  const [, name = "", after = "", rest = ""] = /^%([\w-]*)(\S?)\s*(.*)$/.exec(line) ?? [];
  if (name === "") return "could not find expected directive name";
  if (after !== "") return "found unexpected non-alphabetical character";
  if (name !== "YAML") return name === "TAG" ? undefined : "found unknown directive name";
  if (!/^\d/.test(rest)) return "did not find expected version number";
  if (!/^\d+\./.test(rest)) return "did not find expected digit or '.' character";
  return /^\d+\.\d/.test(rest) ? undefined : "did not find expected version number";
}

function noKey(): SimpleKey {
  return { isPossible: false, isRequired: false, number: -1, mark: { offset: 0, line: 0, column: 0 } };
}
