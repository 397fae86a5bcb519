import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { JsonObject } from "../model/json.ts";
import type { KubernetesObject } from "../model/objects.ts";
import { Simulation } from "../simulation/simulation.ts";
import type { ApiServer, Written } from "./api-server.ts";
import { openApiServer } from "./open-api-server.ts";

const START = { seed: 1, startAt: "2026-01-01T00:00:00Z" };

function openWorld(): { api: ApiServer; simulation: Simulation } {
  const simulation = new Simulation(START);
  const api = openApiServer({ simulation });
  for (const kind of ["Namespace", "ServiceAccount"]) {
    api.create({ apiVersion: "v1", kind, metadata: { name: "default" } });
  }
  return { api, simulation };
}

const service = (name: string, spec: object) => ({ apiVersion: "v1", kind: "Service", metadata: { name }, spec });
const pod = (name: string, spec: object) => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name },
  spec: { containers: [{ name: "c", image: "nginx" }], ...spec },
});
const deployment = (spec: object) => ({ apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "d" }, spec });
const template = (app: string, container: object = { name: "c", image: "nginx" }) => ({
  metadata: { labels: { app } },
  spec: { containers: [container] },
});
const SELECTS_B = { matchLabels: { app: "b" } };

function stored(written: Written): KubernetesObject & { readonly spec: Readonly<Record<string, unknown>> } {
  if (!written.ok) throw new Error(written.status.message);
  return written.object as ReturnType<typeof stored>;
}

function messageOf(written: Written): string {
  return written.ok ? "" : written.status.message;
}

describe("a new object", () => {
  test.each`
    what                 | spec                                                      | filled
    ${"a ClusterIP"}     | ${{ ports: [{ port: 80 }] }}                              | ${{ type: "ClusterIP", sessionAffinity: "None", internalTrafficPolicy: "Cluster", ipFamilies: ["IPv4"], ipFamilyPolicy: "SingleStack", ports: [{ port: 80, protocol: "TCP", targetPort: 80 }] }}
    ${"a NodePort"}      | ${{ type: "NodePort", ports: [{ port: 80 }] }}            | ${{ externalTrafficPolicy: "Cluster", internalTrafficPolicy: "Cluster" }}
    ${"a LoadBalancer"}  | ${{ type: "LoadBalancer", ports: [{ port: 80 }] }}        | ${{ allocateLoadBalancerNodePorts: true, externalTrafficPolicy: "Cluster" }}
    ${"a headless one"}  | ${{ clusterIP: "None", selector: { app: "x" } }}          | ${{ clusterIP: "None", clusterIPs: ["None"], ipFamilies: ["IPv4"], ipFamilyPolicy: "SingleStack" }}
    ${"without pods"}    | ${{ clusterIP: "None" }}                                  | ${{ ipFamilies: ["IPv4", "IPv6"], ipFamilyPolicy: "RequireDualStack" }}
    ${"an ExternalName"} | ${{ type: "ExternalName", externalName: "a.io" }}         | ${{ type: "ExternalName", externalName: "a.io", sessionAffinity: "None" }}
    ${"one that sticks"} | ${{ sessionAffinity: "ClientIP", ports: [{ port: 80 }] }} | ${{ sessionAffinityConfig: { clientIP: { timeoutSeconds: 10800 } } }}
  `("has its defaults: $what", ({ spec, filled }) => {
    expect(stored(openWorld().api.create(service("a", spec))).spec).toMatchObject(filled);
  });

  it("gets its address above the static band, and its node port likewise", () => {
    const { api } = openWorld();
    for (let i = 0; i < 50; i++) {
      const { clusterIP, ports } = stored(
        api.create(service(`s${i}`, { type: "NodePort", ports: [{ port: 80 }] })),
      ).spec;
      const [, , high = 0, low = 0] = String(clusterIP).split(".").map(Number);
      expect(high * 256 + low).toBeGreaterThan(256);
      expect((ports as { nodePort: number }[])[0]?.nodePort).toBeGreaterThanOrEqual(30_086);
    }
  });

  it("gives its address back when it goes", () => {
    const { api } = openWorld();
    const spec = { clusterIP: "10.96.0.50", ports: [{ port: 80 }] };
    expect(api.create(service("a", spec)).ok).toBe(true);
    expect(messageOf(api.create(service("b", spec)))).toContain("provided IP is already allocated");
    api.remove({ kind: "Service", name: "a", namespace: "default" });
    expect(api.create(service("b", spec)).ok).toBe(true);
  });

  it("that is a Pod gets the token volume, tolerations and priority from admission", () => {
    const spec = stored(openWorld().api.create(pod("p", {}))).spec;
    expect(spec).toMatchObject({
      priority: 0,
      preemptionPolicy: "PreemptLowerPriority",
      serviceAccountName: "default",
      tolerations: [{ key: "node.kubernetes.io/not-ready" }, { key: "node.kubernetes.io/unreachable" }],
      volumes: [
        { projected: { defaultMode: 420, sources: [{ serviceAccountToken: { expirationSeconds: 3607 } }, {}, {}] } },
      ],
    });
  });
});

/** Facts of Kubernetes 1.36.3, from the recording bad-input. */
describe("a wrong object is refused in the real words", () => {
  test.each`
    object                                                                                                                      | message
    ${service("MyService", { ports: [{ port: 80 }] })}                                                                          | ${`Service "MyService" is invalid: metadata.name: Invalid value: "MyService": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')`}
    ${service("my.service", { ports: [{ port: 80 }] })}                                                                         | ${`Service "my.service" is invalid: metadata.name: Invalid value: "my.service": must not contain dots`}
    ${service("s", {})}                                                                                                         | ${`Service "s" is invalid: spec.ports: Required value`}
    ${service("s", { ports: [{ port: 0 }] })}                                                                                   | ${`Service "s" is invalid: [spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive, spec.ports[0].targetPort: Invalid value: 0: must be between 1 and 65535, inclusive]`}
    ${service("s", { ports: [{ port: "80" }] })}                                                                                | ${`Service in version "v1" cannot be handled as a Service: json: cannot unmarshal string into Go struct field ServicePort.spec.ports.port of type int32`}
    ${service("s", { ports: ["port:80"] })}                                                                                     | ${`Service in version "v1" cannot be handled as a Service: json: cannot unmarshal string into Go struct field ServiceSpec.spec.ports of type v1.ServicePort`}
    ${service("s", { ports: { port: 80 } })}                                                                                    | ${`Service in version "v1" cannot be handled as a Service: json: cannot unmarshal object into Go struct field ServiceSpec.spec.ports of type []v1.ServicePort`}
    ${service("s", { port: 80, ports: [{ port: 80 }] })}                                                                        | ${`Service in version "v1" cannot be handled as a Service: strict decoding error: unknown field "spec.port"`}
    ${service("s", { ports: [{ port: 80, targetPort: "8080" }] })}                                                              | ${`Service "s" is invalid: spec.ports[0].targetPort: Invalid value: "8080": must contain at least one letter (a-z)`}
    ${service("s", { ports: [{ name: "a", port: 80 }, { name: "b", port: 80 }] })}                                              | ${`Service "s" is invalid: spec.ports[1]: Duplicate value: {"Name":"","Protocol":"TCP","AppProtocol":null,"Port":80,"TargetPort":0,"NodePort":0}`}
    ${service("s", { type: "Ingress", ports: [{ port: 80 }] })}                                                                 | ${`Service "s" is invalid: spec.type: Unsupported value: "Ingress": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"`}
    ${service("s", { type: "NodePort", ports: [{ port: 80, nodePort: 8080 }] })}                                                | ${`Service "s" is invalid: spec.ports[0].nodePort: Invalid value: 8080: provided port is not in the valid range. The range of valid ports is 30000-32767`}
    ${service("s", { clusterIP: "10.97.0.5", ports: [{ port: 80 }] })}                                                          | ${`Service "s" is invalid: spec.clusterIPs: Invalid value: ["10.97.0.5"]: failed to allocate IP 10.97.0.5: the provided network does not match the current range`}
    ${service("s", { ipFamilies: ["IPv6"], ports: [{ port: 80 }] })}                                                            | ${`Service "s" is invalid: spec.ipFamilies[0]: Invalid value: "IPv6": not configured on this cluster`}
    ${service("s", { externalIPs: ["010.0.0.1"], ports: [{ port: 80 }] })}                                                      | ${`Service "s" is invalid: spec.externalIPs[0]: Invalid value: "010.0.0.1": must not have leading 0s`}
    ${deployment({ selector: { matchLabels: { app: "a" } }, template: template("b") })}                                         | ${'Deployment.apps "d" is invalid: spec.template.metadata.labels: Invalid value: {"app":"b"}: `selector` does not match template `labels`'}
    ${deployment({ template: template("b") })}                                                                                  | ${'Deployment.apps "d" is invalid: [spec.selector: Required value, spec.template.metadata.labels: Invalid value: {"app":"b"}: `selector` does not match template `labels`]'}
    ${deployment({ selector: SELECTS_B, template: template("b", { name: "c" }) })}                                              | ${'Deployment.apps "d" is invalid: spec.template.spec.containers[0].image: Required value'}
    ${deployment({ replicas: "three", selector: SELECTS_B, template: template("b") })}                                          | ${'Deployment in version "v1" cannot be handled as a Deployment: json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32'}
    ${deployment({ selector: { matchExpressions: [{ key: "app", operator: "in", values: ["b"] }] }, template: template("b") })} | ${'Deployment.apps "d" is invalid: [spec.selector.matchExpressions[0].operator: Invalid value: "in": not a valid selector operator, spec.selector: Invalid value: {"matchExpressions":[{"key":"app","operator":"in","values":["b"]}]}: invalid label selector]'}
    ${pod("p", { containers: [{ name: "c", image: " nginx" }] })}                                                               | ${'Pod "p" is invalid: spec.containers[0].image: Invalid value: " nginx": must not have leading or trailing whitespace'}
    ${pod("p", { containers: [{ name: "c", image: "nginx", ports: [{ containerPort: 0 }] }] })}                                 | ${'Pod "p" is invalid: spec.containers[0].ports[0].containerPort: Required value'}
    ${{ ...service("s", { ports: [{ port: 80 }] }), metadata: { name: "s", namespace: "nowhere" } }}                            | ${'namespaces "nowhere" not found'}
  `("$message", ({ object, message }) => {
    expect(messageOf(openWorld().api.create(object))).toBe(message);
  });
});

describe("a change", () => {
  it("of the spec counts, of labels and status does not", () => {
    const { api } = openWorld();
    const target = { kind: "Deployment", name: "d", namespace: "default" };
    api.create(deployment({ selector: SELECTS_B, template: template("b") }));
    const generations = [
      api.patch(target, "merge", { metadata: { labels: { x: "y" } } }),
      api.patch(target, "merge", { spec: { replicas: 3 } }),
      api.update({ ...api.get("Deployment", "d", "default")!, status: { replicas: 3 } }, { subresource: "status" }),
      api.update(
        { ...api.get("Deployment", "d", "default")!, spec: { replicas: 5 } },
        {
          subresource: "scale",
        },
      ),
    ].map((written) => stored(written).metadata.generation);
    expect(generations).toEqual([1, 2, 2, 3]);
  });

  it("that changes nothing is no write", () => {
    const { api } = openWorld();
    const created = stored(api.create(service("a", { ports: [{ port: 80 }] })));
    expect(api.update(created)).toMatchObject({ isChanged: false, object: created });
    expect(api.resourceVersion()).toBe(created.metadata.resourceVersion);
  });

  it("of what was read too long ago is a conflict", () => {
    const { api } = openWorld();
    const old = stored(api.create(service("a", { ports: [{ port: 80 }] })));
    api.patch({ kind: "Service", name: "a", namespace: "default" }, "merge", { metadata: { labels: { x: "y" } } });
    expect(messageOf(api.update({ ...old, metadata: { ...old.metadata, labels: { z: "1" } } }))).toBe(
      'Operation cannot be fulfilled on services "a": the object has been modified; please apply your changes to the latest version and try again',
    );
  });

  it("of type keeps no address and no node port that the new type does not have", () => {
    const { api } = openWorld();
    const target = { kind: "Service", name: "a", namespace: "default" };
    api.create(service("a", { type: "LoadBalancer", externalTrafficPolicy: "Local", ports: [{ port: 80 }] }));
    expect(stored(api.patch(target, "merge", { spec: { type: "ClusterIP" } })).spec).not.toHaveProperty(
      "healthCheckNodePort",
    );
    const spec = stored(api.patch(target, "merge", { spec: { type: "ExternalName", externalName: "a.io" } })).spec;
    expect(Object.keys(spec).toSorted()).toEqual(["externalName", "ports", "sessionAffinity", "type"]);
  });

  it("cannot move a selector", () => {
    const { api } = openWorld();
    api.create(deployment({ selector: SELECTS_B, template: template("b") }));
    const patch = { spec: { selector: { matchLabels: { app: "c" } }, template: template("c") } };
    const written = api.patch({ kind: "Deployment", name: "d", namespace: "default" }, "merge", patch);
    expect(messageOf(written)).toBe(
      'Deployment.apps "d" is invalid: spec.selector: Invalid value: {"matchLabels":{"app":"c"}}: field is immutable',
    );
  });

  it("by strategic patch merges lists by their keys and tells what it cannot convert", () => {
    const { api } = openWorld();
    const target = { kind: "Service", name: "a", namespace: "default" };
    api.create(
      service("a", {
        ports: [
          { name: "x", port: 80 },
          { name: "y", port: 81 },
        ],
      }),
    );
    const patch = {
      spec: {
        ports: [
          { port: 81, targetPort: 8081 },
          { $patch: "delete", port: 80 },
        ],
      },
    };
    expect(stored(api.patch(target, "strategic", patch)).spec["ports"]).toEqual([
      { name: "y", port: 81, protocol: "TCP", targetPort: 8081 },
    ]);
    expect(messageOf(api.patch(target, "strategic", { spec: { selector: ["app"] } }))).toBe(
      ' "" is invalid: patch: Invalid value: "map[spec:map[selector:[app]]]": cannot restore map from slice',
    );
  });
});

describe("a deletion", () => {
  it("of a pod that runs is graceful, of one without node at once", () => {
    const { api } = openWorld();
    const [bound, unbound] = ["bound", "unbound"].map((name) => stored(api.create(pod(name, {}))));
    api.update({ ...bound!, spec: { ...bound!.spec, nodeName: "node-1" } }, { subresource: "binding" });
    for (const name of ["bound", "unbound"]) api.remove({ kind: "Pod", name, namespace: "default" });
    expect(api.get("Pod", "unbound", "default")).toBeUndefined();
    expect(api.get("Pod", "bound", "default")?.metadata).toMatchObject({
      deletionTimestamp: "2026-01-01T00:00:30Z",
      deletionGracePeriodSeconds: 30,
      generation: 2,
    });
    expect(unbound).toBeDefined();
    api.remove({ kind: "Pod", name: "bound", namespace: "default" }, { gracePeriodSeconds: 0 });
    expect(api.get("Pod", "bound", "default")).toBeUndefined();
  });

  it("waits for finalizers", () => {
    const { api } = openWorld();
    const metadata = { name: "c", finalizers: ["example.com/hold"] };
    api.create({ apiVersion: "v1", kind: "ConfigMap", metadata });
    const target = { kind: "ConfigMap", name: "c", namespace: "default" };
    api.remove(target);
    expect(api.get("ConfigMap", "c", "default")?.metadata.deletionTimestamp).toBe("2026-01-01T00:00:00Z");
    api.patch(target, "merge", { metadata: { finalizers: null } });
    expect(api.get("ConfigMap", "c", "default")).toBeUndefined();
  });

  it("of a namespace marks it, and nothing new comes in", () => {
    const { api } = openWorld();
    api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "team" } });
    api.remove({ kind: "Namespace", name: "team" });
    expect(api.get("Namespace", "team")?.status?.phase).toBe("Terminating");
    const late = { ...service("a", { ports: [{ port: 80 }] }), metadata: { name: "a", namespace: "team" } };
    expect(messageOf(api.create(late))).toBe(
      'services "a" is forbidden: unable to create new content in namespace team because it is being terminated',
    );
  });
});

describe("the store", () => {
  it("gives objects by namespace and name, also while they come and go", () => {
    const { api } = openWorld();
    for (const name of ["b", "a", "c"]) api.create({ apiVersion: "v1", kind: "ConfigMap", metadata: { name } });
    const seen: string[] = [];
    for (const { metadata } of api.list("ConfigMap", "default")) {
      seen.push(metadata.name);
      if (metadata.name === "a") api.remove({ kind: "ConfigMap", name: "b", namespace: "default" });
      if (metadata.name === "c") api.create({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "d" } });
    }
    expect(seen).toEqual(["a", "c", "d"]);
  });

  it("takes a dump as it is, kinds that nobody knows too", () => {
    const objects = [
      { apiVersion: "example.com/v1", kind: "Widget", metadata: { name: "w", namespace: "x", resourceVersion: "41" } },
      { apiVersion: "serving.knative.dev/v1", kind: "Service", metadata: { name: "k", namespace: "x" } },
    ];
    const api = openApiServer({ simulation: new Simulation(START), objects });
    expect(api.kinds()).toEqual(["Service.serving.knative.dev", "Widget"]);
    expect(api.get("Widget", "w", "x")).toEqual(objects[0]);
    expect(api.resourceVersion()).toBe("41");
  });

  it("goes on from a save as if there had been none", () => {
    const { api, simulation } = openWorld();
    api.create(service("a", { type: "NodePort", ports: [{ port: 80 }] }));
    const [saved, moment] = [api.save(), simulation.save()].map(
      (part) => JSON.parse(JSON.stringify(part)) as JsonObject,
    );
    const resumed = openApiServer({ simulation: new Simulation({ ...START, saved: moment! }), saved: saved! });
    const next = service("b", { type: "LoadBalancer", ports: [{ port: 80 }] });
    expect(resumed.create(next)).toEqual(api.create(next));
    expect(resumed.save()).toEqual(api.save());
  });
});

describe("laws", () => {
  const name = fc.constantFrom("a", "b", "web-0");
  const anything = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom("80", 80, null, [], {}, "None", "ClusterIP"),
  );
  const field = fc.constantFrom(
    "ports",
    "selector",
    "type",
    "clusterIP",
    "template",
    "containers",
    "replicas",
    "$patch",
    "metadata",
    "__proto__",
  );
  const tree = fc.letrec<{ node: unknown }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 4 },
      anything,
      fc.dictionary(field, tie("node")),
      fc.array(tie("node"), { maxLength: 3 }),
    ),
  })).node;

  it("random objects and patches are taken or refused, never thrown at", () => {
    const types = fc.constantFrom("strategic" as const, "merge" as const, "json" as const);
    fc.assert(
      fc.property(name, tree, types, tree, (given, spec, type, patch) => {
        const { api } = openWorld();
        api.create(service(given, { ports: [{ port: 80 }] }));
        api.create({ ...service(given, {}), spec });
        api.create({ ...deployment({}), spec });
        api.create({ ...pod("p", {}), spec });
        const written = api.patch({ kind: "Service", name: given, namespace: "default" }, type, patch);
        expect(typeof written.ok).toBe("boolean");
      }),
      { numRuns: 400 },
    );
  });

  it("what has been stored is stored again unchanged: defaulting twice equals once", () => {
    const spec = fc.record(
      {
        type: fc.constantFrom("ClusterIP", "NodePort", "LoadBalancer"),
        ports: fc.constantFrom([{ port: 80 }], [{ port: 53, protocol: "UDP" }]),
        sessionAffinity: fc.constantFrom("None", "ClientIP"),
        externalTrafficPolicy: fc.constantFrom("Cluster", "Local"),
        selector: fc.dictionary(name, name),
      },
      { requiredKeys: ["ports"] },
    );
    fc.assert(
      fc.property(spec, (given) => {
        const { api } = openWorld();
        const written = api.create(service("s", given));
        if (!written.ok) return;
        expect(api.update(written.object)).toMatchObject({ ok: true, isChanged: false });
      }),
    );
  });
});
