/** One of the URLs that a pattern stands for, with what its parts became. */
export type GlobbedUrl = { readonly url: string; readonly parts: readonly string[] };

const URLS_MAX = 1000;

/** The URLs of `http://web/{a,b}/[1-3]`, the last part changing fastest. A text is what curl says of a wrong pattern. As src/tool_urlglob.c. */
export function globUrl(url: string): readonly GlobbedUrl[] | string {
  let all: GlobbedUrl[] = [{ url: "", parts: [] }];
  let at = 0;
  while (at < url.length) {
    const part = partAt(url, at);
    if (typeof part === "string") return part;
    all = all.flatMap((one) =>
      part.choices.map((text) => ({ url: one.url + text, parts: part.isPattern ? [...one.parts, text] : one.parts })),
    );
    if (all.length > URLS_MAX) return "curl: (3) range overflow\n";
    at = part.end;
  }
  return all;
}

type Part = { readonly choices: readonly string[]; readonly isPattern: boolean; readonly end: number };

function partAt(url: string, at: number): Part | string {
  const rest = url.slice(at);
  const [literal] = /^\[[0-9a-f:.%]*:[0-9a-f:.%]*\]/i.exec(rest) ?? [];
  if (literal !== undefined) return plain(literal, at);
  if (rest.startsWith("{")) {
    const close = rest.indexOf("}");
    if (close < 0) return problem("unmatched brace", url, at + 1);
    return { choices: rest.slice(1, close).split(","), isPattern: true, end: at + close + 1 };
  }
  if (rest.startsWith("[")) {
    const [whole = "", from = "", to = "", step = "1"] =
      /^\[([0-9]+|[a-z])-([0-9]+|[a-z])(?::(\d+))?\]/i.exec(rest) ?? [];
    const choices = whole === "" ? [] : rangeOf(from, to, Number(step));
    if (choices.length === 0) return problem("bad range", url, at + 2);
    return { choices, isPattern: true, end: at + whole.length };
  }
  if (/^[}\]]/.test(rest)) return problem("unmatched close brace/bracket", url, at + 1);
  const [, text = rest] = /^(\\[{}[\]]|[^{}[\]\\]+|\\)/.exec(rest) ?? [];
  return { ...plain(text.replace(/^\\([{}[\]])$/, "$1"), at), end: at + text.length };
}

function plain(text: string, at: number): Part {
  return { choices: [text], isPattern: false, end: at + text.length };
}

/** "1" to "3", "01" to "10", "a" to "e"; nothing for what is no range. */
function rangeOf(from: string, to: string, step: number): readonly string[] {
  const isNumber = /^\d/.test(from);
  if (isNumber !== /^\d/.test(to) || step < 1) return [];
  const [first, last] = isNumber ? [Number(from), Number(to)] : [from.charCodeAt(0), to.charCodeAt(0)];
  const choices: string[] = [];
  for (let value = first; value <= last && choices.length <= URLS_MAX; value += step)
    choices.push(
      isNumber ? String(value).padStart(from.startsWith("0") ? from.length : 1, "0") : String.fromCharCode(value),
    );
  return choices;
}

function problem(what: string, url: string, position: number): string {
  return `curl: (3) ${what} in URL position ${position}:\n${url}\n${" ".repeat(position - 1)}^\n`;
}
