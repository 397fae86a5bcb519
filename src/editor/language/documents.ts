import { isMap, isScalar, isSeq, parseAllDocuments } from "yaml";
import type { Document, Node, Pair } from "yaml";

/** A text as the `yaml` library reads it, with the places of everything. */
export function parseText(text: string): readonly Document.Parsed[] {
  const documents = parseAllDocuments(text, { keepSourceTokens: true, prettyErrors: false });
  return "empty" in documents ? [] : documents;
}

/** The kind that a document says it is. */
export function kindOf(document: Document.Parsed): string | undefined {
  const kind = isMap(document.contents) ? document.get("kind") : undefined;
  return typeof kind === "string" ? kind : undefined;
}

/** Where a node begins and ends, without the white space after it. */
export function rangeOf(node: unknown): { readonly from: number; readonly to: number } | undefined {
  const range = (node as Node | null | undefined)?.range;
  return range ? { from: range[0], to: range[1] } : undefined;
}

/** A field's name. */
export function keyOf(pair: Pair): string {
  return String(isScalar(pair.key) ? pair.key.value : pair.key);
}

export { isMap, isScalar, isSeq };
