// POST, PUT, PATCH and DELETE.
import { isJsonObject } from "../../model/json.ts";
import type { KubernetesObject } from "../../model/objects.ts";
import type { ApiServer, DeleteOptions, WriteOptions } from "../api-server.ts";
import { draftIn, numberIn, textIn } from "../draft.ts";
import { groupVersionOf } from "../resources.ts";
import type { Resource } from "../resources.ts";
import type { RestCall, RestReply, Writing } from "../rest.ts";
import { methodNotAllowed, notFound } from "../status.ts";
import type { ResourcePath } from "./path.ts";
import { candidates, selectionOf } from "./reading.ts";
import { answer, bad, refusal, written } from "./reply.ts";
import { patchScale, putScale } from "./scale.ts";

/** Makes an object, or carries out a subresource that takes posts. */
export function post(writing: Writing): RestReply {
  const { api, path, call } = writing;
  const { resource, namespace, subresource } = path;
  if (subresource === "binding" || subresource === "eviction") return postToPod(writing, subresource);
  if (path.name !== undefined) return refusal(methodNotAllowed());
  if (resource.isNamespaced && namespace === undefined) return refusal(methodNotAllowed());
  const placed = placedBody(path, call.body);
  return typeof placed === "string" ? bad(placed) : written(api.create(placed, optionsOf(call)), 201);
}

/** Replaces an object or one subresource of it. */
export function put(writing: Writing): RestReply {
  const { api, path, call } = writing;
  const { name = "", subresource } = path;
  if (subresource === "scale") return putScale(writing, optionsOf(call));
  const placed = placedBody(path, call.body);
  if (typeof placed === "string") return bad(placed);
  const given = placed.metadata.name;
  if (given !== name) return bad(`the name of the object (${given}) does not match the name on the URL (${name})`);
  return written(api.update(placed, { ...optionsOf(call), ...subresourceOption(subresource) }));
}

/** Changes an object or one subresource of it. */
export function patch(writing: Writing): RestReply {
  const { api, path, call } = writing;
  const { resource, namespace, name = "", subresource } = path;
  if (subresource === "scale") return patchScale(writing, optionsOf(call));
  const target = { kind: resource.kind, name, ...(namespace !== undefined && { namespace }) };
  const type = call.patchType ?? "strategic";
  return written(api.patch(target, type, call.body, { ...optionsOf(call), ...subresourceOption(subresource) }));
}

/** Deletes an object, or all of a collection that the selectors take. */
export function remove({ api, path, call }: Writing): RestReply {
  const { resource, namespace, name } = path;
  const options = deleteOptionsOf(call);
  if (name !== undefined) return removeOne(api, { path, name, options });
  const selected = selectionOf(call, resource);
  if ("problem" in selected) return bad(selected.problem);
  const items = [...candidates(api, { resource, namespace, pinned: selected.pinned })].filter(selected.takes);
  for (const { metadata } of items) api.remove(targetOf(resource, metadata.name, metadata.namespace), options);
  return answer({
    kind: `${resource.kind}List`,
    apiVersion: groupVersionOf(resource),
    metadata: { resourceVersion: api.resourceVersion() },
    items,
  });
}

function removeOne(
  api: ApiServer,
  job: { readonly path: ResourcePath; readonly name: string; readonly options: DeleteOptions },
): RestReply {
  const { path, name, options } = job;
  const { resource, namespace } = path;
  const result = api.remove(targetOf(resource, name, namespace), options);
  if (!result.ok) return refusal(result.status);
  const { uid } = result.object.metadata;
  const isThere = api.get<string>(resource.kind, name, namespace)?.metadata.uid === uid;
  if (isThere) return answer(result.object);
  return answer({
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Success",
    details: { name, ...(resource.group !== "" && { group: resource.group }), kind: resource.plural, uid },
  });
}

function postToPod({ api, path, call }: Writing, subresource: "binding" | "eviction"): RestReply {
  const { name = "", namespace } = path;
  const pod = api.get("Pod", name, namespace);
  if (!pod) return refusal(notFound(path.resource, name));
  const body = isJsonObject(call.body) ? call.body : {};
  const success = { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", code: 201 };
  if (subresource === "eviction") {
    const grace = numberIn(draftIn(body, "deleteOptions"), "gracePeriodSeconds");
    const options = grace === undefined ? {} : { gracePeriodSeconds: grace };
    const result = api.remove(targetOf(path.resource, name, namespace), options);
    return result.ok ? answer(success, 201) : refusal(result.status);
  }
  const nodeName = textIn(draftIn(body, "target"), "name");
  const result = api.update({ ...pod, spec: { ...pod.spec, nodeName } }, { ...optionsOf(call), subresource });
  return result.ok ? answer(success, 201) : refusal(result.status);
}

/** The body as an object of the path's kind and namespace, or what is wrong with it. */
function placedBody({ resource, namespace }: ResourcePath, body: unknown): KubernetesObject | string {
  if (!isJsonObject(body)) return "the object provided is unrecognized (must be of type Object)";
  const expected = groupVersionOf(resource);
  const apiVersion = textIn(body, "apiVersion") || expected;
  const kind = textIn(body, "kind") || resource.kind;
  if (apiVersion !== expected) {
    return `the API version in the data (${apiVersion}) does not match the expected API version (${expected})`;
  }
  if (kind !== resource.kind) {
    const why = `no kind "${kind}" is registered for version "${expected}" in scheme "pkg/api/legacyscheme/scheme.go:30"`;
    return `${kind} in version "${resource.version}" cannot be handled as a ${resource.kind}: ${why}`;
  }
  const metadata = isJsonObject(body["metadata"]) ? body["metadata"] : {};
  const given = textIn(metadata, "namespace");
  if (namespace !== undefined && given !== "" && given !== namespace) {
    return "the namespace of the provided object does not match the namespace sent on the request";
  }
  const placed = { ...metadata, ...(namespace !== undefined && { namespace }) };
  return { ...body, apiVersion: expected, kind: resource.kind, metadata: placed } as unknown as KubernetesObject;
}

/** What a call's query says of a write. */
export function optionsOf({ query }: RestCall): WriteOptions {
  const asked = query?.["fieldValidation"];
  const fieldValidation = asked === "Strict" || asked === "Ignore" ? asked : "Warn";
  return { fieldValidation, ...(query?.["dryRun"] === "All" && { dryRun: true as const }) };
}

function subresourceOption(subresource: string | undefined): WriteOptions {
  return subresource === "status" || subresource === "finalize" ? { subresource } : {};
}

/** From the body (a DeleteOptions) or, where it says nothing, from the query. */
function deleteOptionsOf({ query, body }: RestCall): DeleteOptions {
  const given = isJsonObject(body) ? body : {};
  const grace = numberIn(given, "gracePeriodSeconds") ?? Number(query?.["gracePeriodSeconds"] ?? Number.NaN);
  const policy = textIn(given, "propagationPolicy") || query?.["propagationPolicy"];
  const uid = textIn(draftIn(given, "preconditions"), "uid");
  const isDryRun = query?.["dryRun"] === "All" || JSON.stringify(given["dryRun"]) === '["All"]';
  return {
    ...(Number.isInteger(grace) && { gracePeriodSeconds: grace }),
    ...(isPropagation(policy) && { propagation: policy }),
    ...(uid !== "" && { uid }),
    ...(isDryRun && { dryRun: true as const }),
  };
}

function isPropagation(policy: string | undefined): policy is NonNullable<DeleteOptions["propagation"]> {
  return policy === "Background" || policy === "Foreground" || policy === "Orphan";
}

function targetOf(resource: Resource, name: string, namespace: string | undefined) {
  return { kind: resource.kind, name, ...(namespace !== undefined && { namespace }) };
}
