import { beforeEach, expect, test } from "vitest";
import type { KubernetesObject } from "../engine/model/objects.ts";
import { REFUSED } from "../engine/trace/refused.fixture.ts";
import { STORY } from "../engine/trace/story.fixture.ts";
import type { Trace } from "../engine/trace/trace.ts";
import { mirrorCluster } from "../state/cluster.ts";
import { playbackOf } from "../state/playback.ts";
import type { Detail } from "../state/visits.ts";
import { litBy } from "./lit.ts";

const API = "numbers-api-58c4445744";
const POD = `${API}-r8g7t`;

beforeEach(() => {
  const madeBy = (kind: string, name: string) => ({ ownerReferences: [{ kind, name, controller: true }] });
  const objects = [
    { kind: "Deployment", metadata: { namespace: "default", name: "numbers-api" } },
    { kind: "ReplicaSet", metadata: { namespace: "default", name: API, ...madeBy("Deployment", "numbers-api") } },
    { kind: "Pod", metadata: { namespace: "default", name: POD, ...madeBy("ReplicaSet", API) } },
  ] as unknown as readonly KubernetesObject[];
  mirrorCluster({ kind: "objects", objects, nowMs: 0 });
});

/** The lit places, each once: "node node-2 DNAT". */
function litPlaces(trace: Trace, detail: Detail, pointed: string): readonly string[] {
  const [kind = "", name = "", field] = pointed.split(" ");
  const namespace = name === "kube-dns" ? "kube-system" : "default";
  const playback = playbackOf(trace, detail);
  const lit = litBy({ object: { kind, namespace, name }, field }, playback);
  const places = [...lit].flatMap(([row, ats]) => [...ats].map((at) => playback.momentsOfRow[row]?.[at]));
  return [...new Set(places.map((one) => `${one?.host} ${one?.place}`))];
}

test.each`
  pointed                                     | detail        | lights
  ${"Service numbers-api spec.selector"}      | ${"simple"}   | ${["KUBE-SERVICES", "KUBE-SVC", "KUBE-SEP", "DNAT"]}
  ${"Service numbers-api spec.selector.app"}  | ${"simple"}   | ${["KUBE-SERVICES", "KUBE-SVC", "KUBE-SEP", "DNAT"]}
  ${"Service numbers-api spec"}               | ${"simple"}   | ${["KUBE-SERVICES", "KUBE-SVC", "KUBE-SEP", "DNAT"]}
  ${"Service numbers-api metadata.name"}      | ${"detailed"} | ${["KUBE-SERVICES", "KUBE-SVC-", "KUBE-SEP-", "DNAT"]}
  ${"Service numbers-api"}                    | ${"detailed"} | ${["KUBE-SERVICES", "KUBE-SVC-", "KUBE-SEP-", "DNAT"]}
  ${"Service kube-dns spec.selector"}         | ${"detailed"} | ${["KUBE-SERVICES", "KUBE-SVC-", "KUBE-SEP-", "DNAT"]}
  ${"Service numbers-api spec.selectors"}     | ${"simple"}   | ${[]}
  ${"Service numbers-api spec.ports[0].port"} | ${"simple"}   | ${[]}
  ${"Service another spec.selector"}          | ${"simple"}   | ${[]}
  ${`Pod ${POD} metadata.labels.app`}         | ${"simple"}   | ${["DNAT"]}
  ${"Deployment numbers-api spec.template"}   | ${"simple"}   | ${["DNAT"]}
  ${"Deployment numbers-web spec.template"}   | ${"detailed"} | ${[]}
`("$pointed lights $lights in the $detail strip", ({ pointed, detail, lights }) => {
  const places = litPlaces(STORY, detail, pointed);
  for (const place of places) expect(lights.some((one: string) => place.includes(one))).toBe(true);
  for (const one of lights) expect(places.some((place) => place.includes(one))).toBe(true);
});

test("where a packet ended, the fields that made it end are lit", () => {
  const places = litPlaces(REFUSED, "simple", "Service numbers-api spec.selector");
  expect(places).toEqual(["node node-2 filter FORWARD"]);
});
