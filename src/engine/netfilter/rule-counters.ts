import type { Json, JsonObject } from "../model/json.ts";
import { isJsonObject } from "../model/json.ts";
import type { Ruleset, TableName } from "./ruleset.ts";

/** Packets that a rule has matched, and their bytes. */
export type Count = { readonly packets: number; readonly bytes: number };

/** A rule that has matched, and where it stands. */
export type MatchedRule = { readonly table: TableName; readonly chain: string; readonly text: string };

/** A count, and the edition of the rules under which it was last added to. */
type Entry = { packets: number; bytes: number; edition: number };

const NONE: Count = { packets: 0, bytes: 0 };

/** What the rules of one host have counted. Who writes a chain anew sets its counters to 0, as iptables-restore --noflush does. */
export class RuleCounters {
  readonly #ruleset: Ruleset;
  /** By table, then by the rule's text. */
  readonly #entries = new Map<TableName, Map<string, Entry>>();

  constructor(ruleset: Ruleset, saved: JsonObject = {}) {
    this.#ruleset = ruleset;
    const { edition } = ruleset;
    for (const table of ruleset.tables())
      for (const [text, count] of Object.entries(isJsonObject(saved[table]) ? saved[table] : {})) {
        const [packets, bytes] = Array.isArray(count) ? (count as readonly Json[]) : [];
        if (typeof packets === "number" && typeof bytes === "number")
          this.#of(table).set(text, { packets, bytes, edition });
      }
  }

  /** Counts packets that matched these rules when the rules were of that edition; what has been written anew since begins at 0. */
  add(rules: readonly MatchedRule[], { packets, bytes }: Count, edition: number): void {
    for (const { table, chain, text } of rules) {
      const writtenAt = this.#ruleset.writtenAt(table, chain);
      if (edition < writtenAt) continue;
      const entries = this.#of(table);
      const entry = entries.get(text);
      if (!entry || entry.edition < writtenAt) {
        entries.set(text, { packets, bytes, edition });
        continue;
      }
      entry.packets += packets;
      entry.bytes += bytes;
      entry.edition = edition;
    }
  }

  /** What a rule has counted. */
  of({ table, chain, text }: MatchedRule): Count {
    const entry = this.#entries.get(table)?.get(text);
    return entry && entry.edition >= this.#ruleset.writtenAt(table, chain) ? entry : NONE;
  }

  /** As plain data; the constructor takes it back. */
  save(): JsonObject {
    const tables = this.#ruleset.tables().map((table) => [table, this.#saveTable(table)] as const);
    return Object.fromEntries(tables);
  }

  #saveTable(table: TableName): JsonObject {
    const counted: [string, Json][] = [];
    for (const { name, rules } of this.#ruleset.chains(table))
      for (const { text } of rules) {
        const { packets, bytes } = this.of({ table, chain: name, text });
        if (packets > 0) counted.push([text, [packets, bytes]]);
      }
    return Object.fromEntries(counted);
  }

  #of(table: TableName): Map<string, Entry> {
    let entries = this.#entries.get(table);
    if (!entries) this.#entries.set(table, (entries = new Map()));
    return entries;
  }
}
