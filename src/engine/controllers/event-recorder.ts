// Two recorders, as in Kubernetes: most controllers write the old form (client-go's tools/record, with its correlator: the
// same text counts up, and from the tenth text of a kind on they are combined); the scheduler and kube-proxy the new one.
import type { ApiServer } from "../apiserver/api-server.ts";
import type { ObjectChange } from "../model/object-change.ts";
import type { KubernetesObject, ObjectReference } from "../model/objects.ts";
import { formatMicroTimestamp, formatTimestamp, parseTimestamp } from "../model/timestamp.ts";
import type { Simulation } from "../simulation/simulation.ts";

/** What a controller tells about an object. */
export type Told = {
  readonly about: KubernetesObject;
  readonly type: "Normal" | "Warning";
  readonly reason: string;
  readonly message?: string;
  /** Part of the object: "spec.containers{web}". */
  readonly fieldPath?: string;
};

type StoredEvent = KubernetesObject & {
  readonly involvedObject: ObjectReference;
  readonly reason?: string;
  readonly type?: string;
  readonly message?: string;
  readonly count?: number;
  readonly firstTimestamp?: string | null;
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
  readonly source?: { readonly component?: string; readonly host?: string };
  readonly reportingComponent?: string;
  readonly series?: { readonly count: number };
};

/** As client-go's defaultAggregateMaxEvents of 10: the tenth text is combined already. */
const SIMILAR_EVENTS_MAX = 9;
const SIMILAR_WITHIN_MS = 600_000;
const COMBINED = "(combined from similar events): ";
const REPEAT_WITHIN_MS = 360_000;

/** Writes Events; what it knows of earlier ones it reads from the store. */
export class EventRecorder {
  readonly #api: ApiServer;
  readonly #simulation: Simulation;
  /** Events by whom and what they are about, of whatever text. */
  readonly #alike = new Map<string, Map<string, StoredEvent>>();

  constructor(api: ApiServer, simulation: Simulation) {
    this.#api = api;
    this.#simulation = simulation;
    for (const event of api.list("Event")) this.#add(event as StoredEvent);
  }

  /** Takes in a change of the store. */
  apply({ type, object }: ObjectChange): void {
    if (object.kind !== "Event") return;
    if (type === "DELETED") this.#remove(object as StoredEvent);
    else this.#add(object as StoredEvent);
  }

  /** In the old form. `host` is the node that a kubelet speaks for. */
  tell(component: string, told: Told & { readonly host?: string }): void {
    const source = { component, ...(told.host ? { host: told.host } : {}) };
    const involvedObject = referenceTo(told);
    const group = groupOf(source, involvedObject, told);
    const recent = [...(this.#alike.get(group)?.values() ?? [])].filter((event) =>
      this.#isWithin(event, SIMILAR_WITHIN_MS),
    );
    const message = told.message ?? "";
    const same = recent.find((event) => event.message === message);
    if (same) return this.#countUp(same, message);
    if (recent.length < SIMILAR_EVENTS_MAX) return this.#create({ source, involvedObject, told, message, component });
    const combined = recent.find((event) => event.message?.startsWith(COMBINED));
    if (combined) this.#countUp(combined, COMBINED + message);
    else this.#create({ source, involvedObject, told, message: COMBINED + message, component: "" });
  }

  /** In the form of events.k8s.io. Told again within six minutes it becomes a series. */
  tellNew(component: string, action: string, told: Told): void {
    const involvedObject = referenceTo(told);
    const group = groupOf({ component }, involvedObject, told);
    const known = [...(this.#alike.get(group)?.values() ?? [])].find(
      (event) => event.message === told.message && this.#isWithin(event, REPEAT_WITHIN_MS),
    );
    const now = formatMicroTimestamp(this.#nowEpochMs);
    if (known) {
      const series = { count: (known.series?.count ?? 1) + 1, lastObservedTime: now };
      this.#api.update({ ...known, series });
      return;
    }
    this.#api.create({
      ...this.#frame(involvedObject, told),
      action,
      eventTime: now,
      firstTimestamp: null,
      lastTimestamp: null,
      reportingComponent: component,
      reportingInstance: `${component}-vm`,
      source: {},
      ...(told.message === undefined ? {} : { message: told.message }),
    });
  }

  #create(event: {
    readonly source: { readonly component: string; readonly host?: string };
    readonly involvedObject: ObjectReference;
    readonly told: Told;
    readonly message: string;
    readonly component: string;
  }): void {
    const now = formatTimestamp(this.#nowEpochMs);
    const { source } = event;
    this.#api.create({
      ...this.#frame(event.involvedObject, event.told),
      count: 1,
      eventTime: null,
      firstTimestamp: now,
      lastTimestamp: now,
      message: event.message,
      reportingComponent: event.component,
      reportingInstance: source.host ?? "",
      source,
    });
  }

  #frame(involvedObject: ObjectReference, told: Told): KubernetesObject {
    const namespace = involvedObject.namespace ?? "default";
    const nanos = BigInt(this.#nowEpochMs) * 1_000_000n + BigInt(this.#simulation.random("events").below(1_000_000));
    const name = `${involvedObject.name}.${nanos.toString(16)}`;
    const { type, reason } = told;
    return { apiVersion: "v1", kind: "Event", metadata: { name, namespace }, involvedObject, type, reason };
  }

  #countUp(event: StoredEvent, message: string): void {
    const lastTimestamp = formatTimestamp(this.#nowEpochMs);
    this.#api.update({ ...event, count: (event.count ?? 1) + 1, lastTimestamp, message });
  }

  #isWithin(event: StoredEvent, ms: number): boolean {
    const last = event.lastTimestamp ?? event.eventTime ?? event.metadata.creationTimestamp ?? "";
    return this.#nowEpochMs - (parseTimestamp(last) ?? 0) <= ms;
  }

  get #nowEpochMs(): number {
    return this.#simulation.startEpochMs + Math.floor(this.#simulation.nowMs);
  }

  #add(event: StoredEvent): void {
    const group = groupOfEvent(event);
    const alike = this.#alike.get(group) ?? new Map<string, StoredEvent>();
    this.#alike.set(group, alike.set(event.metadata.name, event));
  }

  #remove(event: StoredEvent): void {
    const group = groupOfEvent(event);
    const alike = this.#alike.get(group);
    alike?.delete(event.metadata.name);
    if (alike?.size === 0) this.#alike.delete(group);
  }
}

function referenceTo({ about, fieldPath }: Told): ObjectReference {
  const { name, namespace, uid, resourceVersion } = about.metadata;
  return {
    apiVersion: about.apiVersion,
    kind: about.kind,
    name,
    ...(namespace ? { namespace } : {}),
    ...(uid ? { uid } : {}),
    ...(resourceVersion ? { resourceVersion } : {}),
    ...(fieldPath === undefined ? {} : { fieldPath }),
  };
}

function groupOfEvent(event: StoredEvent): string {
  const source = event.source?.component ? event.source : { component: event.reportingComponent ?? "" };
  return groupOf(source, event.involvedObject, event);
}

function groupOf(
  source: { readonly component?: string; readonly host?: string },
  { kind, namespace, name, uid, fieldPath }: ObjectReference,
  { type, reason }: { readonly type?: string; readonly reason?: string },
): string {
  return [source.component, source.host, kind, namespace, name, uid, fieldPath, type, reason].join("\n");
}
