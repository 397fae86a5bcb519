// Reads a JSONPath template. As k8s.io/client-go/util/jsonpath/parser.go, its error messages too.

export type PathNode =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "list"; readonly nodes: readonly PathNode[] }
  | { readonly kind: "field"; readonly name: string }
  | { readonly kind: "identifier"; readonly name: string }
  | { readonly kind: "array"; readonly from: Bound; readonly to: Bound; readonly step: Bound }
  | {
      readonly kind: "filter";
      readonly left: readonly PathNode[];
      readonly right: readonly PathNode[];
      readonly operator: string;
    }
  | { readonly kind: "value"; readonly value: number | boolean }
  | { readonly kind: "wildcard" | "recursive" }
  | { readonly kind: "union"; readonly parts: readonly (readonly PathNode[])[] };

/** One number of a slice. `isDerived`: not written, but one more than the first, as `[2]` means `[2:3]`. */
export type Bound = { readonly value: number; readonly isKnown: boolean; readonly isDerived?: true };

export type ParsedPath =
  | { readonly ok: true; readonly nodes: readonly PathNode[] }
  | { readonly ok: false; readonly message: string };

/** The nodes of a template ("{.items[*].metadata.name}{"\n"}"), or what is wrong with it. */
export function parseJsonPath(template: string): ParsedPath {
  try {
    return { ok: true, nodes: new PathReader(template).readText() };
  } catch (error) {
    if (error instanceof PathError) return { ok: false, message: error.message };
    throw error;
  }
}

/** Ends the reading of a template at its first mistake; never leaves this file. */
class PathError extends Error {}

const TERMINATORS = " \t\r\n.,[]$@{}";

class PathReader {
  readonly #input: string;
  #at = 0;

  constructor(input: string) {
    this.#input = input;
  }

  readText(): readonly PathNode[] {
    const nodes: PathNode[] = [];
    while (this.#at < this.#input.length) {
      const brace = this.#input.indexOf("{", this.#at);
      const end = brace < 0 ? this.#input.length : brace;
      if (end > this.#at) nodes.push({ kind: "text", text: this.#input.slice(this.#at, end) });
      this.#at = end;
      if (brace >= 0) {
        this.#at++;
        nodes.push({ kind: "list", nodes: this.#readAction() });
      }
    }
    return nodes;
  }

  #readAction(): readonly PathNode[] {
    const nodes: PathNode[] = [];
    for (;;) {
      if (this.#takeIf("}")) return nodes;
      if (this.#takeIf("[?(")) nodes.push(this.#readFilter());
      else if (this.#takeIf("..")) this.#readRecursive(nodes);
      else this.#readStep(nodes);
    }
  }

  #readStep(nodes: PathNode[]): void {
    const character = this.#next();
    if (character === "" || character === "\n" || character === "\r") throw new PathError("unclosed action");
    if (character === " " || character === "@" || character === "$") return;
    if (character === "[") nodes.push(...this.#readArray());
    else if (character === '"' || character === "'") nodes.push(this.#readQuote(character));
    else if (character === ".") nodes.push(this.#readField());
    else if (/[+\-\d]/.test(character)) nodes.push(this.#readNumber(character));
    else if (/[\p{L}\p{N}_]/u.test(character)) nodes.push(this.#readIdentifier(character));
    else throw new PathError(`unrecognized character in action: ${codePointText(character)}`);
  }

  #readRecursive(nodes: PathNode[]): void {
    if (nodes.at(-1)?.kind === "recursive") throw new PathError("invalid multiple recursive descent");
    nodes.push({ kind: "recursive" });
    if (/[\p{L}\p{N}_]/u.test(this.#input.charAt(this.#at))) nodes.push(this.#readField());
  }

  #readIdentifier(first: string): PathNode {
    const name = first + this.#takeWhile((character) => /[\p{L}\p{N}_]/u.test(character));
    return name === "true" || name === "false"
      ? { kind: "value", value: name === "true" }
      : { kind: "identifier", name };
  }

  #readNumber(first: string): PathNode {
    const text = first + this.#takeWhile((character) => /[\d.]/.test(character));
    if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(text)) throw new PathError(`cannot parse number ${text}`);
    return { kind: "value", value: Number(text) };
  }

  #readQuote(quote: string): PathNode {
    let text = "";
    for (;;) {
      const character = this.#next();
      if (character === "" || character === "\n") throw new PathError("unterminated quoted string");
      if (character === quote) return { kind: "text", text };
      text += character === "\\" ? this.#readEscape() : character;
    }
  }

  #readEscape(): string {
    const character = this.#next();
    return { n: "\n", t: "\t", r: "\r", a: "\u0007", b: "\b", f: "\f", v: "\v" }[character] ?? character;
  }

  #readField(): PathNode {
    let name = "";
    for (let next = this.#peek(); next !== "" && !TERMINATORS.includes(next); next = this.#peek()) {
      this.#at++;
      name += next === "\\" ? this.#next() : next;
    }
    return name === "*" ? { kind: "wildcard" } : { kind: "field", name };
  }

  #readArray(): readonly PathNode[] {
    const end = this.#input.slice(this.#at).search(/[\]\n]/);
    if (end < 0 || this.#input[this.#at + end] === "\n") throw new PathError("unterminated array");
    const written = this.#input.slice(this.#at, this.#at + end);
    this.#at += end + 1;
    return readSubscript(written === "*" ? ":" : written);
  }

  #readFilter(): PathNode {
    const begin = this.#at;
    let quote = "";
    for (;;) {
      const character = this.#next();
      if (character === "" || character === "\n") throw new PathError("unterminated filter");
      if (quote !== "" && character === quote && this.#input[this.#at - 2] !== "\\") quote = "";
      else if (quote === "" && (character === '"' || character === "'")) quote = character;
      else if (quote === "" && character === ")") break;
    }
    if (this.#next() !== "]") throw new PathError("unclosed array expect ]");
    const text = this.#input.slice(begin, this.#at - 2);
    const [, left, operator, right] = /^([^!<>=]+)([!<>=]+)(.+?)$/s.exec(text) ?? [];
    if (left === undefined || operator === undefined || right === undefined) {
      return { kind: "filter", left: readPart(text), right: [], operator: "exists" };
    }
    return { kind: "filter", left: readPart(left), right: readPart(right), operator };
  }

  #takeWhile(isWanted: (character: string) => boolean): string {
    const begin = this.#at;
    while (this.#at < this.#input.length && isWanted(this.#peek())) this.#at++;
    return this.#input.slice(begin, this.#at);
  }

  #takeIf(prefix: string): boolean {
    if (!this.#input.startsWith(prefix, this.#at)) return false;
    this.#at += prefix.length;
    return true;
  }

  #peek(): string {
    return this.#input.charAt(this.#at);
  }

  #next(): string {
    return this.#input.charAt(this.#at++);
  }
}

/** What stands between the brackets of "[…]": a union, a quoted key, an index or a slice. */
function readSubscript(text: string): readonly PathNode[] {
  const parts = text.split(",");
  if (parts.length > 1) return [{ kind: "union", parts: parts.map((part) => readPart(`[${part.trim()}]`)) }];
  const key = /^'([^']*)'$/.exec(text)?.[1];
  if (key !== undefined) return readPart(`.${key}`);
  const found = /^(-?\d*)(:-?\d*)?(:-?\d*)?$/.exec(text);
  if (!found) throw new PathError(`invalid array index ${text}`);
  const [first = "", second, third] = found.slice(1);
  const from = boundOf(first);
  const to: Bound =
    second === undefined || second === ""
      ? { value: from.value + 1, isKnown: true, isDerived: true }
      : boundOf(second.slice(1));
  return [{ kind: "array", from, to, step: boundOf((third ?? "").slice(1)) }];
}

function boundOf(text: string): Bound {
  if (text === "-") throw new PathError(`array index ${text} is not a number`);
  return { value: Number(text), isKnown: text !== "" };
}

/** A part of a template on its own, as the actions of unions and filters are. */
function readPart(text: string): readonly PathNode[] {
  const [first] = new PathReader(`{${text}}`).readText();
  return first?.kind === "list" ? first.nodes : [];
}

function codePointText(character: string): string {
  const hex = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return `U+${hex} '${character}'`;
}
