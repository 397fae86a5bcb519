import { encodeBase64, utf8Bytes } from "../../text/base64.ts";
import type { CurlOptions, CurlTarget } from "./options.ts";
import type { CurlUrl } from "./url.ts";
import { hostHeader } from "./url.ts";

/** The head of the request that curl sends, and what it sends after it: its first line and its headers, in curl's order. */
export type RequestHead = {
  readonly method: string;
  readonly path: string;
  readonly host: string;
  readonly lines: readonly string[];
  readonly body?: { readonly kind: "data" | "form" | "upload"; readonly text: string };
};

/** What the head depends on beside the options. */
export type RequestCircumstances = {
  readonly url: CurlUrl;
  readonly target: CurlTarget;
  /** Sent to a proxy, which wants the whole URL. */
  readonly isProxied: boolean;
  /** Sixteen hexadecimal digits, drawn. */
  readonly boundary: string;
};

type Header = readonly [name: string, value: string | undefined];

const FORM = "application/x-www-form-urlencoded";
const H2C_SETTINGS = "AAMAAABkAAQCAAAAAAIAAAAA";

/** As lib/http.c writes it. A header of -H replaces curl's own, one without value takes it away. */
export function requestHead(options: CurlOptions, circumstances: RequestCircumstances): RequestHead {
  const { url, target, isProxied, boundary } = circumstances;
  const given = options.headers.map(readHeader);
  const isGiven = (name: string) => given.some((header) => header.name.toLowerCase() === name.toLowerCase());
  const host = given.findLast((header) => header.name.toLowerCase() === "host")?.value ?? hostHeader(url);
  const body = bodyOf(options, target, boundary);
  const method = options.method ?? methodOf(options, body);
  const own: readonly Header[] = [
    ["Authorization", authorization(options, url)],
    ["Range", options.range === undefined ? undefined : `bytes=${options.range}`],
    ["User-Agent", options.userAgent ?? "curl/7.88.1"],
    ["Accept", "*/*"],
    ["Accept-Encoding", options.isCompressed ? "deflate, gzip, br, zstd" : undefined],
    ["Referer", options.referer],
    ["Proxy-Connection", isProxied ? "Keep-Alive" : undefined],
    ["Cookie", options.cookie],
  ];
  const upgrade: readonly Header[] =
    options.httpVersion === "2" && url.scheme === "http"
      ? [
          ["Connection", "Upgrade, HTTP2-Settings"],
          ["Upgrade", "h2c"],
          ["HTTP2-Settings", H2C_SETTINGS],
        ]
      : [];
  const print = ([name, value]: Header) =>
    value === undefined || value === "" || isGiven(name) ? [] : [`${name}: ${value}`];
  const others = given.filter(({ name, isSent }) => name.toLowerCase() !== "host" && isSent);
  const path = isProxied ? `http://${hostHeader(url)}${url.path}` : url.path;
  const lines = [
    `${method} ${path} HTTP/${options.httpVersion === "1.0" ? "1.0" : "1.1"}`,
    ...(host === "" ? [] : [`Host: ${host}`]),
    ...[...own, ...upgrade].flatMap(print),
    ...others.map(({ name, value }) => (value === "" ? `${name}:` : `${name}: ${value}`)),
    ...bodyHeaders(body, boundary).flatMap(print),
  ];
  return { method, path, host, lines, ...(body && { body }) };
}

/** Bytes of the text in UTF-8. */
export function utf8Length(text: string): number {
  return /^[\0-\x7f]*$/.test(text) ? text.length : utf8Bytes(text).length;
}

function methodOf({ isHead }: CurlOptions, body: RequestHead["body"]): string {
  if (isHead) return "HEAD";
  if (!body) return "GET";
  return body.kind === "upload" ? "PUT" : "POST";
}

function authorization({ user, bearer }: CurlOptions, url: CurlUrl): string | undefined {
  const credentials = user ?? url.user;
  if (bearer !== undefined) return `Bearer ${bearer}`;
  return credentials === undefined ? undefined : `Basic ${encodeBase64(credentials)}`;
}

function bodyOf({ data, form }: CurlOptions, { upload }: CurlTarget, boundary: string): RequestHead["body"] {
  if (upload !== undefined) return { kind: "upload", text: upload };
  if (form.length > 0) return { kind: "form", text: multipart(form, boundary) };
  return data === undefined ? undefined : { kind: "data", text: data };
}

function bodyHeaders(body: RequestHead["body"], boundary: string): readonly Header[] {
  if (!body) return [];
  const length: Header = ["Content-Length", String(utf8Length(body.text))];
  if (body.kind === "upload") return [length, ["Expect", "100-continue"]];
  const type = body.kind === "form" ? `multipart/form-data; boundary=${dashed(boundary)}` : FORM;
  return [length, ["Content-Type", type]];
}

/** RFC 7578, as curl writes it. */
function multipart(form: readonly string[], boundary: string): string {
  const parts = form.map((field) => {
    const [, name = "", value = ""] = /^([^=]*)=([^]*)$/.exec(field) ?? [];
    return `--${dashed(boundary)}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  });
  return `${parts.join("")}--${dashed(boundary)}--\r\n`;
}

function dashed(boundary: string): string {
  return `${"-".repeat(24)}${boundary}`;
}

/** "Name: value"; "Name:" takes curl's own away; "Name;" is a header without value, which curl sends. */
function readHeader(text: string): { readonly name: string; readonly value: string; readonly isSent: boolean } {
  const colon = text.indexOf(":");
  if (colon < 0) return { name: text.replace(/;$/, ""), value: "", isSent: text.endsWith(";") };
  const value = text.slice(colon + 1).trim();
  return { name: text.slice(0, colon).trim(), value, isSent: value !== "" };
}
