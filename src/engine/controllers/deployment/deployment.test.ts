import { expect, test } from "vitest";
import type { Condition, Deployment } from "../../model/objects.ts";
import { deploymentOf, eventsAbout, openBareCluster, podsOf } from "../testing/bare-cluster.ts";
import type { BareCluster } from "../testing/bare-cluster.ts";
import { isPodReady } from "../pods.ts";
import { scaledCount } from "./replica-counts.ts";
import { templateHash } from "./revisions.ts";

function deployment({ api }: BareCluster, name: string): Deployment {
  const found = api.get("Deployment", name, "default");
  if (!found) throw new Error(`no deployment ${name}`);
  return found;
}

function change(cluster: BareCluster, name: string, spec: object): void {
  cluster.api.patch({ kind: "Deployment", name, namespace: "default" }, "strategic", { spec });
}

function sizes({ api }: BareCluster): readonly string[] {
  return [...api.list("ReplicaSet", "default")]
    .map(({ metadata, spec }) => `${metadata.annotations?.["deployment.kubernetes.io/revision"]}: ${spec.replicas}`)
    .toSorted();
}

const image = (name: string) => ({ template: { spec: { containers: [{ name: "c", image: name }] } } });

test.each`
  value    | of    | up   | down
  ${"25%"} | ${2}  | ${1} | ${0}
  ${"25%"} | ${10} | ${3} | ${2}
  ${3}     | ${10} | ${3} | ${3}
`("$value of $of is $up rounded up and $down rounded down", ({ value, of, up, down }) => {
  expect([scaledCount(value, of, "up"), scaledCount(value, of, "down")]).toEqual([up, down]);
});

// Recorded of Kubernetes 1.36.3.
test.each`
  hash            | labels                       | container
  ${"7659474d7f"} | ${{ app: "d" }}              | ${{ image: "nginx", imagePullPolicy: "Always", name: "c" }}
  ${"6b5746b69d"} | ${{ "k8s-app": "kube-dns" }} | ${{ image: "registry.k8s.io/coredns/coredns:v1.12.1", imagePullPolicy: "IfNotPresent", name: "coredns", ports: [{ containerPort: 53, name: "dns", protocol: "UDP" }, { containerPort: 53, name: "dns-tcp", protocol: "TCP" }, { containerPort: 9153, name: "metrics", protocol: "TCP" }] }}
`("a template has the hash that Kubernetes gives it: $hash", ({ hash, labels, container }) => {
  const defaulted = {
    ...container,
    resources: {},
    terminationMessagePath: "/dev/termination-log",
    terminationMessagePolicy: "File",
  };
  const spec = {
    containers: [defaulted],
    dnsPolicy: "ClusterFirst" as const,
    restartPolicy: "Always" as const,
    schedulerName: "default-scheduler",
    securityContext: {},
    terminationGracePeriodSeconds: 30,
  };
  expect(templateHash({ metadata: { labels }, spec }, undefined)).toBe(hash);
});

test("a new Deployment tells of its set and is complete when its pods are available", () => {
  const cluster = openBareCluster();
  cluster.api.create(deploymentOf("web", { replicas: 3 }));
  cluster.advance(3000);
  const [set] = [...cluster.api.list("ReplicaSet", "default")];
  expect(eventsAbout(cluster, "Deployment")).toEqual([
    `Normal ScalingReplicaSet Scaled up replica set ${set?.metadata.name} from 0 to 3`,
  ]);
  expect(deployment(cluster, "web").status).toMatchObject({
    replicas: 3,
    availableReplicas: 3,
    terminatingReplicas: 0,
  });
  expect(deployment(cluster, "web").status?.conditions?.map(({ reason }: Condition) => reason)).toEqual([
    "MinimumReplicasAvailable",
    "NewReplicaSetAvailable",
  ]);
  expect(deployment(cluster, "web").metadata.generation).toBe(1);
});

test("a rolling update never has fewer pods than allowed, nor more, and ends with the new template only", () => {
  const cluster = openBareCluster();
  cluster.api.create(deploymentOf("web", { replicas: 4 }));
  cluster.advance(3000);
  const ready: number[] = [];
  const wanted: number[] = [];
  cluster.api.watch(() => {
    const active = podsOf(cluster, "web").filter(({ metadata }) => !metadata.deletionTimestamp);
    ready.push(active.filter(isPodReady).length);
    wanted.push([...cluster.api.list("ReplicaSet", "default")].reduce((sum, set) => sum + (set.spec.replicas ?? 0), 0));
  });
  change(cluster, "web", image("http-8080"));
  cluster.advance(10_000);
  expect(Math.min(...ready)).toBe(3);
  expect(Math.max(...wanted)).toBe(5);
  expect(sizes(cluster)).toEqual(["1: 0", "2: 4"]);
  expect(new Set(podsOf(cluster, "web").map(({ spec }) => spec.containers[0]?.image))).toEqual(new Set(["http-8080"]));
});

test("going back to an earlier template makes its set the newest revision again, with its history", () => {
  const cluster = openBareCluster();
  cluster.api.create(deploymentOf("web", { replicas: 2 }));
  cluster.advance(3000);
  change(cluster, "web", image("http-8080"));
  cluster.advance(5000);
  change(cluster, "web", image("nginx"));
  cluster.advance(5000);
  expect(sizes(cluster)).toEqual(["2: 0", "3: 2"]);
  const annotations = [...cluster.api.list("ReplicaSet", "default")].map(({ metadata }) => metadata.annotations);
  expect(annotations).toContainEqual(expect.objectContaining({ "deployment.kubernetes.io/revision-history": "1" }));
});

test("Recreate ends all old pods before the first new one", () => {
  const cluster = openBareCluster();
  cluster.api.create(deploymentOf("web", { replicas: 2, spec: { strategy: { type: "Recreate" } } }));
  cluster.advance(3000);
  const images: string[] = [];
  cluster.api.watch(() => {
    images.push([...new Set(podsOf(cluster, "web").map(({ spec }) => spec.containers[0]?.image))].join("+"));
  });
  change(cluster, "web", image("http-8080"));
  cluster.advance(5000);
  expect(images).not.toContain("nginx+http-8080");
  expect(images.at(-1)).toBe("http-8080");
});

test("paused, a Deployment follows its scale but not its template", () => {
  const cluster = openBareCluster();
  cluster.api.create(deploymentOf("web", { replicas: 1 }));
  cluster.advance(3000);
  change(cluster, "web", { paused: true, replicas: 3, ...image("http-8080") });
  cluster.advance(3000);
  expect(sizes(cluster)).toEqual(["1: 3"]);
  change(cluster, "web", { paused: false });
  cluster.advance(10_000);
  expect(sizes(cluster)).toEqual(["1: 0", "2: 3"]);
});

test("a rollout that gets nowhere exceeds its deadline", () => {
  const cluster = openBareCluster();
  cluster.api.create(
    deploymentOf("web", { container: { image: "unpullable" }, spec: { progressDeadlineSeconds: 30 } }),
  );
  cluster.advance(60_000);
  expect(deployment(cluster, "web").status?.conditions).toContainEqual(
    expect.objectContaining({ type: "Progressing", status: "False", reason: "ProgressDeadlineExceeded" }),
  );
});

test("deleting a Deployment leaves nothing of it; orphaning leaves its set and pods, which another one adopts", () => {
  const cluster = openBareCluster();
  const target = { kind: "Deployment", name: "web", namespace: "default" };
  cluster.api.create(deploymentOf("web", { replicas: 2 }));
  cluster.advance(3000);
  const before = podsOf(cluster, "web").map(({ metadata }) => metadata.name);
  cluster.api.remove(target, { propagation: "Orphan" });
  cluster.advance(3000);
  expect(podsOf(cluster, "web").map(({ metadata }) => metadata.name)).toEqual(before);
  cluster.api.create(deploymentOf("web", { replicas: 2 }));
  cluster.advance(3000);
  expect(podsOf(cluster, "web").map(({ metadata }) => metadata.name)).toEqual(before);
  cluster.api.remove(target, { propagation: "Background" });
  cluster.advance(3000);
  expect([...cluster.api.list("ReplicaSet", "default"), ...podsOf(cluster, "web")]).toEqual([]);
});
