// W(50,4,3): 50 Deployments of 4 pods behind 50 ClusterIP Services on 3 nodes. Time until every Service answers, and requests one
// after the other with the trace on, beside the same for one Service.
//   node e2e/bench/answers.mjs
import { loadBundle } from "./bundle.mjs";
import { measured, milliseconds, printTable, times } from "./measure.mjs";
import { manifestOf } from "./workload.mjs";

const REQUESTS = 2000;

/** Prints a line a number of Services. */
export async function printAnswers({ openCluster }) {
  await measureAnswers(openCluster, { services: 1, pods: 4 });
  const one = await measureAnswers(openCluster, { services: 1, pods: 4 });
  const many = await measureAnswers(openCluster, { services: 50, pods: 4 });
  printTable(
    "Services of 4 pods on 3 nodes (processor time)",
    [one, many].map((figure) => ({
      services: figure.services,
      "every Service answers after": milliseconds(figure.answersMs),
      "requests a second, full trace": Math.round(REQUESTS / (figure.requestsMs / 1000)),
      "a request costs": times(figure.requestsMs / one.requestsMs),
    })),
  );
}

async function measureAnswers(openCluster, { services, pods }) {
  const cluster = openCluster({ seed: 1 });
  const started = await measured(() => {
    const applied = cluster.run("kubectl apply -f -", { stdin: manifestOf({ services, pods }) });
    if (applied.exitCode !== 0) throw new Error(applied.stderr);
    cluster.settle();
    const send = senderFrom(cluster);
    for (let index = 0; index < services; index++) send(index);
    return send;
  });
  const send = started.value;
  const sent = await measured(() => {
    for (let index = 0; index < REQUESTS; index++) send(index % services);
  });
  return { services, answersMs: started.cpuMs, requestsMs: sent.cpuMs };
}

/** Sends to the Service of that index from the first pod. */
function senderFrom(cluster) {
  const { metadata } = cluster.objects("Pod").find((pod) => pod.metadata.namespace === "default");
  const from = { pod: metadata.name, namespace: "default" };
  return (index) => {
    const { outcome } = cluster.send({ from, url: `http://web-${index}/` });
    if (outcome.kind !== "answered") throw new Error(`web-${index}: ${JSON.stringify(outcome)}`);
  };
}

if (process.argv[1] === import.meta.filename) await printAnswers(await loadBundle());
