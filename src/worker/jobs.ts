// Commands and requests under way in the hosted cluster, and the time that is given to them in slices.
import type { Cluster, ClusterEvent, CommandIo, CommandResult } from "../engine/cluster.types.ts";
import type { RequestSpec, Trace } from "../engine/trace/trace.ts";
import { Pace } from "./pace.ts";
import { TURN_MS } from "./turns.ts";

/** Tasks between two looks at the clock. */
const TASKS_A_LOOK = 8;
/** While a watched command waits, simulated time follows the wall's in steps of this. */
const WATCH_EVERY_MS = 30;

/** Simulated time that a cluster gets to come to rest beside a command that somebody watches. */
const REST_BESIDE_COMMAND_MS = 3000;

type Job = {
  readonly isWatched: boolean;
  readonly endsWith: "trace" | "ended";
  readonly hear: (event: ClusterEvent) => void;
  /** The job's cluster is closed. */
  readonly close: () => void;
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

/** Another cluster has taken the place of the one that was asked. */
export class Closed extends Error {
  override readonly name = "Closed";

  constructor() {
    super("another cluster was opened meanwhile");
  }
}

/** A request that is sent again and again until it is stopped. */
export type StreamRun = {
  readonly request: RequestSpec;
  readonly everyMs: number;
  /** Told of each request when it leaves, and with its trace when it has ended. */
  readonly sent: (number: number) => void;
  readonly hear: (number: number, trace: Trace) => void;
  /** Told once, with what stops it. */
  readonly began: (stop: () => void) => void;
};

type Stream = StreamRun & { number: number; dueMs: number; readonly end: () => void };

/** Gives the cluster time: all there is for a request or an apply, the wall's own pace for a command that somebody watches. */
export class Jobs {
  readonly #cluster: Cluster;
  readonly #around: Surroundings;
  readonly #pace = new Pace();
  readonly #jobs = new Map<number, Job>();
  readonly #endListening: () => void;
  #restWaiters: { readonly resolve: () => void; readonly close: () => void }[] = [];
  readonly #streams = new Set<Stream>();
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

  /** Runs a command line to its end. Rejects with `Closed`, as the others do. */
  run({ line, io, isWatched, hear, began }: CommandRun): Promise<CommandResult> {
    return new Promise((resolve, reject) => {
      const job: Job = {
        isWatched,
        endsWith: "ended",
        close: () => reject(new Closed()),
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
    return new Promise((resolve, reject) => {
      const hear = (event: ClusterEvent) => {
        if (event.kind === "trace") resolve(event.trace);
      };
      const job: Job = { isWatched: false, endsWith: "trace", hear, close: () => reject(new Closed()) };
      this.#start(job, () => this.#cluster.dispatch(request));
    });
  }

  /** Sends a request at its times, until it is stopped or the cluster is closed; simulated time then runs with the wall's. */
  stream(run: StreamRun): Promise<void> {
    return new Promise((resolve) => {
      const stream: Stream = { ...run, number: 0, dueMs: this.#cluster.nowMs, end: resolve };
      this.#streams.add(stream);
      this.#pace.begin(this.#cluster.nowMs, this.#around.now());
      run.began(() => {
        this.#streams.delete(stream);
        resolve();
      });
      this.#schedule(0);
    });
  }

  /** Waits until the cluster is at rest; a command that is watched is not waited for. */
  settle(): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#isClosed) return reject(new Closed());
      this.#restWaiters.push({ resolve, close: () => reject(new Closed()) });
      this.#restByMs = this.#cluster.nowMs + REST_BESIDE_COMMAND_MS;
      this.#schedule(0);
    });
  }

  /** Lets the time that watched commands wait for pass at once. */
  skip(): void {
    this.#pace.skip(this.#cluster.nowMs);
    this.#schedule(0);
  }

  /** Gives no more time to this cluster: another takes its place. */
  close(): void {
    this.#isClosed = true;
    this.#endListening();
    for (const { end } of this.#streams) end();
    for (const { close } of [...this.#jobs.values(), ...this.#restWaiters]) close();
  }

  #start(job: Job, begin: () => number): void {
    if (this.#isClosed) return job.close();
    this.#beginning = job;
    if (job.isWatched && this.#streams.size === 0) this.#pace.begin(this.#cluster.nowMs, this.#around.now());
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
    const end = this.#around.now() + TURN_MS;
    let limitMs: number;
    let state: "more" | "at rest";
    do {
      this.#sendDue();
      limitMs = this.#limitMs();
      state = this.#cluster.work({ tasksMax: TASKS_A_LOOK, untilMs: limitMs });
    } while (this.#isWanted(state, limitMs) && this.#around.now() < end);
    const isAtRest = state === "at rest" && this.#isRest(limitMs);
    if (isAtRest) this.#tellRest();
    this.#around.worked();
    const isWatching = this.#jobs.size > 0 && !this.#isAwaited && this.#restWaiters.length === 0;
    if (state === "at rest" && (isWatching || this.#streams.size > 0)) this.#schedule(WATCH_EVERY_MS);
    else if (!isAtRest) this.#schedule(0);
  }

  /** Sends what is due of the streams. */
  #sendDue(): void {
    for (const stream of this.#streams) {
      if (stream.dueMs > this.#cluster.nowMs) continue;
      const number = stream.number++;
      stream.dueMs += stream.everyMs;
      const hear = (event: ClusterEvent) => {
        if (event.kind === "trace") stream.hear(number, event.trace);
      };
      stream.sent(number);
      const job: Job = { isWatched: true, endsWith: "trace", hear, close: stream.end };
      this.#start(job, () => this.#cluster.dispatch(stream.request));
    }
  }

  /** Whether the slice goes on. A cluster with nothing to do does not let time pass by itself, which the next request of a stream waits for. */
  #isWanted(state: "more" | "at rest", limitMs: number): boolean {
    if (state === "more" || this.#streams.size === 0) return state === "more";
    if (this.#restWaiters.length > 0 && this.#isRest(limitMs)) this.#tellRest();
    if (this.#cluster.nowMs < limitMs) this.#cluster.advance(limitMs - this.#cluster.nowMs);
    return [...this.#streams].some(({ dueMs }) => dueMs <= this.#cluster.nowMs);
  }

  /** Whether a cluster that has nothing to do up to a limit is at rest, and not only has to wait. */
  #isRest(limitMs: number): boolean {
    if (this.#streams.size === 0) return limitMs === Infinity || limitMs === this.#restByMs;
    return this.#cluster.nowMs < limitMs || this.#cluster.nowMs >= this.#restByMs;
  }

  /** A job is waited for by somebody who watches nothing. */
  get #isAwaited(): boolean {
    return [...this.#jobs.values()].some(({ isWatched }) => !isWatched);
  }

  /** How far simulated time may go now: with the wall's while there is a stream. Beside a watched command, coming to rest is given a fixed time, as it may never end. */
  #limitMs(): number {
    if (this.#streams.size > 0) {
      const nextMs = Math.min(...[...this.#streams].map(({ dueMs }) => dueMs));
      return Math.min(nextMs, this.#pace.limitMs(this.#cluster.nowMs, this.#around.now()));
    }
    if (this.#jobs.size === 0 || this.#isAwaited) return Infinity;
    if (this.#restWaiters.length > 0) return this.#restByMs;
    return this.#pace.limitMs(this.#cluster.nowMs, this.#around.now());
  }

  #tellRest(): void {
    const waiters = this.#restWaiters;
    this.#restWaiters = [];
    for (const { resolve } of waiters) resolve();
  }
}
