import type { ClusterEvent, CommandId, CommandIo, CommandResult, RequestId } from "./cluster.types.ts";
import type { ToolStreams } from "./shell/tool.ts";
import type { Process } from "./simulation/process.ts";
import type { Simulation } from "./simulation/simulation.ts";
import type { RequestSpec, Trace } from "./trace/trace.ts";

/** Simulated time after which `run` ends a command that does not end by itself, as Ctrl+C would (kubectl get -w, ping). */
const RUN_MAX_MS = 10 * 60_000;

/** What a command that was stopped ends with: 128 + SIGINT. */
const EXIT_INTERRUPTED = 130;

/** What jobs are made of; the wiring supplies it. */
export type JobMakers = {
  shell(line: string, io: CommandIo, streams: ToolStreams): Process<number>;
  request(request: RequestSpec): Process<Trace>;
};

/** Commands and requests under way. Many at once on one clock; each tells what it says as it says it. */
export class Jobs {
  readonly #simulation: Simulation;
  readonly #makers: JobMakers;
  readonly #listeners = new Set<(event: ClusterEvent) => void>();
  readonly #underWay = new Map<number, () => void>();
  #begun = 0;

  constructor(simulation: Simulation, makers: JobMakers) {
    this.#simulation = simulation;
    this.#makers = makers;
  }

  /** Whether nothing is under way. */
  get isIdle(): boolean {
    return this.#underWay.size === 0;
  }

  listen(listener: (event: ClusterEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Starts a command line. What it says before it first waits is told before this returns. */
  begin(line: string, io: CommandIo = {}): CommandId {
    const id = this.#nextId() as CommandId;
    this.#start(id, line, io, (result) => this.#tell({ kind: "ended", id, result }));
    return id;
  }

  /** Starts a request; its trace is told when it has ended. */
  dispatch(request: RequestSpec): RequestId {
    const id = this.#nextId() as RequestId;
    this.#spawn(id, this.#makers.request(request), (trace) => this.#tell({ kind: "trace", id, trace }));
    return id;
  }

  /** Ends a command or request where it stands; one that has ended is left alone. */
  stop(id: CommandId | RequestId): void {
    this.#underWay.get(id)?.();
  }

  /** A command line from start to end. */
  run(line: string, io: CommandIo = {}): CommandResult {
    const id = this.#nextId() as CommandId;
    const ended: CommandResult[] = [];
    this.#start(id, line, io, (result) => {
      ended.push(result);
      this.#tell({ kind: "ended", id, result });
    });
    this.#workUntil(() => ended.length > 0, this.#simulation.nowMs + RUN_MAX_MS);
    if (ended.length === 0) this.stop(id);
    return only(ended);
  }

  /** A request from start to end. */
  send(request: RequestSpec): Trace {
    return this.complete(this.#makers.request(request));
  }

  /** Any process from start to end: a resolution, a query. */
  complete<T>(process: Process<T>): T {
    const ended: T[] = [];
    this.#simulation.spawn(process, (value) => ended.push(value));
    this.#workUntil(() => ended.length > 0, Infinity);
    return only(ended);
  }

  #workUntil(isDone: () => boolean, untilMs: number): void {
    while (!isDone() && this.#simulation.step(untilMs)) continue;
  }

  #start(id: CommandId, line: string, io: CommandIo, end: (result: CommandResult) => void): void {
    const said = { stdout: "", stderr: "" };
    const traces: Trace[] = [];
    let opens: CommandResult["opens"];
    const say = (stream: "stdout" | "stderr", text: string): void => {
      said[stream] += text;
      this.#tell({ kind: "output", id, stream, text });
    };
    const streams: ToolStreams = {
      stdin: io.stdin ?? "",
      out: (text) => say("stdout", text),
      error: (text) => say("stderr", text),
      trace: (trace) => {
        traces.push(trace);
        this.#tell({ kind: "trace", id, trace });
      },
      opens: (object) => {
        opens = object;
      },
    };
    const finish = (exitCode: number): void => end({ ...said, exitCode, traces, ...(opens && { opens }) });
    this.#spawn(id, this.#makers.shell(line, io, streams), finish, () => finish(EXIT_INTERRUPTED));
  }

  #spawn<T>(id: number, process: Process<T>, done: (result: T) => void, stopped: () => void = () => undefined): void {
    let hasEnded = false;
    const running = this.#simulation.spawn(process, (result) => {
      hasEnded = true;
      this.#underWay.delete(id);
      done(result);
    });
    if (hasEnded) return;
    const stop = (): void => {
      running.stop();
      this.#underWay.delete(id);
      stopped();
    };
    this.#underWay.set(id, stop);
  }

  #nextId(): number {
    return ++this.#begun;
  }

  #tell(event: ClusterEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}

function only<T>(ended: readonly T[]): T {
  const [value] = ended;
  if (value === undefined) throw new Error("a process that waits for nothing");
  return value;
}
