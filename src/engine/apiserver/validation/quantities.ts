import { draftIn, textOf } from "../draft.ts";
import type { Draft } from "../draft.ts";
import { compareQuantities, parseQuantity } from "../schema/quantity.ts";
import { forbidden, invalid, required } from "./field-error.ts";
import type { FieldError } from "./field-error.ts";
import { labelKeyProblems } from "./names.ts";

const CONTAINER_RESOURCES = ["cpu", "memory", "ephemeral-storage"];

/** What a container asks for and may use. As validateResourceRequirements. */
export function validateResources(resources: Draft | undefined, path: string): FieldError[] {
  const [limits, requests] = [draftIn(resources, "limits"), draftIn(resources, "requests")];
  const errors: FieldError[] = [];
  for (const [name, value] of entriesOf(limits))
    errors.push(...validateResource(name, value, `${path}.limits[${name}]`));
  for (const [name, value] of entriesOf(requests)) {
    errors.push(...validateResource(name, value, `${path}.requests[${name}]`));
    const limit = limits?.[name];
    if (limit === undefined) {
      if (!mayOvercommit(name)) {
        errors.push(required(`${path}.limits`, "Limit must be set for non overcommitable resources"));
      }
      continue;
    }
    const order = compare(value, textOf(limit));
    if (order !== 0 && !mayOvercommit(name)) {
      errors.push(invalid(`${path}.requests`, value, `must be equal to ${name} limit of ${textOf(limit)}`));
    } else if (order > 0) {
      errors.push(
        invalid(`${path}.requests`, value, `must be less than or equal to ${name} limit of ${textOf(limit)}`),
      );
    }
  }
  const names = [...Object.keys(limits ?? {}), ...Object.keys(requests ?? {})];
  const hasHugePages = names.some((name) => name.startsWith("hugepages-"));
  if (hasHugePages && !names.includes("cpu") && !names.includes("memory")) {
    errors.push(forbidden(path, "HugePages require cpu or memory"));
  }
  return errors;
}

/** A quantity that may not be negative. */
export function validateQuantity(value: unknown, field: string): FieldError[] {
  const { nanos = 0n } = parseQuantity(String(value)) ?? {};
  return nanos < 0n ? [invalid(field, value, "must be greater than or equal to 0")] : [];
}

function validateResource(name: string, value: string, field: string): FieldError[] {
  const errors = labelKeyProblems(name).map((problem) => invalid(field, name, problem));
  const isKnown = CONTAINER_RESOURCES.includes(name) || name.startsWith("hugepages-");
  if (!name.includes("/") && !isKnown) {
    if (errors.length === 0) errors.push(invalid(field, name, "must be a standard resource type or fully qualified"));
    errors.push(invalid(field, name, "must be a standard resource for containers"));
  }
  errors.push(...validateQuantity(value, field));
  const { nanos = 0n } = parseQuantity(value) ?? {};
  if (name.includes("/") && nanos % 10n ** 9n !== 0n) errors.push(invalid(field, value, "must be an integer"));
  return errors;
}

/** cpu, memory and their like; not devices and huge pages, of which there are so many and no more. */
function mayOvercommit(name: string): boolean {
  const isNative = !name.includes("/") || name.includes("kubernetes.io/");
  return isNative && !name.startsWith("hugepages-");
}

function compare(a: string, b: string): number {
  const [left, right] = [parseQuantity(a), parseQuantity(b)];
  return left && right ? compareQuantities(left, right) : 0;
}

function entriesOf(resources: Draft | undefined): [string, string][] {
  return Object.entries(resources ?? {})
    .map(([name, value]): [string, string] => [name, String(value)])
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
}
