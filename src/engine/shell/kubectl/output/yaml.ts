// YAML as kubectl prints it: sigs.k8s.io/yaml over go-yaml v2. Keys sorted, lists not indented, lines folded after 80 columns.
import { isJsonObject } from "../../../model/json.ts";
import { analyseScalar, isPlainText } from "./yaml-scalar.ts";

const FOLD_COLUMN = 80;

/** One document, with its last line ended. */
export function toYaml(value: unknown): string {
  if (isJsonObject(value) && Object.keys(value).length > 0) return writeMap(value, 0);
  if (Array.isArray(value) && value.length > 0) return writeList(value, 0);
  return `${writeLeaf(value, { indent: 0, column: 0 })}\n`;
}

function writeMap(map: Readonly<Record<string, unknown>>, indent: number): string {
  return Object.entries(map)
    .filter(([, value]) => value !== undefined)
    .toSorted(([a], [b]) => compareKeys(a, b))
    .map(([key, value], index) => `${index === 0 ? "" : " ".repeat(indent)}${writeEntry(key, value, indent)}`)
    .join("");
}

function writeEntry(key: string, value: unknown, indent: number): string {
  const label = `${writeScalar(key, { indent, column: indent, isKey: true })}:`;
  if (isJsonObject(value) && Object.keys(value).length > 0) {
    return `${label}\n${" ".repeat(indent + 2)}${writeMap(value, indent + 2)}`;
  }
  if (Array.isArray(value) && value.length > 0) return `${label}\n${" ".repeat(indent)}${writeList(value, indent)}`;
  return `${label} ${writeLeaf(value, { indent: indent + 2, column: indent + label.length + 1 })}\n`;
}

function writeList(list: readonly unknown[], indent: number): string {
  return list.map((item, index) => `${index === 0 ? "" : " ".repeat(indent)}- ${writeItem(item, indent + 2)}`).join("");
}

function writeItem(item: unknown, indent: number): string {
  if (isJsonObject(item) && Object.keys(item).length > 0) return writeMap(item, indent);
  if (Array.isArray(item) && item.length > 0) return writeList(item, indent);
  return `${writeLeaf(item, { indent, column: indent })}\n`;
}

/** Where a scalar stands: the indentation of its further lines, and the column at which it begins. */
type Spot = { readonly indent: number; readonly column: number; readonly isKey?: true };

function writeLeaf(value: unknown, spot: Spot): string {
  if (Array.isArray(value)) return "[]";
  if (typeof value === "object" && value !== null) return "{}";
  if (typeof value === "string") return writeScalar(value, spot);
  return value === undefined ? "null" : JSON.stringify(value);
}

function writeScalar(text: string, spot: Spot): string {
  const allowed = analyseScalar(text);
  if (text.includes("\n")) {
    return allowed.block && !spot.isKey ? writeLiteral(text, spot) : writeDoubleQuoted(text, spot);
  }
  if (!isPlainText(text)) return writeDoubleQuoted(text, spot);
  if (allowed.plain && !(text === "" && spot.isKey)) return fold(text, spot, "");
  return allowed.singleQuoted ? fold(text.replaceAll("'", "''"), spot, "'") : writeDoubleQuoted(text, spot);
}

/** Breaks at a lone space once the line is longer than 80 columns. */
function fold(text: string, spot: Spot, quote: string): string {
  let column = spot.column + quote.length;
  let out = quote;
  for (let at = 0; at < text.length; at++) {
    const isFoldable =
      text[at] === " " && text[at - 1] !== " " && text[at + 1] !== " " && (quote === "" || at < text.length - 1);
    if (isFoldable && !spot.isKey && column > FOLD_COLUMN) {
      out += `\n${" ".repeat(spot.indent)}`;
      column = spot.indent;
    } else {
      out += text[at];
      column++;
    }
  }
  return out + quote;
}

function writeLiteral(text: string, { indent }: Spot): string {
  const hint = /^[ \n]/.test(text) ? "2" : "";
  const chomp = text.endsWith("\n") ? (/(^|\n)\n$/.test(text) ? "+" : "") : "-";
  const lines = text.replace(/\n$/, "").split("\n");
  return `|${hint}${chomp}\n${lines.map((line) => (line === "" ? "" : " ".repeat(indent) + line)).join("\n")}`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\0": "\\0",
  "\u0007": "\\a",
  "\b": "\\b",
  "\t": "\\t",
  "\n": "\\n",
  "\v": "\\v",
  "\f": "\\f",
  "\r": "\\r",
  "\u001b": "\\e",
  '"': '\\"',
  "\\": "\\\\",
  "\u0085": "\\N",
  "\u00a0": "\\_",
  "\u2028": "\\L",
  "\u2029": "\\P",
};

function writeDoubleQuoted(text: string, spot: Spot): string {
  let column = spot.column + 1;
  let out = '"';
  const characters = Array.from(text);
  for (const [at, character] of characters.entries()) {
    const isFoldable = character === " " && characters[at - 1] !== " " && at > 0 && at < characters.length - 1;
    if (isFoldable && !spot.isKey && column > FOLD_COLUMN) {
      const mark = characters[at + 1] === " " ? "\\" : "";
      out += `\n${" ".repeat(spot.indent)}${mark}`;
      column = spot.indent + mark.length;
      continue;
    }
    const written = ESCAPES[character] ?? escapeUnprintable(character);
    out += written;
    column += written.length;
  }
  return `${out}"`;
}

function escapeUnprintable(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0x20 && code !== 0x7f && !(code >= 0x80 && code < 0xa0) && code !== 0xfeff) return character;
  const hex = code.toString(16).toUpperCase();
  return code <= 0xff ? `\\x${hex.padStart(2, "0")}` : `\\u${hex.padStart(4, "0")}`;
}

// As go-yaml's keyList: letters after other characters, runs of digits by their value.
function compareKeys(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  for (let at = 0; at < left.length && at < right.length; at++) {
    const [l = "", r = ""] = [left[at], right[at]];
    if (l === r) continue;
    const [isLeft, isRight] = [/\p{L}/u.test(l), /\p{L}/u.test(r)];
    if (isLeft !== isRight) return isRight ? -1 : 1;
    if (isLeft) return l < r ? -1 : 1;
    return compareNumbers(left.slice(at), right.slice(at)) || (l < r ? -1 : 1);
  }
  return left.length - right.length;
}

function compareNumbers(left: readonly string[], right: readonly string[]): number {
  const [l, r] = [left, right].map((characters) => /^\d*/.exec(characters.join(""))?.[0] ?? "");
  return Number(l) - Number(r) || (l?.length ?? 0) - (r?.length ?? 0);
}
