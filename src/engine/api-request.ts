import type { ApiServer, PatchType } from "./apiserver/api-server.ts";
import { handleRest } from "./apiserver/handle-rest.ts";
import type { RestCall, RestWatch } from "./apiserver/rest.ts";
import type { ApiRequest, ApiResponse } from "./cluster.types.ts";

/** The API server, and the clock that a Table's ages are told by. */
type ApiDoor = {
  readonly api: ApiServer;
  readonly simulation: { readonly startEpochMs: number; readonly nowMs: number };
};

const JSON_TYPE = { "content-type": "application/json" };

/** The content types of PATCH, as the API server names them. */
const PATCH_TYPES: Readonly<Record<string, PatchType>> = {
  "application/strategic-merge-patch+json": "strategic",
  "application/merge-patch+json": "merge",
  "application/json-patch+json": "json",
};

/** The REST door with text for bodies, as an HTTP client uses it. Wrong input is a metav1.Status, never a throw. */
export function answerApiRequest({ api, simulation }: ApiDoor, request: ApiRequest): ApiResponse {
  const body = parseBody(request.body);
  if (body === undefined) return badRequest("the body of the request was not valid JSON");
  const moment = { nowEpochMs: simulation.startEpochMs + simulation.nowMs };
  const reply = handleRest(api, { ...callOf(request), ...(request.body !== undefined && { body }) }, moment);
  const warnings = reply.warnings.map((text) => `299 - ${JSON.stringify(text)}`).join(", ");
  const headers = { ...JSON_TYPE, ...(warnings !== "" && { warning: warnings }) };
  if (reply.watch) return { status: reply.status, headers, body: "", watch: lines(reply.watch) };
  return { status: reply.status, headers, body: `${JSON.stringify(reply.body)}\n` };
}

function callOf({ method, path, headers = {} }: ApiRequest): RestCall {
  const [bare = "", search = ""] = path.split("?");
  const header = (name: string) => Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  const patchType = PATCH_TYPES[header("content-type")?.split(";")[0]?.trim() ?? ""];
  const accept = header("accept");
  return {
    method,
    path: bare,
    query: queryOf(search),
    ...(accept !== undefined && { accept }),
    ...(patchType && { patchType }),
  };
}

function queryOf(search: string): Record<string, string> {
  const pairs = search.split("&").filter((pair) => pair !== "");
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = "", ...value] = pair.split("=");
      return [decode(name), decode(value.join("="))];
    }),
  );
}

/** Percent-decoding that leaves a text with a broken escape as it stands. */
function decode(text: string): string {
  const spaced = text.replaceAll("+", " ");
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}

function parseBody(text: string | undefined): unknown {
  if (text === undefined) return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function badRequest(message: string): ApiResponse {
  const status = {
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Failure",
    message,
    reason: "BadRequest",
    code: 400,
  };
  return { status: 400, headers: JSON_TYPE, body: `${JSON.stringify(status)}\n` };
}

function lines(watch: RestWatch): NonNullable<ApiResponse["watch"]> {
  return {
    listen: (listener) => watch.listen((event) => listener(`${JSON.stringify(event)}\n`)),
    close: () => watch.close(),
  };
}
