import { sha256 } from "@noble/hashes/sha2.js";

/** Hashes are taken by the ten thousands: one hasher, begun anew from one that has seen nothing, and room for the texts and the result. */
const FRESH = sha256.create();
const hasher = sha256.create();
const hash = new Uint8Array(32);
let room = new Uint8Array(256);

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The first sixteen base32 letters of the text's SHA-256, as chain names must stay under 29 characters (portProtoHash). */
export function shortHash(text: string): string {
  if (text.length > room.length) room = new Uint8Array(2 * text.length);
  for (let i = 0; i < text.length; i++) room[i] = text.charCodeAt(i);
  FRESH._cloneInto(hasher).update(room.subarray(0, text.length)).digestInto(hash);
  let letters = "";
  let bits = 0;
  let held = 0;
  for (let i = 0; i < 10; i++) {
    held = ((held << 8) | (hash[i] ?? 0)) & 0xfff;
    for (bits += 8; bits >= 5; bits -= 5) letters += BASE32[(held >> (bits - 5)) & 31] ?? "";
  }
  return letters;
}
