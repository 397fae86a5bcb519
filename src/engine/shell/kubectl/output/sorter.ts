import { parseQuantity } from "../../../apiserver/schema/quantity.ts";
import { compareQuantities } from "../../../apiserver/schema/quantity.ts";
import { Failure } from "../failure.ts";
import { relaxPath } from "./custom-columns.ts";
import { findResults } from "./jsonpath.ts";
import { parseJsonPath } from "./jsonpath-parser.ts";

/**
 * Sorts things by a field of their objects (--sort-by); undefined when none of them has it. Things without the field come first.
 * As kubectl's RuntimeSort.
 */
export function sortByField<T>(
  things: readonly T[],
  field: string,
  objectOf: (thing: T) => unknown,
): readonly T[] | undefined {
  const path = relaxPath(field);
  const parsed = parseJsonPath(path);
  if (!parsed.ok) throw new Failure(`error parsing jsonpath ${path}, ${parsed.message}`);
  const keyed = things.map((thing) => {
    const found = findResults(parsed.nodes, objectOf(thing));
    if (!found.ok) throw new Failure(found.message);
    return { thing, value: found.results[0]?.[0] };
  });
  if (keyed.length > 0 && keyed.every(({ value }) => value === undefined)) return undefined;
  return keyed.toSorted((a, b) => compareFields(a.value, b.value)).map(({ thing }) => thing);
}

function compareFields(a: unknown, b: unknown): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "boolean" && typeof b === "boolean") return Number(a) - Number(b);
  if (typeof a === "string" && typeof b === "string") return compareTexts(a, b);
  throw new Failure(`unsortable type`);
}

function compareTexts(a: string, b: string): number {
  const [left, right] = [parseQuantity(a), parseQuantity(b)];
  return left && right ? compareQuantities(left, right) : compareNaturally(a, b);
}

// As sortorder.NaturalLess: runs of digits by their number.
function compareNaturally(a: string, b: string): number {
  const [left, right] = [a.match(/\d+|\D/g) ?? [], b.match(/\d+|\D/g) ?? []];
  for (let at = 0; at < left.length && at < right.length; at++) {
    const [l = "", r = ""] = [left[at], right[at]];
    if (l === r) continue;
    const areNumbers = /^\d/.test(l) && /^\d/.test(r);
    return areNumbers && Number(l) !== Number(r) ? Number(l) - Number(r) : l < r ? -1 : 1;
  }
  return left.length - right.length;
}
