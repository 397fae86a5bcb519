// @ngrok/webernetes doing the same work: the same Deployments and Services on as many nodes, requests from a pod.
// Its clock runs with the wall's; processor time leaves out what it waits.
import { readyServices } from "./workload.mjs";

/** Real time that it gets to bring up all Services. */
const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 250;

/** A booted cluster of so many nodes: {apply, settle, send, close}. */
export async function openWebernetes({ webernetes, nodes }) {
  const pods = [];
  const cluster = new webernetes.Cluster({ nodes });
  cluster.registerImage(webImage(webernetes, pods));
  await cluster.init();
  return {
    apply: (objects) => cluster.apply(objects),
    settle: (services) => settle(cluster, services),
    /** Sends from the first pod and gives the answer's status. */
    send: async (url) => (await pods[0].fetch(url)).status,
    close: () => cluster.close(),
  };
}

/** Waits until each Service has that many ready endpoints; gives how many Services have. */
async function settle(cluster, { count, pods }) {
  const endMs = performance.now() + PATIENCE_MS;
  let ready = await slicesReady(cluster, pods);
  while (ready < count && performance.now() < endMs) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    ready = await slicesReady(cluster, pods);
  }
  return ready;
}

async function slicesReady(cluster, pods) {
  const { items } = await cluster.api.discoveryv1.listNamespacedEndpointSlice({ namespace: "default" });
  return readyServices(items, pods);
}

/** What `image: nginx` does: listens on port 80, and lets the bench send from its pod. */
function webImage({ BaseImage }, pods) {
  return class Web extends BaseImage {
    static imageName = "nginx";
    static imageVersion = "latest";
    defaultCommand = ["nginx"];

    async exec(context, argv) {
      if (argv[0] !== "nginx") return super.exec(context, argv);
      context.listenHttp(80, async () => ({ status: 200, body: "hello\n" }));
      pods.push(context);
      return context.waitUntilKilled();
    }
  };
}
