import { goQuote } from "../../apiserver/go-text.ts";
import type { PatchType } from "../../apiserver/api-server.ts";
import { listAt } from "../../apiserver/printers/fields.ts";
import type { Resource } from "../../apiserver/resources.ts";
import { groupVersionOf } from "../../apiserver/resources.ts";
import type { RestCall, RestReply, RestWatch } from "../../apiserver/rest.ts";
import type { Table } from "../../apiserver/printers/table.ts";
import { isJsonObject } from "../../model/json.ts";
import type { KubernetesObject } from "../../model/objects.ts";
import { Failure, failureOfStatus } from "./failure.ts";
import { gvrText, pathOf } from "./mapping.ts";
import type { KubectlWorld } from "./world.ts";

/** An object's place in the API. */
export type ObjectPlace = {
  readonly resource: Resource;
  readonly namespace: string | undefined;
  readonly name: string;
};

export type ListQuery = { readonly labelSelector?: string; readonly fieldSelector?: string };

export type WriteQuery = {
  readonly dryRun?: boolean;
  /** How the server takes unknown fields. */
  readonly fieldValidation?: string;
  readonly subresource?: string;
};

export type DeleteQuery = {
  readonly gracePeriodSeconds?: number;
  readonly propagation?: string;
  readonly dryRun?: boolean;
};

const AS_TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

/** The REST door as kubectl calls it: objects out, refusals as a `Failure`, each warning told once. */
export class Client {
  readonly #world: KubectlWorld;
  readonly #warn: (text: string) => void;
  readonly #warned = new Set<string>();

  constructor(world: KubectlWorld, warn: (text: string) => void) {
    this.#world = world;
    this.#warn = warn;
  }

  get(place: ObjectPlace, subresource?: string): KubernetesObject {
    return objectOf(this.#send({ method: "GET", path: objectPath(place, subresource) }));
  }

  /** As `get`; undefined when the server does not have it. */
  find(place: ObjectPlace): KubernetesObject | undefined {
    const reply = this.#call({ method: "GET", path: objectPath(place) });
    if (reply.status === 404) return undefined;
    return objectOf(checked(reply));
  }

  getTable(place: ObjectPlace, includeObject: "Metadata" | "Object", subresource?: string): Table {
    const call = {
      method: "GET",
      path: objectPath(place, subresource),
      query: { includeObject },
      accept: AS_TABLE,
    } as const;
    return this.#send(call).body as Table;
  }

  list(resource: Resource, namespace: string | undefined, query: ListQuery = {}): readonly KubernetesObject[] {
    const { body } = this.#list(resource, namespace, { query: selectorsOf(query) });
    return listAt(body, "items")
      .filter(isKubernetesObject)
      .map((item) => withType(item, resource));
  }

  listTable(
    resource: Resource,
    namespace: string | undefined,
    query: ListQuery & { readonly includeObject: "Metadata" | "Object" },
  ): Table {
    const { includeObject, ...selectors } = query;
    const call = { query: { ...selectorsOf(selectors), includeObject }, accept: AS_TABLE };
    return this.#list(resource, namespace, call).body as Table;
  }

  watch(resource: Resource, namespace: string | undefined, query: ListQuery & { readonly name?: string }): RestWatch {
    const { name, ...selectors } = query;
    const fieldSelector = [selectors.fieldSelector, name && `metadata.name=${name}`].filter(Boolean).join(",");
    const reply = this.#send({
      method: "GET",
      path: pathOf(resource, namespace),
      query: { ...selectorsOf({ ...selectors, ...(fieldSelector && { fieldSelector }) }), watch: "true" },
    });
    if (!reply.watch) throw new Failure(`unable to watch ${resource.plural}`);
    return reply.watch;
  }

  create(resource: Resource, namespace: string | undefined, body: unknown, query: WriteQuery = {}): KubernetesObject {
    return objectOf(this.#send({ method: "POST", path: pathOf(resource, namespace), query: writeQuery(query), body }));
  }

  replace(place: ObjectPlace, body: unknown, query: WriteQuery = {}): KubernetesObject {
    const path = objectPath(place, query.subresource);
    return objectOf(this.#send({ method: "PUT", path, query: writeQuery(query), body }));
  }

  patch(
    place: ObjectPlace,
    patch: { readonly type: PatchType; readonly body: unknown },
    query: WriteQuery = {},
  ): KubernetesObject {
    const path = objectPath(place, query.subresource);
    const call = { method: "PATCH", path, query: writeQuery(query), body: patch.body, patchType: patch.type } as const;
    return objectOf(this.#send(call));
  }

  /** What the server answers: the object on its way out, or a Status. */
  delete(place: ObjectPlace, options: DeleteQuery): unknown {
    const body = {
      kind: "DeleteOptions",
      apiVersion: "v1",
      ...(options.gracePeriodSeconds !== undefined && { gracePeriodSeconds: options.gracePeriodSeconds }),
      ...(options.propagation !== undefined && { propagationPolicy: options.propagation }),
      ...(options.dryRun && { dryRun: ["All"] }),
    };
    return this.#send({ method: "DELETE", path: objectPath(place), query: writeQuery(options), body }).body;
  }

  #list(resource: Resource, namespace: string | undefined, call: Partial<RestCall>): RestReply {
    const reply = this.#call({ method: "GET", path: pathOf(resource, namespace), ...call });
    if (reply.status === 400 || reply.status === 404) throw enhanced(resource, call.query ?? {}, reply);
    return checked(reply);
  }

  #send(call: RestCall): RestReply {
    return checked(this.#call(call));
  }

  #call(call: RestCall): RestReply {
    const reply = this.#world.rest(call);
    for (const text of reply.warnings) {
      if (this.#warned.has(text)) continue;
      this.#warned.add(text);
      this.#warn(`Warning: ${text}\n`);
    }
    return reply;
  }
}

/** Lists of one kind leave out their items' type; a client puts it back. */
function withType(item: KubernetesObject, resource: Resource): KubernetesObject {
  if (item.kind !== undefined && item.apiVersion !== undefined) return item;
  return { ...item, apiVersion: groupVersionOf(resource), kind: resource.kind };
}

function isKubernetesObject(value: unknown): value is KubernetesObject {
  return isJsonObject(value) && isJsonObject(value["metadata"]);
}

function checked(reply: RestReply): RestReply {
  if (reply.status >= 400) throw failureOfStatus(reply.body, reply.status);
  return reply;
}

// As cli-runtime's EnhanceListError.
function enhanced(resource: Resource, query: Readonly<Record<string, string>>, reply: RestReply): Failure {
  const failure = failureOfStatus(reply.body, reply.status);
  const { labelSelector = "", fieldSelector = "" } = query;
  const message =
    labelSelector === "" && fieldSelector === ""
      ? `Unable to list ${goQuote(gvrText(resource))}: ${failure.message}`
      : `Unable to find ${goQuote(gvrText(resource))} that match label selector ${goQuote(labelSelector)}, ` +
        `field selector ${goQuote(fieldSelector)}: ${failure.message}`;
  return new Failure(message, failure.status ? { status: { ...failure.status, message } } : {});
}

function objectOf(reply: RestReply): KubernetesObject {
  if (isKubernetesObject(reply.body)) return reply.body;
  throw new Failure("unexpected answer of the API server");
}

function objectPath({ resource, namespace, name }: ObjectPlace, subresource?: string): string {
  if (name === "") throw new Failure("resource name may not be empty");
  const path = pathOf(resource, namespace, encodeURIComponent(name));
  return subresource ? `${path}/${subresource}` : path;
}

function selectorsOf({ labelSelector, fieldSelector }: ListQuery): Record<string, string> {
  return { ...(labelSelector && { labelSelector }), ...(fieldSelector && { fieldSelector }) };
}

function writeQuery({
  dryRun,
  fieldValidation,
}: Pick<WriteQuery, "dryRun" | "fieldValidation">): Record<string, string> {
  return { ...(dryRun && { dryRun: "All" }), ...(fieldValidation && { fieldValidation }) };
}
