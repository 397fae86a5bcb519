import { parseHostName } from "../engine/model/host.ts";
import type { Trace } from "../engine/trace/trace.ts";

/** Machines outside by address: what the default world calls them. Any other goes by its address alone. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ["198.51.100.7", "client"],
  ["203.0.113.10", "app.mydb.io"],
  ["203.0.113.20", "example.com"],
  ["203.0.113.30", "shop.example.net"],
  ["203.0.113.53", "DNS"],
]);

/** Those that are always there. */
const ALWAYS = ["198.51.100.7", "203.0.113.10"];

/** The machines outside that the drawing shows: the usual ones, and those that a trace visits. */
export function outsidesOf(trace: Trace | undefined): readonly { readonly address: string; readonly label: string }[] {
  const visited = (trace?.packets ?? [])
    .flatMap(({ hops }) => hops.map(({ host }) => parseHostName(host)))
    .flatMap((host) => (host !== undefined && "outside" in host ? [host.outside] : []));
  return [...new Set([...ALWAYS, ...visited])].map((address) => ({ address, label: outsideName(address) }));
}

/** Whether a packet of the trace is ever outside. */
export function isOutsideVisited(trace: Trace | undefined): boolean {
  return trace?.packets.some(({ hops }) => hops.some(({ host }) => host.startsWith("outside "))) ?? false;
}

/** "app.mydb.io" for 203.0.113.10; the address itself for a machine without a name. */
export function outsideName(address: string): string {
  return NAMES.get(address) ?? address;
}
