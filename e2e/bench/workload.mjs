// W(50,4,3): 50 Deployments of 4 pods behind 50 ClusterIP Services on 3 nodes. Time until every Service answers, and requests per
// second with the trace on, beside the same for one Service in the same run.
import { timed, withEngine, workload } from "./engine.mjs";

const REQUESTS = 2000;

/** Figures of the workload: {answersMs, requestsPerSecond, ratioToOneService}. */
export function measureWorkload() {
  return withEngine((openCluster) => {
    const measure = (services, pods) => {
      const cluster = openCluster({ seed: 1 });
      const started = timed(() => {
        const applied = cluster.run("kubectl apply -f -", { stdin: workload(services, pods) });
        if (applied.exitCode !== 0) throw new Error(applied.stderr);
        cluster.settle();
        for (let index = 0; index < services; index++) request(cluster, index);
      });
      const sent = timed(() => {
        for (let index = 0; index < REQUESTS; index++) request(cluster, index % services);
      });
      return { answersMs: started.ms, requestsPerSecond: (REQUESTS / sent.ms) * 1000 };
    };
    measure(1, 4);
    const one = measure(1, 4);
    const many = measure(50, 4);
    return { ...many, ratioToOneService: one.requestsPerSecond / many.requestsPerSecond };
  });
}

function request(cluster, index) {
  const from = senderOf(cluster);
  const { outcome } = cluster.send({ from, url: `http://web-${index}/` });
  if (outcome.kind !== "answered") throw new Error(`web-${index}: ${JSON.stringify(outcome)}`);
}

const senders = new WeakMap();

function senderOf(cluster) {
  if (!senders.has(cluster)) {
    const pod = cluster.objects("Pod").find((candidate) => candidate.metadata.namespace === "default");
    senders.set(cluster, { pod: pod.metadata.name, namespace: "default" });
  }
  return senders.get(cluster);
}
