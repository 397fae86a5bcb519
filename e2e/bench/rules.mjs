// kube-proxy's rules of 1,000, 5,000 and 10,000 Services of 10 endpoints each (EndpointSlices without pods): from nothing, after one
// endpoint more, and what a walk through them costs beside the smallest.
//   node e2e/bench/rules.mjs
import { timed, withEngine } from "./engine.mjs";

const SIZES = [1000, 5000, 10_000];
const ENDPOINTS = 10;
const CHANGES = 20;
const WALKS = 20_000;
const START = "2026-01-01T00:00:00Z";

/** A line a size: {services, rulesMs, textMs, changeMs, walksPerSecond, and each as a ratio to the first size}. */
export function measureRules() {
  return withEngine(async (_, load) => {
    const { Simulation } = await load("/src/engine/simulation/simulation.ts");
    const { Random } = await load("/src/engine/simulation/random.ts");
    const { openApiServer } = await load("/src/engine/apiserver/open-api-server.ts");
    const { openKubeProxy } = await load("/src/engine/kubeproxy/kube-proxy.ts");
    const { openHostNetfilter } = await load("/src/engine/netfilter/host-netfilter.ts");
    const measure = (services) => {
      const simulation = new Simulation({ seed: 1, startAt: START });
      const api = openApiServer({ simulation, objects: objectsOf(services) });
      const opened = timed(() => {
        const proxy = openKubeProxy({ api, simulation, netfilterOf: () => undefined });
        proxy.ruleset("node-1").chain("nat", "KUBE-SERVICES");
        return proxy;
      });
      const proxy = opened.value;
      const text = timed(
        () => proxy.iptablesSave("node-1", "nat").length + proxy.iptablesSave("node-1", "filter").length,
      );
      const filter = openHostNetfilter({ ruleset: proxy.ruleset("node-1"), random: new Random(1) });
      const walk = walker(filter, services);
      walk(WALKS);
      const walked = timed(() => walk(WALKS));
      const changed = timed(() => {
        for (let i = 0; i < CHANGES; i++) {
          const ref = { kind: "EndpointSlice", namespace: "default", name: `web-${i}` };
          const { endpoints } = api.get(ref.kind, ref.name, ref.namespace);
          api.patch(ref, "merge", { endpoints: [...endpoints, endpoint(9, i)] });
          simulation.advanceTo(simulation.nowMs + 1000);
          walk(1);
        }
      });
      return {
        services,
        rulesMs: opened.ms + text.ms,
        changeMs: changed.ms / CHANGES,
        walksPerSecond: (WALKS / walked.ms) * 1000,
      };
    };
    measure(100);
    const measured = SIZES.map(measure);
    const [first] = measured;
    return measured.map((one) => ({
      ...one,
      sizeRatio: one.services / first.services,
      rulesRatio: one.rulesMs / first.rulesMs,
      changeRatio: one.changeMs / first.changeMs,
      walkRatio: first.walksPerSecond / one.walksPerSecond,
    }));
  });
}

/** First packets from a pod to one Service after the other, through PREROUTING, FORWARD and POSTROUTING, with all steps. */
function walker(filter, services) {
  let count = 0;
  const context = {
    get nowMs() {
      return count;
    },
    isLocalAddress: (address) => address === "172.18.0.3",
    sourceAddressFor: () => "172.18.0.3",
    draw: () => (count % 97) / 97,
    trace: "full",
  };
  return (times) => {
    for (let i = 0; i < times; i++) {
      count++;
      const header = {
        protocol: "udp",
        source: "10.244.1.9",
        destination: clusterIp(count % services),
        sourcePort: 1024 + (count % 60_000),
        destinationPort: 80,
        ttl: 64,
      };
      const { passage } = filter.pass("PREROUTING", { header, mark: 0, in: "cni0" }, context);
      const inside = filter.pass("FORWARD", { ...passage, out: "eth0" }, context).passage;
      filter.pass("POSTROUTING", { ...inside, out: "eth0" }, context);
    }
  };
}

function objectsOf(services) {
  const node = { apiVersion: "v1", kind: "Node", metadata: { name: "node-1" }, spec: {}, status: {} };
  return [node, ...Array.from({ length: services }, (_, i) => [serviceOf(i), sliceOf(i)]).flat()];
}

function serviceOf(i) {
  const spec = {
    type: "ClusterIP",
    clusterIP: clusterIp(i),
    clusterIPs: [clusterIp(i)],
    ports: [{ port: 80, protocol: "UDP" }],
  };
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: `web-${i}`, namespace: "default" },
    spec,
    status: { loadBalancer: {} },
  };
}

function sliceOf(i) {
  return {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: { name: `web-${i}`, namespace: "default", labels: { "kubernetes.io/service-name": `web-${i}` } },
    addressType: "IPv4",
    ports: [{ name: "", port: 8080, protocol: "UDP" }],
    endpoints: Array.from({ length: ENDPOINTS }, (_, j) => endpoint(j, i)),
  };
}

function endpoint(j, i) {
  return {
    addresses: [`10.${100 + j}.${i >> 8}.${i & 255}`],
    nodeName: "node-1",
    conditions: { ready: true, serving: true, terminating: false },
  };
}

function clusterIp(i) {
  return `10.96.${10 + (i >> 8)}.${i & 255}`;
}

if (process.argv[1] === import.meta.filename) {
  for (const one of await measureRules()) {
    const ratio = (name) => `${one[name].toFixed(2)} times`;
    console.log(`${one.services} Services of ${ENDPOINTS} endpoints (${ratio("sizeRatio")} the first)`);
    console.log(`  rules from nothing, as text    ${Math.round(one.rulesMs)} ms, ${ratio("rulesRatio")}`);
    console.log(`  after one endpoint more        ${one.changeMs.toFixed(1)} ms, ${ratio("changeRatio")}`);
    console.log(`  a first packet's walk costs    ${ratio("walkRatio")}, ${Math.round(one.walksPerSecond)} a second`);
  }
}
