// Commands and requests under way in the hosted cluster, and the time that is given to them in slices.
import type { Cluster, ClusterEvent, CommandIo, CommandResult } from "../engine/cluster.types.ts";
import type { RequestSpec, Trace } from "../engine/trace/trace.ts";
import { Pace } from "./pace.ts";

/** The worker hears the page again after so long. */
const SLICE_MS = 12;
/** Tasks between two looks at the clock. */
const TASKS_A_LOOK = 64;
/** While a watched command waits, simulated time follows the wall's in steps of this. */
const WATCH_EVERY_MS = 30;

/** Simulated time that a cluster gets to come to rest beside a command that somebody watches. */
const REST_BESIDE_COMMAND_MS = 3000;

type Job = {
  readonly isWatched: boolean;
  readonly endsWith: "trace" | "ended";
  readonly hear: (event: ClusterEvent) => void;
};

type Surroundings = {
  readonly now: () => number;
  /** Calls back after so many milliseconds, when messages have been heard. */
  readonly later: (afterMs: number, run: () => void) => void;
  /** Called after each slice. */
  readonly worked: () => void;
};

/** A command line, who hears of it, and whether somebody watches: it then takes the time that it would take. */
export type CommandRun = {
  readonly line: string;
  readonly io: CommandIo;
  readonly isWatched: boolean;
  readonly hear?: (event: ClusterEvent) => void;
  /** Told once, with what stops it. */
  readonly began?: (stop: () => void) => void;
};

/** Gives the cluster time: all there is for a request or an apply, the wall's own pace for a command that somebody watches. */
export class Jobs {
  readonly #cluster: Cluster;
  readonly #around: Surroundings;
  readonly #pace = new Pace();
  readonly #jobs = new Map<number, Job>();
  readonly #endListening: () => void;
  #restWaiters: (() => void)[] = [];
  #restByMs = 0;
  /** A job may speak and end before the cluster has told its id. */
  #beginning: Job | undefined;
  #isScheduled = false;
  #isClosed = false;

  constructor(cluster: Cluster, around: Surroundings) {
    this.#cluster = cluster;
    this.#around = around;
    this.#endListening = cluster.listen((event) => this.#hear(event));
  }

  /** Runs a command line to its end. */
  run({ line, io, isWatched, hear, began }: CommandRun): Promise<CommandResult> {
    return new Promise((resolve) => {
      const job: Job = {
        isWatched,
        endsWith: "ended",
        hear: (event) => {
          hear?.(event);
          if (event.kind === "ended") resolve(event.result);
        },
      };
      this.#start(job, () => {
        const id = this.#cluster.begin(line, io);
        began?.(() => this.#cluster.stop(id));
        return id;
      });
    });
  }

  /** Sends a request and waits for its trace. */
  send(request: RequestSpec): Promise<Trace> {
    return new Promise((resolve) => {
      const hear = (event: ClusterEvent) => {
        if (event.kind === "trace") resolve(event.trace);
      };
      this.#start({ isWatched: false, endsWith: "trace", hear }, () => this.#cluster.dispatch(request));
    });
  }

  /** Waits until the cluster is at rest; a command that is watched is not waited for. */
  settle(): Promise<void> {
    return new Promise((resolve) => {
      this.#restWaiters.push(resolve);
      this.#restByMs = this.#cluster.nowMs + REST_BESIDE_COMMAND_MS;
      this.#schedule(0);
    });
  }

  /** Gives no more time to this cluster: another takes its place. */
  close(): void {
    this.#isClosed = true;
    this.#endListening();
  }

  #start(job: Job, begin: () => number): void {
    this.#beginning = job;
    if (job.isWatched) this.#pace.begin(this.#cluster.nowMs, this.#around.now());
    const id = begin();
    if (this.#beginning === job) this.#jobs.set(id, job);
    this.#beginning = undefined;
    this.#schedule(0);
  }

  #hear(event: ClusterEvent): void {
    const job = this.#jobs.get(event.id) ?? this.#beginning;
    if (!job) return;
    if (job.isWatched) this.#pace.said(this.#cluster.nowMs);
    if (event.kind === job.endsWith) {
      this.#jobs.delete(event.id);
      if (job === this.#beginning) this.#beginning = undefined;
    }
    job.hear(event);
  }

  #schedule(afterMs: number): void {
    if (this.#isScheduled || this.#isClosed) return;
    this.#isScheduled = true;
    this.#around.later(afterMs, () => {
      this.#isScheduled = false;
      if (!this.#isClosed) this.#work();
    });
  }

  /** One slice: until the time is up, or there is nothing to do at this pace. */
  #work(): void {
    const end = this.#around.now() + SLICE_MS;
    let limitMs: number;
    let state: "more" | "at rest";
    do {
      limitMs = this.#limitMs();
      state = this.#cluster.work({ tasksMax: TASKS_A_LOOK, untilMs: limitMs });
    } while (state === "more" && this.#around.now() < end);
    const isAtRest = state === "at rest" && (limitMs === Infinity || limitMs === this.#restByMs);
    if (isAtRest) this.#tellRest();
    this.#around.worked();
    const isWatching = this.#jobs.size > 0 && !this.#isAwaited && this.#restWaiters.length === 0;
    if (state === "at rest" && isWatching) this.#schedule(WATCH_EVERY_MS);
    else if (!isAtRest) this.#schedule(0);
  }

  /** A job is waited for by somebody who watches nothing. */
  get #isAwaited(): boolean {
    return [...this.#jobs.values()].some(({ isWatched }) => !isWatched);
  }

  /** How far simulated time may go now. Beside a watched command, coming to rest is given a fixed time, as it may never end. */
  #limitMs(): number {
    if (this.#jobs.size === 0 || this.#isAwaited) return Infinity;
    if (this.#restWaiters.length > 0) return this.#restByMs;
    return this.#pace.limitMs(this.#cluster.nowMs, this.#around.now());
  }

  #tellRest(): void {
    const waiters = this.#restWaiters;
    this.#restWaiters = [];
    for (const resolve of waiters) resolve();
  }
}
