import type { Script, SyntaxProblem, VariableDefault, Word, WordPart } from "./syntax.ts";

/** A word (with its text as typed, if it has no quotes: then it may be a keyword), an operator, or a redirection. */
export type Token =
  | { readonly kind: "word"; readonly word: Word; readonly bare: string | undefined; readonly raw: string }
  | { readonly kind: "operator"; readonly text: "|" | "||" | "&&" | ";" | ";;" | "&" | "(" | ")" | "\n" }
  | {
      readonly kind: "redirection";
      readonly descriptor: 0 | 1 | 2 | "both";
      readonly operator: "<" | ">" | ">>" | ">&" | "<<<";
    }
  | { readonly kind: "here-document"; readonly descriptor: 0 | 1 | 2; readonly body: WordPart[] };

type Parse = (text: string) => Script | SyntaxProblem;

/** Cuts a command line into tokens. `parse` reads what stands in `$(…)`. A text that ends within quotes is a problem. */
export function tokenize(text: string, parse: Parse): readonly Token[] | SyntaxProblem {
  const lexer = new Lexer(text, parse);
  lexer.run();
  return lexer.problem ?? lexer.tokens;
}

const OPERATORS = ["&&", "||", ";;", "|", ";", "&", "(", ")", "\n"] as const;
const ENDS_WORD = /[ \t\r\n|&;()<>]/;
const VARIABLE = /^(?:[A-Za-z_]\w*|[0-9?$#@*!])/;

type PendingDocument = {
  readonly end: string;
  readonly isRaw: boolean;
  readonly isIndented: boolean;
  readonly body: WordPart[];
};

class Lexer {
  readonly tokens: Token[] = [];
  problem: SyntaxProblem | undefined;
  readonly #text: string;
  readonly #parse: Parse;
  readonly #documents: PendingDocument[] = [];
  #at = 0;

  constructor(text: string, parse: Parse) {
    this.#text = text;
    this.#parse = parse;
  }

  run(): void {
    while (this.#at < this.#text.length && !this.problem) this.#token();
  }

  #token(): void {
    const rest = this.#text.slice(this.#at, this.#at + 4);
    if (/^([ \t\r]|\\\n)/.test(rest)) {
      this.#at += rest.startsWith("\\") ? 2 : 1;
      return;
    }
    if (rest.startsWith("#")) {
      const end = this.#text.indexOf("\n", this.#at);
      this.#at = end < 0 ? this.#text.length : end;
      return;
    }
    if (this.#redirection(rest)) return;
    const operator = OPERATORS.find((known) => rest.startsWith(known));
    if (operator === undefined) return this.#word();
    this.#at += operator.length;
    this.tokens.push({ kind: "operator", text: operator });
    if (operator === "\n") this.#readDocuments();
  }

  #redirection(rest: string): boolean {
    const [whole, digit = "", operator = ""] = /^([012]?)(<<<|<<|<|>>|>&|>\|?)|^(&)(>>?)/.exec(rest) ?? [];
    if (whole === undefined) return false;
    this.#at += whole.length;
    if (whole.startsWith("&")) {
      this.tokens.push({ kind: "redirection", descriptor: "both", operator: whole === "&>>" ? ">>" : ">" });
      return true;
    }
    const descriptor = readDescriptor(digit) ?? (operator.startsWith("<") ? 0 : 1);
    if (operator === "<<") this.#beginDocument(descriptor);
    else this.tokens.push({ kind: "redirection", descriptor, operator: readOperator(operator) });
    return true;
  }

  #beginDocument(descriptor: 0 | 1 | 2): void {
    const found = /^(-?)[ \t]*(?:'([^'\n]*)'|"([^"\n]*)"|([^\s|&;()<>]+))/.exec(this.#text.slice(this.#at));
    if (!found) {
      this.problem = { kind: "problem", near: "newline" };
      return;
    }
    const [whole, dash, single, double, bare] = found;
    this.#at += whole.length;
    const body: WordPart[] = [];
    const end = single ?? double ?? bare ?? "";
    this.#documents.push({ end, isRaw: bare === undefined, isIndented: dash === "-", body });
    this.tokens.push({ kind: "here-document", descriptor, body });
  }

  #readDocuments(): void {
    for (const { end, isRaw, isIndented, body } of this.#documents.splice(0)) {
      const lines: string[] = [];
      while (this.#at < this.#text.length) {
        const next = this.#text.indexOf("\n", this.#at);
        const line = this.#text.slice(this.#at, next < 0 ? undefined : next);
        this.#at = next < 0 ? this.#text.length : next + 1;
        const shown = isIndented ? line.replace(/^\t+/, "") : line;
        if (shown === end) break;
        lines.push(`${shown}\n`);
      }
      body.push(...this.#documentParts(lines.join(""), isRaw));
    }
  }

  #documentParts(text: string, isRaw: boolean): readonly WordPart[] {
    if (isRaw) return [{ kind: "text", text, isQuoted: true }];
    const inner = new Lexer(text, this.#parse);
    const parts = inner.#quoted(undefined);
    this.problem ??= inner.problem;
    return parts;
  }

  #word(): void {
    const from = this.#at;
    const parts: WordPart[] = [];
    let isBare = true;
    while (this.#at < this.#text.length && !this.problem) {
      const char = this.#text[this.#at] ?? "";
      if (ENDS_WORD.test(char)) break;
      if (/['"\\$`]/.test(char)) isBare = false;
      parts.push(...this.#piece(char));
    }
    const raw = this.#text.slice(from, this.#at);
    this.tokens.push({ kind: "word", word: joinTexts(parts), bare: isBare ? raw : undefined, raw });
  }

  #piece(char: string): readonly WordPart[] {
    switch (char) {
      case "'":
        return [this.#singleQuoted()];
      case '"':
        this.#at++;
        return this.#quoted('"');
      case "\\": {
        const next = this.#text[this.#at + 1] ?? "";
        this.#at += 2;
        return next === "\n" ? [] : [{ kind: "text", text: next === "" ? "\\" : next, isQuoted: true }];
      }
      case "$":
        if (this.#text[this.#at + 1] === "'") {
          this.#at++;
          const part = this.#singleQuoted();
          return [part.kind === "text" ? { ...part, text: unescapeAnsi(part.text) } : part];
        }
        return [this.#dollar(false)];
      case "`":
        return [this.#backquoted(false)];
      default:
        this.#at++;
        return [{ kind: "text", text: char, isQuoted: false }];
    }
  }

  #singleQuoted(): WordPart {
    const end = this.#text.indexOf("'", this.#at + 1);
    if (end < 0) this.#fail("'");
    const text = this.#text.slice(this.#at + 1, end < 0 ? undefined : end);
    this.#at = end < 0 ? this.#text.length : end + 1;
    return { kind: "text", text, isQuoted: true };
  }

  /** What stands in double quotes, or (without an end) in a here-document. */
  #quoted(end: '"' | undefined): readonly WordPart[] {
    const parts: WordPart[] = [{ kind: "text", text: "", isQuoted: true }];
    while (!this.problem) {
      const char = this.#text[this.#at];
      if (char === undefined) {
        if (end !== undefined) this.#fail(end);
        break;
      }
      if (char === end) {
        this.#at++;
        break;
      }
      if (char === "$") parts.push(this.#dollar(true));
      else if (char === "`") parts.push(this.#backquoted(true));
      else if (char === "\\" && /[$`"\\\n]/.test(this.#text[this.#at + 1] ?? "")) {
        const next = this.#text[this.#at + 1] ?? "";
        if (next !== "\n") parts.push({ kind: "text", text: next, isQuoted: true });
        this.#at += 2;
      } else {
        parts.push({ kind: "text", text: char, isQuoted: true });
        this.#at++;
      }
    }
    return parts;
  }

  #dollar(isQuoted: boolean): WordPart {
    const rest = this.#text.slice(this.#at + 1);
    if (rest.startsWith("((")) {
      const end = matching(this.#text, this.#at + 1, { open: "(", close: ")" });
      if (end !== undefined && this.#text[end - 1] === ")") {
        const expression = this.#text.slice(this.#at + 3, end - 1);
        this.#at = end + 1;
        return { kind: "arithmetic", expression, isQuoted };
      }
    }
    if (rest.startsWith("(")) {
      const end = matching(this.#text, this.#at + 1, { open: "(", close: ")" });
      if (end === undefined) return this.#unclosed(")");
      const inner = this.#text.slice(this.#at + 2, end);
      this.#at = end + 1;
      return this.#substitution(inner, isQuoted);
    }
    if (rest.startsWith("{")) return this.#braced(isQuoted);
    const [name] = VARIABLE.exec(rest) ?? [];
    this.#at += 1 + (name?.length ?? 0);
    return name === undefined ? { kind: "text", text: "$", isQuoted } : { kind: "variable", name, isQuoted };
  }

  #braced(isQuoted: boolean): WordPart {
    const end = matching(this.#text, this.#at + 1, { open: "{", close: "}" });
    if (end === undefined) return this.#unclosed("}");
    const inner = this.#text.slice(this.#at + 2, end);
    this.#at = end + 1;
    const [, length, name, operator = "", word = ""] =
      /^(#?)([A-Za-z_]\w*|[0-9?$#@*!])(:[-=+?]|[-=+?]|%%?|##?)?([^]*)$/.exec(inner) ?? [];
    if (name === undefined || (operator === "" && word !== "")) {
      this.problem = { kind: "problem", near: `\${${inner}}` };
      return { kind: "text", text: "", isQuoted };
    }
    if (length === "#") return { kind: "variable", name, otherwise: { operator: "length", word: [] }, isQuoted };
    if (operator === "") return { kind: "variable", name, isQuoted };
    const lexer = new Lexer(word, this.#parse);
    const parts = lexer.#quoted(undefined);
    return { kind: "variable", name, otherwise: { operator: readDefault(operator), word: parts }, isQuoted };
  }

  #backquoted(isQuoted: boolean): WordPart {
    const end = this.#text.indexOf("`", this.#at + 1);
    if (end < 0) return this.#unclosed("`");
    const inner = this.#text.slice(this.#at + 1, end);
    this.#at = end + 1;
    return this.#substitution(inner, isQuoted);
  }

  #substitution(inner: string, isQuoted: boolean): WordPart {
    const script = this.#parse(inner);
    if ("kind" in script) {
      this.problem = script;
      return { kind: "text", text: "", isQuoted };
    }
    return { kind: "substitution", script, isQuoted };
  }

  #unclosed(end: string): WordPart {
    this.#fail(end);
    this.#at = this.#text.length;
    return { kind: "text", text: "", isQuoted: true };
  }

  #fail(unclosed: string): void {
    this.problem ??= { kind: "problem", unclosed };
  }
}

function readDescriptor(digit: string): 0 | 1 | 2 | undefined {
  return digit === "0" ? 0 : digit === "1" ? 1 : digit === "2" ? 2 : undefined;
}

function readOperator(text: string): "<" | ">" | ">>" | ">&" | "<<<" {
  return text === "<" || text === ">>" || text === ">&" || text === "<<<" ? text : ">";
}

function readDefault(text: string): VariableDefault["operator"] {
  const full = /^[-=+?]$/.test(text) ? `:${text}` : text;
  const known = [":-", ":=", ":+", ":?", "%", "%%", "#", "##"] as const;
  return known.find((operator) => operator === full) ?? ":-";
}

/** Where the bracket that opens at `from` is closed; quotes are passed over. */
function matching(text: string, from: number, { open, close }: { open: string; close: string }): number | undefined {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const char = text[at];
    if (char === "\\") at++;
    else if (char === "'" || char === '"') {
      const end = text.indexOf(char, at + 1);
      if (end < 0) return undefined;
      at = end;
    } else if (char === open) depth++;
    else if (char === close && --depth === 0) return at;
  }
  return undefined;
}

function joinTexts(parts: readonly WordPart[]): Word {
  const joined: WordPart[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (part.kind === "text" && last?.kind === "text" && part.isQuoted === last.isQuoted)
      joined[joined.length - 1] = { ...last, text: last.text + part.text };
    else joined.push(part);
  }
  return joined;
}

const ANSI: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  a: "\u0007",
  b: "\b",
  e: "\u001b",
  "0": "\0",
};

/** `$'…'`: \n, \t and their like. */
function unescapeAnsi(text: string): string {
  return text.replaceAll(/\\(.)/g, (_, char: string) => ANSI[char] ?? char);
}
