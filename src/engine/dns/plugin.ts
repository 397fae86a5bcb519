import type { ApiServer } from "../apiserver/api-server.ts";
import type { DnsQuestion } from "../model/dns.ts";
import type { Simulation } from "../simulation/simulation.ts";
import type { ClusterNames } from "./cluster-names.ts";
import type { Served } from "./contract.ts";
import type { Directive } from "./corefile.ts";

/** A query under way: what is asked now (a rewrite may have changed it), and how to find the addresses of the pod that was asked. */
export type Query = { readonly question: DnsQuestion; readonly localAddresses: () => readonly string[] };

export type Handler = (query: Query) => Served;

/** What plugins may use. `lookup` asks this same server, from the first plugin on. */
export type PluginEnvironment = {
  readonly api: ApiServer;
  readonly names: ClusterNames;
  readonly simulation: Simulation;
  /** The zones of the server block that the plugin stands in. */
  readonly zones: readonly string[];
  readonly lookup: Handler;
};

/** A plugin that has read its lines: what it puts before the next one; or why it cannot start, in CoreDNS' words. */
export type PluginSetup =
  | { readonly kind: "plugin"; wrap(next: Handler): Handler }
  | { readonly kind: "problem"; readonly line: number; readonly message: string };

/** Reads all lines of one name in a server block. */
export type Plugin = (directives: readonly Directive[], environment: PluginEnvironment) => PluginSetup;

/** `c.ArgErr()` of Caddy. */
export function argumentProblem({ line, name }: { readonly line: number; readonly name: string }): PluginSetup {
  return { kind: "problem", line, message: `Wrong argument count or unexpected line ending after '${name}'` };
}

/** Whether a failed look-up goes on to the next plugin: `fallthrough [ZONES...]`, absent when it never does. */
export type FallThrough = readonly string[] | undefined;
