import type { Diagnosis } from "../engine/diagnosis/diagnosis.ts";
import type { Trace } from "../engine/trace/trace.ts";
import type { StreamResult } from "../protocol/protocol.ts";

/** Traces of answered requests that are kept: those of the last half minute at ten a second. */
export const ANSWERED_MAX = 300;
/** Traces of failed requests that are kept. */
export const FAILED_MAX = 200;

/** A request of a stream with all that is known of it. */
export type Recalled = { readonly trace: Trace; readonly diagnosis?: Diagnosis };

/** The requests of one stream: a line of each goes to the page at once, its trace stays here until somebody asks for it. */
export class StreamLog {
  readonly #answered = new Map<number, Recalled>();
  readonly #failed = new Map<number, Recalled>();

  /** Keeps a request's trace, forgets the oldest of its like, and gives the line. */
  add(number: number, recalled: Recalled): StreamResult {
    const { outcome, beganMs, endedMs } = recalled.trace;
    const isAnswered = outcome.kind === "answered";
    const kept = isAnswered ? this.#answered : this.#failed;
    kept.set(number, recalled);
    const [oldest] = kept.keys();
    if (oldest !== undefined && kept.size > (isAnswered ? ANSWERED_MAX : FAILED_MAX)) kept.delete(oldest);
    const line = { number, sentMs: beganMs, endedMs };
    if (outcome.kind !== "answered") {
      const { kind, exitCode, stderr } = outcome;
      return { ...line, kind, exitCode, stderr };
    }
    const { kind, status, served } = outcome;
    return { ...line, kind, status, ...(served && { served }) };
  }

  /** A request with its trace; undefined when it has been forgotten. */
  recall(number: number): Recalled | undefined {
    return this.#answered.get(number) ?? this.#failed.get(number);
  }
}
