/** An address that has been checked: "10.96.0.10", never "10.96.0.999". */
export type Ipv4 = string & { readonly _brand: "Ipv4" };

/** A network in CIDR form, as numbers, so that "is this address in it" costs one mask. */
export type Cidr = { readonly text: string; readonly base: number; readonly bits: number };

/** 0 to 255 without leading zeros, four times. */
const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;

/** The one way to make an `Ipv4`. Text that is no address gives undefined, as the user may still be typing. */
export function parseIpv4(text: string): Ipv4 | undefined {
  return IPV4.test(text) ? (text as Ipv4) : undefined;
}

/** For addresses that stand in the source or come from a checked object; throws on anything else, as that is our own bug. */
export function ipv4(text: string): Ipv4 {
  const address = parseIpv4(text);
  if (address === undefined) throw new Error(`not an IPv4 address: ${text}`);
  return address;
}

/** The 32 bits of a dotted address, unsigned. */
export function ipv4ToNumber(address: string): number {
  let value = 0;
  let octet = 0;
  for (let i = 0; i < address.length; i++) {
    const code = address.charCodeAt(i);
    if (code === 46) {
      value = value * 256 + octet;
      octet = 0;
    } else octet = octet * 10 + code - 48;
  }
  return value * 256 + octet;
}

/** The inverse of `ipv4ToNumber`. */
export function numberToIpv4(value: number): Ipv4 {
  return ipv4([value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255].join("."));
}

/** Reads "10.244.0.0/16"; a bare address is a /32. Text that is neither gives undefined. */
export function parseCidr(text: string): Cidr | undefined {
  const [address = "", length = "32", ...rest] = text.split("/");
  const bits = Number(length);
  if (parseIpv4(address) === undefined || rest.length > 0 || !/^\d{1,2}$/.test(length) || bits > 32) return undefined;
  return { text, base: maskTo(ipv4ToNumber(address), bits), bits };
}

/** For networks that stand in the source; throws on anything else. */
export function cidr(text: string): Cidr {
  const network = parseCidr(text);
  if (network === undefined) throw new Error(`not an IPv4 network: ${text}`);
  return network;
}

/** Whether the address lies in the network. */
export function isInCidr(address: string, network: Cidr): boolean {
  return maskTo(ipv4ToNumber(address), network.bits) === network.base;
}

function maskTo(value: number, bits: number): number {
  return bits === 0 ? 0 : ((value >>> (32 - bits)) << (32 - bits)) >>> 0;
}
