import { isJsonObject } from "../model/json.ts";
import { finish } from "../model/steps.ts";
import type { Steps } from "../model/steps.ts";
import { splitDocuments } from "./documents.ts";
import type { Chunk } from "./documents.ts";
import { locateKey, locatePath, pathAtOffset } from "./field-path.ts";
import type { TextRange, YamlNode } from "./yaml/node.ts";
import { parseYaml } from "./yaml/parse-yaml.ts";

/** One object of a manifest; items of a List are documents of their own. */
export type ManifestDocument = {
  readonly value: unknown;
  readonly from: number;
  readonly to: number;
  /** Where a field stands ("spec.ports[0].port"), or the nearest field around it that is there. */
  locate(path: string): TextRange;
  /** Where a field's name stands. */
  locateKey(path: string): TextRange;
  /** The path of what stands at an offset; "" for the document itself. */
  pathAt(offset: number): string;
};

/** What is wrong with the text itself. `message` as kubectl prints it behind "error parsing STDIN: ". */
export type ManifestProblem = TextRange & { readonly message: string; readonly severity: "error" | "warning" };

export type Manifest = {
  readonly documents: readonly ManifestDocument[];
  readonly problems: readonly ManifestProblem[];
};

/** Never throws: half-typed YAML is the normal case, and its good half still makes a cluster. */
export function readManifest(text: string): Manifest {
  return finish(readManifestInSteps(text));
}

/** As `readManifest`, a step a document. */
export function* readManifestInSteps(text: string): Steps<Manifest> {
  const documents: ManifestDocument[] = [];
  const problems: ManifestProblem[] = [];
  const { chunks, problems: separators } = splitDocuments(text);
  for (const { message, from, to } of separators) problems.push({ message, from, to, severity: "error" });
  for (const chunk of chunks) {
    readChunk(chunk, { documents, problems });
    yield;
  }
  return { documents, problems: problems.toSorted((a, b) => a.from - b.from) };
}

function readChunk(chunk: Chunk, into: { documents: ManifestDocument[]; problems: ManifestProblem[] }): void {
  const parsed = parseYaml(chunk.text);
  const move = ({ from, to }: TextRange): TextRange => ({ from: from + chunk.offset, to: to + chunk.offset });
  if ("message" in parsed) {
    const isConversion = parsed.message.startsWith("json: ");
    const message = isConversion ? parsed.message : `error converting YAML to JSON: ${parsed.message}`;
    into.problems.push({ ...move(parsed.range), message, severity: "error" });
    return;
  }
  for (const { key, node } of parsed.duplicates) {
    const message = `key ${JSON.stringify(key)} already set in map`;
    into.problems.push({ ...move(node.range), message, severity: "warning" });
  }
  const { node } = parsed;
  if (node && parsed.value !== null) addDocuments({ value: parsed.value, node, offset: chunk.offset }, into.documents);
}

type Placed = { readonly value: unknown; readonly node: YamlNode; readonly offset: number };

function addDocuments(placed: Placed, documents: ManifestDocument[]): void {
  const { value, node, offset } = placed;
  const items = isJsonObject(value) ? value["items"] : undefined;
  const itemNodes = itemsOf(node);
  if (isJsonObject(value) && Array.isArray(items) && itemNodes?.length === items.length) {
    for (const [index, item] of items.entries()) {
      const itemNode = itemNodes[index];
      if (itemNode) addDocuments({ value: typedItem(value, item), node: itemNode, offset }, documents);
    }
    return;
  }
  const move = ({ from, to }: TextRange): TextRange => ({ from: from + offset, to: to + offset });
  documents.push({
    value,
    ...move(node.range),
    locate: (path) => move(locatePath(node, path)),
    locateKey: (path) => move(locateKey(node, path)),
    pathAt: (at) => pathAtOffset(node, at - offset),
  });
}

function itemsOf(node: YamlNode): readonly YamlNode[] | undefined {
  if (node.kind !== "map") return undefined;
  const found = node.entries.findLast(({ key }) => key.kind === "scalar" && key.text === "items")?.value;
  return found?.kind === "list" ? found.items : undefined;
}

/** Items of a PodList that do not say what they are, are Pods. As UnstructuredList's items take their type. */
function typedItem(list: { readonly [field: string]: unknown }, item: unknown): unknown {
  const { kind, apiVersion } = list;
  if (!isJsonObject(item) || typeof kind !== "string" || typeof apiVersion !== "string") return item;
  if (kind === "List" || item["kind"] !== undefined || item["apiVersion"] !== undefined) return item;
  return { ...item, apiVersion, kind: kind.replace(/List$/, "") };
}
