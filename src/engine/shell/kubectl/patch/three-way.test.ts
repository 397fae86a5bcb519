import fc from "fast-check";
import { expect, it, test } from "vitest";
import { applyStrategicPatch } from "../../../apiserver/patch/strategic.ts";
import { schemaOf } from "../../../apiserver/schema/schema.ts";
import type { JsonMap } from "./three-way.ts";
import { threeWayPatch } from "./three-way.ts";

const SERVICE = { apiVersion: "v1", kind: "Service" };

function patchOf(sides: { original: JsonMap; modified: JsonMap; current: JsonMap }): unknown {
  const result = threeWayPatch(sides, SERVICE);
  return result.ok ? result.patch : result.message;
}

test.each`
  because                                            | original                                | modified                                     | current                                                   | patch
  ${"what is the same needs nothing"}                | ${{ spec: { type: "NodePort" } }}       | ${{ spec: { type: "NodePort" } }}            | ${{ spec: { type: "NodePort", clusterIP: "10.96.0.7" } }} | ${{}}
  ${"what was dropped from the text goes"}           | ${{ spec: { type: "NodePort" } }}       | ${{ spec: {} }}                              | ${{ spec: { type: "NodePort" } }}                         | ${{ spec: { type: null } }}
  ${"what others have set stays"}                    | ${{ metadata: { labels: { a: "1" } } }} | ${{ metadata: { labels: { a: "2" } } }}      | ${{ metadata: { labels: { a: "1", b: "theirs" } } }}      | ${{ metadata: { labels: { a: "2" } } }}
  ${"ports are told apart by their number"}          | ${{ spec: { ports: [{ port: 80 }] } }}  | ${{ spec: { ports: [{ port: 81 }] } }}       | ${{ spec: { ports: [{ port: 80, protocol: "TCP" }] } }}   | ${{ spec: { ports: [{ port: 81 }, { $patch: "delete", port: 80 }], "$setElementOrder/ports": [{ port: 81 }] } }}
  ${"the kind must stay"}                            | ${{}}                                   | ${{ kind: "service" }}                       | ${{ kind: "Service" }}                                    | ${"precondition failed for: map[kind:service]"}
  ${"an element without its key cannot be compared"} | ${{ spec: { ports: [{ port: 80 }] } }}  | ${{ spec: { ports: [{ targetPort: 80 }] } }} | ${{ spec: { ports: [{ port: 80 }] } }}                    | ${"map: map[targetPort:80] does not contain declared merge key: port"}
`(
  "$because",
  ({
    original,
    modified,
    current,
    patch,
  }: {
    original: JsonMap;
    modified: JsonMap;
    current: JsonMap;
    patch: unknown;
  }) => {
    expect(patchOf({ original, modified, current })).toEqual(patch);
  },
);

it("makes the cluster what the text says, where text and cluster had agreed before", () => {
  const schema = schemaOf(SERVICE);
  if (!schema) throw new Error("no schema");
  const ports = fc
    .uniqueArray(fc.integer({ min: 1, max: 6 }), { maxLength: 4 })
    .map((numbers) => numbers.map((port) => ({ port, name: `p${port}` })));
  const labels = fc.dictionary(fc.constantFrom("a", "b", "c"), fc.constantFrom("1", "2"));
  const services = fc.record({ metadata: fc.record({ labels }), spec: fc.record({ selector: labels, ports }) });
  fc.assert(
    fc.property(services, services, (before, after) => {
      const result = threeWayPatch({ original: before, modified: after, current: before }, SERVICE);
      if (!result.ok) throw new Error(result.message);
      const applied = applyStrategicPatch(schema, before, structuredClone(result.patch));
      expect("value" in applied && { ...applied.value }).toEqual(after);
    }),
  );
});
