import { describe, expect, it, test } from "vitest";
import { openApiServer } from "../apiserver/open-api-server.ts";
import type { DnsMessage, DnsType } from "../model/dns.ts";
import type { KubernetesObject } from "../model/objects.ts";
import { Simulation } from "../simulation/simulation.ts";
import type { CoreDns } from "./contract.ts";
import { DEFAULT_COREFILE, openCoreDns } from "./core-dns.ts";
import { zoneFileLine } from "./message.ts";
import { answerOutside } from "./outside-server.ts";

const START = "2026-01-01T00:00:00Z";

function object(kind: string, metadata: Record<string, unknown>, rest: Record<string, unknown> = {}): KubernetesObject {
  const apiVersion = kind === "EndpointSlice" ? "discovery.k8s.io/v1" : "v1";
  return { apiVersion, kind, metadata: { namespace: "default", ...metadata }, ...rest } as unknown as KubernetesObject;
}

function service(name: string, spec: Record<string, unknown>): KubernetesObject {
  return object("Service", { name, creationTimestamp: START }, { spec });
}

function slice(
  name: string,
  addresses: readonly string[],
  ports: readonly Record<string, unknown>[],
): KubernetesObject {
  const endpoints = addresses.map((address, index) => ({
    addresses: [address],
    conditions: { ready: true },
    ...(name === "db" ? { hostname: `db-${index}` } : {}),
  }));
  const labels = { "kubernetes.io/service-name": name };
  return object("EndpointSlice", { name: `${name}-x`, labels }, { addressType: "IPv4", endpoints, ports });
}

const HTTP = [{ name: "http", port: 80, protocol: "TCP" }];
const OBJECTS = [
  { apiVersion: "v1", kind: "Namespace", metadata: { name: "default" } } as KubernetesObject,
  { apiVersion: "v1", kind: "Namespace", metadata: { name: "kube-system" } } as KubernetesObject,
  service("web", { clusterIP: "10.96.7.7", clusterIPs: ["10.96.7.7"], ports: HTTP }),
  service("db", { clusterIP: "None", clusterIPs: ["None"], ports: HTTP }),
  slice("db", ["10.244.1.5", "10.244.2.5"], HTTP),
  service("out", { type: "ExternalName", externalName: "app.mydb.io" }),
  service("lost", { type: "ExternalName", externalName: "nowhere.test" }),
  service("near", { type: "ExternalName", externalName: "web.default.svc.cluster.local" }),
  service("loop", { type: "ExternalName", externalName: "loop.default.svc.cluster.local" }),
];

const COREFILE = { name: "coredns", namespace: "kube-system" };

function open(corefile?: string) {
  const simulation = new Simulation({ seed: 1, startAt: START });
  const configMap = object("ConfigMap", COREFILE, { data: { Corefile: corefile ?? DEFAULT_COREFILE } });
  const api = openApiServer({ simulation, objects: [...OBJECTS, configMap] });
  return { simulation, api, dns: openCoreDns({ api, simulation }) };
}

/** The answer, after the outside server had its say. */
function ask(dns: CoreDns, name: string, type: DnsType = "A"): DnsMessage | undefined {
  const served = dns.serve({ name, type });
  if (served.kind === "forward") return served.complete(answerOutside(served.question));
  return served.kind === "answer" ? served.message : undefined;
}

/** "NOERROR: record; record". */
function told(dns: CoreDns, name: string, type?: DnsType): string {
  const message = ask(dns, name, type);
  return message ? `${message.rcode}: ${message.answer.map(zoneFileLine).join("; ")}` : "not running";
}

test.each`
  name                                           | type      | answer                                                                                                                                     | because
  ${"web.default.svc.cluster.local."}            | ${"A"}    | ${"NOERROR: web.default.svc.cluster.local. 30 IN A 10.96.7.7"}                                                                             | ${"a Service has its ClusterIP"}
  ${"web.default.svc.cluster.local."}            | ${"AAAA"} | ${"NOERROR: "}                                                                                                                             | ${"an IPv4 Service has no AAAA, but the name exists"}
  ${"web.other.svc.cluster.local."}              | ${"A"}    | ${"NXDOMAIN: "}                                                                                                                            | ${"a namespace that is not there"}
  ${"_http._tcp.web.default.svc.cluster.local."} | ${"SRV"}  | ${"NOERROR: _http._tcp.web.default.svc.cluster.local. 30 IN SRV 0 100 80 web.default.svc.cluster.local."}                                  | ${"a named port"}
  ${"db-1.db.default.svc.cluster.local."}        | ${"A"}    | ${"NOERROR: db-1.db.default.svc.cluster.local. 30 IN A 10.244.2.5"}                                                                        | ${"a headless Service names its pods"}
  ${"10-244-1-5.web.default.svc.cluster.local."} | ${"A"}    | ${"NXDOMAIN: "}                                                                                                                            | ${"only endpoints have such names"}
  ${"out.default.svc.cluster.local."}            | ${"A"}    | ${"NOERROR: out.default.svc.cluster.local. 30 IN CNAME app.mydb.io.; app.mydb.io. 60 IN A 203.0.113.10"}                                   | ${"an ExternalName is followed outside"}
  ${"lost.default.svc.cluster.local."}           | ${"A"}    | ${"NOERROR: lost.default.svc.cluster.local. 30 IN CNAME nowhere.test."}                                                                    | ${"an ExternalName to nowhere is still an alias"}
  ${"near.default.svc.cluster.local."}           | ${"A"}    | ${"NOERROR: near.default.svc.cluster.local. 30 IN CNAME web.default.svc.cluster.local.; web.default.svc.cluster.local. 30 IN A 10.96.7.7"} | ${"an alias within the zone"}
  ${"loop.default.svc.cluster.local."}           | ${"A"}    | ${"NOERROR: "}                                                                                                                             | ${"an alias to itself is left out"}
  ${"1-2-3-4.default.pod.cluster.local."}        | ${"A"}    | ${"NOERROR: 1-2-3-4.default.pod.cluster.local. 30 IN A 1.2.3.4"}                                                                           | ${"pods insecure believes every address"}
  ${"5.2.244.10.in-addr.arpa."}                  | ${"PTR"}  | ${"NOERROR: 5.2.244.10.in-addr.arpa. 30 IN PTR db-1.db.default.svc.cluster.local."}                                                        | ${"an endpoint's address leads back"}
`("$because: $type $name", ({ name, type, answer }) => {
  expect(told(open().dns, name, type)).toBe(answer);
});

test.each`
  lines                                                                                                                | name                                    | answer                                                        | because
  ${"kubernetes cluster.local { ttl 7 }"}                                                                              | ${"web.default.svc.cluster.local."}     | ${"NOERROR: web.default.svc.cluster.local. 7 IN A 10.96.7.7"} | ${"another ttl"}
  ${"kubernetes cluster.local"}                                                                                        | ${"1-2-3-4.default.pod.cluster.local."} | ${"NXDOMAIN: "}                                               | ${"pods are disabled unless said"}
  ${"kubernetes k.test\nforward . /etc/resolv.conf"}                                                                   | ${"web.default.svc.cluster.local."}     | ${"NXDOMAIN: "}                                               | ${"another zone"}
  ${"kubernetes cluster.local { namespaces kube-system }"}                                                             | ${"web.default.svc.cluster.local."}     | ${"NXDOMAIN: "}                                               | ${"a namespace that is not exposed"}
  ${"hosts {\n 1.2.3.4 a.test b.test\n fallthrough\n}\nforward . 203.0.113.53"}                                        | ${"b.test."}                            | ${"NOERROR: b.test. 3600 IN A 1.2.3.4"}                       | ${"hosts"}
  ${"rewrite name web.test web.default.svc.cluster.local\nkubernetes cluster.local"}                                   | ${"web.test."}                          | ${"NOERROR: web.test. 5 IN A 10.96.7.7"}                      | ${"a rewritten name is answered under its own"}
  ${'template IN A test {\n match ^ip-(?P<a>\\d+)\\.test\\.$\n answer "{{ .Name }} 60 IN A 10.0.0.{{ .Group.a }}"\n}'} | ${"ip-9.test."}                         | ${"NOERROR: ip-9.test. 60 IN A 10.0.0.9"}                     | ${"template"}
  ${"cache 30\nforward . /etc/resolv.conf"}                                                                            | ${"example.com."}                       | ${"NOERROR: example.com. 30 IN A 203.0.113.20"}               | ${"cache cuts the time to live"}
  ${"kubernetes cluster.local"}                                                                                        | ${"example.com."}                       | ${"SERVFAIL: "}                                               | ${"nobody is left to ask"}
`("$because", ({ lines, name, answer }) => {
  const { dns } = open(`.:53 {\n${lines}\n}\n`);
  expect(dns.problem()).toBeUndefined();
  expect(told(dns, name)).toBe(answer);
});

test.each`
  corefile                                                            | problem
  ${".:53 {\n  kuberntes cluster.local\n}"}                           | ${"/etc/coredns/Corefile:2 - Error during parsing: Unknown directive 'kuberntes'"}
  ${".:53 {\n  kubernetes cluster.local {\n    pod insecure\n  }\n}"} | ${"plugin/kubernetes: /etc/coredns/Corefile:3 - Error during parsing: unknown property 'pod'"}
  ${".:53 {\n  forward .\n}"}                                         | ${"plugin/forward: /etc/coredns/Corefile:2 - Error during parsing: Wrong argument count or unexpected line ending after 'forward'"}
  ${".:53 {\n  errors\n"}                                             | ${"/etc/coredns/Corefile:2 - Error during parsing: Unexpected EOF"}
`("refuses to start: $problem", ({ corefile, problem }) => {
  expect(open(corefile).dns.problem()).toBe(problem);
});

describe("a Corefile that changes", () => {
  const web = "web.default.svc.cluster.local.";

  function write(api: ReturnType<typeof open>["api"], corefile: string): void {
    const stored = api.get("ConfigMap", COREFILE.name, COREFILE.namespace);
    if (stored) api.update({ ...stored, data: { Corefile: corefile } });
  }

  it("is taken up by pods that run", () => {
    const { api, dns } = open();
    write(api, DEFAULT_COREFILE.replace("ttl 30", "ttl 3"));
    expect(told(dns, web)).toContain(" 3 IN A ");
  });

  it("is left alone by them when it is broken, and after a save as before it", () => {
    const { api, dns, simulation } = open();
    write(api, "nonsense {");
    expect(dns.problem()).toContain("Corefile");
    expect(told(dns, web)).toContain(" 30 IN A ");
    const again = openCoreDns({ api, simulation, saved: dns.save() });
    expect(told(again, web)).toBe(told(dns, web));
    expect(again.save()).toEqual(dns.save());
  });
});

it("takes the moment of the last change as the zone's serial", () => {
  const { api, dns, simulation } = open();
  simulation.advanceTo(90_000);
  api.remove({ kind: "Service", namespace: "default", name: "web" });
  expect(ask(dns, "web.default.svc.cluster.local.")?.authority.map(zoneFileLine)).toEqual([
    "cluster.local. 30 IN SOA ns.dns.cluster.local. hostmaster.cluster.local. 1767225690 7200 1800 86400 30",
  ]);
});
