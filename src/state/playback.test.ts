import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { frameAt, headerAt, headerBefore, HOP_MS, momentAt, neighbourOf } from "./playback.ts";
import { packetNeighbourOf, playbackOf, REWRITE_MS } from "./playback.ts";
import { REFUSED } from "../engine/trace/refused.fixture.ts";
import { STORY } from "../engine/trace/story.fixture.ts";
import { placeName } from "./visits.ts";
import type { Detail, Row } from "./visits.ts";

const MARKS = { passed: "●", asked: "○", rewritten: "◆", restored: "◇", delivered: "◎", rejected: "⊗", lost: "×" };

/** A row in the strip's own notation. */
function show(row: Row, kind: string): string {
  return `${row.isBack ? "<" : ">"} ${kind}: ${row.visits.map(({ place, mark }) => `${MARKS[mark]}${placeName(place)}`).join(" ")}`;
}

function strip(trace: typeof STORY, detail: Detail): string[] {
  return playbackOf(trace, detail).rows.map((row) => show(row, trace.packets[row.packet]!.kind));
}

test("each machine that routes a packet on takes one off its TTL, and the rules after it see what is left", () => {
  const { packets } = STORY;
  const syn = packets.findIndex(({ kind }) => kind === "tcp-syn");
  const moments = playbackOf(STORY, "detailed").moments.filter(({ packet }) => packet === syn);
  const isRouting = (hop: number) => {
    const { in: from, out, steps } = packets[syn]!.hops[hop]!;
    return from !== undefined && out !== undefined && steps.some(({ kind }) => kind === "route");
  };
  const routers = packets[syn]!.hops.filter((_, hop) => isRouting(hop)).length;
  expect(routers).toBeGreaterThan(0);
  const { ttl } = packets[syn]!.header;
  expect(headerAt(STORY, moments.at(-1)!).ttl).toBe(ttl - routers);
  const first = moments.find(({ hop, place }) => isRouting(hop) && place === "route")!;
  expect([headerBefore(STORY, first).ttl, headerAt(STORY, first).ttl]).toEqual([ttl, ttl - 1]);
});

describe("the simple strip", () => {
  it("shows rules for the first packet of a connection, conntrack for the rest", () => {
    expect(strip(STORY, "simple")).toEqual([
      "> dns-query: ●host ●cni0 ●PREROUTING ●KUBE-SERVICES ●KUBE-SVC ●KUBE-SEP ◆DNAT ●route ●FORWARD ●POSTROUTING ◎host",
      "< dns-answer: ●host ◇DNAT ◎host",
      "> tcp-syn: ●host ●cni0 ●PREROUTING ●KUBE-SERVICES ●KUBE-SVC ●KUBE-SEP ◆DNAT ●route ●FORWARD ●POSTROUTING ●host ◎host",
      "< tcp-syn-ack: ●host ●host ◇DNAT ◎host",
      "> http-request: ●host ◇DNAT ●host ◎host",
      "< http-response: ●host ●host ◇DNAT ◎host",
    ]);
  });

  it("shows a packet that no Service's rule matched as asked, and its end as rejected", () => {
    expect(strip(REFUSED, "simple").slice(2)).toEqual([
      "> tcp-syn: ●host ●cni0 ●PREROUTING ○KUBE-SERVICES ●route ⊗FORWARD",
      "< icmp-error: ●FORWARD ◎host",
    ]);
  });

  it("folds A and AAAA into one row and leaves bare ACKs out", () => {
    const kinds = playbackOf(STORY, "simple").rows.map((row) => [STORY.packets[row.packet]!.id, row.folded.length]);
    expect(kinds).toEqual([
      [1, 1],
      [2, 1],
      [5, 0],
      [6, 0],
      [8, 0],
      [9, 0],
    ]);
  });

  it("groups its columns by host, the sender first", () => {
    expect(
      playbackOf(STORY, "simple").columns.map(({ host, place }) => `${host.split("-")[0]} ${placeName(place)}`),
    ).toEqual([
      "pod default/numbers host",
      ...["cni0", "PREROUTING", "KUBE-SERVICES", "KUBE-SVC", "KUBE-SEP", "DNAT", "route", "FORWARD", "POSTROUTING"].map(
        (place) => `node node ${place}`,
      ),
      "pod kube host",
      "node node host",
      "pod default/numbers host",
    ]);
  });
});

test("the detailed strip has a row for every packet and a place for every chain", () => {
  const rows = playbackOf(STORY, "detailed").rows;
  expect(rows).toHaveLength(STORY.packets.length);
  const syn = rows.find((row) => STORY.packets[row.packet]!.kind === "tcp-syn")!;
  expect(syn.visits.map(({ place }) => placeName(place))).toContain("KUBE-SVC-BE5LIK4X2OAKIEFX");
});

describe("playback time", () => {
  const { moments, totalMs, momentsOfRow } = playbackOf(STORY, "simple");

  it("gives each host a hop's time, however short the trace's own is", () => {
    const answer = momentsOfRow[1]!;
    expect(answer[1]!.atMs - answer[0]!.atMs).toBeCloseTo(HOP_MS);
    expect(answer[2]!.atMs - answer[1]!.atMs).toBeCloseTo(HOP_MS + REWRITE_MS);
    expect(totalMs).toBeLessThan(20_000);
  });

  it("makes a silence of three seconds last one", () => {
    const late = { ...REFUSED, packets: REFUSED.packets.map((p) => (p.id < 5 ? p : shift(p, 3000))) };
    const early = playbackOf(REFUSED, "simple").totalMs;
    expect(playbackOf(late, "simple").totalMs - early).toBeGreaterThan(900);
    expect(playbackOf(late, "simple").totalMs - early).toBeLessThanOrEqual(1000);
  });

  it("never runs backwards, and an answer starts after its question has arrived", () => {
    for (const row of momentsOfRow)
      expect(row.map((m) => m.atMs)).toEqual(row.map((m) => m.atMs).toSorted((a, b) => a - b));
    expect(momentsOfRow[1]![0]!.atMs).toBeGreaterThan(momentsOfRow[0]!.at(-1)!.settledMs);
  });

  it("steps through every moment forwards and back", () => {
    const forwards = [moments[0]!];
    for (let at = moments[0]; at; at = neighbourOf(playbackOf(STORY, "simple"), at.settledMs, "next"))
      if (at !== forwards.at(-1)) forwards.push(at);
    expect(forwards).toEqual(moments);
    expect(neighbourOf(playbackOf(STORY, "simple"), moments[5]!.settledMs, "previous")).toBe(moments[4]);
    expect(neighbourOf(playbackOf(STORY, "simple"), 0, "previous")).toBeUndefined();
  });

  it("goes to the beginning of the packet first, then to the one before", () => {
    const playback = playbackOf(STORY, "simple");
    const within = momentsOfRow[2]![4]!;
    expect(packetNeighbourOf(playback, within.settledMs, "previous")).toBe(momentsOfRow[2]![0]);
    expect(packetNeighbourOf(playback, momentsOfRow[2]![0]!.settledMs, "previous")).toBe(momentsOfRow[1]![0]);
    expect(packetNeighbourOf(playback, within.settledMs, "next")).toBe(momentsOfRow[3]![0]);
  });
});

describe("a frame", () => {
  const playback = playbackOf(STORY, "simple");
  const dnat = playback.momentsOfRow[2]!.find(({ place }) => place === "DNAT")!;

  test.each`
    timeMs                             | destination      | phase        | because
    ${dnat.atMs}                       | ${"10.96.40.28"} | ${"struck"}  | ${"the old address is struck first"}
    ${dnat.settledMs}                  | ${"10.244.1.7"}  | ${"written"} | ${"then the new one is there"}
    ${dnat.settledMs - REWRITE_MS - 1} | ${"10.96.40.28"} | ${undefined} | ${"before it nothing has changed"}
  `("$because", ({ timeMs, destination, phase }) => {
    const [packet] = frameAt(playback, timeMs).packets;
    expect(packet?.header.destination).toBe(destination);
    expect(packet?.rewrite?.phase).toBe(phase);
  });

  it("shows both questions on their way at once in detail", () => {
    const detailed = playbackOf(STORY, "detailed");
    expect(frameAt(detailed, HOP_MS / 2).packets.map(({ packet }) => STORY.packets[packet]!.id)).toEqual([1, 3]);
  });

  it("is a function of trace and time", () => {
    fc.assert(
      fc.property(fc.double({ min: -100, max: playback.totalMs + 100, noNaN: true }), (timeMs) => {
        const frame = frameAt(playback, timeMs);
        expect(frameAt(playback, timeMs)).toEqual(frame);
        expect(frame.current).toBe(momentAt(playback, timeMs));
        for (const { progress } of frame.packets) expect(progress >= 0 && progress <= 1).toBe(true);
        expect(frame.traceMs).toBeGreaterThanOrEqual(STORY.beganMs);
        expect(frame.traceMs).toBeLessThanOrEqual(STORY.endedMs);
      }),
    );
  });
});

function shift(packet: (typeof STORY.packets)[number], ms: number) {
  const hops = packet.hops.map((hop) => ({ ...hop, arrivedMs: hop.arrivedMs + ms, leftMs: hop.leftMs + ms }));
  return { ...packet, sentMs: packet.sentMs + ms, hops };
}
