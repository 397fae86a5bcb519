import type { ApiServer } from "../apiserver/api-server.ts";
import type { Deployment, Pod, Service } from "../model/objects.ts";
import type { Diagnosis, Fix, Proof } from "./diagnosis.ts";
import type { Evidence } from "./evidence.ts";
import { isReady, isSelected, pointAt, refOf } from "./evidence.ts";
import { nearSelectors } from "./near-selectors.ts";
import { diagnoseUnready } from "./unready-pods.ts";
import { diagnoseWritten } from "./written-endpoints.ts";

/** Mends that are offered at most; beyond that a list is no help. */
const FIXES_MAX = 3;

/** Why a Service has no endpoint that may be used: its selector, its pods, their readiness, its named port. */
export function diagnoseNoEndpoints(evidence: Evidence, service: Service): Diagnosis {
  const { api } = evidence;
  const { selector } = service.spec;
  const there: Proof = { code: "ENDPOINTS_THERE", holds: false, references: [pointAt(service)] };
  if (!selector || Object.keys(selector).length === 0) return diagnoseWritten(api, service, [there]);
  const pods = [...api.list("Pod", service.metadata.namespace)].filter(
    (pod) => !pod.metadata.deletionTimestamp && isAlive(pod),
  );
  const selected = pods.filter((pod) => isSelected(pod.metadata.labels, selector));
  const proof = [there, podsMatch(service, selected)];
  if (selected.length === 0) return diagnoseNoPods(api, service, pods, proof);
  const ready = selected.filter(isReady);
  return ready.length === 0
    ? diagnoseUnready(evidence, service, selected, proof)
    : diagnosePortName(service, ready, proof);
}

function diagnoseNoPods(api: ApiServer, service: Service, pods: readonly Pod[], proof: readonly Proof[]): Diagnosis {
  const scaledDown = [...api.list("Deployment", service.metadata.namespace)].find(
    (deployment) =>
      deployment.spec.replicas === 0 && isSelected(deployment.spec.template.metadata?.labels, service.spec.selector),
  );
  if (scaledDown) {
    const fixes: Fix[] = [{ object: refOf(scaledDown), path: "spec.replicas", from: 0, to: 1 }];
    return {
      code: "NO_ENDPOINTS_NO_PODS",
      about: [pointAt(service), pointAt(scaledDown, "spec.replicas", "0")],
      proof,
      fixes,
    };
  }
  const pairs = Object.entries(service.spec.selector ?? {});
  const wrong = pairs.filter(([key, value]) => !pods.some((pod) => pod.metadata.labels?.[key] === value));
  const [key, value] = wrong[0] ?? pairs[0] ?? ["", ""];
  const about = [pointAt(service, `spec.selector.${key}`, value)];
  const fixes = selectorFixes(api, service, pods);
  const elsewhere = fixes.length > 0 ? undefined : namespaceOfPods(api, service);
  if (elsewhere === undefined) return { code: "NO_ENDPOINTS_SELECTOR", about, proof, fixes };
  return {
    code: "SELECTOR_OTHER_NAMESPACE",
    about: [pointAt(service, "metadata.namespace", elsewhere), ...about],
    proof,
    fixes: [
      { object: refOf(service), path: "metadata.namespace", from: service.metadata.namespace ?? "", to: elsewhere },
    ],
  };
}

/** A namespace where the selector would match: a Service selects pods of its own namespace only. */
function namespaceOfPods(api: ApiServer, service: Service): string | undefined {
  for (const pod of api.list("Pod")) {
    if (isSelected(pod.metadata.labels, service.spec.selector)) return pod.metadata.namespace;
  }
  return undefined;
}

/** Selectors that would select something, the one that changes the fewest letters first. */
export function selectorFixes(api: ApiServer, service: Service, pods: readonly Pod[]): Fix[] {
  const selector = service.spec.selector ?? {};
  const templates: Deployment[] = [...api.list("Deployment", service.metadata.namespace)];
  const labelSets = [
    ...pods.map((pod) => pod.metadata.labels),
    ...templates.map((deployment) => deployment.spec.template.metadata?.labels),
  ];
  const object = refOf(service);
  const changes = nearSelectors(selector, labelSets).map(({ part, key, to }): Fix =>
    part === "value"
      ? { object, path: `spec.selector.${key}`, from: selector[key] ?? "", to }
      : { object, path: "spec.selector", from: selector, to: renameKey(selector, key, to) },
  );
  return changes.length > 0 ? changes : tooMany(service, labelSets);
}

/** The one pair that no pod has, while all the others select something. */
function tooMany(service: Service, labelSets: readonly (Readonly<Record<string, string>> | undefined)[]): Fix[] {
  const pairs = Object.entries(service.spec.selector ?? {});
  const needless = pairs.filter(([key]) => {
    const others = Object.fromEntries(pairs.filter(([other]) => other !== key));
    return labelSets.some((labels) => isSelected(labels, others));
  });
  return needless.map(([key, from]) => ({ object: refOf(service), path: `spec.selector.${key}`, from }));
}

function renameKey(selector: Readonly<Record<string, string>>, from: string, to: string): Record<string, string> {
  return Object.fromEntries(Object.entries(selector).map(([key, value]) => [key === from ? to : key, value]));
}

/** Ready pods, and yet no endpoint: the named target port is a name that no container has. */
function diagnosePortName(service: Service, pods: readonly Pod[], proof: readonly Proof[]): Diagnosis {
  const ports = service.spec.ports ?? [];
  const index = ports.findIndex(
    (port) =>
      typeof port.targetPort === "string" && !pods.some((pod) => portNames(pod).includes(String(port.targetPort))),
  );
  const wrong = ports[index];
  if (!wrong) return { code: "UNEXPLAINED", about: [pointAt(service)], proof, fixes: [] };
  const path = `spec.ports[${index}].targetPort`;
  const names = [...new Set(pods.flatMap(portNames))];
  const fixes = names
    .slice(0, FIXES_MAX)
    .map((name): Fix => ({ object: refOf(service), path, from: String(wrong.targetPort), to: name }));
  return { code: "TARGET_PORT_NAME", about: [pointAt(service, path, String(wrong.targetPort))], proof, fixes };
}

function portNames(pod: Pod): string[] {
  return pod.spec.containers
    .flatMap((container) => container.ports ?? [])
    .flatMap((port) => (port.name === undefined ? [] : [port.name]));
}

function isAlive(pod: Pod): boolean {
  return pod.status?.phase !== "Succeeded" && pod.status?.phase !== "Failed";
}

function podsMatch(service: Service, selected: readonly Pod[]): Proof {
  return {
    code: "PODS_MATCH_SELECTOR",
    holds: selected.length > 0,
    references: [pointAt(service, "spec.selector"), ...selected.map((pod) => pointAt(pod))],
  };
}
