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
  if (before.includes(value) || parseIp(value)) return [];
  return [invalid(field, value, "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)")];
}

/** What is wrong with a network ("10.9.8.0/24") in a field. */
export function validateCidr(field: string, value: string, before: readonly string[] = []): FieldError[] {
  if (before.includes(value) || isCidr(value)) return [];
  return [invalid(field, value, "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)")];
}

/** Addresses that no packet can be sent to from another machine. As ValidateNonSpecialIP. */
export function validateNonSpecialIp(field: string, value: string): FieldError[] {
  const address = parseIp(value);
  if (!address) return [invalid(field, value, "must be a valid IP address")];
  const range = address.range();
  const refuse = (why: string): FieldError[] => [invalid(field, value, why)];
  if (address.toByteArray().every((byte) => byte === 0)) {
    return refuse("may not be unspecified (0.0.0.0 or ::)");
  }
  if (range === "loopback") return refuse("may not be in the loopback range (127.0.0.0/8, ::1/128)");
  if (range === "linkLocal") return refuse("may not be in the link-local range (169.254.0.0/16, fe80::/10)");
  if (isLinkLocalMulticast(address)) {
    return refuse("may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)");
  }
  return [];
}

function isCidr(text: string): boolean {
  const [address = "", length = "", ...rest] = text.split("/");
  const parsed = parseIp(address);
  if (!parsed || rest.length > 0 || !/^\d{1,3}$/.test(length)) return false;
  return Number(length) <= (parsed.kind() === "ipv6" ? 128 : 32);
}

function isLinkLocalMulticast(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  const bytes = address.toByteArray();
  if (address.kind() === "ipv4") return bytes[0] === 224 && bytes[1] === 0 && bytes[2] === 0;
  return bytes[0] === 0xff && ((bytes[1] ?? 0) & 0x0f) === 0x02;
}
