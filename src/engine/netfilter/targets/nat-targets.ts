import { parseIpv4 } from "../../model/address.ts";
import type { Option } from "../words.ts";
import type { NatRange } from "../nat.ts";
import type { Action, TargetModule } from "./target.ts";

const FLAGS = ["--random", "--random-fully", "--persistent"];

/** -j DNAT --to-destination ADDRESS[-ADDRESS][:PORT[-PORT]]. */
export const dnat: TargetModule = { name: "DNAT", compile: (options) => fixed("dnat", "--to-destination", options) };

/** -j SNAT --to-source ADDRESS[-ADDRESS][:PORT[-PORT]]. */
export const snat: TargetModule = { name: "SNAT", compile: (options) => fixed("snat", "--to-source", options) };

/** -j MASQUERADE: SNAT to the address of the interface by which the packet leaves. */
export const masquerade: TargetModule = {
  name: "MASQUERADE",
  compile: (options) => {
    const ports = readPortsOption(options);
    if (ports === "unknown") return undefined;
    const flags = flagsOf(options);
    return {
      kind: "nat",
      by: "masquerade",
      range: ({ context, destinationAddress, out }) => {
        const address = context.sourceAddressFor(out, destinationAddress);
        return { from: address, to: address, ...(ports && { ports }), ...flags };
      },
    };
  },
};

/** -j REDIRECT: DNAT to this host itself: to 127.0.0.1 for what it sends, else to the address of the interface. */
export const redirect: TargetModule = {
  name: "REDIRECT",
  compile: (options) => {
    const ports = readPortsOption(options);
    if (ports === "unknown") return undefined;
    const loopback = parseIpv4("127.0.0.1");
    return {
      kind: "nat",
      by: "dnat",
      range: ({ context, sourceAddress, in: name }) => {
        const address = name === "" ? loopback : context.sourceAddressFor(name, sourceAddress);
        return address && { from: address, to: address, ...(ports && { ports }), ...flagsOf(options) };
      },
    };
  },
};

function fixed(by: "dnat" | "snat", name: string, options: readonly Option[]): Action | undefined {
  if (!options.every((option) => option.name === name || FLAGS.includes(option.name))) return undefined;
  const range = parseRange(options.find((option) => option.name === name)?.values[0] ?? "");
  if (!range) return undefined;
  const whole: NatRange = { ...range, ...flagsOf(options) };
  return { kind: "nat", by, range: () => whole };
}

function parseRange(text: string): Pick<NatRange, "from" | "to" | "ports"> | undefined {
  const [, first = "", last, ports] = /^([\d.]+)(?:-([\d.]+))?(?::([\d-]+))?$/.exec(text) ?? [];
  const from = parseIpv4(first);
  const to = parseIpv4(last ?? first);
  const between = ports === undefined ? undefined : parsePortRange(ports);
  if (!from || !to || (ports !== undefined && !between)) return undefined;
  return { from, to, ...(between && { ports: between }) };
}

function readPortsOption(options: readonly Option[]): NatRange["ports"] | "unknown" {
  if (!options.every(({ name }) => name === "--to-ports" || FLAGS.includes(name))) return "unknown";
  const text = options.find(({ name }) => name === "--to-ports")?.values[0];
  return text === undefined ? undefined : (parsePortRange(text) ?? "unknown");
}

function parsePortRange(text: string): { readonly from: number; readonly to: number } | undefined {
  const [, from, to] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? [];
  return from === undefined ? undefined : { from: Number(from), to: Number(to ?? from) };
}

function flagsOf(options: readonly Option[]): { readonly isRandom: boolean; readonly isPersistent: boolean } {
  const has = (name: string) => options.some((option) => option.name === name);
  return { isRandom: has("--random") || has("--random-fully"), isPersistent: has("--persistent") };
}
