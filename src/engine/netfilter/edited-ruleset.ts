import type { Json, JsonObject } from "../model/json.ts";
import { isJsonObject } from "../model/json.ts";
import { BUILT_IN_CHAINS, TABLE_NAMES } from "./ruleset.ts";
import type { Chain, Rule, Ruleset, TableName } from "./ruleset.ts";

/** A chain that was changed by hand (undefined: deleted), over what its owner had written when it was. */
type Edit = { readonly chain: Chain | undefined; readonly over: number };

/** Editions of the owner, and edits by hand between two of them. */
const EDITS_PER_EDITION = 1_000_000;
const CANARY = "KUBE-PROXY-CANARY";

/**
 * One host's rules as its owner (kube-proxy) writes them, with what someone has changed by hand. A chain that the owner writes anew
 * loses what was done to it; `repair` is the owner's full sync, which writes all of its chains and their jumps.
 */
export class EditedRuleset implements Ruleset {
  readonly #base: Ruleset;
  readonly #edits = new Map<TableName, Map<string, Edit>>();
  readonly #zeroedAt = new Map<string, number>();
  #count = 0;

  constructor(base: Ruleset, saved: JsonObject = {}) {
    this.#base = base;
    for (const table of TABLE_NAMES)
      for (const [name, chain] of Object.entries(isJsonObject(saved[table]) ? saved[table] : {}))
        this.#note(table, name, restoreChain(name, chain));
  }

  get edition(): number {
    return this.#base.edition * EDITS_PER_EDITION + this.#count;
  }

  writtenAt(table: TableName, chain: string): number {
    const written = this.#base.writtenAt(table, chain) * EDITS_PER_EDITION;
    return Math.max(written, this.#zeroedAt.get(`${table} ${chain}`) ?? 0);
  }

  tables(): readonly TableName[] {
    const known = this.#base.tables();
    return this.#edits.size === 0 ? known : TABLE_NAMES.filter((name) => known.includes(name) || this.#edits.has(name));
  }

  chain(table: TableName, name: string): Chain | undefined {
    const edit = this.#edits.size === 0 ? undefined : this.#editOf(table, name);
    return edit ? edit.chain : this.#base.chain(table, name);
  }

  *chains(table: TableName): Iterable<Chain> {
    const edits = this.#edits.get(table);
    if (!edits) {
      yield* this.#base.chains(table);
      return;
    }
    const all = new Map([...this.#base.chains(table)].map((chain) => [chain.name, chain]));
    for (const name of edits.keys()) {
      const chain = this.chain(table, name);
      if (chain) all.set(name, chain);
      else all.delete(name);
    }
    const builtIn = BUILT_IN_CHAINS[table];
    const own = [...all.keys()].filter((name) => !builtIn.includes(name)).toSorted();
    for (const name of [...builtIn, ...own]) {
      const chain = all.get(name);
      if (chain) yield chain;
    }
  }

  /** Makes a chain, or gives it other rules. */
  put(table: TableName, chain: Chain): void {
    this.#note(table, chain.name, chain);
  }

  remove(table: TableName, name: string): void {
    this.#note(table, name, undefined);
  }

  /** Sets a chain's counters to 0. */
  zero(table: TableName, name: string): void {
    this.#count++;
    this.#zeroedAt.set(`${table} ${name}`, this.edition);
  }

  /** Whether a chain is gone that kube-proxy keeps in each table, to see that someone has flushed it. */
  get isFlushed(): boolean {
    return this.#base.tables().some((table) => this.#base.chain(table, CANARY) && !this.chain(table, CANARY));
  }

  /** A full sync of kube-proxy: its own chains as it writes them, and the jumps to them before whatever else there is. */
  repair(): void {
    for (const [table, edits] of this.#edits) {
      for (const name of edits.keys()) {
        const written = this.#base.chain(table, name);
        const chain = this.chain(table, name);
        if (!written) continue;
        if (chain?.policy === undefined) edits.delete(name);
        else this.#note(table, name, { ...chain, rules: withJumps(chain.rules, written.rules) });
      }
    }
    this.#count++;
  }

  /** As plain data; the constructor takes it back. */
  save(): JsonObject {
    const tables = [...this.#edits].map(([table, edits]): [string, Json] => {
      const valid = [...edits.keys()].flatMap((name) => {
        const edit = this.#editOf(table, name);
        return edit ? [[name, edit.chain ? saveChain(edit.chain) : null] as const] : [];
      });
      return [table, Object.fromEntries(valid)];
    });
    return Object.fromEntries(tables);
  }

  #note(table: TableName, name: string, chain: Chain | undefined): void {
    const edits = this.#edits.get(table) ?? new Map<string, Edit>();
    edits.set(name, { chain, over: this.#base.writtenAt(table, name) });
    this.#edits.set(table, edits);
    this.#count++;
  }

  /** What was changed by hand, unless the owner has written the chain since. */
  #editOf(table: TableName, name: string): Edit | undefined {
    const edit = this.#edits.get(table)?.get(name);
    return edit && edit.over === this.#base.writtenAt(table, name) ? edit : undefined;
  }
}

/** As proxier.go ensures its jump rules: those that are missing, in front. */
function withJumps(rules: readonly Rule[], written: readonly Rule[]): readonly Rule[] {
  const texts = new Set(rules.map(({ text }) => text));
  return [...written.filter(({ text }) => !texts.has(text)), ...rules];
}

function saveChain({ policy, rules }: Chain): JsonObject {
  return { ...(policy && { policy }), rules: rules.map(({ text }) => text) };
}

function restoreChain(name: string, saved: Json | undefined): Chain | undefined {
  if (!isJsonObject(saved) || !Array.isArray(saved["rules"])) return undefined;
  const { policy } = saved;
  const rules = saved["rules"].flatMap((text) => (typeof text === "string" ? [{ text }] : []));
  return { name, rules, ...((policy === "ACCEPT" || policy === "DROP") && { policy }) };
}
