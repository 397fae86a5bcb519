import fc from "fast-check";
import { expect, test } from "vitest";
import type { KubernetesObject } from "../model/objects.ts";
import { isPodEnded, isPodReady } from "./pods.ts";
import { matchesPairs } from "./selectors.ts";
import type { BareCluster } from "./testing/bare-cluster.ts";
import { deploymentOf, openBareCluster, serviceOf } from "./testing/bare-cluster.ts";

/** One thing that somebody does, or that happens. */
type Deed =
  | { readonly kind: "apply"; readonly app: string; readonly replicas: number; readonly image: string }
  | { readonly kind: "scale"; readonly app: string; readonly replicas: number }
  | { readonly kind: "expose" | "unexpose" | "delete"; readonly app: string }
  | { readonly kind: "label"; readonly nth: number; readonly app: string }
  | { readonly kind: "unready" | "ready" | "crash" | "delete pod"; readonly nth: number }
  | { readonly kind: "power"; readonly node: string; readonly on: boolean }
  | { readonly kind: "cordon"; readonly node: string; readonly unschedulable: boolean }
  | { readonly kind: "time"; readonly ms: number };

const app = fc.constantFrom("a", "b", "c");
const node = fc.constantFrom("node-1", "node-2");
const nth = fc.nat({ max: 5 });
const replicas = fc.nat({ max: 4 });
const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("apply" as const),
      app,
      replicas,
      image: fc.constantFrom("nginx", "http-8080"),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("scale" as const), app, replicas }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constantFrom("expose" as const, "unexpose" as const, "delete" as const), app }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("label" as const), nth, app }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom("unready" as const, "ready" as const, "crash" as const, "delete pod" as const),
      nth,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("power" as const), node, on: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("cordon" as const), node, unschedulable: fc.boolean() }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("time" as const),
      ms: fc.constantFrom(0, 7, 30, 200, 1000, 20_000, 400_000),
    }),
  },
);
const life = fc.array(deed, { maxLength: 25 });

test("a random life always comes to rest, leaves no orphan, and endpoints are the ready pods that the selector matches", () => {
  fc.assert(
    fc.property(life, (deeds) => {
      const cluster = openBareCluster();
      for (const one of deeds) perform(cluster, one);
      comeToRest(cluster);
      expect(orphans(cluster)).toEqual([]);
      expect(publishedAddresses(cluster, "EndpointSlice")).toEqual(readyAddresses(cluster));
      expect(publishedAddresses(cluster, "Endpoints")).toEqual(readyAddresses(cluster));
      expect(missing(cluster)).toEqual([]);
      expect(unready(cluster)).toEqual([]);
    }),
    { numRuns: 40 },
  );
}, 120_000);

test("loading a save and going on equals going on", () => {
  fc.assert(
    fc.property(life, life, (first, second) => {
      const one = openBareCluster();
      for (const each of first) perform(one, each);
      const other = openBareCluster({ saved: one.save() });
      for (const each of second) {
        perform(one, each);
        perform(other, each);
      }
      one.advance(20_000);
      other.advance(20_000);
      expect(other.save()).toEqual(one.save());
    }),
    { numRuns: 40 },
  );
}, 120_000);

test("the same life with the same seed is the same to the byte", () => {
  fc.assert(
    fc.property(life, (deeds) => {
      const [one, other] = [openBareCluster({ seed: 7 }), openBareCluster({ seed: 7 })];
      for (const each of deeds) for (const cluster of [one, other]) perform(cluster, each);
      expect(JSON.stringify(other.save())).toBe(JSON.stringify(one.save()));
    }),
    { numRuns: 15 },
  );
}, 120_000);

function perform(cluster: BareCluster, deed: Deed): void {
  const { api, controllers } = cluster;
  const pod = "nth" in deed ? ordinaryPods(cluster)[deed.nth] : undefined;
  const podRef = pod && { kind: "Pod", name: pod.metadata.name, namespace: "default" };
  switch (deed.kind) {
    case "apply": {
      const wanted = deploymentOf(deed.app, { replicas: deed.replicas, container: { image: deed.image } });
      const target = { kind: "Deployment", name: deed.app, namespace: "default" };
      if (api.get("Deployment", deed.app, "default")) api.patch(target, "strategic", { spec: wanted["spec"] });
      else api.create(wanted);
      return;
    }
    case "scale":
      api.patch({ kind: "Deployment", name: deed.app, namespace: "default" }, "merge", {
        spec: { replicas: deed.replicas },
      });
      return;
    case "expose":
      api.create(serviceOf(deed.app));
      return;
    case "unexpose":
      api.remove({ kind: "Service", name: deed.app, namespace: "default" });
      return;
    case "delete":
      api.remove({ kind: "Deployment", name: deed.app, namespace: "default" });
      return;
    case "label":
      if (podRef) api.patch(podRef, "merge", { metadata: { labels: { app: deed.app } } });
      return;
    case "unready":
    case "ready":
      if (pod)
        controllers.happen({
          kind: "readiness",
          namespace: "default",
          pod: pod.metadata.name,
          ready: deed.kind === "ready",
        });
      return;
    case "crash":
      if (pod) controllers.happen({ kind: "crash", namespace: "default", pod: pod.metadata.name });
      return;
    case "delete pod":
      if (podRef) api.remove(podRef);
      return;
    case "power":
      controllers.happen(deed);
      return;
    case "cordon":
      api.patch({ kind: "Node", name: deed.node }, "merge", { spec: { unschedulable: deed.unschedulable } });
      return;
    default:
      cluster.advance(deed.ms);
  }
}

/** All machines on and open, no pod declared unready, and then nothing changes for a minute, within a quarter of an hour. */
function comeToRest(cluster: BareCluster): void {
  for (const name of ["node-1", "node-2"]) {
    perform(cluster, { kind: "power", node: name, on: true });
    perform(cluster, { kind: "cordon", node: name, unschedulable: false });
  }
  for (const { metadata } of ordinaryPods(cluster)) {
    cluster.controllers.happen({ kind: "readiness", namespace: "default", pod: metadata.name, ready: true });
  }
  let lastChangeMs = cluster.simulation.nowMs;
  const stop = cluster.api.watch(() => {
    lastChangeMs = cluster.simulation.nowMs;
  });
  const beganMs = cluster.simulation.nowMs;
  while (cluster.simulation.nowMs - lastChangeMs < 60_000) {
    if (cluster.simulation.nowMs - beganMs > 900_000) throw new Error("never at rest");
    cluster.advance(1000);
  }
  stop();
}

function ordinaryPods({ api }: BareCluster) {
  return [...api.list("Pod", "default")];
}

/** What names owners of which none is there. */
function orphans({ api }: BareCluster): readonly string[] {
  const all = api.kinds().flatMap((kind) => [...api.list(kind)] as KubernetesObject[]);
  const uids = new Set(all.map(({ metadata }) => metadata.uid));
  return all
    .filter(({ metadata }) => metadata.ownerReferences?.every(({ uid }) => !uids.has(uid)) ?? false)
    .map(({ kind, metadata }) => `${kind} ${metadata.name}`);
}

/** Deployments that do not have the pods they want. */
function missing({ api }: BareCluster): readonly string[] {
  return [...api.list("Deployment", "default")]
    .filter(
      ({ spec, status }) =>
        (status?.updatedReplicas ?? 0) !== spec.replicas || (status?.replicas ?? 0) !== spec.replicas,
    )
    .map(({ metadata }) => metadata.name);
}

function unready(cluster: BareCluster): readonly string[] {
  return ordinaryPods(cluster)
    .filter((pod) => !isPodReady(pod))
    .map(({ metadata }) => metadata.name);
}

function readyAddresses(cluster: BareCluster): Record<string, readonly string[]> {
  const found: Record<string, readonly string[]> = {};
  for (const { metadata, spec } of cluster.api.list("Service", "default")) {
    const { selector } = spec;
    if (!selector) continue;
    found[metadata.name] = ordinaryPods(cluster)
      .filter((pod) => matchesPairs(selector, pod.metadata.labels) && isPodReady(pod) && !isPodEnded(pod))
      .filter((pod) => pod.metadata.deletionTimestamp === undefined)
      .map(({ status }) => status?.podIP ?? "")
      .toSorted();
  }
  return found;
}

function publishedAddresses(
  { api }: BareCluster,
  kind: "Endpoints" | "EndpointSlice",
): Record<string, readonly string[]> {
  const found: Record<string, string[]> = {};
  for (const { metadata, spec } of api.list("Service", "default")) if (spec.selector) found[metadata.name] = [];
  if (kind === "Endpoints") {
    for (const { metadata, subsets } of api.list("Endpoints", "default")) {
      found[metadata.name]?.push(...(subsets ?? []).flatMap(({ addresses = [] }) => addresses.map(({ ip }) => ip)));
    }
  } else {
    for (const { metadata, endpoints } of api.list("EndpointSlice", "default")) {
      const ready = (endpoints ?? []).filter(({ conditions }) => conditions?.ready);
      found[metadata.labels?.["kubernetes.io/service-name"] ?? ""]?.push(
        ...ready.flatMap(({ addresses }) => addresses),
      );
    }
  }
  return Object.fromEntries(Object.entries(found).map(([name, addresses]) => [name, addresses.toSorted()]));
}
