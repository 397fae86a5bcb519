/** A URL as curl takes it apart. */
export type CurlUrl = {
  readonly text: string;
  readonly scheme: "http" | "https";
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

/** Reads a URL as lib/urlapi.c does: without a scheme it is http. */
export function parseCurlUrl(text: string): CurlUrl | CurlUrlProblem {
  if (text === "" || /\s/.test(text)) return MALFORMED;
  const [, scheme = "http", rest = ""] = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(.*)$/i.exec(text) ?? [];
  const protocol = scheme.toLowerCase();
  if (protocol !== "http" && protocol !== "https")
    return { kind: "problem", exitCode: 1, message: `Protocol "${protocol}" not supported or disabled in libcurl` };
  const [, authority = "", tail = ""] = /^([^/?#]*)(.*)$/.exec(rest) ?? [];
  const at = authority.lastIndexOf("@");
  const [, host = "", port] = /^([^:]*)(?::(.*))?$/.exec(authority.slice(at + 1)) ?? [];
  if (host === "" || (port !== undefined && (!/^\d*$/.test(port) || Number(port) > 65_535))) return MALFORMED;
  const path = tail.replace(/#.*$/, "");
  return {
    text,
    scheme: protocol,
    host,
    port: port ? Number(port) : DEFAULT_PORTS[protocol],
    path: path.startsWith("/") ? path : `/${path}`,
    ...(at >= 0 && { user: authority.slice(0, at) }),
  };
}

/** The Host header: the port is left out where the scheme implies it. */
export function hostHeader({ scheme, host, port }: CurlUrl): string {
  return port === DEFAULT_PORTS[scheme] ? host : `${host}:${port}`;
}
