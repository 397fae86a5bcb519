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
  const parsed = parseWget(words.slice(1));
  if (parsed.kind === "ended") {
    streams.out(parsed.out);
    streams.error(parsed.error);
    return parsed.exitCode;
  }
  let exitCode = 0;
  for (const text of parsed.options.urls) {
    const url = parseWgetUrl(text);
    const run = new WgetRun({ world, streams, place, options: parsed.options });
    const code = url ? yield* run.fetch(url) : run.refuse(text);
    if (code !== 0) exitCode = exitCode === 0 ? code : Math.min(exitCode, code);
  }
  return exitCode;
};

type Run = {
  readonly world: TracerWorld;
  readonly streams: ToolStreams;
  readonly place: ToolPlace;
  readonly options: WgetOptions;
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
    const { world, options } = this.#run;
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
        this.#log("Giving up.\n\n");
        return EXIT.network;
      }
      this.#log("Retrying.\n\n");
      yield* sleep(world.simulation, Math.min(tries, WAIT_BETWEEN_TRIES_MAX_S) * 1000);
    }
  }

  *#try(url: WgetUrl): Process<Tried> {
    const { world, place, streams } = this.#run;
    const { ref, host } = placeHost(world, place);
    if (!host) return { kind: "over", exitCode: EXIT.network };
    const conversation = new Conversation(world, host, { from: ref, url: url.text });
    const addresses = (this.#addresses ??= yield* this.#resolve(conversation, url));
    if (!addresses) return { kind: "over", exitCode: EXIT.network };
    const reached = yield* this.#connect(conversation, url, addresses);
    if (reached.kind !== "open") return reached;
    const { options } = this.#run;
    const deadlineMs = conversation.nowMs + (options.timeoutMs ?? READ_TIMEOUT_MS);
    const method = this.#isHead ? "HEAD" : options.postData === undefined ? "GET" : "POST";
    const request = { method, path: url.path, host: options.hostHeader ?? url.hostHeader, isTls: url.isTls };
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
    if (found && found.addresses.length > 0) {
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
    const { options, streams } = this.#run;
    const { host, port, isTls } = url;
    let last: Failure | undefined;
    for (const address of addresses) {
      this.#log(`Connecting to ${host === address ? host : `${host} (${host})|${address}|`}:${port}... `);
      const deadlineMs = conversation.nowMs + (options.timeoutMs ?? Infinity);
      const opened = yield* open(conversation, { address, port, isTls, deadlineMs });
      if (opened.kind === "no-tls" || (opened.kind === "open" && isTls && options.checksCertificate)) {
        this.#log(
          opened.kind === "open"
            ? "connected.\n"
            : "connected.\nOpenSSL: error:0A00010B:SSL routines::wrong version number\n",
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
      this.#log(`failed: ${connectError(opened)}.\n`);
    }
    if (last) streams.trace(conversation.finish(failedOutcome(last, EXIT.network)));
    return last?.kind === "timed-out" ? { kind: "again" } : { kind: "over", exitCode: EXIT.network };
  }

  #save(url: WgetUrl, response: HttpResponse): Tried {
    const { world, options, streams, place } = this.#run;
    const { status, reason, headers, body } = response;
    const head = [`HTTP/1.1 ${status} ${reason}`, ...headers.map((pair) => pair.join(": "))];
    this.#log(options.showsHeaders ? `\n${head.map((line) => `  ${line}\n`).join("")}` : `${status} ${reason}\n`);
    if (this.#isHead && (status === 500 || status === 501)) return { kind: "with-get" };
    if (status >= 400) {
      if (options.isSpider) this.#log("Remote file does not exist -- broken link!!!\n\n");
      else if (!options.isQuiet)
        streams.error(`${this.#now()} ERROR ${status}: ${reason}.\n${options.isBrief ? "" : "\n"}`);
      return { kind: "over", exitCode: EXIT.server };
    }
    const type = headers.find(([name]) => name.toLowerCase() === "content-type")?.[1];
    const size = utf8Length(body);
    this.#log(`Length: ${size}${type === undefined ? "" : ` [${type.replace(/;.*$/, "")}]`}\n`);
    if (options.isSpider) {
      this.#log("Remote file exists.\n\n");
      return { kind: "over", exitCode: 0 };
    }
    const file = options.output ?? url.file;
    const isStdout = file === "-";
    this.#log(`Saving to: ‘${isStdout ? "STDOUT" : file}’\n`);
    if (isStdout) streams.out(body);
    else saveFile(world, place, { name: file, text: body });
    this.#log(`\n     0K ${progress(size)}\n\n`);
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

  #log(text: string): void {
    const { options, streams } = this.#run;
    if (!options.isQuiet && !options.isBrief) streams.error(text);
  }

  #now(): string {
    const { simulation } = this.#run.world;
    const { year, month, day, hour, minute, second } = civilTime(simulation.startEpochMs + simulation.nowMs);
    const two = (value: number) => String(value).padStart(2, "0");
    return `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}:${two(second)}`;
  }
}

const SPEED = "25.4 MB/s";
const DOT_BYTES = 1024;
const DOTS_PER_LINE = 50;

/** The one line of dots of a small file, as src/progress.c draws it. */
function progress(size: number): string {
  const dots = ".".repeat(Math.min(DOTS_PER_LINE, Math.floor(size / DOT_BYTES)));
  const grouped = dots.padEnd(DOTS_PER_LINE).replace(/(.{10})(?=.)/g, "$1 ");
  return `${grouped} 100% 25.4M=0s`;
}
