import { ipv4ToNumber } from "../model/address.ts";
import type { JsonObject } from "../model/json.ts";
import { isJsonObject } from "../model/json.ts";
import { unhandled } from "../model/unhandled.ts";
import type { Random } from "../simulation/random.ts";
import type { HookName, Step } from "../trace/trace.ts";
import type { Candidate } from "./candidate.ts";
import { entryOf } from "./connection.ts";
import type { Connection, Translation } from "./connection.ts";
import { Conntrack } from "./conntrack.ts";
import type { Tracked } from "./conntrack.ts";
import { explainSteps } from "./explain.ts";
import { decide, decideNothing, rewrite, translationOf } from "./nat.ts";
import type { NatChoice, Side } from "./nat.ts";
import type { HookContext, HookResult, HostNetfilter, Passage } from "./netfilter.ts";
import { RuleMemory } from "./rule-memory.ts";
import { printTable } from "./ruleset.ts";
import type { Ruleset, TableName } from "./ruleset.ts";
import { walkTable } from "./walk.ts";
import type { Tries, Verdict } from "./walk.ts";

export type HostNetfilterOptions = {
  /** The rules; their owner may change what it answers between two packets. */
  readonly ruleset: Ruleset;
  /** Where drawn ports come from. */
  readonly random: Random;
  /** Default "indexed". */
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

/** Opens the packet filter of one host. Owner of its connections and of what its rules remember; the rules are someone else's. */
export function openHostNetfilter(options: HostNetfilterOptions): HostNetfilter {
  const { ruleset, random, tries = "indexed", saved } = options;
  const part = (name: string) => (isJsonObject(saved?.[name]) ? saved[name] : undefined);
  const conntrack = new Conntrack(part("conntrack"));
  const memory = new RuleMemory(part("memory"));
  const filter: FilterParts = { conntrack, memory, ruleset, random, tries };
  return {
    pass: (hook, passage, context) => new Travel(filter, hook, passage, context).run(),
    conntrack: (nowMs) => Array.from(conntrack.entries(nowMs), (connection) => entryOf(connection, nowMs)),
    forget: (isStale, nowMs) => conntrack.forget(isStale, nowMs),
    save: (table) => printTable(ruleset, table),
    explain: (steps) => explainSteps(ruleset, steps),
    saveState: () => ({ conntrack: conntrack.save(), memory: memory.save() }),
  };
}

/** What all packets of a host share. */
type FilterParts = {
  readonly conntrack: Conntrack;
  readonly memory: RuleMemory;
  readonly ruleset: Ruleset;
  readonly random: Random;
  readonly tries: Tries;
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
  #passage: Passage;
  #candidate: Candidate | undefined;
  #tracked: Tracked | typeof UNTRACKED | undefined;

  constructor(filter: FilterParts, hook: HookName, passage: Passage, context: HookContext) {
    this.#filter = filter;
    this.#hook = hook;
    this.#context = context;
    this.#passage = passage;
    this.#steps = context.trace === "full" ? (context.steps ?? []) : undefined;
    this.#tracked = this.#known();
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
    const connection = this.#connection();
    if (connection) this.#filter.conntrack.discard(connection);
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

  /** What an earlier hook found out; a packet that came back over the loopback keeps its connection. */
  #known(): Tracked | typeof UNTRACKED | undefined {
    const passage = this.#passage;
    if (passage.isUntracked) return UNTRACKED;
    const connection = passage.connection === undefined ? undefined : this.#filter.conntrack.byId(passage.connection);
    if (!connection) return undefined;
    const isOriginal = passage.isReply !== true;
    if (passage.header.icmp?.about) return { state: "related", connection, isOriginal };
    const isNew = isOriginal && !connection.isReplied;
    return { state: isNew ? "new" : "established", connection, isOriginal };
  }

  #connection(): Connection | undefined {
    return this.#tracked && "connection" in this.#tracked ? this.#tracked.connection : undefined;
  }

  #track(): Verdict {
    if (this.#tracked) return ACCEPT;
    const [context, hook] = [this.#context, this.#hook];
    const tracked = this.#filter.conntrack.track(this.#passage.header, context.nowMs);
    this.#tracked = tracked;
    this.#candidate = undefined;
    if (tracked.state === "invalid") {
      this.#steps?.push({ kind: "conntrack", hook, state: "invalid" });
      return ACCEPT;
    }
    const { state, connection, isOriginal } = tracked;
    const { id } = connection;
    this.#passage = isOriginal
      ? { ...this.#passage, connection: id }
      : { ...this.#passage, connection: id, isReply: true };
    this.#steps?.push({ kind: "conntrack", hook, state, entry: entryOf(connection, context.nowMs) });
    return ACCEPT;
  }

  #confirm(): Verdict {
    const tracked = this.#tracked;
    if (!tracked || !("connection" in tracked) || tracked.state !== "new") return ACCEPT;
    const { connection } = tracked;
    if (connection.isConfirmed) return ACCEPT;
    const [context, hook] = [this.#context, this.#hook];
    if (!this.#filter.conntrack.confirm(connection, context.nowMs)) return DROP;
    this.#steps?.push({ kind: "conntrack", hook, state: "new", entry: entryOf(connection, context.nowMs) });
    return ACCEPT;
  }

  #walk(table: TableName): Verdict {
    const { ruleset, tries } = this.#filter;
    const hook = this.#hook;
    const chain = ruleset.chain(table, hook);
    if (!chain || (chain.rules.length === 0 && chain.policy !== "DROP")) return ACCEPT;
    const candidate = this.#asCandidate();
    const verdict = walkTable(candidate, chain, { ruleset, table, hook, tries, steps: this.#steps });
    if (candidate.mark !== this.#passage.mark) this.#passage = { ...this.#passage, mark: candidate.mark };
    if (verdict.kind === "untracked") {
      this.#tracked = UNTRACKED;
      this.#passage = { ...this.#passage, isUntracked: true };
    }
    return verdict;
  }

  #nat(side: Side): Verdict {
    const tracked = this.#tracked;
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
    this.#passage = { ...this.#passage, header: after };
    const by = how.isOriginal ? how.translation.by : "reply";
    const { references } = how.translation;
    this.#steps?.push({ kind: "rewrite", hook: this.#hook, by, before, after, references });
  }

  /** The packet as rules see it: the same object as long as its header and its connection are. */
  #asCandidate(): Candidate {
    if (this.#candidate?.header !== this.#passage.header) this.#candidate = this.#newCandidate();
    return this.#candidate;
  }

  #newCandidate(): Candidate {
    const passage = this.#passage;
    const { header, mark } = passage;
    const tracked = this.#tracked;
    const isConnected = tracked !== undefined && "connection" in tracked;
    return {
      header,
      protocol: header.protocol,
      source: ipv4ToNumber(header.source),
      destination: ipv4ToNumber(header.destination),
      sourcePort: header.sourcePort ?? 0,
      destinationPort: header.destinationPort ?? 0,
      in: passage.in ?? "",
      out: passage.out ?? "",
      physicalIn: passage.physicalIn ?? "",
      physicalOut: passage.physicalOut ?? "",
      state: tracked?.state ?? "invalid",
      isOriginal: isConnected ? tracked.isOriginal : true,
      connection: isConnected ? tracked.connection : undefined,
      draw: undefined,
      context: this.#context,
      memory: this.#filter.memory,
      mark,
    };
  }
}
