// A random cluster seen from node-1: Services of every kind, their endpoints, and packets to them from a pod, from outside, and from
// the node itself.
const NODES = [
  { name: "control-plane", address: "172.18.0.2", pods: "10.244.0", zone: "a" },
  { name: "node-1", address: "172.18.0.3", pods: "10.244.1", zone: "a" },
  { name: "node-2", address: "172.18.0.4", pods: "10.244.2", zone: "b" },
];
const SERVICES_MAX = 5;
const PACKETS = 14;
const FIRST_SOURCE_PORT = 33_000;

/** {objects, packets: [{protocol, from, source?, destination, sourcePort, destinationPort}]} */
export function randomCluster(random) {
  const chance = (probability) => random.fraction() < probability;
  const services = Array.from({ length: 1 + random.below(SERVICES_MAX) }, (_, i) => randomService(random, chance, i));
  const objects = [
    ...NODES.map(({ name, address, zone }) => ({
      apiVersion: "v1",
      kind: "Node",
      metadata: { name, labels: { "topology.kubernetes.io/zone": zone } },
      spec: {},
      status: { addresses: [{ type: "InternalIP", address }] },
    })),
    ...services.flatMap(({ service, slices }) => [service, ...slices]),
  ];
  const targets = services.flatMap(targetsOf);
  const packets = Array.from({ length: PACKETS }, (_, i) =>
    randomPacket(random, chance, targets, FIRST_SOURCE_PORT + i),
  );
  return { objects, packets: packets.filter((one, i) => packets.findIndex((other) => isSameEcho(one, other)) === i) };
}

/** Two pings from one host to another could not be told apart in a trace. */
function isSameEcho(a, b) {
  const isEcho = a.protocol === "icmp" && b.protocol === "icmp";
  return a === b || (isEcho && a.from === b.from && a.source === b.source && a.destination === b.destination);
}

function randomService(random, chance, number) {
  const name = `s${number}`;
  const type = random.pick(["ClusterIP", "ClusterIP", "NodePort", "LoadBalancer"]);
  const protocols = random.pick([["TCP"], ["TCP"], ["UDP"], ["TCP", "UDP"]]);
  const ports = protocols.map((protocol, i) => ({
    name: protocols.length > 1 ? protocol.toLowerCase() : "",
    protocol,
    port: random.pick([80, 53, 8080, 9000 + i]),
    ...(type !== "ClusterIP" && { nodePort: 30_000 + number * 10 + i }),
  }));
  const clusterIP = `10.96.7.${10 + number}`;
  const spec = {
    type,
    clusterIP,
    clusterIPs: [clusterIP],
    ports,
    sessionAffinity: "None",
    ...(chance(0.25) && { sessionAffinity: "ClientIP", sessionAffinityConfig: { clientIP: { timeoutSeconds: 60 } } }),
    ...(chance(0.2) && { internalTrafficPolicy: "Local" }),
    ...(type !== "ClusterIP" && { externalTrafficPolicy: chance(0.5) ? "Local" : "Cluster" }),
    ...(chance(0.2) && { externalIPs: [`203.0.113.${100 + number}`] }),
    ...(type === "LoadBalancer" &&
      chance(0.5) && {
        loadBalancerSourceRanges: [random.pick(["198.51.100.0/28", "172.18.0.0/24", "10.244.0.0/16"])],
      }),
    ...(type === "LoadBalancer" && { healthCheckNodePort: 32_000 + number }),
  };
  const ip = `203.0.113.${200 + number}`;
  const ingress = type === "LoadBalancer" && chance(0.8) ? [{ ip, ipMode: chance(0.85) ? "VIP" : "Proxy" }] : [];
  const service = {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, namespace: "default" },
    spec,
    status: { loadBalancer: { ingress } },
  };
  return { service, slices: randomSlices(random, chance, name, ports) };
}

function randomSlices(random, chance, service, ports) {
  const isHinted = chance(0.2);
  return Array.from({ length: 1 + random.below(2) }, (_, i) => ({
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: { name: `${service}-${i}`, namespace: "default", labels: { "kubernetes.io/service-name": service } },
    addressType: "IPv4",
    ports: ports.map(({ name, protocol, port }) => ({ name, protocol, port: chance(0.5) ? port : 8000 + i })),
    endpoints: Array.from({ length: random.below(4) }, () => randomEndpoint(random, chance, isHinted)),
  }));
}

function randomEndpoint(random, chance, isHinted) {
  const { name, pods, zone } = random.pick(NODES);
  const isTerminating = chance(0.15);
  const isServing = chance(0.85);
  return {
    addresses: [`${pods}.${2 + random.below(4)}`],
    nodeName: name,
    conditions: { ready: isServing && !isTerminating, serving: isServing, terminating: isTerminating },
    ...(isHinted && { hints: { forZones: [{ name: zone }] } }),
  };
}

function targetsOf({ service }) {
  const { clusterIP, ports, externalIPs = [] } = service.spec;
  const balanced = service.status.loadBalancer.ingress.map(({ ip }) => ip);
  return ports.flatMap(({ port, nodePort, protocol }) => [
    ...[clusterIP, clusterIP, ...externalIPs, ...balanced].map((destination) => ({ destination, port, protocol })),
    ...(nodePort
      ? ["172.18.0.3", "172.18.0.3", "127.0.0.1"].map((destination) => ({ destination, port: nodePort, protocol }))
      : []),
  ]);
}

function randomPacket(random, chance, targets, sourcePort) {
  const target = chance(0.85) ? random.pick(targets) : random.pick(strays());
  const sources = target.destination === "127.0.0.1" ? ["node"] : ["pods", "pods", "world", "node"];
  const from = random.pick(sources);
  const source = {
    pods: `10.244.1.${2 + random.below(4)}`,
    world: random.pick(["198.51.100.7", "172.18.0.4"]),
    node: undefined,
  }[from];
  const protocol = target.protocol.toLowerCase();
  return {
    protocol,
    from,
    ...(source && { source }),
    destination: target.destination,
    sourcePort,
    destinationPort: target.port,
  };
}

/** What no Service has. */
function strays() {
  return [
    { destination: "10.96.7.250", port: 80, protocol: "TCP" },
    { destination: "10.96.7.10", port: 4444, protocol: "TCP" },
    { destination: "10.96.7.10", port: 0, protocol: "ICMP" },
    { destination: "10.244.2.3", port: 5353, protocol: "UDP" },
    { destination: "203.0.113.10", port: 80, protocol: "TCP" },
    { destination: "203.0.113.10", port: 0, protocol: "ICMP" },
  ];
}
