import type { ApiServer } from "../apiserver/api-server.ts";
import type { Service } from "../model/objects.ts";
import type { Diagnosis, Fix } from "./diagnosis.ts";
import type { Evidence } from "./evidence.ts";
import { isReady, isSelected, namespaceOf, pointAt, refOf, targetOf } from "./evidence.ts";
import { editDistance } from "../model/likeness.ts";

/** Letters that a misspelt Service name may be away from the meant one. */
const MISSPELT_MAX = 2;

/** Why a name has no address: no server, no such Service, the wrong namespace, or nothing behind a headless one. */
export function diagnoseName(evidence: Evidence, code: string): Diagnosis {
  const { api, trace } = evidence;
  const { host } = targetOf(trace);
  const name = { kind: "record" as const, name: host, type: "A" as const, data: "" };
  const dnsDown = code === "DNS_UNREACHABLE" ? diagnoseServer(api) : undefined;
  if (dnsDown) return dnsDown;
  const asked = readServiceName(host, namespaceOf(trace.request.from));
  const service = asked.namespace === undefined ? undefined : api.get("Service", asked.service, asked.namespace);
  if (service) return diagnoseHeadless(api, service, host);
  const elsewhere = [...api.list("Service")].filter((other) => other.metadata.name === asked.service);
  if (elsewhere.length > 0) {
    const about = [name, ...elsewhere.map((other) => pointAt(other, "metadata.namespace", other.metadata.namespace))];
    return {
      code: "DNS_WRONG_NAMESPACE",
      about,
      proof: [{ code: "SERVICE_IN_NAMESPACE", holds: false, references: about }],
      fixes: [],
    };
  }
  if (!asked.isClusterName)
    return {
      code: "DNS_NAME_UNKNOWN",
      about: [name],
      proof: [{ code: "NAME_RESOLVES", holds: false, references: [name] }],
      fixes: [],
    };
  const meant = nearService(api, asked.service, asked.namespace);
  const about = [name, ...(meant ? [pointAt(meant)] : [])];
  return {
    code: "DNS_NO_SERVICE",
    about,
    proof: [{ code: "SERVICE_EXISTS", holds: false, references: [name] }],
    fixes: [],
  };
}

/** The Service and namespace that a name means: "web", "web.shop", "web.shop.svc", "web.shop.svc.cluster.local". */
function readServiceName(
  host: string,
  ownNamespace: string | undefined,
): { service: string; namespace: string | undefined; isClusterName: boolean } {
  const labels = host.replace(/\.$/, "").split(".");
  const svc = labels.indexOf("svc");
  const [service = "", namespace] = svc >= 2 ? labels.slice(svc - 2, svc) : labels;
  return { service, namespace: namespace ?? ownNamespace, isClusterName: svc >= 2 || labels.length <= 2 };
}

function diagnoseServer(api: ApiServer): Diagnosis | undefined {
  const service = api.get("Service", "kube-dns", "kube-system");
  const pods = [...api.list("Pod", "kube-system")].filter((pod) =>
    isSelected(pod.metadata.labels, service?.spec.selector),
  );
  if (pods.some(isReady)) return undefined;
  const deployment = api.get("Deployment", "coredns", "kube-system");
  const fixes: Fix[] =
    deployment?.spec.replicas === 0 ? [{ object: refOf(deployment), path: "spec.replicas", from: 0, to: 2 }] : [];
  const about = service ? [pointAt(service)] : [];
  return {
    code: "DNS_SERVER_DOWN",
    about,
    proof: [{ code: "DNS_PODS_READY", holds: false, references: about }],
    fixes,
  };
}

function diagnoseHeadless(api: ApiServer, service: Service, host: string): Diagnosis {
  const name = { kind: "record" as const, name: host, type: "A" as const, data: "" };
  if (service.spec.clusterIP !== "None") {
    const fixes: readonly Fix[] = [];
    return {
      code: "DNS_NAME_UNKNOWN",
      about: [name, pointAt(service)],
      proof: [{ code: "NAME_RESOLVES", holds: false, references: [name] }],
      fixes,
    };
  }
  const pods = [...api.list("Pod", service.metadata.namespace)].filter((pod) =>
    isSelected(pod.metadata.labels, service.spec.selector),
  );
  const fixes: Fix[] =
    pods.length > 0 && !pods.some(isReady)
      ? [{ object: refOf(service), path: "spec.publishNotReadyAddresses", to: true }]
      : [];
  return {
    code: "DNS_HEADLESS_EMPTY",
    about: [name, pointAt(service, "spec.selector")],
    proof: [{ code: "PODS_READY", holds: false, references: [pointAt(service), ...pods.map((pod) => pointAt(pod))] }],
    fixes,
  };
}

function nearService(api: ApiServer, name: string, namespace: string | undefined): Service | undefined {
  return [...api.list("Service", namespace)]
    .map((service) => ({ service, distance: editDistance(name, service.metadata.name) }))
    .filter(({ distance }) => distance <= MISSPELT_MAX)
    .toSorted((a, b) => a.distance - b.distance)[0]?.service;
}
