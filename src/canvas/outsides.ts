import { parseHostName } from "../engine/model/host.ts";
import type { Trace } from "../engine/trace/trace.ts";
import { outsideName } from "../state/trace-names.ts";

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
