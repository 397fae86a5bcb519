// JSON values -> the API's types, as sigs.k8s.io/json reads them and encoding/json prints them again.
import { formatMicroTimestamp, formatTimestamp, parseTimestamp } from "../../model/timestamp.ts";
import { isJsonObject } from "../../model/json.ts";
import { unhandled } from "../../model/unhandled.ts";
import { copyOf } from "../draft.ts";
import type { Draft } from "../draft.ts";
import { parseQuantity, printQuantity } from "./quantity.ts";
import { goName } from "./schema.ts";
import type { Field, GoType, ScalarBase, StructType } from "./schema.ts";

/** What reading came to. `draft` is new and may be changed; its fields are those that the server would print. */
export type Decoded = {
  readonly draft: Draft;
  /** Paths of fields that the type does not have: "spec.ports[0].target". */
  readonly unknownFields: readonly string[];
  /** The first value of a wrong type, in encoding/json's words; the object is refused then. */
  readonly mismatch?: string;
};

/** Whose words mismatches have: encoding/json's, or those of the converter that strategic merge patches go through. */
export type Dialect = "json" | "unstructured";

/** Reads a value as the struct. Wrong types never throw; they are told in `mismatch`. */
export function decode(schema: StructType, value: unknown, dialect: Dialect = "json"): Decoded {
  const reader = new Reader(dialect, "given");
  const draft = reader.readStruct(schema, value, ROOT);
  if (reader.mismatch === undefined && reader.unknownFields.length < 2) return told(reader, draft);
  const orderly = new Reader(dialect, "sorted");
  return told(orderly, orderly.readStruct(schema, value, ROOT));
}

/** Reads one field's value by itself, as `status` updates do. */
export function decodeField(type: GoType, value: unknown, name: string): { value: unknown; mismatch?: string } {
  const reader = new Reader("json", "given");
  const read = reader.read(type, value, { names: name, places: name, owner: "" });
  return { value: read, ...(reader.mismatch !== undefined && { mismatch: reader.mismatch }) };
}

/**
 * Where the reader is: `names` without indices, as encoding/json tells it ("spec.ports.port"); `places` with them, as strict
 * errors do ("spec.ports[0].port"); `owner`: the struct whose field it is.
 */
type Path = { readonly names: string; readonly places: string; readonly owner: string };

const ROOT: Path = { names: "", places: "", owner: "" };

function told({ unknownFields, mismatch }: Reader, draft: Draft): Decoded {
  return { draft, unknownFields, ...(mismatch !== undefined && { mismatch }) };
}

class Reader {
  readonly unknownFields: string[] = [];
  mismatch: string | undefined;
  readonly #dialect: Dialect;
  readonly #order: "given" | "sorted";

  constructor(dialect: Dialect, order: "given" | "sorted") {
    this.#dialect = dialect;
    this.#order = order;
  }

  readStruct(type: StructType, value: unknown, path: Path): Draft {
    const draft: Draft = {};
    if (!isJsonObject(value)) {
      if (value !== null && value !== undefined) this.#refuse(value, type, path);
    } else {
      for (const key of this.#keysOf(value, type)) {
        const field = type.fields.get(key);
        if (!field) this.unknownFields.push(join(path.places, key));
        else this.#readField({ field, value: value[key], into: draft, path, owner: type.structName });
      }
    }
    return inOrder(type, draft);
  }

  #readField(job: {
    readonly field: Field;
    readonly value: unknown;
    readonly into: Draft;
    readonly path: Path;
    readonly owner: string;
  }): void {
    const { field, value, into, path, owner } = job;
    if (value === null || value === undefined) return;
    const read = this.read(field.type, value, {
      names: join(path.names, field.name),
      places: join(path.places, field.name),
      owner,
    });
    if (read === undefined || (field.omitsEmpty && isEmpty(field.type, read))) return;
    into[field.name] = read;
  }

  /** The value as the type has it; undefined where it would be nil. */
  read(type: GoType, value: unknown, path: Path): unknown {
    switch (type.kind) {
      case "pointer":
        return value === null ? undefined : this.read(type.to, value, path);
      case "struct":
        return this.readStruct(type, value, path);
      case "list":
        return this.#readList(type, value, path);
      case "map":
        return this.#readMap(type, value, path);
      case "scalar":
        return this.#readScalar(type, value, path);
      case "special":
        return this.#readSpecial(type, value, path);
      default:
        throw unhandled(type);
    }
  }

  #readList(type: GoType & { kind: "list" }, value: unknown, path: Path): unknown {
    if (!Array.isArray(value)) return this.#refuse(value, type, path);
    return value.map((element, index) => {
      const read = this.read(type.element, element, { ...path, places: `${path.places}[${index}]` });
      return read === undefined ? zeroOf(type.element) : read;
    });
  }

  #readMap(type: GoType & { kind: "map" }, value: unknown, path: Path): unknown {
    if (!isJsonObject(value)) return this.#refuse(value, type, path);
    const read: Draft = {};
    for (const key of Object.keys(value).toSorted()) {
      const entry = this.read(type.value, value[key], { ...path, places: join(path.places, key) });
      define(read, key, entry === undefined ? zeroOf(type.value) : entry);
    }
    return read;
  }

  #readScalar(type: GoType & { kind: "scalar" }, value: unknown, path: Path): unknown {
    if (value === null) return undefined;
    if (type.base === "string") return typeof value === "string" ? value : this.#refuse(value, type, path);
    if (type.base === "bool") return typeof value === "boolean" ? value : this.#refuse(value, type, path);
    if (typeof value !== "number") return this.#refuse(value, type, path);
    if (type.base !== "float64" && !isWithin(value, type.base)) {
      if (this.#dialect === "unstructured")
        return Number.isInteger(value) ? value | 0 : this.#refuse(value, type, path);
      return this.#refuseText(`number ${goNumber(value)}`, type, path);
    }
    return value;
  }

  #readSpecial(type: GoType & { kind: "special" }, value: unknown, path: Path): unknown {
    if (value === null) return undefined;
    switch (type.special) {
      case "any":
        return copyOf(value);
      case "IntOrString":
        if (typeof value === "string" || (typeof value === "number" && isWithin(value, "int32"))) return value;
        return this.#refuseNumber(value, path);
      case "Quantity":
        return this.#readQuantity(value);
      case "Time":
      case "MicroTime":
        return this.#readTime(type.special, value);
      case "bytes":
        return typeof value === "string" ? this.#readBytes(value) : this.#refuse(value, type, path);
      case "duration":
        return typeof value === "string" ? value : this.#refuse(value, type, path);
      default:
        throw unhandled(type.special);
    }
  }

  #readQuantity(value: unknown): unknown {
    const text = typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
    const quantity = parseQuantity(text);
    if (quantity) return printQuantity(quantity);
    return this.#fail("", QUANTITY_PATTERN.test(text) ? QUANTITY_SUFFIX : QUANTITY_FORM);
  }

  #readTime(special: "Time" | "MicroTime", value: unknown): unknown {
    if (typeof value !== "string") return this.#fail(`cannot unmarshal ${kindOf(value)} into Go value of type string`);
    const epochMs = parseTimestamp(value);
    if (epochMs === undefined) return this.#fail("", timeProblem(value));
    return special === "Time" ? formatTimestamp(epochMs) : microTime(value, epochMs);
  }

  #readBytes(value: string): unknown {
    const text = value.replace(/[\r\n]/g, "");
    const bad = text.search(/[^A-Za-z0-9+/=]|=(?!=?$)/);
    if (bad < 0 && text.length % 4 === 0) return text;
    return this.#fail("", `illegal base64 data at input byte ${bad < 0 ? text.length - (text.length % 4) : bad}`);
  }

  /** The keys in the order in which their first mistake counts. */
  #keysOf(value: object, type?: StructType): readonly string[] {
    const keys = Object.keys(value);
    if (this.#order === "given") return keys;
    if (this.#dialect === "json" || !type) return keys.toSorted();
    return [
      ...[...type.fields.keys()].filter((key) => key in value),
      ...keys.filter((key) => !type.fields.has(key)).toSorted(),
    ];
  }

  #refuse(value: unknown, type: GoType, path: Path): undefined {
    if (this.#dialect === "unstructured") return this.#fail("", converterProblem(value, type));
    return this.#refuseText(kindOf(value), type, path);
  }

  /** What is neither a text nor a number: its reader wants an int32, and only encoding/json knows the field. */
  #refuseNumber(value: unknown, path: Path): undefined {
    const kind = typeof value === "number" ? `number ${goNumber(value)}` : kindOf(value);
    const where = this.#dialect === "unstructured" ? { ...path, owner: "" } : path;
    return this.#refuseText(kind, { kind: "scalar", name: "int32", base: "int32" }, where);
  }

  #refuseText(kind: string, type: GoType, path: Path): undefined {
    const field = path.owner === "" ? "Go value" : `Go struct field ${path.owner}.${path.names}`;
    return this.#fail(`cannot unmarshal ${kind} into ${field} of type ${goName(type)}`);
  }

  #fail(words: string, whole = `json: ${words}`): undefined {
    this.mismatch ??= whole;
  }
}

// The parser takes one point at most, whatever the expression in its words says.
const QUANTITY_PATTERN = /^[+-]?(?=[0-9.])[0-9]*(\.[0-9]*)?[eEinumkKMGTP]*[-+]?[0-9]*$/;
const QUANTITY_FORM = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const QUANTITY_SUFFIX = "unable to parse quantity's suffix";

// As runtime.DefaultUnstructuredConverter words it.
function converterProblem(value: unknown, type: GoType): string {
  const from = goKind(value);
  if (type.kind === "struct") return `cannot restore struct from: ${from}`;
  if (type.kind === "map") return `cannot restore map from ${from}`;
  if (type.kind === "list" || type.kind === "special") return `cannot restore slice from ${from}`;
  const base = type.kind === "scalar" ? type.base : "";
  const isNumber = base !== "string" && base !== "bool";
  const isConvertible = (from === "int64" && base === "string") || (from === "float64" && isNumber);
  return isConvertible ? `cannot convert ${from} to ${goName(type)}` : `unrecognized type: ${base}`;
}

function goKind(value: unknown): string {
  if (Array.isArray(value)) return "slice";
  if (typeof value === "number") return Number.isInteger(value) ? "int64" : "float64";
  return typeof value === "boolean" ? "bool" : typeof value === "object" ? "map" : typeof value;
}

/**
 * The fields in the order of the Go struct, with what encoding/json prints of those that were not given: zero values of fields
 * without omitempty, and structs.
 */
function inOrder(type: StructType, draft: Draft): Draft {
  const ordered: Draft = {};
  for (const field of type.fields.values()) {
    const given = draft[field.name];
    if (given !== undefined) ordered[field.name] = given;
    else if (!field.omitsZero && (!field.omitsEmpty || field.type.kind === "struct" || isGoStruct(field.type))) {
      ordered[field.name] = zeroOf(field.type);
    }
  }
  return ordered;
}

/** The JSON of a type's zero value. */
export function zeroOf(type: GoType): unknown {
  switch (type.kind) {
    case "pointer":
    case "list":
    case "map":
      return null;
    case "struct":
      return inOrder(type, {});
    case "scalar":
      return type.base === "string" ? "" : type.base === "bool" ? false : 0;
    case "special":
      return type.special === "IntOrString" ? 0 : type.special === "Quantity" ? "0" : null;
    default:
      throw unhandled(type);
  }
}

/** Types with a reader of their own that are structs in Go: omitempty does not leave them out. */
function isGoStruct(type: GoType): boolean {
  return type.kind === "special" && ["IntOrString", "Time", "MicroTime"].includes(type.special);
}

/** Whether omitempty leaves it out: an empty list or map, "", 0, false; never a pointer's target or a struct. */
function isEmpty(type: GoType, value: unknown): boolean {
  if (type.kind === "list") return Array.isArray(value) && value.length === 0;
  if (type.kind === "map") return isJsonObject(value) && Object.keys(value).length === 0;
  if (type.kind === "scalar") return value === "" || value === 0 || value === false;
  return type.kind === "special" && type.special === "bytes" && value === "";
}

function isWithin(value: number, base: Exclude<ScalarBase, "string" | "bool" | "float64">): boolean {
  if (!Number.isInteger(value)) return false;
  if (base === "int32") return value >= -2_147_483_648 && value <= 2_147_483_647;
  return base === "uint8" ? value >= 0 && value <= 255 : Math.abs(value) < 2 ** 63;
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "array";
  if (typeof value === "boolean") return "bool";
  return typeof value;
}

// As encoding/json prints a float64.
function goNumber(value: number): string {
  return String(value).replace(/e([+-])(\d)$/, "e$10$2");
}

function microTime(text: string, epochMs: number): string {
  const fraction = /\.(\d+)/.exec(text)?.[1] ?? "";
  return formatMicroTimestamp(epochMs).replace(/\.\d{6}Z$/, `.${fraction.slice(0, 6).padEnd(6, "0")}Z`);
}

// As Go's time.Parse words the most common failure: a text that does not begin as a date.
function timeProblem(text: string): string {
  const layout = "2006-01-02T15:04:05Z07:00";
  return `parsing time ${JSON.stringify(text)} as "${layout}": cannot parse ${JSON.stringify(text)} as "2006"`;
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

/** Sets a key as data, "__proto__" included. */
function define(draft: Draft, key: string, value: unknown): void {
  if (key === "__proto__")
    Object.defineProperty(draft, key, { value, enumerable: true, writable: true, configurable: true });
  else draft[key] = value;
}
