import fc from "fast-check";
import { expect, test } from "vitest";
import { STORY } from "../engine/trace/story.fixture.ts";
import { readShareFile, readShareLink, shareFile, shareLink } from "./share.ts";
import type { Shared } from "./share.ts";

const SHARED: Shared = {
  trace: STORY,
  work: {
    scenarioId: "numbers",
    files: [
      { name: "service.yaml", text: "kind: Service # 한국어 ✓\n", applied: "kind: Service\n" },
      { name: "new.yaml", text: "" },
    ],
    active: "new.yaml",
    from: { namespace: "default", labels: { app: "numbers-web" } },
    url: "http://numbers-api/rng",
    places: { machines: { "node-1": { x: 12, tier: 1 } }, outsides: {}, pods: {} },
    saved: { version: 1, api: { objects: [] } },
  },
  moment: {
    from: { node: "node-1" },
    url: "http://numbers-api/rng",
    draws: [0.25],
    at: { packet: 4, hop: 1, step: 6 },
  },
  detail: "detailed",
};

test("a link and a file carry the whole work: files, cluster, request, moment, places", async () => {
  const link = await shareLink(SHARED);
  expect(link).toMatch(/^#work=[\w-]+$/);
  expect(await readShareLink(link)).toEqual({ kind: "shared", shared: SHARED });
  expect(readShareFile(shareFile(SHARED))).toEqual({ kind: "shared", shared: SHARED });
});

test.each`
  text            | problem
  ${"#work="}     | ${"damaged"}
  ${"#work=%%%"}  | ${"damaged"}
  ${"#work=AAAA"} | ${"damaged"}
`("the link $text is $problem", async ({ text, problem }) => {
  expect(await readShareLink(text)).toEqual({ kind: "problem", problem });
});

test("a link that lost its end on the way is damaged", async () => {
  const link = await shareLink(SHARED);
  expect(await readShareLink(link.slice(0, -9))).toEqual({ kind: "problem", problem: "damaged" });
});

test.each`
  text                                                                                        | problem
  ${"not JSON"}                                                                               | ${"damaged"}
  ${"[]"}                                                                                     | ${"wrong"}
  ${'{"kubehop":2,"work":{}}'}                                                                | ${"newer"}
  ${'{"kubehop":1,"work":{"files":"x","url":"","from":{"node":"a"}}}'}                        | ${"wrong"}
  ${'{"kubehop":1,"work":{"files":[{"name":1}],"url":"","from":{"node":"a"}}}'}               | ${"wrong"}
  ${'{"kubehop":1,"work":{"files":[],"url":"","from":{"node":"<img src=x>"}}}'}               | ${"wrong"}
  ${'{"kubehop":1,"work":{"files":[],"url":"","from":{"node":"a"}},"trace":{"packets":[1]}}'} | ${"wrong"}
`("the file $text is $problem", ({ text, problem }) => {
  expect(readShareFile(text)).toEqual({ kind: "problem", problem });
});

test("whatever a link says, it is read or refused, never thrown", async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.string(), fc.base64String()), async (text) => {
      const { kind } = await readShareLink(`#work=${text}`);
      expect(["shared", "problem"]).toContain(kind);
    }),
    { numRuns: 60 },
  );
});
