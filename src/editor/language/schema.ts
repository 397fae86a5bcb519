/** A field, a list's item or a map's value, as the generated schema tells of it (scripts/editor-schema.mjs). */
export type SchemaNode = {
  /** The definition that this is one of; a description beside it is nearer. */
  readonly ref?: string;
  /** JSON types that it may have. */
  readonly types?: readonly string[];
  readonly enum?: readonly string[];
  readonly default?: unknown;
  readonly description?: string;
  readonly fields?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly items?: SchemaNode;
  /** What the values of a map with free keys are. */
  readonly values?: SchemaNode;
};

/** The generated file: definitions, and which of them each "group/version/Kind" is. */
export type SchemaFile = {
  readonly kinds: Readonly<Record<string, string>>;
  readonly definitions: Readonly<Record<string, SchemaNode>>;
};

/** What a document says it is. */
export type TypeMeta = { readonly apiVersion?: string | undefined; readonly kind?: string | undefined };

/** A field's name, or 0 for any item of a list. */
export type SchemaPath = readonly (string | 0)[];

/** The fields of every kind: looked up by kind and path. */
export class Schema {
  readonly #file: SchemaFile;
  /** "apps/v1" by "Deployment"; of a kind in several versions the first is preferred. */
  readonly #versions = new Map<string, readonly string[]>();

  constructor(file: SchemaFile) {
    this.#file = file;
    for (const name of Object.keys(file.kinds)) {
      const [, version = "", kind = ""] = /^(.+)\/(\w+)$/.exec(name) ?? [];
      this.#versions.set(kind, [...(this.#versions.get(kind) ?? []), version]);
    }
  }

  /** The kinds that it knows. */
  get kinds(): readonly string[] {
    return [...this.#versions.keys()];
  }

  /** The versions in which a kind is served, the preferred one first; empty for a kind that it does not know. */
  versionsOf(kind: string): readonly string[] {
    return this.#versions.get(kind) ?? [];
  }

  /** Every apiVersion that some kind has. */
  get apiVersions(): readonly string[] {
    return [...new Set([...this.#versions.values()].flat())];
  }

  /** What a document of this kind is; undefined for a kind that it does not know. A wrong apiVersion is passed over. */
  ofType(type: TypeMeta): SchemaNode | undefined {
    return this.#file.definitions[this.#file.kinds[`${this.versionOf(type)}/${type.kind}`] ?? ""];
  }

  /** The version in which a document's kind is looked up: its own, or the preferred one where the kind has no such version. */
  versionOf({ apiVersion, kind = "" }: TypeMeta): string | undefined {
    const versions = this.versionsOf(kind);
    return versions.find((one) => one === apiVersion) ?? versions[0];
  }

  /** Follows references. The nearest description and default win. */
  resolve(node: SchemaNode | undefined): SchemaNode | undefined {
    if (node?.ref === undefined) return node;
    const { ref, ...nearer } = node;
    const target = this.resolve(this.#file.definitions[ref]);
    return target && { ...target, ...nearer };
  }

  /** A field of a node, also of a map with free keys. */
  field(node: SchemaNode | undefined, name: string): SchemaNode | undefined {
    const at = this.resolve(node);
    return this.resolve(at?.fields?.[name] ?? at?.values);
  }

  /** An item of a list. */
  item(node: SchemaNode | undefined): SchemaNode | undefined {
    return this.resolve(this.resolve(node)?.items);
  }

  /** The node at a path of a document. */
  at(type: TypeMeta, path: SchemaPath): SchemaNode | undefined {
    let node = this.ofType(type);
    for (const part of path) node = part === 0 ? this.item(node) : this.field(node, part);
    return node;
  }
}

/** What a node may be, as a person says it: "map of string", "list of object", "integer or string". */
export function typeText(schema: Schema, node: SchemaNode): string {
  const types = node.types ?? ["any"];
  if (types[0] === "array") return `[]${typeText(schema, schema.item(node) ?? {})}`;
  const values = node.values && schema.resolve(node.values);
  if (types[0] === "object" && values) return `map[string]${typeText(schema, values)}`;
  return types.join(" | ");
}
