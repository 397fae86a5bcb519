// What a packet filter's rules are: text, in chains, in tables. Read this first; rule.ts reads the text, walk.ts follows it.
import type { Reference } from "../trace/trace.ts";

/** The tables in the order in which iptables-save prints them. */
export const TABLE_NAMES = ["raw", "mangle", "nat", "filter"] as const;

export type TableName = (typeof TABLE_NAMES)[number];

/** One rule as iptables-save prints it ("-A KUBE-SERVICES -d …"): its text is all that the walk knows of it. */
export type Rule = {
  readonly text: string;
  /** Who made kube-proxy write it; without it, the rule's comment is asked. */
  readonly references?: readonly Reference[] | undefined;
};

/** A list of rules, tried in order. `policy` is there for the kernel's own chains only. */
export type Chain = {
  readonly name: string;
  readonly policy?: "ACCEPT" | "DROP";
  readonly rules: readonly Rule[];
};

/** One host's tables. A value at each moment; whoever owns the rules (kube-proxy, a pasted text) gives new chains when they change. */
export type Ruleset = {
  /** Counts changes: as long as it stands, so do all chains. */
  readonly edition: number;
  /** The edition at which a chain was last written, be it with the same rules: its counters began at 0 then. */
  writtenAt(table: TableName, chain: string): number;
  /** The tables that exist, in the order of `TABLE_NAMES`. */
  tables(): readonly TableName[];
  chain(table: TableName, name: string): Chain | undefined;
  /** In the order in which iptables-save prints them: the kernel's own as hooks go, then the others by name. */
  chains(table: TableName): Iterable<Chain>;
};

/** The kernel's own chains of a table, in the order in which iptables-save (nf_tables) prints them. */
export const BUILT_IN_CHAINS: Readonly<Record<TableName, readonly string[]>> = {
  raw: ["PREROUTING", "OUTPUT"],
  mangle: ["PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING"],
  nat: ["PREROUTING", "INPUT", "OUTPUT", "POSTROUTING"],
  filter: ["INPUT", "FORWARD", "OUTPUT"],
};

/** A table as `iptables-save -t` prints it between its two comment lines. `head`: what stands before each rule (counters, with -c). */
export function printTable(
  ruleset: Ruleset,
  table: TableName,
  head: (rule: Rule, chain: string) => string = () => "",
): string {
  let heads = "";
  const chains: string[] = [];
  for (const { name, policy, rules } of ruleset.chains(table)) {
    heads += `:${name} ${policy ?? "-"} [0:0]\n`;
    let text = "";
    for (const rule of rules) text += `${head(rule, name)}${rule.text}\n`;
    chains.push(text);
  }
  return `*${table}\n${heads}${chains.join("")}COMMIT\n`;
}
