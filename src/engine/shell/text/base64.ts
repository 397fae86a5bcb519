import { ended, type FilterContext, type Opened } from "../filter.ts";
import { readOptions } from "../options.ts";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const LINE_LENGTH = 76;

/** `base64 [-d] [-w N] [FILE]`. */
export function base64(words: readonly string[], { out, error }: FilterContext): Opened {
  const options = readOptions(words, { flags: "dDi", values: "w", long: { decode: "d", wrap: "w" } });
  if (options.problem !== undefined) {
    error(`base64: invalid option -- '${options.problem}'\nTry 'base64 --help' for more information.\n`);
    return ended(1);
  }
  let text = "";
  const width = Number(options.value("w") ?? LINE_LENGTH);
  const end = (): number => {
    if (options.has("d") || options.has("D")) {
      const decoded = decodeBase64(text);
      if (decoded === undefined) error("base64: invalid input\n");
      out(decoded ?? "");
      return decoded === undefined ? 1 : 0;
    }
    const encoded = encodeBase64(text);
    out(width > 0 ? wrap(encoded, width) : encoded);
    return 0;
  };
  const take = (more: string) => {
    text += more;
    return "more" as const;
  };
  return { kind: "filter", inputs: options.operands, filter: { take, end } };
}

function wrap(text: string, width: number): string {
  const count = Math.ceil(text.length / width);
  return Array.from({ length: count }, (_, line) => `${text.slice(line * width, (line + 1) * width)}\n`).join("");
}

/** Text as UTF-8 in base64. */
export function encodeBase64(text: string): string {
  const bytes = utf8Bytes(text);
  let encoded = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b, c] = [bytes[at], bytes[at + 1], bytes[at + 2]];
    const word = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    encoded += ALPHABET[word >> 18] ?? "";
    encoded += ALPHABET[(word >> 12) & 63] ?? "";
    encoded += b === undefined ? "=" : (ALPHABET[(word >> 6) & 63] ?? "");
    encoded += c === undefined ? "=" : (ALPHABET[word & 63] ?? "");
  }
  return encoded;
}

/** The inverse; undefined for text that is no base64. */
export function decodeBase64(encoded: string): string | undefined {
  const text = encoded.replaceAll(/\s/g, "").replace(/=+$/, "");
  const bytes: number[] = [];
  let word = 0;
  let bits = 0;
  for (const char of text) {
    const value = ALPHABET.indexOf(char);
    if (value < 0) return undefined;
    word = ((word << 6) | value) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((word >> bits) & 255);
    }
  }
  return fromUtf8(bytes);
}

/** The bytes of a text in UTF-8; what is no character of its own is U+FFFD. */
export function utf8Bytes(text: string): number[] {
  const bytes: number[] = [];
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
  }
  return bytes;
}

function fromUtf8(bytes: readonly number[]): string {
  let text = "";
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at] ?? 0;
    const length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    let code = length === 1 ? first : first & (0xff >> (length + 1));
    for (let next = 1; next < length; next++) code = (code << 6) | ((bytes[at + next] ?? 0x80) & 63);
    text += code > 0x10ffff ? "\ufffd" : String.fromCodePoint(code);
    at += length;
  }
  return text;
}
