import { tokenizeAwk, type AwkToken } from "./awk-tokens.ts";
import { compileRegex } from "./regex.ts";
import type { AwkExpression, AwkRule, AwkStatement } from "./awk-syntax.ts";

export type AwkProgram = { readonly rules: readonly AwkRule[] } | { readonly problem: string };

const DEPTH_MAX = 100;
/** From what binds least to what binds most. */
const LEVELS: readonly (readonly string[])[] = [["||"], ["&&"], ["~", "!~"], ["<", "<=", "==", "!=", ">", ">="]];

/** Reads an awk program; a problem is the text near which it cannot be understood. */
export function parseAwk(text: string): AwkProgram {
  const tokens = tokenizeAwk(text);
  if (typeof tokens === "string") return { problem: tokens };
  const parser = new AwkParser(tokens);
  const rules = parser.rules();
  return parser.problem === undefined ? { rules } : { problem: parser.problem };
}

class AwkParser {
  problem: string | undefined;
  readonly #tokens: readonly AwkToken[];
  #at = 0;
  #depth = 0;
  /** In the list of a print statement ">" is no comparison. */
  #isInPrint = false;

  constructor(tokens: readonly AwkToken[]) {
    this.#tokens = tokens;
  }

  rules(): AwkRule[] {
    const rules: AwkRule[] = [];
    this.#skipEnds();
    while (this.#token && this.problem === undefined) {
      rules.push(this.#rule());
      this.#skipEnds();
    }
    return rules;
  }

  #rule(): AwkRule {
    const when = this.#takeName("BEGIN") ? "BEGIN" : this.#takeName("END") ? "END" : "line";
    const hasPattern = when === "line" && !this.#is("{");
    const pattern = hasPattern ? this.#expression() : undefined;
    const until = hasPattern && this.#take(",") ? this.#expression() : undefined;
    const body = this.#is("{") ? this.#block() : undefined;
    if (when !== "line" && !body) this.#fail();
    return { when, pattern, until, body };
  }

  #block(): AwkStatement[] {
    this.#expect("{");
    const statements: AwkStatement[] = [];
    this.#skipEnds();
    while (!this.#is("}") && this.problem === undefined) {
      statements.push(this.#statement());
      this.#skipEnds();
    }
    this.#expect("}");
    return statements;
  }

  /** One statement or a block, as the body of `if` and loops. */
  #body(): AwkStatement[] {
    while (this.#token?.kind === "newline") this.#at++;
    if (this.#is("{")) return this.#block();
    return this.#take(";") ? [] : [this.#statement()];
  }

  #statement(): AwkStatement {
    if (++this.#depth > DEPTH_MAX) this.#fail();
    const statement = this.#simple();
    this.#depth--;
    return statement;
  }

  #simple(): AwkStatement {
    const token = this.#token;
    if (token?.kind === "name" || token?.kind === "call") {
      switch (token.text) {
        case "print":
        case "printf":
          return this.#print(token.text === "printf");
        case "if":
          return this.#if();
        case "while": {
          this.#at++;
          const test = this.#group();
          return { kind: "while", test, body: this.#body() };
        }
        case "for":
          return this.#for();
        case "delete": {
          this.#at++;
          const name = this.#name();
          return { kind: "delete", name, keys: this.#is("[") ? this.#keys() : [] };
        }
        case "next":
        case "break":
        case "continue":
        case "exit": {
          this.#at++;
          const value = token.text === "exit" && !this.#isEnd() ? this.#expression() : undefined;
          return { kind: "jump", to: token.text, value };
        }
      }
    }
    return { kind: "expression", expression: this.#expression() };
  }

  #print(isFormatted: boolean): AwkStatement {
    this.#at++;
    const wasInPrint = this.#isInPrint;
    this.#isInPrint = true;
    const values: AwkExpression[] = [];
    if (this.#is("(")) {
      const at = this.#at;
      const listed = this.#list("(", ")");
      if (this.#isEnd()) values.push(...listed);
      else this.#at = at;
    }
    if (values.length === 0 && !this.#isEnd()) {
      do values.push(this.#expression());
      while (this.#take(","));
    }
    this.#isInPrint = wasInPrint;
    return { kind: "print", values, isFormatted };
  }

  #if(): AwkStatement {
    this.#at++;
    const test = this.#group();
    const yes = this.#body();
    const at = this.#at;
    this.#skipEnds();
    if (this.#takeName("else")) return { kind: "if", test, yes, no: this.#body() };
    this.#at = at;
    return { kind: "if", test, yes, no: [] };
  }

  #for(): AwkStatement {
    this.#at++;
    this.#expect("(");
    const [variable, keyword, name, close] = this.#tokens.slice(this.#at, this.#at + 4);
    if (variable?.kind === "name" && keyword?.text === "in" && name?.kind === "name" && close?.text === ")") {
      this.#at += 4;
      return { kind: "each", variable: variable.text, of: name.text, body: this.#body() };
    }
    const start = this.#is(";") ? undefined : this.#expression();
    this.#expect(";");
    const test = this.#is(";") ? undefined : this.#expression();
    this.#expect(";");
    const step = this.#is(")") ? undefined : this.#expression();
    this.#expect(")");
    return { kind: "for", start, test, step, body: this.#body() };
  }

  #group(): AwkExpression {
    this.#expect("(");
    const inner = this.#expression();
    this.#expect(")");
    return inner;
  }

  #expression(): AwkExpression {
    if (++this.#depth > DEPTH_MAX) this.#fail();
    const left = this.#conditional();
    const operator = this.#token?.text ?? "";
    const isTarget = left.kind === "variable" || left.kind === "field" || left.kind === "element";
    let found = left;
    if (isTarget && this.#token?.kind === "operator" && /^[-+*/%^]?=$/.test(operator)) {
      this.#at++;
      found = { kind: "assign", operator, to: left, value: this.#expression() };
    }
    this.#depth--;
    return found;
  }

  #conditional(): AwkExpression {
    const test = this.#level(0);
    if (!this.#take("?")) return test;
    const yes = this.#expression();
    this.#expect(":");
    return { kind: "condition", test, yes, no: this.#expression() };
  }

  #level(index: number): AwkExpression {
    const operators = LEVELS[index];
    if (!operators) return this.#concatenation();
    let left = this.#level(index + 1);
    for (;;) {
      const token = this.#token;
      if (token?.kind === "name" && token.text === "in" && index === 1) {
        this.#at++;
        left = { kind: "in", keys: [left], name: this.#name() };
        continue;
      }
      const isRedirection = this.#isInPrint && token?.text === ">";
      if (token?.kind !== "operator" || !operators.includes(token.text) || isRedirection) return left;
      this.#at++;
      while (this.#token?.kind === "newline") this.#at++;
      left = { kind: "binary", operator: token.text, left, right: this.#level(index + 1) };
    }
  }

  /** Values that stand side by side are one text. */
  #concatenation(): AwkExpression {
    let left = this.#sum();
    while (this.#beginsValue()) left = { kind: "binary", operator: " ", left, right: this.#sum() };
    return left;
  }

  #beginsValue(): boolean {
    const token = this.#token;
    if (!token || token.kind === "newline") return false;
    if (token.kind === "operator") return token.text === "$" || token.text === "(" || token.text === "!";
    return token.text !== "in";
  }

  #sum(): AwkExpression {
    let left = this.#product();
    for (let token = this.#token; token?.text === "+" || token?.text === "-"; token = this.#token) {
      if (token.kind !== "operator") break;
      this.#at++;
      left = { kind: "binary", operator: token.text, left, right: this.#product() };
    }
    return left;
  }

  #product(): AwkExpression {
    let left = this.#unary();
    for (let token = this.#token; token?.kind === "operator" && /^[*/%]$/.test(token.text); token = this.#token) {
      this.#at++;
      left = { kind: "binary", operator: token.text, left, right: this.#unary() };
    }
    return left;
  }

  #unary(): AwkExpression {
    const token = this.#token;
    if (token?.kind === "operator" && (token.text === "!" || token.text === "-" || token.text === "+")) {
      this.#at++;
      if (++this.#depth > DEPTH_MAX) this.#fail();
      const of = this.#unary();
      this.#depth--;
      return { kind: "unary", operator: token.text, of };
    }
    const base = this.#postfix();
    return this.#take("^") ? { kind: "binary", operator: "^", left: base, right: this.#unary() } : base;
  }

  #postfix(): AwkExpression {
    if (this.#is("++") || this.#is("--")) {
      const by = this.#is("++") ? 1 : -1;
      this.#at++;
      return { kind: "step", to: this.#primary(), by, isPrefix: true };
    }
    const value = this.#primary();
    if (!this.#is("++") && !this.#is("--")) return value;
    const by = this.#is("++") ? 1 : -1;
    this.#at++;
    return { kind: "step", to: value, by, isPrefix: false };
  }

  #primary(): AwkExpression {
    const token = this.#token;
    this.#at++;
    switch (token?.kind) {
      case "number":
        return { kind: "number", value: Number(token.text) };
      case "text":
        return { kind: "text", value: token.text };
      case "pattern":
        return { kind: "pattern", pattern: this.#regex(token.text) };
      case "call":
        return { kind: "call", name: token.text, arguments: this.#list("(", ")") };
      case "name":
        if (this.#is("[")) return { kind: "element", name: token.text, keys: this.#keys() };
        if (token.text === "length") return { kind: "call", name: "length", arguments: [] };
        return { kind: "variable", name: token.text };
      case "operator":
        if (token.text === "$") return { kind: "field", index: this.#postfix() };
        if (token.text === "(") return this.#parenthesis();
        break;
      default:
    }
    this.#at--;
    return this.#fail();
  }

  /** `(a, b) in array`, or an expression that is kept together. */
  #parenthesis(): AwkExpression {
    this.#at--;
    const listed = this.#list("(", ")");
    const [first] = listed;
    if (listed.length > 1) {
      if (!this.#takeName("in")) return this.#fail();
      return { kind: "in", keys: listed, name: this.#name() };
    }
    return first ?? this.#fail();
  }

  #list(open: "(" | "[", close: ")" | "]"): AwkExpression[] {
    const wasInPrint = this.#isInPrint;
    this.#isInPrint = false;
    this.#expect(open);
    const values: AwkExpression[] = [];
    while (!this.#is(close) && this.problem === undefined) {
      values.push(this.#expression());
      if (!this.#take(",")) break;
    }
    this.#expect(close);
    this.#isInPrint = wasInPrint;
    return values;
  }

  #keys(): AwkExpression[] {
    return this.#list("[", "]");
  }

  #regex(text: string): RegExp {
    const found = compileRegex(text, { syntax: "extended" });
    if (!found) this.#fail();
    return found ?? /$^/;
  }

  #name(): string {
    const token = this.#token;
    if (token?.kind !== "name") this.#fail();
    this.#at++;
    return token?.text ?? "";
  }

  get #token(): AwkToken | undefined {
    return this.#tokens[this.#at];
  }

  #is(text: string): boolean {
    return this.#token?.kind === "operator" && this.#token.text === text;
  }

  #isEnd(): boolean {
    return !this.#token || this.#token.kind === "newline" || this.#is(";") || this.#is("}") || this.#is(">");
  }

  #take(text: string): boolean {
    const isThere = this.#is(text);
    if (isThere) this.#at++;
    return isThere;
  }

  #takeName(text: string): boolean {
    const isThere = this.#token?.kind === "name" && this.#token.text === text;
    if (isThere) this.#at++;
    return isThere;
  }

  #expect(text: string): void {
    if (!this.#take(text)) this.#fail();
  }

  #skipEnds(): void {
    while (this.#token?.kind === "newline" || this.#is(";")) this.#at++;
  }

  #fail(): AwkExpression {
    this.problem ??= this.#token?.text ?? "end of file";
    this.#at = this.#tokens.length;
    return { kind: "number", value: 0 };
  }
}
