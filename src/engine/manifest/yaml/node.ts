/** A place in a text, in UTF-16 units; `to` is past its end. */
export type TextRange = { readonly from: number; readonly to: number };

/** What a YAML document is made of, each part with its place. */
export type YamlNode =
  | {
      readonly kind: "scalar";
      readonly range: TextRange;
      readonly text: string;
      readonly tag: string;
      /** Whether its type follows from how it looks. */
      readonly isPlain: boolean;
    }
  | { readonly kind: "list"; readonly range: TextRange; readonly items: readonly YamlNode[] }
  | { readonly kind: "map"; readonly range: TextRange; readonly entries: readonly YamlEntry[] }
  | { readonly kind: "alias"; readonly range: TextRange; readonly target: YamlNode };

export type YamlEntry = { readonly key: YamlNode; readonly value: YamlNode };
