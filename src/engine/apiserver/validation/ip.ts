// IP addresses and networks in fields. As apimachinery's pkg/util/validation/ip.go takes them.
import ipaddr from "ipaddr.js";
import { invalid } from "./field-error.ts";
import type { FieldError } from "./field-error.ts";

/** An address as Go's sloppy parser takes it: dotted decimals (leading zeros allowed) or IPv6 without zone. */
export function parseIp(text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  if (/^\d+(\.\d+){3}$/.test(text)) {
    const octets = text.split(".").map(Number);
    return octets.every((octet) => octet <= 255) ? new ipaddr.IPv4(octets) : undefined;
  }
  return text.includes(":") && !text.includes("%") && ipaddr.IPv6.isValid(text) ? ipaddr.IPv6.parse(text) : undefined;
}

export function isIpv6Text(text: string): boolean {
  return parseIp(text)?.kind() === "ipv6";
}

/** What is wrong with an address in a field; nothing for one that the object had before. */
export function validateIp(field: string, value: string, before: readonly string[] = []): FieldError[] {
  if (before.includes(value)) return [];
  const address = parseIp(value);
  if (!address) return [invalid(field, value, "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)")];
  if (hasLeadingZeros(value)) return [invalid(field, value, "must not have leading 0s")];
  return isMapped(address) ? [invalid(field, value, "must not be an IPv4-mapped IPv6 address")] : [];
}

/** What is wrong with a network ("10.9.8.0/24") in a field. */
export function validateCidr(field: string, value: string, before: readonly string[] = []): FieldError[] {
  if (before.includes(value)) return [];
  const [text = "", length = ""] = value.split("/");
  const address = parseIp(text);
  const bits = address?.kind() === "ipv6" ? 128 : 32;
  if (!address || !/^[^/]+\/\d{1,3}$/.test(value) || Number(length) > bits) {
    return [invalid(field, value, "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)")];
  }
  const refuse = (why: string): FieldError[] => [invalid(field, value, why)];
  if (hasLeadingZeros(text) || /^0\d/.test(length)) return refuse("must not have leading 0s in IP or prefix length");
  if (isMapped(address)) return refuse("must not have an IPv4-mapped IPv6 address");
  return hasHostBits(address, Number(length)) ? refuse("must not have bits set beyond the prefix length") : [];
}

/** Addresses that no packet can be sent to from another machine. As ValidateNonSpecialIP. */
export function validateNonSpecialIp(field: string, value: string): FieldError[] {
  const address = parseIp(value);
  if (!address) return [invalid(field, value, "must be a valid IP address")];
  const range = address.range();
  const refuse = (why: string): FieldError[] => [invalid(field, value, why)];
  if (address.toByteArray().every((byte) => byte === 0)) {
    return refuse(`may not be unspecified (${value})`);
  }
  if (range === "loopback") return refuse("may not be in the loopback range (127.0.0.0/8, ::1/128)");
  if (range === "linkLocal") return refuse("may not be in the link-local range (169.254.0.0/16, fe80::/10)");
  if (isLinkLocalMulticast(address)) {
    return refuse("may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)");
  }
  return [];
}

function hasLeadingZeros(text: string): boolean {
  return !text.includes(":") && text.split(".").some((octet) => /^0\d/.test(octet));
}

function isMapped(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return address.range() === "ipv4Mapped";
}

function hasHostBits(address: ipaddr.IPv4 | ipaddr.IPv6, length: number): boolean {
  return address.toByteArray().some((byte, index) => {
    const kept = Math.min(8, Math.max(0, length - 8 * index));
    return (byte & (0xff >> kept)) !== 0;
  });
}

function isLinkLocalMulticast(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  const bytes = address.toByteArray();
  if (address.kind() === "ipv4") return bytes[0] === 224 && bytes[1] === 0 && bytes[2] === 0;
  return bytes[0] === 0xff && ((bytes[1] ?? 0) & 0x0f) === 0x02;
}
