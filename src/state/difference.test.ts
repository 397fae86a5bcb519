import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { REFUSED } from "../engine/trace/refused.fixture.ts";
import { STORY } from "../engine/trace/story.fixture.ts";
import type { Step, Trace } from "../engine/trace/trace.ts";
import { differencesOf, firstDifference } from "./difference.ts";

/** The trace with each step changed by a function. */
function withSteps(trace: Trace, change: (step: Step) => Step): Trace {
  const packets = trace.packets.map((packet) => ({
    ...packet,
    hops: packet.hops.map((hop) => ({ ...hop, steps: hop.steps.map(change) })),
  }));
  return { ...trace, packets };
}

describe("two traces", () => {
  it("tell the same when they are one", () => {
    expect(firstDifference(STORY, STORY)).toBeUndefined();
    expect(differencesOf(STORY, STORY)).toEqual([]);
  });

  it("tell the same at another time, from other ports, with other ids", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9999 }), (by) => {
        const later = STORY.packets.map((packet) => ({
          ...packet,
          id: packet.id + by,
          sentMs: packet.sentMs + by,
          header: { ...packet.header, sourcePort: 32768 + by, ttl: packet.header.ttl - 1 },
          hops: packet.hops.map((hop) => ({ ...hop, arrivedMs: hop.arrivedMs + by, leftMs: hop.leftMs + by })),
        }));
        expect(firstDifference(STORY, { ...STORY, beganMs: by, packets: later })).toBeUndefined();
      }),
    );
  });

  it("tell the same when one of them had to ask for its neighbour first", () => {
    const [first] = STORY.packets;
    const ask = { ...first!, kind: "arp-request" as const, fate: { kind: "delivered" as const, host: "node node-1" } };
    expect(firstDifference(STORY, { ...STORY, packets: [ask, ...STORY.packets] })).toBeUndefined();
  });

  it("tell the same when AAAA was answered before A", () => {
    const isAnswer = ({ kind }: Trace["packets"][number]) => kind === "dns-answer";
    const answers = STORY.packets.filter(isAnswer).toReversed();
    const packets = STORY.packets.map((packet) => (isAnswer(packet) ? answers.shift()! : packet));
    expect(packets).not.toEqual(STORY.packets);
    expect(firstDifference(STORY, { ...STORY, packets })).toBeUndefined();
  });

  it("tell the same when another number was drawn and the same rule hit", () => {
    const redrawn = withSteps(STORY, (step) =>
      step.kind === "rule" && step.draw ? { ...step, draw: { ...step.draw, drawn: step.draw.drawn / 2 } } : step,
    );
    expect(firstDifference(STORY, redrawn)).toBeUndefined();
  });

  it("part where a draw hit in one and missed in the other", () => {
    const missed = withSteps(STORY, (step) =>
      step.kind === "rule" && step.draw ? { ...step, matched: false, draw: { ...step.draw, drawn: 0.97 } } : step,
    );
    const difference = firstDifference(STORY, missed);
    expect(difference).toMatchObject({ kind: "draw", chain: expect.stringMatching(/^KUBE-SVC-/) });
    expect(difference?.kind === "draw" && difference.draws.map(({ drawn }) => drawn)).toEqual([
      expect.any(Number),
      0.97,
    ]);
  });

  it("part where a Service's rule is in one only", () => {
    expect(firstDifference(STORY, REFUSED)).toMatchObject({
      kind: "step",
      host: expect.stringMatching(/^node /),
      steps: [{ kind: "rule", chain: "KUBE-SERVICES", table: "nat" }, { kind: expect.any(String) }],
    });
  });

  it("part where one of them has no more packets", () => {
    const short = { ...STORY, packets: STORY.packets.slice(0, 5) };
    expect(firstDifference(STORY, short)).toMatchObject({
      kind: "packet",
      packets: [{ kind: STORY.packets[5]?.kind }, undefined],
      places: [{ packet: 5, hop: 0 }, { packet: 4 }],
    });
  });

  it("part at another next host", () => {
    const [first, ...rest] = STORY.packets;
    const hops = first!.hops.map((hop, index) => (index === 2 ? { ...hop, host: "node elsewhere" } : hop));
    const other = { ...STORY, packets: [{ ...first!, hops }, ...rest] };
    expect(firstDifference(STORY, other)).toMatchObject({
      kind: "host",
      hosts: [first!.hops[2]?.host, "node elsewhere"],
    });
  });
});
