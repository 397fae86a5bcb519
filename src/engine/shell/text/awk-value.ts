/** A number, a text, or a text that came from outside and is a number if it looks like one. */
export type AwkValue = number | string | { readonly text: string };

/** A value as a number: as much of its beginning as is one. */
export function numberOf(value: AwkValue): number {
  if (typeof value === "number") return value;
  const text = typeof value === "string" ? value : value.text;
  return Number(/^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/.exec(text)?.[0] ?? 0);
}

/** A value as text; numbers with six digits, as OFMT has it. */
export function textOfValue(value: AwkValue): string {
  if (typeof value === "string") return value;
  if (typeof value !== "number") return value.text;
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
}

/** Arithmetic by the operator's sign. */
export function calculate(operator: string, a: number, b: number): number {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return a / b;
    case "%":
      return a % b;
    default:
      return a ** b;
  }
}

/** Whether a value is compared as a number. */
export function looksNumeric(value: AwkValue): boolean {
  if (typeof value === "number") return true;
  if (typeof value === "string") return false;
  return /^\s*(?:[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)?\s*$/.test(value.text);
}
