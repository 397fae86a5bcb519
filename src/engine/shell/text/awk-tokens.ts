/** A word of an awk program. A "call" is a name with its parenthesis right behind it. */
export type AwkToken = {
  readonly kind: "number" | "text" | "pattern" | "name" | "call" | "operator" | "newline";
  readonly text: string;
};

const OPERATORS = /^(?:\|\||&&|==|!=|<=|>=|\+\+|--|\+=|-=|\*=|\/=|%=|\^=|!~|[-+*/%^!<>=~?:,;(){}[\]$])/;
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", "\\": "\\", '"': '"', "/": "/" };
/** Cuts an awk program into words; a text: where it cannot be. */
export function tokenizeAwk(text: string): AwkToken[] | string {
  const tokens: AwkToken[] = [];
  for (let at = 0; at < text.length;) {
    const rest = text.slice(at);
    const [blank] = /^(?:[ \t\r]|\\\n|#[^\n]*)+/.exec(rest) ?? [];
    if (blank !== undefined) {
      at += blank.length;
      continue;
    }
    const token = nextToken(rest, tokens.at(-1));
    if (!token) return rest.slice(0, 10);
    tokens.push(token.token);
    at += token.length;
  }
  return tokens;
}

function nextToken(
  rest: string,
  last: AwkToken | undefined,
): { readonly token: AwkToken; readonly length: number } | undefined {
  const made = (kind: AwkToken["kind"], text: string, length = text.length) => ({ token: { kind, text }, length });
  if (rest.startsWith("\n")) return made("newline", "\n");
  const [number] = /^(?:0x[0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)/.exec(rest) ?? [];
  if (number !== undefined) return made("number", number);
  const [quoted, inner = ""] = /^"((?:\\[^]|[^"\\])*)"/.exec(rest) ?? [];
  if (quoted !== undefined) {
    const text = inner.replaceAll(/\\([^])/g, (whole, char: string) => ESCAPES[char] ?? whole);
    return made("text", text, quoted.length);
  }
  const isValueBefore = last !== undefined && (/^(?:number|text|name)$/.test(last.kind) || /^[)\]$]$/.test(last.text));
  if (rest.startsWith("/") && !isValueBefore) {
    const [whole, pattern = ""] = /^\/((?:\\[^]|\[[^\]]*\]|[^/\\\n])*)\//.exec(rest) ?? [];
    return whole === undefined ? undefined : made("pattern", pattern.replaceAll("\\/", "/"), whole.length);
  }
  const [name] = /^[A-Za-z_]\w*/.exec(rest) ?? [];
  if (name !== undefined) return made(rest[name.length] === "(" ? "call" : "name", name);
  const [operator] = OPERATORS.exec(rest) ?? [];
  return operator === undefined ? undefined : made("operator", operator);
}
