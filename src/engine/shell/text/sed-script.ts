import { compileRegex } from "./regex.ts";

export type SedAddress =
  | { readonly kind: "line"; readonly number: number }
  | { readonly kind: "last" }
  | { readonly kind: "step"; readonly first: number; readonly step: number }
  | { readonly kind: "pattern"; readonly pattern: RegExp };

export type SedCommand = {
  readonly from?: SedAddress;
  readonly to?: SedAddress;
  readonly isInverted: boolean;
} & (
  | {
      readonly kind: "substitute";
      readonly pattern: RegExp;
      readonly replacement: string;
      readonly occurrence: number;
      readonly isGlobal: boolean;
      readonly prints: boolean;
    }
  | { readonly kind: "translate"; readonly from2: readonly string[]; readonly to2: readonly string[] }
  | { readonly kind: "text"; readonly letter: "a" | "i" | "c"; readonly text: string }
  | { readonly kind: "quit"; readonly exitCode: number; readonly prints: boolean }
  | {
      readonly kind: "plain";
      readonly letter: "p" | "d" | "=" | "n" | "h" | "H" | "g" | "G" | "x" | "P" | "D" | "N" | "l";
    }
  | { readonly kind: "block"; readonly commands: readonly SedCommand[] }
);

export type SedScript =
  | { readonly commands: readonly SedCommand[] }
  | { readonly problem: string; readonly at: number };

const DEPTH_MAX = 16;

/** Reads a sed script. A problem has sed's own words and the character at which it stands. */
export function parseSed(script: string, isExtended: boolean): SedScript {
  const reader = new SedReader(script, isExtended);
  const commands = reader.commands(0);
  return reader.problem === undefined ? { commands } : { problem: reader.problem, at: reader.at };
}

class SedReader {
  problem: string | undefined;
  at = 0;
  readonly #text: string;
  readonly #syntax: "basic" | "extended";
  #last: RegExp | undefined;

  constructor(text: string, isExtended: boolean) {
    this.#text = text;
    this.#syntax = isExtended ? "extended" : "basic";
  }

  commands(depth: number): SedCommand[] {
    const found: SedCommand[] = [];
    for (;;) {
      this.#skip(/[\s;]/);
      const char = this.#char;
      if (this.problem !== undefined || char === "") break;
      if (char === "}") {
        if (depth === 0) this.#fail("unexpected `}'");
        this.at++;
        return found;
      }
      if (char === "#") {
        this.#skip(/[^\n]/);
        continue;
      }
      const command = this.#command(depth);
      if (command) found.push(command);
    }
    if (depth > 0) this.#fail("unmatched `{'");
    return found;
  }

  #command(depth: number): SedCommand | undefined {
    const from = this.#address();
    let to: SedAddress | undefined;
    this.#skip(/ /);
    if (from && this.#char === ",") {
      this.at++;
      this.#skip(/ /);
      to = this.#address();
      if (!to) return this.#fail("unexpected `,'");
    }
    this.#skip(/ /);
    let isInverted = false;
    while (this.#char === "!" || this.#char === " ") {
      isInverted ||= this.#char === "!";
      this.at++;
    }
    const common = { ...(from && { from }), ...(to && { to }), isInverted };
    const letter = this.#char;
    this.at++;
    switch (letter) {
      case "s":
        return this.#substitute(common);
      case "y":
        return this.#translate(common);
      case "a":
      case "i":
      case "c":
        return { ...common, kind: "text", letter, text: this.#restOfLine() };
      case "q":
      case "Q":
        return { ...common, kind: "quit", prints: letter === "q", exitCode: Number(this.#take(/\d/)) };
      case "{":
        if (depth > DEPTH_MAX) return this.#fail("too many {'s");
        return { ...common, kind: "block", commands: this.commands(depth + 1) };
      case "":
        return this.#fail("missing command");
      default: {
        const plain = PLAIN.find((known) => known === letter);
        if (plain) return this.#ended({ ...common, kind: "plain", letter: plain });
        return this.#fail(`unknown command: \`${letter}'`);
      }
    }
  }

  #ended(command: SedCommand): SedCommand | undefined {
    this.#skip(/ /);
    return /^[;}\n#]?$/.test(this.#char) ? command : this.#fail("extra characters after command");
  }

  #address(): SedAddress | undefined {
    const char = this.#char;
    if (/\d/.test(char)) {
      const first = Number(this.#take(/\d/));
      if (this.#char !== "~") return { kind: "line", number: first };
      this.at++;
      return { kind: "step", first, step: Number(this.#take(/\d/)) };
    }
    if (char === "$") {
      this.at++;
      return { kind: "last" };
    }
    if (char !== "/" && char !== "\\") return undefined;
    if (char === "\\") this.at++;
    const text = this.#delimited(this.#char);
    if (text === undefined) return this.#fail("unterminated address regex");
    const ignoresCase = this.#char === "I";
    if (ignoresCase) this.at++;
    const pattern = this.#regex(text, ignoresCase ? "i" : "");
    return pattern && { kind: "pattern", pattern };
  }

  #substitute(common: Omit<SedCommand, "kind">): SedCommand | undefined {
    const delimiter = this.#char;
    const from = this.#delimited(delimiter);
    this.at--;
    const replacement = from === undefined ? undefined : this.#delimited(delimiter);
    if (from === undefined || replacement === undefined) return this.#fail("unterminated `s' command");
    const flags = this.#take(/[gpiIeM0-9]/);
    const pattern = this.#regex(from, /i/i.test(flags) ? "i" : "");
    if (!pattern) return undefined;
    return this.#ended({
      ...common,
      kind: "substitute",
      pattern,
      replacement,
      occurrence: Number(/\d+/.exec(flags)?.[0] ?? 1),
      isGlobal: flags.includes("g"),
      prints: flags.includes("p"),
    });
  }

  #translate(common: Omit<SedCommand, "kind">): SedCommand | undefined {
    const delimiter = this.#char;
    const from = this.#delimited(delimiter);
    this.at--;
    const to = from === undefined ? undefined : this.#delimited(delimiter);
    if (from === undefined || to === undefined) return this.#fail("unterminated `y' command");
    const [from2, to2] = [Array.from(from), Array.from(to)];
    if (from2.length !== to2.length) return this.#fail("strings for `y' command are different lengths");
    return this.#ended({ ...common, kind: "translate", from2, to2 });
  }

  /** An empty expression is the last one that was used. */
  #regex(text: string, flags: "i" | ""): RegExp | undefined {
    const found =
      text === ""
        ? this.#last
        : compileRegex(text, { syntax: this.#syntax, ignoresCase: flags === "i", isGlobal: true });
    if (!found)
      return this.#fail(text === "" ? "no previous regular expression" : "Invalid preceding regular expression");
    this.#last = found;
    return found;
  }

  /** What stands up to the next delimiter; a delimiter behind a backslash is itself. Undefined when there is none. */
  #delimited(delimiter: string): string | undefined {
    if (delimiter === "" || delimiter === "\n") return undefined;
    let text = "";
    let isInBracket = false;
    for (let at = this.at + 1; at < this.#text.length; at++) {
      const char = this.#text[at] ?? "";
      if (char === "\\") {
        const next = this.#text[++at] ?? "";
        text += next === delimiter ? next : char + next;
      } else if (char === delimiter && !isInBracket) {
        this.at = at + 1;
        return text;
      } else {
        if (char === "[") isInBracket = this.#text.includes("]", at + 2) && delimiter !== "/";
        if (char === "]") isInBracket = false;
        text += char;
      }
    }
    return undefined;
  }

  #restOfLine(): string {
    this.#skip(/[ \t]/);
    if (this.#char === "\\") {
      this.at++;
      this.#skip(/[ \t]/);
      if (this.#text[this.at] === "\n") this.at++;
    }
    return this.#take(/[^\n]/);
  }

  get #char(): string {
    return this.#text[this.at] ?? "";
  }

  #skip(chars: RegExp): void {
    while (this.#char !== "" && chars.test(this.#char)) this.at++;
  }

  #take(chars: RegExp): string {
    const from = this.at;
    this.#skip(chars);
    return this.#text.slice(from, this.at);
  }

  #fail(problem: string): undefined {
    this.problem ??= problem;
    return undefined;
  }
}

const PLAIN = ["p", "d", "=", "n", "h", "H", "g", "G", "x", "P", "D", "N", "l"] as const;
