// Apply and settle Services of 4 pods, as the page's worker does it and as @ngrok/webernetes does, on the same number of nodes.
//   node e2e/bench/apply.mjs [--large]
import { parseAllDocuments } from "yaml";
import { loadBundle } from "./bundle.mjs";
import { heapMegabytes, measured, milliseconds, printTable, times } from "./measure.mjs";
import { manifestOf, nodesFor, readyServices } from "./workload.mjs";
import { openWebernetes } from "./webernetes.mjs";
import { openWorker } from "./worker.mjs";

const PODS = 4;
const SIZES = [1, 50, 500];
const LARGE_SIZES = [...SIZES, 5000];
/** 500 do not come up in minutes: each Service costs the more, the more there are. */
const WEBERNETES_SIZES = [1, 50];

/** Prints a line a size and simulator. */
export async function printApply(bundle, { isLarge }) {
  const sizes = isLarge ? LARGE_SIZES : SIZES;
  await measureKubehop(bundle, 10);
  const kubehop = await inTurn(sizes, (services) => measureKubehop(bundle, services));
  const webernetes = await inTurn(WEBERNETES_SIZES, (services) => measureWebernetes(bundle, services));
  const own = new Map(kubehop.map((figure) => [figure.services, figure]));
  printTable("Apply Services of 4 pods and settle (processor time: @ngrok/webernetes waits in real time)", [
    ...kubehop.map((figure, index) => rowOf("kubehop", figure, kubehop[index - 1])),
    ...webernetes.map((figure, index) => ({
      ...rowOf("@ngrok/webernetes", figure, webernetes[index - 1]),
      "beside kubehop": times(figure.cpuMs / own.get(figure.services).cpuMs),
    })),
  ]);
}

function rowOf(simulator, figure, smaller) {
  const { services, nodes, cpuMs, megabytes, deafMs, ready } = figure;
  return {
    simulator,
    services,
    nodes,
    ready: `${ready} of ${services}`,
    processor: milliseconds(cpuMs),
    "a Service": milliseconds(cpuMs / services),
    "beside the size before": smaller && `${times(cpuMs / smaller.cpuMs)} for ${times(services / smaller.services)}`,
    memory: `${megabytes.toFixed(1)} MB`,
    "longest deaf": deafMs && milliseconds(deafMs),
  };
}

/** Through the worker's host, from the text to rest; the cluster is open before. */
async function measureKubehop({ EngineHost, openClusterInSteps }, services) {
  const nodes = nodesFor({ services, pods: PODS });
  const before = await heapMegabytes();
  const worker = openWorker({ EngineHost, openClusterInSteps, nodes });
  await worker.ask({ kind: "open", seed: 1 });
  const files = [{ name: "web.yaml", text: manifestOf({ services, pods: PODS }) }];
  const { value: deafMs, cpuMs } = await measured(() =>
    worker.longestDeafMsWhile(() => worker.ask({ kind: "apply", files })),
  );
  const megabytes = (await heapMegabytes()) - before;
  const ready = readyServices(worker.slices(), PODS);
  return { services, nodes: nodes.length, cpuMs, megabytes, deafMs, ready };
}

/** From objects to the last ready endpoint, or until its time is up. */
async function measureWebernetes({ webernetes }, services) {
  const nodes = nodesFor({ services, pods: PODS }).length;
  const objects = parseAllDocuments(manifestOf({ services, pods: PODS })).map((document) => document.toJS());
  const before = await heapMegabytes();
  const cluster = await openWebernetes({ webernetes, nodes });
  const { value: ready, cpuMs } = await measured(async () => {
    await cluster.apply(objects);
    return cluster.settle({ count: services, pods: PODS });
  });
  const megabytes = (await heapMegabytes()) - before;
  await cluster.close();
  return { services, nodes, cpuMs, megabytes, ready };
}

async function inTurn(sizes, measure) {
  const figures = [];
  for (const size of sizes) figures.push(await measure(size));
  return figures;
}

if (process.argv[1] === import.meta.filename) {
  await printApply(await loadBundle(), { isLarge: process.argv.includes("--large") });
  process.exit();
}
