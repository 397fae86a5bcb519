import { expect, test } from "vitest";
import { Pace } from "./pace.ts";

test("a command's time runs as on the wall", () => {
  const pace = new Pace();
  pace.begin(1000, 50);
  expect(pace.limitMs(1000, 80)).toBe(1030);
});

test("a skip lets its waiting pass at once, up to what it says next; then time runs as on the wall again", () => {
  const pace = new Pace();
  pace.begin(0, 0);
  pace.skip(100);
  expect(pace.limitMs(100, 10)).toBeGreaterThan(30_000);
  pace.said(30_100);
  expect(pace.limitMs(30_100, 20)).toBe(30_100);
  expect(pace.limitMs(30_100, 50)).toBe(30_130);
});

test("a skip of a command that waits for ever ends by itself, and can be asked for again", () => {
  const pace = new Pace();
  pace.begin(0, 0);
  pace.said(200_000);
  pace.skip(200_000);
  const limit = pace.limitMs(200_000, 10);
  expect(limit).toBeLessThan(Infinity);
  pace.said(limit);
  expect(pace.limitMs(limit, 20)).toBe(limit);
  pace.skip(limit);
  expect(pace.limitMs(limit, 30)).toBeGreaterThan(limit);
});
