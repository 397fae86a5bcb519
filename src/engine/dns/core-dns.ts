import type { ApiServer } from "../apiserver/api-server.ts";
import type { JsonObject } from "../model/json.ts";
import type { ConfigMap, Pod } from "../model/objects.ts";
import { parseTimestamp } from "../model/timestamp.ts";
import type { Simulation } from "../simulation/simulation.ts";
import { openClusterNames } from "./cluster-names.ts";
import type { CoreDns } from "./contract.ts";
import { CorefileVersions } from "./corefile-versions.ts";
import { startServer } from "./server.ts";

/** Where the Corefile lives. */
export const COREFILE_CONFIG_MAP = { namespace: "kube-system", name: "coredns", key: "Corefile" } as const;

/** kubeadm's Corefile but for `cache 30`: the recorded cluster runs without, and a changed Service shows at once. */
export const DEFAULT_COREFILE = `.:53 {
    errors
    health {
       lameduck 5s
    }
    ready
    kubernetes cluster.local in-addr.arpa ip6.arpa {
       pods insecure
       fallthrough in-addr.arpa ip6.arpa
       ttl 30
    }
    prometheus :9153
    forward . /etc/resolv.conf {
       max_concurrent 1000
    }
    loop
    reload
    loadbalance
}
`;

/** The ConfigMap that a new cluster has, as kubeadm creates it. */
export function coreDnsConfigMap(): ConfigMap {
  const { namespace, name, key } = COREFILE_CONFIG_MAP;
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace }, data: { [key]: DEFAULT_COREFILE } };
}

/**
 * CoreDNS over the API server's objects. A changed Corefile is taken up at once, as the kubelet's and the reload plugin's two
 * minutes are not waited for; a broken one is ignored by pods that run, and keeps those that start later from running.
 */
export function openCoreDns(options: {
  readonly api: ApiServer;
  readonly simulation: Simulation;
  /** What `save` gave. */
  readonly saved?: JsonObject;
}): CoreDns {
  const { api, simulation, saved } = options;
  const serial = typeof saved?.["serial"] === "number" ? saved["serial"] : undefined;
  const names = openClusterNames(api, simulation, serial);
  const versions = new CorefileVersions((text) => startServer(text, { api, names, simulation }), saved);
  const { namespace, name } = COREFILE_CONFIG_MAP;
  const note = () => versions.note(corefileOf(api.get("ConfigMap", name, namespace)), simulation.nowMs);
  note();
  api.watch(({ object: { kind, metadata } }) => {
    if (kind === "ConfigMap" && metadata.name === name && metadata.namespace === namespace) note();
  });
  return {
    serve: (question, pod) => {
      const asked = pod && api.get("Pod", pod.name, pod.namespace);
      const server = versions.runningSince(() => startOf(asked, simulation));
      if (server.kind === "broken") return { kind: "not-running" };
      return server.handle({ question, localAddresses: () => localAddresses(asked, api) });
    },
    problem: () => (versions.newest.kind === "broken" ? versions.newest.problem : undefined),
    save: () => ({ serial: names.serial, versions: versions.save() }),
  };
}

/** Without the ConfigMap, CoreDNS runs as in the recorded cluster, whose own file is not an object. */
function corefileOf(configMap: ConfigMap | undefined): string {
  return configMap ? (configMap.data?.[COREFILE_CONFIG_MAP.key] ?? "") : DEFAULT_COREFILE;
}

function startOf(pod: Pod | undefined, { startEpochMs }: Simulation): number {
  const [status] = pod?.status?.containerStatuses ?? [];
  const text = status?.state?.running?.startedAt ?? pod?.status?.startTime;
  const at = text === undefined ? undefined : parseTimestamp(text);
  return at === undefined ? Number.NEGATIVE_INFINITY : at - startEpochMs;
}

function localAddresses(pod: Pod | undefined, api: ApiServer): readonly string[] {
  if (pod?.status?.podIP) return [pod.status.podIP];
  const slices = api.list("EndpointSlice", COREFILE_CONFIG_MAP.namespace);
  for (const { endpoints } of slices) {
    const [address] = endpoints?.[0]?.addresses ?? [];
    if (address !== undefined) return [address];
  }
  return [];
}
