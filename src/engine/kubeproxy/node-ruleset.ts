import { BUILT_IN_CHAINS } from "../netfilter/ruleset.ts";
import type { Chain, Rule, Ruleset, TableName } from "../netfilter/ruleset.ts";
import type { ProxyNode } from "./choose-endpoints.ts";
import { FIXED_RULES } from "./fixed-rules.ts";
import type { ServiceTable } from "./service-table.ts";
import type { ServiceChains } from "./service-chains.ts";
import type { SharedRules } from "./service-rules.ts";

/** The tables on a node, and the shared chains in them. */
const TABLES = ["mangle", "nat", "filter"] as const;
type ProxyTable = (typeof TABLES)[number];

const SHARED: Readonly<Record<"nat" | "filter", ReadonlySet<string>>> = {
  nat: new Set(["KUBE-SERVICES", "KUBE-NODEPORTS"]),
  filter: new Set(["KUBE-SERVICES", "KUBE-NODEPORTS", "KUBE-EXTERNAL-SERVICES", "KUBE-PROXY-FIREWALL"]),
};

/** Chains that each sync writes, changed or not (proxier.go: the top-level chains that it fills in). */
const ALWAYS_WRITTEN: Readonly<Record<"nat" | "filter", ReadonlySet<string>>> = {
  nat: new Set([...SHARED.nat, "KUBE-POSTROUTING", "KUBE-MARK-MASQ"]),
  filter: new Set([...SHARED.filter, "KUBE-FORWARD"]),
};

const FIXED_CHAINS = new Map(TABLES.map((table) => [table, fixedChains(table)]));

/** One node's rules over the Services of the last sync: written when asked for, kept until the next sync changes them. */
export class NodeRuleset implements Ruleset {
  readonly #services: ServiceTable;
  /** By the fixed rules that stand behind the Services' own. */
  readonly #shared = new Map<Chain, { readonly version: number; readonly chain: Chain }>();
  #node: ProxyNode;
  /** Counts what has changed besides the Services, and the edition that the last such change made. */
  #moves = 0;
  #movedAt = 0;

  constructor(services: ServiceTable, node: ProxyNode) {
    this.#services = services;
    this.#node = node;
  }

  /** The node has another address or zone now. */
  moveTo(node: ProxyNode): void {
    this.#node = node;
    this.#shared.clear();
    this.#moves++;
    this.#movedAt = this.edition;
  }

  get edition(): number {
    return this.#services.edition + this.#moves;
  }

  /** A sync writes the shared chains, and those of the Services that have changed; one after a move writes all. */
  writtenAt(table: TableName, chain: string): number {
    if (table === "raw" || table === "mangle") return 0;
    if (ALWAYS_WRITTEN[table].has(chain)) return this.edition;
    if (table === "filter" || FIXED_CHAINS.get(table)?.has(chain)) return 0;
    const entry = this.#services.ofChain(this.#node, chain);
    return Math.max(this.#movedAt, (entry?.edition ?? 0) + this.#moves);
  }

  tables(): readonly TableName[] {
    return TABLES;
  }

  chain(table: TableName, name: string): Chain | undefined {
    if (table === "raw") return undefined;
    const fixed = FIXED_CHAINS.get(table)?.get(name);
    if (fixed) return table !== "mangle" && SHARED[table].has(name) ? this.#sharedChain(table, fixed) : fixed;
    if (table !== "nat") return undefined;
    const entry = this.#services.ofChain(this.#node, name);
    if (!entry) return undefined;
    const { chains } = entry.rules(this.#node);
    this.#services.tell(entry, chains);
    return chains.chain(name);
  }

  *chains(table: TableName): Iterable<Chain> {
    if (table === "raw") return;
    const builtIn = BUILT_IN_CHAINS[table];
    const own = new Map<string, ServiceChains>();
    for (const entry of table === "nat" ? this.#services.inOrder() : []) {
      const { chains } = entry.rules(this.#node);
      for (const name of chains.names()) own.set(name, chains);
    }
    const fixed = [...(FIXED_CHAINS.get(table)?.keys() ?? [])].filter((name) => !builtIn.includes(name));
    for (const name of [...builtIn, ...[...fixed, ...own.keys()].toSorted()]) {
      const chain = own.get(name)?.write(name) ?? this.chain(table, name);
      if (chain) yield chain;
    }
  }

  /** The rules of all Services, one after the other; the same chain as before if none of them has changed. */
  #sharedChain(table: "nat" | "filter", fixed: Chain): Chain {
    const version = this.#services.sharedVersion;
    const kept = this.#shared.get(fixed);
    if (kept?.version === version) return kept.chain;
    const rules: Rule[] = [];
    for (const entry of this.#services.inOrder()) {
      for (const rule of rulesIn(entry.rules(this.#node).shared, table, fixed.name)) rules.push(rule);
    }
    rules.push(...fixed.rules);
    const isSame = kept?.chain.rules.length === rules.length && rules.every((rule, i) => kept.chain.rules[i] === rule);
    const chain = kept && isSame ? kept.chain : { name: fixed.name, rules };
    this.#shared.set(fixed, { version, chain });
    return chain;
  }
}

function rulesIn(shared: SharedRules, table: "nat" | "filter", chain: string): readonly Rule[] {
  const rules: Readonly<Record<string, readonly Rule[]>> = shared[table];
  return rules[chain] ?? [];
}

function fixedChains(table: ProxyTable): ReadonlyMap<string, Chain> {
  const isBuiltIn = (name: string) => BUILT_IN_CHAINS[table].includes(name);
  return new Map(
    Object.entries(FIXED_RULES[table]).map(([name, rules]) => [
      name,
      { name, rules, ...(isBuiltIn(name) && { policy: "ACCEPT" as const }) },
    ]),
  );
}
