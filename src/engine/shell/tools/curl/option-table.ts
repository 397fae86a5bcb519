// What curl 7.88.1 takes on its command line. As src/tool_getparam.c lists it.
import type { CurlDraft } from "./draft.ts";
import { REMOTE_NAME } from "./operation.ts";

/** An option; `set` says what is wrong with its value, if anything is. Without it, the option changes nothing that is simulated. */
export type CurlOption = {
  readonly letter?: string;
  readonly name: string;
  readonly argument?: true;
  set?(draft: CurlDraft, value: string): string | void;
};

const NOT_A_NUMBER = "expected a proper numerical parameter";
const UNSUPPORTED = "the installed libcurl version doesn't support this";

const MEANINGFUL: readonly CurlOption[] = [
  { letter: "v", name: "verbose", set: ({ common }) => void (common.isVerbose = true) },
  { letter: "s", name: "silent", set: ({ common }) => void (common.isSilent = true) },
  { letter: "S", name: "show-error", set: ({ common }) => void (common.showsErrors = true) },
  { letter: "#", name: "progress-bar", set: ({ common }) => void (common.meter = "bar") },
  { name: "no-progress-meter", set: ({ common }) => void (common.meter = "none") },
  { name: "stderr", argument: true, set: ({ common }, value) => void (common.errorsTo = value) },
  { letter: "V", name: "version", set: (draft) => void (draft.asks = "version") },
  { letter: "h", name: "help", set: (draft) => void (draft.asks ??= "help") },
  { letter: ":", name: "next", set: (draft) => draft.next() },
  { letter: "K", name: "config", argument: true, set: (draft, value) => draft.config(value) },
  { letter: "i", name: "include", set: ({ now }) => void (now.includesHeaders = true) },
  { letter: "I", name: "head", set: ({ now }) => void (now.isHead = true) },
  { letter: "f", name: "fail", set: ({ now }) => void (now.failsOnStatus = "at-once") },
  { name: "fail-with-body", set: ({ now }) => void (now.failsOnStatus = "with-body") },
  { letter: "k", name: "insecure", set: ({ now }) => void (now.isInsecure = true) },
  { letter: "L", name: "location", set: ({ now }) => void (now.follows = true) },
  { name: "location-trusted", set: ({ now }) => void (now.follows = true) },
  { letter: "g", name: "globoff", set: ({ now }) => void (now.globs = false) },
  { name: "path-as-is", set: ({ now }) => void (now.isPathAsIs = true) },
  { name: "create-dirs", set: ({ now }) => void (now.createsFolders = true) },
  { name: "compressed", set: ({ now }) => void (now.isCompressed = true) },
  { name: "http1.0", set: ({ now }) => void (now.httpVersion = "1.0") },
  { name: "http1.1", set: ({ now }) => void (now.httpVersion = "1.1") },
  { name: "http2", set: ({ now }) => void (now.httpVersion = "2") },
  { letter: "4", name: "ipv4", set: ({ now }) => void (now.family = "ipv4") },
  { letter: "6", name: "ipv6", set: ({ now }) => void (now.family = "ipv6") },
  { letter: "G", name: "get", set: ({ now }) => void (now.isGet = true) },
  {
    letter: "m",
    name: "max-time",
    argument: true,
    set: ({ now }, value) => seconds(value, (ms) => (now.timeoutMs = ms)),
  },
  {
    name: "connect-timeout",
    argument: true,
    set: ({ now }, value) => seconds(value, (ms) => (now.connectTimeoutMs = ms)),
  },
  { name: "max-redirs", argument: true, set: ({ now }, value) => number(value, (count) => (now.redirectsMax = count)) },
  { name: "local-port", argument: true, set: ({ now }, value) => number(value, (port) => (now.localPort = port)) },
  { name: "retry", argument: true, set: ({ now }, value) => number(value, (count) => (now.retries = count)) },
  { name: "retry-delay", argument: true, set: ({ now }, value) => number(value, (s) => (now.retryDelayMs = s * 1000)) },
  {
    name: "retry-max-time",
    argument: true,
    set: ({ now }, value) => number(value, (s) => (now.retryMaxMs = s * 1000)),
  },
  { name: "retry-connrefused", set: ({ now }) => void (now.retriesRefused = true) },
  { name: "retry-all-errors", set: ({ now }) => void (now.retriesAll = true) },
  { letter: "o", name: "output", argument: true, set: ({ now }, value) => void now.outputs.push(value) },
  { letter: "O", name: "remote-name", set: ({ now }) => void now.outputs.push(REMOTE_NAME) },
  { letter: "T", name: "upload-file", argument: true, set: ({ now }, value) => void now.uploads.push(value) },
  { name: "output-dir", argument: true, set: ({ now }, value) => void (now.outputFolder = value) },
  { letter: "D", name: "dump-header", argument: true, set: ({ now }, value) => void (now.headersTo = value) },
  { letter: "c", name: "cookie-jar", argument: true, set: ({ now }, value) => void (now.cookiesTo = value) },
  { letter: "b", name: "cookie", argument: true, set: (draft, value) => addCookie(draft, value) },
  {
    letter: "w",
    name: "write-out",
    argument: true,
    set: (draft, value) => void (draft.now.writeOut = draft.text(value)),
  },
  { letter: "H", name: "header", argument: true, set: (draft, value) => addHeaders(draft, value) },
  { letter: "X", name: "request", argument: true, set: ({ now }, value) => void (now.method = value) },
  { letter: "A", name: "user-agent", argument: true, set: ({ now }, value) => void (now.userAgent = value) },
  { letter: "u", name: "user", argument: true, set: (draft, value) => addUser(draft, value) },
  { name: "oauth2-bearer", argument: true, set: ({ now }, value) => void (now.bearer = value) },
  {
    letter: "e",
    name: "referer",
    argument: true,
    set: ({ now }, value) => void (now.referer = value.replace(/;auto$/, "")),
  },
  { letter: "r", name: "range", argument: true, set: ({ now }, value) => void (now.range = value) },
  { letter: "d", name: "data", argument: true, set: (draft, value) => addData(draft, value, "stripped") },
  { name: "data-ascii", argument: true, set: (draft, value) => addData(draft, value, "stripped") },
  { name: "data-binary", argument: true, set: (draft, value) => addData(draft, value, "whole") },
  { name: "data-raw", argument: true, set: ({ now }, value) => void now.data.push(value) },
  { name: "data-urlencode", argument: true, set: (draft, value) => addEncoded(draft, value) },
  { name: "json", argument: true, set: (draft, value) => addJson(draft, value) },
  { name: "url-query", argument: true, set: ({ now }, value) => void now.query.push(value) },
  { letter: "F", name: "form", argument: true, set: ({ now }, value) => void now.form.push(value) },
  { name: "form-string", argument: true, set: ({ now }, value) => void now.form.push(value) },
  { letter: "x", name: "proxy", argument: true, set: ({ now }, value) => void (now.proxy = value) },
  { name: "resolve", argument: true, set: ({ now }, value) => void now.resolves.push(value) },
  { name: "connect-to", argument: true, set: ({ now }, value) => void now.connectTos.push(value) },
  { name: "interface", argument: true, set: ({ now }, value) => void (now.interface = value) },
  { name: "url", argument: true, set: ({ now }, value) => void now.urls.push(value) },
  { name: "dns-servers", argument: true, set: () => UNSUPPORTED },
  { name: "dns-interface", argument: true, set: () => UNSUPPORTED },
  { name: "dns-ipv4-addr", argument: true, set: () => UNSUPPORTED },
  { name: "http3", set: () => UNSUPPORTED },
  { name: "http3-only", set: () => UNSUPPORTED },
];

/** What changes nothing here: "L:name" has a letter, "name=" an argument. */
const WITHOUT_EFFECT = `N:no-buffer q:disable J:remote-header-name j:junk-session-cookies l:list-only a:append B:use-ascii
  p:proxytunnel Z:parallel parallel-immediate parallel-max= R:remote-time remote-name-all fail-early styled-output raw
  tcp-nodelay tcp-fastopen http0.9 http2-prior-knowledge compressed-ssh tr-encoding anyauth basic digest ntlm negotiate ssl
  ssl-reqd ssl-allow-beast ssl-no-revoke ssl-revoke-best-effort tlsv1 tlsv1.0 tlsv1.1 tlsv1.2 tlsv1.3 sslv2 sslv3 post301
  post302 post303 ignore-content-length suppress-connect-headers proxy-insecure haproxy-protocol xattr disallow-username-in-url
  keepalive alpn npn sessionid ca-native cert-status false-start mail-rcpt-allowfails netrc netrc-optional
  limit-rate= Y:speed-limit= y:speed-time= keepalive-time= max-filesize= happy-eyeballs-timeout-ms= expect100-timeout= rate=
  cacert= capath= E:cert= cert-type= key= key-type= pass= ciphers= tls13-ciphers= tls-max= crlfile= pinnedpubkey= curves=
  proxy-user= U:proxy-user= proxy-cacert= proxy-header= noproxy= preproxy= unix-socket= abstract-unix-socket= netrc-file=
  proto-default= proto-redir= alt-svc= hsts= doh-url= egd-file= random-file= engine= C:continue-at= z:time-cond= libcurl=
  trace-time etag-save= etag-compare= service-name= request-target= delegation=`;

/** Every option, those that mean something first. */
export const CURL_OPTIONS: readonly CurlOption[] = [
  ...MEANINGFUL,
  ...WITHOUT_EFFECT.split(/\s+/).map((word): CurlOption => {
    const [, letter, name = "", mark] = /^(?:(.):)?([^=]+)(=?)$/.exec(word) ?? [];
    return { name, ...(letter !== undefined && { letter }), ...(mark === "=" && { argument: true as const }) };
  }),
];

/** "@file" is the file's text; of one that is not there, nothing, with a warning. */
function addData(draft: CurlDraft, value: string, how: "stripped" | "whole"): void {
  const isFile = value.startsWith("@");
  const text = isFile ? draft.read(value.slice(1)) : value;
  if (text === undefined) draft.warn(`Couldn't read data from file "${value.slice(1)}", this makes an empty POST.`);
  draft.now.data.push(isFile && how === "stripped" ? (text ?? "").replaceAll(/[\r\n\0]/g, "") : (text ?? ""));
}

/** "name=text", "=text", "text", "name@file", "@file": what is encoded is the text. */
function addEncoded(draft: CurlDraft, value: string): void {
  const [, name = "", mark = "", rest = ""] = /^([^=@]*)([=@])([^]*)$/.exec(value) ?? [];
  const text = mark === "" ? value : mark === "=" ? rest : (draft.read(rest) ?? "");
  draft.now.data.push(`${name === "" ? "" : `${name}=`}${formEncode(text)}`);
}

function formEncode(text: string): string {
  return encodeURIComponent(text)
    .replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%20", "+");
}

function addJson(draft: CurlDraft, value: string): void {
  const { now } = draft;
  const text = value.startsWith("@") ? (draft.read(value.slice(1)) ?? "") : value;
  now.data = [`${now.isJson ? now.data.join("") : ""}${text}`];
  now.isJson = true;
}

function addHeaders(draft: CurlDraft, value: string): void {
  const lines = value.startsWith("@") ? (draft.read(value.slice(1)) ?? "").split(/\r?\n/) : [value];
  draft.now.headers.push(...lines.filter((line) => line !== ""));
}

/** "name=value" pairs; a word without "=" is a file of cookies, and nothing here ever set one. */
function addCookie({ now }: CurlDraft, value: string): void {
  if (value.includes("=")) now.cookie = now.cookie === undefined ? value : `${now.cookie};${value}`;
}

function addUser(draft: CurlDraft, value: string): void {
  draft.now.user = value.includes(":") ? value : `${value}:`;
  if (!value.includes(":")) draft.say(`Enter host password for user '${value}':`);
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
