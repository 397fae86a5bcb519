// The REST door of the API server. Read rest.ts first.
import { unhandled } from "../model/unhandled.ts";
import type { ApiServer } from "./api-server.ts";
import type { PrintMoment } from "./printers/table.ts";
import { groupVersionOf } from "./resources.ts";
import { apiGroup, apiGroupList, apiResourceList, apiVersions } from "./rest/discovery.ts";
import type { RestCall, RestReply } from "./rest.ts";
import { readPath } from "./rest/path.ts";
import type { ResourcePath } from "./rest/path.ts";
import { getMany, getOne } from "./rest/reading.ts";
import { answer, noSuchPath, refusal } from "./rest/reply.ts";
import { getScale } from "./rest/scale.ts";
import { patch, post, put, remove } from "./rest/writing.ts";
import { methodNotAllowed } from "./status.ts";

/** Answers one call as the API server would. Wrong input is a metav1.Status with its code, never a throw. */
export function handleRest(api: ApiServer, call: RestCall, moment: PrintMoment): RestReply {
  const path = readPath(call.path);
  switch (path.kind) {
    case "resource":
      return handleResource(api, { call, path, moment });
    case "plain":
      return path.name === "version" ? answer(VERSION) : answer("ok");
    case "versions":
      return answer(apiVersions());
    case "groups":
      return answer(apiGroupList());
    case "group":
      return orNothing(apiGroup(path.group));
    case "resources":
      return orNothing(apiResourceList(path.groupVersion));
    case "unknown":
      return noSuchPath();
    default:
      throw unhandled(path);
  }
}

const VERSION = {
  major: "1",
  minor: "36",
  emulationMajor: "1",
  emulationMinor: "36",
  minCompatibilityMajor: "1",
  minCompatibilityMinor: "35",
  gitVersion: "v1.36.3",
  gitTreeState: "clean",
  platform: "linux/amd64",
};

/** Subresources that are answered by somebody else than the store: the kubelet. */
const ELSEWHERE = ["log", "exec", "attach", "portforward", "proxy", "token"];

/** What every call to a deprecated resource is warned of, by group version and plural. */
const DEPRECATED: Readonly<Record<string, string>> = {
  "v1/endpoints": "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice",
  "v1/componentstatuses": "v1 ComponentStatus is deprecated in v1.19+",
};

type ResourceCall = { readonly call: RestCall; readonly path: ResourcePath; readonly moment: PrintMoment };

function handleResource(api: ApiServer, named: ResourceCall): RestReply {
  const { resource } = named.path;
  const reply = answerResource(api, named);
  const warning = DEPRECATED[`${groupVersionOf(resource)}/${resource.plural}`];
  return warning === undefined ? reply : { ...reply, warnings: [warning, ...reply.warnings] };
}

function answerResource(api: ApiServer, { call, path, moment }: ResourceCall): RestReply {
  const { resource, name, subresource } = path;
  const isServed = subresource === undefined || resource.subresources.includes(subresource);
  if (!isServed || (subresource !== undefined && ELSEWHERE.includes(subresource))) return noSuchPath();
  const lacksName = name === undefined && (call.method === "PUT" || call.method === "PATCH");
  if (lacksName || !resource.verbs.includes(verbOf(call, name))) return refusal(methodNotAllowed());
  const writing = { api, path, call };
  switch (call.method) {
    case "GET":
      if (name === undefined) return getMany({ ...writing, moment });
      return subresource === "scale" ? getScale(writing) : getOne({ ...writing, moment });
    case "POST":
      return post(writing);
    case "PUT":
      return put(writing);
    case "PATCH":
      return patch(writing);
    case "DELETE":
      return remove(writing);
    default:
      throw unhandled(call.method);
  }
}

function verbOf({ method }: RestCall, name: string | undefined): string {
  switch (method) {
    case "GET":
      return name === undefined ? "list" : "get";
    case "POST":
      return "create";
    case "PUT":
      return "update";
    case "PATCH":
      return "patch";
    case "DELETE":
      return name === undefined ? "deletecollection" : "delete";
    default:
      throw unhandled(method);
  }
}

function orNothing(body: object | undefined): RestReply {
  return body ? answer(body) : noSuchPath();
}
