import { goQuote } from "../../../apiserver/go-text.ts";
import { compareText } from "../../../apiserver/printers/fields.ts";
import { goJson } from "./json.ts";

/** A JSON value as Go's %#v prints it: `map[string]interface {}{"a":1, "b":[]interface {}{"x"}}`. */
export function goSyntaxText(value: unknown): string {
  if (value === null || value === undefined) return "interface {}(nil)";
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntaxText).join(", ")}}`;
  if (typeof value === "object") {
    const entries = Object.entries(value).toSorted(([a], [b]) => compareText(a, b));
    return `map[string]interface {}{${entries.map(([key, part]) => `${goQuote(key)}:${goSyntaxText(part)}`).join(", ")}}`;
  }
  if (typeof value === "string") return goQuote(value);
  return plainText(value);
}

/** The name of a JSON value's Go type, as errors of reflection print it. */
export function goTypeText(value: unknown): string {
  if (value === null || value === undefined) return "<nil>";
  if (Array.isArray(value)) return "[]interface {}";
  if (typeof value === "object") return "map[string]interface {}";
  if (typeof value === "number") return Number.isInteger(value) ? "int64" : "float64";
  return typeof value === "boolean" ? "bool" : "string";
}

/** What a template prints of a value: text as it is, lists and objects as JSON. */
export function printableText(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "object" && value !== null ? goJson(value) : plainText(value);
}

function plainText(value: unknown): string {
  return typeof value === "number" ? goNumberText(value) : (JSON.stringify(value) ?? "null");
}

function goNumberText(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return String(value);
  return String(value).replace(/e([+-])(\d)$/, "e$10$2");
}
