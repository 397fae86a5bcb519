import fc from "fast-check";
import { expect, it, test } from "vitest";
import { parseYaml } from "../../../manifest/yaml/parse-yaml.ts";
import { toYaml } from "./yaml.ts";

test.each`
  because                                  | value                                   | text
  ${"texts that read as something else"}   | ${["true", "on", "12", "1e3", "~", ""]} | ${'- "true"\n- "on"\n- "12"\n- "1e3"\n- "~"\n- ""\n'}
  ${"times are quoted"}                    | ${"2026-11-22T22:34:37Z"}               | ${'"2026-11-22T22:34:37Z"\n'}
  ${"a colon in the middle is harmless"}   | ${"registry.k8s.io/pause:3.10"}         | ${"registry.k8s.io/pause:3.10\n"}
  ${"base 60 is quoted"}                   | ${"10:30"}                              | ${'"10:30"\n'}
  ${"indicators take single quotes"}       | ${"!run: it's"}                         | ${"'!run: it''s'\n"}
  ${"lists are not indented"}              | ${{ a: [{ c: 1, b: null }] }}           | ${"a:\n- b: null\n  c: 1\n"}
  ${"lines become a block"}                | ${{ a: "x\ny\n" }}                      | ${"a: |\n  x\n  y\n"}
  ${"a block without its last line's end"} | ${{ a: "x\ny" }}                        | ${"a: |-\n  x\n  y\n"}
  ${"digits in keys sort by value"}        | ${{ a10: 1, a9: 2 }}                    | ${"a9: 2\na10: 1\n"}
`("$because", ({ value, text }: { value: unknown; text: string }) => {
  expect(toYaml(value)).toBe(text);
});

it("folds long lines at a space after 80 columns", () => {
  const message = "0/3 nodes are available: 1 node(s) had untolerated taint {a: }, 2 Insufficient cpu, and so on.";
  expect(toYaml({ message })).toBe(
    "message: '0/3 nodes are available: 1 node(s) had untolerated taint {a: }, 2 Insufficient\n  cpu, and so on.'\n",
  );
});

it("is read back as what was written", () => {
  const texts = fc.stringMatching(/^[ -~\n]*$/);
  const values = fc.letrec((tie) => ({
    value: fc.oneof(texts, fc.integer(), fc.boolean(), fc.constant(null), tie("list"), tie("map")),
    list: fc.array(tie("value"), { maxLength: 3 }),
    map: fc.dictionary(fc.stringMatching(/^[a-zA-Z0-9/.-]{1,12}$/), tie("value"), { maxKeys: 3 }),
  })).value;
  fc.assert(
    fc.property(values, (value) => {
      expect(parseYaml(toYaml({ value }))).toMatchObject({ value: { value } });
    }),
  );
});
