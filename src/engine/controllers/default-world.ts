// The cluster before anybody applies anything: as shared/truth/recordings/start shows it.
import type { ApiServer } from "../apiserver/api-server.ts";
import type { KubernetesObject } from "../model/objects.ts";
import { formatMicroTimestamp, parseTimestamp } from "../model/timestamp.ts";
import { fnv32a } from "./hash.ts";

/** A machine of the cluster. */
export type WorldNode = {
  readonly name: string;
  readonly address: string;
  readonly podCidr: string;
  readonly isControlPlane?: boolean;
  readonly zone?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** Pods that fit on it; 110 unless told. */
  readonly podsMax?: number;
};

const NAMESPACES = ["default", "kube-node-lease", "kube-public", "kube-system"];
const CONTROL_PLANE_ROLE = "node-role.kubernetes.io/control-plane";
const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
const PODS_MAX = 110;

/** Creates that world through the API; the controllers do the rest. Refusals are our own bug and are thrown. */
export function defaultWorld(api: ApiServer, nodes: readonly WorldNode[]): void {
  const create = (object: KubernetesObject): KubernetesObject => {
    const created = api.create(object);
    if (!created.ok) throw new Error(`${object.kind} ${object.metadata.name}: ${created.status.message}`);
    return created.object;
  };
  const now = NAMESPACES.map((name) => create(namespace(name)))[0]?.metadata.creationTimestamp ?? "";
  for (const name of NAMESPACES) create(serviceAccount(name));
  create(tokenTracking(now));
  for (const node of nodes) create(proxyStarted(create(nodeObject(node, now))));
  create(coreDnsDeployment());
  create(coreDnsService());
}

function namespace(name: string): KubernetesObject {
  const labels = { "kubernetes.io/metadata.name": name };
  return { apiVersion: "v1", kind: "Namespace", metadata: { name, labels }, spec: { finalizers: ["kubernetes"] } };
}

function serviceAccount(namespace: string): KubernetesObject {
  return { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "default", namespace } };
}

function tokenTracking(now: string): KubernetesObject {
  const metadata = { name: "kube-apiserver-legacy-service-account-token-tracking", namespace: "kube-system" };
  return { apiVersion: "v1", kind: "ConfigMap", metadata, data: { since: now.slice(0, 10) } };
}

function nodeObject({ name, address, podCidr, ...node }: WorldNode, now: string): KubernetesObject {
  const resources = { cpu: "8", memory: "16Gi", pods: String(node.podsMax ?? PODS_MAX) };
  const taint = { key: CONTROL_PLANE_ROLE, effect: "NoSchedule" };
  const ready = {
    type: "Ready",
    status: "True",
    reason: "KubeletReady",
    message: "kubelet is posting ready status",
    lastHeartbeatTime: now,
    lastTransitionTime: now,
  };
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      annotations: { "node.alpha.kubernetes.io/ttl": "0" },
      labels: {
        "kubernetes.io/arch": "amd64",
        "kubernetes.io/hostname": name,
        "kubernetes.io/os": "linux",
        ...(node.isControlPlane ? { [CONTROL_PLANE_ROLE]: "" } : {}),
        ...(node.zone ? { "topology.kubernetes.io/zone": node.zone } : {}),
        ...node.labels,
      },
    },
    spec: { podCIDR: podCidr, podCIDRs: [podCidr], ...(node.isControlPlane ? { taints: [taint] } : {}) },
    status: {
      addresses: [
        { type: "InternalIP", address },
        { type: "Hostname", address: name },
      ],
      capacity: resources,
      allocatable: resources,
      conditions: [ready],
      daemonEndpoints: { kubeletEndpoint: { Port: 0 } },
      nodeInfo: NODE_INFO,
    },
  };
}

const NODE_INFO = {
  architecture: "amd64",
  bootID: "",
  containerRuntimeVersion: "containerd://2.1.0",
  kernelVersion: "6.1.0",
  kubeProxyVersion: "",
  kubeletVersion: "v1.36.3",
  machineID: "",
  operatingSystem: "linux",
  osImage: "Debian GNU/Linux 12 (bookworm)",
  systemUUID: "",
};

/** kube-proxy tells its start about a Node without uid: it has not read it yet. The nanoseconds of the name are the node's own. */
function proxyStarted({ metadata }: KubernetesObject): KubernetesObject {
  const { name, uid = "", creationTimestamp = "" } = metadata;
  const epochMs = parseTimestamp(creationTimestamp) ?? 0;
  const nanos = BigInt(epochMs) * 1_000_000n + BigInt(fnv32a(uid) % 1_000_000_000);
  return {
    apiVersion: "v1",
    kind: "Event",
    metadata: { name: `${name}.${nanos.toString(16)}`, namespace: "default" },
    action: "StartKubeProxy",
    eventTime: formatMicroTimestamp(Number(nanos / 1000n) / 1000),
    firstTimestamp: null,
    lastTimestamp: null,
    involvedObject: { apiVersion: "v1", kind: "Node", name },
    reason: "Starting",
    reportingComponent: "kube-proxy",
    reportingInstance: "kube-proxy-vm",
    source: {},
    type: "Normal",
  };
}

function coreDnsDeployment(): KubernetesObject {
  const labels = { "k8s-app": "kube-dns" };
  const container = {
    image: "registry.k8s.io/coredns/coredns:v1.12.1",
    name: "coredns",
    ports: [
      { containerPort: 53, name: "dns", protocol: "UDP" },
      { containerPort: 53, name: "dns-tcp", protocol: "TCP" },
      { containerPort: 9153, name: "metrics", protocol: "TCP" },
    ],
  };
  return applied({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { annotations: {}, labels, name: "coredns", namespace: "kube-system" },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [container] } },
    },
  });
}

function coreDnsService(): KubernetesObject {
  return applied({
    apiVersion: "v1",
    kind: "Service",
    metadata: {
      annotations: {},
      labels: { "k8s-app": "kube-dns", "kubernetes.io/cluster-service": "true", "kubernetes.io/name": "CoreDNS" },
      name: "kube-dns",
      namespace: "kube-system",
    },
    spec: {
      clusterIP: "10.96.0.10",
      ports: [
        { name: "dns", port: 53, protocol: "UDP", targetPort: 53 },
        { name: "dns-tcp", port: 53, protocol: "TCP", targetPort: 53 },
        { name: "metrics", port: 9153, protocol: "TCP", targetPort: 9153 },
      ],
      selector: { "k8s-app": "kube-dns" },
    },
  });
}

/** As `kubectl apply` leaves it: with what was applied, as JSON with sorted keys, in an annotation. */
function applied(object: KubernetesObject): KubernetesObject {
  const annotations = { [LAST_APPLIED]: `${JSON.stringify(object)}\n` };
  return { ...object, metadata: { ...object.metadata, annotations } };
}
