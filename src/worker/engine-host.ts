// Hosts one cluster behind the protocol: takes asks, tells answers and changes, keeps what undoes and what replays. Free of the
// worker's own globals, so that a test can host it too.
import { describeField } from "../engine/apiserver/openapi/describe-field.ts";
import type { Cluster, ClusterEvent, ClusterOptions, SavedCluster } from "../engine/cluster.types.ts";
import { walkPasted } from "../engine/walk-pasted.ts";
import { unhandled } from "../engine/model/unhandled.ts";
import type { Steps } from "../engine/model/steps.ts";
import type { Answer, Ask, SourceFile, Tell } from "../protocol/protocol.ts";
import { applyFiles } from "./apply-files.ts";
import type { AppliedFiles } from "./apply-files.ts";
import { ChangeBatch } from "./change-batch.ts";
import { ChangeHistory } from "./change-history.ts";
import { clusterText, objectText } from "./cluster-text.ts";
import { checkDocument, checkManifest } from "./dry-run.ts";
import { Closed, Jobs } from "./jobs.ts";
import { outlineOf } from "./outline.ts";
import { ManifestReader, reviewFiles } from "./review-files.ts";
import { StreamLog } from "./stream-log.ts";
import { Turns } from "./turns.ts";

/** Changes are told at most this often. */
const TELL_EVERY_MS = 16;
/** Kinds that change by themselves: no person's doing. */
const RESTLESS_KINDS: ReadonlySet<string> = new Set(["Event", "Lease"]);

/** What the host needs of its surroundings. */
export type Surroundings = {
  readonly openCluster: (options: ClusterOptions) => Steps<Cluster>;
  readonly post: (tell: Tell) => void;
  readonly now: () => number;
  /** Calls back after so many milliseconds, when messages have been heard. */
  readonly later: (afterMs: number, run: () => void) => void;
};

type AskOf<K extends Ask["kind"]> = Extract<Ask, { readonly kind: K }>;
/** Objects in one message to the page. */
const OBJECTS_A_TELL = 1000;

type Opened = { readonly cluster: Cluster; readonly jobs: Jobs; readonly options: ClusterOptions };

/** Why an ask is not answered, for the person. */
type Refused = { readonly kind: "refused"; readonly message: string };

/** Takes asks in the order in which they come; those that take simulated time are under way side by side. */
export class EngineHost {
  readonly #around: Surroundings;
  readonly #turns: Turns;
  readonly #batch = new ChangeBatch();
  readonly #history = new ChangeHistory();
  readonly #stops = new Map<number, () => void>();
  /** The last ask to check each file. */
  readonly #reader = new ManifestReader();
  #lastReview = 0;
  readonly #checks = new Map<string, number>();
  #opened: Opened | undefined;
  /** The last stream: its requests can be looked at until another one begins. */
  #streamed: { readonly id: number; readonly log: StreamLog } | undefined;
  /** While a cluster is opened, asks wait for it. */
  #opening: Promise<void> | undefined;
  #toldMs = 0;
  #isTellDue = false;
  /** Changes that were a person's doing, counted: tells a command that changes from one that asks. */
  #changes = 0;
  /** The last save, and the count of changes at it: good for as long as nothing has changed. */
  #saved: { readonly saved: SavedCluster; readonly changes: number } | undefined;
  /** What was asked since the last save: with it, replays a failure. */
  #asks: Ask[] = [];
  #isBroken = false;

  constructor(around: Surroundings) {
    this.#around = around;
    this.#turns = new Turns(around);
  }

  /** Takes an ask; every one is answered, refused, or breaks the host. */
  async take(ask: Ask): Promise<void> {
    if (this.#isBroken) return;
    try {
      if (this.#opening) await this.#opening;
      this.#asks.push(ask);
      const answer = await this.#answer(ask);
      if (this.#isBroken) return;
      this.#tellChanges();
      if (answer.kind === "refused") this.#around.post({ ...answer, id: ask.id });
      else this.#around.post({ kind: "answer", id: ask.id, answer, nowMs: this.#opened?.cluster.nowMs ?? 0 });
    } catch (error) {
      if (error instanceof Closed) this.#around.post({ kind: "refused", id: ask.id, message: error.message });
      else this.#break(error);
    }
  }

  #answer(ask: Ask): Answer | Promise<Answer | Refused> {
    switch (ask.kind) {
      case "open":
        return this.#open(ask);
      case "apply":
        return this.#changing(ask, () => this.#apply(ask));
      case "validate":
        return this.#validate(ask);
      case "review":
        return this.#review(ask);
      case "compare":
        return this.#turns.finish(clusterText(ask.file, { reader: this.#reader, door: this.#cluster }));
      case "export":
        return this.#export(ask);
      case "send":
        return this.#send(ask);
      case "run":
        return this.#changing(ask, () => this.#run(ask));
      case "stream":
        return this.#stream(ask);
      case "recall":
        return this.#recall(ask);
      case "skip":
        this.#now.jobs.skip();
        return { kind: "done" };
      case "interrupt":
        this.#stops.get(ask.command)?.();
        return { kind: "done" };
      case "explain":
        return { kind: "explained", steps: this.#cluster.explain(ask.trace, ask.packet, ask.hop) };
      case "describe": {
        const text = describeField(ask.apiVersion, ask.objectKind, ask.path);
        return { kind: "described", ...(text !== undefined && { text }) };
      }
      case "rules":
        return { kind: "rules", text: this.#cluster.iptablesSave(ask.node, ask.table) };
      case "routes":
        return { kind: "routes", lines: this.#cluster.routes(ask.host) };
      case "walk":
        return { kind: "walked", walk: walkPasted(ask.rules, ask.packet) };
      case "happen":
        return this.#changing(ask, () => this.#happen(ask));
      case "undo":
      case "redo":
        return this.#travel(ask.kind);
      case "save":
        return { kind: "saved", saved: this.#cluster.save() };
      default:
        throw unhandled(ask);
    }
  }

  get #cluster(): Cluster {
    return this.#now.cluster;
  }

  get #now(): Opened {
    if (!this.#opened) throw new Error("asked before a cluster was opened");
    return this.#opened;
  }

  async #open(ask: AskOf<"open">): Promise<Answer> {
    const { seed, saved, cloud, files = [] } = ask;
    this.#asks = [ask];
    await this.#replace({ seed, ...(saved && { saved }), ...(cloud && { cloud }) });
    const { documents, problems: fileProblems } = await this.#applyFiles({ files });
    this.#history.clear();
    this.#tellHistory();
    return { kind: "opened", problems: this.#cluster.problems, documents, fileProblems };
  }

  /** Puts another cluster in the place of this one, and tells all of it. */
  #replace(options: ClusterOptions): Promise<void> {
    this.#opening = this.#openInTurns(options).finally(() => (this.#opening = undefined));
    return this.#opening;
  }

  async #openInTurns(options: ClusterOptions): Promise<void> {
    this.#opened?.jobs.close();
    this.#stops.clear();
    const cluster = await this.#turns.finish(this.#around.openCluster(options));
    this.#batch.take();
    cluster.watch((changes) => {
      this.#batch.add(changes);
      if (changes.some(({ object }) => !RESTLESS_KINDS.has(object.kind))) this.#changes++;
    });
    const jobs = new Jobs(cluster, {
      now: this.#around.now,
      later: (afterMs, run) => this.#around.later(afterMs, () => this.#guard(run)),
      worked: () => this.#tellChangesNowAndThen(),
    });
    this.#opened = { cluster, jobs, options };
    this.#changes++;
    await this.#tellAll(cluster);
    this.#around.post({ kind: "broken", ...cluster.broken });
  }

  async #tellAll(cluster: Cluster): Promise<void> {
    const { nowMs } = cluster;
    const all = cluster.objects();
    for (let at = 0; at === 0 || at < all.length; at += OBJECTS_A_TELL) {
      const some = all.slice(at, at + OBJECTS_A_TELL);
      if (at === 0) this.#around.post({ kind: "objects", objects: some, nowMs });
      else this.#around.post({ kind: "changes", changes: some.map((object) => ({ type: "ADDED", object })), nowMs });
      await this.#turns.giveWay();
    }
  }

  /** Does what may change the cluster; if it did, the cluster as it was before can be gone back to. */
  async #changing(ask: Ask, change: () => Promise<Answer>): Promise<Answer> {
    const before = this.#save(ask);
    const changes = this.#changes;
    const answer = await change();
    if (this.#changes !== changes) {
      this.#history.note(ask.id, before);
      this.#tellHistory();
    }
    return answer;
  }

  /** A save of the cluster as it stands before an ask. */
  #save(ask: Ask): SavedCluster {
    if (this.#saved?.changes !== this.#changes) {
      this.#saved = { saved: this.#cluster.save(), changes: this.#changes };
      this.#asks = [{ kind: "open", id: 0, seed: this.#now.options.seed ?? 1, saved: this.#saved.saved }, ask];
    }
    return this.#saved.saved;
  }

  async #apply(ask: AskOf<"apply">): Promise<Answer> {
    const { documents, problems } = await this.#applyFiles(ask);
    return { kind: "applied", documents, problems };
  }

  async #applyFiles(wanted: { readonly files: readonly SourceFile[]; readonly at?: number }): Promise<AppliedFiles> {
    const { cluster, jobs } = this.#now;
    const applied = await applyFiles(wanted, {
      run: (line, io) => jobs.run({ line, io, isWatched: false }),
      check: (file, document) => checkDocument(cluster, { file, document, declared: new Set() }),
      finish: (steps) => this.#turns.finish(steps),
    });
    await jobs.settle();
    return applied;
  }

  /** Checks a text, unless a newer one of the same file comes meanwhile. */
  async #validate(ask: AskOf<"validate">): Promise<Answer | Refused> {
    const { id, file } = ask;
    this.#checks.set(file, id);
    const steps = check(ask, { cluster: this.#cluster, reader: this.#reader });
    const checked = await this.#turns.finish(steps, () => this.#checks.get(file) === id);
    return checked ?? { kind: "refused", message: `a newer text of ${file} is checked` };
  }

  /** Reviews the files, unless newer ones come meanwhile. */
  async #review({ id, files }: AskOf<"review">): Promise<Answer | Refused> {
    this.#lastReview = id;
    const steps = reviewFiles(files, { reader: this.#reader, cluster: this.#cluster.objects() });
    const reviewed = await this.#turns.finish(steps, () => this.#lastReview === id);
    return reviewed ?? { kind: "refused", message: "newer files are reviewed" };
  }

  #export({ object: { kind, namespace, name } }: AskOf<"export">): Answer {
    const found = this.#cluster
      .objects(kind)
      .find(({ metadata }) => metadata.name === name && metadata.namespace === namespace);
    return { kind: "exported", ...(found && { text: objectText(found) }) };
  }

  async #send({ request }: AskOf<"send">): Promise<Answer> {
    const { cluster, jobs } = this.#now;
    const trace = await jobs.send(request);
    const diagnosis = cluster.diagnose(trace);
    return { kind: "sent", trace, ...(diagnosis && { diagnosis }) };
  }

  async #run({ id, line, io = {} }: AskOf<"run">): Promise<Answer> {
    const hear = (event: ClusterEvent) => this.#tellOfCommand(id, event);
    const began = (stop: () => void) => this.#stops.set(id, stop);
    const result = await this.#now.jobs.run({ line, io, isWatched: true, hear, began });
    this.#stops.delete(id);
    return { kind: "ran", result: { ...result, traces: [] } };
  }

  async #stream({ id, request, everyMs }: AskOf<"stream">): Promise<Answer> {
    const { cluster, jobs } = this.#now;
    const log = new StreamLog();
    this.#streamed = { id, log };
    await jobs.stream({
      request,
      everyMs,
      began: (stop) => this.#stops.set(id, stop),
      sent: (number) => this.#around.post({ kind: "streaming", id, number, sentMs: cluster.nowMs }),
      hear: (number, trace) => {
        const diagnosis = cluster.diagnose(trace);
        const result = log.add(number, { trace, ...(diagnosis && { diagnosis }) });
        this.#around.post({ kind: "streamed", id, result });
      },
    });
    this.#stops.delete(id);
    return { kind: "done" };
  }

  #recall({ stream, number }: AskOf<"recall">): Answer {
    const found = this.#streamed?.id === stream ? this.#streamed.log.recall(number) : undefined;
    return { kind: "recalled", ...found };
  }

  #tellOfCommand(id: number, event: ClusterEvent): void {
    if (event.kind === "output") this.#around.post({ kind: "output", id, stream: event.stream, text: event.text });
    if (event.kind !== "trace") return;
    const diagnosis = this.#cluster.diagnose(event.trace);
    this.#tellChanges();
    this.#around.post({ kind: "trace", id, trace: event.trace, ...(diagnosis && { diagnosis }) });
  }

  async #happen({ event }: AskOf<"happen">): Promise<Answer> {
    this.#cluster.happen(event);
    this.#around.post({ kind: "broken", ...this.#cluster.broken });
    await this.#now.jobs.settle();
    return { kind: "done" };
  }

  async #travel(kind: "undo" | "redo"): Promise<Answer> {
    const to = this.#history[kind](() => this.#cluster.save());
    if (!to) return { kind: "done" };
    await this.#replace({ ...this.#now.options, saved: to.saved });
    this.#tellHistory();
    return { kind: "done", changeOf: to.askId };
  }

  #tellHistory(): void {
    const { canUndo, canRedo } = this.#history;
    this.#around.post({ kind: "history", canUndo, canRedo });
  }

  #tellChangesNowAndThen(): void {
    if (this.#around.now() - this.#toldMs >= TELL_EVERY_MS) return this.#tellChanges();
    if (this.#isTellDue) return;
    this.#isTellDue = true;
    this.#around.later(TELL_EVERY_MS, () => {
      this.#isTellDue = false;
      this.#tellChanges();
    });
  }

  #tellChanges(): void {
    const changes = this.#batch.take();
    if (changes.length === 0 || !this.#opened) return;
    this.#toldMs = this.#around.now();
    this.#around.post({ kind: "changes", changes, nowMs: this.#opened.cluster.nowMs });
  }

  #guard(run: () => void): void {
    if (this.#isBroken) return;
    try {
      run();
    } catch (error) {
      this.#break(error);
    }
  }

  /** Our own bug, caught at this one place: says what replays it, and takes no more asks. */
  #break(error: unknown): void {
    this.#isBroken = true;
    this.#opened?.jobs.close();
    const message = error instanceof Error ? `${error.message}\n${error.stack ?? ""}` : String(error);
    this.#around.post({ kind: "failed", message, seed: this.#opened?.options.seed ?? 1, asks: this.#asks });
  }
}

/** What the API server would say of a text, and where its fields are. A step a document. */
function* check(
  { file, text, namespaces = [] }: AskOf<"validate">,
  { cluster, reader }: { readonly cluster: Cluster; readonly reader: ManifestReader },
): Steps<Answer> {
  const manifest = yield* reader.read({ name: file, text });
  const problems = yield* checkManifest(cluster, { file, manifest, namespaces });
  const documents = yield* outlineOf(text, manifest.documents);
  return { kind: "validated", problems, documents };
}
