import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { openCluster } from "../cluster.ts";
import type { Cluster } from "../cluster.types.ts";
import type { HostRef } from "../model/host.ts";
import type { PacketTrace, Trace } from "../trace/trace.ts";

const MANIFEST = `
apiVersion: v1
kind: Pod
metadata: {name: here, labels: {app: web}}
spec: {nodeName: node-1, containers: [{name: c, image: nginx}]}
---
apiVersion: v1
kind: Pod
metadata: {name: there, labels: {app: web}}
spec: {nodeName: node-2, containers: [{name: c, image: nginx}]}
---
apiVersion: v1
kind: Pod
metadata: {name: client}
spec: {nodeName: node-1, containers: [{name: c, image: sleep}]}
---
apiVersion: v1
kind: Pod
metadata: {name: echo, labels: {app: echo}}
spec: {nodeName: node-2, containers: [{name: c, image: udp-echo}]}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {type: NodePort, clusterIP: 10.96.1.1, selector: {app: web}, ports: [{port: 80, nodePort: 30080}]}
---
apiVersion: v1
kind: Service
metadata: {name: nobody}
spec: {clusterIP: 10.96.1.2, selector: {app: nobody}, ports: [{port: 80}]}
---
apiVersion: v1
kind: Service
metadata: {name: closed}
spec: {clusterIP: 10.96.1.3, selector: {app: web}, ports: [{port: 80, targetPort: 81}]}
---
apiVersion: v1
kind: Service
metadata: {name: shop}
spec: {type: ExternalName, externalName: shop.example.net}
---
apiVersion: v1
kind: Service
metadata: {name: echo}
spec: {clusterIP: 10.96.1.4, selector: {app: echo}, ports: [{port: 53, targetPort: 5353, protocol: UDP}]}
---
apiVersion: v1
kind: Service
metadata: {name: balanced}
spec: {type: LoadBalancer, clusterIP: 10.96.1.5, externalTrafficPolicy: Local, selector: {app: web}, ports: [{port: 80}]}
`;
const CLIENT: HostRef = { pod: "client", namespace: "default" };
const WORLD: HostRef = { outside: "198.51.100.7" };

describe("a request ends as the network has it", () => {
  test.each`
    from      | url                           | ends                                      | because
    ${CLIENT} | ${"http://web/"}              | ${"answered 200"}                         | ${"a Service has ready pods"}
    ${CLIENT} | ${"http://web:81/"}           | ${"timed-out CLUSTER_IP_HAS_NO_RULE"}     | ${"no rule wants that port, and the router is silent"}
    ${CLIENT} | ${"http://nobody/"}           | ${"refused REJECTED_BY_RULE"}             | ${"a Service without endpoints rejects"}
    ${CLIENT} | ${"http://closed/"}           | ${"refused NOTHING_LISTENS"}              | ${"the pod has no socket on the target port"}
    ${CLIENT} | ${"http://nope/"}             | ${"not-resolved NAME_NOT_FOUND"}          | ${"no search domain has the name"}
    ${CLIENT} | ${"http://10.244.1.250/"}     | ${"unreachable NO_SUCH_HOST"}             | ${"nobody on the link has the address"}
    ${CLIENT} | ${"http://10.244.2.250/"}     | ${"unreachable NO_SUCH_HOST"}             | ${"nobody behind the other node has it, and that node says so"}
    ${CLIENT} | ${"http://shop.example.net/"} | ${"answered 200"}                         | ${"the site knows its own name"}
    ${CLIENT} | ${"http://shop/"}             | ${"answered 404"}                         | ${"the site does not know the alias"}
    ${CLIENT} | ${"http://example.com/"}      | ${"refused NOTHING_LISTENS"}              | ${"nothing listens there"}
    ${CLIENT} | ${"http://192.0.2.1/"}        | ${"timed-out SWALLOWED_OUTSIDE"}          | ${"the router swallows what nobody owns"}
    ${CLIENT} | ${"https://10.96.0.1/"}       | ${"reset BAD_REQUEST"}                    | ${"curl does not trust the cluster's authority"}
    ${WORLD}  | ${"http://172.18.0.2:30080/"} | ${"answered 200"}                         | ${"every node has the node port"}
    ${WORLD}  | ${"http://10.96.1.1/"}        | ${"timed-out CLUSTER_IP_OUTSIDE_CLUSTER"} | ${"a ClusterIP means nothing outside"}
    ${WORLD}  | ${"http://203.0.113.200/"}    | ${"answered 200"}                         | ${"the cloud's balancer sends to a node that has endpoints"}
  `("$because: $url", ({ from, url, ends }) => {
    const { outcome } = open().send({ from, url, timeoutMs: 4000 });
    expect(outcome.kind === "answered" ? `answered ${outcome.status}` : `${outcome.kind} ${outcome.cause.code}`).toBe(
      ends,
    );
  });

  test.each`
    from                  | url                           | sees
    ${CLIENT}             | ${"http://web/"}              | ${"10.244.1."}
    ${{ node: "node-1" }} | ${"http://10.96.1.1/"}        | ${/^(10\.244\.1\.1|172\.18\.0\.3)$/}
    ${WORLD}              | ${"http://172.18.0.2:30080/"} | ${"172.18.0.2"}
    ${WORLD}              | ${"http://203.0.113.200/"}    | ${"198.51.100.7"}
    ${CLIENT}             | ${"http://app.mydb.io/"}      | ${"172.18.0.3"}
  `("the server of $url sees its client as $sees", ({ from, url, sees }) => {
    const { outcome } = open().send({ from, url });
    expect(outcome.kind === "answered" && outcome.seen?.client).toMatch(sees);
  });
});

describe("time", () => {
  it("a vanished pod's address takes three seconds to be unreachable", () => {
    const trace = open().send({ from: CLIENT, url: "http://10.244.2.250/" });
    expect(trace.endedMs - trace.beganMs).toBeCloseTo(3000, -1);
  });

  it("a SYN that nobody answers is sent again after 1, 3 and 7 seconds", () => {
    const { packets } = open().send({ from: CLIENT, url: "http://192.0.2.1/", timeoutMs: 8000 });
    const syns = packets.filter((packet) => packet.kind === "tcp-syn");
    expect(syns.map((syn) => Math.round((syn.sentMs - syns[0]!.sentMs) / 1000))).toEqual([0, 1, 3, 7]);
    expect(syns.slice(1).every((syn) => syn.retryOf === syns[0]!.id)).toBe(true);
  });
});

it("a datagram through a Service is answered from the address that it was sent to", () => {
  const trace = open().send({ from: CLIENT, udp: { host: "echo", port: 53 } });
  expect(trace.outcome).toMatchObject({ kind: "answered", served: { pod: "echo", port: 5353 } });
  const answer = trace.packets.at(-1)!;
  expect(lastHeader(answer)).toMatchObject({ source: "10.96.1.4", sourcePort: 53 });
});

it("what the rules draw can be said before", () => {
  const served = (draw: number) => {
    const { outcome } = open().send({ from: CLIENT, url: "http://10.96.1.1/", draws: [draw] });
    return outcome.kind === "answered" && outcome.served?.pod;
  };
  expect(new Set([served(0), served(0.99)])).toEqual(new Set(["here", "there"]));
});

it("a pod that meets itself behind a Service sees its node as the client", () => {
  const cluster = open();
  const seen = [0, 0.99].map((draw) => {
    const { outcome } = cluster.send({
      from: { pod: "here", namespace: "default" },
      url: "http://10.96.1.1/",
      draws: [draw],
    });
    return outcome.kind === "answered" && outcome.served?.pod === "here" ? outcome.seen?.client : undefined;
  });
  expect(seen).toContain("10.244.1.1");
});

test.each([WORLD, CLIENT])("a balancer with a host name proxies to a node port, from its own address: %j", (from) => {
  const { outcome } = open("hostnames").send({ from, url: "http://lb.cloud.test/" });
  expect(outcome).toMatchObject({
    kind: "answered",
    status: 200,
    seen: { client: "172.18.0.254", host: "lb.cloud.test" },
  });
});

it("a node whose link is cut is not reached, and is again when it is mended", () => {
  const cluster = open();
  const url = `http://${addressOf(cluster, "there")}/`;
  cluster.happen({ kind: "link", node: "node-2", up: false });
  expect(cluster.send({ from: CLIENT, url, timeoutMs: 5000 }).outcome.kind).toBe("unreachable");
  cluster.happen({ kind: "link", node: "node-2", up: true });
  expect(cluster.send({ from: CLIENT, url, timeoutMs: 5000 }).outcome.kind).toBe("answered");
});

describe("laws", () => {
  const hosts: HostRef[] = [
    CLIENT,
    WORLD,
    { pod: "here", namespace: "default" },
    { node: "node-1" },
    { node: "node-2" },
  ];
  const targets = [
    "web",
    "nobody",
    "closed",
    "shop",
    "echo",
    "10.96.1.1",
    "172.18.0.3:30080",
    "172.18.0.4:30081",
    "10.244.2.250",
    "203.0.113.10",
    "203.0.113.20",
  ];
  const requests = fc.record({
    from: fc.constantFrom(...hosts),
    url: fc.constantFrom(...targets).map((target) => `http://${target}/`),
    timeoutMs: fc.constantFrom(500, 2000, 4000),
  });

  it("every packet ends delivered, or with a cause; its hops follow each other in time", () => {
    const cluster = open();
    fc.assert(
      fc.property(requests, (request) => {
        for (const packet of cluster.send(request).packets) {
          expect(packet.fate.kind === "delivered" || packet.fate.cause.code).toBeTruthy();
          const times = [packet.sentMs, ...packet.hops.flatMap((hop) => [hop.arrivedMs, hop.leftMs])];
          expect(times).toEqual(times.toSorted((a, b) => a - b));
        }
      }),
      { numRuns: 60 },
    );
  });

  it("an answer undoes what was done to the question", () => {
    const cluster = open();
    fc.assert(
      fc.property(requests, (request) => {
        const { packets } = cluster.send(request);
        for (const answer of packets.filter(({ kind }) => kind === "tcp-syn-ack" || kind === "dns-answer")) {
          const asked = packets.find(({ id }) => id === answer.answers)!.header;
          expect(lastHeader(answer)).toMatchObject({
            source: asked.destination,
            sourcePort: asked.destinationPort,
            destination: asked.source,
            destinationPort: asked.sourcePort,
          });
        }
      }),
      { numRuns: 40 },
    );
  });

  it("packets stand in the order sent, numbered so, and refer to earlier ones", () => {
    const cluster = open();
    fc.assert(
      fc.property(requests, (request) => {
        const { packets } = cluster.send(request);
        expect(packets.map(({ id }) => id)).toEqual(packets.map((_, index) => index));
        for (const { id, answers = -1, retryOf = -1 } of packets) expect(Math.max(answers, retryOf)).toBeLessThan(id);
        expect(packets.map(({ sentMs }) => sentMs)).toEqual(
          packets.map(({ sentMs }) => sentMs).toSorted((a, b) => a - b),
        );
      }),
      { numRuns: 40 },
    );
  });

  it("without a trace a request comes to the same", () => {
    const [full, none] = [open(), open()];
    fc.assert(
      fc.property(requests, (request) => {
        const told = full.send(request);
        const untold = none.send({ ...request, trace: "none" });
        expect(untold.packets).toEqual([]);
        expect(withoutReferences(untold)).toEqual(withoutReferences(told));
      }),
      { numRuns: 40 },
    );
  });
});

function open(cloud: "addresses" | "hostnames" = "addresses"): Cluster {
  const cluster = openCluster({ seed: 1, cloud });
  const applied = cluster.run("kubectl apply -f -", { stdin: MANIFEST });
  if (applied.exitCode !== 0) throw new Error(applied.stderr);
  cluster.settle();
  return cluster;
}

function addressOf(cluster: Cluster, name: string): string {
  const pod = cluster.objects("Pod").find(({ metadata }) => metadata.name === name) as
    | { status?: { podIP?: string } }
    | undefined;
  return pod?.status?.podIP ?? "";
}

function lastHeader(packet: PacketTrace): PacketTrace["header"] {
  const rewrites = packet.hops.flatMap((hop) => hop.steps).filter((step) => step.kind === "rewrite");
  return rewrites.at(-1)?.after ?? packet.header;
}

function withoutReferences({ outcome, beganMs, endedMs }: Trace): unknown {
  return { beganMs, endedMs, ...outcome, ...(outcome.kind !== "answered" && { cause: outcome.cause.code }) };
}
