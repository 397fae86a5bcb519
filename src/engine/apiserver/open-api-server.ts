import { isJsonObject } from "../model/json.ts";
import type { Json, JsonObject } from "../model/json.ts";
import type { KubernetesObject, ObjectOf } from "../model/objects.ts";
import type { Simulation } from "../simulation/simulation.ts";
import type { ApiServer } from "./api-server.ts";
import type { PortRange } from "./allocation/service-allocation.ts";
import { ServiceAllocation } from "./allocation/service-allocation.ts";
import { createObject } from "./create.ts";
import { removeObject } from "./deletion.ts";
import { patchObject } from "./patch/patch-object.ts";
import type { Server } from "./server.ts";
import { Store } from "./store.ts";
import { updateObject } from "./update.ts";

export type ApiServerOptions = {
  readonly simulation: Simulation;
  /** What `save()` gave; what is no object in it is left out. */
  readonly saved?: JsonObject;
  /** Taken as they are: status, uids, resourceVersions and all; kinds that nobody knows are kept. */
  readonly objects?: readonly KubernetesObject[];
  /** Default 10.96.0.0/16. */
  readonly serviceCidr?: string;
  /** Default 30000-32767. */
  readonly nodePortRange?: PortRange;
};

const SERVICE_CIDR = "10.96.0.0/16";
const NODE_PORTS = { first: 30_000, last: 32_767 };

/** The object store and its gate. Empty at first: the world that a cluster begins with is created by its owner. */
export function openApiServer(options: ApiServerOptions): ApiServer {
  const { simulation, saved, objects = [] } = options;
  const store = new Store(revisionOf(saved));
  const allocation = new ServiceAllocation({
    serviceCidr: options.serviceCidr ?? SERVICE_CIDR,
    nodePorts: options.nodePortRange ?? NODE_PORTS,
    random: simulation.random("services"),
  });
  const server: Server = { store, allocation, simulation };
  for (const object of [...savedObjects(saved), ...objects]) store.load(object);
  for (const service of store.list("Service", undefined)) allocation.adopt(service);
  return {
    get: <K extends string>(kind: K, name: string, namespace?: string) =>
      store.get(kind, name, namespace) as ObjectOf<K> | undefined,
    list: <K extends string>(kind: K, namespace?: string) => store.list(kind, namespace) as Iterable<ObjectOf<K>>,
    kinds: () => store.kinds(),
    create: (object, write) => createObject(server, object, write),
    update: (object, write) => updateObject(server, object, write),
    patch: (target, type, patch, write) => patchObject(server, { target, type, patch, options: write ?? {} }),
    remove: (target, write) => removeObject(server, target, write),
    watch: (listener) => store.watch(listener),
    resourceVersion: () => String(store.revision),
    changesSince: (resourceVersion) => store.changesSince(Number(resourceVersion)),
    save: () => ({ revision: store.revision, objects: allObjects(store) }),
  };
}

function allObjects(store: Store): readonly Json[] {
  return store.kinds().flatMap((kind) => [...store.list(kind, undefined)] as unknown as Json[]);
}

function revisionOf(saved: JsonObject | undefined): number {
  return typeof saved?.["revision"] === "number" ? saved["revision"] : 0;
}

function savedObjects(saved: JsonObject | undefined): readonly KubernetesObject[] {
  const objects = saved?.["objects"];
  return Array.isArray(objects) ? (objects as readonly unknown[]).filter(isObject) : [];
}

function isObject(value: unknown): value is KubernetesObject {
  if (!isJsonObject(value) || !isJsonObject(value["metadata"])) return false;
  return (
    typeof value["apiVersion"] === "string" &&
    typeof value["kind"] === "string" &&
    typeof value["metadata"]["name"] === "string"
  );
}
