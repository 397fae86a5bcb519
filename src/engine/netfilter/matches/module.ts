import type { MatchModule, Test } from "../candidate.ts";
import type { Option } from "../words.ts";

/** A test for each option of a module, all of which must hold; an option without one makes the module unknown. */
function allOptions(
  options: readonly Option[],
  testOf: (option: Option, value: string) => Test | undefined,
): Test | undefined {
  const tests: Test[] = [];
  for (const option of options) {
    const test = testOf(option, option.values[0] ?? "");
    if (!test) return undefined;
    tests.push(option.isInverted ? (candidate) => !test(candidate) : test);
  }
  const [only] = tests;
  return tests.length === 1 ? only : (candidate) => tests.every((test) => test(candidate));
}

/** A module each of whose options is a condition of its own, without effects. */
export function plainModule(name: string, testOf: (option: Option, value: string) => Test | undefined): MatchModule {
  return { name, hasEffect: false, compile: (options) => allOptions(options, testOf) };
}

/** "80", "8000:8080", ":1024", "1024:". */
export function parsePorts(text: string): { readonly from: number; readonly to: number } | undefined {
  const [, from, colon, to] = /^(\d*)(:?)(\d*)$/.exec(text) ?? [];
  if (from === undefined || (from === "" && !colon)) return undefined;
  return { from: Number(from || 0), to: colon ? Number(to || 65535) : Number(from) };
}

/** "0x4000/0x4000" or "0x4000": what to compare after masking. */
export function parseMarkAndMask(text: string): { readonly value: number; readonly mask: number } | undefined {
  const [value = "", mask = "0xffffffff", ...rest] = text.split("/");
  const isNumber = (word: string) => /^(0x[\da-f]+|\d+)$/i.test(word);
  return rest.length === 0 && isNumber(value) && isNumber(mask)
    ? { value: Number(value) | 0, mask: Number(mask) | 0 }
    : undefined;
}
