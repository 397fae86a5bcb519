import { GO_TYPES } from "./go-types.ts";

/** A Go type of the API as far as JSON sees it. `name` is as Go prints it: "v1.ServicePort", "int32", "intstr.IntOrString". */
export type GoType =
  | StructType
  | { readonly kind: "scalar"; readonly name: string; readonly base: ScalarBase }
  | { readonly kind: "pointer"; readonly to: GoType }
  | { readonly kind: "list"; readonly name: string; readonly element: GoType }
  | { readonly kind: "map"; readonly name: string; readonly value: GoType }
  | { readonly kind: "special"; readonly name: string; readonly special: Special };

export type ScalarBase = "string" | "bool" | "int32" | "int64" | "float64" | "uint8" | "int";

/** Types with a reader of their own. "any" is kept as it is (FieldsV1, RawExtension). */
export type Special = "IntOrString" | "Quantity" | "Time" | "MicroTime" | "bytes" | "duration" | "any";

export type StructType = {
  readonly kind: "struct";
  /** Without package, as encoding/json names it in its errors. */
  readonly structName: string;
  readonly name: string;
  /** In the order of the Go struct, embedded structs spread. */
  readonly fields: ReadonlyMap<string, Field>;
};

export type Field = {
  readonly name: string;
  readonly type: GoType;
  /** Whether the zero value is left out of the JSON. */
  readonly omitsEmpty: boolean;
  readonly omitsZero: boolean;
  /** patchStrategy=merge: the key by which elements are told apart; "" for maps and lists of scalars. */
  readonly mergeKey?: string;
  readonly retainsKeys: boolean;
};

const SPECIALS: Readonly<Record<string, readonly [name: string, special: Special]>> = {
  "util/intstr.IntOrString": ["intstr.IntOrString", "IntOrString"],
  "api/resource.Quantity": ["resource.Quantity", "Quantity"],
  "meta/v1.Time": ["v1.Time", "Time"],
  "meta/v1.MicroTime": ["v1.MicroTime", "MicroTime"],
  "meta/v1.Duration": ["v1.Duration", "duration"],
  "meta/v1.FieldsV1": ["v1.FieldsV1", "any"],
  "pkg/runtime.RawExtension": ["runtime.RawExtension", "any"],
};
const SCALARS: readonly string[] = ["string", "bool", "int32", "int64", "float64", "uint8", "int"];

const definitions = readDefinitions();
const named = new Map<string, GoType>();

/** The struct of an object, by its apiVersion and kind; undefined for what has no schema here. */
export function schemaOf(object: { readonly apiVersion: string; readonly kind: string }): StructType | undefined {
  const [group = "", version] = object.apiVersion.includes("/")
    ? object.apiVersion.split("/")
    : ["", object.apiVersion];
  const name = `${group.split(".")[0] || "core"}/${version}.${object.kind}`;
  if (!definitions.has(name)) return undefined;
  const type = typeNamed(name);
  return type.kind === "struct" ? type : undefined;
}

/** The type behind pointers. */
export function pointed(type: GoType): GoType {
  return type.kind === "pointer" ? pointed(type.to) : type;
}

/** Go's own name of a type: "[]v1.ServicePort", "map[string]string". */
export function goName(type: GoType): string {
  return type.kind === "pointer" ? goName(type.to) : type.name;
}

function typeNamed(name: string): GoType {
  const known = named.get(name);
  if (known) return known;
  const type = makeType(name);
  named.set(name, type);
  return type;
}

function makeType(name: string): GoType {
  const special = SPECIALS[name];
  if (special) return { kind: "special", name: special[0], special: special[1] };
  if (isScalar(name)) return { kind: "scalar", name, base: name };
  const definition = definitions.get(name);
  if (definition === undefined) throw new Error(`no Go type ${name}`);
  const packageName = name.slice(0, name.lastIndexOf("."));
  const short = name.slice(name.lastIndexOf("/") + 1);
  if (!definition.startsWith("{")) {
    const base = typeFrom(definition, packageName);
    return base.kind === "scalar" ? { ...base, name: short } : base.kind === "map" ? { ...base, name: short } : base;
  }
  let fields: ReadonlyMap<string, Field> | undefined;
  return {
    kind: "struct",
    structName: name.slice(name.lastIndexOf(".") + 1),
    name: short,
    get fields() {
      return (fields ??= readFields(definition, packageName));
    },
  };
}

function typeFrom(text: string, packageName: string): GoType {
  if (text.startsWith("*")) return { kind: "pointer", to: typeFrom(text.slice(1), packageName) };
  if (text === "[]uint8") return { kind: "special", name: "[]uint8", special: "bytes" };
  if (text.startsWith("[]")) {
    const element = typeFrom(text.slice(2), packageName);
    return { kind: "list", name: `[]${goName(element)}`, element };
  }
  if (text.startsWith("map[")) {
    const close = text.indexOf("]");
    const key = typeFrom(text.slice(4, close), packageName);
    const value = typeFrom(text.slice(close + 1), packageName);
    return { kind: "map", name: `map[${goName(key)}]${goName(value)}`, value };
  }
  return typeNamed(text.startsWith(".") ? packageName + text : text);
}

function readFields(definition: string, packageName: string): ReadonlyMap<string, Field> {
  const fields = new Map<string, Field>();
  for (const text of definition.slice(1, -1).split(";")) {
    const [head = "", typeText = "", ...merges] = text.split(" ");
    const [name = "", flags = ""] = head.split(",");
    const type = typeFrom(typeText, packageName);
    if (flags.includes("!") && type.kind === "struct") {
      for (const field of type.fields.values()) fields.set(field.name, field);
      continue;
    }
    const merge = merges.find((part) => part.startsWith("@"));
    fields.set(name, {
      name,
      type,
      omitsEmpty: flags.includes("?"),
      omitsZero: flags.includes("~"),
      ...(merge !== undefined && { mergeKey: merge.slice(1) }),
      retainsKeys: merges.includes("^"),
    });
  }
  return fields;
}

function readDefinitions(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let packageName = "";
  for (const line of GO_TYPES.trim().split("\n")) {
    if (line.startsWith("# ")) packageName = line.slice(2);
    else {
      const [, name = "", text = ""] = /^(\w+) ?(.*)$/.exec(line) ?? [];
      found.set(`${packageName}.${name}`, text);
    }
  }
  return found;
}

function isScalar(name: string): name is ScalarBase {
  return SCALARS.includes(name);
}
