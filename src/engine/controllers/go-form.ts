// How Go's spew prints a value with "%#v", which Kubernetes hashes (pkg/util/hash DeepHashObject, apimachinery's dump.ForHash):
// every field of every struct, types before values but within lists and maps: (v1.EndpointPort){Name:(string)dns Port:(int32)53 …}.
import { goFieldName } from "../apiserver/schema/go-names.ts";
import type { GoType, StructType } from "../apiserver/schema/schema.ts";
import { goName, schemaOf } from "../apiserver/schema/schema.ts";
import { parseQuantity } from "../apiserver/schema/quantity.ts";
import { isJsonObject } from "../model/json.ts";

const ZERO_TIME = "{Time:(time.Time){wall:(uint64)0 ext:(int64)0 loc:(*time.Location)<nil>}}";
/** Structs that a struct embeds: spread in JSON, a field of its own in Go. */
const EMBEDDED: Readonly<Record<string, string>> = {
  "v1.Volume": "VolumeSource",
  "v1.Probe": "ProbeHandler",
  "v1.EphemeralContainer": "EphemeralContainerCommon",
  "v1.ConfigMapKeySelector": "LocalObjectReference",
  "v1.SecretKeySelector": "LocalObjectReference",
  "v1.ConfigMapEnvSource": "LocalObjectReference",
  "v1.SecretEnvSource": "LocalObjectReference",
  "v1.ConfigMapProjection": "LocalObjectReference",
  "v1.SecretProjection": "LocalObjectReference",
  "v1.ConfigMapVolumeSource": "LocalObjectReference",
};

/** Go's form of a JSON value whose type is that struct of the API: {apiVersion: "v1", kind: "PodTemplateSpec"}. */
export function goForm(value: unknown, type: { readonly apiVersion: string; readonly kind: string }): string {
  const schema = schemaOf(type);
  if (!schema) throw new Error(`no schema of ${type.apiVersion} ${type.kind}`);
  return typed(schema, value);
}

function typed(type: GoType, value: unknown): string {
  if (type.kind === "pointer") {
    return value === undefined || value === null
      ? `(*${goName(type.to)})<nil>`
      : `(*${goName(type.to)})${untyped(type.to, value)}`;
  }
  return `(${type.name})${untyped(type, value)}`;
}

function untyped(type: GoType, value: unknown): string {
  switch (type.kind) {
    case "pointer":
      return untyped(type.to, value);
    case "scalar":
      return scalarText(value) ?? (type.base === "string" ? "" : type.base === "bool" ? "false" : "0");
    case "list":
      return Array.isArray(value) ? `[${value.map((element) => untyped(type.element, element)).join(" ")}]` : "<nil>";
    case "map":
      return isJsonObject(value) ? mapForm(type, value) : "<nil>";
    case "special":
      return specialForm(type.special, value);
    case "struct":
      return structForm(type, isJsonObject(value) ? value : {});
    default:
      return "";
  }
}

function mapForm(type: GoType & { readonly kind: "map" }, value: Readonly<Record<string, unknown>>): string {
  const keys = Object.keys(value).toSorted();
  return `map[${keys.map((key) => `${key}:${untyped(type.value, value[key])}`).join(" ")}]`;
}

function structForm(type: StructType, value: Readonly<Record<string, unknown>>): string {
  const embedded = EMBEDDED[type.name];
  const inner = embedded === undefined ? undefined : schemaOf({ apiVersion: "v1", kind: embedded });
  const parts: string[] = [];
  let isInnerDone = false;
  for (const field of type.fields.values()) {
    if (inner?.fields.has(field.name)) {
      if (!isInnerDone) parts.push(`${embedded}:${typed(inner, value)}`);
      isInnerDone = true;
    } else parts.push(`${goFieldName(field.name)}:${typed(field.type, value[field.name])}`);
  }
  return `{${parts.join(" ")}}`;
}

function specialForm(special: string, value: unknown): string {
  switch (special) {
    case "IntOrString": {
      const isText = typeof value === "string";
      const number = isText ? "0" : (scalarText(value) ?? "0");
      return `{Type:(intstr.Type)${isText ? 1 : 0} IntVal:(int32)${number} StrVal:(string)${isText ? value : ""}}`;
    }
    case "Quantity":
      return quantityForm(scalarText(value) ?? "");
    case "Time":
    case "MicroTime":
      return ZERO_TIME;
    default:
      return value === undefined || value === null ? "<nil>" : JSON.stringify(value);
  }
}

function scalarText(value: unknown): string | undefined {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? `${value}` : undefined;
}

/** As resource.Quantity holds what ParseQuantity read: an int64 and a power of ten, and the text. */
function quantityForm(text: string): string {
  const [, digits = "", fraction = "", suffix = ""] = /^([+-]?\d*)(?:\.(\d*))?(.*)$/.exec(text) ?? [];
  const { format, nanos } = parseQuantity(text) ?? { format: "", nanos: 0n };
  const scale = format === "BinarySI" ? 0 : decimalScale(suffix) - fraction.length;
  const value = format === "BinarySI" ? nanos / 1_000_000_000n : BigInt(digits + fraction || "0");
  const amount = `(resource.int64Amount){value:(int64)${value} scale:(resource.Scale)${scale}}`;
  return `{i:${amount} d:(resource.infDecAmount){Dec:(*inf.Dec)<nil>} s:(string)${text} Format:(resource.Format)${format}}`;
}

function decimalScale(suffix: string): number {
  const power = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"].indexOf(suffix);
  return power >= 0 ? (power - 3) * 3 : Number(suffix.slice(1)) || 0;
}
