import { describe, expect, it, test } from "vitest";
import { ipv4 } from "../model/address.ts";
import type { KubernetesObject } from "../model/objects.ts";
import type { NetworkHost } from "./hosts.ts";
import { Network } from "./network.ts";
import type { ObjectSource } from "./topology.ts";

const NODES = [node("node-1", "172.18.0.3", "10.244.1.0/24"), node("node-2", "172.18.0.4", "10.244.2.0/24")];
const PODS = [pod("web", "node-1", "10.244.1.5"), pod("far", "node-2", "10.244.2.7")];

describe("routes", () => {
  test.each`
    host         | to                | route
    ${"web"}     | ${"10.244.1.9"}   | ${"10.244.1.0/24 dev eth0 proto kernel scope link src 10.244.1.5"}
    ${"web"}     | ${"10.96.0.10"}   | ${"default via 10.244.1.1 dev eth0"}
    ${"web"}     | ${"10.244.1.5"}   | ${"local 10.244.1.5 dev lo table local"}
    ${"node-1"}  | ${"10.244.1.5"}   | ${"10.244.1.0/24 dev cni0 proto kernel scope link src 10.244.1.1"}
    ${"node-1"}  | ${"10.244.2.7"}   | ${"10.244.2.0/24 via 172.18.0.4 dev eth0"}
    ${"node-1"}  | ${"172.18.0.4"}   | ${"172.18.0.0/24 dev eth0 proto kernel scope link src 172.18.0.3"}
    ${"node-1"}  | ${"203.0.113.10"} | ${"default via 172.18.0.254 dev eth0"}
    ${"node-1"}  | ${"10.244.1.1"}   | ${"local 10.244.1.1 dev lo table local"}
    ${"outside"} | ${"172.18.0.3"}   | ${"172.18.0.0/24 dev eth0 proto kernel scope link src 198.51.100.7"}
    ${"outside"} | ${"10.244.1.5"}   | ${"blackhole default"}
  `("$host sends $to by: $route", ({ host, to, route }) => {
    const network = open();
    expect(network.route(find(network, host), ipv4(to)).text).toBe(route);
  });

  it("prints a node's table as ip route does: default first, then by address", () => {
    const network = open();
    expect(network.routes(find(network, "node-1"))).toEqual([
      "default via 172.18.0.254 dev eth0",
      "10.244.1.0/24 dev cni0 proto kernel scope link src 10.244.1.1",
      "10.244.2.0/24 via 172.18.0.4 dev eth0",
      "172.18.0.0/24 dev eth0 proto kernel scope link src 172.18.0.3",
    ]);
  });

  it("sends a load balancer's address to the node that was announced for it", () => {
    const network = open();
    network.announce("203.0.113.200", "node-2");
    expect(network.route(find(network, "outside"), ipv4("203.0.113.200"))).toMatchObject({ via: "172.18.0.4" });
  });
});

describe("neighbours", () => {
  const to = (address: string) => ({ out: "eth0", address: ipv4(address) });

  it("answer the first time, and are known then", () => {
    const network = open();
    const web = find(network, "web");
    expect(network.reach(web, to("10.244.1.1"), 0).neighbour.kind).toBe("answered");
    expect(network.reach(web, to("10.244.1.1"), 1).neighbour.kind).toBe("known");
  });

  it("that nobody is fail three seconds after the first packet for them", () => {
    const network = open();
    const web = find(network, "web");
    expect(network.reach(web, to("10.244.1.250"), 10).neighbour).toEqual({ kind: "failed", failsAtMs: 3010 });
    expect(network.reach(web, to("10.244.1.250"), 1010).neighbour).toEqual({ kind: "failed", failsAtMs: 3010 });
    expect(network.reach(web, to("10.244.1.250"), 4000).neighbour).toEqual({ kind: "failed", failsAtMs: 7000 });
  });

  it("that were there a moment ago are still sent to, in vain", () => {
    const network = open();
    const node1 = find(network, "node-1");
    network.reach(node1, to("172.18.0.4"), 0);
    network.setLink("node-2", false);
    expect(network.reach(node1, to("172.18.0.4"), 1000).neighbour.kind).toBe("stale");
    expect(network.reach(node1, to("172.18.0.4"), 40_000).neighbour.kind).toBe("failed");
  });
});

describe("hosts follow the objects", () => {
  it("a pod is there from its address on until it has ended or is gone", () => {
    const source = openSource([...NODES]);
    const network = new Network({ objects: source, cloud: "none" });
    const web = { pod: "web", namespace: "default" };
    const withoutAddress = { ...PODS[0]!, status: {} };
    source.tell("ADDED", withoutAddress);
    expect(network.host(web)).toBeUndefined();
    source.tell("MODIFIED", PODS[0]!);
    expect(network.host(web)).toMatchObject({ address: "10.244.1.5", node: { node: "node-1" } });
    source.tell("MODIFIED", { ...PODS[0]!, status: { podIP: "10.244.1.5", phase: "Succeeded" } });
    expect(network.host(web)).toBeUndefined();
  });

  it("a pod with hostNetwork is its node", () => {
    const source = openSource([
      ...NODES,
      { ...PODS[0]!, spec: { containers: [], nodeName: "node-1", hostNetwork: true } },
    ]);
    const network = new Network({ objects: source, cloud: "none" });
    expect(network.host({ pod: "web", namespace: "default" })?.name).toBe("node node-1");
  });

  it("an address that went to another pod stays with it when the first is deleted late", () => {
    const source = openSource([...NODES, PODS[0]!]);
    const network = new Network({ objects: source, cloud: "none" });
    source.tell("ADDED", pod("heir", "node-1", "10.244.1.5"));
    source.tell("DELETED", PODS[0]!);
    expect(network.topology.podsByAddress.get("10.244.1.5")?.pod).toBe("heir");
  });
});

it("what no object tells survives a save", () => {
  const network = open();
  network.announce("203.0.113.200", "node-2");
  network.setPower("node-1", false);
  network.reach(find(network, "web"), { out: "eth0", address: ipv4("10.244.1.250") }, 10);
  const saved = JSON.parse(JSON.stringify(network.save()));
  const again = new Network({ objects: openSource([...NODES, ...PODS]), cloud: "none", saved });
  expect(again.save()).toEqual(saved);
});

function open(): Network {
  return new Network({ objects: openSource([...NODES, ...PODS]), cloud: "none" });
}

function find(network: Network, name: string): NetworkHost {
  const ref = name.startsWith("node")
    ? { node: name }
    : name === "outside"
      ? { outside: "198.51.100.7" }
      : { pod: name, namespace: "default" };
  return network.host(ref)!;
}

type Source = ObjectSource & { tell(type: "ADDED" | "MODIFIED" | "DELETED", object: KubernetesObject): void };

function openSource(objects: KubernetesObject[]): Source {
  const listeners: Parameters<ObjectSource["watch"]>[0][] = [];
  return {
    list: (kind) => objects.filter((object) => object.kind === kind),
    watch: (listener) => {
      listeners.push(listener);
      return () => undefined;
    },
    tell: (type, object) => {
      for (const listener of listeners) listener({ type, object });
    },
  };
}

function node(name: string, address: string, podCIDR: string): KubernetesObject {
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: { name },
    spec: { podCIDR },
    status: { addresses: [{ type: "InternalIP", address }], conditions: [{ type: "Ready", status: "True" }] },
  };
}

function pod(name: string, nodeName: string, podIP: string): KubernetesObject {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: "default" },
    spec: { nodeName, containers: [] },
    status: { phase: "Running", podIP },
  };
}
