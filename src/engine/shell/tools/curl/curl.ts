import type { NetworkHost } from "../../../network/hosts.ts";
import type { Process } from "../../../simulation/process.ts";
import { sleep } from "../../../simulation/process.ts";
import type { RequestSpec, Trace } from "../../../trace/trace.ts";
import type { TracerWorld } from "../../../tracer/world.ts";
import { absolute, fileSystemOf } from "../../files.ts";
import type { Tool, ToolPlace, ToolStreams } from "../../tool.ts";
import { placeHost } from "../place-host.ts";
import { saveFile } from "../save-file.ts";
import { splitWords } from "../split-words.ts";
import { parseCurl } from "./command-line.ts";
import type { CurlCommand } from "./command-line.ts";
import type { CurlOptions, CurlTarget } from "./options.ts";
import type { CurlSink } from "./screen.ts";
import type { Transferred } from "./session.ts";
import { CurlPool, CurlSession } from "./session.ts";
import { CURL_HELP, CURL_VERSION } from "./version.ts";

const EXIT_CONNECT = 7;
const FIRST_RETRY_MS = 1000;
const RETRY_MAX_MS = 600_000;
const RETRIED_STATUSES: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);
/** Not resolved (the host, the proxy), timed out. */
const RETRIED_EXIT_CODES: ReadonlySet<number> = new Set([5, 6, 28]);

/** curl 7.88.1 as Debian 12 has it. */
export const curl: Tool<TracerWorld> = function* curl(world, words, streams, place) {
  const files = fileSystemOf(world, place);
  const parsed = parseCurl(words.slice(1), { read: (path) => (path === "-" ? streams.stdin : files.read(path)) });
  if (parsed.kind === "usage") {
    streams.error(parsed.message);
    return parsed.exitCode;
  }
  if (parsed.kind !== "options") {
    streams.out(parsed.kind === "version" ? CURL_VERSION : CURL_HELP);
    return 0;
  }
  streams.error(parsed.said);
  const { ref, host } = placeHost(world, place);
  if (!host) {
    streams.error("curl: (7) Couldn't connect to server\n");
    return EXIT_CONNECT;
  }
  const pool = new CurlPool();
  let exitCode = 0;
  let index = 0;
  for (const options of parsed.operations) {
    const session = new CurlSession(world, host, { options, sink: sinkOf(world, { streams, place, options }), pool });
    for (const [at, target] of options.targets.entries()) {
      const request: RequestSpec = { from: ref, url: target.url };
      const next = options.targets[at + 1];
      exitCode = yield* fetchWithRetries(world, { session, options, target, request, index: index++, next, streams });
    }
  }
  return exitCode;
};

type Fetching = {
  readonly session: CurlSession;
  readonly options: CurlOptions;
  readonly target: CurlTarget;
  readonly request: RequestSpec;
  readonly index: number;
  readonly next: CurlTarget | undefined;
  readonly streams: ToolStreams;
};

/** As post_per_transfer() in src/tool_operate.c: what may go better is tried again, after twice as long each time. */
function* fetchWithRetries(world: TracerWorld, fetching: Fetching): Process<number> {
  const { session, options, target, request, index, next, streams } = fetching;
  const { retries, retryDelayMs, retryMaxMs, isSilent } = options;
  const beganMs = world.simulation.nowMs;
  let waitMs = FIRST_RETRY_MS;
  for (let left = retries; ; left--) {
    const done = yield* session.transfer(target, { request, index, next });
    streams.trace(done.trace);
    const reason = left > 0 ? reasonToRetry(done, options) : undefined;
    const pauseMs = retryDelayMs > 0 ? retryDelayMs : waitMs;
    if (reason === undefined || world.simulation.nowMs - beganMs + pauseMs > retryMaxMs) return done.exitCode;
    if (!isSilent)
      streams.error(`Warning: Problem : ${reason}. Will retry in ${pauseMs / 1000} seconds. ${left} retries left.\n`);
    yield* sleep(world.simulation, pauseMs);
    waitMs = Math.min(2 * waitMs, RETRY_MAX_MS);
  }
}

function reasonToRetry({ exitCode, status, isRefused }: Transferred, options: CurlOptions): string | undefined {
  if (RETRIED_EXIT_CODES.has(exitCode)) return "timeout";
  if (options.retriesRefused && isRefused) return "connection refused";
  if (status !== undefined && RETRIED_STATUSES.has(status)) return "HTTP error";
  return options.retriesAll && exitCode !== 0 ? "(retrying all errors)" : undefined;
}

type SinkPlace = { readonly streams: ToolStreams; readonly place: ToolPlace; readonly options: CurlOptions };

function sinkOf(world: TracerWorld, { streams, place, options }: SinkPlace): CurlSink {
  const files = fileSystemOf(world, place);
  const here = place.environment.get("PWD") ?? "/";
  return {
    out: (text) => streams.out(text),
    error: (text) => streams.error(text),
    file: (name, text) => {
      const folder = absolute(name, here).replace(/\/[^/]*$/, "") || "/";
      const isThere =
        options.createsFolders || KNOWN_FOLDERS.has(folder) || folder === here || files.list(folder) !== undefined;
      if (isThere) saveFile(world, place, { name, text });
      return isThere;
    },
  };
}

/** Folders that every place has, empty as they may be. */
const KNOWN_FOLDERS: ReadonlySet<string> = new Set([
  "/",
  "/tmp",
  "/root",
  "/dev",
  "/etc",
  "/var/tmp",
  "/home",
  "/mnt",
  "/opt",
]);

/** The request as `curl -s -S -m …` would send it from that host; the outcome has curl's own words and exit code. */
export function* curlRequest(world: TracerWorld, host: NetworkHost, request: RequestSpec): Process<Trace> {
  const parsed = commandOf(request);
  const options = parsed.kind === "options" ? parsed.operations.at(-1) : undefined;
  const sink = { out: () => undefined, error: () => undefined, file: () => true };
  const [target] = options?.targets.slice(-1) ?? [];
  if (!options || !target) {
    const stderr = parsed.kind === "usage" ? parsed.message.trimEnd() : "";
    const cause = { code: "BAD_REQUEST", references: [] } as const;
    const now = world.simulation.nowMs;
    const outcome = { kind: "unreachable", exitCode: 2, stderr, cause } as const;
    return { request, beganMs: now, endedMs: now, packets: [], outcome };
  }
  const { trace } = yield* new CurlSession(world, host, { options, sink }).transfer(target, { request });
  return trace;
}

/** Commands that are kept as they were read: a stream sends the same ones again and again. */
const COMMANDS_MAX = 1000;
const commands = new Map<string, CurlCommand>();

function commandOf({ url = "", timeoutMs, curlArguments = "" }: RequestSpec): CurlCommand {
  const key = `${timeoutMs}\n${curlArguments}\n${url}`;
  const known = commands.get(key);
  if (known) return known;
  const limit = timeoutMs === undefined ? [] : ["-m", String(timeoutMs / 1000)];
  const command = parseCurl(["-s", "-S", "-g", ...limit, ...splitWords(curlArguments), url]);
  if (commands.size >= COMMANDS_MAX) commands.clear();
  commands.set(key, command);
  return command;
}
