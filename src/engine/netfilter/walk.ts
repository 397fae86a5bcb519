import { unhandled } from "../model/unhandled.ts";
import type { HookName, Reference, RuleStep, Step } from "../trace/trace.ts";
import type { Candidate } from "./candidate.ts";
import { candidatesOf, compileChain } from "./compiled-chain.ts";
import type { CompiledChain } from "./compiled-chain.ts";
import type { CompiledRule } from "./compiled-rule.ts";
import type { NatRange } from "./nat.ts";
import type { Ruleset, TableName } from "./ruleset.ts";
import type { Action } from "./targets/target.ts";

/** Chains within chains; the kernel refuses more than 16 (NFT_JUMP_STACK_SIZE), a pasted text may hold a circle. */
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

export type WalkOptions = {
  readonly ruleset: Ruleset;
  readonly table: TableName;
  readonly hook: HookName;
  readonly tries: Tries;
  /** Where steps are written; undefined: nowhere. */
  readonly steps: Step[] | undefined;
};

/** Walks a packet through the rules that a table has at a hook. A table without a chain there accepts. */
export function walkTable(candidate: Candidate, options: WalkOptions): Verdict {
  const { ruleset, table, hook, steps } = options;
  const found = ruleset.chain(table, hook);
  if (!found || found.rules.length === 0) return { kind: found?.policy === "DROP" ? "drop" : "accept" };
  const chain = compileChain(found);
  const verdict = walkChain(chain, candidate, options, 0);
  if (verdict !== "end") return verdict;
  steps?.push({ kind: "policy", hook, table, chain: hook, verdict: chain.policy ?? "ACCEPT" });
  return { kind: chain.policy === "DROP" ? "drop" : "accept" };
}

type Ended = Verdict | "end";

function walkChain(chain: CompiledChain, candidate: Candidate, options: WalkOptions, depth: number): Ended {
  const { rules, index } = chain;
  const positions = index && options.tries === "indexed" ? candidatesOf(index, candidate) : undefined;
  const count = positions ? positions.length : rules.length;
  let told = 0;
  for (let i = 0; i < count; i++) {
    const position = positions ? (positions[i] ?? 0) : i;
    const rule = rules[position];
    if (!rule) continue;
    candidate.draw = undefined;
    const isMatched = rule.unknown === undefined && doesMatch(rule, candidate);
    if (!isMatched && candidate.draw === undefined && rule.unknown === undefined) continue;
    if (options.steps) {
      options.steps.push(stepOf(rule, { chain: chain.name, isMatched, skipped: position - told, candidate, options }));
    }
    told = position + 1;
    if (!isMatched) continue;
    const ended = act(rule.action, rule, candidate, options, depth);
    if (ended === "go-on") continue;
    return ended === "return" ? "end" : ended;
  }
  return "end";
}

function doesMatch({ tests }: CompiledRule, candidate: Candidate): boolean {
  for (const test of tests) if (!test(candidate)) return false;
  return true;
}

function act(
  action: Action,
  rule: CompiledRule,
  candidate: Candidate,
  options: WalkOptions,
  depth: number,
): Ended | "go-on" | "return" {
  switch (action.kind) {
    case "accept":
    case "drop":
      return { kind: action.kind };
    case "return":
      return "return";
    case "reject":
      return { kind: "reject", with: action.with };
    case "untrack":
      return { kind: "untracked" };
    case "nat": {
      const range = action.range(candidate);
      return range ? { kind: "nat", by: action.by, range, references: rule.references } : { kind: "drop" };
    }
    case "go-on":
      action.apply?.(candidate);
      return "go-on";
    case "unknown":
      return "go-on";
    case "jump":
    case "goto": {
      const found = options.ruleset.chain(options.table, action.chain);
      if (!found || depth >= JUMPS_MAX) return "go-on";
      const ended = walkChain(compileChain(found), candidate, options, depth + 1);
      return ended === "end" && action.kind === "jump" ? "go-on" : ended;
    }
    default:
      throw unhandled(action);
  }
}

type Told = {
  readonly chain: string;
  readonly isMatched: boolean;
  readonly skipped: number;
  readonly candidate: Candidate;
  readonly options: WalkOptions;
};

function stepOf(rule: CompiledRule, { chain, isMatched, skipped, candidate, options }: Told): RuleStep {
  const unknown = rule.unknown ?? unknownTarget(rule.action, options);
  return {
    kind: "rule",
    hook: options.hook,
    table: options.table,
    chain,
    rule: rule.text,
    matched: isMatched,
    ...(isMatched && rule.verdict && { verdict: rule.verdict }),
    skipped,
    ...(candidate.draw && { draw: candidate.draw }),
    ...(unknown && { unknown }),
    references: rule.references,
  };
}

/** A jump to a chain that is not there is a target that the walk does not know. */
function unknownTarget(action: Action, { ruleset, table }: WalkOptions): string | undefined {
  if (action.kind === "unknown") return `-j ${action.name}`;
  const isJump = action.kind === "jump" || action.kind === "goto";
  return isJump && !ruleset.chain(table, action.chain) ? `-j ${action.chain}` : undefined;
}
