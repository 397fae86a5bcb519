// Pods that a Service selects, and none of which is ready: not placed, not started, crashing, or refused by their own probe.
import type { ApiServer } from "../apiserver/api-server.ts";
import type { Container, Pod, Service } from "../model/objects.ts";
import type { Diagnosis, Fix, Proof } from "./diagnosis.ts";
import type { Evidence, OpenPort } from "./evidence.ts";
import { pointAt, refOf } from "./evidence.ts";
import { templateOf } from "./pod-template.ts";

const IMAGE_REASONS: ReadonlySet<string> = new Set([
  "ErrImagePull",
  "ImagePullBackOff",
  "InvalidImageName",
  "ErrImageNeverPull",
]);
const CRASH_REASONS: ReadonlySet<string> = new Set(["CrashLoopBackOff", "RunContainerError"]);

/** Why the first of the pods is not ready; the others were made alike. */
export function diagnoseUnready(
  evidence: Evidence,
  service: Service,
  pods: readonly Pod[],
  proof: readonly Proof[],
): Diagnosis {
  const [pod] = pods;
  const unready: readonly Proof[] = [
    ...proof,
    { code: "PODS_READY", holds: false, references: [pointAt(service), ...pods.map((one) => pointAt(one))] },
  ];
  const found = pod && (unplaced(evidence.api, pod) ?? notStarted(evidence.api, pod) ?? badProbe(evidence, pod));
  if (found) return { fixes: [], ...found, about: [pointAt(service), ...found.about], proof: unready };
  const about = [pointAt(service), ...pods.slice(0, 3).map((one) => pointAt(one, "spec.containers[0].readinessProbe"))];
  return { code: "NO_ENDPOINTS_NOT_READY", about, proof: unready, fixes: [] };
}

type Found = Pick<Diagnosis, "code" | "about"> & { readonly fixes?: readonly Fix[] };

function unplaced(api: ApiServer, pod: Pod): Found | undefined {
  const refused = pod.status?.conditions?.find(({ type, status }) => type === "PodScheduled" && status === "False");
  if (!refused) return undefined;
  const template = templateOf(api, pod);
  const { nodeSelector } = pod.spec;
  const fixes: Fix[] = nodeSelector
    ? [{ object: refOf(template.object), path: `${template.path}.nodeSelector`, from: nodeSelector }]
    : [];
  return { code: "POD_UNSCHEDULABLE", about: [pointAt(pod, "status.conditions", refused.message)], fixes };
}

function notStarted(api: ApiServer, pod: Pod): Found | undefined {
  const template = templateOf(api, pod);
  for (const { name, state, lastState } of pod.status?.containerStatuses ?? []) {
    const index = pod.spec.containers.findIndex((container) => container.name === name);
    const path = `${template.path}.containers[${index}]`;
    const reason = state?.waiting?.reason ?? "";
    const image = pod.spec.containers[index]?.image;
    if (IMAGE_REASONS.has(reason))
      return { code: "POD_IMAGE", about: [pointAt(pod), pointAt(template.object, `${path}.image`, image)] };
    if (CRASH_REASONS.has(reason) || state?.terminated || lastState?.terminated)
      return { code: "POD_CRASHING", about: [pointAt(pod), pointAt(template.object, `${path}.command`)] };
  }
  return undefined;
}

/** A probe that asks a port on which nothing listens can never pass. */
function badProbe(evidence: Evidence, pod: Pod): Found | undefined {
  const open = evidence.listenersOf(pod).filter(({ protocol }) => protocol === "tcp");
  const template = templateOf(evidence.api, pod);
  for (const [index, container] of pod.spec.containers.entries()) {
    const asked = probePort(container);
    if (!asked || open.some(({ port }) => port === asked.port)) continue;
    const path = `${template.path}.containers[${index}].readinessProbe.${asked.field}.port`;
    const about = [pointAt(pod), pointAt(template.object, path, String(asked.written))];
    return { code: "PROBE_PORT_CLOSED", about, fixes: reachable(open).map(fixTo) };
    function fixTo({ port }: OpenPort): Fix {
      return { object: refOf(template.object), path, from: asked?.written ?? null, to: port };
    }
  }
  return undefined;
}

function probePort({ readinessProbe, ports }: Container) {
  for (const field of ["httpGet", "tcpSocket", "grpc"] as const) {
    const written = readinessProbe?.[field]?.port;
    if (written === undefined) continue;
    const port = typeof written === "number" ? written : ports?.find(({ name }) => name === written)?.containerPort;
    return { field, written, port };
  }
  return undefined;
}

/** The ports that others than the pod itself can reach. */
export function reachable(open: readonly OpenPort[]): readonly OpenPort[] {
  return open.filter(({ address }) => address !== "127.0.0.1");
}
