import type { JsonObject } from "../model/json.ts";
import { isJsonObject } from "../model/json.ts";
import { unhandled } from "../model/unhandled.ts";
import type { Random } from "../simulation/random.ts";
import type { HookName, Step } from "../trace/trace.ts";
import { HookCandidate } from "./candidate.ts";
import { entryOf } from "./connection.ts";
import type { Connection, Translation } from "./connection.ts";
import { Conntrack } from "./conntrack.ts";
import { explainSteps } from "./explain.ts";
import { decide, decideNothing, rewrite, translationOf } from "./nat.ts";
import type { NatChoice, Side } from "./nat.ts";
import type { HookContext, HookResult, HostNetfilter, Passage } from "./netfilter.ts";
import { RuleCounters } from "./rule-counters.ts";
import { RuleMemory } from "./rule-memory.ts";
import { printTable } from "./ruleset.ts";
import type { Ruleset, TableName } from "./ruleset.ts";
import { WalkMemory } from "./walk-memory.ts";
import { walkTable } from "./walk.ts";
import type { Tries, Verdict } from "./walk.ts";

export type HostNetfilterOptions = {
  /** The rules; their owner may change what it answers between two packets. */
  readonly ruleset: Ruleset;
  /** Where drawn ports come from. */
  readonly random: Random;
  /** Default "indexed", and then walks are remembered, too. */
  readonly tries?: Tries;
  /** What `saveState` gave. */
  readonly saved?: JsonObject;
};

/** What a hook does, in the kernel's order of priorities. */
type Stage = "track" | "destination-nat" | "source-nat" | "confirm" | Exclude<TableName, "nat">;

const STAGES: Readonly<Record<HookName, readonly Stage[]>> = {
  PREROUTING: ["raw", "track", "mangle", "destination-nat"],
  INPUT: ["mangle", "filter", "source-nat", "confirm"],
  FORWARD: ["mangle", "filter"],
  OUTPUT: ["raw", "track", "mangle", "destination-nat", "filter"],
  POSTROUTING: ["mangle", "source-nat", "confirm"],
};

/** Opens the packet filter of one host. Owner of its connections and of what its rules remember and count; the rules are someone else's. */
export function openHostNetfilter(options: HostNetfilterOptions): HostNetfilter {
  const { ruleset, random, tries = "indexed", saved } = options;
  const part = (name: string) => (isJsonObject(saved?.[name]) ? saved[name] : undefined);
  const conntrack = new Conntrack(part("conntrack"));
  const memory = new RuleMemory(part("memory"));
  const counters = new RuleCounters(ruleset, part("counters"));
  const walks = new WalkMemory(ruleset, counters);
  const filter: FilterParts = { conntrack, memory, ruleset, random, tries, walks, candidate: undefined };
  return {
    pass: (hook, passage, context) => new Travel(filter, hook, passage, context).run(),
    conntrack: (nowMs) => Array.from(conntrack.entries(nowMs), (connection) => entryOf(connection, nowMs)),
    forget: (isStale, nowMs) => conntrack.forget(isStale, nowMs),
    save: (table) => printTable(ruleset, table),
    saveCounted: (table) => {
      walks.settle();
      return printTable(ruleset, table, ({ text }, chain) => {
        const { packets, bytes } = counters.of({ table, chain, text });
        return `[${packets}:${bytes}] `;
      });
    },
    explain: (steps) => explainSteps(ruleset, steps),
    saveState: () => {
      walks.settle();
      return { conntrack: conntrack.save(), memory: memory.save(), counters: counters.save() };
    },
  };
}

/** What all packets of a host share. */
type FilterParts = {
  readonly conntrack: Conntrack;
  readonly memory: RuleMemory;
  readonly ruleset: Ruleset;
  readonly random: Random;
  readonly tries: Tries;
  readonly walks: WalkMemory;
  /** What rules are shown of the packet that passes now. */
  candidate: HookCandidate | undefined;
};

const ACCEPT: Verdict = { kind: "accept" };
const DROP: Verdict = { kind: "drop" };
const UNTRACKED = { state: "untracked" } as const;
const NO_STEPS: readonly Step[] = [];

/** One packet at one hook. */
class Travel {
  readonly #filter: FilterParts;
  readonly #hook: HookName;
  readonly #context: HookContext;
  readonly #steps: Step[] | undefined;
  readonly #passage: Passage;

  constructor(filter: FilterParts, hook: HookName, passage: Passage, context: HookContext) {
    this.#filter = filter;
    this.#hook = hook;
    this.#context = context;
    this.#passage = passage;
    this.#steps = context.trace === "full" ? (context.steps ?? []) : undefined;
  }

  run(): HookResult {
    for (const stage of STAGES[this.#hook]) {
      const verdict = this.#stage(stage);
      if (verdict.kind === "drop" || verdict.kind === "reject") return this.#end(verdict);
    }
    return { verdict: "accept", passage: this.#passage, steps: this.#steps ?? NO_STEPS };
  }

  #end(verdict: Verdict): HookResult {
    const ends = { passage: this.#passage, steps: this.#steps ?? NO_STEPS };
    if (verdict.kind === "reject") return { verdict: "reject", rejectWith: verdict.with, ...ends };
    const { tracked } = this.#passage;
    if (tracked && "connection" in tracked) this.#filter.conntrack.discard(tracked.connection);
    return { verdict: "drop", ...ends };
  }

  #stage(stage: Stage): Verdict {
    switch (stage) {
      case "track":
        return this.#track();
      case "destination-nat":
        return this.#nat("destination");
      case "source-nat":
        return this.#nat("source");
      case "confirm":
        return this.#confirm();
      case "raw":
      case "mangle":
      case "filter":
        return this.#walk(stage);
      default:
        throw unhandled(stage);
    }
  }

  /** A packet that came back over the loopback keeps its connection. */
  #track(): Verdict {
    const passage = this.#passage;
    if (passage.tracked) return ACCEPT;
    const [context, hook] = [this.#context, this.#hook];
    const tracked = this.#filter.conntrack.track(passage.header, context.nowMs);
    passage.tracked = tracked;
    if (!this.#steps) return ACCEPT;
    if ("connection" in tracked) {
      const { state, connection } = tracked;
      this.#steps.push({ kind: "conntrack", hook, state, entry: entryOf(connection, context.nowMs) });
    } else this.#steps.push({ kind: "conntrack", hook, state: "invalid" });
    return ACCEPT;
  }

  #confirm(): Verdict {
    const { tracked } = this.#passage;
    if (tracked?.state !== "new" || tracked.connection.isConfirmed) return ACCEPT;
    const { connection } = tracked;
    const [context, hook] = [this.#context, this.#hook];
    if (!this.#filter.conntrack.confirm(connection, context.nowMs)) return DROP;
    this.#steps?.push({ kind: "conntrack", hook, state: "new", entry: entryOf(connection, context.nowMs) });
    return ACCEPT;
  }

  #walk(table: TableName): Verdict {
    const passage = this.#passage;
    const candidate = this.#candidate();
    const verdict = this.#filter.tries === "all" ? this.#tryAll(table, candidate) : this.#remember(table, candidate);
    passage.mark = candidate.mark;
    if (verdict.kind === "untracked") passage.tracked = UNTRACKED;
    return verdict;
  }

  #remember(table: TableName, candidate: HookCandidate): Verdict {
    const at = { hook: this.#hook, table, bytes: this.#passage.bytes ?? 0 };
    return this.#filter.walks.walk(candidate, at, this.#steps) ?? ACCEPT;
  }

  #tryAll(table: TableName, candidate: HookCandidate): Verdict {
    const { ruleset } = this.#filter;
    const hook = this.#hook;
    const chain = ruleset.chain(table, hook);
    if (!chain || (chain.rules.length === 0 && chain.policy !== "DROP")) return ACCEPT;
    return walkTable(candidate, chain, { ruleset, table, hook, tries: "all", steps: this.#steps });
  }

  #nat(side: Side): Verdict {
    const { tracked } = this.#passage;
    if (!tracked || !("connection" in tracked)) return ACCEPT;
    const { connection, isOriginal } = tracked;
    const isDecided = side === "source" ? connection.isSourceDecided : connection.isDestinationDecided;
    if (!isDecided && tracked.state === "new") {
      const verdict = this.#decide(connection, side);
      if (verdict.kind === "drop" || verdict.kind === "reject") return verdict;
    }
    const translation = translationOf(connection, side, isOriginal);
    if (translation) this.#rewrite(connection, { side, isOriginal, translation });
    return ACCEPT;
  }

  #decide(connection: Connection, side: Side): Verdict {
    const verdict = this.#walk("nat");
    const { conntrack, random } = this.#filter;
    const choice: NatChoice = { conntrack, random, nowMs: this.#context.nowMs };
    if (verdict.kind === "nat") {
      const { by, range, references } = verdict;
      decide(connection, { side, range, translation: { by, references } }, choice);
    } else if (verdict.kind === "accept") decideNothing(connection, side, choice);
    return verdict;
  }

  #rewrite(
    connection: Connection,
    how: { readonly side: Side; readonly isOriginal: boolean; readonly translation: Translation },
  ): void {
    const before = this.#passage.header;
    const after = rewrite(before, connection, how);
    this.#passage.header = after;
    if (!this.#steps) return;
    const by = how.isOriginal ? how.translation.by : "reply";
    const { references } = how.translation;
    this.#steps.push({ kind: "rewrite", hook: this.#hook, by, before, after, references });
  }

  /** The packet as rules see it now. */
  #candidate(): HookCandidate {
    const filter = this.#filter;
    const { header, mark, tracked, in: entry = "", out = "", physicalIn = "", physicalOut = "" } = this.#passage;
    const candidate = (filter.candidate ??= new HookCandidate(header, this.#context, filter.memory));
    candidate.show(header);
    candidate.in = entry;
    candidate.out = out;
    candidate.physicalIn = physicalIn;
    candidate.physicalOut = physicalOut;
    candidate.state = tracked?.state ?? "invalid";
    const isConnected = tracked !== undefined && "connection" in tracked;
    candidate.isOriginal = isConnected ? tracked.isOriginal : true;
    candidate.connection = isConnected ? tracked.connection : undefined;
    candidate.context = this.#context;
    candidate.mark = mark;
    return candidate;
  }
}
