// Requests a second of processor time, 64 at once, from a pod to ClusterIP Services by their short names: with 10 Services, with 10,000
// (the others stand before them in the chain), and in @ngrok/webernetes with 10.
//   node e2e/bench/requests.mjs
import { parseAllDocuments } from "yaml";
import { loadBundle } from "./bundle.mjs";
import { measured, printTable, times } from "./measure.mjs";
import { serviceOf, sliceOf } from "./objects.mjs";
import { openWebernetes } from "./webernetes.mjs";
import { manifestOf } from "./workload.mjs";

const LIVE = { services: 10, pods: 4 };
const TOTALS = [10, 10_000];
const AT_ONCE = 64;
const REQUESTS = 100 * AT_ONCE;
const WARM_UP = 20 * AT_ONCE;
/** As the page's worker. */
const TASKS_A_LOOK = 64;

/** Prints a line a size and simulator. */
export async function printRequests(bundle) {
  const [few, many] = [await measureKubehop(bundle, TOTALS[0]), await measureKubehop(bundle, TOTALS[1])];
  const other = await measureWebernetes(bundle);
  const rowOf = ({ simulator, services, full, none, traceKilobytes }) => ({
    simulator,
    services,
    "a second, full trace": Math.round(full),
    'a second, trace: "none"': none && Math.round(none),
    "one trace": traceKilobytes && `${traceKilobytes.toFixed(1)} KB`,
    "a request costs": times(few.full / full),
  });
  printTable(
    "Requests, 64 at once (a second of processor time; @ngrok/webernetes names hosts, and walks no rules)",
    [few, many, other].map(rowOf),
  );
}

/** A dump of a cluster with ten Services of pods, and as many Services without pods as make the total. */
async function measureKubehop({ openCluster }, services) {
  const cluster = openCluster({
    seed: 1,
    objects: [...liveObjects(openCluster), ...fillers(services - LIVE.services)],
  });
  const { name: pod, namespace } = cluster
    .objects("Pod")
    .find(({ metadata }) => metadata.namespace === "default").metadata;
  const from = { pod, namespace };
  const full = await ratePerSecond(sender(cluster, { from }));
  const none = await ratePerSecond(sender(cluster, { from, trace: "none" }));
  const trace = cluster.send({ from, url: urlOf(0) });
  return { simulator: "kubehop", services, full, none, traceKilobytes: JSON.stringify(trace).length / 1024 };
}

function liveObjects(openCluster) {
  const cluster = openCluster({ seed: 1 });
  const applied = cluster.run("kubectl apply -f -", { stdin: manifestOf(LIVE) });
  if (applied.exitCode !== 0) throw new Error(applied.stderr);
  cluster.settle();
  return cluster.objects();
}

async function measureWebernetes({ webernetes }) {
  const cluster = await openWebernetes({ webernetes, nodes: 3 });
  await cluster.apply(parseAllDocuments(manifestOf(LIVE)).map((document) => document.toJS()));
  await cluster.settle({ count: LIVE.services, pods: LIVE.pods });
  const full = await ratePerSecond(async (first) => {
    const sent = Array.from({ length: AT_ONCE }, (_, index) => cluster.send(urlOf(first + index)));
    for (const status of await Promise.all(sent)) if (status !== 200) throw new Error(`answered ${status}`);
  });
  await cluster.close();
  return { simulator: "@ngrok/webernetes", services: LIVE.services, full };
}

/** Calls `sendBatch` until all requests are answered. */
async function ratePerSecond(sendBatch) {
  const sendAll = async (requests) => {
    for (let sent = 0; sent < requests; sent += AT_ONCE) await sendBatch(sent);
  };
  await sendAll(WARM_UP);
  const { cpuMs } = await measured(() => sendAll(REQUESTS));
  return (REQUESTS / cpuMs) * 1000;
}

/** Dispatches a batch and works until each is answered. */
function sender(cluster, request) {
  const waiting = new Set();
  cluster.listen((event) => {
    if (event.kind !== "trace") return;
    if (event.trace.outcome.kind !== "answered") throw new Error(JSON.stringify(event.trace.outcome));
    waiting.delete(event.id);
  });
  return (first) => {
    for (let index = 0; index < AT_ONCE; index++) {
      waiting.add(cluster.dispatch({ ...request, url: urlOf(first + index) }));
    }
    while (waiting.size > 0) cluster.work({ tasksMax: TASKS_A_LOOK, untilMs: Infinity });
  };
}

const urlOf = (index) => `http://web-${index % LIVE.services}/`;

/** Named so that kube-proxy writes them before those that are asked. */
function fillers(count) {
  const kind = { name: "other", protocol: "TCP", endpoints: LIVE.pods };
  return Array.from({ length: count }, (_, i) => [serviceOf(i, kind), sliceOf(i, kind)]).flat();
}

if (process.argv[1] === import.meta.filename) {
  await printRequests(await loadBundle());
  process.exit();
}
