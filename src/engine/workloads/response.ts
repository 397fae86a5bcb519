// The demo server is the one of the recordings: Python's http.server, which knows GET only and answers any path.
import { civilTime } from "../model/timestamp.ts";
import type { Listener } from "./listeners.ts";

/** A request as it reaches the listener. `host` is the Host header, `epochMs` the moment, for the Date header. */
export type ServedRequest = {
  readonly method: string;
  readonly path: string;
  readonly host: string;
  readonly client: string;
  readonly epochMs: number;
};

/** An HTTP answer. Headers in the order in which they are sent; the body of an answer to HEAD is not sent. */
export type ServedResponse = {
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
};

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const PYTHON_SERVER = "BaseHTTP/0.6 Python/3.11.2";
const COREDNS_PAGES: Readonly<Record<number, { readonly path: string; readonly text: string }>> = {
  8080: { path: "/health", text: "OK" },
  8181: { path: "/ready", text: "OK" },
  9153: { path: "/metrics", text: "# HELP coredns_build_info A metric with a constant '1' value.\n" },
};

/** What the listener answers over HTTP; undefined where what listens speaks no HTTP (DNS over TCP). */
export function responseOf(listener: Listener, request: ServedRequest): ServedResponse | undefined {
  if (listener.protocol !== "tcp" || listener.serve === "dns") return undefined;
  return listener.serve === "coredns-page" ? corednsPage(listener, request) : demoPage(listener, request);
}

/** What the listener answers to a datagram; undefined where it answers none of its own (DNS is answered by dns/). */
export function datagramResponseOf(listener: Listener, client: string): string | undefined {
  if (listener.protocol !== "udp" || listener.serve !== "udp-echo") return undefined;
  const { pod, ip } = listener.server;
  return pythonJson({ pod, ip, port: listener.port, client });
}

/** The date that was written last: many answers go out within one second. */
let written = { second: Number.NaN, date: "" };

/** A moment as RFC 9110 writes it: "Sun, 22 Nov 2026 22:30:42 GMT". */
export function httpDate(epochMs: number): string {
  const second = Math.floor(epochMs / 1000);
  if (written.second !== second) written = { second, date: dateOf(epochMs) };
  return written.date;
}

function dateOf(epochMs: number): string {
  const { year, month, day, hour, minute, second, weekday } = civilTime(epochMs);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${DAYS[weekday]}, ${two(day)} ${MONTHS[month - 1]} ${year} ${two(hour)}:${two(minute)}:${two(second)} GMT`;
}

function demoPage({ server, port }: Listener, request: ServedRequest): ServedResponse {
  const head = [
    ["Server", PYTHON_SERVER],
    ["Date", httpDate(request.epochMs)],
  ] as const;
  if (request.method !== "GET") {
    const message = `Unsupported method ('${request.method}')`;
    const body = errorPage(message);
    const length = ["Content-Length", String(body.length)] as const;
    const type = ["Content-Type", "text/html;charset=utf-8"] as const;
    return { status: 501, reason: message, headers: [...head, ["Connection", "close"], type, length], body };
  }
  const { host, path, client } = request;
  const body = pythonJson({ pod: server.pod, namespace: server.namespace, ip: server.ip, port, client, host, path });
  const length = ["Content-Length", String(utf8Length(body))] as const;
  return { status: 200, reason: "OK", headers: [...head, ["Content-Type", "application/json"], length], body };
}

/** As Python's http.server.DEFAULT_ERROR_MESSAGE. */
function errorPage(message: string): string {
  return `<!DOCTYPE HTML>
<html lang="en">
    <head>
        <meta charset="utf-8">
        <title>Error response</title>
    </head>
    <body>
        <h1>Error response</h1>
        <p>Error code: 501</p>
        <p>Message: ${message}.</p>
        <p>Error code explanation: 501 - Server does not support this operation.</p>
    </body>
</html>
`;
}

function corednsPage({ port }: Listener, { path, epochMs }: ServedRequest): ServedResponse {
  const page = COREDNS_PAGES[port];
  const isFound = page !== undefined && path.replace(/\?.*$/, "") === page.path;
  const body = isFound ? page.text : "404 page not found\n";
  const headers = [
    ["Content-Type", "text/plain; charset=utf-8"],
    ...(isFound ? [] : ([["X-Content-Type-Options", "nosniff"]] as const)),
    ["Date", httpDate(epochMs)],
    ["Content-Length", String(body.length)],
  ] as const;
  return { status: isFound ? 200 : 404, reason: isFound ? "OK" : "Not Found", headers, body };
}

/** JSON as Python's json.dumps writes it: a space after colon and comma, ASCII only. */
function pythonJson(fields: Readonly<Record<string, string | number>>): string {
  let pairs = "";
  for (const name in fields) pairs += `${pairs && ", "}${JSON.stringify(name)}: ${JSON.stringify(fields[name])}`;
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return `{${pairs.replace(/[\u007f-\uffff]/g, escaped)}}`;
}

function utf8Length(text: string): number {
  return /[^\0-\x7f]/.test(text) ? encodeURIComponent(text).replace(/%../g, "_").length : text.length;
}
