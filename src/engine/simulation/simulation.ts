import type { Json, JsonObject } from "../model/json.ts";
import { isJsonObject } from "../model/json.ts";
import { formatTimestamp, parseTimestamp } from "../model/timestamp.ts";
import { Random } from "./random.ts";
import type { Process } from "./process.ts";
import { TaskQueue } from "./task-queue.ts";
import type { Task } from "./task-queue.ts";

export { Signal } from "./signal.ts";

/** Tasks that one `advanceTo` may do before we say that a controller is undoing its own work. */
export const TASKS_PER_ADVANCE_MAX = 50_000_000;

/** Plain data, so that a save can hold it: what to do, and with what. */
export type ScheduledTask = { readonly kind: string; readonly argument: Json };

/** A process under way. `stop` ends it where it stands. */
export type RunningProcess = { readonly isDone: boolean; stop(): void };

/**
 * Time, chance and the list of due work. One clock for controllers, tools and the network. Durable tasks are data with a
 * handler by kind and are part of a save; waits of processes are not, as a command under way is not saved.
 */
export class Simulation {
  readonly startEpochMs: number;
  readonly #seed: number;
  readonly #handlers = new Map<string, (argument: Json) => void>();
  readonly #randoms = new Map<string, Random>();
  readonly #queue = new TaskQueue();
  #nowMs = 0;

  /** `beginMs`: where the clock stands at first; before 0 for what was there before `startAt`. */
  constructor(options: {
    readonly seed: number;
    readonly startAt: string;
    readonly beginMs?: number;
    readonly saved?: JsonObject;
  }) {
    this.#nowMs = options.beginMs ?? 0;
    this.#seed = options.seed;
    this.startEpochMs = parseTimestamp(options.startAt) ?? 0;
    if (options.saved) this.#restore(options.saved);
  }

  /** Milliseconds since `startAt`. */
  get nowMs(): number {
    return this.#nowMs;
  }

  /** Now as RFC 3339, for objects. */
  get timestamp(): string {
    return formatTimestamp(this.startEpochMs + this.#nowMs);
  }

  /** When the next work is due; undefined when there is none. */
  get nextDueMs(): number | undefined {
    return this.#queue.first?.dueMs;
  }

  /** A stream of chance with a name, so that a draw more in one place changes nothing in another. */
  random(name: string): Random {
    let random = this.#randoms.get(name);
    if (!random) {
      random = new Random(hashSeed(this.#seed, name));
      this.#randoms.set(name, random);
    }
    return random;
  }

  /** States what is done when a durable task of this kind is due. Once a kind, before time moves. */
  handle(kind: string, handler: (argument: Json) => void): void {
    if (this.#handlers.has(kind)) throw new Error(`two handlers for ${kind}`);
    this.#handlers.set(kind, handler);
  }

  /** Adds durable work. The returned function takes it back. */
  schedule(afterMs: number, task: ScheduledTask): () => void {
    const entry = this.#queue.add({ dueMs: this.#nowMs + Math.max(0, afterMs), ...task });
    return () => this.#queue.remove(entry);
  }

  /** Adds work that no save keeps. The returned function takes it back. */
  scheduleTransient(afterMs: number, run: () => void): () => void {
    const entry = this.#queue.add({ dueMs: this.#nowMs + Math.max(0, afterMs), kind: "", argument: null, run });
    return () => this.#queue.remove(entry);
  }

  /** Starts a process at once and resumes it when what it waits for has come. `done` gets its result, unless it was stopped. */
  spawn<T>(process: Process<T>, done: (result: T) => void): RunningProcess {
    let isDone = false;
    let forget: () => void = () => undefined;
    const resume = (): void => {
      forget();
      const step = process.next();
      if (step.done) {
        isDone = true;
        done(step.value);
        return;
      }
      const wait = step.value;
      const timer = wait.kind === "until" ? wait.ms : wait.untilMs;
      const untime = timer === undefined ? undefined : this.scheduleTransient(timer - this.#nowMs, resume);
      const unsignal = wait.kind === "signal" ? wait.signal.next(resume) : undefined;
      forget = () => {
        untime?.();
        unsignal?.();
      };
    };
    resume();
    return {
      get isDone() {
        return isDone;
      },
      stop: () => {
        if (isDone) return;
        isDone = true;
        forget();
        process.return(undefined as never);
      },
    };
  }

  /** Does the next due task, if it is due by then; the clock moves to it. False when there was none. */
  step(untilMs: number): boolean {
    const task = this.#queue.takeDue(untilMs);
    if (!task) return false;
    this.#nowMs = Math.max(this.#nowMs, task.dueMs);
    this.#run(task);
    return true;
  }

  /** Does all that is due by then. The caller owns the clock: a page, a test, a lesson's slider. */
  advanceTo(timeMs: number): void {
    let done = 0;
    while (this.step(timeMs)) {
      if (++done > TASKS_PER_ADVANCE_MAX) throw new Error("never at rest: a controller is undoing its own work");
    }
    this.#nowMs = Math.max(this.#nowMs, timeMs);
  }

  /** Clock, chance and the durable tasks, as plain data. */
  save(): JsonObject {
    return {
      nowMs: this.#nowMs,
      randoms: Object.fromEntries([...this.#randoms].map(([name, random]) => [name, random.save()])),
      tasks: this.#queue.durable().map(({ dueMs, kind, argument }) => ({ dueMs, kind, argument })),
    };
  }

  #run(task: Task): void {
    if (task.run) return task.run();
    const handler = this.#handlers.get(task.kind);
    if (!handler) throw new Error(`no handler for task ${task.kind}`);
    handler(task.argument);
  }

  #restore(saved: JsonObject): void {
    if (typeof saved["nowMs"] === "number") this.#nowMs = saved["nowMs"];
    for (const [name, state] of Object.entries(isJsonObject(saved["randoms"]) ? saved["randoms"] : {})) {
      if (Array.isArray(state) && state.every((part) => typeof part === "number"))
        this.#randoms.set(name, new Random(state));
    }
    for (const task of Array.isArray(saved["tasks"]) ? saved["tasks"] : []) {
      if (!isJsonObject(task) || typeof task["dueMs"] !== "number" || typeof task["kind"] !== "string") continue;
      this.#queue.add({ dueMs: task["dueMs"], kind: task["kind"], argument: task["argument"] ?? null });
    }
  }
}

/** FNV-1a over the stream's name, begun with the seed. */
function hashSeed(seed: number, name: string): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) ^ seed;
}
