import { describe, expect, test } from "vitest";
import type { Condition, Namespace, Node, StatefulSet } from "../model/objects.ts";
import { deploymentOf, eventsAbout, openBareCluster, podsOf, serviceOf } from "./testing/bare-cluster.ts";
import type { BareCluster } from "./testing/bare-cluster.ts";

const template = (app: string, image = "nginx") => ({
  metadata: { labels: { app } },
  spec: { containers: [{ name: "c", image }] },
});

describe("the default world", () => {
  test("has two CoreDNS pods behind kube-dns, and the API server behind kubernetes", () => {
    const { api } = openBareCluster();
    const dns = api.get("Endpoints", "kube-dns", "kube-system")?.subsets ?? [];
    expect(dns.flatMap(({ addresses = [] }) => addresses.map(({ ip }) => ip))).toEqual(["10.244.1.2", "10.244.2.2"]);
    expect(api.get("Endpoints", "kubernetes", "default")?.subsets).toEqual([
      { addresses: [{ ip: "172.18.0.2" }], ports: [{ name: "https", port: 6443, protocol: "TCP" }] },
    ]);
    expect([...api.list("ConfigMap")].map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)).toEqual([
      "default/kube-root-ca.crt",
      "kube-node-lease/kube-root-ca.crt",
      "kube-public/kube-root-ca.crt",
      "kube-system/kube-apiserver-legacy-service-account-token-tracking",
      "kube-system/kube-root-ca.crt",
    ]);
  });

  test("gets its Service kubernetes back within ten seconds", () => {
    const { api, advance } = openBareCluster();
    api.remove({ kind: "Service", name: "kubernetes", namespace: "default" });
    advance(10_000);
    expect(api.get("Service", "kubernetes", "default")?.spec.clusterIP).toBe("10.96.0.1");
    expect(api.get("Endpoints", "kubernetes", "default")?.subsets).toHaveLength(1);
  });
});

describe("a StatefulSet", () => {
  const statefulSet = (spec: object = {}) => ({
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name: "db", namespace: "default" },
    spec: {
      serviceName: "db",
      replicas: 3,
      selector: { matchLabels: { app: "db" } },
      template: template("db"),
      ...spec,
    },
  });
  const names = (cluster: BareCluster) => podsOf(cluster, "db").map(({ metadata }) => metadata.name);
  const patch = ({ api }: BareCluster, spec: object) =>
    api.patch({ kind: "StatefulSet", name: "db", namespace: "default" }, "strategic", { spec });

  test("makes its pods in order, each when the one before is ready, with names and host names of their own", () => {
    const cluster = openBareCluster();
    cluster.api.create(statefulSet());
    const seen: string[] = [];
    cluster.api.watch(({ type, object }) => {
      if (object.kind === "Pod" && type === "ADDED")
        seen.push(`${object.metadata.name} at ${cluster.simulation.nowMs}`);
    });
    cluster.advance(2000);
    expect(names(cluster)).toEqual(["db-0", "db-1", "db-2"]);
    const times = seen.map((text) => Number(text.split(" ").at(-1)));
    expect(times.every((ms, i) => i === 0 || ms - (times[i - 1] ?? 0) > 150)).toBe(true);
    expect(podsOf(cluster, "db")[1]?.spec).toMatchObject({ hostname: "db-1", subdomain: "db" });
    // Recorded of Kubernetes 1.36.3.
    cluster.api.create({ ...statefulSet(), metadata: { name: "x", namespace: "default" } });
    expect(eventsAbout(cluster, "StatefulSet")[0]).toBe(
      "Normal SuccessfulCreate Create Pod db-0 in StatefulSet db successful",
    );
  });

  test("waits for ever for a first pod that is never ready, unless its pods are managed in parallel", () => {
    const cluster = openBareCluster();
    const never = { ...template("db"), spec: { containers: [{ name: "c", image: "unpullable" }] } };
    cluster.api.create(statefulSet({ template: never }));
    cluster.advance(30_000);
    expect(names(cluster)).toEqual(["db-0"]);
    cluster.api.remove({ kind: "StatefulSet", name: "db", namespace: "default" });
    cluster.advance(3000);
    cluster.api.create(statefulSet({ template: never, podManagementPolicy: "Parallel" }));
    cluster.advance(3000);
    expect(names(cluster)).toEqual(["db-0", "db-1", "db-2"]);
  });

  test("takes its pods back from the last, and updates from the last down to the partition", () => {
    const cluster = openBareCluster();
    cluster.api.create(statefulSet());
    cluster.advance(3000);
    patch(cluster, { replicas: 2 });
    cluster.advance(3000);
    expect(names(cluster)).toEqual(["db-0", "db-1"]);
    patch(cluster, { template: template("db", "http-8080"), updateStrategy: { rollingUpdate: { partition: 1 } } });
    cluster.advance(5000);
    expect(podsOf(cluster, "db").map(({ spec }) => spec.containers[0]?.image)).toEqual(["nginx", "http-8080"]);
    const status = (cluster.api.get("StatefulSet", "db", "default") as StatefulSet).status;
    expect(status?.["currentRevision"]).not.toBe(status?.["updateRevision"]);
    patch(cluster, { updateStrategy: { rollingUpdate: { partition: 0 } } });
    cluster.advance(5000);
    expect(podsOf(cluster, "db").map(({ spec }) => spec.containers[0]?.image)).toEqual(["http-8080", "http-8080"]);
  });
});

test("a DaemonSet has a pod on each node that its pods may run on, also on one that joins", () => {
  const cluster = openBareCluster();
  const spec = { selector: { matchLabels: { app: "agent" } }, template: template("agent") };
  cluster.api.create({
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: { name: "agent", namespace: "default" },
    spec,
  });
  cluster.advance(2000);
  const nodes = () =>
    podsOf(cluster, "agent")
      .map(({ spec: { nodeName = "" } }) => nodeName)
      .toSorted((a, b) => a.localeCompare(b));
  expect(nodes()).toEqual(["node-1", "node-2"]);
  expect(cluster.api.get("DaemonSet", "agent", "default")?.status).toMatchObject({
    desiredNumberScheduled: 2,
    numberReady: 2,
    numberAvailable: 2,
  });
  cluster.api.patch({ kind: "Node", name: "control-plane" }, "merge", { spec: { taints: [] } });
  cluster.advance(2000);
  expect(nodes()).toEqual(["control-plane", "node-1", "node-2"]);
});

describe("a LoadBalancer Service", () => {
  test.each`
    cloud          | shown
    ${"addresses"} | ${[{ ip: "203.0.113.200", ipMode: "VIP" }, { ip: "203.0.113.201", ipMode: "VIP" }]}
    ${"hostnames"} | ${[{ hostname: "lb.cloud.test" }, { hostname: "lb-201.cloud.test" }]}
    ${"none"}      | ${[undefined, undefined]}
  `("gets from a cloud of $cloud: $shown", ({ cloud, shown }) => {
    const cluster = openBareCluster({ cloud });
    for (const name of ["a", "b"]) cluster.api.create(serviceOf(name, { type: "LoadBalancer" }));
    cluster.advance(5000);
    const ingress = (name: string) => cluster.api.get("Service", name, "default")?.status?.loadBalancer?.ingress?.[0];
    expect([ingress("a"), ingress("b")]).toEqual(shown);
    cluster.api.remove({ kind: "Service", name: "a", namespace: "default" });
    cluster.advance(60_000);
    expect(cluster.api.get("Service", "a", "default")).toBeUndefined();
  });
});

describe("a namespace", () => {
  test("that is deleted takes all its content along", () => {
    const { api, advance } = openBareCluster();
    api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "shop" } });
    advance(60_000);
    api.create({ ...deploymentOf("web", { replicas: 2 }), metadata: { name: "web", namespace: "shop" } });
    api.create({ ...serviceOf("web"), metadata: { name: "web", namespace: "shop" } });
    advance(60_000);
    api.remove({ kind: "Namespace", name: "shop" });
    expect(api.get("Namespace", "shop")?.status?.phase).toBe("Terminating");
    advance(60_000);
    expect(api.get("Namespace", "shop")).toBeUndefined();
    expect(api.kinds().flatMap((kind) => [...api.list(kind, "shop")])).toEqual([]);
  });

  test("that is held by a finalizer says so", () => {
    const { api, advance } = openBareCluster();
    api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "shop" } });
    advance(60_000);
    api.create({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "held", namespace: "shop", finalizers: ["example.org/hold"] },
    });
    api.remove({ kind: "Namespace", name: "shop" });
    advance(60_000);
    const { status } = api.get("Namespace", "shop") as Namespace;
    expect(
      status?.conditions?.map(({ type, status: is, message }: Condition) => `${type}=${is}: ${message}`),
    ).toContain(
      "NamespaceFinalizersRemaining=True: Some content in the namespace has finalizers remaining: example.org/hold in 1 resource instances",
    );
  });
});

test("in the foreground an owner goes last", () => {
  const cluster = openBareCluster();
  cluster.api.create(deploymentOf("web", { replicas: 2 }));
  cluster.advance(2000);
  const gone: string[] = [];
  cluster.api.watch(({ type, object }) => {
    if (type === "DELETED" && object.kind !== "Event") gone.push(object.kind);
  });
  cluster.api.remove({ kind: "Deployment", name: "web", namespace: "default" }, { propagation: "Foreground" });
  cluster.advance(3000);
  expect(gone).toEqual(["Pod", "Pod", "ReplicaSet", "Deployment"]);
});

describe("a node without power", () => {
  const readiness = (node: Node | undefined) => node?.status?.conditions?.find(({ type }) => type === "Ready")?.status;

  test("is NotReady after 40 s, its pods are unready, and go after 300 s more; with power again all is well", () => {
    const cluster = openBareCluster();
    cluster.api.create(deploymentOf("web", { replicas: 2 }));
    cluster.api.create(serviceOf("web"));
    cluster.advance(2000);
    cluster.controllers.happen({ kind: "power", node: "node-1", on: false });
    cluster.advance(39_000);
    expect(readiness(cluster.api.get("Node", "node-1"))).toBe("True");
    cluster.advance(2000);
    expect(readiness(cluster.api.get("Node", "node-1"))).toBe("Unknown");
    expect(cluster.api.get("Node", "node-1")?.spec.taints).toMatchObject([
      { key: "node.kubernetes.io/unreachable", effect: "NoSchedule" },
      { key: "node.kubernetes.io/unreachable", effect: "NoExecute" },
    ]);
    const ready = () =>
      (cluster.api.get("Endpoints", "web", "default")?.subsets ?? []).flatMap(({ addresses = [] }) =>
        addresses.map(({ nodeName }) => nodeName),
      );
    expect(ready()).toEqual(["node-2"]);
    cluster.advance(310_000);
    expect(ready()).toEqual(["node-2", "node-2"]);
    cluster.controllers.happen({ kind: "power", node: "node-1", on: true });
    cluster.advance(5000);
    expect(readiness(cluster.api.get("Node", "node-1"))).toBe("True");
    expect(cluster.api.get("Node", "node-1")?.spec.taints).toBeUndefined();
    expect(podsOf(cluster, "web")).toHaveLength(2);
  });
});

test("pods of a node that is deleted go after a while, and others take their place", () => {
  const cluster = openBareCluster();
  cluster.api.create(deploymentOf("web", { replicas: 4 }));
  cluster.advance(2000);
  cluster.api.remove({ kind: "Node", name: "node-1" });
  cluster.advance(39_000);
  expect(podsOf(cluster, "web").filter(({ spec }) => spec.nodeName === "node-1")).toHaveLength(2);
  cluster.advance(5000);
  expect(podsOf(cluster, "web").map(({ spec }) => spec.nodeName)).toEqual(["node-2", "node-2", "node-2", "node-2"]);
});

test.each(["Deployment", "StatefulSet"])("a %s whose pods must be ready for 20 s is available only then", (kind) => {
  const cluster = openBareCluster();
  const { spec } = deploymentOf("web", { spec: { minReadySeconds: 20 } });
  cluster.api.create({ apiVersion: "apps/v1", kind, metadata: { name: "web", namespace: "default" }, spec });
  const available = () => {
    const set = cluster.api.get(kind, "web", "default");
    return (set?.["status"] as { availableReplicas?: number } | undefined)?.availableReplicas ?? 0;
  };
  cluster.advance(19_000);
  expect(available()).toBe(0);
  cluster.advance(4000);
  expect(available()).toBe(1);
});

test("from the tenth alike event on, they are combined into one that counts", () => {
  const cluster = openBareCluster();
  cluster.api.create(deploymentOf("web", { replicas: 1 }));
  for (let i = 0; i < 14; i++) {
    cluster.api.patch({ kind: "Deployment", name: "web", namespace: "default" }, "merge", {
      spec: { replicas: 2 + i },
    });
    cluster.advance(1000);
  }
  const events = [...cluster.api.list("Event", "default")].filter(({ metadata }) => metadata.name.startsWith("web."));
  const combined = events.filter((event) => String(event["message"]).startsWith("(combined from similar events): "));
  expect(events).toHaveLength(10);
  expect(combined).toMatchObject([
    { count: 5, reportingComponent: "", source: { component: "deployment-controller" } },
  ]);
});
