import { isTableName, parseRule } from "./rule.ts";
import type { RulesetProblem } from "./rule.ts";
import { BUILT_IN_CHAINS, TABLE_NAMES } from "./ruleset.ts";
import type { Chain, Rule, Ruleset, TableName } from "./ruleset.ts";

type OpenChain = { readonly name: string; readonly policy?: "ACCEPT" | "DROP"; readonly rules: Rule[] };
type OpenTables = Map<TableName, Map<string, OpenChain>>;

/**
 * Reads what iptables-save printed, as pasted from a real node: counters and comments are passed over, what cannot be read is a
 * problem with its line (from 1), and the rest still makes a ruleset.
 */
export function parseRuleset(text: string): { ruleset: Ruleset; problems: readonly RulesetProblem[] } {
  const tables: OpenTables = new Map();
  const problems: RulesetProblem[] = [];
  let table: Map<string, OpenChain> | undefined;
  for (const [index, raw] of text.split("\n").entries()) {
    const line = raw.trim();
    const message = readLine(line);
    if (message) problems.push({ line: index + 1, message });
  }
  return { ruleset: rulesetOf(tables), problems };

  function readLine(line: string): string | undefined {
    if (line === "" || line.startsWith("#")) return undefined;
    if (line === "COMMIT") {
      table = undefined;
      return undefined;
    }
    if (line.startsWith("*")) {
      const name = line.slice(1);
      if (!isTableName(name)) return `no such table: ${name}`;
      table = new Map();
      tables.set(name, table);
      return undefined;
    }
    if (!table) return "a line outside of a table";
    return line.startsWith(":") ? readChain(table, line) : readRule(table, line);
  }
}

/** A ruleset of chains that do not change. */
function rulesetOf(tables: ReadonlyMap<TableName, ReadonlyMap<string, Chain>>): Ruleset {
  const inOrder = new Map([...tables].map(([table, chains]) => [table, sortChains(table, [...chains.values()])]));
  return {
    edition: 0,
    writtenAt: () => 0,
    tables: () => TABLE_NAMES.filter((name) => tables.has(name)),
    chain: (table, name) => tables.get(table)?.get(name),
    chains: (table) => inOrder.get(table) ?? [],
  };
}

/** The kernel's own chains in the order of their hooks, then the others by name. */
function sortChains(table: TableName, chains: readonly Chain[]): readonly Chain[] {
  const own = BUILT_IN_CHAINS[table];
  const rank = ({ name }: Chain) => (own.includes(name) ? own.indexOf(name) : own.length);
  return chains.toSorted((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
}

function readChain(table: Map<string, OpenChain>, line: string): string | undefined {
  const [, name, policy] = /^:(\S+) (\S+)/.exec(line) ?? [];
  if (name === undefined) return `not a chain: ${line}`;
  table.set(name, { name, ...((policy === "ACCEPT" || policy === "DROP") && { policy }), rules: [] });
  return undefined;
}

function readRule(table: Map<string, OpenChain>, line: string): string | undefined {
  const text = line.replace(/^\[\d+:\d+\] /, "");
  const parsed = parseRule(text);
  if (!parsed) return `not a rule: ${line}`;
  const chain = table.get(parsed.chain);
  if (!chain) return `no such chain: ${parsed.chain}`;
  chain.rules.push({ text });
  return undefined;
}
