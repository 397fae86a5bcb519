import { describe, expect, it, test } from "vitest";
import { ageOf, humanDuration } from "./human-duration.ts";

test.each`
  seconds             | text
  ${-5}               | ${"<invalid>"}
  ${-1.5}             | ${"0s"}
  ${0}                | ${"0s"}
  ${119}              | ${"119s"}
  ${120}              | ${"2m"}
  ${252}              | ${"4m12s"}
  ${600}              | ${"10m"}
  ${10_799}           | ${"179m"}
  ${10_800}           | ${"3h"}
  ${5 * 3600 + 60}    | ${"5h1m"}
  ${47 * 3600}        | ${"47h"}
  ${50 * 3600}        | ${"2d2h"}
  ${8 * 86_400}       | ${"8d"}
  ${800 * 86_400}     | ${"2y70d"}
  ${9 * 365 * 86_400} | ${"9y"}
`("$seconds s are $text", ({ seconds, text }: { seconds: number; text: string }) => {
  expect(humanDuration(seconds * 1000)).toBe(text);
});

describe("the age of an object", () => {
  it("is unknown without a time", () => {
    expect(ageOf(undefined, 0)).toBe("<unknown>");
  });

  it("counts from its creation", () => {
    expect(ageOf("1970-01-01T00:00:10Z", 15_900)).toBe("5s");
  });
});
