import type { ManifestDocument } from "../engine/manifest/read-manifest.ts";
import type { Steps } from "../engine/model/steps.ts";
import type { DocumentOutline } from "../protocol/protocol.ts";

/** Fields of one document that are listed; beyond it, a field stands at its nearest parent that is. */
const FIELDS_MAX = 5000;

/** Objects of a text with the lines of their fields. Documents that are no objects with a name are left out. A step a document. */
export function* outlineOf(text: string, documents: readonly ManifestDocument[]): Steps<readonly DocumentOutline[]> {
  const lineAt = lineFinder(text);
  const outlines: DocumentOutline[] = [];
  for (const document of documents) {
    const found = identityOf(document.value);
    if (!found) continue;
    const paths = pathsOf(document.value, "", []);
    const lines = Object.fromEntries(paths.map((path) => [path, lineAt(document.locate(path).from)]));
    outlines.push({ ...found, fromLine: lineAt(document.from), toLine: lineAt(document.to), lines });
    yield;
  }
  return outlines;
}

/** What an object says it is. */
export function identityOf(
  value: unknown,
): { readonly kind: string; readonly name: string; readonly namespace?: string } | undefined {
  if (!isRecord(value) || typeof value["kind"] !== "string" || !isRecord(value["metadata"])) return undefined;
  const { name, namespace } = value["metadata"];
  if (typeof name !== "string") return undefined;
  return { kind: value["kind"], name, ...(typeof namespace === "string" && { namespace }) };
}

/** Whether a value is a map of fields. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function pathsOf(value: unknown, path: string, paths: string[]): readonly string[] {
  if (paths.length >= FIELDS_MAX) return paths;
  const visit = (own: string, field: unknown) => {
    paths.push(own);
    pathsOf(field, own, paths);
  };
  if (Array.isArray(value)) value.forEach((item, index) => visit(`${path}[${index}]`, item));
  else if (isRecord(value))
    for (const [name, field] of Object.entries(value)) visit(path === "" ? name : `${path}.${name}`, field);
  return paths;
}

/** The line of an offset, from 1, by bisection. */
function lineFinder(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length;
    while (low + 1 < high) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}
