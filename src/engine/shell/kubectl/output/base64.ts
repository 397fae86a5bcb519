const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** The UTF-8 bytes of a text in base64. */
export function encodeBase64(text: string): string {
  const bytes = utf8Of(text);
  let out = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b, c] = bytes.slice(at, at + 3);
    const bits = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    const digits = [18, 12, 6, 0].map((shift) => ALPHABET.charAt((bits >> shift) & 63));
    out += digits
      .slice(0, c === undefined ? (b === undefined ? 2 : 3) : 4)
      .join("")
      .padEnd(4, "=");
  }
  return out;
}

/** The text whose UTF-8 bytes a base64 text holds; bytes that are no UTF-8 become U+FFFD. */
export function decodeBase64(text: string): string {
  let bits = "";
  for (const character of text.replace(/[=\s]/g, "")) {
    bits += Math.max(0, ALPHABET.indexOf(character)).toString(2).padStart(6, "0");
  }
  const bytes = (bits.match(/.{8}/g) ?? []).map((byte) => `%${Number.parseInt(byte, 2).toString(16).padStart(2, "0")}`);
  try {
    return decodeURIComponent(bytes.join(""));
  } catch (error) {
    if (error instanceof URIError) return "\ufffd".repeat(bytes.length);
    throw error;
  }
}

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

function utf8Of(text: string): readonly number[] {
  const bytes: number[] = [];
  for (const part of encodeURIComponent(text.replace(LONE_SURROGATE, "\ufffd")).match(/%..|./g) ?? []) {
    bytes.push(part.startsWith("%") ? Number.parseInt(part.slice(1), 16) : part.charCodeAt(0));
  }
  return bytes;
}
