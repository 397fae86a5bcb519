import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openApiServer } from "../apiserver/open-api-server.ts";
import { ipv4 } from "../model/address.ts";
import type { KubernetesObject } from "../model/objects.ts";
import type { Header } from "../model/packet.ts";
import { openHostNetfilter } from "../netfilter/host-netfilter.ts";
import type { HookContext, HostNetfilter } from "../netfilter/netfilter.ts";
import { Passage } from "../netfilter/passage.ts";
import { Random } from "../simulation/random.ts";
import { Simulation } from "../simulation/simulation.ts";
import { openKubeProxy, SYNC_PERIOD_MIN_MS, SYNC_REACTION_MS } from "./kube-proxy.ts";
import type { KubeProxy } from "./kube-proxy.ts";

const NODES = ["node-1", "node-2"];
const ADDRESSES: Record<string, string> = { "node-1": "172.18.0.3", "node-2": "172.18.0.4" };

const node = (name: string, zone: string): KubernetesObject => ({
  apiVersion: "v1",
  kind: "Node",
  metadata: { name, labels: { "topology.kubernetes.io/zone": zone } },
  spec: {},
  status: { addresses: [{ type: "InternalIP", address: ADDRESSES[name] }] },
});
const namespace: KubernetesObject = {
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name: "default" },
  status: { phase: "Active" },
};
const WORLD = [namespace, node("node-1", "a"), node("node-2", "b")];

function service(name: string, spec: object, status: object = {}): KubernetesObject {
  const ports = [{ port: 80, protocol: "TCP", targetPort: 80 }];
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, namespace: "default" },
    spec: {
      type: "ClusterIP",
      clusterIP: "10.96.0.50",
      clusterIPs: ["10.96.0.50"],
      ports,
      sessionAffinity: "None",
      ...spec,
    },
    status: { loadBalancer: {}, ...status },
  };
}

/** "10.244.1.2@node-1", "10.244.1.2@node-1 terminating", "10.244.1.2@node-1 zone=a". */
function slice(name: string, of: string, endpoints: readonly string[], port: object = {}): KubernetesObject {
  return {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: { name, namespace: "default", labels: { "kubernetes.io/service-name": of } },
    addressType: "IPv4",
    ports: [{ name: "", port: 8080, protocol: "TCP", ...port }],
    endpoints: endpoints.map((text) => {
      const [, address, nodeName, rest = ""] = /^([\d.]+)@(\S+)(.*)$/.exec(text) ?? [];
      const isTerminating = rest.includes("terminating");
      const zone = /zone=(\S+)/.exec(rest)?.[1];
      return {
        addresses: [address],
        nodeName,
        conditions: {
          ready: !isTerminating && !rest.includes("unready"),
          serving: !rest.includes("unready"),
          terminating: isTerminating,
        },
        ...(zone && { hints: { forZones: [{ name: zone }] } }),
      };
    }),
  };
}

function open(objects: readonly KubernetesObject[], netfilters: Record<string, HostNetfilter> = {}) {
  const simulation = new Simulation({ seed: 1, startAt: "2026-01-01T00:00:00Z" });
  const api = openApiServer({ simulation, objects: [...WORLD, ...objects] });
  return { simulation, api, proxy: openKubeProxy({ api, simulation, netfilterOf: (name) => netfilters[name] }) };
}

/** Where new connections to an address end on a node: every draw's endpoint, or what was said instead. */
function endsOf(
  proxy: KubeProxy,
  on: string,
  to: string,
  options: { from?: string; entry?: string; protocol?: "tcp" | "udp" } = {},
): readonly string[] {
  const { from = "198.51.100.7", entry = "eth0", protocol = "tcp" } = options;
  const random = new Random(11);
  const filter = openHostNetfilter({ ruleset: proxy.ruleset(on), random });
  const local = ADDRESSES[on] ?? "";
  const context: HookContext = {
    nowMs: 0,
    isLocalAddress: (address) => address === local || address.startsWith("127."),
    sourceAddressFor: () => ipv4(local),
    draw: () => random.fraction(),
  };
  const [address = "", port] = to.split(":");
  const ends = new Set<string>();
  for (let sourcePort = 30_000; sourcePort < 30_060; sourcePort++) {
    const header: Header = {
      protocol,
      source: ipv4(from),
      destination: ipv4(address),
      sourcePort,
      destinationPort: Number(port),
      flags: ["SYN"],
      ttl: 64,
    };
    const passage = new Passage(header, { in: entry });
    filter.pass("PREROUTING", passage, context);
    const hook = context.isLocalAddress(passage.header.destination) ? "INPUT" : "FORWARD";
    if (hook === "FORWARD") passage.out = "cni0";
    const inside = filter.pass(hook, passage, context);
    if (inside.kind !== "accept") {
      ends.add(inside.kind);
      continue;
    }
    passage.out = "cni0";
    filter.pass("POSTROUTING", passage, context);
    const after = passage.header;
    ends.add(`${after.destination}:${after.destinationPort}${after.source === from ? "" : " masqueraded"}`);
  }
  return [...ends].toSorted();
}

describe("traffic", () => {
  const near = slice("s", "web", ["10.244.1.2@node-1", "10.244.2.2@node-2"]);

  test.each`
    because                                               | spec                                                                                            | endpoints                                                                  | to                    | from            | on          | ends
    ${"a ClusterIP leads to any ready endpoint"}          | ${{}}                                                                                           | ${["10.244.1.2@node-1", "10.244.2.2@node-2", "10.244.2.3@node-2 unready"]} | ${"10.96.0.50:80"}    | ${"10.244.1.9"} | ${"node-1"} | ${["10.244.1.2:8080", "10.244.2.2:8080"]}
    ${"what is no pod is masqueraded"}                    | ${{}}                                                                                           | ${["10.244.1.2@node-1"]}                                                   | ${"10.96.0.50:80"}    | ${"9.9.9.9"}    | ${"node-1"} | ${["10.244.1.2:8080 masqueraded"]}
    ${"so is a pod that meets itself"}                    | ${{}}                                                                                           | ${["10.244.1.2@node-1"]}                                                   | ${"10.96.0.50:80"}    | ${"10.244.1.2"} | ${"node-1"} | ${["10.244.1.2:8080 masqueraded"]}
    ${"a wrong port meets no rule"}                       | ${{}}                                                                                           | ${["10.244.1.2@node-1"]}                                                   | ${"10.96.0.50:81"}    | ${"10.244.1.9"} | ${"node-1"} | ${["10.96.0.50:81 masqueraded"]}
    ${"without endpoints it is rejected"}                 | ${{}}                                                                                           | ${["10.244.1.2@node-1 unready"]}                                           | ${"10.96.0.50:80"}    | ${"10.244.1.9"} | ${"node-1"} | ${["reject"]}
    ${"terminating ones serve where no other is left"}    | ${{}}                                                                                           | ${["10.244.1.2@node-1 terminating", "10.244.1.3@node-1 unready"]}          | ${"10.96.0.50:80"}    | ${"10.244.1.9"} | ${"node-1"} | ${["10.244.1.2:8080"]}
    ${"hints for each zone keep it near"}                 | ${{}}                                                                                           | ${["10.244.1.2@node-1 zone=a", "10.244.2.2@node-2 zone=b"]}                | ${"10.96.0.50:80"}    | ${"10.244.2.9"} | ${"node-2"} | ${["10.244.2.2:8080"]}
    ${"one without a hint makes them void"}               | ${{}}                                                                                           | ${["10.244.1.2@node-1 zone=a", "10.244.2.2@node-2"]}                       | ${"10.96.0.50:80"}    | ${"10.244.2.9"} | ${"node-2"} | ${["10.244.1.2:8080", "10.244.2.2:8080"]}
    ${"internal policy Local stays on the node"}          | ${{ internalTrafficPolicy: "Local" }}                                                           | ${["10.244.1.2@node-1", "10.244.2.2@node-2"]}                              | ${"10.96.0.50:80"}    | ${"10.244.2.9"} | ${"node-2"} | ${["10.244.2.2:8080"]}
    ${"and drops where there is none"}                    | ${{ internalTrafficPolicy: "Local" }}                                                           | ${["10.244.1.2@node-1"]}                                                   | ${"10.96.0.50:80"}    | ${"10.244.2.9"} | ${"node-2"} | ${["drop"]}
    ${"a node port leads everywhere, masqueraded"}        | ${{ type: "NodePort", ports: [{ port: 80, nodePort: 30080 }] }}                                 | ${["10.244.1.2@node-1", "10.244.2.2@node-2"]}                              | ${"172.18.0.3:30080"} | ${"9.9.9.9"}    | ${"node-1"} | ${["10.244.1.2:8080 masqueraded", "10.244.2.2:8080 masqueraded"]}
    ${"external policy Local keeps the client's address"} | ${{ type: "NodePort", externalTrafficPolicy: "Local", ports: [{ port: 80, nodePort: 30080 }] }} | ${["10.244.1.2@node-1", "10.244.2.2@node-2"]}                              | ${"172.18.0.3:30080"} | ${"9.9.9.9"}    | ${"node-1"} | ${["10.244.1.2:8080"]}
    ${"and drops where no pod is"}                        | ${{ type: "NodePort", externalTrafficPolicy: "Local", ports: [{ port: 80, nodePort: 30080 }] }} | ${["10.244.2.2@node-2"]}                                                   | ${"172.18.0.3:30080"} | ${"9.9.9.9"}    | ${"node-1"} | ${["drop"]}
    ${"but pods are let through to any"}                  | ${{ type: "NodePort", externalTrafficPolicy: "Local", ports: [{ port: 80, nodePort: 30080 }] }} | ${["10.244.2.2@node-2"]}                                                   | ${"172.18.0.3:30080"} | ${"10.244.1.9"} | ${"node-1"} | ${["10.244.2.2:8080"]}
    ${"an external IP leads in"}                          | ${{ externalIPs: ["203.0.113.210"] }}                                                           | ${["10.244.1.2@node-1"]}                                                   | ${"203.0.113.210:80"} | ${"9.9.9.9"}    | ${"node-1"} | ${["10.244.1.2:8080 masqueraded"]}
    ${"a load balancer's address from an allowed source"} | ${{ type: "LoadBalancer", loadBalancerSourceRanges: ["9.9.9.0/24"] }}                           | ${["10.244.1.2@node-1"]}                                                   | ${"203.0.113.200:80"} | ${"9.9.9.9"}    | ${"node-1"} | ${["10.244.1.2:8080 masqueraded"]}
    ${"and from any other"}                               | ${{ type: "LoadBalancer", loadBalancerSourceRanges: ["9.9.9.0/24"] }}                           | ${["10.244.1.2@node-1"]}                                                   | ${"203.0.113.200:80"} | ${"8.8.8.8"}    | ${"node-1"} | ${["drop"]}
    ${"a range of everybody allows all"}                  | ${{ type: "LoadBalancer", loadBalancerSourceRanges: ["9.9.9.0/24", "0.0.0.0/0"] }}              | ${["10.244.1.2@node-1"]}                                                   | ${"203.0.113.200:80"} | ${"8.8.8.8"}    | ${"node-1"} | ${["10.244.1.2:8080 masqueraded"]}
  `("$because", ({ spec, endpoints, to, from, on, ends }) => {
    const status = {
      loadBalancer: { ingress: spec.type === "LoadBalancer" ? [{ ip: "203.0.113.200", ipMode: "VIP" }] : [] },
    };
    const { proxy } = open([service("web", spec, status), slice("s", "web", endpoints)]);
    expect(endsOf(proxy, on, to, { from })).toEqual(ends);
  });

  test("ends where a look at the objects alone would send it", () => {
    const endpoint = fc.record({
      host: fc.integer({ min: 2, max: 6 }),
      on: fc.constantFrom(...NODES),
      how: fc.constantFrom("", "", " unready", " terminating"),
    });
    const asked = fc.record({
      endpoints: fc.uniqueArray(endpoint, { maxLength: 5, selector: ({ host }) => host }),
      internal: fc.constantFrom("Cluster", "Local"),
      external: fc.constantFrom("Cluster", "Local"),
      on: fc.constantFrom(...NODES),
      isExternal: fc.boolean(),
      from: fc.constantFrom("9.9.9.9", "10.244.1.100"),
    });
    fc.assert(
      fc.property(asked, ({ endpoints, internal, external, on, isExternal, from }) => {
        const isPod = from.startsWith("10.244.");
        const isLocalOnly = isExternal ? external === "Local" && !isPod : internal === "Local";
        const usable = (list: typeof endpoints) => {
          const ready = list.filter(({ how }) => how === "");
          return ready.length > 0 ? ready : list.filter(({ how }) => how === " terminating");
        };
        const chosen = usable(isLocalOnly ? endpoints.filter((one) => one.on === on) : endpoints);
        const isMasqueraded = isExternal ? external === "Cluster" : !isPod;
        const ends = chosen.map(({ host }) => `10.244.1.${host}:8080${isMasqueraded ? " masqueraded" : ""}`);
        const nothing = usable(endpoints).length > 0 ? "drop" : "reject";

        const ports = [{ port: 80, protocol: "TCP", nodePort: 30080 }];
        const policies = { internalTrafficPolicy: internal, externalTrafficPolicy: external };
        const { proxy } = open([
          service("web", { type: "NodePort", ports, ...policies }),
          slice(
            "s",
            "web",
            endpoints.map(({ host, on: where, how }) => `10.244.1.${host}@${where}${how}`),
          ),
        ]);
        const to = isExternal ? `${ADDRESSES[on]}:30080` : "10.96.0.50:80";
        expect(endsOf(proxy, on, to, { from })).toEqual(ends.length > 0 ? ends.toSorted() : [nothing]);
      }),
      { numRuns: 150 },
    );
  });

  test("an address of a load balancer that is a proxy (ipMode Proxy) has no rules", () => {
    const status = { loadBalancer: { ingress: [{ ip: "203.0.113.200", ipMode: "Proxy" }] } };
    const { proxy } = open([service("web", { type: "LoadBalancer" }, status), near]);
    expect(proxy.iptablesSave("node-1", "nat")).not.toContain("203.0.113.200");
  });

  test("named ports and protocols each find their own, over several slices", () => {
    const ports = [
      { name: "a", port: 53, protocol: "UDP" },
      { name: "b", port: 53, protocol: "TCP" },
    ];
    const { proxy } = open([
      service("dns", { ports }),
      slice("s1", "dns", ["10.244.1.2@node-1"], { name: "a", port: 5353, protocol: "UDP" }),
      slice("s2", "dns", ["10.244.2.2@node-2"], { name: "a", port: 5454, protocol: "UDP" }),
      slice("s3", "dns", ["10.244.1.3@node-1"], { name: "b", port: 53 }),
    ]);
    const from = { from: "10.244.1.9" };
    expect(endsOf(proxy, "node-1", "10.96.0.50:53", { ...from, protocol: "udp" })).toEqual([
      "10.244.1.2:5353",
      "10.244.2.2:5454",
    ]);
    expect(endsOf(proxy, "node-1", "10.96.0.50:53", from)).toEqual(["10.244.1.3:53"]);
  });

  test("10,000 connections over three endpoints spread as chance allows", () => {
    const { proxy } = open([
      service("web", {}),
      slice("s", "web", ["10.244.1.2@node-1", "10.244.1.3@node-1", "10.244.2.2@node-2"]),
    ]);
    const random = new Random(5);
    const filter = openHostNetfilter({ ruleset: proxy.ruleset("node-1"), random });
    const counts = new Map<string, number>();
    for (let i = 0; i < 10_000; i++) {
      const header: Header = {
        protocol: "udp",
        source: ipv4("10.244.1.9"),
        destination: ipv4("10.96.0.50"),
        sourcePort: 1024 + i,
        destinationPort: 80,
        ttl: 64,
      };
      const tcp: Header = { ...header, protocol: "tcp", flags: ["SYN"] };
      const context = {
        nowMs: 0,
        isLocalAddress: () => false,
        sourceAddressFor: () => ipv4("10.244.1.1"),
        draw: () => random.fraction(),
      };
      const passage = new Passage(tcp, { in: "cni0" });
      filter.pass("PREROUTING", passage, context);
      const { destination } = passage.header;
      counts.set(destination, (counts.get(destination) ?? 0) + 1);
    }
    expect(counts.size).toBe(3);
    for (const count of counts.values())
      expect(Math.abs(count - 10_000 / 3)).toBeLessThan(5 * Math.sqrt((10_000 * 2) / 9));
  });
});

describe("a large cluster", () => {
  const many = Array.from({ length: 1001 }, (_, i) => `10.244.${i >> 8}.${i & 255}@node-1`);

  test("has no comments in the endpoints' rules above 1,000 endpoints, and has them again below", () => {
    const { api, simulation, proxy } = open([
      service("web", {}),
      slice("s", "web", many),
      service("few", { clusterIP: "10.96.0.51", clusterIPs: ["10.96.0.51"] }),
      slice("f", "few", ["10.244.9.9@node-1"]),
    ]);
    const text = () => proxy.iptablesSave("node-1", "nat");
    expect(text()).not.toContain('--comment "default/few -> 10.244.9.9:8080"');
    expect(text()).toContain('--comment "default/few cluster IP"');
    api.remove({ kind: "EndpointSlice", namespace: "default", name: "s" });
    simulation.advanceTo(SYNC_PERIOD_MIN_MS);
    expect(text()).toContain('--comment "default/few -> 10.244.9.9:8080"');
  });
});

describe("a sync", () => {
  test("comes shortly after a change, and the next not before a second has passed", () => {
    const { api, simulation, proxy } = open([service("web", {})]);
    const has = (address: string) => proxy.iptablesSave("node-1", "nat").includes(`${address}:8080`);
    api.create(slice("s", "web", ["10.244.1.2@node-1"]));
    expect(has("10.244.1.2")).toBe(false);
    simulation.advanceTo(SYNC_REACTION_MS);
    expect(has("10.244.1.2")).toBe(true);
    expect(proxy.changedMs).toBe(SYNC_REACTION_MS);
    api.create(slice("t", "web", ["10.244.1.3@node-1"]));
    simulation.advanceTo(SYNC_PERIOD_MIN_MS);
    expect(has("10.244.1.3")).toBe(false);
    simulation.advanceTo(SYNC_PERIOD_MIN_MS + SYNC_REACTION_MS);
    expect(has("10.244.1.3")).toBe(true);
  });

  test("leaves everything as it is but the chains of the Service that has changed, and nodes share what is the same", () => {
    const other = service("other", { clusterIP: "10.96.0.51", clusterIPs: ["10.96.0.51"] });
    const { api, simulation, proxy } = open([
      service("web", {}),
      slice("s", "web", ["10.244.1.2@node-1"]),
      other,
      slice("o", "other", ["10.244.1.9@node-1"]),
    ]);
    const [one, two] = NODES.map((on) => proxy.ruleset(on));
    const shared = one!.chain("nat", "KUBE-SERVICES")!;
    const names = shared.rules.flatMap(({ text }) => /KUBE-SVC-\S+/.exec(text) ?? []);
    const before = names.map((name) => one!.chain("nat", name));
    const isKept = names.map((name, i) => two!.chain("nat", name) === before[i]);
    expect(isKept).toEqual([true, true]);
    api.create(slice("t", "web", ["10.244.1.3@node-1"]));
    simulation.advanceTo(SYNC_PERIOD_MIN_MS);
    expect(one!.chain("nat", "KUBE-SERVICES")).toBe(shared);
    expect(names.map((name, i) => one!.chain("nat", name) === before[i])).toEqual([true, false]);
  });

  test("does not come for what changes no rule", () => {
    const { api, simulation, proxy } = open([service("web", {}), slice("s", "web", ["10.244.1.2@node-1"])]);
    api.patch({ kind: "Service", namespace: "default", name: "web" }, "merge", { metadata: { labels: { a: "b" } } });
    simulation.advanceTo(5000);
    expect(proxy.changedMs).toBe(0);
  });

  test("under way when the state is saved is done after loading it", () => {
    const world = open([service("web", {}), slice("s", "web", ["10.244.1.2@node-1"])]);
    world.api.create(slice("t", "web", ["10.244.1.3@node-1"]));
    const saved = JSON.parse(
      JSON.stringify({ simulation: world.simulation.save(), api: world.api.save(), proxy: world.proxy.save() }),
    );
    const simulation = new Simulation({ seed: 1, startAt: "2026-01-01T00:00:00Z", saved: saved.simulation });
    const api = openApiServer({ simulation, saved: saved.api });
    const proxy = openKubeProxy({ api, simulation, netfilterOf: () => undefined, saved: saved.proxy });
    for (const untilMs of [0, SYNC_REACTION_MS, 2000]) {
      for (const clock of [simulation, world.simulation]) clock.advanceTo(untilMs);
      expect(proxy.iptablesSave("node-1", "nat")).toBe(world.proxy.iptablesSave("node-1", "nat"));
      expect(proxy.changedMs).toBe(world.proxy.changedMs);
    }
  });

  test("forgets UDP connections to endpoints that serve no more, and leaves the others", () => {
    const filters: Record<string, HostNetfilter> = {};
    const ports = [{ port: 53, protocol: "UDP" }];
    const udp = (endpoints: readonly string[]) => slice("s", "dns", endpoints, { protocol: "UDP" });
    const { api, simulation, proxy } = open(
      [service("dns", { ports }), udp(["10.244.1.2@node-1", "10.244.2.2@node-2"])],
      filters,
    );
    const filter = openHostNetfilter({ ruleset: proxy.ruleset("node-1"), random: new Random(1) });
    filters["node-1"] = filter;
    for (const [i, draw] of [0.1, 0.9].entries()) {
      const header: Header = {
        protocol: "udp",
        source: ipv4("10.244.1.9"),
        destination: ipv4("10.96.0.50"),
        sourcePort: 5000 + i,
        destinationPort: 53,
        ttl: 64,
      };
      const context = {
        nowMs: 0,
        isLocalAddress: () => false,
        sourceAddressFor: () => ipv4("10.244.1.1"),
        draw: () => draw,
      };
      const passage = new Passage(header, { in: "cni0" });
      filter.pass("PREROUTING", passage, context);
      passage.out = "cni0";
      filter.pass("POSTROUTING", passage, context);
    }
    expect(filter.conntrack(0).map((entry) => entry.reply.source)).toEqual(["10.244.1.2", "10.244.2.2"]);
    api.patch({ kind: "EndpointSlice", namespace: "default", name: "s" }, "merge", {
      endpoints: udp(["10.244.2.2@node-2"])["endpoints"],
    });
    simulation.advanceTo(1000);
    expect(filter.conntrack(1000).map((entry) => entry.reply.source)).toEqual(["10.244.2.2"]);
  });

  test("makes the rules that a fresh start would make, whatever has happened", () => {
    const name = fc.constantFrom("a", "b", "c");
    const endpoint = fc
      .tuple(
        fc.integer({ min: 1, max: 4 }),
        fc.constantFrom(...NODES),
        fc.constantFrom("", " unready", " terminating", " zone=a"),
      )
      .map(([n, on, how]) => `10.244.1.${n}@${on}${how}`);
    const spec: fc.Arbitrary<object> = fc.constantFrom(
      {},
      { internalTrafficPolicy: "Local" },
      { externalIPs: ["203.0.113.1"] },
      { sessionAffinity: "ClientIP", sessionAffinityConfig: { clientIP: { timeoutSeconds: 60 } } },
      { type: "NodePort", ports: [{ port: 80, protocol: "TCP" }] },
      { clusterIP: "None", clusterIPs: ["None"] },
    );
    const action = fc.oneof(
      fc.record({ kind: fc.constant("service" as const), name, spec }),
      fc.record({
        kind: fc.constant("slice" as const),
        name,
        of: name,
        endpoints: fc.uniqueArray(endpoint, { maxLength: 4 }),
      }),
      fc.record({ kind: fc.constantFrom("no Service" as const, "no EndpointSlice" as const), name }),
      fc.record({ kind: fc.constant("wait" as const), ms: fc.integer({ min: 1, max: 1500 }) }),
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 25 }), (actions) => {
        const { api, simulation, proxy } = open([]);
        const refused: string[] = [];
        for (const one of actions) {
          if (one.kind === "wait") simulation.advanceTo(simulation.nowMs + one.ms);
          else if (one.kind === "no Service" || one.kind === "no EndpointSlice")
            api.remove({ kind: one.kind.slice(3), namespace: "default", name: one.name });
          else if (one.kind === "slice") {
            const wanted = slice(one.name, one.of, one.endpoints);
            if (!api.create(wanted).ok)
              api.patch({ kind: "EndpointSlice", namespace: "default", name: one.name }, "merge", {
                metadata: wanted.metadata,
                endpoints: wanted["endpoints"],
              });
          } else if (one.kind === "service") {
            api.remove({ kind: "Service", namespace: "default", name: one.name });
            const any = { clusterIP: undefined, clusterIPs: undefined };
            const written = api.create(JSON.parse(JSON.stringify(service(one.name, { ...any, ...one.spec }))));
            if (!written.ok) refused.push(written.status.message);
          }
          for (const on of NODES) proxy.iptablesSave(on, "nat");
        }
        simulation.advanceTo(simulation.nowMs + 2 * SYNC_PERIOD_MIN_MS);
        expect(refused).toEqual([]);
        const fresh = openKubeProxy({
          api,
          simulation: new Simulation({ seed: 1, startAt: "2026-01-01T00:00:00Z" }),
          netfilterOf: () => undefined,
        });
        for (const on of NODES)
          for (const table of ["nat", "filter"] as const)
            expect(proxy.iptablesSave(on, table)).toBe(fresh.iptablesSave(on, table));
      }),
      { numRuns: 60 },
    );
  });
});

test("a health check node port tells how many endpoints are on its node", () => {
  const spec = { type: "LoadBalancer", externalTrafficPolicy: "Local", healthCheckNodePort: 32000 };
  const { proxy } = open([service("web", spec), slice("s", "web", ["10.244.1.2@node-1", "10.244.1.3@node-1 unready"])]);
  expect(proxy.healthCheck("node-1", 32000)).toMatchObject({
    status: 200,
    body: expect.stringContaining('"localEndpoints": 1,'),
  });
  expect(proxy.healthCheck("node-2", 32000)).toMatchObject({
    status: 503,
    body: expect.stringContaining('"localEndpoints": 0,'),
  });
  expect(proxy.healthCheck("node-2", 32001)).toBeUndefined();
});
