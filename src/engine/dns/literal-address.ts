import { numberToIpv4, parseIpv4, type Ipv4 } from "../model/address.ts";

/** Reads an address as inet_aton(3) does: "10.1.2.3", "127.1", "0x7f.1", "3232235777"; undefined for a name. */
export function parseLiteralAddress(text: string): Ipv4 | undefined {
  const plain = parseIpv4(text);
  if (plain) return plain;
  if (!/^[0-9]/.test(text)) return undefined;
  const parts = text.split(".");
  if (parts.length > 4) return undefined;
  const numbers = parts.map(parsePart);
  const last = numbers.at(-1);
  const bytes = numbers.slice(0, -1);
  if (last === undefined || bytes.some((byte) => byte === undefined || byte > 255)) return undefined;
  if (last >= 256 ** (5 - parts.length)) return undefined;
  const high = bytes.reduce<number>((sum, byte, index) => sum + (byte ?? 0) * 256 ** (3 - index), 0);
  return numberToIpv4(high + last);
}

function parsePart(part: string): number | undefined {
  if (/^0x[0-9a-f]+$/i.test(part)) return Number.parseInt(part, 16);
  if (/^0[0-7]*$/.test(part)) return Number.parseInt(part, 8);
  return /^[1-9]\d*$/.test(part) ? Number(part) : undefined;
}
