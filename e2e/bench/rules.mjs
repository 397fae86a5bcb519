// kube-proxy's rules of 1,000, 5,000 and 10,000 Services of 10 endpoints each (EndpointSlices without pods): from nothing, after one
// endpoint more, and what a walk through them costs beside the smallest.
//   node e2e/bench/rules.mjs
import { loadBundle } from "./bundle.mjs";
import { cpuMsSince, milliseconds, printTable, times } from "./measure.mjs";
import { clusterIp, endpointOf, serviceOf, sliceOf } from "./objects.mjs";

const SIZES = [1000, 5000, 10_000];
const WARM_UP = 100;
const KIND = { name: "web", protocol: "UDP", endpoints: 10 };
const CHANGES = 20;
const WALKS = 20_000;
const START = "2026-01-01T00:00:00Z";

/** Prints a line a size. */
export function printRules(bundle) {
  measureRules(bundle, WARM_UP);
  const figures = SIZES.map((services) => measureRules(bundle, services));
  const [first] = figures;
  const title = `Rules of Services of ${KIND.endpoints} endpoints (processor time; beside the first size)`;
  printTable(
    title,
    figures.map((figure) => ({
      services: figure.services,
      "from nothing, as text": milliseconds(figure.rulesMs),
      "": times(figure.rulesMs / first.rulesMs),
      "after one endpoint more": milliseconds(figure.changeMs),
      " ": times(figure.changeMs / first.changeMs),
      "walks a second": Math.round(WALKS / (figure.walksMs / 1000)),
      "a walk costs": times(figure.walksMs / first.walksMs),
    })),
  );
}

function measureRules(bundle, services) {
  const { Simulation, Random, openApiServer, openKubeProxy, openHostNetfilter } = bundle;
  const simulation = new Simulation({ seed: 1, startAt: START });
  const api = openApiServer({ simulation, objects: objectsOf(services) });
  const opened = timed(() => {
    const proxy = openKubeProxy({ api, simulation, netfilterOf: () => undefined });
    proxy.iptablesSave("node-1", "nat");
    proxy.iptablesSave("node-1", "filter");
    return proxy;
  });
  const filter = openHostNetfilter({ ruleset: opened.value.ruleset("node-1"), random: new Random(1) });
  const walk = walker(bundle, filter, services);
  walk(WALKS);
  const walked = timed(() => walk(WALKS));
  const changed = timed(() => {
    for (let i = 0; i < CHANGES; i++) {
      const ref = { kind: "EndpointSlice", namespace: "default", name: `web-${i}` };
      const { endpoints } = api.get(ref.kind, ref.name, ref.namespace);
      api.patch(ref, "merge", { endpoints: [...endpoints, endpointOf(i, KIND.endpoints)] });
      simulation.advanceTo(simulation.nowMs + 1000);
      walk(1);
    }
  });
  return { services, rulesMs: opened.cpuMs, walksMs: walked.cpuMs, changeMs: changed.cpuMs / CHANGES };
}

function timed(work) {
  const cpu = process.cpuUsage();
  const value = work();
  return { value, cpuMs: cpuMsSince(cpu) };
}

/** First packets from a pod to one Service after the other, through PREROUTING, FORWARD and POSTROUTING, with all steps. */
function walker({ Passage }, filter, services) {
  let count = 0;
  const context = {
    get nowMs() {
      return count;
    },
    isLocalAddress: (address) => address === "172.18.0.3",
    sourceAddressFor: () => "172.18.0.3",
    draw: () => (count % 97) / 97,
    steps: [],
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
      const passage = new Passage(header, { in: "cni0" });
      context.steps = [];
      filter.pass("PREROUTING", passage, context);
      passage.out = "eth0";
      filter.pass("FORWARD", passage, context);
      filter.pass("POSTROUTING", passage, context);
    }
  };
}

function objectsOf(services) {
  const node = { apiVersion: "v1", kind: "Node", metadata: { name: "node-1" }, spec: {}, status: {} };
  return [node, ...Array.from({ length: services }, (_, i) => [serviceOf(i, KIND), sliceOf(i, KIND)]).flat()];
}

if (process.argv[1] === import.meta.filename) printRules(await loadBundle());
