// What the endpoints controller and the endpoint slice controller share: which pods, which moment.
import type { KubernetesObject, Pod, Service } from "../../model/objects.ts";
import type { ObjectChange } from "../../model/object-change.ts";
import { formatTimestamp, parseTimestamp } from "../../model/timestamp.ts";
import type { Json } from "../../model/json.ts";
import { isJsonObject } from "../../model/json.ts";
import type { ControllerContext } from "../controller.ts";
import { keyOf } from "../keys.ts";
import { isPodEnded, readySinceMs } from "../pods.ts";
import { isEqualJson } from "../writing.ts";

export const TRIGGER_TIME = "endpoints.kubernetes.io/last-change-trigger-time";
export const HEADLESS_LABEL = "service.kubernetes.io/headless";

/** Pods that the Service's selector selects and that have an address; those on their way out only if asked for. */
export function endpointPods(
  { index }: ControllerContext,
  service: Service,
  terminating: "with terminating" | "without terminating",
): readonly Pod[] {
  const { namespace = "" } = service.metadata;
  return index
    .podsWithLabels(namespace, service.spec.selector ?? {})
    .filter((pod) => !isPodEnded(pod) && pod.status?.podIP !== undefined && pod.status.podIP !== "")
    .filter((pod) => terminating === "with terminating" || pod.metadata.deletionTimestamp === undefined);
}

/** The pod's host name, if the Service gives its pods names of their own. */
export function endpointHostname(pod: Pod, service: Service): string | undefined {
  const { hostname, subdomain } = pod.spec;
  return hostname && subdomain === service.metadata.name ? hostname : undefined;
}

export function targetRefTo(pod: Pod): { kind: string; namespace: string; name: string; uid: string } {
  const { namespace = "", name, uid = "" } = pod.metadata;
  return { kind: "Pod", namespace, name, uid };
}

export function isHeadless(service: Service): boolean {
  return service.spec.clusterIP === "None";
}

/** The keys of the Services whose endpoints a change of a pod may change. */
export function servicesOfChange(
  { index }: ControllerContext,
  { object, before, type }: ObjectChange,
): readonly string[] {
  const pod = object as Pod;
  const old = before as Pod | undefined;
  if (type === "MODIFIED" && old && !isEndpointChange(old, pod)) return [];
  const { namespace = "" } = pod.metadata;
  const now = index.servicesSelecting(namespace, pod.metadata.labels);
  if (!old || isEqualJson(old.metadata.labels, pod.metadata.labels)) return now.map(keyOf);
  return [...new Set([...now, ...index.servicesSelecting(namespace, old.metadata.labels)].map(keyOf))];
}

function isEndpointChange(old: Pod, pod: Pod): boolean {
  return (
    old.metadata.deletionTimestamp !== pod.metadata.deletionTimestamp ||
    old.status?.podIP !== pod.status?.podIP ||
    old.status?.phase !== pod.status?.phase ||
    old.spec.nodeName !== pod.spec.nodeName ||
    !isEqualJson(old.status?.conditions, pod.status?.conditions) ||
    !isEqualJson(old.metadata.labels, pod.metadata.labels)
  );
}

/**
 * Remembers, for the annotation with which latency is measured, when pods became ready or not since the last look. As
 * staging/src/k8s.io/endpointslice/trigger_time_tracker.go.
 */
export class TriggerTimes {
  readonly #earliest = new Map<string, number>();

  /** Notes that a pod's readiness has changed, for each Service that it belongs to. */
  note({ object, before }: ObjectChange, services: readonly string[]): void {
    const since = readySinceMs(object as Pod);
    if (since === undefined || !before || since === readySinceMs(before as Pod)) return;
    for (const key of services) this.#earliest.set(key, Math.min(since, this.#earliest.get(key) ?? Infinity));
  }

  /** The moment for the annotation: of a new Service its creation, else of the earliest news, if there is any. */
  take(service: Service, isKnown: boolean, newPods: readonly Pod[]): string | undefined {
    const key = keyOf(service);
    const noted = this.#earliest.get(key);
    this.#earliest.delete(key);
    if (!isKnown) return service.metadata.creationTimestamp;
    const times = [noted, ...newPods.map(readySinceMs)].filter((ms) => ms !== undefined);
    return times.length === 0 ? undefined : formatTimestamp(Math.min(...times));
  }

  save(): Json {
    return Object.fromEntries([...this.#earliest].map(([key, ms]) => [key, formatTimestamp(ms)]));
  }

  restore(saved: Json): void {
    if (!isJsonObject(saved)) return;
    for (const [key, text] of Object.entries(saved)) {
      const ms = typeof text === "string" ? parseTimestamp(text) : undefined;
      if (ms !== undefined) this.#earliest.set(key, ms);
    }
  }
}

/** The annotations with the moment set, or taken away when there is none. */
export function withTriggerTime(
  annotations: KubernetesObject["metadata"]["annotations"],
  time: string | undefined,
): Readonly<Record<string, string>> {
  const { [TRIGGER_TIME]: _, ...others } = annotations ?? {};
  return time === undefined ? others : { ...others, [TRIGGER_TIME]: time };
}
