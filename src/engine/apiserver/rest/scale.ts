// The scale subresource: autoscaling/v1 Scale, whatever it is that is scaled.
import { isJsonObject } from "../../model/json.ts";
import type { KubernetesObject } from "../../model/objects.ts";
import type { WriteOptions } from "../api-server.ts";
import { draftIn, draftsIn, numberIn, textIn, textsIn } from "../draft.ts";
import type { Draft } from "../draft.ts";
import { applyJsonPatch, applyMergePatch } from "../patch/json-patch.ts";
import type { RestReply, Writing } from "../rest.ts";
import { invalidObject, notFound } from "../status.ts";
import { invalid } from "../validation/field-error.ts";
import { answer, bad, refusal } from "./reply.ts";

/** The Scale of an object. */
export function getScale({ api, path }: Writing): RestReply {
  const { resource, namespace, name = "" } = path;
  const object = api.get<string>(resource.kind, name, namespace);
  return object ? answer(scaleOf(object)) : refusal(notFound(resource, name));
}

/** Takes a Scale. */
export function putScale(writing: Writing, options: WriteOptions): RestReply {
  return setScale(writing, options, () => writing.call.body);
}

/** Takes a patch of a Scale. */
export function patchScale(writing: Writing, options: WriteOptions): RestReply {
  const { body, patchType } = writing.call;
  return setScale(writing, options, (scale) => {
    if (patchType !== "json") return applyMergePatch(scale, body);
    const patched = applyJsonPatch(scale, Array.isArray(body) ? body : []);
    return "value" in patched ? patched.value : undefined;
  });
}

function setScale({ api, path }: Writing, options: WriteOptions, change: (scale: object) => unknown): RestReply {
  const { resource, namespace, name = "" } = path;
  const object = api.get<string>(resource.kind, name, namespace);
  if (!object) return refusal(notFound(resource, name));
  const scale = change(scaleOf(object));
  if (!isJsonObject(scale)) return bad("the object provided is unrecognized (must be of type Scale)");
  const replicas = numberIn(draftIn(scale, "spec"), "replicas") ?? 0;
  if (replicas < 0) {
    const wrong = invalid("spec.replicas", replicas, "must be greater than or equal to 0");
    return refusal(invalidObject({ group: "autoscaling", kind: "Scale" }, name, [wrong]));
  }
  const resourceVersion = textIn(draftIn(scale, "metadata"), "resourceVersion");
  const wanted = {
    ...object,
    metadata: { ...object.metadata, resourceVersion: resourceVersion || object.metadata.resourceVersion },
    spec: { ...draftIn(object, "spec"), replicas },
  } as KubernetesObject;
  const result = api.update(wanted, { ...options, subresource: "scale" });
  return result.ok ? answer(scaleOf(result.object), 200, result.warnings) : refusal(result.status);
}

// As pkg/registry/apps/*/storage's scaleFrom….
function scaleOf(object: KubernetesObject): object {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const spec = draftIn(object, "spec");
  const replicas = numberIn(spec, "replicas") ?? 0;
  return {
    kind: "Scale",
    apiVersion: "autoscaling/v1",
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: replicas === 0 ? {} : { replicas },
    status: {
      replicas: numberIn(draftIn(object, "status"), "replicas") ?? 0,
      selector: selectorText(draftIn(spec, "selector"), object.kind),
    },
  };
}

function selectorText(selector: Draft | undefined, kind: string): string {
  const labels = kind === "ReplicationController" ? selector : draftIn(selector, "matchLabels");
  const equal = Object.entries(labels ?? {}).map(([key, value]) => ({ key, text: `${key}=${String(value)}` }));
  const others = kind === "ReplicationController" ? [] : draftsIn(selector, "matchExpressions").map(requirementText);
  return [...equal, ...others]
    .toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ text }) => text)
    .join(",");
}

function requirementText(requirement: Draft): { readonly key: string; readonly text: string } {
  const key = textIn(requirement, "key");
  const values = textsIn(requirement, "values").toSorted().join(",");
  switch (textIn(requirement, "operator")) {
    case "In":
      return { key, text: `${key} in (${values})` };
    case "NotIn":
      return { key, text: `${key} notin (${values})` };
    case "Exists":
      return { key, text: key };
    default:
      return { key, text: `!${key}` };
  }
}
