import { expect, test } from "vitest";
import type { KubernetesObject, Node } from "../../model/objects.ts";
import { deploymentOf, eventsAbout, openBareCluster, podsOf } from "../testing/bare-cluster.ts";
import type { BareCluster } from "../testing/bare-cluster.ts";
import { isTolerated } from "./taints.ts";

function podWith(name: string, spec: object): KubernetesObject {
  const containers = [{ name: "c", image: "nginx" }];
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: "default", labels: { app: name } },
    spec: { containers, ...spec },
  };
}

const asking = (requests: object) => ({ containers: [{ name: "c", image: "nginx", resources: { requests } }] });
const selectorTerm = (key: string, operator: string, values: readonly string[]) => ({
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key, operator, values }] }],
      },
    },
  },
});

function placeOf(cluster: BareCluster, name: string): string | undefined {
  return cluster.api.get("Pod", name, "default")?.spec.nodeName;
}

test.each`
  pod                                                                                                       | place              | because
  ${{ nodeSelector: { "kubernetes.io/hostname": "node-2" } }}                                               | ${"node-2"}        | ${"it selects that node"}
  ${selectorTerm("topology.kubernetes.io/zone", "NotIn", ["zone-a"])}                                       | ${"node-2"}        | ${"it must not be in zone-a"}
  ${{ nodeName: "control-plane" }}                                                                          | ${"control-plane"} | ${"it names its node itself"}
  ${{ nodeSelector: { "kubernetes.io/hostname": "control-plane" }, tolerations: [{ operator: "Exists" }] }} | ${"control-plane"} | ${"it bears every taint"}
  ${{ ...asking({ cpu: "9" }) }}                                                                            | ${undefined}       | ${"no node has as much"}
`("a pod is placed on $place: $because", ({ pod, place }) => {
  const cluster = openBareCluster();
  cluster.api.create(podWith("p", pod));
  cluster.advance(1000);
  expect(placeOf(cluster, "p")).toBe(place);
});

test.each`
  pod                                  | message
  ${asking({ cpu: "9" })}              | ${"0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient cpu. no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling."}
  ${{ nodeSelector: { disk: "ssd" } }} | ${"0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 node(s) didn't match Pod's node affinity/selector. no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling."}
`("a pod that fits nowhere says why", ({ pod, message }) => {
  const cluster = openBareCluster();
  cluster.api.create(podWith("p", pod));
  cluster.advance(1000);
  expect(eventsAbout(cluster, "Pod")).toEqual([`Warning FailedScheduling ${message}`]);
  expect(cluster.api.get("Pod", "p", "default")?.status).toMatchObject({
    phase: "Pending",
    conditions: [{ type: "PodScheduled", status: "False", reason: "Unschedulable", message }],
  });
});

test("a pod that waited is placed when a node gets what it asks for", () => {
  const cluster = openBareCluster();
  cluster.api.create(podWith("p", { nodeSelector: { disk: "ssd" } }));
  cluster.advance(1000);
  cluster.api.patch({ kind: "Node", name: "node-1" }, "merge", { metadata: { labels: { disk: "ssd" } } });
  cluster.advance(1000);
  expect(placeOf(cluster, "p")).toBe("node-1");
});

test("a full node lets the next pod in when one goes", () => {
  const cluster = openBareCluster();
  const spec = { nodeSelector: { "kubernetes.io/hostname": "node-1" }, ...asking({ memory: "10Gi" }) };
  cluster.api.create(podWith("first", spec));
  cluster.advance(1000);
  cluster.api.create(podWith("second", spec));
  cluster.advance(1000);
  expect(placeOf(cluster, "second")).toBeUndefined();
  cluster.api.remove({ kind: "Pod", name: "first", namespace: "default" });
  cluster.advance(1000);
  expect(placeOf(cluster, "second")).toBe("node-1");
});

test("pods of one Deployment are spread over nodes and zones", () => {
  const cluster = openBareCluster();
  cluster.api.create(deploymentOf("web", { replicas: 6 }));
  cluster.advance(2000);
  const places = podsOf(cluster, "web").map(({ spec }) => spec.nodeName);
  expect(places.filter((place) => place === "node-1")).toHaveLength(3);
  expect(places.filter((place) => place === "node-2")).toHaveLength(3);
});

test("pods that avoid each other get a node each, and the one too many waits", () => {
  const cluster = openBareCluster();
  const term = { labelSelector: { matchLabels: { app: "web" } }, topologyKey: "kubernetes.io/hostname" };
  const pod = { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } } };
  cluster.api.create(deploymentOf("web", { replicas: 3, pod }));
  cluster.advance(2000);
  const places = podsOf(cluster, "web").map(({ spec }) => spec.nodeName ?? "waits");
  expect(places.toSorted((a, b) => a.localeCompare(b))).toEqual(["node-1", "node-2", "waits"]);
  expect(eventsAbout(cluster, "Pod").join("\n")).toContain("2 node(s) didn't match pod anti-affinity rules");
});

test("a cordoned node gets no pods and carries the taint", () => {
  const cluster = openBareCluster();
  cluster.api.patch({ kind: "Node", name: "node-1" }, "merge", { spec: { unschedulable: true } });
  cluster.advance(1000);
  cluster.api.create(deploymentOf("web", { replicas: 2 }));
  cluster.advance(1000);
  expect(podsOf(cluster, "web").map(({ spec }) => spec.nodeName)).toEqual(["node-2", "node-2"]);
  const node = cluster.api.get("Node", "node-1") as Node;
  expect(node.spec.taints).toMatchObject([{ key: "node.kubernetes.io/unschedulable", effect: "NoSchedule" }]);
});

test.each`
  toleration                                               | taint                                             | bears
  ${{ operator: "Exists" }}                                | ${{ key: "a", value: "b", effect: "NoSchedule" }} | ${true}
  ${{ key: "a", operator: "Exists" }}                      | ${{ key: "a", value: "b", effect: "NoExecute" }}  | ${true}
  ${{ key: "a", value: "b" }}                              | ${{ key: "a", value: "b", effect: "NoSchedule" }} | ${true}
  ${{ key: "a", value: "c" }}                              | ${{ key: "a", value: "b", effect: "NoSchedule" }} | ${false}
  ${{ key: "a", operator: "Exists", effect: "NoExecute" }} | ${{ key: "a", effect: "NoSchedule" }}             | ${false}
`("$toleration bears $taint: $bears", ({ toleration, taint, bears }) => {
  expect(isTolerated(taint, [toleration])).toBe(bears);
});
