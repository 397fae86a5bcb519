import { describe, expect, it, test } from "vitest";
import { openCluster } from "../cluster.ts";
import type { Cluster } from "../cluster.types.ts";
import type { HostRef } from "../model/host.ts";
import type { RequestSpec } from "../trace/trace.ts";

const WEB = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: web, image: nginx, ports: [{containerPort: 80, name: http}]}]
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports: [{port: 80}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: client}
spec:
  selector: {matchLabels: {app: client}}
  template:
    metadata: {labels: {app: client}}
    spec:
      containers: [{name: client, image: sleep}]
`;

const service = (name: string, spec: string): string =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}}\nspec: ${spec}\n`;

function clusterWith(...manifests: readonly string[]): Cluster {
  const cluster = openCluster({ seed: 1, cloud: "none" });
  for (const stdin of [WEB, ...manifests]) {
    const applied = cluster.run("kubectl apply -f -", { stdin });
    expect(applied.stderr).not.toContain("rror");
    cluster.settle();
  }
  return cluster;
}

function client(cluster: Cluster): HostRef {
  const pod = cluster.objects("Pod").find((candidate) => candidate.metadata.labels?.["app"] === "client");
  return { pod: pod?.metadata.name ?? "", namespace: "default" };
}

function diagnosisOf(cluster: Cluster, request: Omit<RequestSpec, "from"> & { from?: HostRef }) {
  return cluster.diagnose(cluster.send({ from: client(cluster), timeoutMs: 3000, ...request }));
}

describe("a request that is answered", () => {
  it("has no diagnosis", () => {
    expect(diagnosisOf(clusterWith(), { url: "http://web/" })).toBeUndefined();
  });
});

test.each`
  code                       | spec                                                               | url              | fix                                                                   | because
  ${"NO_ENDPOINTS_SELECTOR"} | ${"{selector: {app: wbe}, ports: [{port: 80}]}"}                   | ${"http://s/"}   | ${{ path: "spec.selector.app", from: "wbe", to: "web" }}              | ${"the selector is misspelt"}
  ${"NO_ENDPOINTS_SELECTOR"} | ${"{selector: {ap: web}, ports: [{port: 80}]}"}                    | ${"http://s/"}   | ${{ path: "spec.selector", from: { ap: "web" }, to: { app: "web" } }} | ${"the selector's key is misspelt"}
  ${"NO_ENDPOINTS_WRITTEN"}  | ${"{ports: [{port: 80}]}"}                                         | ${"http://s/"}   | ${undefined}                                                          | ${"it has no selector and nobody wrote its endpoints"}
  ${"TARGET_PORT_CLOSED"}    | ${"{selector: {app: web}, ports: [{port: 80, targetPort: 9999}]}"} | ${"http://s/"}   | ${{ path: "spec.ports[0].targetPort", from: 9999, to: 80 }}           | ${"nothing listens on the target port"}
  ${"TARGET_PORT_NAME"}      | ${"{selector: {app: web}, ports: [{port: 80, targetPort: htp}]}"}  | ${"http://s/"}   | ${{ path: "spec.ports[0].targetPort", from: "htp", to: "http" }}      | ${"no container has a port of that name"}
  ${"SERVICE_PORT_UNKNOWN"}  | ${"{selector: {app: web}, ports: [{port: 8080, targetPort: 80}]}"} | ${"http://s/"}   | ${{ path: "spec.ports[0].port", from: 8080, to: 80 }}                 | ${"the Service has no such port"}
  ${"DNS_HEADLESS_EMPTY"}    | ${"{clusterIP: None, selector: {app: none}, ports: [{port: 80}]}"} | ${"http://s/"}   | ${undefined}                                                          | ${"a headless Service without pods has no name"}
  ${"DNS_NO_SERVICE"}        | ${"{selector: {app: web}, ports: [{port: 80}]}"}                   | ${"http://wbe/"} | ${undefined}                                                          | ${"there is no Service of that name"}
  ${"OUTSIDE_REFUSES"}       | ${"{type: ExternalName, externalName: example.com}"}               | ${"http://s/"}   | ${undefined}                                                          | ${"nothing listens at example.com"}
`("$code: $because", ({ code, spec, url, fix }) => {
  const found = diagnosisOf(clusterWith(service("s", spec)), { url });
  expect(found?.code).toBe(code);
  expect(found?.fixes.slice(0, 1)).toMatchObject(fix ? [fix] : []);
});

describe("the fix that is offered", () => {
  it("makes the same request work", () => {
    const cluster = clusterWith(service("s", "{selector: {app: wbe}, ports: [{port: 80}]}"));
    const [fix] = diagnosisOf(cluster, { url: "http://s/" })?.fixes ?? [];
    expect(fix?.path).toBe("spec.selector.app");
    cluster.run(`kubectl patch svc s -p '{"spec":{"selector":{"app":${JSON.stringify(fix?.to)}}}}'`);
    cluster.settle();
    expect(cluster.send({ from: client(cluster), url: "http://s/" }).outcome.kind).toBe("answered");
  });
});

describe("addresses", () => {
  it("says that a ClusterIP does not answer ping", () => {
    expect(diagnosisOf(clusterWith(), { ping: "web" })?.code).toBe("ICMP_TO_VIRTUAL_IP");
  });

  it("says that a ClusterIP means nothing outside the cluster", () => {
    const cluster = clusterWith();
    const clusterIP = cluster.run("kubectl get svc web -o jsonpath={.spec.clusterIP}").stdout;
    const found = diagnosisOf(cluster, { from: { outside: "198.51.100.7" }, url: `http://${clusterIP}/` });
    expect(found).toMatchObject({ code: "CLUSTER_IP_OUTSIDE", fixes: [{ path: "spec.type", to: "NodePort" }] });
  });

  it("says that the pod behind an old address is gone", () => {
    expect(diagnosisOf(clusterWith(), { url: "http://10.244.1.250/", timeoutMs: 10_000 })?.code).toBe("POD_IP_GONE");
  });

  it("says that a Deployment was scaled to nothing", () => {
    const cluster = clusterWith();
    cluster.run("kubectl scale deploy web --replicas=0");
    cluster.settle();
    expect(diagnosisOf(cluster, { url: "http://web/" })).toMatchObject({
      code: "NO_ENDPOINTS_NO_PODS",
      fixes: [{ path: "spec.replicas", to: 1 }],
    });
  });

  it("says that the name stands in another namespace", () => {
    const shop = "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n";
    const cart =
      "apiVersion: v1\nkind: Service\nmetadata: {name: cart, namespace: shop}\nspec: {selector: {app: cart}, ports: [{port: 80}]}\n";
    expect(diagnosisOf(clusterWith(shop, cart), { url: "http://cart/" })?.code).toBe("DNS_WRONG_NAMESPACE");
  });
});
