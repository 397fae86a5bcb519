import { unhandled } from "../model/unhandled.ts";
import type { HookName, Reference, RuleStep, Step } from "../trace/trace.ts";
import type { Candidate } from "./candidate.ts";
import { candidatesOf, compileChain } from "./compiled-chain.ts";
import type { CompiledChain } from "./compiled-chain.ts";
import type { CompiledRule } from "./compiled-rule.ts";
import type { NatRange } from "./nat.ts";
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
};

/** Walks a packet through a table from the kernel's own chain of a hook on. */
export function walkTable(candidate: Candidate, base: Chain, options: WalkOptions): Verdict {
  const { table, hook, steps } = options;
  const chain = compileChain(base);
  const verdict = walkChain(chain, candidate, options, [hook]);
  if (verdict !== "end") return verdict;
  steps?.push({ kind: "policy", hook, table, chain: hook, verdict: chain.policy ?? "ACCEPT" });
  return { kind: chain.policy === "DROP" ? "drop" : "accept" };
}

type Ended = Verdict | "end";

/** `within` are the chains that led here, this one last. */
function walkChain(chain: CompiledChain, candidate: Candidate, options: WalkOptions, within: readonly string[]): Ended {
  const { rules, index } = chain;
  const positions = index && options.tries === "indexed" ? candidatesOf(index, candidate) : undefined;
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
    const skipped = position - told;
    options.steps?.push(stepOf(rule, { chain: chain.name, isMatched, skipped, candidate, options, within }));
    told = position + 1;
    if (!isMatched) continue;
    const ended = act(rule, candidate, options, within);
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
  rule: CompiledRule,
  candidate: Candidate,
  options: WalkOptions,
  within: readonly string[],
): Ended | "go-on" | "return" {
  const { action } = rule;
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
      const chain = enter(action.chain, options, within);
      if (!chain) return "go-on";
      const ended = walkChain(chain, candidate, options, [...within, action.chain]);
      return ended === "end" && action.kind === "jump" ? "go-on" : ended;
    }
    default:
      throw unhandled(action);
  }
}

/** The chain that a jump leads to; undefined if it is not there, or if the kernel would not have taken such a jump. */
function enter(name: string, { ruleset, table }: WalkOptions, within: readonly string[]): CompiledChain | undefined {
  const found = within.length > JUMPS_MAX || within.includes(name) ? undefined : ruleset.chain(table, name);
  return found && compileChain(found);
}

type Told = {
  readonly chain: string;
  readonly isMatched: boolean;
  readonly skipped: number;
  readonly candidate: Candidate;
  readonly options: WalkOptions;
  readonly within: readonly string[];
};

/** Steps are values: a rule that matches in the same way again tells the same one. */
function stepOf(rule: CompiledRule, told: Told): RuleStep {
  const { isMatched, skipped, candidate, options } = told;
  const last = rule.lastStep;
  const isAgain = isMatched && last?.hook === options.hook && last.skipped === skipped && last.table === options.table;
  if (last && isAgain && !candidate.draw) return last;
  const step = writeStep(rule, told);
  if (isMatched && !step.draw && !step.unknown) rule.lastStep = step;
  return step;
}

function writeStep(rule: CompiledRule, told: Told): RuleStep {
  const { chain, isMatched, skipped, candidate, options } = told;
  const unknown = rule.unknown ?? (isMatched ? unknownTarget(rule, told) : undefined);
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

/** A jump that leads nowhere is a target that the walk does not know. */
function unknownTarget({ action }: CompiledRule, { options, within }: Told): string | undefined {
  if (action.kind === "unknown") return `-j ${action.name}`;
  const isJump = action.kind === "jump" || action.kind === "goto";
  return isJump && !enter(action.chain, options, within) ? `-j ${action.chain}` : undefined;
}
