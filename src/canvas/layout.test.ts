import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NO_PLACES } from "../state/places.ts";
import type { Facts, PodFact } from "./facts.ts";
import { BANDS_MAX } from "./drawing.ts";
import { layoutOf } from "./layout.ts";
import type { Drawing } from "./drawing.ts";

const NODES = ["control-plane", "node-1", "node-2"];

function pod(name: string, node: string | undefined): PodFact {
  const labels = {};
  const base = {
    key: `default/${name}`,
    namespace: "default",
    name,
    health: "ready",
    status: "Running",
    ready: { ready: 1, total: 1 },
    restarts: 0,
    isHostNetwork: false,
    labels,
  } as const;
  return node === undefined ? base : { ...base, node };
}

function facts(pods: readonly PodFact[], services = 3, nodes = NODES): Facts {
  return {
    nodes: nodes.map((name) => ({ name, address: "172.18.0.2", podCidr: "10.244.0.0/24", isReady: true })),
    pods,
    services: Array.from({ length: services }, (_, i) => ({
      key: `default/s${i}`,
      namespace: "default",
      name: `s${i}`,
      type: "ClusterIP",
      addresses: [`10.96.0.${i}:80`],
      hasEndpoints: true,
    })),
  };
}

function draw(previous: Drawing | undefined, all: Facts, wanted: readonly string[] = [], places = NO_PLACES): Drawing {
  return layoutOf(previous, {
    facts: all,
    wanted,
    places,
    isOutsideVisited: false,
    outsides: [{ address: "198.51.100.7", label: "client" }],
  });
}

describe("the layout", () => {
  const before = draw(undefined, facts([pod("a", "node-1"), pod("b", "node-1"), pod("c", "node-2")]));

  it("is the mock's for its cluster: three machines in 728 units", () => {
    expect(before.machines.map(({ name, box }) => [name, box.x, box.width])).toEqual([
      ["control-plane", 0, 100],
      ["node-1", 108, 306],
      ["node-2", 422, 306],
    ]);
    expect(before.machines[0]?.box.height).toBe(320);
  });

  it("gives a new pod the place of the one that went, and moves nobody else", () => {
    const after = draw(before, facts([pod("b", "node-1"), pod("d", "node-1"), pod("c", "node-2")]));
    expect(after.pods.get("default/b")).toEqual(before.pods.get("default/b"));
    expect(after.pods.get("default/c")).toEqual(before.pods.get("default/c"));
    expect(after.pods.get("default/d")).toEqual(before.pods.get("default/a"));
  });

  it("shows a pod that has no node in a place of its own", () => {
    const waiting = draw(before, facts([pod("a", "node-1"), pod("w", undefined)]));
    expect(waiting.machines.at(-1)?.name).toBe("");
    expect(waiting.pods.has("default/w")).toBe(true);
  });

  it("counts the rules that do not fit, and never leaves out those that are wanted", () => {
    const many = draw(undefined, facts([], 40), ["default/s33"]);
    expect(many.bands).toHaveLength(BANDS_MAX);
    expect(many.bands).toContainEqual({ service: "default/s33" });
    expect(many.bands.at(-1)).toEqual({ more: 33 });
  });

  it("keeps 5,000 pods on 46 machines in a picture that is not ten times as wide as high", () => {
    const nodes = Array.from({ length: 46 }, (_, i) => `node-${i}`);
    const pods = Array.from({ length: 5000 }, (_, i) => pod(`p${i}`, nodes[i % 46]));
    const { density, size, pods: placed } = draw(undefined, facts(pods, 3, nodes));
    expect([density, placed.size]).toEqual(["painted", 5000]);
    expect(size.width / size.height).toBeLessThan(3);
    expect(size.width / size.height).toBeGreaterThan(0.8);
  });
});

const someWhere = fc.record({ x: fc.integer({ min: 0, max: 1200 }), tier: fc.integer({ min: 0, max: 3 }) });
const places = fc.record({
  machines: fc.dictionary(fc.constantFrom(...NODES), someWhere),
  outsides: fc.dictionary(fc.constant("198.51.100.7"), fc.integer({ min: 0, max: 2000 })),
  pods: fc.dictionary(
    fc.constantFrom("default/a", "default/b", "default/c"),
    fc.record({ column: fc.integer({ min: 0, max: 4 }), row: fc.integer({ min: 0, max: 3 }) }),
  ),
});

describe("places by hand", () => {
  const all = facts([pod("a", "node-1"), pod("b", "node-1"), pod("c", "node-2")]);

  it("put a machine where the person wants it, and leave the others where they were", () => {
    const before = draw(undefined, all);
    const after = draw(before, all, [], { ...NO_PLACES, machines: { "node-2": { x: 400, tier: 1 } } });
    expect(after.machineOf.get("node-2")).toMatchObject({ tier: 1, box: { x: 400 } });
    expect(after.machineOf.get("node-1")?.box).toEqual(before.machineOf.get("node-1")?.box);
    expect(after.lastTier).toBe(1);
  });

  it("put a pod into its slot, and keep it there when others come and go", () => {
    const placed = { ...NO_PLACES, pods: { "default/b": { column: 2, row: 0 } } };
    const after = draw(draw(undefined, all, [], placed), facts([pod("b", "node-1"), pod("d", "node-1")]), [], placed);
    expect(after.machineOf.get("node-1")?.slots.get("default/b")).toEqual({ column: 2, row: 0 });
  });

  it("never let two machines or two pods lie on each other", () => {
    fc.assert(
      fc.property(places, (hand) => {
        const drawing = draw(draw(undefined, all), all, [], hand);
        const boxes = drawing.machines.map(({ box }) => box);
        boxes.forEach((a, i) =>
          boxes.slice(i + 1).forEach((b) => {
            expect(a.y !== b.y || a.x + a.width <= b.x || b.x + b.width <= a.x).toBe(true);
          }),
        );
        expect(new Set([...drawing.pods.values()].map(({ x, y }) => `${x}/${y}`)).size).toBe(3);
      }),
    );
  });
});

const life = fc.array(
  fc.array(fc.record({ name: fc.integer({ min: 0, max: 60 }), node: fc.integer({ min: 0, max: 2 }) }), {
    maxLength: 60,
  }),
  {
    minLength: 1,
    maxLength: 6,
  },
);

describe("through a cluster's life", () => {
  it("no two pods share a place, and who stays on its machine keeps its slot", () => {
    fc.assert(
      fc.property(life, (states) => {
        let drawing: Drawing | undefined;
        for (const state of states) {
          const named = new Map(state.map(({ name, node }) => [name, pod(`p${name}`, NODES[node])]));
          const next = draw(drawing, facts([...named.values()]));
          const places = [...next.pods.values()].map(({ x, y }) => `${x}/${y}`);
          expect(new Set(places).size).toBe(named.size);
          const before = drawing?.density === next.density ? drawing : undefined;
          const moved = next.machines.flatMap(({ name, slots }) =>
            [...slots].filter(([key, slot]) => {
              const old = before?.machineOf.get(name)?.slots.get(key);
              return old !== undefined && (old.row !== slot.row || old.column !== slot.column);
            }),
          );
          expect(moved).toEqual([]);
          drawing = next;
        }
      }),
      { numRuns: 60 },
    );
  });
});
