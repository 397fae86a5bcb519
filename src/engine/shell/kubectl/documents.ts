// The documents behind -f: standard input, files and folders of the workstation. As cli-runtime's FilenameParam and StreamVisitor.
import { goQuote } from "../../apiserver/go-text.ts";
import { compareText, fieldAt, textAt } from "../../apiserver/printers/fields.ts";
import type { Resource } from "../../apiserver/resources.ts";
import { decode } from "../../apiserver/schema/decode.ts";
import { schemaOf } from "../../apiserver/schema/schema.ts";
import type { StructType } from "../../apiserver/schema/schema.ts";
import { jsonSyntaxError } from "../../manifest/json-syntax.ts";
import { readManifest } from "../../manifest/read-manifest.ts";
import { isJsonObject } from "../../model/json.ts";
import type { KubernetesObject } from "../../model/objects.ts";
import type { ObjectPlace } from "./client.ts";
import type { Context } from "./command.ts";
import { Failure, withSource } from "./failure.ts";
import { resourceOfGvk } from "./mapping.ts";
import { goJson } from "./output/json.ts";

/** An object as somebody wrote it, in the namespace that it goes to. */
export type Document = {
  readonly object: KubernetesObject;
  readonly place: ObjectPlace;
  /** "STDIN" or the file's path. */
  readonly source: string;
};

/** All documents that can be read, in their order, and what is wrong with the others. */
export function readDocuments(context: Context): {
  readonly documents: readonly Document[];
  readonly failures: readonly Failure[];
} {
  const documents: Document[] = [];
  const failures: Failure[] = [];
  if (context.flags.isGiven("kustomize")) {
    throw new Failure(
      `unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '${context.flags.text("kustomize")}'`,
    );
  }
  if (context.flags.texts("filename").filter((path) => path === "-").length > 1)
    throw new Failure("standard input cannot be used for multiple arguments");
  for (const source of sourcesOf(context)) {
    try {
      readSource(context, source, { documents, failures });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      failures.push(error);
    }
  }
  return { documents, failures };
}

type Source = { readonly name: string; readonly text: string };
type Read = { readonly documents: Document[]; readonly failures: Failure[] };

function sourcesOf(context: Context): readonly Source[] {
  return context.flags.texts("filename").flatMap((path) => {
    if (path === "-") return [{ name: "STDIN", text: context.streams.stdin }];
    if (/^https?:\/\//.test(path)) {
      throw new Failure(`unable to read URL ${goQuote(path)}, server reported 404 Not Found, status code=404`);
    }
    const files = context.place.files;
    const text = files.get(path) ?? files.get(path.replace(/^\.\//, ""));
    if (text !== undefined) return [{ name: path, text }];
    const folder = path === "." || path === "./" ? "" : `${path.replace(/^\.\//, "").replace(/\/+$/, "")}/`;
    const isRecursive = context.flags.isOn("recursive");
    const inside = [...files.keys()]
      .filter((name) => name.startsWith(folder) && /\.(json|ya?ml)$/.test(name))
      .filter((name) => isRecursive || !name.slice(folder.length).includes("/"))
      .toSorted(compareText);
    if (inside.length > 0) return inside.map((name) => ({ name, text: files.get(name) ?? "" }));
    const hasFolder = [...files.keys()].some((name) => folder !== "" && name.startsWith(folder));
    if (!hasFolder && folder !== "") throw new Failure(`the path ${goQuote(path)} does not exist`);
    throw new Failure(`error reading [${path}]: recognized file extensions are [.json .yaml .yml]`);
  });
}

/** What cannot be read ends its stream; a document that is no object of the API does not. */
function readSource(context: Context, source: Source, read: Read): void {
  const { documents, problems } = readManifest(source.text);
  const [problem] = problems.filter(({ severity }) => severity === "error");
  const end = problem?.from ?? source.text.length + 1;
  for (const { value, from } of documents) {
    if (from >= end) break;
    if (wantsValidation(context)) validateHead(value, source.name);
    try {
      read.documents.push(documentOf(context, value, source.name));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      read.failures.push(error);
    }
  }
  if (!problem) return;
  const message = /^\s*\{/.test(source.text) ? (jsonSyntaxError(source.text) ?? problem.message) : problem.message;
  throw new Failure(`error parsing ${source.name}: ${message}`);
}

function wantsValidation({ flags }: Context): boolean {
  return flags.isGiven("validate") ? !/^(false|ignore|f|0)$/i.test(flags.text("validate")) : true;
}

// As the paramVerifyingSchema of kubectl's validation package.
function validateHead(value: unknown, source: string): void {
  const problems: string[] = [];
  if (!isJsonObject(value)) problems.push("invalid object to validate");
  else {
    for (const key of ["apiVersion", "kind"]) {
      const found = value[key];
      if (found === undefined || found === null) problems.push(`${key} not set`);
      else if (typeof found !== "string") problems.push(`${key} isn't string type`);
      else if (key === "apiVersion" && found.split("/").length > 2) {
        problems.push(`unexpected GroupVersion string: ${found}`);
      }
    }
    if (value["kind"] === "List" && isJsonObject(value["items"])) problems.push("invalid object to validate");
  }
  if (problems.length === 0) return;
  const all = problems.length === 1 ? problems[0] : `[${problems.join(", ")}]`;
  throw new Failure(
    `error validating ${goQuote(source)}: error validating data: ${all}; ` +
      `if you choose to ignore these errors, turn validation off with --validate=false`,
  );
}

function documentOf(context: Context, value: unknown, source: string): Document {
  if (!isJsonObject(value)) {
    const what = `json: cannot unmarshal ${typeof value} into Go value of type struct { Kind string "json:\\"kind,omitempty\\"" }`;
    throw new Failure(`unable to decode ${goQuote(source)}: couldn't get version/kind; json parse error: ${what}`);
  }
  for (const key of ["kind", "apiVersion"]) {
    if (typeof value[key] === "string" && (value[key] !== "" || key === "apiVersion")) continue;
    throw new Failure(
      `unable to decode ${goQuote(source)}: Object '${key === "kind" ? "Kind" : key}' is missing in '${goJson(value)}'`,
    );
  }
  checkMetadata(value, source);
  const [apiVersion, kind] = [textAt(value, "apiVersion"), textAt(value, "kind")];
  const [name, namespace] = [textAt(value, "metadata", "name"), textAt(value, "metadata", "namespace")];
  const resource = resourceOfGvk(apiVersion, kind);
  if (!resource && apiVersion === "") {
    const message = "the server could not find the requested resource";
    throw withSource(new Failure(message, { status: { code: 404, reason: "NotFound", message } }), "creating", source);
  }
  if (!resource) {
    throw new Failure(
      `resource mapping not found for name: ${goQuote(name)} namespace: ${goQuote(namespace)} from ${goQuote(source)}: ` +
        `no matches for kind ${goQuote(kind)} in version ${goQuote(apiVersion)}\nensure CRDs are installed first`,
    );
  }
  const home = homeOf(context, resource, namespace);
  const metadata = {
    ...(isJsonObject(value["metadata"]) ? value["metadata"] : {}),
    name,
    ...(home !== undefined && { namespace: home }),
  };
  if (name === "") Reflect.deleteProperty(metadata, "name");
  const object = { ...value, apiVersion, kind, metadata } as unknown as KubernetesObject;
  return { object, place: { resource, namespace: home, name }, source };
}

function homeOf(context: Context, resource: Resource, written: string): string | undefined {
  if (!resource.isNamespaced) return undefined;
  if (written === "") return context.namespace;
  if (context.isNamespaceGiven && written !== context.namespace) {
    throw new Failure(
      `the namespace from the provided object ${goQuote(written)} does not match the namespace ${goQuote(context.namespace)}. ` +
        `You must pass '--namespace=${written}' to perform this operation.`,
    );
  }
  return written;
}

/** kubectl reads the metadata by its type before it sends anything. As cli-runtime's metadataValidatingDecoder. */
function checkMetadata(value: unknown, source: string): void {
  const metadata = schemaOf({ apiVersion: "v1", kind: "Pod" })?.fields.get("metadata");
  if (!metadata) return;
  const type: StructType = {
    kind: "struct",
    structName: "metadataOnlyObject",
    name: "resource.metadataOnlyObject",
    fields: new Map([["metadata", metadata]]),
  };
  const { mismatch } = decode(type, { metadata: fieldAt(value, "metadata") });
  if (mismatch !== undefined) throw new Failure(`unable to decode ${goQuote(source)}: ${mismatch}`);
}
