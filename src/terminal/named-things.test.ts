import { expect, test } from "vitest";
import type { KubernetesObject } from "../engine/model/objects.ts";
import { namesIn } from "./named-things.ts";

const object = (kind: string, name: string, more: object = {}) =>
  ({ apiVersion: "v1", kind, metadata: { name, namespace: "default" }, spec: {}, ...more }) as KubernetesObject;

const find = namesIn(
  [
    ["Pod", [object("Pod", "web-0", { status: { podIP: "10.244.1.3" } })]],
    ["Service", [object("Service", "web", { spec: { clusterIP: "10.96.0.7" } })]],
    ["Deployment", [object("Deployment", "web")]],
  ],
  new Map([
    ["203.0.113.10", "app.mydb.io"],
    ["198.51.100.7", "client"],
  ]),
);

test.each`
  line                                           | kind            | finds
  ${"web-0   1/1   Running   0   5s"}            | ${"Pod"}        | ${["web-0: Pod web-0"]}
  ${"web     ClusterIP   10.96.0.7   80/TCP"}    | ${"Service"}    | ${["web: Service web", "10.96.0.7: Service web"]}
  ${"web     2/2   2   2   5s"}                  | ${"Deployment"} | ${["web: Deployment web"]}
  ${"deployment.apps/web scaled"}                | ${undefined}    | ${["web: Deployment web"]}
  ${'pod "web-0" deleted'}                       | ${undefined}    | ${["web-0: Pod web-0"]}
  ${"Address: 10.244.1.3"}                       | ${undefined}    | ${["10.244.1.3: Pod web-0"]}
  ${"connect to 10.244.1.3:8080 failed"}         | ${undefined}    | ${["10.244.1.3: Pod web-0"]}
  ${"Name: web.default.svc.cluster.local"}       | ${undefined}    | ${["web.default.svc.cluster.local: Service web"]}
  ${"Name: web.shop.svc.cluster.local"}          | ${undefined}    | ${[]}
  ${"PING app.mydb.io (203.0.113.10): 56 bytes"} | ${undefined}    | ${["app.mydb.io: 203.0.113.10", "203.0.113.10: 203.0.113.10"]}
  ${"a client of the webserver"}                 | ${undefined}    | ${[]}
  ${"configmap/web created"}                     | ${undefined}    | ${[]}
`("in '$line' the picture has $finds", ({ line, kind, finds }) => {
  const found = find(line, kind).map(({ text, from, to, thing }) => {
    expect(line.slice(from, to)).toBe(text);
    return `${text}: ${thing.kind === "outside" ? thing.address : `${thing.object.kind} ${thing.object.name}`}`;
  });
  expect(found).toEqual(finds);
});
