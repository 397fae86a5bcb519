// A name of one pod behind a Service ("db-0.db"), which exists only under a headless one that the pod names as its own.
import type { ApiServer } from "../apiserver/api-server.ts";
import type { Pod, Service, StatefulSet } from "../model/objects.ts";
import type { Diagnosis, Fix } from "./diagnosis.ts";
import type { Evidence } from "./evidence.ts";
import { insteadOf, isReady, pointAt, pointAtName, refOf } from "./evidence.ts";
import type { AskedName } from "./service-name.ts";

/** Why one pod's name under a Service that exists has no address. */
export function diagnosePodName(evidence: Evidence, service: Service, asked: AskedName): Diagnosis {
  const { api, trace } = evidence;
  const { namespace } = service.metadata;
  const name = pointAtName(`${asked.pod}.${asked.service}`);
  const proof = [{ code: "NAME_RESOLVES", holds: false, references: [name] } as const];
  if (service.spec.clusterIP !== "None") {
    const instead = insteadOf(trace, { host: `${asked.service}.${namespace}` });
    return {
      code: "DNS_POD_NOT_HEADLESS",
      about: [name, pointAt(service, "spec.clusterIP", service.spec.clusterIP)],
      proof,
      fixes: [],
      ...(instead !== undefined && { instead }),
    };
  }
  const pod = [...api.list("Pod", namespace)].find((one) => hostNameOf(one) === asked.pod);
  if (!pod) return { ...noSuchPod(api, service, asked), proof };
  if (pod.spec.subdomain !== service.metadata.name) return { ...otherService(api, service, pod), proof };
  return {
    code: "DNS_POD_NOT_READY",
    about: [pointAt(pod), pointAt(service, "spec.publishNotReadyAddresses")],
    proof: [{ code: "PODS_READY", holds: isReady(pod), references: [pointAt(service), pointAt(pod)] }],
    fixes: [{ object: refOf(service), path: "spec.publishNotReadyAddresses", to: true }],
  };
}

function hostNameOf({ metadata, spec }: Pod): string {
  return spec.hostname ?? metadata.name;
}

/** A StatefulSet that is too small, or nobody. */
function noSuchPod(api: ApiServer, service: Service, { pod = "", service: asked }: AskedName) {
  const about = [pointAtName(`${pod}.${asked}`), pointAt(service)];
  for (const set of api.list("StatefulSet", service.metadata.namespace)) {
    const ordinal = ordinalIn(set, pod);
    const replicas = set.spec.replicas ?? 1;
    if (ordinal === undefined || ordinal < replicas) continue;
    const fixes: readonly Fix[] = [{ object: refOf(set), path: "spec.replicas", from: replicas, to: ordinal + 1 }];
    return {
      code: "DNS_NO_SUCH_POD",
      about: [...about, pointAt(set, "spec.replicas", String(replicas))],
      fixes,
    } as const;
  }
  return { code: "DNS_NO_SUCH_POD", about, fixes: [] } as const;
}

function ordinalIn({ metadata }: StatefulSet, pod: string): number | undefined {
  const found = new RegExp(`^${metadata.name}-(\\d+)$`).exec(pod);
  return found ? Number(found[1]) : undefined;
}

/** The pod says that another Service, or none, gives it its name. */
function otherService(api: ApiServer, service: Service, pod: Pod) {
  const owner = pod.metadata.ownerReferences?.find(({ kind }) => kind === "StatefulSet");
  const set = owner && api.get("StatefulSet", owner.name, pod.metadata.namespace);
  const [object, path, from] = set
    ? [set, "spec.serviceName", set.spec.serviceName]
    : [pod, "spec.subdomain", pod.spec.subdomain];
  const fix: Fix = { object: refOf(object), path, to: service.metadata.name, ...(from !== undefined && { from }) };
  return {
    code: "DNS_POD_OTHER_SERVICE",
    about: [pointAt(pod), pointAt(object, path, from ?? "")],
    fixes: [fix],
  } as const;
}
