// What the API server would say of a text: each document is sent to its door as a dry run, which changes nothing and takes no time.
import type { ApiRequest, ApiResponse } from "../engine/cluster.types.ts";
import type { Problem } from "../protocol/protocol.ts";
import { identityOf, isRecord } from "./outline.ts";
import type { SourceDocument } from "./outline.ts";

type Door = { request(call: ApiRequest): ApiResponse };

/** A resource as discovery tells of it. */
type Resource = { readonly path: string; readonly isNamespaced: boolean };

/** What is wrong with the documents of a file, at their places, in the API server's words. */
export function checkDocuments(door: Door, file: string, documents: readonly SourceDocument[]): readonly Problem[] {
  const declared = new Set(documents.flatMap(({ content }) => namespaceOf(content) ?? []));
  return documents.flatMap((document) => checkDocument(door, { file, document, declared }));
}

type Checked = { readonly file: string; readonly document: SourceDocument; readonly declared: ReadonlySet<string> };

function checkDocument(door: Door, { file, document, declared }: Checked): readonly Problem[] {
  const problem = (place: { readonly from: number; readonly to: number }, message: string): Problem => ({
    file,
    ...place,
    message,
    severity: "error",
  });
  const { content, errors } = document;
  if (errors.length > 0) return errors.map(({ message, ...place }) => problem(place, message));
  const atKind = placeOf(document, "kind");
  if (!isRecord(content))
    return [problem(atKind, "json: cannot unmarshal into Go value of type map[string]interface {}")];
  const { apiVersion, kind } = content;
  if (typeof kind !== "string" || kind === "") return [problem(atKind, "Object 'Kind' is missing")];
  if (typeof apiVersion !== "string" || apiVersion === "")
    return [problem(placeOf(document, "apiVersion", atKind), "apiVersion not set")];
  const resource = findResource(door, { apiVersion, kind });
  if (!resource) return [problem(atKind, `no matches for kind "${kind}" in version "${apiVersion}"`)];
  const status = dryRun(door, { resource, content });
  if (!status || isPromised(status, declared)) return [];
  return messagesOf(status).map(({ message, path }) => problem(placeOf(document, path, atKind), message));
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
  const { name, namespace = "default" } = identityOf(content) ?? {};
  const collection = resource.isNamespaced ? resource.path.replace("{namespace}", namespace) : resource.path;
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

/** Where objects of a kind live, by discovery. */
function findResource(
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

/** Where a path is written; Go writes no list indices in its struct paths, so the first item stands for all. Else its nearest parent. */
function placeOf(document: SourceDocument, path: string, otherwise?: { from: number; to: number }) {
  for (let at = path; at !== ""; at = at.slice(0, Math.max(0, at.lastIndexOf("."), at.lastIndexOf("[")))) {
    const place =
      document.places.get(at) ?? [...document.places].find(([own]) => own.replaceAll(/\[\d+\]/g, "") === at)?.[1];
    if (place) return place;
  }
  return otherwise ?? { from: document.from, to: Math.min(document.to, document.from + FIRST_WORD) };
}

const FIRST_WORD = 10;

function namespaceOf(content: unknown): string | undefined {
  const found = identityOf(content);
  return found?.kind === "Namespace" ? found.name : undefined;
}

function readJson(text: string): Status {
  return JSON.parse(text) as Status;
}
