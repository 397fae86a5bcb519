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

/** A Service "s", and a request to it. */
test.each`
  code                          | spec                                                                              | url                                  | fix                                                                      | instead                                  | because
  ${"NO_ENDPOINTS_SELECTOR"}    | ${"{selector: {app: wbe}, ports: [{port: 80}]}"}                                  | ${"http://s/"}                       | ${{ path: "spec.selector.app", from: "wbe", to: "web" }}                 | ${undefined}                             | ${"the selector is misspelt"}
  ${"NO_ENDPOINTS_SELECTOR"}    | ${"{selector: {ap: web}, ports: [{port: 80}]}"}                                   | ${"http://s/"}                       | ${{ path: "spec.selector", from: { ap: "web" }, to: { app: "web" } }}    | ${undefined}                             | ${"the selector's key is misspelt"}
  ${"NO_ENDPOINTS_SELECTOR"}    | ${"{selector: {app: web, tier: a}, ports: [{port: 80}]}"}                         | ${"http://s/"}                       | ${{ path: "spec.selector.tier", from: "a" }}                             | ${undefined}                             | ${"the selector asks for a label too many"}
  ${"NO_ENDPOINTS_WRITTEN"}     | ${"{ports: [{port: 80}]}"}                                                        | ${"http://s/"}                       | ${undefined}                                                             | ${undefined}                             | ${"it has no selector and nobody wrote its endpoints"}
  ${"TARGET_PORT_CLOSED"}       | ${"{selector: {app: web}, ports: [{port: 80, targetPort: 9999}]}"}                | ${"http://s/"}                       | ${{ path: "spec.ports[0].targetPort", from: 9999, to: 80 }}              | ${undefined}                             | ${"nothing listens on the target port"}
  ${"TARGET_PORT_NAME"}         | ${"{selector: {app: web}, ports: [{port: 80, targetPort: htp}]}"}                 | ${"http://s/"}                       | ${{ path: "spec.ports[0].targetPort", from: "htp", to: "http" }}         | ${undefined}                             | ${"no container has a port of that name"}
  ${"SERVICE_PORT_UNKNOWN"}     | ${"{selector: {app: web}, ports: [{port: 8080, targetPort: 80}]}"}                | ${"http://s/a"}                      | ${{ path: "spec.ports[0].port", from: 8080, to: 80 }}                    | ${"http://s:8080/a"}                     | ${"the Service has no such port"}
  ${"SERVICE_PORT_PROTOCOL"}    | ${"{selector: {app: web}, ports: [{port: 80, protocol: UDP}]}"}                   | ${"http://s/"}                       | ${{ path: "spec.ports[0].protocol", from: "UDP", to: "TCP" }}            | ${undefined}                             | ${"the Service has the port for UDP"}
  ${"NODE_PORT_ON_CLUSTER_IP"}  | ${"{type: NodePort, selector: {app: web}, ports: [{port: 80, nodePort: 30080}]}"} | ${"http://s:30080/"}                 | ${undefined}                                                             | ${"http://s/"}                           | ${"node ports are not open at the ClusterIP"}
  ${"SERVICE_PORT_ON_NODE"}     | ${"{type: NodePort, selector: {app: web}, ports: [{port: 80, nodePort: 30080}]}"} | ${"http://172.18.0.3/"}              | ${undefined}                                                             | ${"http://172.18.0.3:30080/"}            | ${"a node has the node port, not the Service's"}
  ${"TLS_PLAINTEXT_MISMATCH"}   | ${"{selector: {app: web}, ports: [{port: 443, targetPort: 80}]}"}                 | ${"https://s/"}                      | ${undefined}                                                             | ${"http://s:443/"}                       | ${"the listener speaks plain HTTP"}
  ${"DNS_HEADLESS_EMPTY"}       | ${"{clusterIP: None, selector: {app: wbe}, ports: [{port: 80}]}"}                 | ${"http://s/"}                       | ${{ path: "spec.selector.app", from: "wbe", to: "web" }}                 | ${undefined}                             | ${"a headless Service without pods has no name"}
  ${"DNS_POD_NOT_HEADLESS"}     | ${"{selector: {app: web}, ports: [{port: 80}]}"}                                  | ${"http://web-0.s.default/"}         | ${undefined}                                                             | ${"http://s.default/"}                   | ${"pods have names under headless Services only"}
  ${"DNS_NO_SUCH_POD"}          | ${"{clusterIP: None, selector: {app: web}, ports: [{port: 80}]}"}                 | ${"http://web-0.s.default/"}         | ${undefined}                                                             | ${undefined}                             | ${"no pod of the Service has that name"}
  ${"DNS_NO_SERVICE_NEAR"}      | ${"{selector: {app: web}, ports: [{port: 80}]}"}                                  | ${"http://wbe/"}                     | ${undefined}                                                             | ${"http://web/"}                         | ${"the Service's name is misspelt"}
  ${"DNS_NO_SERVICE"}           | ${"{selector: {app: web}, ports: [{port: 80}]}"}                                  | ${"http://checkout/"}                | ${undefined}                                                             | ${undefined}                             | ${"there is no Service of that name"}
  ${"DNS_WRONG_DOMAIN"}         | ${"{selector: {app: web}, ports: [{port: 80}]}"}                                  | ${"http://s.default.cluster.local/"} | ${undefined}                                                             | ${"http://s.default.svc.cluster.local/"} | ${"the name lacks its svc"}
  ${"DNS_NAME_UNKNOWN"}         | ${"{selector: {app: web}, ports: [{port: 80}]}"}                                  | ${"http://exmple.com/"}              | ${undefined}                                                             | ${"http://example.com/"}                 | ${"the name outside is misspelt"}
  ${"OUTSIDE_REFUSES"}          | ${"{type: ExternalName, externalName: example.com}"}                              | ${"http://s/"}                       | ${undefined}                                                             | ${undefined}                             | ${"nothing listens at example.com"}
  ${"EXTERNALNAME_UNKNOWN"}     | ${"{type: ExternalName, externalName: app.mydb.oi}"}                              | ${"http://s/"}                       | ${{ path: "spec.externalName", from: "app.mydb.oi", to: "app.mydb.io" }} | ${undefined}                             | ${"nobody knows the name that it stands for"}
  ${"EXTERNALNAME_IS_ADDRESS"}  | ${"{type: ExternalName, externalName: 203.0.113.10}"}                             | ${"http://s/"}                       | ${undefined}                                                             | ${undefined}                             | ${"an address is no name"}
  ${"EXTERNALNAME_HOST_HEADER"} | ${"{type: ExternalName, externalName: shop.example.net}"}                         | ${"http://s/"}                       | ${undefined}                                                             | ${"http://shop.example.net/"}            | ${"the server outside knows only its own name"}
  ${"LOCALHOST_IS_THE_POD"}     | ${"{selector: {app: web}, ports: [{port: 80}]}"}                                  | ${"http://localhost/"}               | ${undefined}                                                             | ${undefined}                             | ${"localhost is the pod itself"}
`("$code: $because", ({ code, spec, url, fix, instead }) => {
  const found = diagnosisOf(clusterWith(service("s", spec)), { url });
  expect(found?.code).toBe(code);
  expect(found?.fixes.slice(0, 1)).toMatchObject(fix ? [fix] : []);
  expect(found?.instead).toBe(instead);
});

/** A workload "slow" of one pod whose container is as told, behind a Service. */
test.each`
  code                        | pod                                                                                      | fix
  ${"POD_IMAGE"}              | ${"containers: [{name: a, image: unpullable}]"}                                          | ${undefined}
  ${"POD_CRASHING"}           | ${"containers: [{name: a, image: busybox, command: ['false']}]"}                         | ${undefined}
  ${"POD_UNSCHEDULABLE"}      | ${"{nodeSelector: {disk: ssd}, containers: [{name: a, image: nginx}]}"}                  | ${{ path: "spec.template.spec.nodeSelector" }}
  ${"PROBE_PORT_CLOSED"}      | ${"containers: [{name: a, image: nginx, readinessProbe: {httpGet: {port: 81}}}]"}        | ${{ path: "spec.template.spec.containers[0].readinessProbe.httpGet.port", from: 81, to: 80 }}
  ${"NO_ENDPOINTS_NOT_READY"} | ${"containers: [{name: a, image: nginx, readinessProbe: {exec: {command: ['false']}}}]"} | ${undefined}
  ${"LISTEN_LOOPBACK"}        | ${"containers: [{name: a, image: http-local}]"}                                          | ${undefined}
  ${"TARGET_PORT_CLOSED"}     | ${"containers: [{name: a, image: http-8080, ports: [{containerPort: 80}]}]"}             | ${{ object: { kind: "Service" }, path: "spec.ports[0].targetPort", to: 8080 }}
`("$code, when the pods are $pod", ({ code, pod, fix }) => {
  const spec = pod.startsWith("{") ? pod : `{${pod}}`;
  const workload = `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: slow}\nspec: {selector: {matchLabels: {app: slow}}, template: {metadata: {labels: {app: slow}}, spec: ${spec}}}\n`;
  const cluster = clusterWith(workload, service("slow", "{selector: {app: slow}, ports: [{port: 80}]}"));
  cluster.advance(20_000);
  const found = diagnosisOf(cluster, { url: "http://slow/" });
  expect(found?.code).toBe(code);
  expect(found?.fixes.slice(0, 1)).toMatchObject(fix ? [fix] : []);
});

describe("endpoints that somebody wrote", () => {
  const slice = (metadata: string, ports: string) =>
    `apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: ${metadata}\naddressType: IPv4\nports: ${ports}\nendpoints: [{addresses: [10.244.1.250]}]\n`;
  const label = "kubernetes.io/service-name";

  test.each`
    code                      | written                                                                      | fix
    ${"ENDPOINTS_NOT_LINKED"} | ${slice("{name: db-1}", "[{port: 80, name: http}]")}                         | ${{ path: `metadata.labels.${label}`, to: "db" }}
    ${"ENDPOINTS_PORT_NAME"}  | ${slice(`{name: db-1, labels: {${label}: db}}`, "[{port: 80}]")}             | ${{ path: "ports[0].name", from: "", to: "http" }}
    ${"ENDPOINT_DEAD_IP"}     | ${slice(`{name: db-1, labels: {${label}: db}}`, "[{port: 80, name: http}]")} | ${undefined}
  `("$code", ({ code, written, fix }) => {
    const cluster = clusterWith(service("db", "{ports: [{port: 80, name: http}]}"), written);
    const found = diagnosisOf(cluster, { url: "http://db/", timeoutMs: 10_000 });
    expect(found?.code).toBe(code);
    expect(found?.fixes.slice(0, 1)).toMatchObject(fix ? [fix] : []);
  });
});

describe("a StatefulSet's pods by name", () => {
  const set = (serviceName: string, container: string) =>
    `apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: db}\nspec: {serviceName: ${serviceName}, selector: {matchLabels: {app: db}}, template: {metadata: {labels: {app: db}}, spec: {containers: [${container}]}}}\n`;
  const headless = service("db", "{clusterIP: None, selector: {app: db}, ports: [{port: 80}]}");
  const ready = "{name: db, image: nginx}";
  const unready = "{name: db, image: nginx, readinessProbe: {exec: {command: ['false']}}}";

  test.each`
    code                       | manifests                         | host         | fix
    ${"DNS_NO_SERVICE"}        | ${[set("db", ready)]}             | ${"db-0.db"} | ${undefined}
    ${"DNS_POD_OTHER_SERVICE"} | ${[set("dbs", ready), headless]}  | ${"db-0.db"} | ${{ path: "spec.serviceName", from: "dbs", to: "db" }}
    ${"DNS_POD_NOT_READY"}     | ${[set("db", unready), headless]} | ${"db-0.db"} | ${{ path: "spec.publishNotReadyAddresses", to: true }}
    ${"DNS_NO_SUCH_POD"}       | ${[set("db", ready), headless]}   | ${"db-3.db"} | ${{ path: "spec.replicas", from: 1, to: 4 }}
  `("$code: $host", ({ code, manifests, host, fix }) => {
    const found = diagnosisOf(clusterWith(...manifests), { url: `http://${host}/` });
    expect(found?.code).toBe(code);
    expect(found?.fixes.slice(0, 1)).toMatchObject(fix ? [fix] : []);
  });
});

describe("the sender's own resolver", () => {
  const pod = (spec: string) =>
    `apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {${spec}, containers: [{name: p, image: sleep}]}\n`;

  test.each`
    code               | spec                                                         | fix
    ${"DNS_POLICY"}    | ${"dnsPolicy: Default"}                                      | ${{ path: "spec.dnsPolicy", from: "Default", to: "ClusterFirst" }}
    ${"DNS_POLICY"}    | ${"hostNetwork: true"}                                       | ${{ path: "spec.dnsPolicy", to: "ClusterFirstWithHostNet" }}
    ${"DNS_NO_SEARCH"} | ${"dnsPolicy: None, dnsConfig: {nameservers: [10.96.0.10]}"} | ${undefined}
  `("$code: $spec", ({ code, spec, fix }) => {
    const from = { pod: "p", namespace: "default" };
    const found = diagnosisOf(clusterWith(pod(spec)), { from, url: "http://web/" });
    expect(found?.code).toBe(code);
    expect(found?.fixes.slice(0, 1)).toMatchObject(fix ? [fix] : []);
  });

  it("is not the cluster's on a node", () => {
    const found = diagnosisOf(clusterWith(), { from: { node: "node-1" }, url: "http://web/" });
    expect(found).toMatchObject({ code: "DNS_NOT_IN_CLUSTER", instead: expect.stringMatching(/^http:\/\/10\.96\./) });
  });

  it("gets no answer for a zone that the Corefile does not name", () => {
    const cluster = clusterWith();
    const corefile = cluster
      .run("kubectl get configmap coredns -n kube-system -o jsonpath={.data.Corefile}")
      .stdout.replace("cluster.local", "cluster.lokal");
    const patch = JSON.stringify({ data: { Corefile: corefile } });
    cluster.run(`kubectl patch configmap coredns -n kube-system -p '${patch}'`);
    cluster.settle();
    expect(diagnosisOf(cluster, { url: "http://web/" })?.code).toBe("DNS_ZONE_NOT_SERVED");
  });
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

  it("offers the node port to somebody outside", () => {
    const cluster = clusterWith(
      service("s", "{type: NodePort, selector: {app: web}, ports: [{port: 80, nodePort: 30080}]}"),
    );
    const clusterIP = cluster.run("kubectl get svc s -o jsonpath={.spec.clusterIP}").stdout;
    const found = diagnosisOf(cluster, { from: { outside: "198.51.100.7" }, url: `http://${clusterIP}/` });
    expect(found).toMatchObject({ code: "CLUSTER_IP_OUTSIDE", instead: "http://172.18.0.2:30080/" });
  });

  it("says that the Service of an old cluster address is gone", () => {
    const cluster = clusterWith();
    const clusterIP = cluster.run("kubectl get svc web -o jsonpath={.spec.clusterIP}").stdout;
    cluster.run("kubectl delete svc web");
    cluster.settle();
    expect(diagnosisOf(cluster, { url: `http://${clusterIP}/` })?.code).toBe("CLUSTER_IP_GONE");
  });

  it.each(["link", "power"] as const)("names the node that cannot be reached for its %s", (kind) => {
    const cluster = clusterWith();
    cluster.run("kubectl scale deploy web --replicas=1");
    cluster.settle();
    const [node, address] = cluster
      .run("kubectl get pod -l app=web -o jsonpath={.items[0].spec.nodeName},{.items[0].status.podIP}")
      .stdout.split(",");
    cluster.happen(kind === "link" ? { kind, node: node ?? "", up: false } : { kind, node: node ?? "", on: false });
    const from = { node: node === "node-1" ? "node-2" : "node-1" };
    const found = diagnosisOf(cluster, { from, url: `http://${address}/`, timeoutMs: 10_000 });
    expect(found).toMatchObject({ code: "NODE_UNREACHABLE", about: [{ object: { kind: "Node", name: node } }, {}] });
  });

  it("says that a pod's own address has the pod's own ports", () => {
    const cluster = clusterWith(service("s", "{selector: {app: web}, ports: [{port: 8080, targetPort: 80}]}"));
    const address = cluster.run("kubectl get pod -l app=web -o jsonpath={.items[0].status.podIP}").stdout;
    const found = diagnosisOf(cluster, { url: `http://${address}:8080/` });
    expect(found).toMatchObject({ code: "POD_PORT_CLOSED", fixes: [], instead: `http://${address}/` });
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
    expect(diagnosisOf(clusterWith(shop, cart), { url: "http://cart/" })).toMatchObject({
      code: "DNS_WRONG_NAMESPACE",
      instead: "http://cart.shop/",
    });
  });

  it("says that the pods that a selector means are in another namespace", () => {
    const shop = "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n";
    const far =
      "apiVersion: v1\nkind: Service\nmetadata: {name: far, namespace: shop}\nspec: {selector: {app: web}, ports: [{port: 80}]}\n";
    expect(diagnosisOf(clusterWith(shop, far), { url: "http://far.shop/" })).toMatchObject({
      code: "SELECTOR_OTHER_NAMESPACE",
      fixes: [{ path: "metadata.namespace", from: "shop", to: "default" }],
    });
  });
});
