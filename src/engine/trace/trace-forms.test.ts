import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { checkTrace } from "./check-trace.ts";
import { traceToText } from "./trace-text.ts";
import { REFUSED } from "./refused.fixture.ts";
import { STORY } from "./story.fixture.ts";

describe("a trace as text", () => {
  const lines = traceToText(STORY).split("\n");

  it("begins with who asked for what and ends with who answered", () => {
    expect(lines[0]).toBe("pod default/numbers-web-854995944b-t5q5j -> http://numbers-api/rng");
    expect(lines.at(-2)).toBe("└─ 2.61 ms  answered 200 by pod default/numbers-api-58c4445744-r8g7t on node-1");
  });

  it("tells the rewrite with both headers, and the draw with its probability", () => {
    expect(lines).toContain(
      "│    │    * dnat: 10.244.2.4:44932 -> 10.96.40.28:80 SYN ttl 64  =>  10.244.2.4:44932 -> 10.244.1.7:80 SYN ttl 64",
    );
    expect(lines.filter((line) => line.includes("[drew 0.3100 against 0.5]"))).toHaveLength(1);
  });

  it("repeats what the tool said when it failed", () => {
    expect(traceToText(REFUSED)).toContain("Failed to connect to numbers-api port 80 after 7 ms");
  });
});

describe("a trace from outside", () => {
  it.each([STORY, REFUSED])("is taken when it is one, also after a journey through JSON", (trace) => {
    expect(checkTrace(JSON.parse(JSON.stringify(trace)))).toEqual({ kind: "trace", trace });
  });

  test.each`
    value                                                              | problem
    ${undefined}                                                       | ${"trace: not an object"}
    ${{ ...STORY, packets: "all" }}                                    | ${"packets: not a list"}
    ${{ ...STORY, endedMs: Infinity }}                                 | ${"endedMs: not a number"}
    ${{ ...STORY, packets: [{ ...STORY.packets[0], kind: "<img>" }] }} | ${"packets[0].kind: not a known kind"}
    ${{ ...STORY, outcome: { kind: "constructor" } }}                  | ${"outcome.kind: not a known kind"}
  `("is refused with a place: $problem", ({ value, problem }) => {
    const checked = checkTrace(value);
    expect(checked.kind === "problems" && checked.problems).toContain(problem);
  });

  it("never makes the check throw", () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(["trace", "problems"]).toContain(checkTrace(value).kind);
      }),
    );
  });
});
