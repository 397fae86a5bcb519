import type { Container, ContainerPort, Pod } from "../model/objects.ts";
import { parseTimestamp } from "../model/timestamp.ts";

/** Whether the pod's Ready condition is True. */
export function isPodReady(pod: Pod): boolean {
  return readyCondition(pod)?.status === "True";
}

/** Whether it has been ready for `minReadySeconds`, at a moment since 1970. */
export function isPodAvailable(pod: Pod, minReadySeconds: number, epochMs: number): boolean {
  if (!isPodReady(pod)) return false;
  return minReadySeconds === 0 || epochMs >= (readySinceMs(pod) ?? Infinity) + minReadySeconds * 1000;
}

/** Since when it has been in its state of readiness, since 1970. */
export function readySinceMs(pod: Pod): number | undefined {
  return parseTimestamp(readyCondition(pod)?.lastTransitionTime ?? "");
}

/** Neither ended nor on its way out. */
export function isPodActive(pod: Pod): boolean {
  return !isPodEnded(pod) && pod.metadata.deletionTimestamp === undefined;
}

/** Succeeded or Failed: its containers will not run again. */
export function isPodEnded(pod: Pod): boolean {
  return pod.status?.phase === "Succeeded" || pod.status?.phase === "Failed";
}

/** The number that a Service's target port means on this pod; undefined when none of its containers names it. */
export function findPort(pod: Pod, targetPort: number | string, protocol: string): number | undefined {
  if (typeof targetPort === "number") return targetPort;
  const isIt = (port: ContainerPort) => port.name === targetPort && (port.protocol ?? "TCP") === protocol;
  const sidecars = (pod.spec.initContainers ?? []).filter(isSidecar);
  for (const container of [...pod.spec.containers, ...sidecars]) {
    const port = container.ports?.find(isIt);
    if (port) return port.containerPort;
  }
  return undefined;
}

/** An init container that keeps running beside the others. */
export function isSidecar(container: Container): boolean {
  return container["restartPolicy"] === "Always";
}

function readyCondition(pod: Pod) {
  return pod.status?.conditions?.find(({ type }) => type === "Ready");
}
