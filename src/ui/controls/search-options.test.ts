import { expect, test } from "vitest";
import { filterOptions, SHOWN_MAX } from "./search-options.ts";

const PODS = {
  label: "Pods",
  options: ["my-web-1", "web-0", "shop/web-1"].map((text) => ({ id: text, text, note: "10.244.1.7" })),
};
const NODES = { label: "Nodes", options: [{ id: "node-1", text: "node-1", note: "172.18.0.2" }] };

test.each`
  query        | shown
  ${""}        | ${["my-web-1", "web-0", "shop/web-1", "node-1"]}
  ${"WEB"}     | ${["web-0", "my-web-1", "shop/web-1"]}
  ${"web 1"}   | ${["my-web-1", "web-0", "shop/web-1"]}
  ${"172.18"}  | ${["node-1"]}
  ${"nowhere"} | ${[]}
`("what is typed, $query, narrows the options; what begins with it comes first", ({ query, shown }) => {
  const { groups } = filterOptions([PODS, NODES], query);
  expect(groups.flatMap(({ options }) => options.map(({ text }) => text))).toEqual(shown);
});

test("a part of a long list is shown, and it is said how many more there are", () => {
  const options = Array.from({ length: SHOWN_MAX + 7 }, (_, index) => ({ id: `${index}`, text: `web-${index}` }));
  const { groups, more } = filterOptions([{ label: "Pods", options }, NODES], "");
  expect(groups.map((group) => group.options.length)).toEqual([SHOWN_MAX, 1]);
  expect(more).toBe(7);
});
