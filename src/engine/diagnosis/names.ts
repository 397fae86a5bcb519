import type { ApiServer } from "../apiserver/api-server.ts";
import { parseIpv4 } from "../model/address.ts";
import { nearNames } from "../model/likeness.ts";
import type { Service } from "../model/objects.ts";
import { OUTSIDE_MACHINES } from "../network/outside.ts";
import type { Diagnosis, Fix } from "./diagnosis.ts";
import { selectorFixes } from "./endpoints.ts";
import type { Evidence } from "./evidence.ts";
import {
  insteadOf,
  isReady,
  isSelected,
  lastHeader,
  namespaceOf,
  pointAt,
  pointAtName,
  refOf,
  targetOf,
} from "./evidence.ts";
import { diagnosePodName } from "./pod-names.ts";
import { diagnoseResolver, notInCluster } from "./resolver.ts";
import { meantDomain, readServiceName } from "./service-name.ts";
import { unreachableNode } from "./unreachable-node.ts";

/** Why a name has no address: no server, no such Service, the wrong namespace or domain, or nothing behind a headless one. */
export function diagnoseName(evidence: Evidence, code: string): Diagnosis {
  const { api, trace } = evidence;
  if (code === "DNS_UNREACHABLE") return diagnoseServer(evidence);
  const { host } = targetOf(trace);
  const readings = readServiceName(meantDomain(host) ?? host, namespaceOf(trace.request.from));
  for (const asked of readings) {
    const service = asked.namespace === undefined ? undefined : api.get("Service", asked.service, asked.namespace);
    if (!service) continue;
    const found = wrongDomain(evidence, service) ?? diagnoseResolver(evidence, service);
    if (found) return found;
    return asked.pod === undefined ? diagnoseService(evidence, service) : diagnosePodName(evidence, service, asked);
  }
  const ofPod = readings.find(({ pod, namespace }) => pod !== undefined && api.get("Pod", pod, namespace));
  const isOfCluster = !host.includes(".") || ofPod !== undefined || isNamespace(api, readings[0]?.namespace);
  return notFound(evidence, (ofPod ?? readings[0])?.service, isOfCluster);
}

function isNamespace(api: ApiServer, name: string | undefined): boolean {
  return name !== undefined && api.get("Namespace", name) !== undefined;
}

/** ".svc.cluster.locale", or ".cluster.local" without "svc": no zone has it. */
function wrongDomain({ trace }: Evidence, service: Service): Diagnosis | undefined {
  const { host } = targetOf(trace);
  const meant = meantDomain(host);
  if (meant === undefined) return undefined;
  return withInstead(
    { code: "DNS_WRONG_DOMAIN", about: [pointAtName(host), pointAtName(meant), pointAt(service)], ...unresolved(host) },
    insteadOf(trace, { host: meant }),
  );
}

/** No Service has the name: it is one of another namespace, a misprint, or a name of the world outside. */
function notFound(evidence: Evidence, asked: string | undefined, isOfCluster: boolean): Diagnosis {
  const { api, trace } = evidence;
  const { host } = targetOf(trace);
  const name = pointAtName(host);
  const elsewhere = [...api.list("Service")].filter(({ metadata }) => metadata.name === asked);
  const [other] = elsewhere;
  if (other && !("pod" in trace.request.from)) return notInCluster(evidence, other);
  if (other) {
    const about = [name, ...elsewhere.map((one) => pointAt(one, "metadata.namespace", one.metadata.namespace))];
    const proof = [{ code: "SERVICE_IN_NAMESPACE", holds: false, references: about } as const];
    const instead = insteadOf(trace, { host: `${other.metadata.name}.${other.metadata.namespace}` });
    return withInstead({ code: "DNS_WRONG_NAMESPACE", about, proof, fixes: [] }, instead);
  }
  const outside = OUTSIDE_MACHINES.map(({ title }) => title).filter((title) => title.includes("."));
  const [meantOutside] = nearNames(host, [...outside, ...outside.map((title) => `www.${title}`)]);
  if (!isOfCluster) {
    const instead = meantOutside === undefined ? undefined : insteadOf(trace, { host: meantOutside });
    return withInstead({ code: "DNS_NAME_UNKNOWN", about: [name], ...unresolved(host) }, instead);
  }
  const proof = [{ code: "SERVICE_EXISTS", holds: false, references: [name] } as const];
  const meant = nearService(api, asked ?? host, namespaceOf(trace.request.from));
  if (!meant) return { code: "DNS_NO_SERVICE", about: [pointAtName(asked ?? host)], proof, fixes: [] };
  const { name: own, namespace = "" } = meant.metadata;
  const isHere = namespace === namespaceOf(trace.request.from);
  const instead = insteadOf(trace, { host: isHere ? own : `${own}.${namespace}` });
  return withInstead({ code: "DNS_NO_SERVICE_NEAR", about: [name, pointAt(meant)], proof, fixes: [] }, instead);
}

/** Nobody answered the query: no DNS pod, or no way to it. */
function diagnoseServer({ api, trace }: Evidence): Diagnosis {
  const service = api.get("Service", "kube-dns", "kube-system");
  const pods = [...api.list("Pod", "kube-system")].filter((pod) =>
    isSelected(pod.metadata.labels, service?.spec.selector),
  );
  const about = service ? [pointAt(service)] : [];
  const query = trace.packets.findLast(({ kind }) => kind === "dns-query");
  const isReached = pods.some(isReady);
  const lost = isReached && query ? unreachableNode(api, lastHeader(query).destination) : undefined;
  if (lost) return lost;
  const deployment = api.get("Deployment", "coredns", "kube-system");
  const fixes: Fix[] =
    deployment?.spec.replicas === 0 ? [{ object: refOf(deployment), path: "spec.replicas", from: 0, to: 2 }] : [];
  return {
    code: "DNS_SERVER_DOWN",
    about,
    proof: [{ code: "DNS_PODS_READY", holds: isReached, references: about }],
    fixes,
  };
}

/** The Service is there, and its name has no address. */
function diagnoseService({ api, trace }: Evidence, service: Service): Diagnosis {
  const { host } = targetOf(trace);
  if (service.spec.type === "ExternalName") return diagnoseExternalName(service);
  if (service.spec.clusterIP !== "None") {
    const config = api.get("ConfigMap", "coredns", "kube-system");
    const about = [pointAtName(host), ...(config ? [pointAt(config, "data.Corefile")] : [])];
    return { code: "DNS_ZONE_NOT_SERVED", about, ...unresolved(host) };
  }
  const all = [...api.list("Pod", service.metadata.namespace)];
  const pods = all.filter((pod) => isSelected(pod.metadata.labels, service.spec.selector));
  const fixes: readonly Fix[] =
    pods.length === 0
      ? selectorFixes(api, service, all)
      : pods.some(isReady)
        ? []
        : [{ object: refOf(service), path: "spec.publishNotReadyAddresses", to: true }];
  const references = [pointAt(service), ...pods.map((pod) => pointAt(pod))];
  return {
    code: "DNS_HEADLESS_EMPTY",
    about: [pointAtName(host), pointAt(service, "spec.selector")],
    proof: [{ code: "PODS_READY", holds: false, references }],
    fixes,
  };
}

/** An ExternalName is an alias: the name that it stands for must have an address. */
function diagnoseExternalName(service: Service): Diagnosis {
  const { externalName = "" } = service.spec;
  const about = [pointAt(service, "spec.externalName", externalName)];
  if (parseIpv4(externalName)) return { code: "EXTERNALNAME_IS_ADDRESS", about, ...unresolved(externalName) };
  const outside = OUTSIDE_MACHINES.map(({ title }) => title).filter((title) => title.includes("."));
  const fixes = nearNames(externalName, outside).map((to) => ({
    object: refOf(service),
    path: "spec.externalName",
    from: externalName,
    to,
  }));
  return { code: "EXTERNALNAME_UNKNOWN", about, ...unresolved(externalName), fixes };
}

function unresolved(host: string) {
  return {
    proof: [{ code: "NAME_RESOLVES", holds: false, references: [pointAtName(host)] }],
    fixes: [],
  } as const;
}

function withInstead(diagnosis: Diagnosis, instead: string | undefined): Diagnosis {
  return instead === undefined ? diagnosis : { ...diagnosis, instead };
}

function nearService(api: ApiServer, name: string, namespace: string | undefined): Service | undefined {
  const services = [...api.list("Service", namespace)];
  const [meant] = nearNames(
    name,
    services.map((service) => service.metadata.name),
  );
  return services.find((service) => service.metadata.name === meant);
}
