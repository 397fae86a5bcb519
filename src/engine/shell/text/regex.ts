const CLASSES: Readonly<Record<string, string>> = {
  alpha: "A-Za-z",
  digit: "0-9",
  alnum: "A-Za-z0-9",
  upper: "A-Z",
  lower: "a-z",
  space: "\\s",
  blank: " \\t",
  punct: "!-\\/:-@\\[-`{-~",
  xdigit: "0-9A-Fa-f",
  word: "\\w",
};

export type RegexOptions = {
  readonly syntax: "basic" | "extended" | "fixed" | "perl";
  readonly ignoresCase?: boolean;
  readonly isGlobal?: boolean;
};

/** A POSIX regular expression as one of JavaScript; undefined when it is broken. */
export function compileRegex(pattern: string, { syntax, ignoresCase, isGlobal }: RegexOptions): RegExp | undefined {
  const flags = `${ignoresCase ? "i" : ""}${isGlobal ? "g" : ""}`;
  try {
    return new RegExp(syntax === "perl" ? pattern : translate(pattern, syntax), flags);
  } catch {
    return undefined;
  }
}

function translate(pattern: string, syntax: "basic" | "extended" | "fixed"): string {
  if (syntax === "fixed") return pattern.replaceAll(/[$()*+.?[\\\]^{|}/-]/g, String.raw`\$&`);
  let source = "";
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at] ?? "";
    if (char === "[") {
      const bracket = readBracket(pattern, at);
      source += bracket.source;
      at = bracket.end;
    } else if (char === "\\") {
      source += escaped(pattern[++at] ?? "", syntax);
    } else if (syntax === "basic" && /[+?(){}|]/.test(char)) source += `\\${char}`;
    else if (char === "*" && isStart(source)) source += "\\*";
    else if (syntax === "basic" && char === "^" && source !== "" && !/[(|]$/.test(source)) source += "\\^";
    else if (syntax === "extended" && char === "{" && !/^\{\d*,?\d*\}/.test(pattern.slice(at))) source += "\\{";
    else source += char;
  }
  return source;
}

function isStart(source: string): boolean {
  return source === "" || source === "^" || source.endsWith("(") || source.endsWith("|");
}

/** In basic expressions `\(`, `\{`, `\|`, `\+` and `\?` are operators; in extended ones they are the characters. */
function escaped(char: string, syntax: "basic" | "extended"): string {
  if (syntax === "basic" && /[(){}|+?]/.test(char)) return char;
  if (char === "<" || char === ">") return "\\b";
  if (char === "`") return "^";
  if (char === "'") return "$";
  if (/[bBwWsSdnt1-9]/.test(char)) return `\\${char}`;
  return char === "" ? "\\\\" : char.replace(/[$()*+.?[\\\]^{|}/-]/, String.raw`\$&`);
}

/** `[…]`: a `]` that comes first is a character, backslashes are characters, and classes have names. */
function readBracket(pattern: string, from: number): { readonly source: string; readonly end: number } {
  let at = from + 1;
  let source = "[";
  if (pattern[at] === "^") {
    source += "^";
    at++;
  }
  for (let isFirst = true; at < pattern.length; at++, isFirst = false) {
    const char = pattern[at] ?? "";
    if (char === "]" && !isFirst) return { source: `${source}]`, end: at };
    const [whole, name] = /^\[:([a-z]+):\]/.exec(pattern.slice(at)) ?? [];
    if (whole !== undefined) {
      source += CLASSES[name ?? ""] ?? "";
      at += whole.length - 1;
    } else source += /[\\[\]^]/.test(char) ? `\\${char}` : char;
  }
  throw new SyntaxError("unterminated bracket");
}
