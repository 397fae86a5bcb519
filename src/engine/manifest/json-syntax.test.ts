import { expect, test } from "vitest";
import { jsonSyntaxError } from "./json-syntax.ts";

test.each`
  text                          | problem
  ${'{"a": [1, -2.5e3, null]}'} | ${undefined}
  ${'{"a": 1} {'}               | ${undefined}
  ${'{"a": 1'}                  | ${"unexpected EOF"}
  ${'{"a":"v1" "b":1}'}         | ${"json: offset 11: invalid character '\"' after object key:value pair"}
  ${"{'a': 1}"}                 | ${"json: offset 2: invalid character '\\'' looking for beginning of object key string"}
  ${'{"a": 080}'}               | ${"json: offset 8: invalid character '8' after object key:value pair"}
  ${"[1 2]"}                    | ${"json: offset 4: invalid character '2' after array element"}
  ${'{"a": tru}'}               | ${"json: offset 10: invalid character '}' in literal true (expecting 'e')"}
`("$text: $problem", ({ text, problem }: { text: string; problem: string | undefined }) => {
  expect(jsonSyntaxError(text)).toBe(problem);
});
