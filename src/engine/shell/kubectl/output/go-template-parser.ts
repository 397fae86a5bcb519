// Reads a Go template into a tree. As text/template/parse, as far as kubectl's -o go-template is used.
import { Failure } from "../failure.ts";

export type TemplateNode =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "print"; readonly pipe: Pipe }
  | { readonly kind: "if" | "with" | "range"; readonly pipe: Pipe; readonly body: Body; readonly otherwise: Body };

export type Body = readonly TemplateNode[];

/** Commands joined by "|"; the value may be kept in variables ("$k, $v := .labels"). */
export type Pipe = { readonly variables: readonly string[]; readonly commands: readonly (readonly Operand[])[] };

export type Operand =
  | { readonly kind: "field"; readonly names: readonly string[] }
  | { readonly kind: "variable"; readonly name: string; readonly names: readonly string[] }
  | { readonly kind: "literal"; readonly value: string | number | boolean | null }
  | { readonly kind: "function"; readonly name: string }
  | { readonly kind: "group"; readonly pipe: Pipe; readonly names: readonly string[] };

/** The nodes of a template; a template that cannot be read ends the command. */
export function parseTemplateText(template: string): Body {
  const reader = new TemplateReader(piecesOf(template), template);
  const { body, end } = reader.readBody();
  if (end !== undefined) throw reader.failure(`unexpected {{${end}}}`);
  return body;
}

type Piece = { readonly kind: "text" | "action"; readonly text: string };

function piecesOf(template: string): readonly Piece[] {
  const parts = template.split(/\{\{(-\s)?((?:"(?:[^"\\]|\\.)*"|`[^`]*`|[^"`])*?)(\s-)?\}\}/s);
  const pieces: Piece[] = [];
  for (let at = 0; at < parts.length; at += 4) {
    const before = at > 0 && parts[at - 1] !== undefined;
    const after = parts[at + 1] !== undefined;
    const text = parts[at] ?? "";
    const left = before ? text.trimStart() : text;
    pieces.push({ kind: "text", text: after ? left.trimEnd() : left });
    const action = parts[at + 2];
    if (action !== undefined) pieces.push({ kind: "action", text: action.trim() });
  }
  return pieces;
}

class TemplateReader {
  readonly #pieces: readonly Piece[];
  readonly #template: string;
  #at = 0;

  constructor(pieces: readonly Piece[], template: string) {
    this.#pieces = pieces;
    this.#template = template;
  }

  /** Up to {{end}} or {{else …}}, which is told. */
  readBody(): { readonly body: Body; readonly end: string | undefined } {
    const body: TemplateNode[] = [];
    while (this.#at < this.#pieces.length) {
      const piece = this.#pieces[this.#at++];
      if (piece === undefined) break;
      if (piece.kind === "text") {
        if (piece.text.includes("{{")) throw this.failure("unclosed action");
        if (piece.text !== "") body.push(piece as TemplateNode & { kind: "text" });
      } else if (!piece.text.startsWith("/*")) {
        const word = /^\w+/.exec(piece.text)?.[0] ?? "";
        if (word === "end" || word === "else") return { body, end: piece.text };
        body.push(this.#readAction(word, piece.text));
      }
    }
    return { body, end: undefined };
  }

  failure(message: string): Failure {
    return new Failure(`error parsing template ${this.#template}, template: output:1: ${message}`);
  }

  #readAction(word: string, text: string): TemplateNode {
    if (word !== "if" && word !== "with" && word !== "range") return { kind: "print", pipe: this.#readPipe(text) };
    const pipe = this.#readPipe(text.slice(word.length));
    const first = this.readBody();
    return { kind: word, pipe, body: first.body, otherwise: this.#readOtherwise(first.end, word) };
  }

  #readOtherwise(end: string | undefined, word: string): Body {
    if (end === undefined) throw this.failure(`unexpected EOF`);
    if (end === "end") return [];
    const condition = end.slice("else".length).trim();
    if (condition !== "") return [this.#readAction(/^\w+/.exec(condition)?.[0] ?? word, condition)];
    const { body, end: last } = this.readBody();
    if (last !== "end") throw this.failure("unexpected EOF");
    return body;
  }

  #readPipe(text: string): Pipe {
    const declared = /^\s*(\$\w*(?:\s*,\s*\$\w*)?)\s*:?=/.exec(text);
    const variables = declared?.[1]?.split(",").map((name) => name.trim().slice(1)) ?? [];
    const tokens = tokensOf(declared ? text.slice(declared[0].length) : text);
    if (!tokens) throw this.failure(`unexpected characters in ${JSON.stringify(text)}`);
    const pipe = readCommands(tokens, { at: 0 });
    if (!pipe) throw this.failure(`missing value for command`);
    return { ...pipe, variables };
  }
}

function tokensOf(text: string): readonly string[] | undefined {
  const found = text.match(/"(?:[^"\\]|\\.)*"|`[^`]*`|'[^']*'|[()|]|[^\s()|"`]+|\S/g) ?? [];
  return found.some((token) => token === '"' || token === "`") ? undefined : found;
}

function readCommands(tokens: readonly string[], cursor: { at: number }): Pipe | undefined {
  const commands: Operand[][] = [[]];
  for (; cursor.at < tokens.length; cursor.at++) {
    const token = tokens[cursor.at] ?? "";
    if (token === ")") break;
    if (token === "|") commands.push([]);
    else if (token === "(") {
      cursor.at++;
      const pipe = readCommands(tokens, cursor);
      if (!pipe) return undefined;
      const next = tokens[cursor.at + 1];
      const names = next?.startsWith(".") && next.length > 1 ? next.slice(1).split(".") : [];
      if (names.length > 0) cursor.at++;
      commands.at(-1)?.push({ kind: "group", pipe, names });
    } else commands.at(-1)?.push(operandOf(token));
  }
  return commands.some((command) => command.length === 0) ? undefined : { variables: [], commands };
}

function operandOf(token: string): Operand {
  if (token.startsWith('"')) return { kind: "literal", value: unquote(token) };
  if (token.startsWith("`")) return { kind: "literal", value: token.slice(1, -1) };
  if (token.startsWith(".")) return { kind: "field", names: token.split(".").filter(Boolean) };
  if (token.startsWith("$")) {
    const [name = "", ...names] = token.slice(1).split(".");
    return { kind: "variable", name, names: names.filter(Boolean) };
  }
  if (/^[-+]?[\d.]+$/.test(token)) return { kind: "literal", value: Number(token) };
  if (token === "true" || token === "false") return { kind: "literal", value: token === "true" };
  return token === "nil" ? { kind: "literal", value: null } : { kind: "function", name: token };
}

function unquote(token: string): string {
  return token.slice(1, -1).replace(/\\(.)/gs, (_, character: string) => {
    return { n: "\n", t: "\t", r: "\r" }[character] ?? character;
  });
}
