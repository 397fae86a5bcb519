import { utf8ToBytes } from "@noble/hashes/utils.js";

const FNV128_OFFSET = 0x6c62272e07bb014262b821756295c58dn;
const FNV128_PRIME = 0x0000000001000000000000000000013bn;
const SAFE_ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

/** 32-bit FNV-1a of the text's UTF-8 bytes, as Go's hash/fnv New32a. */
export function fnv32a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of utf8ToBytes(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/** 32-bit FNV-1 of the text's UTF-8 bytes, as Go's hash/fnv New32. */
export function fnv32(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of utf8ToBytes(text)) hash = Math.imul(hash, 0x01000193) ^ byte;
  return hash >>> 0;
}

/** 128-bit FNV-1a of the text's UTF-8 bytes in hexadecimal, as Go's hash/fnv New128a. */
export function fnv128aHex(text: string): string {
  let hash = FNV128_OFFSET;
  for (const byte of utf8ToBytes(text)) hash = BigInt.asUintN(128, (hash ^ BigInt(byte)) * FNV128_PRIME);
  return hash.toString(16).padStart(32, "0");
}

/** Digits as letters that spell no words. As apimachinery's rand.SafeEncodeString. */
export function safeEncodeString(text: string): string {
  let encoded = "";
  for (let i = 0; i < text.length; i++) encoded += SAFE_ALPHABET[text.charCodeAt(i) % SAFE_ALPHABET.length];
  return encoded;
}
