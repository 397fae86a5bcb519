import { formatTimestamp } from "../model/timestamp.ts";
import { unhandled } from "../model/unhandled.ts";
import type { ServedRequest, ServedResponse } from "../workloads/response.ts";
import { httpDate, responseOf } from "../workloads/response.ts";
import type { Socket } from "./sockets.ts";
import type { TracerWorld } from "./world.ts";

/** What the socket answers to an HTTP request; undefined where it speaks no HTTP. */
export function respond(
  world: TracerWorld,
  socket: Socket,
  request: ServedRequest & { readonly isTls: boolean },
): ServedResponse | undefined {
  switch (socket.kind) {
    case "container":
      return responseOf(socket.listener, request);
    case "outside":
      if (socket.machine.service === "http-own-host" && hostOf(request.host) !== socket.machine.title)
        return page({ status: 404, reason: "Not Found", type: "text/plain", body: "no such site here\n" }, request);
      return responseOf(socket.listener, request);
    case "api-server":
      return apiServerPage(request);
    case "service-health":
      return serviceHealthPage(world, socket, request);
    case "proxy-health":
      return proxyHealthPage(world, request);
    case "port-forward":
      return undefined;
    default:
      throw unhandled(socket);
  }
}

/** Whether the socket expects TLS. */
export function speaksTls(socket: Socket): boolean {
  return socket.kind === "api-server";
}

/** Who is not known to the API server is not let in: a Status, as it writes it for curl. */
function apiServerPage(request: ServedRequest & { readonly isTls: boolean }): ServedResponse {
  if (!request.isTls) {
    const body = "Client sent an HTTP request to an HTTPS server.\n";
    return { status: 400, reason: "Bad Request", headers: [], body };
  }
  const status = {
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Failure",
    message: "Unauthorized",
    reason: "Unauthorized",
    code: 401,
  };
  const body = JSON.stringify(status, undefined, 2);
  return page({ status: 401, reason: "Unauthorized", type: "application/json", body }, request);
}

/** As pkg/proxy/healthcheck/service_health.go answers on a Service's health check node port. */
function serviceHealthPage(
  world: TracerWorld,
  { node, service }: Socket & { readonly kind: "service-health" },
  request: ServedRequest,
): ServedResponse {
  const count = world.network.services.readyEndpointsOn(service, node);
  const { namespace = "", name } = service.metadata;
  const lines = [
    "{",
    '\t"service": {',
    `\t\t"namespace": ${JSON.stringify(namespace)},`,
    `\t\t"name": ${JSON.stringify(name)}`,
    "\t},",
    `\t"localEndpoints": ${count},`,
    '\t"serviceProxyHealthy": true',
    "}",
  ];
  const [status, reason] = count > 0 ? ([200, "OK"] as const) : ([503, "Service Unavailable"] as const);
  const made = page({ status, reason, type: "application/json", body: lines.join("\n") }, request);
  const extra = [
    ["X-Content-Type-Options", "nosniff"],
    ["X-Load-Balancing-Endpoint-Weight", String(count)],
  ] as const;
  return { ...made, headers: [...made.headers.slice(0, 1), ...extra, ...made.headers.slice(1)] };
}

/** As pkg/proxy/healthcheck/proxy_health.go answers. */
function proxyHealthPage({ simulation }: TracerWorld, request: ServedRequest): ServedResponse {
  if (!/^\/(healthz|livez)(\?|$)/.test(request.path))
    return page({ status: 404, reason: "Not Found", type: "text/plain", body: "404 page not found\n" }, request);
  const now = formatTimestamp(simulation.startEpochMs + simulation.nowMs);
  const body = `{"lastUpdated": "${now}","currentTime": "${now}", "nodeEligible": true}`;
  return page({ status: 200, reason: "OK", type: "application/json", body }, request);
}

type Page = { readonly status: number; readonly reason: string; readonly type: string; readonly body: string };

function page({ status, reason, type, body }: Page, { epochMs }: ServedRequest): ServedResponse {
  const headers = [
    ["Content-Type", type],
    ["Date", httpDate(epochMs)],
    ["Content-Length", String(body.length)],
  ] as const;
  return { status, reason, headers, body };
}

function hostOf(header: string): string {
  return header.replace(/:\d+$/, "").toLowerCase();
}
