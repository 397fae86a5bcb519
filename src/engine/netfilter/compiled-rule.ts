import type { Reference, RuleStep } from "../trace/trace.ts";
import type { Test } from "./candidate.ts";
import { compileCondition } from "./matches/conditions.ts";
import { parsePorts } from "./matches/module.ts";
import { matchModule } from "./matches/modules.ts";
import { parseRule } from "./rule.ts";
import type { ParsedRule, Target } from "./rule.ts";
import type { Rule } from "./ruleset.ts";
import type { Action } from "./targets/target.ts";
import { targetModule } from "./targets/modules.ts";
import { parseCidr } from "../model/address.ts";

/** A rule ready to be tried. */
export type CompiledRule = {
  readonly text: string;
  readonly tests: readonly Test[];
  readonly action: Action;
  /** The target's name as in "-j NAME". */
  readonly verdict: string | undefined;
  /** The match that the walk does not know: "-m NAME". If all others hold, it cannot tell whether the rule matches. */
  readonly unknown: string | undefined;
  readonly references: readonly Reference[];
  readonly key: RuleKey;
  /** The step that it told last, kept by the walk. */
  lastStep: RuleStep | undefined;
};

/**
 * What a packet must have for the rule to match, as far as an index can look it up: one destination address, or one protocol and
 * destination port. Nothing that leaves a trace is tried before.
 */
type RuleKey = { readonly destination: number | undefined; readonly port: string | undefined };

const compiledRules = new WeakMap<Rule, CompiledRule>();

/** Compiles a rule, once. */
export function compileRule(rule: Rule): CompiledRule {
  let compiled = compiledRules.get(rule);
  if (!compiled) compiledRules.set(rule, (compiled = compile(rule)));
  return compiled;
}

function compile(rule: Rule): CompiledRule {
  const parsed = parseRule(rule.text) ?? { chain: "", conditions: [], matches: [] };
  const tests: Test[] = [];
  let unknown: string | undefined;
  for (const condition of parsed.conditions) {
    const test = compileCondition(condition);
    if (test) tests.push(test);
    else unknown ??= condition.name;
  }
  for (const { module, options } of parsed.matches) {
    const test = matchModule(module)?.compile(options, rule.text);
    if (test) tests.push(test);
    else unknown ??= `-m ${module}`;
  }
  return {
    text: rule.text,
    tests,
    action: actionOf(parsed.target),
    verdict: parsed.target?.name,
    unknown,
    references: rule.references ?? referencesOf(parsed),
    key: keyOf(parsed),
    lastStep: undefined,
  };
}

function actionOf(target: Target | undefined): Action {
  if (!target) return { kind: "go-on", apply: undefined };
  const module = targetModule(target.name);
  if (module) return module.compile(target.options) ?? { kind: "unknown", name: target.name };
  if (target.options.length > 0) return { kind: "unknown", name: target.name };
  return { kind: target.isGoto ? "goto" : "jump", chain: target.name };
}

/** kube-proxy's comments begin with the Service: "default/web:http cluster IP". */
function referencesOf({ matches }: ParsedRule): readonly Reference[] {
  const comment = matches.find(({ module }) => module === "comment")?.options[0]?.values[0] ?? "";
  const [, namespace, name] =
    /(?:^|for |to )([a-z0-9][a-z0-9-]*)\/([a-z0-9][a-z0-9-]*)(?::\S+)?(?: |$)/.exec(comment) ?? [];
  return namespace && name ? [{ kind: "object", object: { kind: "Service", namespace, name } }] : [];
}

function keyOf({ conditions, matches }: ParsedRule): RuleKey {
  const plain = (name: string) => conditions.find((option) => option.name === name && !option.isInverted)?.values[0];
  const network = parseCidr(plain("-d") ?? "");
  const effect = matches.findIndex(({ module }) => matchModule(module)?.hasEffect !== false);
  const free = effect < 0 ? matches : matches.slice(0, effect);
  const protocol = plain("-p");
  const options = free.find(({ module }) => module === protocol)?.options ?? [];
  const dport = options.find(({ name, isInverted }) => name === "--dport" && !isInverted)?.values[0];
  const ports = parsePorts(dport ?? "");
  return {
    destination: network?.bits === 32 ? network.base : undefined,
    port: protocol && ports && ports.from === ports.to ? `${protocol} ${ports.from}` : undefined,
  };
}
