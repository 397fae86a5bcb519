import { expect, test } from "vitest";
import { findResults, resultsText } from "./jsonpath.ts";
import { parseJsonPath } from "./jsonpath-parser.ts";

const LIST = {
  kind: "List",
  items: [
    { name: "a", size: 1, tags: { "x.y": "dotted" }, ports: [{ n: 80 }, { n: 81 }] },
    { name: "b", size: 5, ports: [] },
    { name: "c", size: 3, isOn: true },
  ],
};

function run(template: string, missingKeys: "allowed" | "refused" = "allowed"): string {
  const parsed = parseJsonPath(template);
  if (!parsed.ok) return parsed.message;
  const found = findResults(parsed.nodes, LIST, { missingKeys });
  return found.ok ? resultsText(found.results) : found.message;
}

test.each`
  template                                                        | text
  ${"{.items[*].name}"}                                           | ${"a b c"}
  ${"{.items[-1].name}"}                                          | ${"c"}
  ${"{.items[0:2].name}"}                                         | ${"a b"}
  ${"{.items[::2].name}"}                                         | ${"a c"}
  ${"{.items[0,2].name}"}                                         | ${"a c"}
  ${"{.items[?(@.size>2)].name}"}                                 | ${"b c"}
  ${'{.items[?(@.name=="b")].size}'}                              | ${"5"}
  ${"{.items[?(@.isOn)].name}"}                                   | ${"c"}
  ${"{.items[0].tags.x\\.y}"}                                     | ${"dotted"}
  ${"{.items[0].tags['x\\.y']}"}                                  | ${"dotted"}
  ${"{..n}"}                                                      | ${"80 81"}
  ${'{range .items[*]}{.name}{"\\t"}{.size}{"\\n"}{end}'}         | ${"a\t1\nb\t5\nc\t3\n"}
  ${"{range .items[*]}{.name}:{range .ports[*]}{.n},{end};{end}"} | ${"a:80,81,;b:;c:;"}
  ${"plain {.kind} text"}                                         | ${"plain List text"}
  ${"{.items[0].ports}"}                                          | ${'[{"n":80},{"n":81}]'}
  ${"{.nosuch.field}"}                                            | ${""}
  ${"{.items[7].name}"}                                           | ${"array index out of bounds: index 7, length 3"}
  ${"{.kind[0]}"}                                                 | ${"string is not array or slice"}
  ${"{.items[*}"}                                                 | ${"unterminated array"}
  ${"{.items"}                                                    | ${"unclosed action"}
  ${"{.items[x]}"}                                                | ${"invalid array index x"}
  ${"{end}"}                                                      | ${"not in range, nothing to end"}
  ${"{foo}"}                                                      | ${"unrecognized identifier foo"}
`("$template", ({ template, text }: { template: string; text: string }) => {
  expect(run(template)).toBe(text);
});

test("a missing field is an error where that is asked for", () => {
  expect(run("{.nosuch}", "refused")).toBe("nosuch is not found");
});
