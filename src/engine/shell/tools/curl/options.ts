// The command line of curl 7.88.1, as far as a request needs it. As src/tool_getparam.c reads it.

/** Where a URL's body goes: standard output, a file, nowhere but the name of the remote file ("-O"). */
export type CurlTarget = { readonly url: string; readonly output: string | undefined };

export type CurlOptions = {
  readonly targets: readonly CurlTarget[];
  readonly isVerbose: boolean;
  readonly isSilent: boolean;
  readonly showsErrors: boolean;
  readonly includesHeaders: boolean;
  readonly isHead: boolean;
  readonly failsOnStatus: boolean;
  readonly isInsecure: boolean;
  readonly follows: boolean;
  readonly redirectsMax: number;
  readonly timeoutMs?: number;
  readonly connectTimeoutMs?: number;
  readonly method?: string;
  readonly headers: readonly string[];
  readonly data?: string;
  readonly userAgent?: string;
  readonly user?: string;
  readonly writeOut?: string;
  /** "host:port:address[,address]" */
  readonly resolves: readonly string[];
  readonly interface?: string;
  readonly localPort?: number;
  readonly family?: "ipv4" | "ipv6";
};

/** What curl says of a wrong command line. It exits with 2. */
export type CurlUsage = { readonly kind: "usage"; readonly message: string };
export type CurlCommand =
  | { readonly kind: "options"; readonly options: CurlOptions }
  | CurlUsage
  | { readonly kind: "version" };

export const TRY_HELP = "curl: try 'curl --help' or 'curl --manual' for more information\n";

type Draft = { -readonly [Field in keyof CurlOptions]: CurlOptions[Field] };
type Output = { urls: string[]; outputs: (string | undefined)[]; isGet: boolean; isVersion: boolean };
type OptionSpec = {
  readonly letter?: string;
  readonly name: string;
  readonly argument?: true;
  /** Says what is wrong with the value, if anything is. */
  set(draft: Draft, value: string, output: Output): string | void;
};

const NOT_A_NUMBER = "expected a proper numerical parameter";
const REMOTE_NAME = "\0remote";

const OPTIONS: readonly OptionSpec[] = [
  { letter: "v", name: "verbose", set: (draft) => void (draft.isVerbose = true) },
  { letter: "s", name: "silent", set: (draft) => void (draft.isSilent = true) },
  { letter: "S", name: "show-error", set: (draft) => void (draft.showsErrors = true) },
  { letter: "i", name: "include", set: (draft) => void (draft.includesHeaders = true) },
  { letter: "I", name: "head", set: (draft) => void (draft.isHead = true) },
  { letter: "f", name: "fail", set: (draft) => void (draft.failsOnStatus = true) },
  { letter: "k", name: "insecure", set: (draft) => void (draft.isInsecure = true) },
  { letter: "L", name: "location", set: (draft) => void (draft.follows = true) },
  { letter: "N", name: "no-buffer", set: () => undefined },
  { letter: "q", name: "disable", set: () => undefined },
  { letter: "#", name: "progress-bar", set: () => undefined },
  { name: "no-progress-meter", set: () => undefined },
  {
    name: "compressed",
    set: (draft) => void (draft.headers = [...draft.headers, "Accept-Encoding: deflate, gzip, br, zstd"]),
  },
  { name: "http1.1", set: () => undefined },
  { name: "http1.0", set: () => undefined },
  { letter: "V", name: "version", set: (_draft, _value, output) => void (output.isVersion = true) },
  { letter: "4", name: "ipv4", set: (draft) => void (draft.family = "ipv4") },
  { letter: "6", name: "ipv6", set: (draft) => void (draft.family = "ipv6") },
  { letter: "G", name: "get", set: (_draft, _value, output) => void (output.isGet = true) },
  {
    letter: "m",
    name: "max-time",
    argument: true,
    set: (draft, value) => seconds(value, (ms) => (draft.timeoutMs = ms)),
  },
  {
    name: "connect-timeout",
    argument: true,
    set: (draft, value) => seconds(value, (ms) => (draft.connectTimeoutMs = ms)),
  },
  { name: "max-redirs", argument: true, set: (draft, value) => number(value, (count) => (draft.redirectsMax = count)) },
  { name: "local-port", argument: true, set: (draft, value) => number(value, (port) => (draft.localPort = port)) },
  { letter: "o", name: "output", argument: true, set: (_draft, value, output) => void output.outputs.push(value) },
  { letter: "O", name: "remote-name", set: (_draft, _value, output) => void output.outputs.push(REMOTE_NAME) },
  { letter: "w", name: "write-out", argument: true, set: (draft, value) => void (draft.writeOut = value) },
  {
    letter: "H",
    name: "header",
    argument: true,
    set: (draft, value) => void (draft.headers = [...draft.headers, value]),
  },
  { letter: "X", name: "request", argument: true, set: (draft, value) => void (draft.method = value) },
  { letter: "A", name: "user-agent", argument: true, set: (draft, value) => void (draft.userAgent = value) },
  { letter: "u", name: "user", argument: true, set: (draft, value) => void (draft.user = value) },
  {
    letter: "e",
    name: "referer",
    argument: true,
    set: (draft, value) => void (draft.headers = [...draft.headers, `Referer: ${value}`]),
  },
  { letter: "d", name: "data", argument: true, set: addData },
  { name: "data-ascii", argument: true, set: addData },
  { name: "data-binary", argument: true, set: addData },
  { name: "data-raw", argument: true, set: addData },
  { name: "resolve", argument: true, set: (draft, value) => void (draft.resolves = [...draft.resolves, value]) },
  { name: "interface", argument: true, set: (draft, value) => void (draft.interface = value) },
  { name: "url", argument: true, set: (_draft, value, output) => void output.urls.push(value) },
  { name: "retry", argument: true, set: (_draft, value) => number(value, () => undefined) },
  { name: "cacert", argument: true, set: () => undefined },
];

const BY_LETTER = new Map(OPTIONS.flatMap((option) => (option.letter ? [[option.letter, option] as const] : [])));

/** Reads the words after "curl". */
export function parseCurl(words: readonly string[]): CurlCommand {
  const draft: Draft = {
    targets: [],
    isVerbose: false,
    isSilent: false,
    showsErrors: false,
    includesHeaders: false,
    isHead: false,
    failsOnStatus: false,
    isInsecure: false,
    follows: false,
    redirectsMax: 50,
    headers: [],
    resolves: [],
  };
  const output: Output = { urls: [], outputs: [], isGet: false, isVersion: false };
  const rest = [...words];
  let onlyUrls = false;
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === "--" && !onlyUrls) onlyUrls = true;
    else if (onlyUrls || word === "-" || !word.startsWith("-")) output.urls.push(word);
    else {
      const problem = word.startsWith("--")
        ? readLong(word, { draft, output, rest })
        : readShort(word, { draft, output, rest });
      if (problem !== undefined) return { kind: "usage", message: `curl: option ${word}: ${problem}\n${TRY_HELP}` };
    }
  }
  if (output.isVersion) return { kind: "version" };
  if (output.urls.length === 0) return { kind: "usage", message: `curl: no URL specified!\n${TRY_HELP}` };
  return { kind: "options", options: finish(draft, output) };
}

/** The name of the file that -O writes: the last part of the URL's path. */
export function outputFile({ url, output }: CurlTarget): string | undefined {
  return output === REMOTE_NAME
    ? url
        .replace(/[?#].*$/, "")
        .split("/")
        .at(-1)
    : output;
}

type Reading = { readonly draft: Draft; readonly output: Output; readonly rest: string[] };

function readLong(word: string, { draft, output, rest }: Reading): string | undefined {
  const name = word.slice(2);
  const exact = OPTIONS.find((option) => option.name === name);
  const found = exact ? [exact] : OPTIONS.filter((option) => option.name.startsWith(name));
  const [option] = found;
  if (!option || name === "") return "is unknown";
  if (found.length > 1) return "is ambiguous";
  if (!option.argument) return option.set(draft, "", output) ?? undefined;
  const value = rest.shift();
  return value === undefined ? "requires parameter" : (option.set(draft, value, output) ?? undefined);
}

function readShort(word: string, { draft, output, rest }: Reading): string | undefined {
  for (let i = 1; i < word.length; i++) {
    const option = BY_LETTER.get(word[i] ?? "");
    if (!option) return "is unknown";
    const value = option.argument ? word.slice(i + 1) || rest.shift() : "";
    if (value === undefined) return "requires parameter";
    const problem = option.set(draft, value, output);
    if (problem !== undefined) return problem;
    if (option.argument) return undefined;
  }
  return undefined;
}

/** The n-th -o belongs to the n-th URL; data goes into the URL with -G. */
function finish(draft: Draft, { urls, outputs, isGet }: Output): CurlOptions {
  const { data, ...others } = draft;
  const query = isGet && data !== undefined ? data : undefined;
  const withQuery = (url: string) => (query === undefined ? url : `${url}${url.includes("?") ? "&" : "?"}${query}`);
  const targets = urls.map((url, index) => ({ url: withQuery(url), output: outputs[index] }));
  return { ...others, ...(data !== undefined && !isGet && { data }), targets };
}

function addData(draft: Draft, value: string): void {
  draft.data = draft.data === undefined ? value : `${draft.data}&${value}`;
}

function seconds(value: string, set: (ms: number) => void): string | void {
  const count = Number(value);
  if (value.trim() === "" || Number.isNaN(count) || count < 0) return NOT_A_NUMBER;
  set(Math.round(count * 1000));
}

function number(value: string, set: (count: number) => void): string | void {
  if (!/^\d+/.test(value)) return NOT_A_NUMBER;
  set(Number.parseInt(value, 10));
}
