import { expect, test } from "vitest";
import type { EndpointSlice, KubernetesObject } from "../../model/objects.ts";
import { deploymentOf, openBareCluster, podsOf, serviceOf } from "../testing/bare-cluster.ts";
import type { BareCluster } from "../testing/bare-cluster.ts";
import { planSlices, portKey } from "./slice-reconciler.ts";
import { sortSubsets } from "./sort-subsets.ts";

function slicesOf({ api }: BareCluster, service: string): readonly EndpointSlice[] {
  return [...api.list("EndpointSlice", "default")].filter(
    ({ metadata }) => metadata.labels?.["kubernetes.io/service-name"] === service,
  );
}

const port = (name: string, number: number, protocol: "TCP" | "UDP" = "TCP") => ({ name, port: number, protocol });

// Recorded of Kubernetes 1.36.3.
test.each`
  ports                                                                   | inSlices                         | inEndpoints
  ${[port("dns", 53, "UDP"), port("dns-tcp", 53), port("metrics", 9153)]} | ${["dns", "dns-tcp", "metrics"]} | ${["metrics", "dns-tcp", "dns"]}
  ${[port("http", 80), port("alt", 80)]}                                  | ${["alt", "http"]}               | ${["http", "alt"]}
  ${[port("u", 53, "UDP"), port("t", 53)]}                                | ${["u", "t"]}                    | ${["t", "u"]}
`(
  "ports come in the order of their hashes: $inSlices in slices, $inEndpoints in Endpoints",
  ({ ports, inSlices, inEndpoints }) => {
    expect(portKey(ports).sorted.map(({ name }) => name)).toEqual(inSlices);
    const [subset] = sortSubsets([{ addresses: [{ ip: "10.244.1.2" }], ports }]);
    expect(subset?.ports?.map(({ name }) => name)).toEqual(inEndpoints);
  },
);

test("a Service without pods has one empty slice and Endpoints without subsets", () => {
  const cluster = openBareCluster();
  cluster.api.create(serviceOf("web"));
  cluster.advance(1000);
  expect(slicesOf(cluster, "web")).toMatchObject([
    { endpoints: null, ports: null, metadata: { generateName: "web-" } },
  ]);
  expect(cluster.api.get("Endpoints", "web", "default")).not.toHaveProperty("subsets");
});

test("the empty slice becomes the slice of the first pods, under its name", () => {
  const cluster = openBareCluster();
  cluster.api.create(serviceOf("web"));
  cluster.advance(1000);
  const before = slicesOf(cluster, "web").map(({ metadata }) => metadata.name);
  cluster.api.create(deploymentOf("web", { replicas: 2 }));
  cluster.advance(1000);
  const [slice] = slicesOf(cluster, "web");
  expect([slice?.metadata.name]).toEqual(before);
  expect(slice?.metadata.generation).toBe(3);
  expect(slice?.endpoints).toHaveLength(2);
});

test("a pod on its way out still serves but is not ready, and is in no Endpoints", () => {
  const cluster = openBareCluster();
  const container = { lifecycle: { preStop: { sleep: { seconds: 20 } } } };
  cluster.api.create(deploymentOf("web", { container }));
  cluster.api.create(serviceOf("web"));
  cluster.advance(1000);
  cluster.api.patch({ kind: "Deployment", name: "web", namespace: "default" }, "merge", { spec: { replicas: 0 } });
  cluster.advance(1000);
  expect(slicesOf(cluster, "web")[0]?.endpoints).toMatchObject([
    { conditions: { ready: false, serving: true, terminating: true } },
  ]);
  expect(cluster.api.get("Endpoints", "web", "default")?.subsets).toBeUndefined();
});

test("publishNotReadyAddresses makes every pod ready in the eyes of clients, and says that it does not serve", () => {
  const cluster = openBareCluster();
  cluster.api.create(deploymentOf("web"));
  cluster.api.create(serviceOf("web", { publishNotReadyAddresses: true, clusterIP: "None" }));
  cluster.advance(1000);
  const pod = podsOf(cluster, "web")[0]?.metadata.name ?? "";
  cluster.controllers.happen({ kind: "readiness", namespace: "default", pod, ready: false });
  cluster.advance(1000);
  expect(slicesOf(cluster, "web")[0]).toMatchObject({
    metadata: { labels: { "service.kubernetes.io/headless": "" } },
    endpoints: [{ conditions: { ready: true, serving: false, terminating: false } }],
  });
});

test("a named port is looked up on each pod; pods that differ get slices of their own, and who has none is left out", () => {
  const cluster = openBareCluster();
  const labels = { paint: "yes" };
  const withPort = (name: string, containerPort: number) =>
    cluster.api.create({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name, namespace: "default", labels },
      spec: { containers: [{ name: "c", image: "nginx", ports: [{ name: "web", containerPort }] }] },
    });
  withPort("blue", 8080);
  withPort("green", 3000);
  cluster.api.create(
    serviceOf("paint", {
      selector: labels,
      ports: [
        { port: 80, targetPort: "web", name: "http" },
        { port: 81, targetPort: "ghost", name: "ghost" },
      ],
    }),
  );
  cluster.advance(1000);
  const shown = slicesOf(cluster, "paint").map(
    ({ ports, endpoints }) =>
      `${ports?.[0]?.name} ${ports?.[0]?.port}: ${endpoints?.[0]?.targetRef?.name}, of ${ports?.length}`,
  );
  expect(new Set(shown)).toEqual(new Set(["http 3000: green, of 1", "http 8080: blue, of 1"]));
});

test.each`
  distribution        | hints
  ${undefined}        | ${undefined}
  ${"PreferClose"}    | ${{ forZones: [{ name: "zone-b" }] }}
  ${"PreferSameZone"} | ${{ forZones: [{ name: "zone-b" }] }}
  ${"PreferSameNode"} | ${{ forZones: [{ name: "zone-b" }], forNodes: [{ name: "node-2" }] }}
`("trafficDistribution $distribution gives the hints $hints", ({ distribution, hints }) => {
  const cluster = openBareCluster();
  cluster.api.create(deploymentOf("web", { pod: { nodeName: "node-2" } }));
  cluster.api.create(serviceOf("web", distribution ? { trafficDistribution: distribution } : {}));
  cluster.advance(1000);
  expect(slicesOf(cluster, "web")[0]?.endpoints?.[0]?.hints).toEqual(hints);
});

test("Endpoints written by hand become a slice, follow their changes, and go with their Service", () => {
  const cluster = openBareCluster();
  const endpoints = (ip: string): KubernetesObject => ({
    apiVersion: "v1",
    kind: "Endpoints",
    metadata: { name: "db", namespace: "default", labels: { tier: "back" } },
    subsets: [{ addresses: [{ ip }], ports: [{ port: 5432 }] }],
  });
  cluster.api.create({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "db", namespace: "default" },
    spec: { ports: [{ port: 5432 }] },
  });
  cluster.api.create(endpoints("192.168.1.5"));
  cluster.advance(1000);
  expect(slicesOf(cluster, "db")).toMatchObject([
    {
      metadata: {
        generateName: "db-",
        labels: { tier: "back", "endpointslice.kubernetes.io/managed-by": "endpointslicemirroring-controller.k8s.io" },
      },
      endpoints: [{ addresses: ["192.168.1.5"], conditions: { ready: true } }],
      ports: [{ name: "", port: 5432, protocol: "TCP" }],
    },
  ]);
  const before = slicesOf(cluster, "db")[0]?.metadata.name;
  cluster.api.patch({ kind: "Endpoints", name: "db", namespace: "default" }, "merge", {
    subsets: endpoints("192.168.1.6")["subsets"],
  });
  cluster.advance(1000);
  expect(slicesOf(cluster, "db")).toMatchObject([
    { metadata: { name: before }, endpoints: [{ addresses: ["192.168.1.6"] }] },
  ]);
  cluster.api.remove({ kind: "Service", name: "db", namespace: "default" });
  cluster.advance(1000);
  expect(slicesOf(cluster, "db")).toEqual([]);
});

test("slices hold at most so many, are filled before new ones are made, and are kept where nothing changes", () => {
  const endpoint = (n: number) => ({ addresses: [`10.0.0.${n}`] });
  const slice = (name: string, ...endpoints: ReturnType<typeof endpoint>[]): EndpointSlice => ({
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: { name },
    addressType: "IPv4",
    endpoints,
    ports: [port("http", 80)],
  });
  const planned = planSlices({
    existing: [slice("full", endpoint(1), endpoint(2), endpoint(3)), slice("loses", endpoint(4), endpoint(5))],
    groups: [{ ports: [port("http", 80)], endpoints: [1, 2, 3, 5, 6, 7, 8].map(endpoint) }],
    endpointsMax: 3,
    isLabelled: () => true,
    isOwned: () => true,
    placeholder: "placeholder",
  });
  const names = (plans: readonly { readonly endpoints: readonly { readonly addresses: readonly string[] }[] }[]) =>
    plans.map(({ endpoints }) => endpoints.map(({ addresses }) => addresses[0]?.slice(7)).join(" "));
  expect({ create: names(planned.create), update: names(planned.update), remove: planned.remove }).toEqual({
    create: ["8"],
    update: ["5 6 7"],
    remove: [],
  });
});
