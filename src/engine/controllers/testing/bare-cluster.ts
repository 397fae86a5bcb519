import type { ApiServer } from "../../apiserver/api-server.ts";
import { openApiServer } from "../../apiserver/open-api-server.ts";
import type { Json, JsonObject } from "../../model/json.ts";
import { isJsonObject } from "../../model/json.ts";
import type { Container, KubernetesObject, Pod, Probe } from "../../model/objects.ts";
import type { Process } from "../../simulation/process.ts";
import { sleep } from "../../simulation/process.ts";
import { Simulation } from "../../simulation/simulation.ts";
import { processOf } from "../../workloads/container-process.ts";
import type { Cloud, ProbeResult } from "../controller.ts";
import { defaultWorld } from "../default-world.ts";
import type { WorldNode } from "../default-world.ts";
import type { Controllers } from "../start-controllers.ts";
import { finish } from "../../model/steps.ts";
import { startControllers } from "../start-controllers.ts";

/** Store, clock and controllers without a network: probes succeed unless their command fails. */
export type BareCluster = {
  readonly api: ApiServer;
  readonly simulation: Simulation;
  readonly controllers: Controllers;
  /** Lets so much time pass. */
  readonly advance: (ms: number) => void;
  readonly save: () => JsonObject;
};

/** The machines of the recordings. */
export const THREE_NODES: readonly WorldNode[] = [
  { name: "control-plane", address: "172.18.0.2", podCidr: "10.244.0.0/24", isControlPlane: true, zone: "zone-a" },
  { name: "node-1", address: "172.18.0.3", podCidr: "10.244.1.0/24", zone: "zone-a" },
  { name: "node-2", address: "172.18.0.4", podCidr: "10.244.2.0/24", zone: "zone-b" },
];

/** The default world at rest, or what a save holds. */
export function openBareCluster(
  options: {
    readonly seed?: number;
    readonly cloud?: Cloud;
    readonly saved?: JsonObject;
    readonly nodes?: readonly WorldNode[];
  } = {},
): BareCluster {
  const { seed = 1, cloud = "none", saved } = options;
  const part = (name: string) => (isJsonObject(saved?.[name]) ? { saved: saved[name] } : {});
  const simulation = new Simulation({ seed, startAt: "2026-01-01T00:00:00Z", ...part("simulation") });
  const api = openApiServer({ simulation, ...part("api") });
  const controllers = finish(
    startControllers({
      api,
      simulation,
      cloud,
      probe: (_pod, _container, probe) => probeByCommand(simulation, probe),
      ...part("controllers"),
    }),
  );
  if (!saved) {
    defaultWorld(api, options.nodes ?? THREE_NODES);
    simulation.advanceTo(1000);
  }
  return {
    api,
    simulation,
    controllers,
    advance: (ms) => simulation.advanceTo(simulation.nowMs + ms),
    save: () => {
      const parts = { simulation: simulation.save(), api: api.save(), controllers: controllers.save() };
      return JSON.parse(JSON.stringify(parts)) as JsonObject;
    },
  };
}

/** A Deployment of pods labelled `app: NAME`; `change` is laid over its spec, `container` over its one container. */
export function deploymentOf(
  name: string,
  options: {
    readonly replicas?: number;
    readonly spec?: object;
    readonly container?: Partial<Container>;
    readonly pod?: object;
  } = {},
): KubernetesObject {
  const container = { name: "c", image: "nginx", ...options.container };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace: "default" },
    spec: {
      replicas: options.replicas ?? 1,
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: { containers: [container], ...options.pod } },
      ...options.spec,
    },
  };
}

/** A Service for pods labelled `app: NAME`, port 80. */
export function serviceOf(name: string, spec: object = {}): KubernetesObject {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, namespace: "default" },
    spec: { selector: { app: name }, ports: [{ port: 80 }], ...spec },
  };
}

/** The pods labelled `app: NAME`, by name. */
export function podsOf({ api }: BareCluster, name: string): readonly Pod[] {
  return [...api.list("Pod", "default")].filter(({ metadata }) => metadata.labels?.["app"] === name);
}

/** What was told, oldest first: "Normal Scheduled pod/x: …", with how often. */
export function eventsAbout({ api }: BareCluster, kind: string): readonly string[] {
  const events = [...api.list("Event", "default")].filter(
    (event) => (event["involvedObject"] as { readonly kind?: string }).kind === kind,
  );
  const order = (event: KubernetesObject) => event.metadata.name.split(".").at(-1) ?? "";
  return events
    .toSorted((a, b) => (order(a) < order(b) ? -1 : 1))
    .map((event) => [event["type"], event["reason"], event["message"]].map((part) => text(part as Json)).join(" "));
}

function text(value: Json): string {
  return typeof value === "string" ? value : "";
}

/** A probe whose command fails fails, every other succeeds; it takes a millisecond. */
function* probeByCommand(simulation: Simulation, { exec }: Probe): Process<ProbeResult> {
  yield* sleep(simulation, 1);
  const does = exec?.command ? processOf({ name: "probe", command: exec.command }) : undefined;
  return does?.kind === "ends" && does.exitCode !== 0 ? { failure: "" } : "success";
}
