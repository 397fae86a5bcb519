import { describe, expect, it, test } from "vitest";
import type { StreamResult } from "../protocol/protocol.ts";
import { RESULTS_MAX, withResult } from "../state/streams.ts";
import type { Stream } from "../state/streams.ts";
import { LANES_MAX, lanesOf, neighbourResult, tickAt, WINDOW_MS } from "./stream-lanes.ts";

const EMPTY: Stream = {
  id: 1,
  from: { namespace: "default", pod: "web" },
  url: "http://api/",
  isRunning: true,
  sent: 0,
  lastSentMs: 0,
  open: new Map(),
  results: [],
  answered: new Map(),
  failed: 0,
};

/** A stream whose requests, 100 ms apart, were answered by these pods; "-" failed. */
function streamOf(pods: readonly string[]): Stream {
  return pods.reduce((stream, pod, number): Stream => {
    const line = { number, sentMs: number * 100, endedMs: number * 100 + 2 };
    const result: StreamResult =
      pod === "-"
        ? { ...line, kind: "refused", exitCode: 7, stderr: "curl: (7)" }
        : { ...line, kind: "answered", status: 200, served: { namespace: "default", pod, port: 80 } };
    return { ...stream, sent: number + 1, lastSentMs: line.sentMs, ...withResult(stream, result, 0) };
  }, EMPTY);
}

const summary = (stream: Stream) =>
  lanesOf(stream).map(
    ({ kind, host, count, ticks }) => `${host ?? kind} ${count} ${ticks.map((t) => t.number).join(",")}`,
  );

describe("the lanes of a stream", () => {
  test.each`
    answers                 | lanes                                                         | because
    ${["a", "b", "a"]}      | ${["pod default/a 2 0,2", "pod default/b 1 1"]}               | ${"each pod has its own, in the order of first answers"}
    ${["a", "-", "-", "b"]} | ${["pod default/a 1 0", "pod default/b 1 3", "failed 2 1,2"]} | ${"what failed is marked in time, last"}
    ${["-"]}                | ${["failed 1 0"]}                                             | ${"nobody answered"}
    ${[]}                   | ${[]}                                                         | ${"nothing ended yet"}
  `("$because", ({ answers, lanes }) => {
    expect(summary(streamOf(answers))).toEqual(lanes);
  });

  it("puts those who answered longest ago into one lane when there are too many", () => {
    const pods = Array.from({ length: LANES_MAX + 2 }, (_, i) => `p${i}`);
    const lanes = lanesOf(streamOf(pods));
    expect(lanes.map(({ host }) => host)).toEqual([...pods.slice(2).map((pod) => `pod default/${pod}`), undefined]);
    expect(lanes.at(-1)).toMatchObject({ kind: "others", count: 2 });
  });

  it("counts all that ended, and shows those of the window only", () => {
    const stream = streamOf(Array.from({ length: RESULTS_MAX + 50 }, () => "a"));
    const [lane] = lanesOf(stream);
    expect(lane).toMatchObject({ count: RESULTS_MAX + 50, share: 1 });
    expect(lane?.ticks).toHaveLength(WINDOW_MS / 100 + 1);
    expect(stream.results).toHaveLength(RESULTS_MAX);
  });
});

test("a press chooses the nearest request of the lane; arrow keys go in the order of sending", () => {
  const stream = streamOf(["a", "b", "a", "-"]);
  const lanes = lanesOf(stream);
  const failed = lanes.find(({ kind }) => kind === "failed");
  expect(tickAt(lanes, { x: 0, ...(failed && { lane: failed }) })?.number).toBe(3);
  expect(tickAt(lanes, { x: 1 })?.number).toBe(3);
  const numbers = [undefined, 3, 2, 1, 0].map((from) => neighbourResult(stream.results, from, -1)?.number);
  expect(numbers).toEqual([3, 2, 1, 0, 0]);
});
