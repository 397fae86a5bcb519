import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { openCluster } from "./cluster.ts";
import type { Cluster } from "./cluster.types.ts";
import type { HostRef } from "./model/host.ts";
import type { Header } from "./model/packet.ts";
import type { PacketTrace, Trace } from "./trace/trace.ts";

const MANIFEST = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: web, image: nginx, ports: [{containerPort: 80}]}]
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  type: NodePort
  selector: {app: web}
  ports: [{port: 80}]
---
apiVersion: v1
kind: Pod
metadata: {name: client}
spec:
  containers: [{name: client, image: sleep}]
`;

/** What a person may do, and what is then to be seen. */
const DEEDS = {
  "scale up": "kubectl scale deploy web --replicas=5",
  "scale down": "kubectl scale deploy web --replicas=1",
  "scale to nothing": "kubectl scale deploy web --replicas=0",
  "delete the pods": "kubectl delete pod -l app=web --wait=false",
  "delete the Service": "kubectl delete svc web --ignore-not-found",
  "change the image": "kubectl set image deploy/web web=http-8080",
  "break the selector": `kubectl patch svc web -p '{"spec":{"selector":{"app":"wbe"}}}'`,
  ask: "kubectl exec client -- curl -sS -m 2 http://web/",
  resolve: "kubectl exec client -- nslookup web",
  expose: "kubectl expose deploy web --name=again --port=80",
} as const;

const CLIENT: HostRef = { pod: "client", namespace: "default" };

function clusterOf(seed: number): Cluster {
  const cluster = openCluster({ seed });
  expect(cluster.run("kubectl apply -f -", { stdin: MANIFEST }).exitCode).toBe(0);
  cluster.settle();
  return cluster;
}

/** All that can be seen of a cluster, as one text. */
function pictureOf(cluster: Cluster): string {
  const trace = cluster.send({ from: CLIENT, url: "http://web/", timeoutMs: 2000 });
  const nodes = ["control-plane", "node-1", "node-2"];
  const rules = nodes.flatMap((node) => [
    cluster.iptablesSave(node, "nat"),
    cluster.iptablesSave(node, "filter"),
    cluster.conntrack(node),
  ]);
  return JSON.stringify([cluster.nowMs, cluster.objects(), rules, trace]);
}

const lives = fc.record({
  seed: fc.nat(1000),
  deeds: fc.array(fc.tuple(fc.constantFrom(...Object.values(DEEDS)), fc.constantFrom(0, 30, 700, 5000)), {
    minLength: 1,
    maxLength: 6,
  }),
});

function live(cluster: Cluster, deeds: readonly (readonly [string, number])[]): void {
  for (const [line, ms] of deeds) {
    cluster.run(line);
    cluster.advance(ms);
  }
}

describe("laws of the whole cluster", () => {
  it("the same seed and the same deeds give the same bytes", () => {
    fc.assert(
      fc.property(lives, ({ seed, deeds }) => {
        const [one, other] = [clusterOf(seed), clusterOf(seed)];
        for (const cluster of [one, other]) live(cluster, deeds);
        expect(pictureOf(other)).toBe(pictureOf(one));
      }),
      { numRuns: 12, seed: 1 },
    );
  });

  it("to save, load and go on is to go on", () => {
    fc.assert(
      fc.property(lives, lives, ({ seed, deeds }, later) => {
        const whole = clusterOf(seed);
        live(whole, deeds);
        const loaded = openCluster({ saved: JSON.parse(JSON.stringify(whole.save())) });
        expect(loaded.problems).toEqual([]);
        for (const cluster of [whole, loaded]) live(cluster, later.deeds);
        expect(pictureOf(loaded)).toBe(pictureOf(whole));
      }),
      { numRuns: 20, seed: 1 },
    );
  });

  it("a reply comes from the address that was asked, to the port that asked", () => {
    fc.assert(
      fc.property(
        fc.nat(1000),
        fc.constantFrom("http://web/", "http://web.default:80/", "http://172.18.0.3:NODEPORT/"),
        (seed, target) => {
          const cluster = clusterOf(seed);
          const nodePort = cluster.run("kubectl get svc web -o jsonpath={.spec.ports[0].nodePort}").stdout;
          const trace = cluster.send({ from: CLIENT, url: target.replace("NODEPORT", nodePort) });
          expect(trace.outcome.kind).toBe("answered");
          for (const packet of trace.packets.filter((reply) => reply.answers !== undefined)) expectReply(trace, packet);
        },
      ),
      { numRuns: 12, seed: 1 },
    );
  });
});

/** An answer, as it arrives, is its question as it was sent with both ends exchanged. */
function expectReply(trace: Trace, reply: PacketTrace): void {
  const asked = trace.packets.find((packet) => packet.id === reply.answers);
  const arrived = lastHeader(reply);
  expect([arrived.source, arrived.sourcePort]).toEqual([asked?.header.destination, asked?.header.destinationPort]);
  expect([arrived.destination, arrived.destinationPort]).toEqual([asked?.header.source, asked?.header.sourcePort]);
}

function lastHeader(packet: PacketTrace): Header {
  const rewrites = packet.hops.flatMap((hop) => hop.steps).filter((step) => step.kind === "rewrite");
  return rewrites.at(-1)?.after ?? packet.header;
}

describe("the front door", () => {
  it("is at rest when it opens, with a cluster that has been there for a while", () => {
    const cluster = openCluster();
    expect(cluster.nowMs).toBe(0);
    expect(cluster.work({ tasksMax: 1000, untilMs: 60_000 })).toBe("at rest");
    expect(cluster.run("kubectl get deploy -n kube-system --no-headers").stdout).toMatch(/^coredns +2\/2/);
  });

  it("keeps the cloud of a save: where nobody gives addresses, a loaded cluster gives none either", () => {
    const saved = openCluster({ cloud: "none" }).save();
    const loaded = openCluster({ saved });
    loaded.run("kubectl create service loadbalancer lb --tcp=80:80");
    loaded.settle();
    expect(loaded.run("kubectl get svc lb --no-headers").stdout).toContain("<pending>");
  });

  it("skips and reports what it cannot read of a save, and keeps the rest", () => {
    const saved = JSON.parse(JSON.stringify(clusterOf(1).save())) as { api: { objects: unknown[] } };
    saved.api.objects.push("nonsense", { kind: "Pod" });
    const cluster = openCluster({ saved: saved as never });
    expect(cluster.problems).toHaveLength(2);
    expect(cluster.send({ from: CLIENT, url: "http://web/" }).outcome.kind).toBe("answered");
  });

  it.each(["", "nonsense", 7, [], {}, { version: 99 }, { api: 3, simulation: [], network: "x" }])(
    "opens a cluster whatever is given as a save: %j",
    (saved) => {
      expect(() => openCluster({ saved: saved as never })).not.toThrow();
    },
  );

  it("works in slices: a request that was dispatched comes as an event, beside a command that waits", () => {
    const cluster = clusterOf(1);
    const heard: string[] = [];
    cluster.listen((event) => heard.push(event.kind));
    const watching = cluster.begin("kubectl get pods -w");
    cluster.dispatch({ from: CLIENT, url: "http://web/" });
    while (!heard.includes("trace") && cluster.work({ tasksMax: 10, untilMs: cluster.nowMs + 100 }) === "more");
    expect(heard).toContain("trace");
    expect(heard).not.toContain("ended");
    cluster.stop(watching);
    expect(heard.at(-1)).toBe("ended");
  });
});

test("what the rules' draws shall show can be said beforehand", () => {
  const cluster = clusterOf(1);
  const served = [0, 0.4, 0.99].map((draw) => {
    const { outcome } = cluster.send({
      from: CLIENT,
      url: `http://${cluster.run("kubectl get svc web -o jsonpath={.spec.clusterIP}").stdout}/`,
      draws: [draw, draw],
    });
    return outcome.kind === "answered" ? outcome.served?.pod : outcome.kind;
  });
  expect(new Set(served).size).toBe(3);
});
