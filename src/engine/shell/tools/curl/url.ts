/** A URL as curl takes it apart. */
export type CurlUrl = {
  readonly text: string;
  readonly scheme: "http" | "https";
  /** Without the brackets of an IPv6 address. */
  readonly host: string;
  readonly port: number;
  /** With the query, without the fragment. */
  readonly path: string;
  readonly user?: string;
};

/** What curl says of a URL that it cannot use, with its exit code. */
export type CurlUrlProblem = { readonly kind: "problem"; readonly exitCode: 1 | 3; readonly message: string };

const DEFAULT_PORTS = { http: 80, https: 443 } as const;
const MALFORMED: CurlUrlProblem = {
  kind: "problem",
  exitCode: 3,
  message: "URL using bad/illegal format or missing URL",
};

/** Reads a URL as lib/urlapi.c does: without a scheme it is http; "." and ".." are taken out of the path unless told otherwise. */
export function parseCurlUrl(text: string, isPathAsIs = false): CurlUrl | CurlUrlProblem {
  if (text === "" || /\s/.test(text)) return MALFORMED;
  const [, scheme = "http", rest = ""] = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(.*)$/i.exec(text) ?? [];
  const protocol = scheme.toLowerCase();
  if (protocol !== "http" && protocol !== "https")
    return { kind: "problem", exitCode: 1, message: `Protocol "${protocol}" not supported or disabled in libcurl` };
  const [, authority = "", tail = ""] = /^([^/?#]*)(.*)$/.exec(rest) ?? [];
  const at = authority.lastIndexOf("@");
  const [, bracketed, plain = "", port] = /^(?:\[([^\]]*)\]|([^:]*))(?::(.*))?$/.exec(authority.slice(at + 1)) ?? [];
  const host = bracketed ?? plain;
  if (host === "" || (port !== undefined && (!/^\d*$/.test(port) || Number(port) > 65_535))) return MALFORMED;
  if (bracketed !== undefined && !/^[0-9a-f:.]*:[0-9a-f:.]*$/i.test(bracketed)) return MALFORMED;
  const path = tail.replace(/#.*$/, "");
  const rooted = path.startsWith("/") ? path : `/${path}`;
  return {
    text,
    scheme: protocol,
    host,
    port: port ? Number(port) : DEFAULT_PORTS[protocol],
    path: isPathAsIs ? rooted : withoutDots(rooted),
    ...(at >= 0 && { user: authority.slice(0, at) }),
  };
}

/** The Host header: the port is left out where the scheme implies it. */
export function hostHeader({ scheme, host, port }: Pick<CurlUrl, "scheme" | "host" | "port">): string {
  const name = host.includes(":") ? `[${host}]` : host;
  return port === DEFAULT_PORTS[scheme] ? name : `${name}:${port}`;
}

/** RFC 3986, 5.2.4. */
function withoutDots(path: string): string {
  const [, before = "", query = ""] = /^([^?]*)(.*)$/s.exec(path) ?? [];
  const parts: string[] = [];
  const all = before.split("/").slice(1);
  for (const [index, part] of all.entries()) {
    const isLast = index === all.length - 1;
    if (part === "..") parts.pop();
    else if (part !== ".") parts.push(part);
    if ((part === ".." || part === ".") && isLast) parts.push("");
  }
  return `/${parts.join("/")}${query}`;
}
