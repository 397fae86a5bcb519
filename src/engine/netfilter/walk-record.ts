// How a walk is watched, so that it can be remembered: what it asked of the packet, in order, and what it was told.
import type { Ipv4 } from "../model/address.ts";
import type { Header, Protocol } from "../model/packet.ts";
import type { Candidate, ConnectionState, Draw } from "./candidate.ts";
import { isBelow } from "./candidate.ts";
import type { Connection } from "./connection.ts";
import type { HookContext } from "./hook-context.ts";
import type { RuleMemory } from "./rule-memory.ts";

/** What can be asked of a packet and answered by a value that is worth remembering. */
export type Subject =
  | "protocol"
  | "source"
  | "destination"
  | "sourcePort"
  | "destinationPort"
  | "in"
  | "out"
  | "physicalIn"
  | "physicalOut"
  | "state"
  | "isOriginal"
  | "mark";

export type Answer = string | number | boolean;

/** A question and its answer; "chance" asks for a draw with that probability. */
export type Note =
  | { readonly kind: "field"; readonly subject: Subject; readonly answer: Answer }
  | { readonly kind: "chance"; readonly probability: number; readonly answer: boolean };

/**
 * A packet that notes what it is asked. Rules see a packet only through it: what they did not ask, they cannot have depended on. A walk
 * is opaque from the moment on at which rules ask for what changes by itself or is told by no subject: the connection, what rules remember, flags.
 */
export class WatchedCandidate implements Candidate {
  readonly notes: Note[] = [];
  readonly draws: Draw[] = [];
  isOpaque = false;
  /** What a rule has set; undefined as long as none has. */
  newMark: number | undefined;
  draw: Draw | undefined;
  readonly #watched: Candidate;
  readonly #asked = new Set<Subject>();
  /** Drawn before the walk was watched: they are shown first. */
  readonly #drawn: readonly Draw[];

  constructor(watched: Candidate, drawn: readonly Draw[]) {
    this.#watched = watched;
    this.#drawn = drawn;
  }

  get protocol(): Protocol {
    return this.#note("protocol", this.#watched.protocol);
  }

  get sourceAddress(): Ipv4 {
    this.#note("source", this.#watched.source);
    return this.#watched.sourceAddress;
  }

  get destinationAddress(): Ipv4 {
    this.#note("destination", this.#watched.destination);
    return this.#watched.destinationAddress;
  }

  get source(): number {
    return this.#note("source", this.#watched.source);
  }

  get destination(): number {
    return this.#note("destination", this.#watched.destination);
  }

  get sourcePort(): number {
    return this.#note("sourcePort", this.#watched.sourcePort);
  }

  get destinationPort(): number {
    return this.#note("destinationPort", this.#watched.destinationPort);
  }

  get in(): string {
    return this.#note("in", this.#watched.in);
  }

  get out(): string {
    return this.#note("out", this.#watched.out);
  }

  get physicalIn(): string {
    return this.#note("physicalIn", this.#watched.physicalIn);
  }

  get physicalOut(): string {
    return this.#note("physicalOut", this.#watched.physicalOut);
  }

  get state(): ConnectionState {
    return this.#note("state", this.#watched.state);
  }

  get isOriginal(): boolean {
    return this.#note("isOriginal", this.#watched.isOriginal);
  }

  get mark(): number {
    return this.newMark ?? this.#note("mark", this.#watched.mark);
  }

  set mark(mark: number) {
    this.newMark = mark;
  }

  get header(): Header {
    this.isOpaque = true;
    return this.#watched.header;
  }

  get connection(): Connection | undefined {
    this.isOpaque = true;
    return this.#watched.connection;
  }

  get memory(): RuleMemory {
    this.isOpaque = true;
    return this.#watched.memory;
  }

  /** What a host says of an address is the same for as long as its context is. */
  get context(): HookContext {
    return this.#watched.context;
  }

  chance(probability: number): boolean {
    const draw = this.#drawn[this.draws.length] ?? { probability, drawn: this.#watched.context.draw() };
    this.draw = draw;
    this.draws.push(draw);
    const answer = isBelow(draw.drawn, probability);
    if (!this.isOpaque) this.notes.push({ kind: "chance", probability, answer });
    return answer;
  }

  #note<T extends Answer>(subject: Subject, answer: T): T {
    if (this.isOpaque || this.#asked.has(subject)) return answer;
    this.#asked.add(subject);
    this.notes.push({ kind: "field", subject, answer });
    return answer;
  }
}
