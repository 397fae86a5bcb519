// What walks have come to, so that packets which rules cannot tell apart are walked once. Read walk-record.ts first: it says what a
// walk asked. The law in walk-memory.test.ts holds it to the walk that remembers nothing.
import { unhandled } from "../model/unhandled.ts";
import type { HookName, RuleStep, Step } from "../trace/trace.ts";
import type { Draw, HookCandidate } from "./candidate.ts";
import type { HookContext } from "./netfilter.ts";
import type { MatchedRule, RuleCounters } from "./rule-counters.ts";
import type { Chain, Ruleset, TableName } from "./ruleset.ts";
import { walkTable } from "./walk.ts";
import type { Verdict } from "./walk.ts";
import { WatchedCandidate } from "./walk-record.ts";
import type { Answer, Note, Subject } from "./walk-record.ts";

/** Walks that are remembered of one host; then all are forgotten, as a cache that is full of what is asked once helps nobody. */
const WALKS_MAX = 20_000;

/** A step as it is told, or one that shows the so-manieth draw of its walk. */
type RememberedStep = { readonly step: Step; readonly draw: number | undefined };

/** What a walk came to. */
type Leaf = {
  readonly kind: "walked";
  readonly verdict: Verdict;
  /** What rules have set; undefined: the packet keeps its own. */
  readonly mark: number | undefined;
  readonly steps: readonly RememberedStep[];
  readonly matched: readonly MatchedRule[];
  /** Packets, and their bytes, that have gone this way since they were last counted. */
  packets: number;
  bytes: number;
};

/** A question, and for each answer that has been given the next one. */
type Branch = { readonly kind: "asks"; readonly note: Note; readonly answers: Map<Answer, Node> };

/** "opaque": from here on it must be walked each time. */
type Node = Leaf | Branch | { readonly kind: "opaque" };

const OPAQUE: Node = { kind: "opaque" };

/** One table at one hook. */
type Place = {
  readonly hook: HookName;
  readonly table: TableName;
  /** Undefined: no rule and no policy can stop or change anything here. */
  readonly base: Chain | undefined;
  root: Node | undefined;
};

/**
 * One host's walks, remembered for as long as the rules (their edition) and what the host says of addresses (its context) stay the same.
 */
export class WalkMemory {
  readonly #ruleset: Ruleset;
  readonly #counters: RuleCounters;
  readonly #leaves: Leaf[] = [];
  #places = new Map<HookName, Map<TableName, Place>>();
  #edition = -1;
  #context: HookContext | undefined;

  constructor(ruleset: Ruleset, counters: RuleCounters) {
    this.#ruleset = ruleset;
    this.#counters = counters;
  }

  /** Walks a packet through a table at a hook; sets the packet's mark, and adds the steps. Undefined: there is nothing to walk. */
  walk(
    candidate: HookCandidate,
    at: { readonly hook: HookName; readonly table: TableName; readonly bytes: number },
    steps: Step[] | undefined,
  ): Verdict | undefined {
    const { context } = candidate;
    if (this.#edition !== this.#ruleset.edition || this.#context !== context) this.#begin(context);
    const place = this.#place(at.hook, at.table);
    if (!place.base) return undefined;
    if (candidate.draws.length > 0) candidate.draws = [];
    let node = place.root;
    while (node?.kind === "asks") node = node.answers.get(answerOf(node.note, candidate));
    if (node?.kind !== "walked")
      return this.#learn(candidate, { place, base: place.base, isKnown: node !== undefined, bytes: at.bytes }, steps);
    node.packets++;
    node.bytes += at.bytes;
    if (node.mark !== undefined) candidate.mark = node.mark;
    if (steps) tell(node, candidate.draws, steps);
    return node.verdict;
  }

  /** Adds what has been remembered to the counters of the rules. */
  settle(): void {
    for (const leaf of this.#leaves) {
      if (leaf.packets === 0) continue;
      this.#counters.add(leaf.matched, leaf, this.#edition);
      leaf.packets = leaf.bytes = 0;
    }
  }

  #begin(context: HookContext): void {
    this.#forget();
    this.#edition = this.#ruleset.edition;
    this.#context = context;
  }

  #forget(): void {
    this.settle();
    this.#leaves.length = 0;
    this.#places = new Map();
  }

  #place(hook: HookName, table: TableName): Place {
    let tables = this.#places.get(hook);
    if (!tables) this.#places.set(hook, (tables = new Map()));
    let place = tables.get(table);
    if (!place) {
      const chain = this.#ruleset.chain(table, hook);
      const base = chain && (chain.rules.length > 0 || chain.policy === "DROP") ? chain : undefined;
      tables.set(table, (place = { hook, table, base, root: undefined }));
    }
    return place;
  }

  /** Walks for the first time, or what cannot be remembered, and keeps what it came to. */
  #learn(
    candidate: HookCandidate,
    {
      place,
      base,
      isKnown,
      bytes,
    }: { readonly place: Place; readonly base: Chain; readonly isKnown: boolean; readonly bytes: number },
    steps: Step[] | undefined,
  ): Verdict {
    const { hook, table } = place;
    const watched = new WatchedCandidate(candidate, candidate.draws);
    const own: Step[] = [];
    const matched: MatchedRule[] = [];
    const verdict = walkTable(watched, base, {
      ruleset: this.#ruleset,
      table,
      hook,
      tries: "indexed",
      steps: own,
      matched,
    });
    if (watched.newMark !== undefined) candidate.mark = watched.newMark;
    for (const step of own) steps?.push(step);
    if (watched.isOpaque) {
      this.#counters.add(matched, { packets: 1, bytes }, this.#edition);
      if (!isKnown) this.#keep(place, watched.notes, OPAQUE);
      return verdict;
    }
    const remembered = own.map((step) => ({
      step,
      draw: step.kind === "rule" && step.draw ? watched.draws.indexOf(step.draw) : undefined,
    }));
    const leaf: Leaf = {
      kind: "walked",
      verdict,
      mark: watched.newMark,
      steps: remembered,
      matched,
      packets: 1,
      bytes,
    };
    if (this.#leaves.length >= WALKS_MAX) this.#forget();
    this.#leaves.push(leaf);
    this.#keep(this.#place(hook, table), watched.notes, leaf);
    return verdict;
  }

  /** Puts a node where the questions of its walk lead. Rules ask the same as long as they are told the same. */
  #keep(place: Place, notes: readonly Note[], last: Node): void {
    let put = (node: Node): void => void (place.root = node);
    let there = place.root;
    for (const note of notes) {
      if (there?.kind !== "asks") put((there = { kind: "asks", note, answers: new Map() }));
      const { answers } = there;
      put = (node) => void answers.set(note.answer, node);
      there = answers.get(note.answer);
    }
    put(last);
  }
}

function tell({ steps: remembered }: Leaf, draws: readonly Draw[], steps: Step[]): void {
  for (const { step, draw } of remembered) {
    const shown = draw === undefined ? undefined : draws[draw];
    steps.push(shown ? { ...(step as RuleStep), draw: shown } : step);
  }
}

function answerOf(note: Note, candidate: HookCandidate): Answer {
  return note.kind === "chance" ? candidate.chance(note.probability) : fieldOf(note.subject, candidate);
}

function fieldOf(subject: Subject, candidate: HookCandidate): Answer {
  switch (subject) {
    case "protocol":
      return candidate.protocol;
    case "source":
      return candidate.source;
    case "destination":
      return candidate.destination;
    case "sourcePort":
      return candidate.sourcePort;
    case "destinationPort":
      return candidate.destinationPort;
    case "in":
      return candidate.in;
    case "out":
      return candidate.out;
    case "physicalIn":
      return candidate.physicalIn;
    case "physicalOut":
      return candidate.physicalOut;
    case "state":
      return candidate.state;
    case "isOriginal":
      return candidate.isOriginal;
    case "mark":
      return candidate.mark;
    default:
      throw unhandled(subject);
  }
}
