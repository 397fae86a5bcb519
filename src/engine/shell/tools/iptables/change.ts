// What iptables does to a node's rules. As iptables/nft.c answers.
import type { EditedRuleset } from "../../../netfilter/edited-ruleset.ts";
import type { Chain, Rule, TableName } from "../../../netfilter/ruleset.ts";
import { BUILT_IN_CHAINS } from "../../../netfilter/ruleset.ts";
import type { IptablesCommand, IptablesRefusal } from "./command.ts";
import { refuse } from "./command.ts";
import { writeRule } from "./rule-spec.ts";

/** What the kernel says: a message as it is printed, and the exit code. */
export type Failed = { readonly kind: "failed"; readonly message: string; readonly exitCode: number };
export type Changed = { readonly kind: "done" } | Failed | IptablesRefusal;

const DONE = { kind: "done" } as const;
const NO_CHAIN = failed("iptables: No chain/target/match by that name.\n");
const EXISTS = failed("iptables: Chain already exists.\n");
const NO_RULE = failed("iptables: Bad rule (does a matching rule exist in that chain?).\n");
const EXIT_KERNEL = 4;
/** Where nat's targets may stand. */
const NAT_TARGETS: Readonly<Record<string, readonly string[]>> = {
  DNAT: ["PREROUTING", "OUTPUT"],
  REDIRECT: ["PREROUTING", "OUTPUT"],
  SNAT: ["INPUT", "POSTROUTING"],
  MASQUERADE: ["POSTROUTING"],
};

/** One command on one table. */
export function changeRules(rules: EditedRuleset, table: TableName, command: IptablesCommand): Changed {
  return new Change(rules, table).run(command);
}

function failed(message: string, exitCode = 1): Failed {
  return { kind: "failed", message, exitCode };
}

class Change {
  readonly #rules: EditedRuleset;
  readonly #table: TableName;

  constructor(rules: EditedRuleset, table: TableName) {
    this.#rules = rules;
    this.#table = table;
  }

  run(command: IptablesCommand): Changed {
    const { verb, chain: name = "", argument = "" } = command;
    switch (verb) {
      case "N":
        return this.#create(name);
      case "P":
        return this.#policy(name, argument);
      case "E":
        return this.#rename(name, argument);
      case "F":
        return this.#each(command.chain, (chain) => this.#write(chain, []));
      case "Z":
        return this.#each(command.chain, (chain) => this.#rules.zero(this.#table, chain.name));
      case "X":
        return this.#delete(command.chain);
      default:
        return this.#rule(command);
    }
  }

  #rule(command: IptablesCommand): Changed {
    const { verb, chain: name = "", number } = command;
    if (verb === "D" && number !== undefined && command.rule.length === 0) {
      const chain = this.#chain(name);
      if (!chain) return NO_CHAIN;
      if (number < 1 || number > chain.rules.length) return failed("iptables: Index of deletion too big.\n");
      return this.#write(chain, chain.rules.toSpliced(number - 1, 1));
    }
    const written = writeRule(command.rule, (target) => this.#chain(target) !== undefined);
    if (typeof written !== "string") return written;
    const chain = this.#chain(name);
    if (!chain) return NO_CHAIN;
    const rule: Rule = { text: written === "" ? `-A ${name}` : `-A ${name} ${written}` };
    const at = chain.rules.findIndex(({ text }) => text === rule.text);
    const problem = "AIR".includes(verb) ? this.#misplaced(rule, name, verb) : undefined;
    if (problem) return problem;
    switch (verb) {
      case "A":
        return this.#write(chain, [...chain.rules, rule]);
      case "I":
        if ((number ?? 1) < 1 || (number ?? 1) > chain.rules.length + 1)
          return failed("iptables: Index of insertion too big.\n");
        return this.#write(chain, chain.rules.toSpliced((number ?? 1) - 1, 0, rule));
      case "R":
        if (number === undefined) return refuse("-R requires a rule number");
        if (number < 1 || number > chain.rules.length) return failed("iptables: Index of replacement too big.\n");
        return this.#write(chain, chain.rules.toSpliced(number - 1, 1, rule));
      case "D":
        return at < 0 ? NO_RULE : this.#write(chain, chain.rules.toSpliced(at, 1));
      default:
        return at < 0 ? NO_RULE : DONE;
    }
  }

  /** A target that the kernel does not take there. */
  #misplaced({ text }: Rule, chain: string, verb: string): Failed | undefined {
    const target = / -j (\S+)/.exec(text)?.[1] ?? "";
    const places = NAT_TARGETS[target];
    const isBuiltIn = BUILT_IN_CHAINS[this.#table].includes(chain);
    if (!places || (this.#table === "nat" && (!isBuiltIn || places.includes(chain)))) return undefined;
    const what = { A: "RULE_APPEND", I: "RULE_INSERT", R: "RULE_REPLACE" }[verb] ?? "RULE_APPEND";
    return failed(
      `iptables v1.8.9 (nf_tables):  ${what} failed (Invalid argument): rule in chain ${chain}\n`,
      EXIT_KERNEL,
    );
  }

  #create(name: string): Changed {
    if (this.#chain(name)) return EXISTS;
    this.#rules.put(this.#table, { name, rules: [] });
    return DONE;
  }

  #policy(name: string, policy: string): Changed {
    const chain = this.#chain(name);
    if (!BUILT_IN_CHAINS[this.#table].includes(name) || !chain) return failed("iptables: Bad built-in chain name.\n");
    if (policy !== "ACCEPT" && policy !== "DROP")
      return failed("iptables: Bad policy name. Run `dmesg' for more information.\n");
    if (this.#table === "nat" && policy === "DROP")
      return refuse('\nThe "nat" table is not intended for filtering, the use of DROP is therefore inhibited.\n\n');
    this.#rules.put(this.#table, { ...chain, policy });
    return DONE;
  }

  #rename(name: string, to: string): Changed {
    const chain = this.#chain(name);
    if (!chain) return NO_CHAIN;
    if (this.#chain(to)) return EXISTS;
    const rules = chain.rules.map(({ text }) => ({ text: text.replace(`-A ${name}`, `-A ${to}`) }));
    this.#rules.put(this.#table, { name: to, rules });
    this.#rules.remove(this.#table, name);
    return DONE;
  }

  /** One chain, or each that is not the kernel's own; one that rules lead to stays. */
  #delete(name: string | undefined): Changed {
    if (name !== undefined && !this.#chain(name)) return NO_CHAIN;
    const own = this.#chains().filter((chain) => !BUILT_IN_CHAINS[this.#table].includes(chain.name));
    const wanted = name === undefined ? own : own.filter((chain) => chain.name === name);
    for (const chain of wanted) {
      if (this.#isUsed(chain.name, name === undefined ? wanted : []))
        return failed(
          `iptables v1.8.9 (nf_tables):  CHAIN_DEL failed (Device or resource busy): chain ${chain.name}\n`,
          EXIT_KERNEL,
        );
    }
    for (const chain of wanted) this.#rules.remove(this.#table, chain.name);
    return DONE;
  }

  #isUsed(name: string, besides: readonly Chain[]): boolean {
    const jump = new RegExp(` -[jg] ${name}(?: |$)`);
    const others = this.#chains().filter((chain) => !besides.includes(chain));
    const isFull = this.#chain(name)?.rules.length !== 0;
    return isFull || others.some(({ rules }) => rules.some(({ text }) => jump.test(text)));
  }

  #each(name: string | undefined, change: (chain: Chain) => unknown): Changed {
    const chain = name === undefined ? undefined : this.#chain(name);
    if (name !== undefined && !chain) return NO_CHAIN;
    for (const one of chain ? [chain] : this.#chains()) change(one);
    return DONE;
  }

  #write(chain: Chain, rules: readonly Rule[]): Changed {
    this.#rules.put(this.#table, { ...chain, rules });
    return DONE;
  }

  #chains(): readonly Chain[] {
    return [...this.#rules.chains(this.#table)];
  }

  /** The kernel's own chains are there as soon as they are asked for. */
  #chain(name: string): Chain | undefined {
    const isBuiltIn = BUILT_IN_CHAINS[this.#table].includes(name);
    return this.#rules.chain(this.#table, name) ?? (isBuiltIn ? { name, policy: "ACCEPT", rules: [] } : undefined);
  }
}
