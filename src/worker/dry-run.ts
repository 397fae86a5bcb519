// What the API server would say of a text: each document is sent to its door as a dry run, which changes nothing and takes no time.
import type { ApiRequest, ApiResponse } from "../engine/cluster.types.ts";
import type { Manifest, ManifestDocument } from "../engine/manifest/read-manifest.ts";
import type { Steps } from "../engine/model/steps.ts";
import type { Problem } from "../protocol/protocol.ts";
import { identityOf, isRecord } from "./outline.ts";

type Door = { request(call: ApiRequest): ApiResponse };

/** A resource as discovery tells of it. */
type Resource = { readonly path: string; readonly isNamespaced: boolean };

/**
 * What is wrong with a text, at its places: what the reader of manifests says of it, and the API server of each of its documents.
 * A step a document.
 */
export function* checkManifest(
  door: Door,
  {
    file,
    manifest,
    namespaces,
  }: { readonly file: string; readonly manifest: Manifest; readonly namespaces: readonly string[] },
): Steps<readonly Problem[]> {
  const { documents, problems } = manifest;
  const declared = new Set([...namespaces, ...documents.flatMap(({ value }) => namespaceOf(value) ?? [])]);
  const refused: Problem[] = [];
  for (const document of documents) {
    refused.push(...checkDocument(door, { file, document, declared }));
    yield;
  }
  return [...problems.map((problem) => ({ file, ...problem })), ...refused].toSorted((a, b) => a.from - b.from);
}

/** As `checkManifest`, for one document that stands for itself. */
export function checkDocument(door: Door, { file, document, declared }: Checked): readonly Problem[] {
  const { value } = document;
  const problem = (path: string, message: string): Problem => {
    const { from, to } = document.locate(path);
    return { file, from, to, message, severity: "error" };
  };
  if (!isRecord(value)) return [problem("", "json: cannot unmarshal into Go value of type map[string]interface {}")];
  const { apiVersion, kind } = value;
  if (typeof kind !== "string" || kind === "") return [problem("", "Object 'Kind' is missing")];
  if (typeof apiVersion !== "string" || apiVersion === "") return [problem("kind", "apiVersion not set")];
  const { metadata } = value;
  if (metadata !== undefined && !isRecord(metadata)) return [problem("metadata", notObjectMeta(metadata))];
  const resource = findResource(door, { apiVersion, kind });
  if (!resource) return [problem("kind", `no matches for kind "${kind}" in version "${apiVersion}"`)];
  const status = dryRun(door, { resource, content: value });
  if (!status || isPromised(status, declared)) return [];
  return messagesOf(status).map(({ message, path }) => problem(withIndices(path, value) || "kind", message));
}

/** A document of a file; namespaces that the same text declares need not be there yet. */
export type Checked = {
  readonly file: string;
  readonly document: ManifestDocument;
  readonly declared: ReadonlySet<string>;
};

/** kubectl reads an object's metadata before it asks the server. As apimachinery's meta/v1/unstructured reads metadataOnlyObject. */
function notObjectMeta(metadata: unknown): string {
  const found = Array.isArray(metadata) ? "array" : typeof metadata === "boolean" ? "bool" : typeof metadata;
  return `json: cannot unmarshal ${found} into Go struct field metadataOnlyObject.metadata of type v1.ObjectMeta`;
}

/** The namespace is not there yet, but is to be made by the same text. */
function isPromised(status: Status, declared: ReadonlySet<string>): boolean {
  return (
    status.reason === "NotFound" && status.details?.kind === "namespaces" && declared.has(status.details.name ?? "")
  );
}

type Status = {
  readonly message?: string;
  readonly reason?: string;
  readonly details?: {
    readonly name?: string;
    readonly kind?: string;
    readonly causes?: readonly { readonly message?: string; readonly field?: string }[];
  };
};

/** Creates, or patches what is there, without doing it. Undefined when the server would take it. */
function dryRun(
  door: Door,
  { resource, content }: { readonly resource: Resource; readonly content: Readonly<Record<string, unknown>> },
): Status | undefined {
  const { name, namespace } = identityOf(content) ?? {};
  const collection = collectionOf(resource, namespace);
  const query = "?dryRun=All&fieldValidation=Strict&fieldManager=kubectl-client-side-apply";
  const body = JSON.stringify(content);
  const isThere = name !== undefined && door.request({ method: "GET", path: `${collection}/${name}` }).status === 200;
  const response = isThere
    ? door.request({
        method: "PATCH",
        path: `${collection}/${name}${query}`,
        headers: { "content-type": "application/strategic-merge-patch+json" },
        body,
      })
    : door.request({ method: "POST", path: collection + query, headers: { "content-type": "application/json" }, body });
  return response.status < 300 ? undefined : readJson(response.body);
}

/** The path of a resource's objects in a namespace; "default" where none is told. */
export function collectionOf({ path, isNamespaced }: Resource, namespace = "default"): string {
  return isNamespaced ? path.replace("{namespace}", namespace) : path;
}

/** Where objects of a kind live, by discovery. */
export function findResource(
  door: Door,
  { apiVersion, kind }: { readonly apiVersion: string; readonly kind: string },
): Resource | undefined {
  const base = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const response = door.request({ method: "GET", path: base });
  if (response.status !== 200) return undefined;
  const { resources } = readJson(response.body) as { resources?: readonly Readonly<Record<string, unknown>>[] };
  const found = resources?.find((one) => one["kind"] === kind && !String(one["name"]).includes("/"));
  if (!found) return undefined;
  const isNamespaced = found["namespaced"] === true;
  const plural = String(found["name"]);
  return { isNamespaced, path: isNamespaced ? `${base}/namespaces/{namespace}/${plural}` : `${base}/${plural}` };
}

/** One message a cause, each with the field that it names; else the whole message with the field that is named in it. */
function messagesOf({ message = "", details }: Status): readonly { readonly message: string; readonly path: string }[] {
  const causes = details?.causes ?? [];
  if (causes.length === 0) return splitStrict(message).map((one) => ({ message: one, path: pathIn(one) }));
  return causes.map(({ field = "", message: cause = "" }) => ({
    message: field === "" ? cause : `${field}: ${cause}`,
    path: field,
  }));
}

/** A strict decoding error names all unknown fields in one sentence; each gets its own place. */
function splitStrict(message: string): readonly string[] {
  const [before, all] = message.split("strict decoding error: ");
  return all === undefined || before === undefined ? [message] : all.split(", ").map((one) => before + one);
}

/** The path in: unknown field "spec.selecter"; Go struct field ServiceSpec.spec.selector of type …; spec.ports[0].port: … */
function pathIn(message: string): string {
  const found =
    /(?:unknown|duplicate) field "([^"]+)"/.exec(message) ??
    /field "([^"]+)" already set/.exec(message) ??
    /Go struct field [\w]+\.([\w.[\]]+) of type/.exec(message) ??
    /: ([a-z]\w*(?:\.[\w/-]+|\[\w+\])+): /.exec(message);
  return found?.[1] ?? "";
}

/** Go writes no indices in its struct paths: "spec.ports.port" is "spec.ports[0].port", as the first item stands for all. */
function withIndices(path: string, value: unknown): string {
  let written = "";
  let at = value;
  for (const part of path.split(".")) {
    if (Array.isArray(at)) {
      written += "[0]";
      at = at[0];
    }
    written += written === "" ? part : `.${part}`;
    at = isRecord(at) ? at[part.replace(/\[.*$/, "")] : undefined;
    if (part.endsWith("]") && Array.isArray(at)) at = at[Number(/\[(\d+)\]$/.exec(part)?.[1])];
  }
  return written;
}

function namespaceOf(value: unknown): string | undefined {
  const found = identityOf(value);
  return found?.kind === "Namespace" ? found.name : undefined;
}

function readJson(text: string): Status {
  return JSON.parse(text) as Status;
}
