import { expect, test } from "vitest";
import type { Pod } from "../model/objects.ts";
import { processOf } from "./container-process.ts";
import { isPullable, portsOf, shortImageName, toolsOf } from "./images.ts";
import { listenersOf } from "./listeners.ts";
import { datagramResponseOf, responseOf } from "./response.ts";

test.each`
  image                                        | name             | sockets
  ${"kiamol/ch03-numbers-api"}                 | ${"numbers-api"} | ${"tcp 80"}
  ${"nginx:1.27"}                              | ${"nginx"}       | ${"tcp 80"}
  ${"registry.k8s.io/e2e-test-images/agnhost"} | ${"agnhost"}     | ${"tcp 8080, udp 8081"}
  ${"localhost:5000/multi@sha256:0a"}          | ${"multi"}       | ${"tcp 8080, tcp 9090, udp 9053"}
  ${"kiamol/ch03-sleep"}                       | ${"sleep"}       | ${""}
  ${"registry.k8s.io/coredns/coredns:v1.12.1"} | ${"coredns"}     | ${"udp 53, tcp 53, tcp 9153, tcp 8080, tcp 8181"}
  ${"example.org/mine:v1"}                     | ${"mine"}        | ${"udp 9000, tcp 7000"}
`("the image $image opens: $sockets", ({ image, name, sockets }) => {
  const ports = [{ containerPort: 9000, protocol: "UDP" as const }, { containerPort: 7000 }];
  const open = portsOf({ name: "c", image, ports });
  expect(shortImageName(image)).toBe(name);
  expect(open.map(({ protocol, port }) => `${protocol} ${port}`).join(", ")).toBe(sockets);
});

test("a container that does not run listens nowhere, and of two on one port the first has it", () => {
  const container = (name: string) => ({ name, image: "nginx" });
  const status = (name: string, state: object) => ({ name, image: "nginx", ready: true, restartCount: 0, state });
  const pod = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "p", namespace: "default" },
    spec: { containers: ["waits", "a", "b"].map(container) },
    status: {
      podIP: "10.244.1.2",
      containerStatuses: [status("waits", { waiting: {} }), status("a", { running: {} }), status("b", { running: {} })],
    },
  } as const satisfies Pod;
  expect(listenersOf(pod).map(({ container, port }) => `${container}:${port}`)).toEqual(["a:80"]);
});

test("the demo server says who served and whom it saw, and knows GET only", () => {
  const server = { pod: "numbers-api-58c4445744-2cvh4", namespace: "default", ip: "10.244.2.11" };
  const listener = { protocol: "tcp", port: 80, address: "0.0.0.0", serve: "demo", server, container: "api" } as const;
  const request = { path: "/rng", host: "numbers-api", client: "10.244.1.14", epochMs: 1_795_386_642_000 };
  const answer = responseOf(listener, { ...request, method: "GET" });
  expect(answer?.body).toBe(
    '{"pod": "numbers-api-58c4445744-2cvh4", "namespace": "default", "ip": "10.244.2.11", "port": 80, "client": "10.244.1.14", "host": "numbers-api", "path": "/rng"}',
  );
  expect(answer?.headers).toEqual([
    ["Server", "BaseHTTP/0.6 Python/3.11.2"],
    ["Date", "Sun, 22 Nov 2026 22:30:42 GMT"],
    ["Content-Type", "application/json"],
    ["Content-Length", "160"],
  ]);
  expect(responseOf(listener, { ...request, method: "HEAD" })).toMatchObject({
    status: 501,
    headers: expect.arrayContaining([["Content-Length", "357"]]),
  });
  expect(datagramResponseOf({ ...listener, protocol: "udp", serve: "udp-echo" }, "10.244.1.1")).toBe(
    '{"pod": "numbers-api-58c4445744-2cvh4", "ip": "10.244.2.11", "port": 80, "client": "10.244.1.1"}',
  );
});

test.each`
  command                                         | args                   | does
  ${[]}                                           | ${["x"]}               | ${{ kind: "server" }}
  ${["sleep", "1h"]}                              | ${[]}                  | ${{ kind: "ends", afterMs: 3_600_000, exitCode: 0 }}
  ${["/bin/sleep"]}                               | ${["inf"]}             | ${{ kind: "idle" }}
  ${["false"]}                                    | ${[]}                  | ${{ kind: "ends", afterMs: 0, exitCode: 1 }}
  ${["sh", "-c"]}                                 | ${["sleep 2; exit 3"]} | ${{ kind: "ends", afterMs: 2000, exitCode: 3 }}
  ${["sh", "-c", "while true; do sleep 1; done"]} | ${[]}                  | ${{ kind: "idle" }}
  ${["nginx", "-g", "daemon off;"]}               | ${[]}                  | ${{ kind: "server" }}
`("the command $command with $args: $does.kind", ({ command, args, does }) => {
  expect(processOf({ name: "c", image: "nginx", command, args })).toEqual(does);
});

test("the book's sleep image has BusyBox' tools, and one image cannot be pulled", () => {
  expect([toolsOf("kiamol/ch03-sleep"), toolsOf("nginx")]).toEqual(["busybox", "toolbox"]);
  expect([isPullable("nginx"), isPullable("example.org/unpullable:v1")]).toEqual([true, false]);
});
