// The shapes of the front door (cluster.ts). Names are fixed: add, don't rename.
import type { WorldNode } from "./controllers/default-world.ts";
import type { Diagnosis } from "./diagnosis/diagnosis.ts";
import type { ConntrackEntry } from "./model/conntrack-entry.ts";
import type { DnsAnswer, DnsType, Resolution } from "./model/dns.ts";
import type { HostRef } from "./model/host.ts";
import type { JsonObject } from "./model/json.ts";
import type { ObjectChange } from "./model/object-change.ts";
import type { KubernetesObject } from "./model/objects.ts";
import type { Opened } from "./model/opened.ts";
import type { RequestSpec, RuleStep, Trace } from "./trace/trace.ts";

/** A machine of the cluster. */
export type NodeSpec = WorldNode;

/** What `Cluster.save` gives: plain JSON. */
export type SavedCluster = JsonObject;

export type ClusterOptions = {
  readonly seed?: number;
  readonly startAt?: string;
  readonly nodes?: readonly NodeSpec[];
  readonly objects?: readonly KubernetesObject[];
  readonly saved?: SavedCluster;
  readonly proxyMode?: "iptables";
  readonly cloud?: "addresses" | "none" | "hostnames";
};

export type CommandResult = {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
  readonly traces: readonly Trace[];
  readonly opens?: Opened;
};

export type CommandIo = {
  readonly stdin?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly on?: HostRef;
};

/** What happens without the API. */
export type WorldEvent =
  | { readonly kind: "readiness"; readonly namespace: string; readonly pod: string; readonly ready: boolean }
  | { readonly kind: "announce"; readonly address: string; readonly node: string }
  | { readonly kind: "link"; readonly node: string; readonly up: boolean }
  | { readonly kind: "power"; readonly node: string; readonly on: boolean }
  | { readonly kind: "crash"; readonly namespace: string; readonly pod: string; readonly container?: string };

export type CommandId = number & { readonly _brand: "CommandId" };
export type RequestId = number & { readonly _brand: "RequestId" };

/** What the sliced door says on the way. */
export type ClusterEvent =
  | { readonly kind: "output"; readonly id: CommandId; readonly stream: "stdout" | "stderr"; readonly text: string }
  | { readonly kind: "trace"; readonly id: CommandId | RequestId; readonly trace: Trace }
  | { readonly kind: "ended"; readonly id: CommandId; readonly result: CommandResult };

export type WorkLimit = { readonly tasksMax: number; readonly untilMs: number };

/** A call of the REST door, as an HTTP client makes it. */
export type ApiRequest = {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Path with query: "/api/v1/namespaces/default/pods?labelSelector=app%3Dweb". */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};

export type ApiResponse = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** For watch=true: called with each later event line until `close`. */
  readonly watch?: { listen(listener: (line: string) => void): void; close(): void };
};

export type Cluster = {
  run(line: string, io?: CommandIo): CommandResult;
  send(request: RequestSpec): Trace;
  resolve(from: HostRef, name: string): Resolution;
  query(from: HostRef, name: string, type: DnsType): DnsAnswer;
  iptablesSave(node: string, table: "nat" | "filter"): string;
  conntrack(node: string): readonly ConntrackEntry[];
  /** The lines of `ip route` on a host; none for a host that is not there. */
  routes(host: HostRef): readonly string[];
  happen(event: WorldEvent): void;
  /** The nodes, by name, whose link is cut and that have no power: what `happen` did to them. */
  readonly broken: { readonly unlinked: readonly string[]; readonly unpowered: readonly string[] };
  advance(ms: number): void;
  settle(): void;
  readonly nowMs: number;
  objects(kind?: string): readonly KubernetesObject[];
  watch(listener: (changes: readonly ObjectChange[]) => void): () => void;
  save(): SavedCluster;
  explain(trace: Trace, packet: number, hop: number): readonly RuleStep[];

  /** Why a failed request failed, with proof and the field to change, as the cluster stands now; undefined for one that was answered. */
  diagnose(trace: Trace): Diagnosis | undefined;

  request(call: ApiRequest): ApiResponse;
  begin(line: string, io?: CommandIo): CommandId;
  dispatch(request: RequestSpec): RequestId;
  stop(id: CommandId | RequestId): void;
  work(limit: WorkLimit): "more" | "at rest";
  listen(listener: (event: ClusterEvent) => void): () => void;
  /** What could not be read of `saved` or `objects`, a line each; empty when all was. */
  readonly problems: readonly string[];
};
