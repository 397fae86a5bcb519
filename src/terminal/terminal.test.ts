import { expect, test } from "vitest";
import { cellWidth } from "./cell-width.ts";
import { commonBeginning, offer } from "./completion.ts";
import { edit, insert, isWhole } from "./line-editor.ts";
import type { Line } from "./line-editor.ts";

/** "get po|ds" is the line with the cursor at the bar. */
function lineOf(text: string): Line {
  return { text: text.replace("|", ""), cursor: text.indexOf("|") };
}
function textOf({ text, cursor }: Line): string {
  return `${text.slice(0, cursor)}|${text.slice(cursor)}`;
}

test.each`
  line           | key            | becomes        | because
  ${"get pods|"} | ${"\x7f"}      | ${"get pod|"}  | ${"Backspace takes the character before"}
  ${"get 파드|"} | ${"\x7f"}      | ${"get 파|"}   | ${"a Hangul syllable is one character"}
  ${"get |pods"} | ${"\x1b[3~"}   | ${"get |ods"}  | ${"Delete takes the character under the cursor"}
  ${"get pods|"} | ${"\x17"}      | ${"get |"}     | ${"Ctrl+W takes the word before"}
  ${"get| pods"} | ${"\x15"}      | ${"| pods"}    | ${"Ctrl+U takes all before"}
  ${"get| pods"} | ${"\x0b"}      | ${"get|"}      | ${"Ctrl+K takes all after"}
  ${"get pods|"} | ${"\x01"}      | ${"|get pods"} | ${"Ctrl+A goes to the beginning"}
  ${"get |pods"} | ${"\x1b[1;5D"} | ${"|get pods"} | ${"Ctrl+Left goes a word back"}
  ${"|get pods"} | ${"\x1b[1;5C"} | ${"get| pods"} | ${"Ctrl+Right goes a word on"}
`("$because", ({ line, key, becomes }) => {
  expect(textOf(edit(lineOf(line), key) ?? lineOf(line))).toBe(becomes);
});

test("what is typed goes in at the cursor", () => {
  expect(textOf(insert(lineOf("get |s"), "pod"))).toBe("get pod|s");
});

test.each`
  text                                          | whole
  ${"kubectl get pods"}                         | ${true}
  ${"echo 'a"}                                  | ${false}
  ${"echo 'a\nb'"}                              | ${true}
  ${'echo "it\'s"'}                             | ${true}
  ${"kubectl \\"}                               | ${false}
  ${"kubectl apply -f - <<EOF\nkind: Pod"}      | ${false}
  ${"kubectl apply -f - <<EOF\nkind: Pod\nEOF"} | ${true}
`("a shell runs $text at once: $whole", ({ text, whole }) => {
  expect(isWhole(text)).toBe(whole);
});

const NAMES: Readonly<Record<string, readonly string[]>> = {
  "Pod default": ["web-1", "web-2"],
  "Pod shop": ["front-1"],
  "Namespace undefined": ["default", "shop"],
  "Deployment default": ["web"],
};
const facts = {
  names: (kind: string, namespace: string | undefined) => NAMES[`${kind} ${namespace}`] ?? [],
  files: ["service.yaml"],
};

test.each`
  text                            | offers
  ${"kub"}                        | ${["kubectl"]}
  ${"kubectl desc"}               | ${["describe"]}
  ${"kubectl get endpoi"}         | ${["endpoints", "endpointslices"]}
  ${"kubectl get pods w"}         | ${["web-1", "web-2"]}
  ${"kubectl get pods -n shop "}  | ${["front-1"]}
  ${"kubectl get pods -n "}       | ${["default", "shop"]}
  ${"kubectl exec deploy/"}       | ${["deploy/web"]}
  ${"kubectl exec web-1 -- nslo"} | ${["nslookup"]}
  ${"kubectl apply -f s"}         | ${["service.yaml"]}
  ${"kubectl rollout re"}         | ${["restart", "resume"]}
  ${"kubectl get pods | gre"}     | ${["grep"]}
`("Tab after $text offers $offers", ({ text, offers }) => {
  expect(offer(text, facts).words).toEqual(offers);
});

test("Tab writes what all offers share", () => {
  expect(commonBeginning(["endpoints", "endpointslices"])).toBe("endpoints");
});

test("a Hangul syllable takes two columns", () => {
  expect(cellWidth("pod 파드")).toBe(8);
});
