import type { HttpResponse } from "../../../tracer/http.ts";
import type { Connection } from "../../../tracer/tcp.ts";
import type { CurlFailure } from "./connect.ts";
import type { RequestHead } from "./request-head.ts";
import { utf8Length } from "./request-head.ts";
import type { CurlUrl } from "./url.ts";
import { hostHeader } from "./url.ts";
import { LIBCURL_VERSION } from "./version.ts";

/** What -w can tell of a transfer. Times are milliseconds since it began. */
export type TransferFacts = {
  readonly url: CurlUrl;
  readonly index: number;
  readonly redirects: number;
  readonly file?: string;
  readonly referer?: string;
  readonly head: RequestHead;
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

/** A piece of what -w writes. */
export type WrittenOut = { readonly stream: "stdout" | "stderr"; readonly text: string };

/** A number, a text (null in JSON where there is none), or a time in milliseconds. */
type Value =
  | { readonly kind: "number"; readonly value: number; readonly digits?: number }
  | { readonly kind: "text"; readonly value: string | undefined }
  | { readonly kind: "time"; readonly ms: number };
type Variable = (facts: TransferFacts) => Value;

const number = (value: number, digits = 1): Value => ({ kind: "number", value, digits });
const text = (value: string | undefined): Value => ({ kind: "text", value });
const time = (ms: number): Value => ({ kind: "time", ms });
const none: Variable = () => text(undefined);
const zero: Variable = () => number(0);
const STATUS_DIGITS = 3;

/** As src/tool_writeout.c names them, in the order of `%{json}`. */
const VARIABLES: Readonly<Record<string, Variable>> = {
  certs: () => text(""),
  content_type: ({ response }) => text(headerOf(response, "content-type")),
  errormsg: ({ failure }) => text(failure?.message),
  exitcode: ({ failure }) => number(failure?.exitCode ?? 0),
  filename_effective: ({ file }) => text(file),
  ftp_entry_path: none,
  http_code: ({ response }) => number(response?.status ?? 0, STATUS_DIGITS),
  http_connect: () => number(0, STATUS_DIGITS),
  http_version: ({ response, url }) => text(response ? (url.scheme === "https" ? "2" : "1.1") : "0"),
  local_ip: ({ connection }) => text(connection?.ends.source),
  local_port: ({ connection }) => number(connection?.ends.sourcePort ?? 0),
  method: ({ head }) => text(head.method),
  num_certs: zero,
  num_connects: ({ connection, isNewConnection }) => number(connection && isNewConnection ? 1 : 0),
  num_headers: ({ response }) => number(response?.headers.length ?? 0),
  num_redirects: ({ redirects }) => number(redirects),
  proxy_ssl_verify_result: zero,
  redirect_url: ({ response }) => text(headerOf(response, "location")),
  referer: ({ referer }) => text(referer),
  remote_ip: ({ connection }) => text(connection?.ends.destination),
  remote_port: ({ connection }) => number(connection?.ends.destinationPort ?? 0),
  response_code: ({ response }) => number(response?.status ?? 0, STATUS_DIGITS),
  scheme: ({ url, connection }) => text(connection && url.scheme.toUpperCase()),
  size_download: ({ response }) => number(utf8Length(response?.body ?? "")),
  size_header: ({ response }) => number(headSize(response)),
  size_request: ({ connection, head }) => number(connection ? requestSize(head) : 0),
  size_upload: ({ response, head }) => number(response ? utf8Length(head.body?.text ?? "") : 0),
  speed_download: ({ response, endedMs }) => number(speed(response?.body, endedMs)),
  speed_upload: ({ response, head, endedMs }) => number(response ? speed(head.body?.text, endedMs) : 0),
  ssl_verify_result: ({ url, connection }) => number(connection && url.scheme === "https" ? 20 : 0),
  time_appconnect: ({ securedMs }) => time(securedMs),
  time_connect: ({ connectedMs }) => time(connectedMs),
  time_namelookup: ({ resolvedMs }) => time(resolvedMs),
  time_pretransfer: ({ sentMs }) => time(sentMs),
  time_redirect: () => time(0),
  time_starttransfer: ({ response, endedMs }) => time(response ? endedMs : 0),
  time_total: ({ endedMs }) => time(endedMs),
  url: ({ url }) => text(url.text),
  url_effective: ({ url }) => text(effectiveUrl(url)),
  urlnum: ({ index }) => number(index),
};
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r" };
const TOKEN = /%\{([^}]*)\}|%header\{([^}]*)\}|%(%)|\\([ntr])/g;

/** The text of -w: variables in `%{…}`, `%header{…}`, `%%`, and the escapes \n, \t and \r, piece by piece. */
export function writeOut(format: string, facts: TransferFacts, exitCode: number): readonly WrittenOut[] {
  const pieces: WrittenOut[] = [];
  let stream: WrittenOut["stream"] = "stdout";
  let at = 0;
  const say = (piece: string) => void (piece !== "" && pieces.push({ stream, text: piece }));
  for (const match of format.matchAll(TOKEN)) {
    const [whole, name, header, percent, escape] = match;
    say(format.slice(at, match.index));
    at = match.index + whole.length;
    if (name === "onerror" && exitCode === 0) return pieces;
    if (name === "stderr" || name === "stdout") stream = name;
    else if (name !== undefined && name !== "onerror") {
      const shown = variable(name, facts);
      if (shown === undefined)
        pieces.push({ stream: "stderr", text: `curl: unknown --write-out variable: '${name}'\n` });
      else say(shown);
    } else if (header !== undefined) say(headerOf(facts.response, header.toLowerCase()) ?? "");
    else if (percent !== undefined) say("%");
    else say(ESCAPES[escape ?? ""] ?? "");
  }
  say(format.slice(at));
  return pieces;
}

/** The text of a variable; undefined for one that curl does not know. */
function variable(name: string, facts: TransferFacts): string | undefined {
  if (name === "json") return json(facts);
  if (name === "header_json") return headerJson(facts.response);
  const value = VARIABLES[name]?.(facts);
  return value && plain(value);
}

function plain(value: Value): string {
  if (value.kind === "time") return (value.ms / 1000).toFixed(6);
  return value.kind === "number" ? String(value.value).padStart(value.digits ?? 1, "0") : (value.value ?? "");
}

function json(facts: TransferFacts): string {
  const fields = Object.entries(VARIABLES).map(([name, of]) => {
    const value = of(facts);
    const shown =
      value.kind === "text"
        ? JSON.stringify(value.value ?? null)
        : value.kind === "number"
          ? String(value.value)
          : plain(value);
    return `"${name}":${shown}`;
  });
  return `{${fields.join(",")},"curl_version":"${LIBCURL_VERSION}"}`;
}

function headerJson(response: HttpResponse | undefined): string {
  const names = [...new Set(response?.headers.map(([name]) => name.toLowerCase()))];
  const valuesOf = (name: string) =>
    (response?.headers ?? []).filter(([header]) => header.toLowerCase() === name).map(([, value]) => value);
  return `{${names.map((name) => `${JSON.stringify(name)}:${JSON.stringify(valuesOf(name))}`).join(",\n")}\n}`;
}

function headerOf(response: HttpResponse | undefined, name: string): string | undefined {
  return response?.headers.find(([header]) => header.toLowerCase() === name)?.[1];
}

function effectiveUrl(url: CurlUrl): string {
  return /^[a-z]+:\/\//i.test(url.text) ? url.text : `${url.scheme}://${hostHeader(url)}${url.path}`;
}

function headSize(response: HttpResponse | undefined): number {
  if (!response) return 0;
  const status = `HTTP/1.1 ${response.status} ${response.reason}`;
  return sizeOfLines([status, ...response.headers.map((pair) => pair.join(": ")), ""]);
}

function requestSize({ lines, body }: RequestHead): number {
  return sizeOfLines([...lines, ""]) + utf8Length(body?.text ?? "");
}

/** Each ends with CR and LF. */
function sizeOfLines(lines: readonly string[]): number {
  return lines.reduce((size, line) => size + utf8Length(line) + 2, 0);
}

function speed(body: string | undefined, elapsedMs: number): number {
  return Math.floor((utf8Length(body ?? "") * 1000) / Math.max(0.001, elapsedMs));
}
