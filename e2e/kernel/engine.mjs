// The engine's parts, loaded from their sources by Vite (without its configuration: the engine's imports are relative).
import { join } from "node:path";
import { createServer } from "vite";

const ROOT = join(import.meta.dirname, "../..");

export async function loadEngine() {
  const server = await createServer({
    root: ROOT,
    configFile: false,
    appType: "custom",
    logLevel: "error",
    server: { middlewareMode: true, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true },
  });
  const load = (path) => server.ssrLoadModule(`/src/engine/${path}`);
  const { Simulation } = await load("simulation/simulation.ts");
  const { Random } = await load("simulation/random.ts");
  const { openApiServer } = await load("apiserver/open-api-server.ts");
  const { openKubeProxy } = await load("kubeproxy/kube-proxy.ts");
  const { openHostNetfilter } = await load("netfilter/host-netfilter.ts");
  const { Passage } = await load("netfilter/passage.ts");
  return {
    Passage,
    Random,
    openHostNetfilter,
    openProxy: (objects) => {
      const simulation = new Simulation({ seed: 1, startAt: "2026-01-01T00:00:00Z" });
      return openKubeProxy({ api: openApiServer({ simulation, objects }), simulation, netfilterOf: () => undefined });
    },
    close: () => server.close(),
  };
}
