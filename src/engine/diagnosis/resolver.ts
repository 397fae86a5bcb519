// The sender's own resolver: whom it asks, and what it adds to a short name.
import type { ApiServer } from "../apiserver/api-server.ts";
import type { Service } from "../model/objects.ts";
import type { Diagnosis, Fix } from "./diagnosis.ts";
import type { Evidence } from "./evidence.ts";
import { insteadOf, outsideDoor, pointAt, pointAtName, refOf, targetOf } from "./evidence.ts";
import { templateOf } from "./pod-template.ts";
import { CLUSTER_DOMAIN } from "./service-name.ts";

/** Why a sender does not find a Service that is there: it does not ask the cluster's DNS, or not for the whole name. */
export function diagnoseResolver(evidence: Evidence, service: Service): Diagnosis | undefined {
  const { trace } = evidence;
  const { from } = trace.request;
  if (!("pod" in from)) return notInCluster(evidence, service);
  return podResolver(evidence, service, from);
}

/** Nodes and machines outside ask their own DNS server. */
export function notInCluster({ api, trace }: Evidence, service: Service): Diagnosis {
  const { host, port } = targetOf(trace);
  const isOutside = "outside" in trace.request.from;
  const { clusterIP } = service.spec;
  const within = clusterIP === undefined || clusterIP === "None" ? undefined : { host: clusterIP };
  const door = isOutside ? outsideDoor(api, service, port) : within;
  const instead = door && insteadOf(trace, door);
  const fixes: readonly Fix[] =
    isOutside && !door && service.spec.type === "ClusterIP" && within
      ? [{ object: refOf(service), path: "spec.type", from: "ClusterIP", to: "NodePort" }]
      : [];
  return {
    code: "DNS_NOT_IN_CLUSTER",
    about: [pointAtName(host), pointAt(service)],
    proof: [{ code: "SERVICE_EXISTS", holds: true, references: [pointAt(service)] }],
    fixes,
    ...(instead !== undefined && { instead }),
  };
}

function podResolver(
  { api, trace }: Evidence,
  service: Service,
  from: { readonly pod: string; readonly namespace: string },
): Diagnosis | undefined {
  const pod = api.get("Pod", from.pod, from.namespace);
  if (!pod) return undefined;
  const { dnsPolicy = "ClusterFirst", hostNetwork = false, dnsConfig } = pod.spec;
  const template = templateOf(api, pod);
  const asksCluster =
    dnsPolicy === "None"
      ? (dnsConfig?.nameservers ?? []).some((address) => address === dnsAddress(api))
      : dnsPolicy === "ClusterFirstWithHostNet" || (dnsPolicy === "ClusterFirst" && !hostNetwork);
  const { host } = targetOf(trace);
  const name = pointAtName(host);
  const proof = [{ code: "SERVICE_EXISTS", holds: true, references: [pointAt(service)] } as const];
  if (!asksCluster) {
    const to = hostNetwork ? "ClusterFirstWithHostNet" : "ClusterFirst";
    const path = `${template.path}.dnsPolicy`;
    const fixes = [{ object: refOf(template.object), path, from: dnsPolicy, to }];
    return { code: "DNS_POLICY", about: [name, pointAt(template.object, path, dnsPolicy)], proof, fixes };
  }
  const isWhole = host.replace(/\.$/, "").endsWith(`.svc.${CLUSTER_DOMAIN}`);
  if (dnsPolicy !== "None" || isWhole) return undefined;
  const { name: own, namespace } = service.metadata;
  const whole = `${own}.${namespace}.svc.${CLUSTER_DOMAIN}`;
  const instead = insteadOf(trace, { host: whole });
  return {
    code: "DNS_NO_SEARCH",
    about: [name, pointAt(template.object, `${template.path}.dnsConfig.searches`), pointAtName(whole)],
    proof,
    fixes: [],
    ...(instead !== undefined && { instead }),
  };
}

function dnsAddress(api: ApiServer): string | undefined {
  return api.get("Service", "kube-dns", "kube-system")?.spec.clusterIP;
}
