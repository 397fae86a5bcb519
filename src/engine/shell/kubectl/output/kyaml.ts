import { isJsonObject } from "../../../model/json.ts";
import { compareText } from "../../../apiserver/printers/fields.ts";
import { isPlainText } from "./yaml-scalar.ts";

/** KYAML: YAML in braces, texts in quotes, keys bare where that is safe, trailing commas. As sigs.k8s.io/yaml/kyaml. */
export function toKyaml(value: unknown): string {
  return `---\n${write(value, 0)}\n`;
}

function write(value: unknown, depth: number): string {
  if (Array.isArray(value)) return writeList(value, depth);
  if (isJsonObject(value)) return writeMap(value, depth);
  return JSON.stringify(value) ?? "null";
}

function writeMap(map: Readonly<Record<string, unknown>>, depth: number): string {
  const entries = Object.entries(map)
    .filter(([, value]) => value !== undefined)
    .toSorted(([a], [b]) => compareText(a, b));
  if (entries.length === 0) return "{}";
  const margin = "  ".repeat(depth + 1);
  const lines = entries.map(([key, value]) => `${margin}${keyText(key)}: ${write(value, depth + 1)},\n`);
  return `{\n${lines.join("")}${"  ".repeat(depth)}}`;
}

/** Lists of maps are cuddled: "[{ … }, { … }]" with the maps at the list's own depth. */
function writeList(list: readonly unknown[], depth: number): string {
  if (list.length === 0) return "[]";
  if (list.every((item) => isJsonObject(item) && Object.keys(item).length > 0)) {
    return `[${list.map((item) => write(item, depth)).join(", ")}]`;
  }
  const margin = "  ".repeat(depth + 1);
  return `[\n${list.map((item) => `${margin}${write(item, depth + 1)},\n`).join("")}${"  ".repeat(depth)}]`;
}

function keyText(key: string): string {
  return /^[A-Za-z_][\w./-]*$/.test(key) && isPlainText(key) ? key : JSON.stringify(key);
}
