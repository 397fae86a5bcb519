/** A text in quotes as Go's %q prints it. */
export function goQuote(text: string): string {
  let quoted = "";
  for (const character of text)
    quoted += ESCAPES[character] ?? (isPrintable(character) ? character : escape(character));
  return `"${quoted}"`;
}

/** A JSON value as Go's %+v prints the map or slice that holds it: "map[a:1 b:[x <nil>]]", keys sorted. */
export function goFormat(value: unknown): string {
  if (value === null || value === undefined) return "<nil>";
  if (Array.isArray(value)) return `[${value.map(goFormat).join(" ")}]`;
  if (typeof value !== "object") return typeof value === "string" ? value : JSON.stringify(value);
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `map[${entries.map(([key, entry]) => `${key}:${goFormat(entry)}`).join(" ")}]`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\u0007": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\v": "\\v",
};

function isPrintable(character: string): boolean {
  return character === " " || /[\p{L}\p{M}\p{N}\p{P}\p{S}]/u.test(character);
}

function escape(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return `\\x${code.toString(16).padStart(2, "0")}`;
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
}
