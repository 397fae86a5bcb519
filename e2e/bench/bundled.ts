// What the bench measures, bundled as the page bundles it: the engine's front door, the worker's host, the rooms that rules.mjs
// measures alone, and @ngrok/webernetes.
export { openApiServer } from "../../src/engine/apiserver/open-api-server.ts";
export { openCluster, openClusterInSteps } from "../../src/engine/cluster.ts";
export { openKubeProxy } from "../../src/engine/kubeproxy/kube-proxy.ts";
export { openHostNetfilter } from "../../src/engine/netfilter/host-netfilter.ts";
export { Passage } from "../../src/engine/netfilter/passage.ts";
export { Random } from "../../src/engine/simulation/random.ts";
export { Simulation } from "../../src/engine/simulation/simulation.ts";
export { EngineHost } from "../../src/worker/engine-host.ts";
export * as webernetes from "@ngrok/webernetes";
