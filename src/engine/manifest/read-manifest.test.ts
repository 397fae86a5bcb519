import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { readManifest } from "./read-manifest.ts";

const SERVICE = `apiVersion: v1
kind: Service
metadata:
  name: web # its name
  labels: {app.kubernetes.io/name: web}
spec:
  ports:
    - port: 80
    - {name: https, port: 443}
`;

describe("a manifest", () => {
  test.each`
    text                                | message
    ${"a:\n\tb: c\n"}                   | ${"yaml: line 2: found character that cannot start any token"}
    ${"a:\n  b: c\n d:\n  e: []\n"}     | ${"yaml: line 2: did not find expected key"}
    ${"a: {b: c\nd:\n  e: [{f: 80}]\n"} | ${"yaml: line 1: did not find expected ',' or '}'"}
    ${"a: b: c"}                        | ${"yaml: mapping values are not allowed in this context"}
    ${"a: 'it"}                         | ${"yaml: found unexpected end of stream"}
    ${"a: *nobody"}                     | ${"yaml: unknown anchor 'nobody' referenced"}
    ${"a:\n- b\nc"}                     | ${"yaml: line 4: could not find expected ':'"}
  `("that is no YAML is told in go-yaml's words: $message", ({ text, message }) => {
    expect(readManifest(text).problems).toMatchObject([{ message: `error converting YAML to JSON: ${message}` }]);
  });

  test.each`
    text                                     | value
    ${"a: yes\nb: No\nc: ~\nd:"}             | ${{ a: true, b: false, c: null, d: null }}
    ${"a: 0120\nb: 0x1F\nc: 1_000\nd: 08.5"} | ${{ a: 80, b: 31, c: 1000, d: 8.5 }}
    ${"a: 2026-01-01\nb: '1'\nc: !!str 1"}   | ${{ a: "2026-01-01", b: "1", c: "1" }}
    ${"a: |\n  x\n   y\nb: >-\n  x\n  y"}    | ${{ a: "x\n y\n", b: "x y" }}
    ${"a: &x {b: 1}\nc: {<<: *x, d: 2}"}     | ${{ a: { b: 1 }, c: { b: 1, d: 2 } }}
    ${"1: a\ntrue: b"}                       | ${{ 1: "a", true: "b" }}
    ${"app:web"}                             | ${"app:web"}
  `("is read as YAML 1.1: $text", ({ text, value }) => {
    expect(readManifest(text).documents.map((document) => document.value)).toEqual([value]);
  });

  it("keeps the documents that parse when another does not", () => {
    const { documents, problems } = readManifest("a: 1\n---\nb: [\n---\n# nothing\n---\nc: 3\n");
    expect(documents.map(({ value }) => value)).toEqual([{ a: 1 }, { c: 3 }]);
    expect(problems).toMatchObject([{ from: 13 }]);
  });

  it("takes Lists apart, JSON too", () => {
    const list = {
      apiVersion: "v1",
      kind: "PodList",
      items: [{ metadata: { name: "a" } }, { kind: "Node", apiVersion: "v1" }],
    };
    expect(readManifest(`${JSON.stringify(list)}{"b":1}`).documents.map(({ value }) => value)).toEqual([
      { apiVersion: "v1", kind: "Pod", metadata: { name: "a" } },
      { kind: "Node", apiVersion: "v1" },
      { b: 1 },
    ]);
  });

  it("warns of a key that stands twice; the last one counts", () => {
    const { documents, problems } = readManifest("a: 1\na: 2\n");
    expect(documents[0]?.value).toEqual({ a: 2 });
    expect(problems).toEqual([{ message: 'key "a" already set in map', severity: "warning", from: 5, to: 6 }]);
  });

  test.each`
    path                                         | text
    ${"spec.ports[0].port"}                      | ${"80"}
    ${"spec.ports[1].name"}                      | ${"https"}
    ${"spec.ports[0].targetPort"}                | ${"port"}
    ${"metadata.name"}                           | ${"web"}
    ${"metadata.labels.app.kubernetes.io/name"}  | ${"web"}
    ${"metadata.labels[app.kubernetes.io/name]"} | ${"web"}
    ${"spec.type"}                               | ${"ports"}
  `("places $path", ({ path, text }) => {
    const two = `---\nx: 1\n---\n${SERVICE}`;
    const place = readManifest(two).documents[1]!.locate(path);
    expect(two.slice(place.from, place.to)).toBe(text);
  });

  it("tells what stands at an offset", () => {
    const [document] = readManifest(SERVICE).documents;
    expect(document!.pathAt(SERVICE.indexOf("443"))).toBe("spec.ports[1].port");
    expect(document!.pathAt(SERVICE.indexOf("name: web"))).toBe("metadata.name");
  });

  it("never throws, whatever is typed", () => {
    const scrap = fc.constantFrom(
      "a: ",
      "- ",
      "\n",
      "  ",
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      "'",
      '"',
      "|",
      "&x ",
      "*x",
      "#",
      "?",
      "%",
      "!!",
      "---\n",
      "\t",
      "é",
    );
    fc.assert(
      fc.property(fc.array(scrap, { maxLength: 30 }), (scraps) => {
        const { documents } = readManifest(scraps.join(""));
        expect(documents.every((document) => document.locate("a[0].b").from >= 0)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
