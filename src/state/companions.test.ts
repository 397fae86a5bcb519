import { expect, test } from "vitest";
import { companionFrame, COMPANIONS_MAX, companionsAfter } from "./companions.ts";
import type { Playback } from "./playback.ts";

const playback = (totalMs: number): Playback =>
  ({
    totalMs,
    moments: [],
    momentsOfRow: [],
    rows: [],
    columns: [],
    trace: { packets: [], beganMs: 0, endedMs: 0 },
  }) as unknown as Playback;

test("a request that was played goes on beside the newer one, from where it was, until its end", () => {
  const first = companionsAfter([], { playback: playback(5000), timeMs: 1000 });
  expect(first.map(({ aheadMs }) => aheadMs)).toEqual([1000]);
  const second = companionsAfter(first, { playback: playback(3000), timeMs: 500 });
  expect(second.map(({ aheadMs }) => aheadMs)).toEqual([1500, 500]);
  const third = companionsAfter(second, { playback: playback(800), timeMs: 2800 });
  expect(third.map(({ aheadMs }) => aheadMs)).toEqual([4300]);
  expect(companionFrame(third[0]!, 600)).toBeDefined();
  expect(companionFrame(third[0]!, 700)).toBeUndefined();
});

test("the oldest are let go", () => {
  let companions = companionsAfter([], { playback: playback(1e6), timeMs: 1 });
  for (let i = 0; i < COMPANIONS_MAX + 3; i++)
    companions = companionsAfter(companions, { playback: playback(1e6), timeMs: 1 });
  expect(companions).toHaveLength(COMPANIONS_MAX);
});
