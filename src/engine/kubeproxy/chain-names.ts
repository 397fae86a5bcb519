import { sha256 } from "@noble/hashes/sha2.js";

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The first sixteen base32 letters of the text's SHA-256, as chain names must stay under 29 characters (portProtoHash). */
export function shortHash(text: string): string {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  const hash = sha256(bytes);
  let letters = "";
  let bits = 0;
  let held = 0;
  for (let i = 0; i < 10; i++) {
    held = ((held << 8) | (hash[i] ?? 0)) & 0xfff;
    for (bits += 8; bits >= 5; bits -= 5) letters += BASE32[(held >> (bits - 5)) & 31] ?? "";
  }
  return letters;
}
