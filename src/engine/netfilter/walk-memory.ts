// What walks have come to, so that packets which rules cannot tell apart are walked once. Read walk-record.ts first: it says what a
// walk asked. A law in host-netfilter.test.ts holds it to the walk that tries each rule.
import { unhandled } from "../model/unhandled.ts";
import type { HookName, Step } from "../trace/trace.ts";
import type { Draw } from "./candidate.ts";
import type { HookContext } from "./hook-context.ts";
import type { Passage } from "./passage.ts";
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
const ACCEPT: Verdict = { kind: "accept" };

/** One table at one hook. */
export type Place = {
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
  readonly #places: Place[] = [];
  #edition: number;
  #context: HookContext | undefined;

  constructor(ruleset: Ruleset, counters: RuleCounters) {
    this.#ruleset = ruleset;
    this.#counters = counters;
    this.#edition = ruleset.edition;
  }

  /** Forgets what holds no longer: to be asked before each hook. True if the rules have changed, and with them all places. */
  renew(context: HookContext): boolean {
    const isSame = this.#edition === this.#ruleset.edition;
    if (isSame && this.#context === context) return false;
    this.#forget();
    if (!isSame) this.#places.length = 0;
    this.#edition = this.#ruleset.edition;
    this.#context = context;
    return !isSame;
  }

  /** A table at a hook under the present rules. */
  place(hook: HookName, table: TableName): Place {
    const chain = this.#ruleset.chain(table, hook);
    const base = chain && (chain.rules.length > 0 || chain.policy === "DROP") ? chain : undefined;
    const place: Place = { hook, table, base, root: undefined };
    this.#places.push(place);
    return place;
  }

  /** Walks a packet through a table; sets the packet's mark, and adds the steps. */
  walk(passage: Passage, place: Place, steps: Step[] | undefined): Verdict {
    const { base } = place;
    if (!base) return ACCEPT;
    passage.forgetDraws();
    let node = place.root;
    while (node?.kind === "asks") node = node.answers.get(answerOf(node.note, passage));
    if (node?.kind !== "walked") return this.#learn(passage, { place, base, isKnown: node !== undefined }, steps);
    node.packets++;
    node.bytes += passage.bytes;
    if (node.mark !== undefined) passage.mark = node.mark;
    if (steps) tell(node, passage.draws, steps);
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

  #forget(): void {
    this.settle();
    this.#leaves.length = 0;
    for (const place of this.#places) place.root = undefined;
  }

  /** Walks for the first time, or what cannot be remembered, and keeps what it came to. */
  #learn(
    passage: Passage,
    { place, base, isKnown }: { readonly place: Place; readonly base: Chain; readonly isKnown: boolean },
    steps: Step[] | undefined,
  ): Verdict {
    const { hook, table } = place;
    const ruleset = this.#ruleset;
    const watched = new WatchedCandidate(passage, passage.draws);
    const own: Step[] = [];
    const matched: MatchedRule[] = [];
    const verdict = walkTable(watched, base, { ruleset, table, hook, tries: "indexed", steps: own, matched });
    const mark = watched.newMark;
    if (mark !== undefined) passage.mark = mark;
    for (const step of own) steps?.push(step);
    const count = { packets: 1, bytes: passage.bytes };
    if (watched.isOpaque) {
      this.#counters.add(matched, count, this.#edition);
      if (!isKnown) keep(place, watched.notes, OPAQUE);
      return verdict;
    }
    const remembered = own.map((step) => {
      const draw = step.kind === "rule" ? step.draw : undefined;
      return { step, draw: draw && watched.draws.indexOf(draw) };
    });
    const leaf: Leaf = { kind: "walked", verdict, mark, steps: remembered, matched, ...count };
    if (this.#leaves.length >= WALKS_MAX) this.#forget();
    this.#leaves.push(leaf);
    keep(place, watched.notes, leaf);
    return verdict;
  }
}

/** Puts a node where the questions of its walk lead. Rules ask the same as long as they are told the same. */
function keep(place: Place, notes: readonly Note[], last: Node): void {
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

function tell({ steps: remembered }: Leaf, draws: readonly Draw[], steps: Step[]): void {
  for (const { step, draw } of remembered) {
    const shown = draw === undefined ? undefined : draws[draw];
    steps.push(shown && step.kind === "rule" ? { ...step, draw: shown } : step);
  }
}

function answerOf(note: Note, passage: Passage): Answer {
  return note.kind === "chance" ? passage.chance(note.probability) : fieldOf(note.subject, passage);
}

function fieldOf(subject: Subject, passage: Passage): Answer {
  switch (subject) {
    case "protocol":
      return passage.protocol;
    case "source":
      return passage.source;
    case "destination":
      return passage.destination;
    case "sourcePort":
      return passage.sourcePort;
    case "destinationPort":
      return passage.destinationPort;
    case "in":
      return passage.in;
    case "out":
      return passage.out;
    case "physicalIn":
      return passage.physicalIn;
    case "physicalOut":
      return passage.physicalOut;
    case "state":
      return passage.state;
    case "isOriginal":
      return passage.isOriginal;
    case "mark":
      return passage.mark;
    default:
      throw unhandled(subject);
  }
}
