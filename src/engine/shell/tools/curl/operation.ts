import type { CurlFiles, CurlOptions, CurlTalk, CurlTarget, CurlUsage, Writable } from "./options.ts";
import { globUrl } from "./url-glob.ts";

type Listed = "headers" | "form" | "resolves" | "connectTos";

/** One part of a command line, up to --next, while its words are read. */
export type Operation = Omit<Writable<CurlOptions>, keyof CurlTalk | "targets" | "data" | Listed> & {
  readonly urls: string[];
  readonly outputs: string[];
  readonly uploads: string[];
  readonly headers: string[];
  readonly form: string[];
  readonly query: string[];
  readonly resolves: string[];
  readonly connectTos: string[];
  data: string[];
  isGet: boolean;
  globs: boolean;
  outputFolder?: string;
};

/** Stands for the name that -O takes from the URL. */
export const REMOTE_NAME = "\0remote";

const REDIRECTS_MAX = 50;
const RETRY_MAX_MS = 600_000;
const EXIT_MALFORMED = 3;
const EXIT_UNREADABLE = 26;

export function newOperation(): Operation {
  return {
    urls: [],
    outputs: [],
    uploads: [],
    includesHeaders: false,
    isHead: false,
    failsOnStatus: "no",
    isInsecure: false,
    follows: false,
    isPathAsIs: false,
    isCompressed: false,
    createsFolders: false,
    httpVersion: "1.1",
    redirectsMax: REDIRECTS_MAX,
    headers: [],
    data: [],
    isJson: false,
    form: [],
    query: [],
    resolves: [],
    connectTos: [],
    isGet: false,
    globs: true,
    retries: 0,
    retryDelayMs: 0,
    retryMaxMs: RETRY_MAX_MS,
    retriesRefused: false,
    retriesAll: false,
  };
}

/** What the words come to: URLs are globbed, the n-th -o belongs to the n-th URL, data goes into the URL with -G. */
export function finishOperation(operation: Operation, talk: CurlTalk, files: CurlFiles): CurlOptions | CurlUsage {
  const { urls, outputs, uploads, outputFolder, data, query, isGet, globs, ...options } = operation;
  const { isJson, headers } = operation;
  const body = data.length > 0 ? data.join(isJson ? "" : "&") : undefined;
  const added = [...query, ...(isGet && body !== undefined ? [body] : [])];
  const targets: CurlTarget[] = [];
  for (const [index, url] of urls.entries()) {
    const upload = uploads[index];
    const text = upload === undefined ? undefined : files.read(upload === "." ? "-" : upload);
    if (upload !== undefined && text === undefined)
      return { kind: "usage", message: `curl: Can't open '${upload}'!\n`, exitCode: EXIT_UNREADABLE };
    const globbed = globs ? globUrl(url) : [{ url, parts: [] }];
    if (typeof globbed === "string") return { kind: "usage", message: globbed, exitCode: EXIT_MALFORMED };
    for (const { url: one, parts } of globbed) {
      const output = outputFile({ url: one, output: outputs[index], outputFolder, parts });
      targets.push({ url: withQuery(one, added), output, ...(text !== undefined && { upload: text }) });
    }
  }
  const jsonHeaders = ["Content-Type", "Accept"].filter(
    (name) => isJson && !headers.some((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`)),
  );
  return {
    ...options,
    ...talk,
    headers: [...headers, ...jsonHeaders.map((name) => `${name}: application/json`)],
    ...(body !== undefined && !isGet && { data: body }),
    targets,
  };
}

function withQuery(url: string, added: readonly string[]): string {
  const [, before = "", fragment = ""] = /^([^#]*)(.*)$/s.exec(url) ?? [];
  if (added.length === 0) return url;
  const hasPath = /^(?:[a-z]+:\/\/)?[^/?]+[/?]/i.test(before);
  return `${before}${before.includes("?") ? "&" : hasPath ? "?" : "/?"}${added.join("&")}${fragment}`;
}

/** Where a body goes: -O takes the last part of the URL's path, "#1" is the first globbed part. */
function outputFile(from: {
  readonly url: string;
  readonly output: string | undefined;
  readonly outputFolder: string | undefined;
  readonly parts: readonly string[];
}): string | undefined {
  const { url, output, outputFolder, parts } = from;
  if (output === undefined || output === "-") return undefined;
  const path = url.replace(/^[a-z]+:\/\//i, "").replace(/[?#].*$/, "");
  const remote = path.includes("/") ? (path.split("/").at(-1) ?? "") : "";
  const name =
    output === REMOTE_NAME ? remote : output.replace(/#(\d+)/g, (whole, n: string) => parts[Number(n) - 1] ?? whole);
  return outputFolder === undefined || name === "" ? name : `${outputFolder}/${name}`;
}
