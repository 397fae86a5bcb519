import { describe, expect, test } from "vitest";
import { Simulation } from "../simulation/simulation.ts";
import { openApiServer } from "./open-api-server.ts";
import { handleRest } from "./handle-rest.ts";
import type { RestCall, WatchEvent } from "./rest.ts";

const MOMENT = { nowEpochMs: Date.parse("2026-01-01T00:01:00Z") };

function openDoor() {
  const api = openApiServer({ simulation: new Simulation({ seed: 1, startAt: "2026-01-01T00:00:00Z" }) });
  for (const kind of ["Namespace", "ServiceAccount"]) {
    api.create({ apiVersion: "v1", kind, metadata: { name: "default" } });
  }
  return (call: RestCall) => handleRest(api, call, MOMENT);
}

const service = (name: string, spec: object) => ({ apiVersion: "v1", kind: "Service", metadata: { name }, spec });
const SERVICES = "/api/v1/namespaces/default/services";

describe("the REST door", () => {
  test.each`
    method     | path                                                | status
    ${"GET"}   | ${"/api"}                                           | ${200}
    ${"GET"}   | ${"/apis"}                                          | ${200}
    ${"GET"}   | ${"/apis/apps/v1"}                                  | ${200}
    ${"GET"}   | ${"/apis/nosuch/v1"}                                | ${404}
    ${"GET"}   | ${"/api/v1/pods"}                                   | ${200}
    ${"GET"}   | ${"/api/v1/nosuch"}                                 | ${404}
    ${"GET"}   | ${"/api/v1/namespaces/default"}                     | ${200}
    ${"GET"}   | ${"/api/v1/namespaces/default/services/nosuch"}     | ${404}
    ${"GET"}   | ${"/api/v1/namespaces/default/pods?x"}              | ${404}
    ${"PATCH"} | ${"/api/v1/namespaces/default/services"}            | ${405}
    ${"GET"}   | ${"/apis/apps/v1/namespaces/x/deployments/d/scale"} | ${404}
  `("$method $path is answered with $status", ({ method, path, status }) => {
    expect(openDoor()({ method, path }).status).toBe(status);
  });

  test("tells resources with their subresources, by name", () => {
    const { body } = openDoor()({ method: "GET", path: "/apis/apps/v1" });
    const names = (body as { resources: { name: string }[] }).resources.map(({ name }) => name);
    expect(names).toEqual([
      "controllerrevisions",
      "daemonsets",
      "daemonsets/status",
      "deployments",
      "deployments/scale",
      "deployments/status",
      "replicasets",
      "replicasets/scale",
      "replicasets/status",
      "statefulsets",
      "statefulsets/scale",
      "statefulsets/status",
    ]);
  });

  test("warns of unknown fields unless told to be strict or to ignore them", () => {
    const door = openDoor();
    const body = service("a", { ports: [{ port: 80, target: 80 }] });
    const post = (fieldValidation: string) =>
      door({ method: "POST", path: SERVICES, query: { dryRun: "All", fieldValidation }, body });
    expect(post("Warn").warnings).toEqual([`unknown field "spec.ports[0].target"`]);
    expect(post("Ignore").warnings).toEqual([]);
    expect(post("Strict").body).toMatchObject({
      code: 400,
      message: `Service in version "v1" cannot be handled as a Service: strict decoding error: unknown field "spec.ports[0].target"`,
    });
  });

  test("gives rows when a Table is accepted", () => {
    const door = openDoor();
    door({ method: "POST", path: SERVICES, body: service("a", { ports: [{ port: 80 }] }) });
    const { body } = door({ method: "GET", path: SERVICES, accept: "application/json;as=Table;v=v1;g=meta.k8s.io" });
    expect(body).toMatchObject({
      kind: "Table",
      rows: [{ object: { kind: "PartialObjectMetadata", metadata: { name: "a" } } }],
    });
  });

  test("watches what the selector takes: what leaves it is told as deleted", () => {
    const door = openDoor();
    const events: WatchEvent[] = [];
    const { watch } = door({ method: "GET", path: SERVICES, query: { watch: "true", labelSelector: "tier=a" } });
    watch?.listen((event) => events.push(event));
    const labelled = (tier: string) => ({
      ...service("a", { ports: [{ port: 80 }] }),
      metadata: { name: "a", labels: { tier } },
    });
    door({ method: "POST", path: SERVICES, body: labelled("a") });
    door({ method: "PATCH", path: `${SERVICES}/a`, body: { metadata: { labels: { tier: "b" } } }, patchType: "merge" });
    watch?.close();
    door({ method: "DELETE", path: `${SERVICES}/a` });
    expect(events.map(({ type }) => type)).toEqual(["ADDED", "DELETED"]);
  });
});
