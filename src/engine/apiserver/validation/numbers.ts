import { numberIn } from "../draft.ts";
import type { Draft } from "../draft.ts";
import { invalid } from "./field-error.ts";
import type { FieldError } from "./field-error.ts";
import { percentProblems, portNameProblems, rangeProblem } from "./names.ts";

/** A number that may not be negative; nothing is 0. */
export function validateNonNegative(draft: Draft | undefined, name: string, path: string): FieldError[] {
  const value = numberIn(draft, name) ?? 0;
  return value < 0 ? [invalid(`${path}.${name}`, value, "must be greater than or equal to 0")] : [];
}

/** A port's number: 1 to 65535. */
export function validatePortNumber(value: number, field: string): FieldError[] {
  return value >= 1 && value <= 65_535 ? [] : [invalid(field, value, rangeProblem(1, 65_535))];
}

/** A port by its number or by its name. */
export function validatePortNumberOrName(value: unknown, field: string): FieldError[] {
  if (typeof value !== "string") return validatePortNumber(typeof value === "number" ? value : 0, field);
  return portNameProblems(value).map((problem) => invalid(field, value, problem));
}

/** 3 or "25%". As ValidatePositiveIntOrPercent. */
export function validateIntOrPercent(value: unknown, field: string): FieldError[] {
  if (typeof value === "string") return percentProblems(value).map((problem) => invalid(field, value, problem));
  const number = typeof value === "number" ? value : 0;
  return number < 0 ? [invalid(field, number, "must be greater than or equal to 0")] : [];
}

/** "150%" is too much. */
export function validateNotOver100Percent(value: unknown, field: string): FieldError[] {
  return percentOf(value) > 100 ? [invalid(field, value, "must not be greater than 100%")] : [];
}

/** The number, or that of the percents; 0 for what is neither. */
export function intOrPercent(value: unknown): number {
  return typeof value === "number" ? value : percentOf(value);
}

function percentOf(value: unknown): number {
  return typeof value === "string" && percentProblems(value).length === 0 ? Number(value.slice(0, -1)) : 0;
}
