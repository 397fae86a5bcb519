import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openApiServer } from "../apiserver/open-api-server.ts";
import type { KubernetesObject } from "../model/objects.ts";
import { Simulation } from "../simulation/simulation.ts";
import { finish } from "../model/steps.ts";
import { startControllers } from "./start-controllers.ts";

const DATA = join(import.meta.dirname, "../../../e2e/recorded/data");
/** What the recordings leave out, and every namespace is given anew. */
const NOT_RECORDED = ["ConfigMap", "ServiceAccount", "ControllerRevision"];

const snapshots = readdirSync(DATA, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => readdirSync(join(DATA, name)).map((file) => `${name}/${file}`))
  .filter((path) => /\/objects-\d+\.json$/.test(path));

test.each(snapshots)("what a real cluster had come to rest as is left as it is: %s", (path) => {
  const { items } = JSON.parse(readFileSync(join(DATA, path), "utf8")) as { items: KubernetesObject[] };
  const views = JSON.parse(readFileSync(join(DATA, path.replace("objects", "views")), "utf8")) as {
    kubectl: { at: string }[];
  };
  const simulation = new Simulation({ seed: 1, startAt: views.kubectl[0]?.at ?? "" });
  const api = openApiServer({ simulation, objects: items });
  finish(startControllers({ api, simulation, cloud: "none", probe: () => expect.unreachable("no probe was begun") }));
  const changes: string[] = [];
  api.watch(({ type, object }) => {
    if (!NOT_RECORDED.includes(object.kind)) changes.push(`${type} ${object.kind} ${object.metadata.name}`);
  });
  simulation.advanceTo(30_000);
  expect(changes).toEqual([]);
});
