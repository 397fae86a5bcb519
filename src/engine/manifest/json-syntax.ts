// What is wrong with a text that was meant as JSON. As Go's encoding/json words it (scanner.go), and kubectl's decoder passes it on.

/** What keeps the first JSON value of the text from being read; undefined when it can be. */
export function jsonSyntaxError(text: string): string | undefined {
  const scanner = new Scanner(text);
  const problem = scanner.readValue();
  if (problem === undefined) return undefined;
  if (problem.at >= text.length) return "unexpected EOF";
  return `json: offset ${problem.at + 1}: ${characterProblem(text, problem)}`;
}

/** What the API server says of a patch that is no JSON: as `jsonSyntaxError`, for one whole value. */
export function patchSyntaxError(text: string): string | undefined {
  const scanner = new Scanner(text);
  const problem = scanner.readValue() ?? scanner.readEnd();
  if (problem === undefined) return undefined;
  return problem.at >= text.length ? "unexpected end of JSON input" : characterProblem(text, problem);
}

type SyntaxProblem = { readonly at: number; readonly where: string };

const LITERALS = ["true", "false", "null"];

class Scanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  readValue(): SyntaxProblem | undefined {
    this.#skipSpace();
    const first = this.#text[this.#at];
    if (first === "{") return this.#readObject();
    if (first === "[") return this.#readArray();
    if (first === '"') return this.#readString();
    if (first !== undefined && /[-0-9]/.test(first)) return this.#readNumber();
    const literal = LITERALS.find((word) => word[0] === first);
    return literal === undefined ? this.#fail("looking for beginning of value") : this.#readLiteral(literal);
  }

  readEnd(): SyntaxProblem | undefined {
    this.#skipSpace();
    return this.#at < this.#text.length ? this.#fail("after top-level value") : undefined;
  }

  #readObject(): SyntaxProblem | undefined {
    this.#at++;
    if (this.#takes("}")) return undefined;
    for (;;) {
      this.#skipSpace();
      if (this.#text[this.#at] !== '"') return this.#fail("looking for beginning of object key string");
      const key = this.#readString();
      if (key) return key;
      if (!this.#takes(":")) return this.#fail("after object key");
      const value = this.readValue();
      if (value) return value;
      if (this.#takes("}")) return undefined;
      if (!this.#takes(",")) return this.#fail("after object key:value pair");
    }
  }

  #readArray(): SyntaxProblem | undefined {
    this.#at++;
    if (this.#takes("]")) return undefined;
    for (;;) {
      const value = this.readValue();
      if (value) return value;
      if (this.#takes("]")) return undefined;
      if (!this.#takes(",")) return this.#fail("after array element");
    }
  }

  #readString(): SyntaxProblem | undefined {
    for (this.#at++; ; this.#at++) {
      const character = this.#text[this.#at];
      if (character === undefined || character < " ") return this.#fail("in string literal");
      if (character === '"') break;
      if (character !== "\\") continue;
      this.#at++;
      const escape = this.#text[this.#at];
      if (escape === undefined || !/["\\/bfnrtu]/.test(escape)) return this.#fail("in string escape code");
      const digits = escape === "u" ? 4 : 0;
      for (let digit = 0; digit < digits; digit++) {
        this.#at++;
        if (!/[0-9a-fA-F]/.test(this.#text[this.#at] ?? "")) return this.#fail("in \\u hexadecimal character escape");
      }
    }
    this.#at++;
    return undefined;
  }

  #readNumber(): SyntaxProblem | undefined {
    if (this.#text[this.#at] === "-") this.#at++;
    if (this.#text[this.#at] === "0") this.#at++;
    else if (!this.#takeDigits()) return this.#fail("in numeric literal");
    if (this.#text[this.#at] === ".") {
      this.#at++;
      if (!this.#takeDigits()) return this.#fail("after decimal point in numeric literal");
    }
    if (/[eE]/.test(this.#text[this.#at] ?? "")) {
      this.#at++;
      if (/[-+]/.test(this.#text[this.#at] ?? "")) this.#at++;
      if (!this.#takeDigits()) return this.#fail("in exponent of numeric literal");
    }
    return undefined;
  }

  #readLiteral(word: string): SyntaxProblem | undefined {
    for (const expected of word) {
      if (this.#text[this.#at] !== expected) return this.#fail(`in literal ${word} (expecting '${expected}')`);
      this.#at++;
    }
    return undefined;
  }

  #takeDigits(): boolean {
    const from = this.#at;
    while (/[0-9]/.test(this.#text[this.#at] ?? "")) this.#at++;
    return this.#at > from;
  }

  #takes(sign: string): boolean {
    this.#skipSpace();
    if (this.#text[this.#at] !== sign) return false;
    this.#at++;
    return true;
  }

  #skipSpace(): void {
    while (/[ \t\r\n]/.test(this.#text[this.#at] ?? "")) this.#at++;
  }

  #fail(where: string): SyntaxProblem {
    return { at: this.#at, where };
  }
}

function characterProblem(text: string, { at, where }: SyntaxProblem): string {
  const character = text[at] ?? "";
  const shown = character === "'" ? "\\'" : character === '"' ? '"' : JSON.stringify(character).slice(1, -1);
  return `invalid character '${shown}' ${where}`;
}
