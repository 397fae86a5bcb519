import type { KubernetesObject } from "../model/objects.ts";
import { unhandled } from "../model/unhandled.ts";
import { admitUpdate } from "./admission/admission.ts";
import { addTopologyLabels } from "./admission/pod.ts";
import type { Claims } from "./allocation/service-allocation.ts";
import type { ErrorStatus, WriteOptions, Written } from "./api-server.ts";
import { createObject } from "./create.ts";
import { applyStatusDefaults } from "./defaulting/defaulting.ts";
import { asObject, copyOf, draftIn, draftsIn, ensureDraft, numberIn, textIn, textsIn } from "./draft.ts";
import type { Draft } from "./draft.ts";
import { isJsonEqual } from "./json-equal.ts";
import { readIncoming, resourceOfAny } from "./request.ts";
import type { Incoming } from "./request.ts";
import type { Resource } from "./resources.ts";
import { decodeField } from "./schema/decode.ts";
import { schemaOf } from "./schema/schema.ts";
import type { Server } from "./server.ts";
import { badRequest, conflict, invalidObject, notFound, staleObject } from "./status.ts";
import { shelfOf } from "./store.ts";
import { validateMetaUpdate } from "./validation/meta.ts";
import { keepAllocated, normalizeClusterIps } from "./strategies/service.ts";
import { strategyOf } from "./strategies/strategies.ts";
import type { Strategy } from "./strategies/strategy.ts";

/** As the generic registry's Store.Update: the whole object, or one subresource of it. */
export function updateObject(server: Server, object: KubernetesObject, options: WriteOptions = {}): Written {
  const { name, namespace } = object.metadata ?? { name: "" };
  const before = server.store.get(shelfOf(object), name, namespace);
  const incoming = readUpdate(server, { object, before, options });
  if ("code" in incoming) return { ok: false, status: incoming };
  if (!before && CREATED_ON_UPDATE.includes(object.kind)) return createObject(server, object, options);
  if (!before) return { ok: false, status: notFound(incoming.resource, name) };
  const other = checkUid(incoming, before);
  if (other) return { ok: false, status: other };
  return storeUpdate(server, { incoming, before, options });
}

/** Kinds that a PUT makes where there is none of that name. As their strategies' AllowCreateOnUpdate. */
const CREATED_ON_UPDATE: readonly string[] = [
  "Service",
  "Endpoints",
  "Event",
  "LimitRange",
  "Lease",
  "Role",
  "RoleBinding",
  "ClusterRole",
  "ClusterRoleBinding",
  "RuntimeClass",
];

type Update = { readonly incoming: Incoming; readonly before: KubernetesObject; readonly options: WriteOptions };

/** The second half of every change of a stored object, patches included. */
export function storeUpdate(server: Server, { incoming, before, options }: Update): Written {
  const { resource, draft, warnings } = incoming;
  const stale = checkVersion(resource, draft, before);
  if (stale) return { ok: false, status: stale };
  if (options.subresource === undefined) admitUpdate(incoming, before);
  const old = before as unknown as Draft;
  const isStatus = options.subresource === "status";
  const claims = isStatus ? undefined : claimForUpdate(server, { draft, old, isDryRun: options.dryRun === true });
  if (claims && "code" in claims) return { ok: false, status: claims };
  protectMetadata(draft, before);
  const strategy = strategyOf(resource.kind);
  if (options.subresource === undefined) {
    if (resource.subresources.includes("status")) keepStatus(draft, old);
    strategy.prepareUpdate?.(draft, old);
  }
  if (!isStatus) bumpGeneration(resource.kind, draft, old);
  const own = validatorFor(strategy, options.subresource)?.(draft, old) ?? [];
  const errors = [...validateMetaUpdate(draft, old), ...own];
  if (errors.length > 0) return { ok: false, status: invalidObject(resource, before.metadata.name, errors) };
  const told = isStatus ? warnings : [...warnings, ...(strategy.warnings?.(draft, old) ?? [])];
  const metadata = ensureDraft(draft, "metadata");
  metadata["resourceVersion"] = before.metadata.resourceVersion;
  if (isJsonEqual(draft, before)) return { ok: true, object: before, warnings: told, isChanged: false };
  const updated = asObject(draft);
  if (options.dryRun) return { ok: true, object: updated, warnings: told, isChanged: true };
  if (claims) server.allocation.commit(claims);
  if (isFinished(draft)) {
    if (resource.kind === "Service") server.allocation.release(draft);
    const gone = server.store.remove({ ...updated, metadata: { ...updated.metadata } });
    return { ok: true, object: gone, warnings: told, isChanged: true };
  }
  return { ok: true, object: server.store.put(updated, before), warnings: told, isChanged: true };
}

/** Binding and finalizing change what nobody else may; the rest of the object is as it was checked before. */
function validatorFor(strategy: Strategy, subresource: WriteOptions["subresource"]): Strategy["validateUpdate"] {
  if (subresource === "status") return strategy.validateStatusUpdate;
  return subresource === "binding" || subresource === "finalize" ? undefined : strategy.validateUpdate;
}

function readUpdate(
  server: Server,
  job: {
    readonly object: KubernetesObject;
    readonly before: KubernetesObject | undefined;
    readonly options: WriteOptions;
  },
): Incoming | ErrorStatus {
  const { object, before, options } = job;
  if (options.subresource === undefined || !before) {
    return readIncoming(object, options.fieldValidation ?? "Strict");
  }
  const resource = resourceOfAny(before);
  switch (options.subresource) {
    case "status":
      return withStatus(resource, before, object);
    case "scale":
      return withScale(resource, before, object);
    case "finalize":
      return { resource, draft: withSpec(before, { finalizers: specField(object, "finalizers") }), warnings: [] };
    case "binding":
      return withBinding(server, { resource, before, nodeName: textIn(draftIn(object, "spec"), "nodeName") });
    default:
      throw unhandled(options.subresource);
  }
}

/** The stored object with another status; of the metadata, what a status update may change. */
function withStatus(resource: Resource, before: KubernetesObject, object: KubernetesObject): Incoming | ErrorStatus {
  const type = schemaOf(before)?.fields.get("status")?.type;
  const decoded = type
    ? decodeField(type, object["status"] ?? {}, "status")
    : { value: copyOf(object["status"]), mismatch: undefined };
  if (decoded.mismatch !== undefined) {
    return badRequest(
      `${resource.kind} in version "${resource.version}" cannot be handled as a ${resource.kind}: ${decoded.mismatch}`,
    );
  }
  const keeps = resource.group === "apps" || resource.kind === "Job";
  const metadata = copyOf(keeps ? { ...object.metadata, labels: before.metadata.labels } : object.metadata);
  const draft: Draft = { ...before, metadata, status: decoded.value };
  applyStatusDefaults(resource.kind, draft);
  return { resource, draft, warnings: [] };
}

function withScale(resource: Resource, before: KubernetesObject, object: KubernetesObject): Incoming | ErrorStatus {
  const replicas = specField(object, "replicas");
  if (typeof replicas !== "number" && replicas !== undefined) {
    return badRequest(`Scale in version "v1" cannot be handled as a Scale: json: cannot unmarshal into spec.replicas`);
  }
  const draft = withSpec(before, { replicas: replicas ?? 0 });
  const version = object.metadata.resourceVersion;
  if (version !== undefined) ensureDraft(draft, "metadata")["resourceVersion"] = version;
  return { resource, draft, warnings: [] };
}

/** Puts a pod on a node, with the node's topology labels. As pkg/registry/core/pod/storage's assignPod. */
function withBinding(
  server: Server,
  job: { readonly resource: Resource; readonly before: KubernetesObject; readonly nodeName: string },
): Incoming | ErrorStatus {
  const { resource, before, nodeName } = job;
  const pod = before as unknown as Draft;
  const bound = textIn(draftIn(pod, "spec"), "nodeName");
  if (before.metadata.deletionTimestamp !== undefined) {
    return conflict(
      resource,
      before.metadata.name,
      `pod ${before.metadata.name} is being deleted, cannot be assigned to a host`,
    );
  }
  if (bound !== "") {
    return conflict(
      resource,
      before.metadata.name,
      `pod ${before.metadata.name} is already assigned to node "${bound}"`,
    );
  }
  const draft = withSpec(before, { nodeName });
  addTopologyLabels(server, draft, nodeName);
  const status = copyOf(draftIn(pod, "status") ?? {});
  const conditions = draftsIn(status, "conditions").filter((condition) => condition["type"] !== "PodScheduled");
  const scheduled = {
    type: "PodScheduled",
    status: "True",
    observedGeneration: numberIn(draftIn(pod, "metadata"), "generation"),
    lastProbeTime: null,
    lastTransitionTime: server.simulation.timestamp,
  };
  draft["status"] = { ...status, conditions: [...conditions, scheduled] };
  return { resource, draft, warnings: [] };
}

function withSpec(before: KubernetesObject, change: Draft): Draft {
  const old = before as unknown as Draft;
  return { ...old, metadata: copyOf(old["metadata"]), spec: { ...draftIn(old, "spec"), ...change } };
}

function specField(object: KubernetesObject, field: string): unknown {
  return draftIn(object, "spec")?.[field];
}

/** Who replaces an object by its uid means no other of the same name. As rest.UpdatedObjectInfo's preconditions. */
function checkUid({ resource, draft }: Incoming, before: KubernetesObject): ErrorStatus | undefined {
  const uid = textIn(draftIn(draft, "metadata"), "uid");
  const { name, uid: own } = before.metadata;
  if (uid === "" || uid === own) return undefined;
  return conflict(resource, name, `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${own}`);
}

function checkVersion(resource: Resource, draft: Draft, before: KubernetesObject): ErrorStatus | undefined {
  const version = textIn(draftIn(draft, "metadata"), "resourceVersion");
  if (version === "" || version === before.metadata.resourceVersion) return undefined;
  return staleObject(resource, before.metadata.name);
}

function claimForUpdate(
  server: Server,
  job: { readonly draft: Draft; readonly old: Draft; readonly isDryRun: boolean },
): Claims | ErrorStatus | undefined {
  const { draft, old, isDryRun } = job;
  if (draft["kind"] !== "Service" || draft["apiVersion"] !== "v1") return undefined;
  keepAllocated(draft, old);
  normalizeClusterIps(draft, old);
  const name = textIn(draftIn(draft, "metadata"), "name");
  return server.allocation.allocate({ service: draft, before: old, name, isDryRun });
}

/** What no update can change. As rest.BeforeUpdate. */
function protectMetadata(draft: Draft, before: KubernetesObject): void {
  const metadata = ensureDraft(draft, "metadata");
  const old = before.metadata as unknown as Draft;
  metadata["uid"] ||= old["uid"];
  for (const field of ["creationTimestamp", "generation", "deletionTimestamp", "deletionGracePeriodSeconds"]) {
    if (old[field] === undefined) delete metadata[field];
    else metadata[field] = old[field];
  }
}

function keepStatus(draft: Draft, old: Draft): void {
  if (old["status"] === undefined) delete draft["status"];
  else draft["status"] = old["status"];
}

function bumpGeneration(kind: string, draft: Draft, old: Draft): void {
  const { generationOf } = strategyOf(kind);
  if (!generationOf || isJsonEqual(generationOf(draft), generationOf(old))) return;
  const metadata = ensureDraft(draft, "metadata");
  metadata["generation"] = (numberIn(metadata, "generation") ?? 0) + 1;
}

/** Whether an object that is being deleted has nothing left that holds it. As ShouldDeleteDuringUpdate. */
function isFinished(draft: Draft): boolean {
  const metadata = draftIn(draft, "metadata");
  if (metadata?.["deletionTimestamp"] === undefined || textsIn(metadata, "finalizers").length > 0) return false;
  if (draft["kind"] === "Namespace" && textsIn(draftIn(draft, "spec"), "finalizers").length > 0) return false;
  return (numberIn(metadata, "deletionGracePeriodSeconds") ?? 0) === 0;
}
