import { expect, it, test } from "vitest";
import type { KubernetesObject } from "../../model/objects.ts";
import { printTable } from "./print-table.ts";

const NOW = { nowEpochMs: 60_000 };

function pod(status: object, spec: object = {}, metadata: object = {}): KubernetesObject {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "p", creationTimestamp: "1970-01-01T00:00:00Z", ...metadata },
    spec: { containers: [{ name: "a" }, { name: "b" }], ...spec },
    status,
  };
}

const running = { ready: true, restartCount: 0, state: { running: {} } };
const waiting = (reason: string) => ({ ready: false, restartCount: 3, state: { waiting: { reason } } });

test.each`
  because                                       | object                                                                                                                                  | cells
  ${"a phase without containers"}               | ${pod({ phase: "Pending" })}                                                                                                            | ${["p", "0/2", "Pending", "0", "60s"]}
  ${"ready containers are counted"}             | ${pod({ phase: "Running", containerStatuses: [running, running] })}                                                                     | ${["p", "2/2", "Running", "0", "60s"]}
  ${"a waiting container says why"}             | ${pod({ phase: "Running", containerStatuses: [running, waiting("CrashLoopBackOff")] })}                                                 | ${["p", "1/2", "CrashLoopBackOff", "3", "60s"]}
  ${"an init container that waits comes first"} | ${pod({ phase: "Pending", initContainerStatuses: [waiting("ImagePullBackOff")] }, { initContainers: [{ name: "i" }] })}                 | ${["p", "0/2", "Init:ImagePullBackOff", "3", "60s"]}
  ${"init containers under way are counted"}    | ${pod({ phase: "Pending", initContainerStatuses: [{ restartCount: 0, state: { running: {} } }] }, { initContainers: [{ name: "i" }] })} | ${["p", "0/2", "Init:0/1", "0", "60s"]}
  ${"a deleted pod terminates"}                 | ${pod({ phase: "Running" }, {}, { deletionTimestamp: "1970-01-01T00:00:30Z" })}                                                         | ${["p", "0/2", "Terminating", "0", "60s"]}
`("$because", ({ object, cells }: { object: KubernetesObject; cells: string[] }) => {
  expect(printTable("Pod", [object], NOW).rows[0]?.cells.slice(0, 5)).toEqual(cells);
});

it("shows a kind that it does not know by name and age", () => {
  const object = { ...pod({}), kind: "Gadget" };
  const table = printTable("Gadget", [object], NOW);
  expect(table.columnDefinitions.map((column) => column.name)).toEqual(["Name", "Age"]);
  expect(table.rows[0]?.cells).toEqual(["p", "60s"]);
});
