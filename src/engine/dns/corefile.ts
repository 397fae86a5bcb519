// The Corefile: server blocks of directives. As github.com/coredns/caddy reads it (caddyfile/parse.go): words, quotes,
// comments, braces, snippets and imports. What the words mean is the plugins' business (plugins.ts).

/** A line of a server block: its name, what follows, and the lines of its own block if it has one. */
export type Directive = {
  readonly name: string;
  readonly arguments: readonly string[];
  readonly block: readonly Directive[];
  readonly line: number;
};

/** `keys` are the zones and ports as they stand: ".:53", "example.org". */
export type ServerBlock = {
  readonly keys: readonly string[];
  readonly directives: readonly Directive[];
  readonly line: number;
};

/** `problem` is the text that CoreDNS writes before it exits. */
export type Corefile =
  | { readonly kind: "corefile"; readonly blocks: readonly ServerBlock[] }
  | { readonly kind: "problem"; readonly problem: string };

/** Where the file stands in CoreDNS' container; its messages begin with it. */
export const COREFILE_PATH = "/etc/coredns/Corefile";

const SNIPPET_IMPORTS_MAX = 1000;

/** Reads a Corefile. Never throws: text that CoreDNS would not start with gives its words about it. */
export function parseCorefile(text: string): Corefile {
  const parser = new CorefileParser(tokensOf(text));
  const blocks = parser.blocks();
  return parser.problem === undefined ? { kind: "corefile", blocks } : { kind: "problem", problem: parser.problem };
}

/** CoreDNS' message about a line of the Corefile. */
export function corefileProblem({ line, message }: { readonly line: number; readonly message: string }): string {
  return `${COREFILE_PATH}:${line} - Error during parsing: ${message}`;
}

type Token = { readonly text: string; readonly line: number };

/** A quoted word may hold spaces and line breaks; '#' begins a comment where a word could begin. */
function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  for (const [whole, quoted, bare] of text.matchAll(/"((?:\\"|[^"])*)(?:"|$)|([^\s#"]\S*)|#[^\n]*|\n/g)) {
    if (quoted !== undefined) tokens.push({ text: quoted.replaceAll('\\"', '"'), line });
    else if (bare !== undefined) tokens.push({ text: bare, line });
    line += whole.split("\n").length - 1;
  }
  return tokens;
}

class CorefileParser {
  problem: string | undefined;
  #tokens: Token[];
  #at = 0;
  #imports = 0;
  readonly #snippets = new Map<string, readonly Token[]>();

  constructor(tokens: Token[]) {
    this.#tokens = tokens;
  }

  blocks(): ServerBlock[] {
    const blocks: ServerBlock[] = [];
    while (this.#at < this.#tokens.length && this.problem === undefined) {
      const line = this.#line;
      const keys = this.#keys();
      const [, snippet] = (keys.length === 1 && /^\((.*)\)$/.exec(keys[0] ?? "")) || [];
      if (snippet === undefined) blocks.push({ keys, directives: this.#body(), line });
      else this.#snippets.set(snippet, this.#snippetTokens());
    }
    return blocks;
  }

  /** The words before the first brace, or those of the first line; a comma joins the next line on. */
  #keys(): string[] {
    const keys: string[] = [];
    for (let line = this.#line, expectsAnother = false; ; line = this.#line) {
      const token = this.#peek();
      if (!token) {
        if (expectsAnother) this.#fail("Unexpected EOF");
        return keys;
      }
      if (token.text === "{" || (token.line !== line && !expectsAnother)) {
        if (expectsAnother) this.#fail("Expected another address but had '{' - check for extra comma");
        return keys;
      }
      this.#at++;
      expectsAnother = token.text.endsWith(",");
      const key = token.text.replace(/,$/, "");
      if (key !== "") keys.push(key);
      const next = this.#peek();
      if (!expectsAnother && next && next.line !== token.line) return keys;
    }
  }

  #body(): Directive[] {
    const isBraced = this.#peek()?.text === "{";
    if (isBraced) this.#at++;
    const directives: Directive[] = [];
    for (let token = this.#peek(); token && this.problem === undefined; token = this.#peek()) {
      if (token.text === "}") {
        this.#at++;
        return directives;
      }
      if (token.text === "import") this.#import();
      else directives.push(this.#directive(0));
    }
    if (isBraced) this.#fail("Unexpected EOF");
    return directives;
  }

  #directive(depth: number): Directive {
    const name = this.#take();
    const words: string[] = [];
    let block: Directive[] = [];
    for (let token = this.#peek(); token && this.problem === undefined; token = this.#peek()) {
      if (token.text === "{") {
        this.#at++;
        block = this.#nested(depth + 1);
      } else if (token.line !== name.line || (depth > 0 && token.text === "}")) break;
      else if (token.text === "}") this.#fail("Unexpected '}' because no matching opening brace");
      else words.push(this.#take().text);
    }
    return { name: name.text, arguments: words, block, line: name.line };
  }

  #nested(depth: number): Directive[] {
    const lines: Directive[] = [];
    for (let token = this.#peek(); this.problem === undefined; token = this.#peek()) {
      if (!token) this.#fail("Unexpected EOF");
      else if (token.text === "}") {
        this.#at++;
        break;
      } else if (token.text === "import") this.#import();
      else lines.push(this.#directive(depth));
    }
    return lines;
  }

  #snippetTokens(): Token[] {
    if (this.#peek()?.text !== "{")
      this.#fail(`Syntax error: Unexpected token '${this.#peek()?.text ?? ""}', expecting '{'`);
    this.#at++;
    const from = this.#at;
    for (let depth = 1, token = this.#peek(); token; token = this.#peek()) {
      if (token.text === "{") depth++;
      if (token.text === "}" && --depth === 0) return this.#tokens.slice(from, this.#at++);
      this.#at++;
    }
    this.#fail("Syntax error: Unexpected token '', expecting '}'");
    return [];
  }

  /** Puts a snippet's words in the place of `import NAME`. The container has no files beside the Corefile. */
  #import(): void {
    const keyword = this.#take();
    const name = this.#peek()?.line === keyword.line ? this.#take().text : undefined;
    if (name === undefined) return this.#fail("Wrong argument count or unexpected line ending after 'import'");
    if (++this.#imports > SNIPPET_IMPORTS_MAX)
      return this.#fail(`maximum snippet import depth (${SNIPPET_IMPORTS_MAX}) exceeded`);
    const snippet = this.#snippets.get(name);
    if (!snippet && !/[*?[\]]/.test(name)) return this.#fail(`File to import not found: ${name}`);
    this.#tokens = [...this.#tokens.slice(0, this.#at), ...(snippet ?? []), ...this.#tokens.slice(this.#at)];
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#at];
  }

  #take(): Token {
    return this.#tokens[this.#at++] ?? { text: "", line: this.#line };
  }

  get #line(): number {
    return (this.#peek() ?? this.#tokens.at(-1))?.line ?? 1;
  }

  #fail(message: string): void {
    this.problem ??= corefileProblem({ line: this.#line, message });
    this.#at = this.#tokens.length;
  }
}
