// Loads the engine's front door from source, as the recordings' comparison does.
import { createServer } from "vite";
import { ROOT } from "../../scripts/install.mjs";

/** Calls `measure` with the engine's modules; the loader is closed after it. */
export async function withEngine(measure) {
  const server = await createServer({
    root: ROOT,
    configFile: false,
    appType: "custom",
    logLevel: "error",
    server: { middlewareMode: true, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true },
  });
  try {
    const { openCluster } = await server.ssrLoadModule("/src/engine/cluster.ts");
    return await measure(openCluster, (path) => server.ssrLoadModule(path));
  } finally {
    await server.close();
  }
}

/** Deployments of `pods` pods, each behind a ClusterIP Service, as one manifest. */
export function workload(services, pods) {
  const one = (name) => `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}}
spec:
  replicas: ${pods}
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec:
      containers: [{name: web, image: nginx, ports: [{containerPort: 80}]}]
---
apiVersion: v1
kind: Service
metadata: {name: ${name}}
spec:
  selector: {app: ${name}}
  ports: [{port: 80}]
`;
  return Array.from({ length: services }, (_, index) => one(`web-${index}`)).join("---\n");
}

/** Runs `work` and gives what it gave, with the real milliseconds it took. */
export function timed(work) {
  const began = performance.now();
  const value = work();
  return { value, ms: performance.now() - began };
}
