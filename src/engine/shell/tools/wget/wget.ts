// GNU wget 1.21.3 as Debian 12 has it. Read src/http.c (gethttp, http_loop) and src/connect.c beside this file.
import type { Ipv4 } from "../../../model/address.ts";
import { parseIpv4 } from "../../../model/address.ts";
import { civilTime } from "../../../model/timestamp.ts";
import type { Process } from "../../../simulation/process.ts";
import { sleep } from "../../../simulation/process.ts";
import { Conversation } from "../../../tracer/conversation.ts";
import { before } from "../../../tracer/deadline.ts";
import { causeOfUnresolved, resolveName } from "../../../tracer/resolve.ts";
import type { Connection, Failure } from "../../../tracer/tcp.ts";
import type { HttpResponse } from "../../../tracer/http.ts";
import type { TracerWorld } from "../../../tracer/world.ts";
import type { FileSystem } from "../../files.ts";
import { fileSystemOf } from "../../files.ts";
import type { Tool, ToolPlace, ToolStreams } from "../../tool.ts";
import { utf8Length } from "../curl/request-head.ts";
import { libcOf, placeHost, resolverError } from "../place-host.ts";
import { saveFile } from "../save-file.ts";
import { connectError } from "../connect-error.ts";
import { failedOutcome, fetch, open } from "./fetch.ts";
import type { WgetOptions } from "./options.ts";
import { parseWget } from "./options.ts";
import type { WgetUrl } from "./url.ts";
import { parseWgetUrl } from "./url.ts";

/** exits.h: a file could not be written, the network failed, the server said an error. */
const EXIT = { generic: 1, network: 4, ssl: 5, server: 8 } as const;
const READ_TIMEOUT_MS = 900_000;
const WAIT_BETWEEN_TRIES_MAX_S = 10;

export const wget: Tool<TracerWorld> = function* wget(world, words, streams, place) {
  const files = fileSystemOf(world, place);
  const parsed = parseWget(words.slice(1), (path) => (path === "-" ? streams.stdin : files.read(path)));
  if (parsed.kind === "ended") {
    streams.out(parsed.out);
    streams.error(parsed.error);
    return parsed.exitCode;
  }
  const { options } = parsed;
  const logged = options.log ? loggedTo(options.log, { files, streams }) : streams;
  const beganMs = world.simulation.nowMs;
  const fetched: number[] = [];
  let exitCode = 0;
  for (const text of options.urls) {
    const url = parseWgetUrl(text);
    const run = new WgetRun({ world, streams: logged, place, options, fetched });
    const code = url ? yield* run.fetch(url) : run.refuse(text);
    if (code !== 0) exitCode = exitCode === 0 ? code : Math.min(exitCode, code);
  }
  if (options.urls.length > 1 && fetched.length > 0 && !options.isQuiet)
    logged.error(summary(fetched, { world, tookMs: world.simulation.nowMs - beganMs }));
  return exitCode;
};

/** -o: messages into a file instead of standard error. */
function loggedTo(
  { file, appends }: NonNullable<WgetOptions["log"]>,
  { files, streams }: { readonly files: FileSystem; readonly streams: ToolStreams },
): ToolStreams {
  let text = appends ? (files.read(file) ?? "") : "";
  return {
    get stdin() {
      return streams.stdin;
    },
    out: (more) => streams.out(more),
    error: (more) => {
      text += more;
      files.write(file, text);
    },
    trace: (trace) => streams.trace(trace),
    opens: (object) => streams.opens(object),
  };
}

function summary(
  sizes: readonly number[],
  { world, tookMs }: { readonly world: TracerWorld; readonly tookMs: number },
): string {
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  const [files, seconds] = [sizes.length, (tookMs / 1000).toFixed(1)];
  return `FINISHED --${timeText(world)}--\nTotal wall clock time: ${seconds}s\nDownloaded: ${files} files, ${bytes} in 0s (${SPEED})\n`;
}

type Run = {
  readonly world: TracerWorld;
  readonly streams: ToolStreams;
  readonly place: ToolPlace;
  readonly options: WgetOptions;
  /** The sizes of what was fetched. */
  readonly fetched: number[];
};
/** `again`: after a while, as it may go better then; `with-get`: at once, as the server knows no HEAD. */
type Tried = { readonly kind: "over"; readonly exitCode: number } | { readonly kind: "again" | "with-get" };
type Reached = { readonly kind: "open"; readonly connection: Connection } | Tried;

class WgetRun {
  readonly #run: Run;
  #isHead: boolean;
  #addresses: readonly Ipv4[] | undefined;

  constructor(run: Run) {
    this.#run = run;
    this.#isHead = run.options.isSpider;
  }

  /** A URL that wget does not take. */
  refuse(text: string): number {
    const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1];
    this.#log(`${text}: ${scheme ? `Unsupported scheme ‘${scheme}’` : "Invalid host name"}.\n`);
    return EXIT.generic;
  }

  /** Fetches a URL, in as many tries as it takes or may take. */
  *fetch(url: WgetUrl): Process<number> {
    const { world, options, streams, place } = this.#run;
    const kept = options.keepsFiles && options.output === undefined ? this.#fileOf(url) : undefined;
    if (kept !== undefined && fileSystemOf(world, place).read(kept) !== undefined) {
      if (!options.isQuiet) streams.error(`File ‘${kept}’ already there; not retrieving.\n\n`);
      return 0;
    }
    for (let tries = 1; ; tries++) {
      if (tries === 1 && options.isSpider) this.#log("Spider mode enabled. Check if remote file exists.\n");
      this.#log(`--${this.#now()}--  ${tries > 1 ? `(try:${String(tries).padStart(2)})  ` : ""}${url.text}\n`);
      const tried = yield* this.#try(url);
      if (tried.kind === "over") return tried.exitCode;
      if (tried.kind === "with-get") {
        this.#isHead = false;
        continue;
      }
      if (options.tries > 0 && tries >= options.tries) {
        if (!options.isQuiet) streams.error("Giving up.\n\n");
        return EXIT.network;
      }
      this.#log("Retrying.\n\n");
      yield* sleep(world.simulation, Math.max(Math.min(tries, WAIT_BETWEEN_TRIES_MAX_S) * 1000, options.waitMs));
    }
  }

  *#try(url: WgetUrl): Process<Tried> {
    const { world, place, streams } = this.#run;
    const { ref, host: from } = placeHost(world, place);
    if (!from) return { kind: "over", exitCode: EXIT.network };
    const conversation = new Conversation(world, from, { from: ref, url: url.text });
    const addresses = (this.#addresses ??= yield* this.#resolve(conversation, url));
    if (!addresses) return { kind: "over", exitCode: EXIT.network };
    const reached = yield* this.#connect(conversation, url, addresses);
    if (reached.kind !== "open") return reached;
    const { options } = this.#run;
    const deadlineMs = conversation.nowMs + (options.timeoutMs ?? READ_TIMEOUT_MS);
    const method = this.#isHead ? "HEAD" : options.method;
    const { body } = options;
    const host = options.hostHeader ?? url.hostHeader;
    const request = { method, path: url.path, host, isTls: url.isTls, ...(body !== undefined && { body }) };
    this.#log(`${url.isTls ? "HTTPS" : "HTTP"} request sent, awaiting response... `);
    const fetched = yield* fetch(conversation, { connection: reached.connection, request, deadlineMs });
    if (fetched.kind === "response") {
      streams.trace(conversation.finish(fetched.outcome));
      return this.#save(url, fetched.response);
    }
    const { cause } = fetched;
    const kind = fetched.kind === "empty" ? "reset" : fetched.kind;
    streams.trace(conversation.finish(failedOutcome({ kind, cause }, EXIT.network)));
    if (fetched.kind === "empty") this.#log("No data received.\n");
    else this.#log(`Read error (${connectError(fetched)}) in headers.\n`);
    return { kind: "again" };
  }

  *#resolve(conversation: Conversation, { host }: WgetUrl): Process<readonly Ipv4[] | undefined> {
    const literal = parseIpv4(host);
    if (literal) return [literal];
    const { options, place, streams } = this.#run;
    this.#log(`Resolving ${host} (${host})... `);
    const limitMs = conversation.nowMs + (options.timeoutMs ?? Infinity);
    const families = options.family === "ipv4" ? ({ families: "ipv4" } as const) : {};
    const found = yield* before(limitMs, resolveName(conversation, host, { libc: libcOf(place), ...families }));
    if (found && found.addresses.length > 0 && !options.isIpv6) {
      this.#log(`${found.addresses.slice(0, 3).join(", ")}${found.addresses.length > 3 ? ", ..." : ""}\n`);
      return found.addresses;
    }
    this.#log(`failed: ${found ? resolverError(found.failure) : "Connection timed out"}.\n`);
    if (!options.isQuiet) streams.error(`wget: unable to resolve host address ‘${host}’\n`);
    const cause = found
      ? causeOfUnresolved(conversation, host, found)
      : ({ code: "DNS_UNREACHABLE", references: [] } as const);
    streams.trace(conversation.finish({ kind: "not-resolved", exitCode: EXIT.network, stderr: "", cause }));
    return undefined;
  }

  /** Tries the addresses in turn, as connect_to_host() does; the last one's error decides whether the whole is tried again. */
  *#connect(conversation: Conversation, url: WgetUrl, addresses: readonly Ipv4[]): Process<Reached> {
    const { options, streams, world, place } = this.#run;
    const { host, port, isTls } = url;
    const source = parseIpv4(options.source ?? "");
    const { host: from } = placeHost(world, place);
    let last: Failure | undefined;
    for (const address of addresses) {
      this.#log(`Connecting to ${host === address ? host : `${host} (${host})|${address}|`}:${port}... `);
      if (source && from && !world.network.isLocal(from, source)) {
        this.#complain("failed: Cannot assign requested address.\n");
        return { kind: "again" };
      }
      const deadlineMs = conversation.nowMs + (options.timeoutMs ?? Infinity);
      const opened = yield* open(conversation, { address, port, isTls, deadlineMs, ...(source && { source }) });
      if (opened.kind === "no-tls" || (opened.kind === "open" && isTls && options.checksCertificate)) {
        this.#log(
          opened.kind === "open" ? "connected.\n" : "connected.\nGnuTLS: An unexpected TLS packet was received.\n",
        );
        if (opened.kind === "open") this.#sayUntrusted(host);
        else this.#log("Unable to establish SSL connection.\n");
        const cause = { code: "BAD_REQUEST", references: opened.connection.socket.references } as const;
        streams.trace(conversation.finish(failedOutcome({ kind: "reset", cause }, EXIT.ssl)));
        return { kind: "over", exitCode: opened.kind === "open" ? EXIT.ssl : EXIT.network };
      }
      if (opened.kind === "open") {
        this.#log("connected.\n");
        return opened;
      }
      last = opened;
      this.#complain(`failed: ${connectError(opened)}.\n`);
    }
    if (last) streams.trace(conversation.finish(failedOutcome(last, EXIT.network)));
    const isWorthIt = last?.kind === "timed-out" || (last?.kind === "refused" && options.retriesRefused);
    return isWorthIt ? { kind: "again" } : { kind: "over", exitCode: EXIT.network };
  }

  #save(url: WgetUrl, response: HttpResponse): Tried {
    const { world, options, streams, place } = this.#run;
    const { status, reason, headers, body } = response;
    const head = [`HTTP/1.1 ${status} ${reason}`, ...headers.map((pair) => pair.join(": "))];
    if (options.showsHeaders && options.isQuiet) streams.error(head.map((line) => `  ${line}\n`).join(""));
    this.#log(options.showsHeaders ? `\n${head.map((line) => `  ${line}\n`).join("")}` : `${status} ${reason}\n`);
    if (this.#isHead && (status === 500 || status === 501)) return { kind: "with-get" };
    if (status >= 400) {
      if (options.isSpider) this.#log("Remote file does not exist -- broken link!!!\n\n");
      else if (!options.isQuiet)
        streams.error(`${this.#now()} ERROR ${status}: ${reason}.\n${options.isBrief ? "" : "\n"}`);
      if (options.showsErrorPages && options.output === "-") streams.out(body);
      return { kind: "over", exitCode: EXIT.server };
    }
    const type = headers.find(([name]) => name.toLowerCase() === "content-type")?.[1];
    const size = utf8Length(body);
    this.#log(`Length: ${size}${type === undefined ? "" : ` [${type.replace(/;.*$/, "")}]`}\n`);
    if (options.isSpider) {
      this.#log("Remote file exists.\n\n");
      return { kind: "over", exitCode: 0 };
    }
    const file = options.output ?? this.#freeName(this.#fileOf(url));
    const isStdout = file === "-";
    this.#log(`Saving to: ‘${isStdout ? "STDOUT" : file}’\n`);
    this.#run.fetched.push(size);
    if (isStdout) streams.out(body);
    else saveFile(world, place, { name: file, text: body });
    const meter = `     0K ${progress(size)}\n`;
    if (options.showsProgress && options.isQuiet) streams.error(`\n${meter}`);
    this.#log(`\n${meter}\n`);
    const done = isStdout ? `written to stdout [${size}/${size}]` : `‘${file}’ saved [${size}/${size}]`;
    this.#log(`${this.#now()} (${SPEED}) - ${done}\n\n`);
    if (options.isBrief && !options.isQuiet)
      streams.error(`${this.#now()} URL:${url.text} [${size}/${size}] -> "${file}" [1]\n`);
    return { kind: "over", exitCode: 0 };
  }

  #sayUntrusted(host: string): void {
    this.#log(
      `ERROR: The certificate of ‘${host}’ is not trusted.\nERROR: The certificate of ‘${host}’ doesn't have a known issuer.\n`,
    );
  }

  /** Where a URL's file goes. */
  #fileOf({ file }: WgetUrl): string {
    const { folder } = this.#run.options;
    return folder === undefined ? file : `${folder}/${file}`;
  }

  /** A name that is taken gets a number. */
  #freeName(name: string): string {
    const { world, place, options } = this.#run;
    const files = fileSystemOf(world, place);
    const isTaken = (one: string) => files.read(one) !== undefined;
    if (!isTaken(name) || options.goesOn) return name;
    let number = 1;
    while (isTaken(`${name}.${number}`)) number++;
    return `${name}.${number}`;
  }

  /** Said also with -nv. */
  #complain(text: string): void {
    const { options, streams } = this.#run;
    if (!options.isQuiet) streams.error(text);
  }

  #log(text: string): void {
    const { options, streams } = this.#run;
    if (!options.isQuiet && !options.isBrief) streams.error(text);
  }

  #now(): string {
    return timeText(this.#run.world);
  }
}

/** "2026-11-22 22:30:42". */
function timeText({ simulation }: TracerWorld): string {
  const { year, month, day, hour, minute, second } = civilTime(simulation.startEpochMs + simulation.nowMs);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}:${two(second)}`;
}

const SPEED = "25.4 MB/s";
const DOT_BYTES = 1024;
const DOTS_PER_LINE = 50;

/** The one line of dots of a small file, as src/progress.c draws it. */
function progress(size: number): string {
  const dots = ".".repeat(Math.min(DOTS_PER_LINE, Math.floor(size / DOT_BYTES)));
  const grouped = dots.padEnd(DOTS_PER_LINE).replace(/(.{10})(?=.)/g, "$1 ");
  return `${grouped}100% 25.4M=0s`;
}
