import type { Field, Range, TextDocument, Tree } from "./documents.ts";
import type { Schema, SchemaNode } from "./schema.ts";

/** What is wrong `at` a place, and the change that mends it: `text` instead of what stands from `from` to `to`. */
export type Mend = Range & {
  readonly what:
    | "add-space"
    | "not-a-list"
    | "make-list"
    | "rename-field"
    | "replace-value"
    | "quote"
    | "unquote"
    | "add-field"
    | "indent"
    | "tabs";
  readonly at: Range;
  readonly text: string;
  /** What the words name: the field or the value that is meant. */
  readonly name: string;
};

/** What the search for mends goes through, and where they are gathered. */
export type Search = { readonly schema: Schema; readonly document: TextDocument; readonly found: Mend[] };
/** A value, what it should be, and the maps around it, the innermost first. */
export type At = { readonly tree: Tree; readonly node: SchemaNode; readonly around: readonly Around[] };
/** A map on the way to a value: its fields in the text and in the schema, and the field that was entered. */
export type Around = { readonly tree: Tree; readonly node: SchemaNode; readonly field: Field };
