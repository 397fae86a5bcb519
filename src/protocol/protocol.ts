// What page and worker say to each other: two unions, nothing else. Both sides import only types from the engine.
import type { CommandIo, CommandResult, SavedCluster, WorldEvent } from "../engine/cluster.types.ts";
import type { Diagnosis } from "../engine/diagnosis/diagnosis.ts";
import type { HostRef } from "../engine/model/host.ts";
import type { ObjectChange } from "../engine/model/object-change.ts";
import type { KubernetesObject } from "../engine/model/objects.ts";
import type { RemarkCode } from "../engine/review/remark.ts";
import type { ObjectRef, Outcome, RequestSpec, RuleStep, Trace } from "../engine/trace/trace.ts";
import type { PastedPacket, PastedWalk } from "../engine/walk-pasted.ts";

/** What the page asks of the worker. Each is answered by one `answer` or one `refused` with the same `id`. */
export type Ask =
  | {
      readonly kind: "open";
      readonly id: number;
      readonly seed: number;
      readonly saved?: SavedCluster;
      readonly cloud?: "addresses" | "none" | "hostnames";
      /** Applied before the first undo is possible. */
      readonly files?: readonly SourceFile[];
    }
  /** Each document is an apply of its own; positions are offsets in `text`. */
  | {
      readonly kind: "apply";
      readonly id: number;
      readonly files: readonly SourceFile[];
      /** Only the document that stands at this offset of the only file. */
      readonly at?: number;
    }
  /** What the API server would say of this text (dry run), for the editor's markers. `namespaces`: those that other files make. */
  | {
      readonly kind: "validate";
      readonly id: number;
      readonly file: string;
      readonly text: string;
      readonly namespaces?: readonly string[];
    }
  /** What the files will not do beside each other and beside the cluster, and what in them names what. */
  | { readonly kind: "review"; readonly id: number; readonly files: readonly SourceFile[] }
  /** A file as the cluster has it. */
  | { readonly kind: "compare"; readonly id: number; readonly file: SourceFile }
  /** An object of the cluster as a manifest. */
  | { readonly kind: "export"; readonly id: number; readonly object: ObjectRef }
  | { readonly kind: "send"; readonly id: number; readonly request: RequestSpec }
  | { readonly kind: "run"; readonly id: number; readonly line: string; readonly io?: CommandIo }
  /** Sends the request again and again, at the wall's pace, until an interrupt names this ask; only then it is answered. */
  | { readonly kind: "stream"; readonly id: number; readonly request: RequestSpec; readonly everyMs: number }
  /** One request of a stream with its trace, while the worker remembers it. */
  | { readonly kind: "recall"; readonly id: number; readonly stream: number; readonly number: number }
  /** Stops a command or a stream, by the id of its ask. */
  | { readonly kind: "interrupt"; readonly id: number; readonly command: number }
  /** Lets the simulated time that commands wait for pass at once, up to what they say next. */
  | { readonly kind: "skip"; readonly id: number }
  | {
      readonly kind: "explain";
      readonly id: number;
      readonly trace: Trace;
      readonly packet: number;
      readonly hop: number;
    }
  /** What Kubernetes says of a field; `path` holds names only, lists and maps are passed through. */
  | {
      readonly kind: "describe";
      readonly id: number;
      readonly apiVersion: string;
      readonly objectKind: string;
      readonly path: readonly string[];
    }
  | { readonly kind: "rules"; readonly id: number; readonly node: string; readonly table: "nat" | "filter" }
  /** The routes of a host, as they are now. */
  | { readonly kind: "routes"; readonly id: number; readonly host: HostRef }
  /** A packet through rules that were pasted, as iptables-save prints them: the cluster has no part in it. */
  | { readonly kind: "walk"; readonly id: number; readonly rules: string; readonly packet: PastedPacket }
  | { readonly kind: "happen"; readonly id: number; readonly event: WorldEvent }
  | { readonly kind: "undo" | "redo" | "save"; readonly id: number };

export type SourceFile = { readonly name: string; readonly text: string };

/** A problem at a place of a file: offsets into its text. `from` = `to` = 0 when it has no place. */
export type Problem = {
  readonly file: string;
  readonly from: number;
  readonly to: number;
  readonly message: string;
  readonly severity: "error" | "warning";
  /** A remark of ours, not the API server's: its words are the page's, and `message` is empty. */
  readonly remark?: { readonly code: RemarkCode; readonly words: Readonly<Record<string, string>> };
  /** Changes that would mend it, the likeliest first. */
  readonly mends?: readonly TextEdit[];
};

/** A change of a file: what stands there then, and what the line reads, as a person would say it: "app: numbers-api". */
export type TextEdit = {
  readonly file: string;
  readonly from: number;
  readonly to: number;
  readonly text: string;
  readonly reads: string;
};

/** A place that makes a thing or names it. `thing` is the same wherever the same is meant: "Service default/web". */
export type TextLink = {
  readonly file: string;
  readonly from: number;
  readonly to: number;
  readonly thing: string;
  readonly role: "definition" | "reference";
};

/** What came of one document of an apply. */
export type AppliedDocument = {
  readonly file: string;
  readonly from: number;
  readonly result: "created" | "configured" | "unchanged" | "refused";
  readonly text: string;
};

/** Where a document's fields are written. `lines` (1-based) by path: "spec.ports[0].port"; keys are joined with dots as they are. */
export type DocumentOutline = {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly fromLine: number;
  readonly toLine: number;
  readonly lines: Readonly<Record<string, number>>;
};

export type Answer =
  | {
      readonly kind: "opened";
      readonly problems: readonly string[];
      readonly documents: readonly AppliedDocument[];
      readonly fileProblems: readonly Problem[];
    }
  | { readonly kind: "applied"; readonly documents: readonly AppliedDocument[]; readonly problems: readonly Problem[] }
  | {
      readonly kind: "validated";
      readonly problems: readonly Problem[];
      readonly documents: readonly DocumentOutline[];
    }
  | { readonly kind: "reviewed"; readonly remarks: readonly Problem[]; readonly links: readonly TextLink[] }
  /** `differences` fields are not as written; `missing` documents are not there at all, and stand in `text` as they are. */
  | {
      readonly kind: "compared";
      readonly text: string;
      readonly differences: number;
      readonly missing: readonly { readonly from: number; readonly to: number }[];
    }
  /** Undefined when the cluster has no such object. */
  | { readonly kind: "exported"; readonly text?: string }
  | { readonly kind: "sent"; readonly trace: Trace; readonly diagnosis?: Diagnosis }
  | { readonly kind: "ran"; readonly result: CommandResult }
  | { readonly kind: "recalled"; readonly trace?: Trace; readonly diagnosis?: Diagnosis }
  | { readonly kind: "explained"; readonly steps: readonly RuleStep[] }
  /** Undefined for a kind or a field that the API does not have. */
  | { readonly kind: "described"; readonly text?: string }
  | { readonly kind: "rules"; readonly text: string }
  | { readonly kind: "routes"; readonly lines: readonly string[] }
  | { readonly kind: "walked"; readonly walk: PastedWalk }
  | { readonly kind: "saved"; readonly saved: SavedCluster }
  /** For undo and redo: the ask whose change was taken back or made again. */
  | { readonly kind: "done"; readonly changeOf?: number };

/** One request of a stream that came to an end: its number (from 0), when, and what came of it in a line. */
export type StreamResult = { readonly number: number; readonly sentMs: number; readonly endedMs: number } & (
  | Pick<Extract<Outcome, { readonly kind: "answered" }>, "kind" | "status" | "served">
  | Pick<Exclude<Outcome, { readonly kind: "answered" }>, "kind" | "exitCode" | "stderr">
);

/** What the worker tells. Changes come batched, at most every 16 ms; `objects` begins anew after `open`, `undo` and `redo`: the first of
 * all objects; the others follow as changes. */
export type Tell =
  | { readonly kind: "answer"; readonly id: number; readonly answer: Answer; readonly nowMs: number }
  | { readonly kind: "refused"; readonly id: number; readonly message: string }
  | { readonly kind: "changes"; readonly changes: readonly ObjectChange[]; readonly nowMs: number }
  | {
      readonly kind: "objects";
      readonly objects: readonly KubernetesObject[];
      readonly nowMs: number;
    }
  /** Nodes whose link is cut and that have no power, after `objects` and whenever it changes. */
  | { readonly kind: "broken"; readonly unlinked: readonly string[]; readonly unpowered: readonly string[] }
  | { readonly kind: "history"; readonly canUndo: boolean; readonly canRedo: boolean }
  | { readonly kind: "output"; readonly id: number; readonly stream: "stdout" | "stderr"; readonly text: string }
  | { readonly kind: "trace"; readonly id: number; readonly trace: Trace; readonly diagnosis?: Diagnosis }
  /** A request of the stream with that id has left. */
  | { readonly kind: "streaming"; readonly id: number; readonly number: number; readonly sentMs: number }
  | { readonly kind: "streamed"; readonly id: number; readonly result: StreamResult }
  /** Our own bug: what replays it. The worker takes no more asks after this. */
  | { readonly kind: "failed"; readonly message: string; readonly seed: number; readonly asks: readonly Ask[] };
