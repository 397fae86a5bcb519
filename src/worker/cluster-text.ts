// A manifest as the cluster has it: the same text, with what somebody else has changed since. What the API server itself fills in
// (defaults, addresses, the status) is no difference: it is told from a change by a dry run that creates the document afresh.
import type { ApiRequest, ApiResponse } from "../engine/cluster.types.ts";
import type { ManifestDocument } from "../engine/manifest/read-manifest.ts";
import type { Steps } from "../engine/model/steps.ts";
import { toYaml } from "../engine/shell/kubectl/output/yaml.ts";
import type { Answer, SourceFile } from "../protocol/protocol.ts";
import { collectionOf, findResource } from "./dry-run.ts";
import { identityOf, isRecord } from "./outline.ts";
import type { ManifestReader } from "./review-files.ts";

type Door = { request(call: ApiRequest): ApiResponse };
type Json = Readonly<Record<string, unknown>>;

/** A field that the cluster has otherwise: `value` is its, undefined where it has none. `isNew`: the document does not write it. */
type Difference = { readonly path: string; readonly value: unknown; readonly isNew: boolean };
type Edit = { readonly from: number; readonly to: number; readonly text: string };

/** What the control plane fills in by itself, by the end of its path. */
const FILLED_IN =
  /^(status|metadata\.(?!labels|annotations).*|spec\.(clusterIPs?|healthCheckNodePort|nodeName|finalizers|volumeName|ports\[\d+\]\.nodePort)|secrets)$|kube-api-access|\.volumeMounts$|^spec\.(volumes|tolerations|serviceAccount)$/;

/** The text of a file as the cluster has it, how many fields differ, and the documents that it does not have at all. */
export function* clusterText(
  file: SourceFile,
  { reader, door }: { readonly reader: ManifestReader; readonly door: Door },
): Steps<Extract<Answer, { readonly kind: "compared" }>> {
  const { documents } = yield* reader.read(file);
  const edits: Edit[] = [];
  const missing: { readonly from: number; readonly to: number }[] = [];
  let differences = 0;
  for (const document of documents) {
    const found = differencesOf(document, door);
    if (found === "missing") missing.push({ from: document.from, to: document.to });
    else {
      differences += found.length;
      edits.push(...found.map((difference) => editOf(difference, { text: file.text, document })));
    }
    yield;
  }
  return { kind: "compared", text: applyEdits(file.text, edits), differences, missing };
}

/** The manifest of an object of the cluster: without what the control plane fills in. */
export function objectText(object: Json): string {
  const { apiVersion, kind, metadata, status: _, ...others } = withOwnAnnotations(object);
  const { name, namespace, labels, annotations } = isRecord(metadata) ? metadata : {};
  const head = { name, namespace, labels, annotations };
  return [
    { apiVersion },
    { kind },
    { metadata: head },
    ...Object.entries(others).map(([key, value]) => ({ [key]: value })),
  ]
    .map(toYaml)
    .join("");
}

/** Without the annotations that kubectl and controllers keep their notes in. */
function withOwnAnnotations(object: Json): Json {
  const { metadata } = object;
  if (!isRecord(metadata) || !isRecord(metadata["annotations"])) return object;
  const { annotations, ...others } = metadata;
  const own = Object.entries(annotations).filter(([key]) => !key.includes("kubernetes.io/"));
  return { ...object, metadata: { ...others, ...(own.length > 0 && { annotations: Object.fromEntries(own) }) } };
}

function differencesOf({ value }: ManifestDocument, door: Door): readonly Difference[] | "missing" {
  const identity = identityOf(value);
  if (!identity || !isRecord(value)) return [];
  const resource = findResource(door, { apiVersion: String(value["apiVersion"]), kind: identity.kind });
  if (!resource) return [];
  const collection = collectionOf(resource, identity.namespace);
  const live = door.request({ method: "GET", path: `${collection}/${identity.name}` });
  if (live.status !== 200) return "missing";
  const fresh = freshly(value, { collection, door }) ?? value;
  return compare({ written: value, fresh, live: withOwnAnnotations(JSON.parse(live.body) as Json), path: "" });
}

/** The document as the API server would take it if there were none of that name. */
function freshly(
  value: Json,
  { collection, door }: { readonly collection: string; readonly door: Door },
): Json | undefined {
  const metadata = isRecord(value["metadata"]) ? value["metadata"] : {};
  const body = JSON.stringify({ ...value, metadata: { ...metadata, name: FRESH_NAME } });
  const path = `${collection}?dryRun=All&fieldManager=kubectl-client-side-apply`;
  const made = door.request({ method: "POST", path, headers: { "content-type": "application/json" }, body });
  return made.status < 300 ? (JSON.parse(made.body) as Json) : undefined;
}

/** Nobody calls an object so. */
const FRESH_NAME = "kubehop-as-written";

type Compared = { readonly written: unknown; readonly fresh: unknown; readonly live: unknown; readonly path: string };

function compare({ written, fresh, live, path }: Compared): readonly Difference[] {
  if (isEqual(fresh, live) || isEqual(written, live)) return [];
  if (isRecord(written) && isRecord(live)) {
    const freshMap = isRecord(fresh) ? fresh : {};
    const keys = [...new Set([...Object.keys(written), ...Object.keys(live)])];
    return keys.flatMap((key) => {
      const inner = path === "" ? key : `${path}.${key}`;
      if (FILLED_IN.test(inner) || inner === "stringData") return [];
      const isWritten = key in written;
      if (isWritten) return compare({ written: written[key], fresh: freshMap[key], live: live[key], path: inner });
      return isEqual(freshMap[key], live[key]) ? [] : [{ path: inner, value: live[key], isNew: true }];
    });
  }
  if (Array.isArray(written) && Array.isArray(live) && written.length === live.length)
    return written.flatMap((item, index) =>
      compare({
        written: item,
        fresh: Array.isArray(fresh) ? fresh[index] : undefined,
        live: live[index],
        path: `${path}[${index}]`,
      }),
    );
  return [{ path, value: live, isNew: false }];
}

function isEqual(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((one, index) => isEqual(one, b[index]));
  if (isRecord(a) && isRecord(b)) {
    const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
    return [...keys].every((key) => isEqual(a[key], b[key]));
  }
  return a === b;
}

type Where = { readonly text: string; readonly document: ManifestDocument };

function editOf({ path, value, isNew }: Difference, { text, document }: Where): Edit {
  if (isNew) return insertion({ path, value }, { text, document });
  const key = document.locateKey(path);
  const lineStart = text.lastIndexOf("\n", key.from - 1) + 1;
  const isAlone = text.slice(lineStart, key.from).trim() === "";
  if (value === undefined && isAlone) return { from: lineStart, to: blockEnd(text, key.from), text: "" };
  const range = document.locate(path);
  if (typeof value !== "object" || value === null)
    return { from: range.from, to: range.to, text: toYaml(value ?? null).trimEnd() };
  const column = key.from - lineStart;
  const name = text.slice(key.from, key.to);
  const block = toYaml({ [name]: value })
    .trimEnd()
    .split("\n")
    .join(`\n${" ".repeat(column)}`);
  return { from: key.from, to: blockEnd(text, key.from) - 1, text: block };
}

/** A field that the document does not write goes behind the last line of the map that it belongs to. */
function insertion(
  { path, value }: { readonly path: string; readonly value: unknown },
  { text, document }: Where,
): Edit {
  const parent = path.slice(0, path.lastIndexOf("."));
  const first = document.locate(parent === "" ? "apiVersion" : parent);
  const key = parent === "" ? { from: document.from, to: document.from } : document.locateKey(parent);
  const isBelow = text.slice(key.from, first.from).includes("\n");
  const column = columnOf(text, isBelow ? first.from : key.from) + (isBelow || parent === "" ? 0 : 2);
  const end = parent === "" ? document.to : blockEnd(text, key.from);
  const name = path.slice(parent === "" ? 0 : parent.length + 1);
  const lines = toYaml({ [name]: value })
    .trimEnd()
    .split("\n");
  const margin = " ".repeat(column);
  const block = lines.map((line) => `${margin}${line}\n`).join("");
  const needsBreak = end > 0 && text[end - 1] !== "\n";
  return { from: end, to: end, text: needsBreak ? `\n${block.trimEnd()}` : block };
}

/** The offset behind the last line that stands further right than the line of a field, or is a list in its column. */
function blockEnd(text: string, keyFrom: number): number {
  const column = columnOf(text, keyFrom);
  let end = lineEnd(text, keyFrom);
  let last = end;
  while (end < text.length) {
    const next = lineEnd(text, end);
    const line = text.slice(end, next);
    const indent = line.length - line.trimStart().length;
    const isInside = indent > column || (indent === column && line.trimStart().startsWith("- "));
    if (line.trim() !== "" && !isInside) break;
    end = next;
    if (line.trim() !== "") last = end;
  }
  return last;
}

function lineEnd(text: string, from: number): number {
  const found = text.indexOf("\n", from);
  return found < 0 ? text.length : found + 1;
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf("\n", offset - 1) + 1);
}

function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = text;
  let end = text.length + 1;
  for (const { from, to, text: written } of edits.toSorted((a, b) => b.from - a.from)) {
    if (to > end) continue;
    result = result.slice(0, from) + written + result.slice(to);
    end = from;
  }
  return result;
}
