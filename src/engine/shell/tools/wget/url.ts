/** A URL as both wgets take it apart. */
export type WgetUrl = {
  readonly text: string;
  readonly isTls: boolean;
  readonly host: string;
  readonly port: number;
  readonly path: string;
  /** The Host header. */
  readonly hostHeader: string;
  /** The name of the file that it is saved as. */
  readonly file: string;
};

/** Reads a URL; without a scheme it is http. Undefined for another scheme, or without a host. */
export function parseWgetUrl(text: string): WgetUrl | undefined {
  const [, scheme = "http", rest = ""] = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(.*)$/is.exec(text) ?? [];
  const isTls = scheme.toLowerCase() === "https";
  if (!isTls && scheme.toLowerCase() !== "http") return undefined;
  const [, authority = "", tail = ""] = /^([^/?#]*)(.*)$/s.exec(rest) ?? [];
  const [, host = "", given] = /^(?:[^@]*@)?([^:]*)(?::(\d*))?$/.exec(authority) ?? [];
  const standard = isTls ? 443 : 80;
  const port = given ? Number(given) : standard;
  if (host === "" || port > 65_535) return undefined;
  const withoutFragment = tail.replace(/#.*$/s, "");
  const path = withoutFragment.startsWith("/") ? withoutFragment : `/${withoutFragment}`;
  const file = path.split("/").at(-1);
  return {
    text: text.includes("://")
      ? `${text}${tail === "" ? "/" : ""}`
      : `http://${given === String(standard) ? host : authority}${tail === "" ? "/" : tail}`,
    isTls,
    host,
    port,
    path,
    hostHeader: port === standard ? host : `${host}:${port}`,
    file: file ? file : "index.html",
  };
}
