import { unhandled } from "../model/unhandled.ts";
import type { HookName, Reference, RuleStep, Step } from "../trace/trace.ts";
import type { Candidate } from "./candidate.ts";
import { candidatesOf, compileChain } from "./compiled-chain.ts";
import type { CompiledChain } from "./compiled-chain.ts";
import type { CompiledRule } from "./compiled-rule.ts";
import type { NatRange } from "./nat.ts";
import type { MatchedRule } from "./rule-counters.ts";
import type { Chain, Ruleset, TableName } from "./ruleset.ts";

/** Chains within chains; the kernel refuses more (NFT_JUMP_STACK_SIZE), and circles. */
const JUMPS_MAX = 16;

/** What a walk through one table came to. */
export type Verdict =
  | { readonly kind: "accept" | "drop" | "untracked" }
  | { readonly kind: "reject"; readonly with: string }
  | {
      readonly kind: "nat";
      readonly by: "dnat" | "snat" | "masquerade";
      readonly range: NatRange;
      readonly references: readonly Reference[];
    };

/** Which rules of a chain are tried: those that the index cannot rule out, or each. Both find the same. */
export type Tries = "indexed" | "all";

type WalkOptions = {
  readonly ruleset: Ruleset;
  readonly table: TableName;
  readonly hook: HookName;
  readonly tries: Tries;
  /** Where steps are written; undefined: nowhere. */
  readonly steps: Step[] | undefined;
  /** Where rules that match are noted; undefined: nowhere. */
  readonly matched?: MatchedRule[];
};

/** Walks a packet through a table from the kernel's own chain of a hook on. */
export function walkTable(candidate: Candidate, base: Chain, options: WalkOptions): Verdict {
  return new TableWalk(candidate, options).run(compileChain(base));
}

type Ended = Verdict | "end";

const ACCEPT: Verdict = { kind: "accept" };
const DROP: Verdict = { kind: "drop" };
const UNTRACKED: Verdict = { kind: "untracked" };

/** One packet in one table. */
class TableWalk {
  readonly #candidate: Candidate;
  readonly #options: WalkOptions;
  /** The chains that led here, this one last. */
  readonly #within: string[] = [];

  constructor(candidate: Candidate, options: WalkOptions) {
    this.#candidate = candidate;
    this.#options = options;
  }

  run(base: CompiledChain): Verdict {
    const verdict = this.#walk(base);
    if (verdict !== "end") return verdict;
    const { table, hook, steps } = this.#options;
    steps?.push({ kind: "policy", hook, table, chain: hook, verdict: base.policy ?? "ACCEPT" });
    return base.policy === "DROP" ? DROP : ACCEPT;
  }

  #walk(chain: CompiledChain): Ended {
    this.#within.push(chain.name);
    const ended = this.#tryRules(chain);
    this.#within.pop();
    return ended;
  }

  #tryRules({ name, rules, index }: CompiledChain): Ended {
    const candidate = this.#candidate;
    const { table, tries, steps, matched } = this.#options;
    const positions = index && tries === "indexed" ? candidatesOf(index, candidate) : undefined;
    const count = positions ? positions.length : rules.length;
    let told = 0;
    for (let i = 0; i < count; i++) {
      const position = positions ? (positions[i] ?? 0) : i;
      const rule = rules[position];
      if (!rule) continue;
      candidate.draw = undefined;
      const isLike = doesMatch(rule, candidate);
      if (!isLike && candidate.draw === undefined) continue;
      const isMatched = isLike && rule.unknown === undefined;
      steps?.push(this.#stepOf(rule, name, isMatched, position - told));
      told = position + 1;
      if (!isMatched) continue;
      matched?.push({ table, chain: name, text: rule.text });
      const ended = this.#act(rule);
      if (ended === "go-on") continue;
      return ended === "return" ? "end" : ended;
    }
    return "end";
  }

  #act(rule: CompiledRule): Ended | "go-on" | "return" {
    const { action } = rule;
    switch (action.kind) {
      case "accept":
        return ACCEPT;
      case "drop":
        return DROP;
      case "return":
        return "return";
      case "reject":
        return { kind: "reject", with: action.with };
      case "untrack":
        return UNTRACKED;
      case "nat": {
        const range = action.range(this.#candidate);
        return range ? { kind: "nat", by: action.by, range, references: rule.references } : DROP;
      }
      case "go-on":
        action.apply?.(this.#candidate);
        return "go-on";
      case "unknown":
        return "go-on";
      case "jump":
      case "goto": {
        const chain = this.#enter(action.chain);
        if (!chain) return "go-on";
        const ended = this.#walk(chain);
        return ended === "end" && action.kind === "jump" ? "go-on" : ended;
      }
      default:
        throw unhandled(action);
    }
  }

  /** The chain that a jump leads to; undefined if it is not there, or if the kernel would not have taken such a jump. */
  #enter(name: string): CompiledChain | undefined {
    const { ruleset, table } = this.#options;
    const found =
      this.#within.length > JUMPS_MAX || this.#within.includes(name) ? undefined : ruleset.chain(table, name);
    return found && compileChain(found);
  }

  /** Steps are values: a rule that matches in the same way again tells the same one. */
  #stepOf(rule: CompiledRule, chain: string, isMatched: boolean, skipped: number): RuleStep {
    const { hook, table } = this.#options;
    const last = rule.lastStep;
    const isAgain = isMatched && last?.hook === hook && last.skipped === skipped && last.table === table;
    if (last && isAgain && !this.#candidate.draw) return last;
    const step = this.#writeStep(rule, chain, isMatched, skipped);
    if (isMatched && !step.draw && !step.unknown) rule.lastStep = step;
    return step;
  }

  #writeStep(rule: CompiledRule, chain: string, isMatched: boolean, skipped: number): RuleStep {
    const { hook, table } = this.#options;
    const { draw } = this.#candidate;
    const unknown = rule.unknown ?? (isMatched ? this.#unknownTarget(rule) : undefined);
    return {
      kind: "rule",
      hook,
      table,
      chain,
      rule: rule.text,
      matched: isMatched,
      ...(isMatched && rule.verdict && { verdict: rule.verdict }),
      skipped,
      ...(draw && { draw }),
      ...(unknown && { unknown }),
      references: rule.references,
    };
  }

  /** A jump that leads nowhere is a target that the walk does not know. */
  #unknownTarget({ action }: CompiledRule): string | undefined {
    if (action.kind === "unknown") return `-j ${action.name}`;
    const isJump = action.kind === "jump" || action.kind === "goto";
    return isJump && !this.#enter(action.chain) ? `-j ${action.chain}` : undefined;
  }
}

function doesMatch({ tests }: CompiledRule, candidate: Candidate): boolean {
  for (const test of tests) if (!test(candidate)) return false;
  return true;
}
