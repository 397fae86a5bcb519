// The rules of a host as the inspector shows them: chain by chain in the order of the walk, the unmatched folded together.
import type { HookName, RuleStep, Step } from "../engine/trace/trace.ts";
import type { Moment } from "../state/playback.ts";

/** A chain that was walked. */
export type WalkedChain = { readonly chain: string; readonly table: string; readonly rules: readonly RuleStep[] };

/** The rules of one hook, by chain; a chain that is entered twice stands there once. */
export function walkedChains(steps: readonly RuleStep[], hook: HookName): readonly WalkedChain[] {
  const chains = new Map<string, { chain: string; table: string; rules: RuleStep[] }>();
  for (const step of steps) {
    if (step.hook !== hook) continue;
    const name = `${step.table} ${step.chain}`;
    const known = chains.get(name) ?? { chain: step.chain, table: step.table, rules: [] };
    known.rules.push(step);
    chains.set(name, known);
  }
  return [...chains.values()];
}

/** The hook that a moment is about: that of its own rules, else of the rules before it on this host. */
export function hookOf(moment: Moment, steps: readonly Step[]): HookName | undefined {
  const last = moment.steps.at(-1) ?? -1;
  const here = moment.steps.flatMap((index) => steps[index] ?? []);
  const restoring = moment.mark === "restored" ? here.findLast((step) => step.kind === "rewrite") : undefined;
  const own = restoring ?? here.find(hasHook);
  if (own !== undefined && hasHook(own)) return own.hook;
  const before = steps.slice(0, last + 1).findLast(hasHook);
  return before !== undefined && hasHook(before) ? before.hook : undefined;
}

function hasHook(step: Step): step is Extract<Step, { hook: HookName }> {
  return "hook" in step;
}

/** Rules of a chain in runs: those to be read, and long runs that did not match. */
export type RuleRun = { readonly isFolded: boolean; readonly rules: readonly RuleStep[] };

/** Runs of unmatched rules longer than this are folded. */
const UNMATCHED_MAX = 3;

/** Parts a chain into what is to be read and what is folded. */
export function runsOf(rules: readonly RuleStep[]): readonly RuleRun[] {
  const runs: { isQuiet: boolean; rules: RuleStep[] }[] = [];
  for (const rule of rules) {
    const isQuiet = !rule.matched && rule.draw === undefined;
    const last = runs.at(-1);
    if (last?.isQuiet === isQuiet) last.rules.push(rule);
    else runs.push({ isQuiet, rules: [rule] });
  }
  return runs.map((run) => ({ isFolded: run.isQuiet && run.rules.length > UNMATCHED_MAX, rules: run.rules }));
}
