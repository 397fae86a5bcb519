import type { ConntrackEntry } from "../model/conntrack-entry.ts";
import type { JsonObject } from "../model/json.ts";
import { isJsonObject } from "../model/json.ts";
import { unhandled } from "../model/unhandled.ts";
import type { Random } from "../simulation/random.ts";
import type { HookName, RuleStep, Step } from "../trace/trace.ts";
import { entryOf } from "./connection.ts";
import type { Connection, Translation } from "./connection.ts";
import { Conntrack } from "./conntrack.ts";
import { EditedRuleset } from "./edited-ruleset.ts";
import { explainSteps } from "./explain.ts";
import { decide, decideNothing, rewrite, translationOf } from "./nat.ts";
import type { NatChoice, Side } from "./nat.ts";
import type { HookContext, HookVerdict, HostNetfilter } from "./netfilter.ts";
import type { Passage } from "./passage.ts";
import { RuleCounters } from "./rule-counters.ts";
import { RuleMemory } from "./rule-memory.ts";
import { printTable } from "./ruleset.ts";
import type { Ruleset, TableName } from "./ruleset.ts";
import { WalkMemory } from "./walk-memory.ts";
import type { Place } from "./walk-memory.ts";
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
type StageName = "track" | "destination-nat" | "source-nat" | "confirm" | Exclude<TableName, "nat">;

const STAGES: Readonly<Record<HookName, readonly StageName[]>> = {
  PREROUTING: ["raw", "track", "mangle", "destination-nat"],
  INPUT: ["mangle", "filter", "source-nat", "confirm"],
  FORWARD: ["mangle", "filter"],
  OUTPUT: ["raw", "track", "mangle", "destination-nat", "filter"],
  POSTROUTING: ["mangle", "source-nat", "confirm"],
};

/** The same under the present rules: tables in which nothing can happen are left out. */
type Stage =
  | { readonly kind: "track" | "confirm" }
  | { readonly kind: "nat"; readonly side: Side; readonly place: Place }
  | { readonly kind: "walk"; readonly place: Place };

/** Opens the packet filter of one host. Owner of its connections and of what its rules remember and count; the rules are someone else's. */
export function openHostNetfilter(options: HostNetfilterOptions): HostNetfilter {
  return new HostFilter(options);
}

const ACCEPTED: HookVerdict = { kind: "accept" };
const DROPPED: HookVerdict = { kind: "drop" };
const ACCEPT: Verdict = { kind: "accept" };
const DROP: Verdict = { kind: "drop" };

class HostFilter implements HostNetfilter {
  readonly #ruleset: EditedRuleset;
  readonly #random: Random;
  readonly #tries: Tries;
  readonly #conntrack: Conntrack;
  readonly #memory: RuleMemory;
  readonly #counters: RuleCounters;
  readonly #walks: WalkMemory;
  readonly #stages = new Map<HookName, readonly Stage[]>();

  constructor({ ruleset, random, tries = "indexed", saved }: HostNetfilterOptions) {
    const part = (name: string) => (isJsonObject(saved?.[name]) ? saved[name] : undefined);
    this.#ruleset = new EditedRuleset(ruleset, part("edits"));
    this.#random = random;
    this.#tries = tries;
    this.#conntrack = new Conntrack(part("conntrack"));
    this.#memory = new RuleMemory(part("memory"));
    this.#counters = new RuleCounters(this.#ruleset, part("counters"));
    this.#walks = new WalkMemory(this.#ruleset, this.#counters);
  }

  pass(hook: HookName, passage: Passage, context: HookContext): HookVerdict {
    passage.context = context;
    passage.memory = this.#memory;
    for (const stage of this.#stagesOf(hook, context)) {
      const verdict = this.#stage(hook, stage, passage);
      if (verdict.kind === "reject") return verdict;
      if (verdict.kind === "drop") return this.#drop(passage);
    }
    return ACCEPTED;
  }

  get rules(): EditedRuleset {
    return this.#ruleset;
  }

  conntrack(nowMs: number): readonly ConntrackEntry[] {
    return Array.from(this.#conntrack.entries(nowMs), (connection) => entryOf(connection, nowMs));
  }

  forget(isStale: (entry: ConntrackEntry) => boolean, nowMs: number): number {
    return this.#conntrack.forget(isStale, nowMs);
  }

  save(table: TableName): string {
    return printTable(this.#ruleset, table);
  }

  saveCounted(table: TableName): string {
    this.#walks.settle();
    return printTable(this.#ruleset, table, ({ text }, chain) => {
      const { packets, bytes } = this.#counters.of({ table, chain, text });
      return `[${packets}:${bytes}] `;
    });
  }

  explain(steps: readonly Step[]): readonly RuleStep[] {
    return explainSteps(this.#ruleset, steps);
  }

  saveState(): JsonObject {
    this.#walks.settle();
    return {
      conntrack: this.#conntrack.save(),
      memory: this.#memory.save(),
      counters: this.#counters.save(),
      edits: this.#ruleset.save(),
    };
  }

  #stagesOf(hook: HookName, context: HookContext): readonly Stage[] {
    if (this.#walks.renew(context)) this.#stages.clear();
    let stages = this.#stages.get(hook);
    if (!stages) this.#stages.set(hook, (stages = STAGES[hook].flatMap((name) => this.#makeStage(hook, name))));
    return stages;
  }

  #makeStage(hook: HookName, name: StageName): Stage | [] {
    switch (name) {
      case "track":
      case "confirm":
        return { kind: name };
      case "destination-nat":
      case "source-nat": {
        const side = name === "source-nat" ? "source" : "destination";
        return { kind: "nat", side, place: this.#walks.place(hook, "nat") };
      }
      case "raw":
      case "mangle":
      case "filter": {
        const place = this.#walks.place(hook, name);
        return place.base ? { kind: "walk", place } : [];
      }
      default:
        throw unhandled(name);
    }
  }

  #stage(hook: HookName, stage: Stage, passage: Passage): Verdict {
    switch (stage.kind) {
      case "track":
        return this.#track(hook, passage);
      case "nat":
        return this.#nat(stage, passage);
      case "confirm":
        return this.#confirm(hook, passage);
      case "walk":
        return this.#walk(stage.place, passage);
      default:
        throw unhandled(stage);
    }
  }

  #drop({ connection }: Passage): HookVerdict {
    if (connection) this.#conntrack.discard(connection);
    return DROPPED;
  }

  /** A packet that came back over the loopback keeps its connection. */
  #track(hook: HookName, passage: Passage): Verdict {
    if (passage.isTracked) return ACCEPT;
    const { nowMs, steps } = passage.context;
    this.#conntrack.track(passage, nowMs);
    if (!steps) return ACCEPT;
    const { connection, state } = passage;
    if (connection && state !== "untracked")
      steps.push({ kind: "conntrack", hook, state, entry: entryOf(connection, nowMs) });
    else steps.push({ kind: "conntrack", hook, state: "invalid" });
    return ACCEPT;
  }

  #confirm(hook: HookName, { connection, state, context }: Passage): Verdict {
    if (!connection || state !== "new" || connection.isConfirmed) return ACCEPT;
    const { nowMs, steps } = context;
    if (!this.#conntrack.confirm(connection, nowMs)) return DROP;
    steps?.push({ kind: "conntrack", hook, state: "new", entry: entryOf(connection, nowMs) });
    return ACCEPT;
  }

  #walk(place: Place, passage: Passage): Verdict {
    const { steps } = passage.context;
    const verdict =
      this.#tries === "all" ? this.#tryAll(place, passage, steps) : this.#walks.walk(passage, place, steps);
    if (verdict.kind === "untracked") {
      passage.isTracked = true;
      passage.state = "untracked";
    }
    return verdict;
  }

  #tryAll({ base, table, hook }: Place, passage: Passage, steps: Step[] | undefined): Verdict {
    const ruleset = this.#ruleset;
    return base ? walkTable(passage, base, { ruleset, table, hook, tries: "all", steps }) : ACCEPT;
  }

  #nat({ side, place }: Stage & { readonly kind: "nat" }, passage: Passage): Verdict {
    const { connection, isOriginal } = passage;
    if (!connection) return ACCEPT;
    const isDecided = side === "source" ? connection.isSourceDecided : connection.isDestinationDecided;
    if (!isDecided && passage.state === "new") {
      const verdict = this.#decide(connection, { side, place }, passage);
      if (verdict.kind === "drop" || verdict.kind === "reject") return verdict;
    }
    const translation = translationOf(connection, side, isOriginal);
    if (translation) translate(passage, connection, { side, hook: place.hook, translation });
    return ACCEPT;
  }

  #decide(
    connection: Connection,
    { side, place }: { readonly side: Side; readonly place: Place },
    passage: Passage,
  ): Verdict {
    const verdict = this.#walk(place, passage);
    const choice: NatChoice = { conntrack: this.#conntrack, random: this.#random, nowMs: passage.context.nowMs };
    if (verdict.kind === "nat") {
      const { by, range, references } = verdict;
      decide(connection, { side, range, translation: { by, references } }, choice);
    } else if (verdict.kind === "accept") decideNothing(connection, side, choice);
    return verdict;
  }
}

/** Rewrites one end of a packet as its connection says. */
function translate(
  passage: Passage,
  connection: Connection,
  { side, hook, translation }: { readonly side: Side; readonly hook: HookName; readonly translation: Translation },
): void {
  const { header: before, isOriginal, context } = passage;
  const after = rewrite(before, connection, { side, isOriginal });
  passage.header = after;
  const by = isOriginal ? translation.by : "reply";
  const { references } = translation;
  context.steps?.push({ kind: "rewrite", hook, by, before, after, references });
}
