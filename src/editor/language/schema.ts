/** JSON Schema, as far as the generated schema of the Kubernetes API uses it. */
export type SchemaNode = {
  readonly type?: string | readonly string[];
  readonly enum?: readonly string[];
  readonly const?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: boolean | SchemaNode;
  readonly items?: SchemaNode;
  readonly required?: readonly string[];
  readonly $ref?: string;
};

/** The generated file: definitions, and a branch for each kind. */
export type SchemaFile = SchemaNode & {
  readonly definitions: Readonly<Record<string, SchemaNode>>;
  readonly allOf: readonly {
    readonly if: { readonly properties: { readonly kind: { readonly const: string } } };
    readonly then: SchemaNode;
  }[];
};

/** A field's name, or 0 for any item of a list. */
export type SchemaPath = readonly (string | 0)[];

const REF_PREFIX = "#/definitions/";

/** The fields of every kind: looked up by kind and path. */
export class Schema {
  readonly #file: SchemaFile;
  readonly #byKind = new Map<string, SchemaNode>();

  constructor(file: SchemaFile) {
    this.#file = file;
    for (const branch of file.allOf) this.#byKind.set(branch.if.properties.kind.const, branch.then);
  }

  /** The kinds that it knows. */
  get kinds(): readonly string[] {
    return [...this.#byKind.keys()];
  }

  /** What a document of this kind is; without a kind, what every document has. */
  ofKind(kind: string | undefined): SchemaNode {
    return this.resolve(this.#byKind.get(kind ?? "")) ?? this.#file;
  }

  /** Follows references. The nearest description wins. */
  resolve(node: SchemaNode | undefined): SchemaNode | undefined {
    let at = node;
    while (at?.$ref) {
      const target: SchemaNode | undefined = this.#file.definitions[at.$ref.slice(REF_PREFIX.length)];
      at = target && (at.description ? { ...target, description: at.description } : target);
    }
    return at;
  }

  /** A field of a node, also of a map with free keys. */
  field(node: SchemaNode | undefined, name: string): SchemaNode | undefined {
    const at = this.resolve(node);
    const free = typeof at?.additionalProperties === "object" ? at.additionalProperties : undefined;
    return this.resolve(at?.properties?.[name] ?? free);
  }

  /** An item of a list. */
  item(node: SchemaNode | undefined): SchemaNode | undefined {
    return this.resolve(this.resolve(node)?.items);
  }

  /** The node at a path of a kind's document. */
  at(kind: string | undefined, path: SchemaPath): SchemaNode | undefined {
    let node: SchemaNode | undefined = this.ofKind(kind);
    for (const part of path) node = part === 0 ? this.item(node) : this.field(node, part);
    return node;
  }
}

/** The JSON types that a node allows; none when it does not say. */
export function typesOf({ type }: SchemaNode): readonly string[] {
  if (type === undefined) return [];
  return typeof type === "string" ? [type] : type;
}
