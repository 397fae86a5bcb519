import { isMap, isScalar, isSeq, LineCounter, parseAllDocuments } from "yaml";
import type { Document, Node } from "yaml";
import type { DocumentOutline } from "../protocol/protocol.ts";

/** A document of a text: what it holds as plain data, and where each of its fields is written. */
export type SourceDocument = {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  readonly content: unknown;
  /** What the YAML reader says; the content is then not to be trusted. */
  readonly errors: readonly { readonly from: number; readonly to: number; readonly message: string }[];
  /** Offsets of the fields' names (of list items: their first character), by path: "spec.ports[0].port". */
  readonly places: ReadonlyMap<string, { readonly from: number; readonly to: number }>;
};

/** Reads a text into documents; empty ones are left out. Never throws: half-typed YAML is the normal case. */
export function readDocuments(text: string): readonly SourceDocument[] {
  const documents = parseAllDocuments(text, { prettyErrors: false, merge: true });
  const list: readonly Document.Parsed[] = "empty" in documents ? [] : documents;
  return list.filter((one) => one.contents !== null || one.errors.length > 0).map((one) => sourceOf(one, text));
}

/** Objects of a text with the lines of their fields. Documents that are no objects with a name are left out. */
export function outlineOf(text: string, documents: readonly SourceDocument[]): readonly DocumentOutline[] {
  const lines = new LineCounter();
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines.addNewLine(at + 1);
  const lineAt = (offset: number) => (lines.linePos(offset).line || 0) + 1;
  return documents.flatMap(({ content, from, to, places }) => {
    const found = identityOf(content);
    if (!found) return [];
    const lineOfPath = [...places].map(([path, place]) => [path, lineAt(place.from)] as const);
    return {
      ...found,
      fromLine: lineAt(from),
      toLine: lineAt(Math.max(from, to - 1)),
      lines: Object.fromEntries(lineOfPath),
    };
  });
}

/** What an object says it is. */
export function identityOf(
  content: unknown,
): { readonly kind: string; readonly name: string; readonly namespace?: string } | undefined {
  if (!isRecord(content) || typeof content["kind"] !== "string" || !isRecord(content["metadata"])) return undefined;
  const { name, namespace } = content["metadata"];
  if (typeof name !== "string") return undefined;
  return { kind: content["kind"], name, ...(typeof namespace === "string" && { namespace }) };
}

/** Whether a value is a map of fields. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function sourceOf(document: Document.Parsed, text: string): SourceDocument {
  const [from, , to] = document.range;
  const places = new Map<string, { from: number; to: number }>();
  collect(document.contents, { path: "", places });
  const begin = document.contents?.range?.[0] ?? from;
  return {
    from: begin,
    to,
    text: text.slice(document.contents?.range ? begin : from, to),
    content: document.errors.length > 0 ? undefined : contentOf(document),
    errors: document.errors.map(({ pos: [at, end], message }) => ({ from: at, to: Math.max(end, at + 1), message })),
    places,
  };
}

/** Aliases that grow beyond all bounds are refused by the library with an error; that text has no content. */
function contentOf(document: Document.Parsed): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch {
    return undefined;
  }
}

type Collecting = { readonly path: string; readonly places: Map<string, { from: number; to: number }> };

function collect(node: Node | null | undefined, { path, places }: Collecting): void {
  if (isMap(node)) {
    for (const pair of node.items) {
      const name = isScalar(pair.key) ? String(pair.key.value) : "";
      const own = path === "" ? name : `${path}.${name}`;
      const range = (pair.key as Node | null)?.range;
      if (range) places.set(own, { from: range[0], to: range[1] });
      collect(pair.value as Node | null, { path: own, places });
    }
  } else if (isSeq(node)) {
    node.items.forEach((item, index) => {
      const own = `${path}[${index}]`;
      const range = (item as Node | null)?.range;
      if (range) places.set(own, { from: range[0], to: range[0] + 1 });
      collect(item as Node | null, { path: own, places });
    });
  }
}
