import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitView, followView, shownPart, showsAll } from "./viewport.ts";

const size = fc.record({ width: fc.integer({ min: 200, max: 3000 }), height: fc.integer({ min: 200, max: 2000 }) });

describe("the camera", () => {
  it("shows all of a drawing when it fits it", () => {
    fc.assert(
      fc.property(size, size, (pane, drawing) => {
        const { x, y, zoom } = fitView(pane, drawing);
        expect(showsAll(shownPart(pane, [x, y, zoom]), drawing)).toBe(true);
      }),
    );
  });

  it("is never so far on a narrow pane that words cannot be read: it stands at the packet", () => {
    const view = fitView({ width: 390, height: 600 }, { width: 1400, height: 480 }, { x: 1000, y: 200 });
    expect(view.zoom).toBeGreaterThanOrEqual(0.9);
    expect(1000 * view.zoom + view.x).toBeCloseTo(195);
  });

  it("comes to a followed packet, nearer with every frame, and then stands still", () => {
    const pane = { width: 700, height: 400 };
    const point = { x: 2000, y: 900 };
    let view: readonly [number, number, number] = [0, 0, 0.3];
    let frames = 0;
    for (; frames < 300; frames++) {
      const next = followView(pane, view, point, false);
      if (next === undefined) break;
      view = [next.x, next.y, next.zoom];
    }
    expect(frames).toBeLessThan(200);
    const part = shownPart(pane, view);
    expect(point.x).toBeGreaterThan(part.x);
    expect(point.x).toBeLessThan(part.x + part.width);
    expect(point.y).toBeGreaterThan(part.y);
    expect(point.y).toBeLessThan(part.y + part.height);
  });

  it("cuts at once where motion is reduced", () => {
    const pane = { width: 700, height: 400 };
    const first = followView(pane, [0, 0, 1], { x: 2000, y: 900 }, true);
    expect(first && followView(pane, [first.x, first.y, first.zoom], { x: 2000, y: 900 }, true)).toBeUndefined();
  });
});
