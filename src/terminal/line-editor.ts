// A line being typed, as a shell's line editor (readline's emacs keys) has it. Pure: keys in, the next state out.

export type Line = { readonly text: string; readonly cursor: number };

export const EMPTY_LINE: Line = { text: "", cursor: 0 };

/** Types a text at the cursor. */
export function insert({ text, cursor }: Line, typed: string): Line {
  return { text: text.slice(0, cursor) + typed + text.slice(cursor), cursor: cursor + typed.length };
}

/** What an editing key does, by what the terminal sends for it; undefined for a key that edits nothing. */
export function edit(line: Line, key: string): Line | undefined {
  return EDITS[key]?.(line);
}

const EDITS: Readonly<Record<string, (line: Line) => Line>> = {
  "\x7f": (line) => cut(line, { from: before(line), to: line.cursor }),
  "\b": (line) => cut(line, { from: before(line), to: line.cursor }),
  "\x1b[3~": (line) => cut(line, { from: line.cursor, to: after(line) }),
  "\x04": (line) => cut(line, { from: line.cursor, to: after(line) }),
  "\x15": (line) => cut(line, { from: 0, to: line.cursor }),
  "\x0b": (line) => cut(line, { from: line.cursor, to: line.text.length }),
  "\x17": (line) => cut(line, { from: wordBefore(line), to: line.cursor }),
  "\x1b\x7f": (line) => cut(line, { from: wordBefore(line), to: line.cursor }),
  "\x1b[D": (line) => ({ ...line, cursor: before(line) }),
  "\x02": (line) => ({ ...line, cursor: before(line) }),
  "\x1b[C": (line) => ({ ...line, cursor: after(line) }),
  "\x06": (line) => ({ ...line, cursor: after(line) }),
  "\x1b[H": (line) => ({ ...line, cursor: 0 }),
  "\x01": (line) => ({ ...line, cursor: 0 }),
  "\x1b[F": (line) => ({ ...line, cursor: line.text.length }),
  "\x05": (line) => ({ ...line, cursor: line.text.length }),
  "\x1b[1;5D": (line) => ({ ...line, cursor: wordBefore(line) }),
  "\x1bb": (line) => ({ ...line, cursor: wordBefore(line) }),
  "\x1b[1;5C": (line) => ({ ...line, cursor: wordAfter(line) }),
  "\x1bf": (line) => ({ ...line, cursor: wordAfter(line) }),
};

function cut({ text }: Line, { from, to }: { readonly from: number; readonly to: number }): Line {
  return { text: text.slice(0, from) + text.slice(to), cursor: from };
}

/** A whole character back, also one of two code units. */
function before({ text, cursor }: Line): number {
  const characters = Array.from(text.slice(0, cursor));
  return cursor - (characters.at(-1)?.length ?? 0);
}

function after({ text, cursor }: Line): number {
  const [next = ""] = text.slice(cursor);
  return cursor + next.length;
}

function wordBefore({ text, cursor }: Line): number {
  return /\S*\s*$/.exec(text.slice(0, cursor))?.index ?? 0;
}

function wordAfter({ text, cursor }: Line): number {
  return cursor + (/^\s*\S*/.exec(text.slice(cursor))?.[0].length ?? 0);
}

/** Whether a shell would run it, or wait for more: an open quote, a backslash at the end, a here-document without its end. */
export function isWhole(text: string): boolean {
  let quote = "";
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? "";
    if (character === "\\" && quote !== "'") {
      if (at === text.length - 1) return false;
      at++;
    } else if (quote === "") quote = character === "'" || character === '"' ? character : "";
    else if (character === quote) quote = "";
  }
  const here = /<<-?\s*(["']?)([\w.-]+)\1/.exec(text);
  if (here?.[2] !== undefined)
    return text
      .split("\n")
      .slice(1)
      .some((line) => line.trim() === here[2]);
  return quote === "";
}
