import type { HttpResponse } from "../../../tracer/http.ts";
import type { Connection } from "../../../tracer/tcp.ts";
import type { CurlFailure } from "./connect.ts";
import { utf8Length } from "./request-head.ts";
import type { CurlUrl } from "./url.ts";

/** What -w can tell of a transfer. Times are milliseconds since it began. */
export type TransferFacts = {
  readonly url: CurlUrl;
  readonly method: string;
  readonly connection?: Connection;
  readonly response?: HttpResponse;
  readonly failure?: CurlFailure;
  readonly isNewConnection: boolean;
  readonly resolvedMs: number;
  readonly connectedMs: number;
  readonly securedMs: number;
  readonly sentMs: number;
  readonly endedMs: number;
};

type Variable = (facts: TransferFacts) => string;

/** As src/tool_writeout.c names them. */
const VARIABLES: Readonly<Record<string, Variable>> = {
  http_code: ({ response }) => String(response?.status ?? 0).padStart(3, "0"),
  response_code: ({ response }) => String(response?.status ?? 0).padStart(3, "0"),
  content_type: ({ response }) => headerOf(response, "content-type"),
  redirect_url: ({ response }) => headerOf(response, "location"),
  errormsg: ({ failure }) => failure?.message ?? "",
  exitcode: ({ failure }) => String(failure?.exitCode ?? 0),
  http_version: ({ response, url }) => (response ? (url.scheme === "https" ? "2" : "1.1") : "0"),
  local_ip: ({ connection }) => connection?.ends.source ?? "",
  local_port: ({ connection }) => String(connection?.ends.sourcePort ?? 0),
  remote_ip: ({ connection }) => connection?.ends.destination ?? "",
  remote_port: ({ connection }) => String(connection?.ends.destinationPort ?? 0),
  method: ({ method }) => method,
  num_connects: ({ connection, isNewConnection }) => (connection && isNewConnection ? "1" : "0"),
  num_headers: ({ response }) => String(response?.headers.length ?? 0),
  num_redirects: () => "0",
  scheme: ({ url }) => url.scheme.toUpperCase(),
  size_download: ({ response }) => String(utf8Length(response?.body ?? "")),
  size_header: ({ response }) => String(headSize(response)),
  speed_download: ({ response, endedMs }) =>
    String(Math.floor((utf8Length(response?.body ?? "") * 1000) / Math.max(0.001, endedMs))),
  time_namelookup: ({ resolvedMs }) => seconds(resolvedMs),
  time_connect: ({ connectedMs }) => seconds(connectedMs),
  time_appconnect: ({ securedMs }) => seconds(securedMs),
  time_pretransfer: ({ sentMs }) => seconds(sentMs),
  time_starttransfer: ({ response, endedMs }) => seconds(response ? endedMs : 0),
  time_redirect: () => seconds(0),
  time_total: ({ endedMs }) => seconds(endedMs),
  url: ({ url }) => url.text,
  url_effective: ({ url }) => (/^[a-z]+:\/\//i.test(url.text) ? url.text : `${url.scheme}://${url.host}${url.path}`),
};

/** The text of -w: variables in `%{…}`, `%%`, and the escapes \n, \t and \r. */
export function writeOut(format: string, facts: TransferFacts): string {
  return format.replace(/%\{([^}]*)\}|%%|\\([ntr])/g, (whole, name?: string, escape?: string) => {
    if (escape !== undefined) return { n: "\n", t: "\t", r: "\r" }[escape] ?? whole;
    if (name === undefined) return "%";
    return VARIABLES[name]?.(facts) ?? "";
  });
}

function headerOf(response: HttpResponse | undefined, name: string): string {
  return response?.headers.find(([header]) => header.toLowerCase() === name)?.[1] ?? "";
}

function headSize(response: HttpResponse | undefined): number {
  if (!response) return 0;
  const lines = [
    `HTTP/1.1 ${response.status} ${response.reason}`,
    ...response.headers.map((pair) => pair.join(": ")),
    "",
  ];
  return lines.reduce((size, line) => size + line.length + 2, 0);
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(6);
}
