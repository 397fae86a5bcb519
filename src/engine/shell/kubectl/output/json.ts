import { compareText } from "../../../apiserver/printers/fields.ts";

export type JsonStyle = {
  /** 0: on one line. */
  readonly indent: number;
  /** "sorted": as Go writes maps; "given": as Go writes structs, in the order of the value's own keys. */
  readonly keys: "sorted" | "given";
};

/** JSON as Go's encoding/json writes it: sorted keys, no field that is undefined, and <, > and & escaped. */
export function goJson(value: unknown, style: JsonStyle = { indent: 0, keys: "sorted" }): string {
  return write(value, style, 0);
}

function write(value: unknown, style: JsonStyle, depth: number): string {
  if (value === null || value === undefined) return "null";
  if (typeof value === "string") return goString(value);
  if (typeof value !== "object") return JSON.stringify(value) ?? "null";
  if (Array.isArray(value)) {
    return enclose(
      ["[", "]"],
      value.map((part) => write(part, style, depth + 1)),
      { style, depth },
    );
  }
  const colon = style.indent === 0 ? ":" : ": ";
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  const ordered = style.keys === "given" ? entries : entries.toSorted(([a], [b]) => compareText(a, b));
  return enclose(
    ["{", "}"],
    ordered.map(([key, part]) => `${goString(key)}${colon}${write(part, style, depth + 1)}`),
    { style, depth },
  );
}

function enclose(
  [open, close]: readonly [string, string],
  parts: readonly string[],
  { style, depth }: { readonly style: JsonStyle; readonly depth: number },
): string {
  if (parts.length === 0 || style.indent === 0) return `${open}${parts.join(",")}${close}`;
  const margin = " ".repeat(style.indent * (depth + 1));
  return `${open}\n${margin}${parts.join(`,\n${margin}`)}\n${" ".repeat(style.indent * depth)}${close}`;
}

const ESCAPED_BY_GO = /[<>&\u007f\u2028\u2029]/g;

function goString(text: string): string {
  return JSON.stringify(text).replace(ESCAPED_BY_GO, (character) =>
    character === "\u007f" ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
