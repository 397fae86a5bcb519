import type { Candidate } from "./candidate.ts";
import { compileRule } from "./compiled-rule.ts";
import type { CompiledRule } from "./compiled-rule.ts";
import type { Chain } from "./ruleset.ts";

const NONE: readonly number[] = [];

/** Chains of fewer rules are walked rule by rule: an index would cost more than it saves. */
const RULES_INDEXED_MIN = 12;

/** Tells which rules of a chain a packet could match, so that the others need not be tried. */
type ChainIndex = {
  /** Positions of rules for that destination address, for that protocol and port, and for any packet; each ascending. */
  readonly byDestination: ReadonlyMap<number, readonly number[]>;
  readonly byPort: ReadonlyMap<string, readonly number[]>;
  readonly others: readonly number[];
};

export type CompiledChain = {
  readonly name: string;
  readonly policy: "ACCEPT" | "DROP" | undefined;
  readonly rules: readonly CompiledRule[];
  readonly index: ChainIndex | undefined;
};

const compiledChains = new WeakMap<Chain, CompiledChain>();

/** Compiles a chain, once. */
export function compileChain(chain: Chain): CompiledChain {
  let compiled = compiledChains.get(chain);
  if (!compiled) compiledChains.set(chain, (compiled = compile(chain)));
  return compiled;
}

/** The positions of the rules that the packet could match, ascending. */
export function candidatesOf(index: ChainIndex, candidate: Candidate): readonly number[] {
  const byDestination = index.byDestination.size > 0 ? (index.byDestination.get(candidate.destination) ?? NONE) : NONE;
  const byPort =
    index.byPort.size > 0 ? (index.byPort.get(`${candidate.protocol} ${candidate.destinationPort}`) ?? NONE) : NONE;
  return merge(merge(byDestination, byPort), index.others);
}

function compile({ name, policy, rules }: Chain): CompiledChain {
  const compiled = rules.map(compileRule);
  return { name, policy, rules: compiled, index: rules.length < RULES_INDEXED_MIN ? undefined : indexOf(compiled) };
}

function indexOf(rules: readonly CompiledRule[]): ChainIndex {
  const byDestination = new Map<number, number[]>();
  const byPort = new Map<string, number[]>();
  const others: number[] = [];
  for (const [position, { key }] of rules.entries()) {
    if (key.destination !== undefined) add(byDestination, key.destination, position);
    else if (key.port !== undefined) add(byPort, key.port, position);
    else others.push(position);
  }
  return { byDestination, byPort, others };
}

function add<K>(map: Map<K, number[]>, key: K, position: number): void {
  const list = map.get(key);
  if (list) list.push(position);
  else map.set(key, [position]);
}

/** Both lists as one, ascending; a position stands in one of them only. */
function merge(a: readonly number[], b: readonly number[]): readonly number[] {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const merged: number[] = [];
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    const [x = Infinity, y = Infinity] = [a[i], b[j]];
    if (x < y) i++;
    else j++;
    merged.push(Math.min(x, y));
  }
  return merged;
}
