// GET: one object, a list, a Table of either, a watch.
import type { ObjectChange } from "../../model/object-change.ts";
import type { KubernetesObject } from "../../model/objects.ts";
import type { ApiServer } from "../api-server.ts";
import { printTable } from "../printers/print-table.ts";
import type { PrintMoment } from "../printers/table.ts";
import { groupVersionOf } from "../resources.ts";
import type { Resource } from "../resources.ts";
import type { RestCall, RestReply, RestWatch, WatchEvent } from "../rest.ts";
import { matchesFields, parseFieldSelector, pinnedName } from "../selectors/field-selector.ts";
import { matchesLabels, parseLabelSelector } from "../selectors/label-selector.ts";
import { notFound } from "../status.ts";
import { shelfOf } from "../store.ts";
import type { ResourcePath } from "./path.ts";
import { answer, bad, refusal } from "./reply.ts";

export type Reading = {
  readonly api: ApiServer;
  readonly path: ResourcePath;
  readonly call: RestCall;
  readonly moment: PrintMoment;
};

/** One object, as JSON or as a Table of one row. */
export function getOne({ api, path, call, moment }: Reading): RestReply {
  const { resource, namespace, name = "" } = path;
  const object = api.get<string>(resource.kind, name, namespace);
  if (!object) return refusal(notFound(resource, name));
  const shown = asVersion(object, resource);
  return answer(wantsTable(call) ? tableOf(resource, [shown], { call, moment }) : shown);
}

/** What a collection holds that the selectors take, or what becomes of it from now on. */
export function getMany(reading: Reading): RestReply {
  const { api, path, call, moment } = reading;
  const { resource, namespace } = path;
  const selected = selectionOf(call, resource);
  if ("problem" in selected) return bad(selected.problem);
  if (["true", "1"].includes(call.query?.["watch"] ?? "")) return watchMany(reading, selected);
  const items = [...candidates(api, { resource, namespace, pinned: selected.pinned })].filter(selected.takes);
  const resourceVersion = api.resourceVersion();
  if (wantsTable(call)) return answer(tableOf(resource, items, { call, moment, resourceVersion }));
  return answer({
    kind: `${resource.kind}List`,
    apiVersion: groupVersionOf(resource),
    metadata: { resourceVersion },
    items: items.map((object) => asVersion(object, resource)),
  });
}

type Selection = { readonly takes: (object: KubernetesObject) => boolean; readonly pinned: string | undefined };

/** The selectors of a call as one test. */
export function selectionOf(call: RestCall, resource: Resource): Selection | { readonly problem: string } {
  const labels = parseLabelSelector(call.query?.["labelSelector"] ?? "");
  if ("problem" in labels) return labels;
  const fields = parseFieldSelector(call.query?.["fieldSelector"] ?? "", resource.kind);
  if ("problem" in fields) return fields;
  const { requirements } = labels;
  const { terms } = fields;
  return {
    takes: (object) => matchesLabels(requirements, object.metadata.labels) && matchesFields(terms, object),
    pinned: pinnedName(terms),
  };
}

/** The objects to look at: one when the selector names it and its namespace is known. */
export function candidates(
  api: ApiServer,
  where: { readonly resource: Resource; readonly namespace: string | undefined; readonly pinned: string | undefined },
): Iterable<KubernetesObject> {
  const { resource, namespace, pinned } = where;
  if (pinned === undefined || (resource.isNamespaced && namespace === undefined)) {
    return api.list<string>(resource.kind, namespace);
  }
  const object = api.get<string>(resource.kind, pinned, namespace);
  return object ? [object] : [];
}

function watchMany(reading: Reading, selected: Selection): RestReply {
  const { api, path, call } = reading;
  const { resource, namespace } = path;
  const from = call.query?.["resourceVersion"] ?? "";
  const isFromNow = from === "" || from === "0";
  const past = isFromNow ? [] : api.changesSince(from);
  if (!past) {
    return refusal({
      code: 410,
      reason: "Expired",
      message: `too old resource version: ${from} (${api.resourceVersion()})`,
    });
  }
  const eventOf = (change: ObjectChange): WatchEvent | undefined => {
    const { object } = change;
    if (shelfOf(object) !== resource.kind) return undefined;
    if (namespace !== undefined && object.metadata.namespace !== namespace) return undefined;
    return selectedEvent(change, selected);
  };
  const show = ({ type, object }: WatchEvent): WatchEvent => ({ type, object: shownEvent(reading, object) });
  let close: () => void = () => undefined;
  const watch: RestWatch = {
    listen(listener) {
      const first = isFromNow
        ? [...candidates(api, { resource, namespace, pinned: selected.pinned })]
            .filter(selected.takes)
            .map((object): WatchEvent => ({ type: "ADDED", object }))
        : past.map(eventOf).filter((event) => event !== undefined);
      const end = api.watch((change) => {
        const event = eventOf(change);
        if (event) listener(show(event));
      });
      close = end;
      for (const event of first) listener(show(event));
    },
    close: () => close(),
  };
  return { status: 200, body: null, warnings: [], watch };
}

/** A change as somebody sees it who sees only what the selectors take. */
function selectedEvent(change: ObjectChange, { takes }: Selection): WatchEvent | undefined {
  const { type, object, before } = change;
  const was = type === "ADDED" ? false : before !== undefined && takes(before);
  if (type === "DELETED") return was ? { type, object } : undefined;
  if (takes(object)) return { type: was ? "MODIFIED" : "ADDED", object };
  return was ? { type: "DELETED", object } : undefined;
}

function shownEvent({ path, call, moment }: Reading, object: unknown): unknown {
  const shown = asVersion(object as KubernetesObject, path.resource);
  return wantsTable(call) ? tableOf(path.resource, [shown], { call, moment }) : shown;
}

/** Events are of two groups and one storage: each shows them as its own. */
function asVersion(object: KubernetesObject, resource: Resource): KubernetesObject {
  const apiVersion = groupVersionOf(resource);
  return object.apiVersion === apiVersion ? object : { ...object, apiVersion };
}

function wantsTable(call: RestCall): boolean {
  return /;\s*as=Table\b/.test(call.accept ?? "");
}

function tableOf(
  resource: Resource,
  objects: readonly KubernetesObject[],
  how: { readonly call: RestCall; readonly moment: PrintMoment; readonly resourceVersion?: string },
): unknown {
  const asked = how.call.query?.["includeObject"];
  const includeObject = asked === "Object" || asked === "None" ? asked : "Metadata";
  const resourceVersion = how.resourceVersion ?? objects[0]?.metadata.resourceVersion;
  return printTable(resource.kind, objects, {
    ...how.moment,
    includeObject,
    ...(resourceVersion !== undefined && { resourceVersion }),
  });
}
