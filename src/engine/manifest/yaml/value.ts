// Nodes -> JSON values, as go-yaml v2 resolves them (resolve.go: YAML 1.1) and sigs.k8s.io/yaml makes JSON of them.
import type { YamlEntry, YamlNode } from "./node.ts";
import { YamlFailure } from "./reader.ts";

/** A key that stands twice in one map: the last one counts. */
export type DuplicateKey = { readonly key: string; readonly node: YamlNode };

export type YamlValue = { readonly value: unknown; readonly duplicates: readonly DuplicateKey[] };

/** From so many values on, aliases may not make up most of a document. */
const COUNTED_FROM = 1000;
const ALIASED_SHARE_MAX = 0.99;

/** The JSON value of a document. What cannot be JSON is thrown as a `YamlFailure`. */
export function valueOfNode(node: YamlNode): YamlValue {
  const reading = new Reading();
  const value = reading.read(node);
  return { value, duplicates: reading.duplicates };
}

class Reading {
  readonly duplicates: DuplicateKey[] = [];
  readonly #open = new Set<YamlNode>();
  #count = 0;
  #aliasedCount = 0;

  read(node: YamlNode): unknown {
    this.#count++;
    if (this.#open.size > 0) this.#aliasedCount++;
    if (this.#count > COUNTED_FROM && this.#aliasedCount / this.#count > ALIASED_SHARE_MAX) {
      throw failure("document contains excessive aliasing", node);
    }
    switch (node.kind) {
      case "alias":
        return this.#readAlias(node);
      case "list":
        return node.items.map((item) => this.read(item));
      case "map":
        return this.#readMap(node.entries);
      default:
        return resolveScalar(node);
    }
  }

  #readAlias(node: YamlNode & { kind: "alias" }): unknown {
    const { target } = node;
    if (this.#open.has(target)) throw failure("anchor value contains itself", node);
    this.#open.add(target);
    const value = this.read(target);
    this.#open.delete(target);
    return value;
  }

  #readMap(entries: readonly YamlEntry[]): Record<string, unknown> {
    const map: Record<string, unknown> = {};
    const seen = new Set<string>();
    for (const { key, value } of entries) {
      if (key.kind === "scalar" && key.isPlain && key.text === "<<") {
        this.#merge(map, value);
        continue;
      }
      const name = this.#keyText(key, value);
      if (seen.has(name)) this.duplicates.push({ key: name, node: key });
      seen.add(name);
      define(map, name, this.read(value));
    }
    return map;
  }

  #merge(map: Record<string, unknown>, node: YamlNode): void {
    const source = node.kind === "alias" ? node.target : node;
    if (source.kind === "map") {
      for (const [key, value] of Object.entries(this.read(node) as object)) define(map, key, value);
    } else if (source.kind === "list") {
      for (const item of source.items.toReversed()) this.#merge(map, item);
    } else throw failure("map merge requires map or sequence of maps as the value", node);
  }

  #keyText(node: YamlNode, value: YamlNode): string {
    const key = this.read(node);
    if (typeof key === "string") return key;
    if (typeof key === "number" || typeof key === "boolean") return String(key);
    if (key !== null) throw failure(`invalid map key: ${goSyntax(key)}`, node);
    const given = this.read(value);
    const what = `key: <nil>, value: ${given === null ? "<nil>" : goSyntax(given)}`;
    throw failure(`unsupported map key of type: %!s(<nil>), ${what}`, node, "json");
  }
}

/** A value as Go's %#v prints what go-yaml makes of it. */
function goSyntax(value: unknown): string {
  if (value === null) return "interface {}(nil)";
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(", ")}}`;
  if (typeof value !== "object") return JSON.stringify(value);
  const sorted = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const entries = sorted.map(([key, entry]) => `${JSON.stringify(key)}:${goSyntax(entry)}`);
  return `map[interface {}]interface {}{${entries.join(", ")}}`;
}

const WORDS = new Map<string, boolean | null>([
  ...["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"].map((word) => [word, true] as const),
  ...["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"].map((word) => [word, false] as const),
  ...["", "~", "null", "Null", "NULL"].map((word) => [word, null] as const),
]);
const UNWRITABLE = new Map([
  ...[".nan", ".NaN", ".NAN"].map((word) => [word, "NaN"] as const),
  ...[".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"].map((word) => [word, "+Inf"] as const),
  ...["-.inf", "-.Inf", "-.INF"].map((word) => [word, "-Inf"] as const),
]);
const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;

function resolveScalar(node: YamlNode & { kind: "scalar" }): unknown {
  const { text, tag, isPlain } = node;
  if (tag === "!!str" || tag === "!!binary" || (tag === "" && !isPlain)) return text;
  if (tag !== "" && !["!!bool", "!!int", "!!float", "!!null", "!!timestamp"].includes(tag)) return text;
  const unwritable = UNWRITABLE.get(text);
  if (unwritable !== undefined) throw failure(`json: unsupported value: ${unwritable}`, node, "json");
  const word = WORDS.get(text);
  const value = word === undefined ? (resolveNumber(text) ?? text) : word;
  const kind = value === null ? "!!null" : (KINDS[typeof value] ?? "!!str");
  const isFit = tag === "" || tag === kind || (tag === "!!int" && kind === "!!float" && Number.isInteger(value));
  if (isFit || (tag === "!!timestamp" && kind === "!!str")) return value;
  throw failure(`cannot decode ${kind} \`${text}\` as a ${tag}`, node);
}

const KINDS: Readonly<Record<string, string>> = { boolean: "!!bool", number: "!!float", string: "!!str" };

function resolveNumber(text: string): number | undefined {
  if (!/^[-+.\d]/.test(text) || isTimestamp(text)) return undefined;
  if (text.startsWith(".")) return FLOAT.test(text) ? Number(text) : undefined;
  const plain = text.replaceAll("_", "");
  const [, sign = "", digits = ""] = /^([-+]?)(.*)$/.exec(plain) ?? [];
  const whole = resolveInteger(digits);
  if (whole !== undefined) return sign === "-" ? -whole || 0 : whole;
  return FLOAT.test(plain) ? Number(plain) : undefined;
}

/** As strconv.ParseInt with base 0: a leading 0 is octal. */
function resolveInteger(digits: string): number | undefined {
  if (/^(0|[1-9]\d*)$/.test(digits)) return Number(digits);
  if (/^0[xX][\dA-Fa-f]+$/.test(digits)) return Number.parseInt(digits.slice(2), 16);
  if (/^0[bB][01]+$/.test(digits)) return Number.parseInt(digits.slice(2), 2);
  const octal = /^0[oO]?([0-7]+)$/.exec(digits)?.[1];
  return octal === undefined ? undefined : Number.parseInt(octal, 8);
}

/** Timestamps stay the texts that they are. */
function isTimestamp(text: string): boolean {
  return /^\d{4}-\d{1,2}-\d{1,2}($|[Tt ]\d{1,2}:\d{1,2}:\d{1,2})/.test(text);
}

/** Sets a key as data, "__proto__" included. */
function define(map: Record<string, unknown>, key: string, value: unknown): void {
  if (key === "__proto__") {
    Object.defineProperty(map, key, { value, enumerable: true, writable: true, configurable: true });
  } else map[key] = value;
}

function failure(problem: string, { range }: YamlNode, by: "yaml" | "json" = "yaml"): YamlFailure {
  const failed = new YamlFailure(problem, { offset: range.from, line: -1, column: 0 }, "reader");
  if (by === "json") failed.name = "json";
  return failed;
}
