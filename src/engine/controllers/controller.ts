import type { ApiServer } from "../apiserver/api-server.ts";
import type { Json } from "../model/json.ts";
import type { ObjectChange } from "../model/object-change.ts";
import type { Container, Pod, Probe } from "../model/objects.ts";
import type { Process } from "../simulation/process.ts";
import type { Simulation } from "../simulation/simulation.ts";
import type { ClusterIndex } from "./cluster-index.ts";
import type { EventRecorder } from "./event-recorder.ts";

/** What gives LoadBalancer Services an address. */
export type Cloud = "addresses" | "none" | "hostnames";

/** What a probe came to; `failure` is the kubelet's own text after "Readiness probe failed: ". */
export type ProbeResult = "success" | { readonly failure: string };

/** Carries a probe out in the simulated network. */
export type Prober = (pod: Pod, container: Container, probe: Probe) => Process<ProbeResult>;

/** What happens to pods and machines without the API. */
export type ControllerEvent =
  | { readonly kind: "readiness"; readonly namespace: string; readonly pod: string; readonly ready: boolean }
  | { readonly kind: "link"; readonly node: string; readonly up: boolean }
  | { readonly kind: "power"; readonly node: string; readonly on: boolean }
  | { readonly kind: "crash"; readonly namespace: string; readonly pod: string; readonly container?: string };

/** What a controller works with. */
export type ControllerContext = {
  readonly api: ApiServer;
  readonly simulation: Simulation;
  readonly index: ClusterIndex;
  readonly events: EventRecorder;
  readonly cloud: Cloud;
  readonly probe: Prober;
  /** Looks at the key after so long, beside any look that a change causes. */
  readonly lookLater: (controller: string, key: string, afterMs: number) => void;
};

/**
 * A loop that makes the cluster as its objects say. `wakes` is the one place that states what wakes it; `reconcile` reads
 * the store and writes what is missing, and doing it again changes nothing.
 */
export type Controller = {
  readonly name: string;
  /** The keys to look at after this change. */
  readonly wakes: (change: ObjectChange) => Iterable<string>;
  readonly reconcile: (key: string) => void;
  /** What happens without the API. */
  readonly happen?: (event: ControllerEvent) => void;
  /** Called once when the cluster begins with objects that nobody has looked at. */
  readonly begin?: () => void;
  /** What the store does not hold, for a save; `restore` takes it back. */
  readonly save?: () => Json;
  readonly restore?: (saved: Json) => void;
};
