import type { Getopt, LongOption } from "../getopt.ts";
import { getopt } from "../getopt.ts";

export type WgetOptions = {
  readonly urls: readonly string[];
  readonly isQuiet: boolean;
  /** -nv: one line for each file. */
  readonly isBrief: boolean;
  readonly showsHeaders: boolean;
  readonly isSpider: boolean;
  readonly checksCertificate: boolean;
  readonly output?: string;
  /** -P: the folder that files go to. */
  readonly folder?: string;
  /** -o, -a: where the messages go. */
  readonly log?: { readonly file: string; readonly appends: boolean };
  /** -nc: a file that is there is not fetched again. */
  readonly keepsFiles: boolean;
  /** -c: what is there already is gone on with. */
  readonly goesOn: boolean;
  readonly showsProgress: boolean;
  readonly showsErrorPages: boolean;
  readonly retriesRefused: boolean;
  readonly waitMs: number;
  readonly redirectsMax: number;
  readonly source?: string;
  readonly isIpv6: boolean;
  readonly timeoutMs?: number;
  /** 0 is without end. */
  readonly tries: number;
  readonly hostHeader?: string;
  readonly method: string;
  readonly body?: string;
  readonly family?: "ipv4";
};

export type WgetCommand =
  | { readonly kind: "options"; readonly options: WgetOptions }
  | { readonly kind: "ended"; readonly exitCode: number; readonly out: string; readonly error: string };

/** "name=" takes a value, "q:quiet" has a letter. What is not asked for below changes nothing here. */
const OPTIONS = `q:quiet v:verbose nv:no-verbose O:output-document= T:timeout= connect-timeout= read-timeout= dns-timeout= t:tries=
  S:server-response spider no-check-certificate header= U:user-agent= post-data= post-file= method= body-data= body-file= V:version
  4:inet4-only 6:inet6-only progress= show-progress P:directory-prefix= o:output-file= a:append-output= i:input-file= nc:no-clobber
  c:continue retry-connrefused w:wait= waitretry= max-redirect= content-on-error bind-address= user= password= http-user=
  http-password= h:help d:debug b:background N:timestamping r:recursive l:level= np:no-parent nd:no-directories x:force-directories
  nH:no-host-directories E:adjust-extension F:force-html B:base= Q:quota= A:accept= R:reject= k:convert-links p:page-requisites
  K:backup-converted m:mirror D:domains= e:execute= I:include-directories= X:exclude-directories= no-proxy no-cache no-cookies
  no-dns-cache no-http-keep-alive no-hsts no-iri no-config no-glob no-passive-ftp no-use-server-timestamps keep-session-cookies
  load-cookies= save-cookies= referer= compression= local-encoding= remote-encoding= limit-rate= random-wait prefer-family=
  restrict-file-names= ignore-length ignore-case content-disposition trust-server-names auth-no-challenge proxy-user=
  proxy-password= start-pos= secure-protocol= https-only certificate= certificate-type= private-key= ca-certificate= ca-directory=
  crl-file= pinnedpubkey= unlink delete-after backups= report-speed= save-headers config= default-page= retry-on-http-error=`;

const LONG: readonly LongOption[] = OPTIONS.split(/\s+/).map((word) => {
  const [, short, name = "", mark] = /^(?:(\w+):)?([^=]+)(=?)$/.exec(word) ?? [];
  return { name, ...(short !== undefined && { short }), ...(mark === "=" && { argument: true as const }) };
});
const SHORT = LONG.map(({ short = "", argument }) => (short.length === 1 ? `${short}${argument ? ":" : ""}` : "")).join(
  "",
);
const TRIES = 20;
const REDIRECTS_MAX = 20;
const USAGE = "Usage: wget [OPTION]... [URL]...\n\nTry `wget --help' for more options.\n";

/** Reads the words after "wget". `read` gives a file's text; "-" is standard input. */
export function parseWget(words: readonly string[], read: (path: string) => string | undefined): WgetCommand {
  const parsed = getopt(words.map(longForm), SHORT, LONG);
  if (parsed.kind !== "read") return ended(2, `wget: ${problemText(parsed)}\n${USAGE}`);
  const { options, operands } = parsed;
  if (options.has("V")) return { kind: "ended", exitCode: 0, out: "GNU Wget 1.21.3 built on linux-gnu.\n", error: "" };
  const listed = options.get("i");
  const list = listed === undefined ? "" : read(listed);
  if (listed !== undefined && list === undefined)
    return ended(0, `${listed}: No such file or directory\nNo URLs found in ${listed}.\n`);
  const urls = [...operands, ...(list ?? "").split("\n").filter((line) => line.trim() !== "")];
  if (urls.length === 0) return ended(1, `wget: missing URL\n${USAGE}`);
  const timeout = options.get("T");
  if (timeout !== undefined && !/^\d+(\.\d+)?$/.test(timeout))
    return ended(2, `wget: --timeout: Invalid time period ‘${timeout}’\n`);
  return { kind: "options", options: optionsOf(parsed, { urls, read }) };
}

type Read = Getopt & { kind: "read" };

function optionsOf(
  { options, all }: Read,
  { urls, read }: { readonly urls: readonly string[]; readonly read: (path: string) => string | undefined },
): WgetOptions {
  const host = all
    .findLast(([name, value]) => name === "header" && /^host:/i.test(value))?.[1]
    .replace(/^host:\s*/i, "");
  const body =
    options.get("post-data") ??
    options.get("body-data") ??
    read(options.get("post-file") ?? options.get("body-file") ?? "");
  const isPost = options.has("post-data") || options.has("post-file");
  const [timeout, output, folder, log, appended] = ["T", "O", "P", "o", "a"].map((name) => options.get(name));
  const timeoutMs = Number(timeout ?? options.get("connect-timeout") ?? 0) * 1000;
  const tries = Number.parseInt(options.get("t") ?? String(TRIES), 10) || 0;
  const source = options.get("bind-address");
  return {
    urls,
    isQuiet: options.has("q"),
    isBrief: options.has("nv"),
    showsHeaders: options.has("S"),
    isSpider: options.has("spider"),
    checksCertificate: !options.has("no-check-certificate"),
    tries,
    keepsFiles: options.has("nc"),
    goesOn: options.has("c"),
    showsProgress: options.has("show-progress"),
    showsErrorPages: options.has("content-on-error"),
    retriesRefused: options.has("retry-connrefused"),
    waitMs: Number(options.get("w") ?? 0) * 1000,
    redirectsMax: Number(options.get("max-redirect") ?? REDIRECTS_MAX),
    method: options.get("method")?.toUpperCase() ?? (isPost ? "POST" : "GET"),
    isIpv6: options.has("6"),
    ...(body !== undefined && { body }),
    ...(output !== undefined && { output }),
    ...(folder !== undefined && { folder }),
    ...(log !== undefined && { log: { file: log, appends: false } }),
    ...(appended !== undefined && { log: { file: appended, appends: true } }),
    ...(source !== undefined && { source }),
    ...(timeoutMs > 0 && { timeoutMs }),
    ...(host !== undefined && { hostHeader: host }),
    ...(options.has("4") && { family: "ipv4" as const }),
  };
}

/** "-nv" and its like are letters of their own; the long form is read instead. */
function longForm(word: string): string {
  const option = /^-n[a-zA-Z]+$/.test(word) ? LONG.find(({ short }) => short === word.slice(1)) : undefined;
  return option ? `--${option.name}` : word;
}

function problemText({ kind, name, isLong }: Exclude<Getopt, { kind: "read" }>): string {
  if (kind === "missing")
    return `option ${isLong ? `'--${name}' requires an argument` : `requires an argument -- '${name}'`}`;
  return isLong ? `unrecognized option '--${name}'` : `invalid option -- '${name}'`;
}

function ended(exitCode: number, error: string): WgetCommand {
  return { kind: "ended", exitCode, out: "", error };
}
