import { tokenize, type Token } from "./lexer.ts";
import type { Assignment, Command, ListItem, Pipeline, Redirection, Script, SyntaxProblem, Word } from "./syntax.ts";

const DEPTH_MAX = 64;
const RESERVED = new Set(["then", "do", "done", "fi", "elif", "else", "}", "esac"]);

/** Reads a command line (or several lines). Never throws: what a shell would not take gives the token in its way. */
export function parseScript(text: string, depth = 0): Script | SyntaxProblem {
  if (depth > DEPTH_MAX) return { kind: "problem", near: "$(" };
  const tokens = tokenize(text, (inner) => parseScript(inner, depth + 1));
  if ("kind" in tokens) return tokens;
  const parser = new Parser(tokens);
  const script = parser.script(new Set());
  return parser.problem ?? script;
}

class Parser {
  problem: SyntaxProblem | undefined;
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  /** Commands up to the end, or up to one of the words that end it; that word is left to the caller. */
  script(ends: ReadonlySet<string>): Script {
    const items: ListItem[] = [];
    if (++this.#depth > DEPTH_MAX) this.#fail();
    this.#skipNewlines();
    while (!this.problem && this.#token && !this.#isEnd(ends)) {
      const pipeline = this.#pipeline();
      const token = this.#token;
      const text = token?.kind === "operator" ? token.text : undefined;
      if (text === "&&" || text === "||") {
        this.#at++;
        items.push({ pipeline, operator: text });
        this.#skipNewlines();
        if (!this.#token) this.#fail();
      } else {
        items.push({ pipeline, operator: ";" });
        if (text === ";" || text === "&" || text === "\n") this.#at++;
        else if (token && !this.#isEnd(ends)) this.#fail();
        this.#skipNewlines();
      }
    }
    this.#depth--;
    return items;
  }

  #isEnd(ends: ReadonlySet<string>): boolean {
    const token = this.#token;
    if (token?.kind === "operator") return token.text === ")" && ends.has(")");
    return token?.kind === "word" && token.bare !== undefined && ends.has(token.bare);
  }

  #pipeline(): Pipeline {
    const isNegated = this.#takeWord("!");
    const commands = [this.#command()];
    while (!this.problem && this.#isOperator("|")) {
      this.#at++;
      this.#skipNewlines();
      commands.push(this.#command());
    }
    return { commands, isNegated };
  }

  #command(): Command {
    const token = this.#token;
    if (this.#isOperator("(")) return this.#group(")", "(");
    if (token?.kind === "word") {
      switch (token.bare) {
        case "{":
          return this.#group("}", "{");
        case "for":
          return this.#for();
        case "while":
          return this.#while("success");
        case "until":
          return this.#while("failure");
        case "if":
          return this.#if();
      }
      if (token.bare !== undefined && RESERVED.has(token.bare)) return this.#fail();
    }
    return this.#simple();
  }

  #simple(): Command {
    const assignments: Assignment[] = [];
    const words: Word[] = [];
    const redirections: Redirection[] = [];
    for (let token = this.#token; token && !this.problem; token = this.#token) {
      if (token.kind === "operator") break;
      if (token.kind === "word") {
        this.#at++;
        const assignment = words.length === 0 ? readAssignment(token.word) : undefined;
        if (assignment) assignments.push(assignment);
        else words.push(token.word);
      } else redirections.push(this.#redirection(token));
    }
    if (words.length + assignments.length + redirections.length === 0) return this.#fail();
    return { kind: "simple", assignments, words, redirections };
  }

  #redirection(token: Token & { readonly kind: "redirection" | "here-document" }): Redirection {
    this.#at++;
    if (token.kind === "here-document") return { descriptor: token.descriptor, operator: "<<", target: token.body };
    const target = this.#token;
    if (target?.kind !== "word") {
      this.#fail();
      return { descriptor: token.descriptor, operator: token.operator, target: [] };
    }
    this.#at++;
    return { descriptor: token.descriptor, operator: token.operator, target: target.word };
  }

  #group(end: ")" | "}", open: "(" | "{"): Command {
    this.#at++;
    const body = this.script(new Set([end]));
    this.#expect(end);
    return { kind: "group", body, isSubshell: open === "(", redirections: this.#redirections() };
  }

  #for(): Command {
    this.#at++;
    const name = this.#token;
    if (name?.kind !== "word" || name.bare === undefined) return this.#fail();
    this.#at++;
    const words: Word[] = [];
    this.#skipNewlines();
    if (this.#takeWord("in")) {
      for (let token = this.#token; token?.kind === "word"; token = this.#token) {
        words.push(token.word);
        this.#at++;
      }
    }
    this.#skipSeparators();
    this.#expect("do");
    const body = this.script(new Set(["done"]));
    this.#expect("done");
    return { kind: "for", variable: name.bare, words, body, redirections: this.#redirections() };
  }

  #while(goesOnWhile: "success" | "failure"): Command {
    this.#at++;
    const condition = this.script(new Set(["do"]));
    this.#expect("do");
    const body = this.script(new Set(["done"]));
    this.#expect("done");
    return { kind: "while", condition, goesOnWhile, body, redirections: this.#redirections() };
  }

  #if(): Command {
    const branches: { condition: Script; body: Script }[] = [];
    let otherwise: Script = [];
    do {
      this.#at++;
      const condition = this.script(new Set(["then"]));
      this.#expect("then");
      branches.push({ condition, body: this.script(new Set(["elif", "else", "fi"])) });
    } while (!this.problem && this.#isWord("elif"));
    if (this.#takeWord("else")) otherwise = this.script(new Set(["fi"]));
    this.#expect("fi");
    return { kind: "if", branches, otherwise, redirections: this.#redirections() };
  }

  #redirections(): Redirection[] {
    const found: Redirection[] = [];
    for (let token = this.#token; token && !this.problem; token = this.#token) {
      if (token.kind !== "redirection" && token.kind !== "here-document") break;
      found.push(this.#redirection(token));
    }
    return found;
  }

  get #token(): Token | undefined {
    return this.#tokens[this.#at];
  }

  #isOperator(text: string): boolean {
    const token = this.#token;
    return token?.kind === "operator" && token.text === text;
  }

  #isWord(text: string): boolean {
    const token = this.#token;
    return token?.kind === "word" && token.bare === text;
  }

  #takeWord(text: string): boolean {
    const isThere = this.#isWord(text);
    if (isThere) this.#at++;
    return isThere;
  }

  #expect(text: string): void {
    if (this.#takeWord(text)) return;
    if (this.#isOperator(text)) this.#at++;
    else this.#fail();
  }

  #skipNewlines(): void {
    while (this.#isOperator("\n")) this.#at++;
  }

  #skipSeparators(): void {
    while (this.#isOperator("\n") || this.#isOperator(";")) this.#at++;
  }

  /** Notes the token in the way, once, and gives a command that does nothing. */
  #fail(): Command {
    const token = this.#token;
    const near =
      token?.kind === "operator"
        ? token.text.replace("\n", "newline")
        : token?.kind === "word"
          ? token.raw
          : token
            ? "newline"
            : undefined;
    this.problem ??= near === undefined ? { kind: "problem" } : { kind: "problem", near };
    return { kind: "simple", assignments: [], words: [], redirections: [] };
  }
}

/** `NAME=value`, where the name and the "=" are not quoted. */
function readAssignment(word: Word): Assignment | undefined {
  const [first, ...rest] = word;
  if (first?.kind !== "text" || first.isQuoted) return undefined;
  const found = /^([A-Za-z_]\w*)=([^]*)$/.exec(first.text);
  if (!found) return undefined;
  const [, name = "", text = ""] = found;
  const start: Word = text === "" ? [] : [{ kind: "text", text, isQuoted: false }];
  return { name, value: [...start, ...rest] };
}
