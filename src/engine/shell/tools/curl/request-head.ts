import type { CurlOptions } from "./options.ts";
import type { CurlUrl } from "./url.ts";
import { hostHeader } from "./url.ts";

/** The head of the request that curl sends: its first line and its headers, in curl's order. */
export type RequestHead = {
  readonly method: string;
  readonly path: string;
  readonly host: string;
  readonly lines: readonly string[];
};

const FORM = "application/x-www-form-urlencoded";

/** As lib/http.c writes it. A header of -H replaces curl's own, one without value takes it away. */
export function requestHead(options: CurlOptions, url: CurlUrl): RequestHead {
  const given = options.headers.map(readHeader);
  const isGiven = (name: string) => given.some((header) => header.name.toLowerCase() === name.toLowerCase());
  const host = given.findLast((header) => header.name.toLowerCase() === "host")?.value ?? hostHeader(url);
  const method = options.method ?? (options.isHead ? "HEAD" : options.data === undefined ? "GET" : "POST");
  const user = options.user ?? url.user;
  const own: readonly (readonly [string, string | undefined])[] = [
    ["Authorization", user === undefined ? undefined : `Basic ${base64(user)}`],
    ["User-Agent", options.userAgent ?? "curl/7.88.1"],
    ["Accept", "*/*"],
  ];
  const body: readonly (readonly [string, string | undefined])[] =
    options.data === undefined
      ? []
      : [
          ["Content-Length", String(utf8Length(options.data))],
          ["Content-Type", FORM],
        ];
  const print = ([name, value]: readonly [string, string | undefined]) =>
    value === undefined || value === "" || isGiven(name) ? [] : [`${name}: ${value}`];
  const others = given.filter(({ name, value }) => name.toLowerCase() !== "host" && value !== "");
  const lines = [
    `${method} ${url.path} HTTP/1.1`,
    ...(host === "" ? [] : [`Host: ${host}`]),
    ...own.flatMap(print),
    ...others.map(({ name, value }) => `${name}: ${value}`),
    ...body.flatMap(print),
  ];
  return { method, path: url.path, host, lines };
}

/** "Name: value"; "Name;" is a header without value, which curl sends. */
function readHeader(text: string): { readonly name: string; readonly value: string } {
  const colon = text.indexOf(":");
  return colon < 0
    ? { name: text.replace(/;$/, ""), value: "" }
    : { name: text.slice(0, colon).trim(), value: text.slice(colon + 1).trim() };
}

/** Bytes of the text in UTF-8. */
export function utf8Length(text: string): number {
  return utf8(text).length;
}

function base64(text: string): string {
  const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const bytes = utf8(text);
  let encoded = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b = 0, c = 0] = bytes.slice(i, i + 3);
    const group = (a << 16) | (b << 8) | c;
    const four = [18, 12, 6, 0].map((shift) => digits[(group >> shift) & 63] ?? "");
    encoded += four.map((digit, index) => (i + index > bytes.length ? "=" : digit)).join("");
  }
  return encoded;
}

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

function utf8(text: string): number[] {
  const encoded = encodeURIComponent(text.replace(LONE_SURROGATE, "\ufffd"));
  return [...encoded.matchAll(/%(..)|(.)/g)].map(([, hex, plain = ""]) =>
    hex ? Number.parseInt(hex, 16) : plain.charCodeAt(0),
  );
}
