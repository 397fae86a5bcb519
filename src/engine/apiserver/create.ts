import type { KubernetesObject } from "../model/objects.ts";
import { admitCreate } from "./admission/admission.ts";
import type { Claims } from "./allocation/service-allocation.ts";
import type { ErrorStatus, WriteOptions, Written } from "./api-server.ts";
import { asObject, draftIn, ensureDraft, textIn } from "./draft.ts";
import type { Draft } from "./draft.ts";
import { fillSystemFields, generateName } from "./metadata.ts";
import { readIncoming } from "./request.ts";
import type { Incoming } from "./request.ts";
import { zeroOf } from "./schema/decode.ts";
import { schemaOf } from "./schema/schema.ts";
import type { Server } from "./server.ts";
import { alreadyExists, invalidObject } from "./status.ts";
import { validateMetaGeneric } from "./validation/meta.ts";
import { shelfOf } from "./store.ts";
import { normalizeClusterIps } from "./strategies/service.ts";
import { strategyOf } from "./strategies/strategies.ts";

/** Names that are tried for a generateName before giving up. */
const NAME_TRIES_MAX = 8;

/** As the generic registry's Store.Create: decode, default, admit, allocate, check, store. */
export function createObject(server: Server, object: unknown, options: WriteOptions = {}): Written {
  const incoming = readIncoming(object, options.fieldValidation ?? "Strict");
  if ("code" in incoming) return { ok: false, status: incoming };
  placeInNamespace(incoming);
  const refused = admitCreate(server, incoming);
  if (refused) return { ok: false, status: refused };
  nameGenerated(server, incoming.draft);
  return storeNew(server, incoming, options);
}

/** A name for an object that has only the beginning of one; the last try may be taken, and is refused then. */
function nameGenerated({ store, simulation }: Server, draft: Draft): void {
  const metadata = ensureDraft(draft, "metadata");
  const prefix = textIn(metadata, "generateName");
  if (textIn(metadata, "name") !== "" || prefix === "") return;
  const shelf = shelfOf(asObject(draft));
  const namespace = metadata["namespace"] === undefined ? undefined : textIn(metadata, "namespace");
  for (let tries = 0; tries < NAME_TRIES_MAX; tries++) {
    const name = generateName(prefix, simulation);
    metadata["name"] = name;
    if (!store.get(shelf, name, namespace)) return;
  }
}

function storeNew(server: Server, incoming: Incoming, options: WriteOptions): Written {
  const { resource, draft, warnings } = incoming;
  const isDryRun = options.dryRun === true;
  fillSystemFields(draft, server.simulation);
  const claims = claimForNew(server, draft, isDryRun);
  if (claims && "code" in claims) return { ok: false, status: claims };
  const strategy = strategyOf(resource.kind);
  resetStatus(incoming);
  if (strategy.generationOf) ensureDraft(draft, "metadata")["generation"] = 1;
  strategy.prepareCreate?.(draft);
  const own = strategy.validate?.(draft) ?? [];
  const isServed = resource.verbs.length > 0;
  const errors = own.length > 0 || !isServed ? own : validateMetaGeneric(draft, resource.isNamespaced);
  if (errors.length > 0) return { ok: false, status: invalidObject(resource, nameOf(draft), errors) };
  const created = asObject(draft);
  const { name, namespace } = created.metadata;
  const existing = server.store.get(shelfOf(created), name, namespace);
  if (existing) return { ok: false, status: takenStatus(incoming, existing) };
  const told = [...warnings, ...(strategy.warnings?.(draft, undefined) ?? [])];
  if (isDryRun) return { ok: true, object: created, warnings: told, isChanged: true };
  if (claims) server.allocation.commit(claims);
  return { ok: true, object: server.store.put(created, undefined), warnings: told, isChanged: true };
}

function takenStatus({ resource }: Incoming, existing: KubernetesObject): ErrorStatus {
  const status = alreadyExists(resource, existing.metadata.name);
  if (existing.metadata.deletionTimestamp === undefined) return status;
  return { ...status, message: `object is being deleted: ${status.message}` };
}

/** A namespaced object that names no namespace is of "default"; one of the cluster has none. */
function placeInNamespace({ resource, draft }: Incoming): void {
  const metadata = ensureDraft(draft, "metadata");
  if (!resource.isNamespaced) delete metadata["namespace"];
  else if (textIn(metadata, "namespace") === "" && resource.verbs.length > 0) metadata["namespace"] = "default";
}

function claimForNew(server: Server, draft: Draft, isDryRun: boolean): Claims | ErrorStatus | undefined {
  if (draft["kind"] !== "Service" || draft["apiVersion"] !== "v1") return undefined;
  normalizeClusterIps(draft, undefined);
  return server.allocation.allocate({ service: draft, before: undefined, name: nameOf(draft), isDryRun });
}

/** Status is not the client's to set: a new object begins with its kind's empty one. */
function resetStatus({ resource, draft }: Incoming): void {
  if (!resource.subresources.includes("status")) return;
  const schema = schemaOf(asObject(draft));
  const type = schema?.fields.get("status")?.type;
  if (!type || resource.kind === "Node") return;
  const phase = draftIn(draft, "status")?.["phase"];
  const zero = zeroOf(type) as Draft;
  draft["status"] = phase === undefined ? zero : { ...zero, phase };
}

function nameOf(draft: Draft): string {
  return textIn(draftIn(draft, "metadata"), "name");
}
