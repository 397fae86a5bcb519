import type { HookName, RuleStep, Step } from "../trace/trace.ts";
import { compileRule } from "./compiled-rule.ts";
import type { CompiledRule } from "./compiled-rule.ts";
import type { Ruleset, TableName } from "./ruleset.ts";
import { isTableName } from "./rule.ts";

/**
 * Every rule of every chain that a walk entered, in the kernel's order: the steps that it wrote, and between them the rules that it
 * only counted. Where the rules have changed since, only the steps themselves.
 */
export function explainSteps(ruleset: Ruleset, steps: readonly Step[]): readonly RuleStep[] {
  const all: RuleStep[] = [];
  const rules = steps.filter((step) => step.kind === "rule");
  let next = 0;
  while (next < rules.length) {
    const first = rules[next];
    if (!first || !isTableName(first.table)) break;
    next = explainChain({ ruleset, hook: first.hook, table: first.table, rules, all }, first.chain, next);
  }
  return all;
}

type Explanation = {
  readonly ruleset: Ruleset;
  readonly hook: HookName;
  readonly table: TableName;
  readonly rules: readonly RuleStep[];
  readonly all: RuleStep[];
};

/** Tells one chain from the steps from `next` on; where the steps of the rest begin. */
function explainChain(explanation: Explanation, chain: string, next: number): number {
  const { ruleset, hook, table, rules, all } = explanation;
  const own = ruleset.chain(table, chain)?.rules ?? [];
  let position = 0;
  let at = next;
  for (let step = rules[at]; step && isOf(step, { hook, table, chain }); step = rules[at]) {
    const target = own[position + step.skipped];
    if (target?.text !== step.rule) return explainChanged(explanation, at);
    all.push(
      ...own.slice(position, position + step.skipped).map((rule) => missed(compileRule(rule), explanation, chain)),
    );
    all.push(step);
    position += step.skipped + 1;
    at++;
    const { action } = compileRule(target);
    if (!step.matched || step.unknown !== undefined) continue;
    if (action.kind === "jump" || action.kind === "goto") {
      at = explainChain(explanation, action.chain, at);
      if (action.kind === "goto") return at;
    } else if (action.kind !== "go-on") return at;
  }
  all.push(...own.slice(position).map((rule) => missed(compileRule(rule), explanation, chain)));
  return at;
}

/** The rules are no longer those that were walked: the rest of this table's steps as they stand. */
function explainChanged({ hook, table, rules, all }: Explanation, next: number): number {
  let at = next;
  for (let step = rules[at]; step && step.hook === hook && step.table === table; step = rules[++at]) all.push(step);
  return at;
}

function isOf(step: RuleStep, { hook, table, chain }: { hook: HookName; table: TableName; chain: string }): boolean {
  return step.hook === hook && step.table === table && step.chain === chain;
}

function missed(rule: CompiledRule, { hook, table }: Explanation, chain: string): RuleStep {
  return { kind: "rule", hook, table, chain, rule: rule.text, matched: false, skipped: 0, references: rule.references };
}
