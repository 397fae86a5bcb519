import { BUSYBOX_BANNER } from "../busybox-banner.ts";
import { parseIpv4 } from "../../../model/address.ts";
import type { Process } from "../../../simulation/process.ts";
import type { Outcome } from "../../../trace/trace.ts";
import { Conversation } from "../../../tracer/conversation.ts";
import { before } from "../../../tracer/deadline.ts";
import type { HttpResponse } from "../../../tracer/http.ts";
import { causeOfUnresolved, resolveName } from "../../../tracer/resolve.ts";
import type { TracerWorld } from "../../../tracer/world.ts";
import { fileSystemOf } from "../../files.ts";
import type { Tool, ToolPlace, ToolStreams } from "../../tool.ts";
import { utf8Length } from "../curl/request-head.ts";
import type { Getopt, LongOption } from "../getopt.ts";
import { getopt } from "../getopt.ts";
import { libcOf, placeHost } from "../place-host.ts";
import { saveFile } from "../save-file.ts";
import { connectError } from "../connect-error.ts";
import { failedOutcome, fetch, open } from "./fetch.ts";
import type { WgetUrl } from "./url.ts";
import { parseWgetUrl } from "./url.ts";

const LONG: readonly LongOption[] = [
  { name: "quiet", short: "q" },
  { name: "output-document", short: "O", argument: true },
  { name: "timeout", short: "T", argument: true },
  { name: "tries", short: "t", argument: true },
  { name: "server-response", short: "S" },
  { name: "spider" },
  { name: "no-check-certificate" },
  { name: "header", argument: true },
  { name: "user-agent", short: "U", argument: true },
  { name: "post-data", argument: true },
];
const USAGE = `${BUSYBOX_BANNER}

Usage: wget [-cqS] [--spider] [-O FILE] [-o LOGFILE] [--header STR]
	[--post-data STR | --post-file FILE] [-Y on/off]
	[--no-check-certificate] [-P DIR] [-U AGENT] URL...

Retrieve files via HTTP or FTP

	--spider	Only check URL existence: $? is 0 if exists
	--header STR	Add STR (of form 'header: value') to headers
	--post-data STR	Send STR using POST method
	--post-file FILE	Send FILE using POST method
	--no-check-certificate	Don't validate the server's certificate
	-c		Continue retrieval of aborted transfer
	-q		Quiet
	-P DIR		Save to DIR (default .)
	-S    		Show server response
	-O FILE		Save to FILE ('-' for stdout)
	-o LOGFILE	Log messages to FILE
	-U STR		Use STR for User-Agent header
	-Y on/off	Use proxy
`;
const TIMEOUT_SECONDS = 900;

type Options = Getopt & { kind: "read" };
type Run = { readonly streams: ToolStreams; readonly place: ToolPlace; readonly read: Options; readonly url: WgetUrl };

/** wget of BusyBox 1.35. Whatever fails ends with 1. */
export const busyboxWget: Tool<TracerWorld> = function* busyboxWget(world, words, streams, place) {
  const read = getopt(words.slice(1), "cqSO:o:P:Y:T:t:U:", LONG);
  if (read.kind !== "read" || read.operands.length === 0) {
    streams.error(`${read.kind === "read" ? "" : problemText(read)}${USAGE}`);
    return 1;
  }
  const { host, ref } = placeHost(world, place);
  for (const text of read.operands) {
    const url = parseWgetUrl(text);
    if (!url || !host) {
      const [, port] = /^(?:\w+:\/\/)?[^/:]+:(\d+)(?:\/|$)/.exec(text) ?? [];
      const problem = port === undefined ? `not an http or ftp url: ${text}` : `bad port '${port}'`;
      streams.error(url ? `wget: bad address '${url.host}'\n` : `wget: ${problem}\n`);
      return 1;
    }
    const conversation = new Conversation(world, host, { from: ref, url: url.text });
    const log = read.options.get("o");
    const files = fileSystemOf(world, place);
    if (log !== undefined) files.write(log, "");
    const error = (more: string) => (log === undefined ? streams.error(more) : files.append(log, more));
    const outcome = yield* get(conversation, { streams: { ...streams, error }, place, read, url });
    streams.trace(conversation.finish(outcome));
    if (outcome.kind !== "answered" || outcome.status >= 400) return 1;
  }
  return 0;
};

function* get(conversation: Conversation, run: Run): Process<Outcome> {
  const { streams, place, read, url } = run;
  const { options } = read;
  const timeoutMs = Number(options.get("T") ?? TIMEOUT_SECONDS) * 1000;
  const literal = parseIpv4(url.host);
  const found = literal
    ? undefined
    : yield* before(conversation.nowMs + timeoutMs, resolveName(conversation, url.host, { libc: libcOf(place) }));
  const address = literal ?? found?.addresses[0];
  if (!address) {
    streams.error(`wget: bad address '${url.host}'\n`);
    const cause = found
      ? causeOfUnresolved(conversation, url.host, found)
      : ({ code: "DNS_UNREACHABLE", references: [] } as const);
    return { kind: "not-resolved", exitCode: 1, stderr: "", cause };
  }
  if (!options.has("q")) streams.error(`Connecting to ${url.host} (${address}:${url.port})\n`);
  const deadlineMs = conversation.nowMs + timeoutMs;
  const opened = yield* open(conversation, { address, port: url.port, isTls: url.isTls, deadlineMs });
  if (url.isTls && (opened.kind === "open" || opened.kind === "no-tls"))
    streams.error("wget: note: TLS certificate validation not implemented\n");
  if (opened.kind === "no-tls") {
    streams.error("wget: TLS error from peer (alert code 70): protocol version\n");
    const { references } = opened.connection.socket;
    return failedOutcome({ kind: "reset", cause: { code: "BAD_REQUEST", references } }, 1);
  }
  if (opened.kind !== "open") {
    const isOver = opened.kind === "timed-out" && !opened.byKernel;
    const reason = `can't connect to remote host (${address}): ${connectError(opened)}`;
    streams.error(`wget: ${isOver ? "download timed out" : reason}\n`);
    return failedOutcome(opened, 1);
  }
  const method = options.has("post-data") ? "POST" : "GET";
  const given = read.all.findLast(([name, value]) => name === "header" && /^host:/i.test(value))?.[1];
  const host = given?.replace(/^host:\s*/i, "") ?? url.hostHeader;
  const request = { method, path: url.path, host, isTls: url.isTls };
  const readDeadlineMs = conversation.nowMs + timeoutMs;
  const fetched = yield* fetch(conversation, { connection: opened.connection, request, deadlineMs: readDeadlineMs });
  if (fetched.kind === "response") {
    if (show(conversation, run, fetched.response)) return fetched.outcome;
    return failedOutcome({ kind: "reset", cause: { code: "BAD_REQUEST", references: [] } }, 1);
  }
  if (fetched.kind === "empty") {
    streams.error("wget: error getting response\n");
    return failedOutcome({ kind: "reset", cause: { code: "SERVER_CLOSED", references: [] } }, 1);
  }
  streams.error(
    fetched.kind === "timed-out"
      ? "wget: download timed out\n"
      : "wget: error getting response: Connection reset by peer\n",
  );
  return failedOutcome(fetched, 1);
}

/** False: there is a file of that name. */
function show(conversation: Conversation, { streams, place, read, url }: Run, response: HttpResponse): boolean {
  const { options } = read;
  const files = fileSystemOf(conversation.world, place);
  const { status, reason, headers, body } = response;
  const isQuiet = options.has("q");
  const lines = [`HTTP/1.1 ${status} ${reason}`, ...headers.map((pair) => pair.join(": "))];
  if (options.has("S")) streams.error(lines.map((line) => `  ${line}\n`).join(""));
  if (status >= 400) {
    streams.error(`wget: server returned error: HTTP/1.1 ${status} ${reason}\n`);
    return true;
  }
  if (options.has("spider")) {
    if (!isQuiet) streams.error("remote file exists\n");
    return true;
  }
  const folder = options.get("P");
  const file = options.get("O") ?? (folder === undefined ? url.file : `${folder}/${url.file}`);
  const isStdout = file === "-";
  const isTaken = !options.has("O") && !options.has("c") && files.read(file) !== undefined;
  if (isTaken) {
    streams.error(`wget: can't open '${file}': File exists\n`);
    return false;
  }
  if (!isQuiet) streams.error(isStdout ? "writing to stdout\n" : `saving to '${file}'\n`);
  if (isStdout) streams.out(body);
  else saveFile(conversation.world, place, { name: file, text: body });
  if (isQuiet) return true;
  const bar = `100% |${"*".repeat(32)}|`;
  streams.error(`${file.slice(0, 20).padEnd(20)} ${bar}${String(utf8Length(body)).padStart(6)}  0:00:00 ETA\n`);
  streams.error(isStdout ? "written to stdout\n" : `'${file}' saved\n`);
  return true;
}

function problemText({ kind, name, isLong }: Getopt & { kind: "invalid" | "missing" }): string {
  if (isLong) return `wget: unrecognized option '--${name}'\n`;
  return kind === "invalid"
    ? `wget: invalid option -- '${name}'\n`
    : `wget: option requires an argument -- '${name}'\n`;
}
