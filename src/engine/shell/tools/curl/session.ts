// One run of curl: its connections, and a transfer for each URL. As lib/multi.c and lib/http.c take their steps.
import type { Ipv4 } from "../../../model/address.ts";
import { parseIpv4 } from "../../../model/address.ts";
import type { NetworkHost } from "../../../network/hosts.ts";
import type { Process } from "../../../simulation/process.ts";
import type { Outcome, RequestSpec, Trace } from "../../../trace/trace.ts";
import { Conversation } from "../../../tracer/conversation.ts";
import { before } from "../../../tracer/deadline.ts";
import type { HttpRequest, HttpResponse } from "../../../tracer/http.ts";
import { answeredOutcome, exchangeHttp } from "../../../tracer/http.ts";
import { causeOfUnresolved, resolveName } from "../../../tracer/resolve.ts";
import type { Connection } from "../../../tracer/tcp.ts";
import { close } from "../../../tracer/tcp.ts";
import type { TracerWorld } from "../../../tracer/world.ts";
import type { CurlFailure } from "./connect.ts";
import { connectAny, elapsed } from "./connect.ts";
import type { CurlOptions, CurlTarget } from "./options.ts";
import { outputFile } from "./options.ts";
import type { RequestHead } from "./request-head.ts";
import { requestHead, utf8Length } from "./request-head.ts";
import { operationTimedOut, secureForCurl } from "./tls.ts";
import type { CurlUrl } from "./url.ts";
import { parseCurlUrl } from "./url.ts";
import type { TransferFacts } from "./write-out.ts";
import { writeOut } from "./write-out.ts";

/** Where curl's output goes. */
export type CurlSink = { out(text: string): void; error(text: string): void; file(name: string, text: string): void };

export type Transferred = { readonly trace: Trace; readonly exitCode: number };

type Pooled = { readonly connection: Connection; readonly number: number };
type Resolved = { readonly kind: "resolved"; readonly addresses: readonly Ipv4[] } | CurlFailure;
type Ready = (Pooled & { readonly kind: "ready"; readonly isNew: boolean }) | CurlFailure;
type Answered =
  | { readonly kind: "answered"; readonly request: HttpRequest; readonly response: HttpResponse }
  | CurlFailure;

/** curl's own limit for connecting. */
const CONNECT_TIMEOUT_MS = 300_000;
/** curl looks at its clock when a millisecond more has gone by. */
const CLOCK_GRAIN_MS = 1;

export class CurlSession {
  readonly #world: TracerWorld;
  readonly #host: NetworkHost;
  readonly #options: CurlOptions;
  readonly #sink: CurlSink;
  readonly #connections = new Map<string, Pooled>();
  #connectionsMade = 0;

  constructor(world: TracerWorld, host: NetworkHost, run: { readonly options: CurlOptions; readonly sink: CurlSink }) {
    this.#world = world;
    this.#host = host;
    this.#options = run.options;
    this.#sink = run.sink;
  }

  /** Fetches one URL. `next` is the one after it, for which a connection may be kept. */
  *transfer(target: CurlTarget, request: RequestSpec, next?: CurlTarget): Process<Transferred> {
    const conversation = new Conversation(this.#world, this.#host, request);
    const url = parseCurlUrl(target.url);
    if ("kind" in url) {
      const { exitCode, message } = url;
      const cause = { code: "BAD_REQUEST", references: [] } as const;
      return this.#failed(conversation, { kind: "failed", exitCode, message, outcome: "unreachable", cause });
    }
    return yield* this.#fetch(new Transfer(conversation, url), { target, next, redirects: 0 });
  }

  *#fetch(
    transfer: Transfer,
    {
      target,
      next,
      redirects,
    }: { readonly target: CurlTarget; readonly next: CurlTarget | undefined; readonly redirects: number },
  ): Process<Transferred> {
    const { conversation, url } = transfer;
    const head = requestHead(this.#options, url);
    const ready = yield* this.#connect(transfer);
    if (ready.kind === "failed") return this.#failed(conversation, ready, { transfer, head });
    const answered = yield* this.#exchange(transfer, { ready, head });
    if (answered.kind === "failed") {
      this.#connections.delete(keyOf(url));
      yield* this.#close(conversation, ready);
      return this.#failed(conversation, answered, { transfer, head, ready });
    }
    const { response } = answered;
    const location = response.headers.find(([name]) => name.toLowerCase() === "location")?.[1];
    if (this.#options.follows && location !== undefined && response.status >= 300 && response.status < 400) {
      const followed = parseCurlUrl(
        /^https?:/i.test(location) ? location : `${url.scheme}://${url.host}:${url.port}${location}`,
      );
      if (!("kind" in followed) && redirects < this.#options.redirectsMax) {
        this.#say(`Issue another request to this URL: '${followed.text}'`);
        return yield* this.#fetch(new Transfer(conversation, followed, transfer.beganMs), {
          target,
          next,
          redirects: redirects + 1,
        });
      }
    }
    return yield* this.#succeeded(transfer, { target, next, head, ready, answered });
  }

  *#connect(transfer: Transfer): Process<Ready> {
    const { conversation, url } = transfer;
    const pooled = this.#connections.get(keyOf(url));
    if (pooled) {
      this.#say("Found bundle for host: 0x55d0c8b1a2e0 [serially]");
      this.#say("Can not multiplex, even if we wanted to");
      this.#say(`Re-using existing connection #${pooled.number} with host ${url.host}`);
      transfer.markReused();
      return { kind: "ready", isNew: false, ...pooled };
    }
    const number = this.#connectionsMade++;
    const resolved = yield* this.#resolve(transfer);
    transfer.resolvedMs = conversation.nowMs;
    if (resolved.kind === "failed") return this.#closing(number, resolved);
    const source = this.#source();
    if (typeof source === "string") {
      const cause = { code: "BAD_REQUEST", references: [] } as const;
      return this.#closing(number, { kind: "failed", exitCode: 45, message: source, outcome: "unreachable", cause });
    }
    const connected = yield* connectAny(conversation, {
      host: url.host,
      port: url.port,
      addresses: resolved.addresses,
      ...(source && { source: source.address }),
      ...this.#sourcePort(conversation),
      beganMs: transfer.beganMs,
      connectTimeoutMs: this.#options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
      deadlineMs: this.#deadline(transfer),
      say: (line) => this.#say(line),
    });
    transfer.connectedMs = conversation.nowMs;
    if (connected.kind === "failed") return this.#closing(number, connected);
    const { connection } = connected;
    this.#say(`Connected to ${url.host} (${connection.ends.destination}) port ${url.port} (#${number})`);
    if (url.scheme === "https") {
      const { isInsecure } = this.#options;
      const [deadlineMs, beganMs] = [this.#deadline(transfer), transfer.beganMs];
      const say = (line: string) => this.#say(line);
      const secured = yield* secureForCurl(conversation, { connection, isInsecure, beganMs, deadlineMs, say });
      if (secured.kind === "failed") {
        yield* close(conversation, connection, "client");
        return this.#closing(number, secured);
      }
      transfer.securedMs = conversation.nowMs;
    }
    const made = { connection, number };
    this.#connections.set(keyOf(url), made);
    return { kind: "ready", isNew: true, ...made };
  }

  *#resolve(transfer: Transfer): Process<Resolved> {
    const { conversation, url } = transfer;
    const literal = parseIpv4(url.host);
    if (literal) return { kind: "resolved", addresses: [literal] };
    const given = this.#resolvedByOption(url);
    if (given) {
      this.#say(`Hostname ${url.host} was found in DNS cache`);
      return { kind: "resolved", addresses: given };
    }
    const { family } = this.#options;
    const deadlineMs = this.#deadline(transfer);
    const families = family === "ipv4" ? ({ families: "ipv4" } as const) : {};
    const found = yield* before(deadlineMs, resolveName(conversation, url.host, families));
    const outcome = "not-resolved";
    if (!found) {
      const message = `Resolving timed out after ${elapsed(conversation, transfer.beganMs)} milliseconds`;
      this.#say(message);
      const cause = conversation.lastFailure("dns-query") ?? { code: "DNS_UNREACHABLE", references: [] };
      return { kind: "failed", exitCode: 28, message, outcome, cause: { ...cause, code: "DNS_UNREACHABLE" } };
    }
    if (found.addresses.length > 0 && family !== "ipv6") return { kind: "resolved", addresses: found.addresses };
    const message = `Could not resolve host: ${url.host}`;
    this.#say(message);
    return { kind: "failed", exitCode: 6, message, outcome, cause: causeOfUnresolved(conversation, url.host, found) };
  }

  *#exchange(
    transfer: Transfer,
    { ready, head }: { readonly ready: Pooled; readonly head: RequestHead },
  ): Process<Answered> {
    const { conversation, url } = transfer;
    if (this.#options.isVerbose) this.#sink.error(`${[...head.lines, ""].map((line) => `> ${line}`).join("\n")}\n`);
    transfer.sentMs = conversation.nowMs;
    const { method, path, host } = head;
    const request: HttpRequest = { method, path, host, isTls: url.scheme === "https" };
    const deadlineMs = this.#deadline(transfer);
    const { connection } = ready;
    const exchanged = yield* exchangeHttp(conversation, { connection, request, deadlineMs });
    if (exchanged.kind === "response") return { kind: "answered", request, response: exchanged.response };
    const fail = (exitCode: number, message: string, outcome: CurlFailure["outcome"]): CurlFailure => {
      this.#say(message);
      return this.#closing(ready.number, { kind: "failed", exitCode, message, outcome, cause: exchanged.cause });
    };
    if (exchanged.kind === "empty") return fail(52, "Empty reply from server", "reset");
    if (exchanged.kind === "timed-out" && !exchanged.byKernel)
      return fail(28, operationTimedOut(conversation, transfer.beganMs), "timed-out");
    const reason = exchanged.kind === "timed-out" ? "Connection timed out" : "Connection reset by peer";
    return fail(56, `Recv failure: ${reason}`, exchanged.kind);
  }

  *#succeeded(
    transfer: Transfer,
    done: {
      readonly target: CurlTarget;
      readonly next: CurlTarget | undefined;
      readonly head: RequestHead;
      readonly ready: Pooled & { readonly isNew: boolean };
      readonly answered: Answered & { kind: "answered" };
    },
  ): Process<Transferred> {
    const { conversation, url } = transfer;
    const { target, next, head, ready, answered } = done;
    const { response, request } = answered;
    const isRefused = this.#options.failsOnStatus && response.status >= 400;
    this.#show(url, { response, target, hasBody: !isRefused });
    const endedMs = conversation.nowMs;
    const nextUrl = next && parseCurlUrl(next.url);
    const isKept = !response.closes && !isRefused;
    if (isKept) this.#say(`Connection #${ready.number} to host ${url.host} left intact`);
    else this.#say(`Closing connection ${ready.number}`);
    if (!isKept || !nextUrl || "kind" in nextUrl || keyOf(nextUrl) !== keyOf(url)) {
      this.#connections.delete(keyOf(url));
      yield* close(conversation, ready.connection, response.closes ? "server" : "client");
    }
    const facts = transfer.facts({ head, ready, endedMs, response });
    if (isRefused) this.#complain(22, `The requested URL returned error: ${response.status}`);
    this.#writeOut(facts);
    const trace = conversation.finish(answeredOutcome(ready.connection, { request, response }));
    return { trace, exitCode: isRefused ? 22 : 0 };
  }

  #show(
    url: CurlUrl,
    {
      response,
      target,
      hasBody,
    }: { readonly response: HttpResponse; readonly target: CurlTarget; readonly hasBody: boolean },
  ): void {
    const { isVerbose, includesHeaders, isHead } = this.#options;
    const lines = isVerbose || includesHeaders || isHead ? headLines(url, response) : [];
    if (isVerbose) this.#sink.error(lines.map((line) => `< ${line}\n`).join(""));
    const body = hasBody ? response.body : "";
    if (isVerbose && body !== "") this.#sink.error(`{ [${utf8Length(body)} bytes data]\n`);
    const shown = includesHeaders || isHead ? lines.map((line) => `${line}\n`).join("") : "";
    const file = outputFile(target);
    if (file === undefined || file === "-") this.#sink.out(`${shown}${body}`);
    else this.#sink.file(file, `${shown}${body}`);
  }

  *#close(conversation: Conversation, { connection }: Pooled): Process<void> {
    yield* close(conversation, connection, "client");
  }

  #failed(
    conversation: Conversation,
    failure: CurlFailure,
    done?: {
      readonly transfer: Transfer;
      readonly head: RequestHead;
      readonly ready?: Pooled & { readonly isNew: boolean };
    },
  ): Transferred {
    const { exitCode, message, outcome, cause } = failure;
    this.#complain(exitCode, message);
    const endedMs = conversation.nowMs;
    if (done) this.#writeOut(done.transfer.facts({ ...done, endedMs, failure }));
    const told: Outcome = { kind: outcome, exitCode, stderr: `curl: (${exitCode}) ${message}`, cause };
    return { trace: conversation.finish(told), exitCode };
  }

  #complain(exitCode: number, message: string): void {
    const { isSilent, showsErrors } = this.#options;
    if (!isSilent || showsErrors) this.#sink.error(`curl: (${exitCode}) ${message}\n`);
  }

  #writeOut(facts: TransferFacts): void {
    if (this.#options.writeOut !== undefined) this.#sink.out(writeOut(this.#options.writeOut, facts));
  }

  #closing(number: number, failure: CurlFailure): CurlFailure {
    this.#say(`Closing connection ${number}`);
    return failure;
  }

  #say(line: string): void {
    if (this.#options.isVerbose) this.#sink.error(`* ${line}\n`);
  }

  #deadline({ beganMs }: Transfer): number {
    const { timeoutMs } = this.#options;
    return timeoutMs ? beganMs + timeoutMs + CLOCK_GRAIN_MS : Infinity;
  }

  /** What --interface binds to; a text says why it cannot. */
  #source(): { readonly address: Ipv4 } | string | undefined {
    const { interface: name } = this.#options;
    if (name === undefined) return undefined;
    const address = parseIpv4(name) ?? (name === "eth0" ? this.#host.address : undefined);
    if (!address) return `Couldn't bind to '${name}'`;
    this.#say(`Local Interface ${name} is ip ${address} using address family 2`);
    if (!this.#world.network.isLocal(this.#host, address))
      return "bind failed with errno 99: Cannot assign requested address";
    this.#say("Local port: 0");
    return { address };
  }

  #sourcePort({ request }: Conversation): { readonly sourcePort?: number } {
    const sourcePort = this.#options.localPort ?? request.sourcePort;
    return sourcePort === undefined ? {} : { sourcePort };
  }

  #resolvedByOption({ host, port }: CurlUrl): readonly Ipv4[] | undefined {
    for (const entry of this.#options.resolves) {
      const [name = "", at = "", addresses = ""] = entry.replace(/^\+/, "").split(":");
      if ((name.toLowerCase() !== host.toLowerCase() && name !== "*") || Number(at) !== port) continue;
      return addresses.split(",").flatMap((text) => parseIpv4(text) ?? []);
    }
    return undefined;
  }
}

/** One URL's progress: when it came how far. */
class Transfer {
  readonly conversation: Conversation;
  readonly url: CurlUrl;
  readonly beganMs: number;
  resolvedMs = 0;
  connectedMs = 0;
  securedMs = 0;
  sentMs = 0;

  constructor(conversation: Conversation, url: CurlUrl, beganMs: number = conversation.nowMs) {
    this.conversation = conversation;
    this.url = url;
    this.beganMs = beganMs;
  }

  markReused(): void {
    this.resolvedMs = this.connectedMs = this.conversation.nowMs;
  }

  facts(done: {
    readonly head: RequestHead;
    readonly ready?: Pooled & { readonly isNew: boolean };
    readonly endedMs: number;
    readonly response?: HttpResponse;
    readonly failure?: CurlFailure;
  }): TransferFacts {
    const since = (ms: number) => (ms === 0 ? 0 : ms - this.beganMs);
    const { head, ready, endedMs, response, failure } = done;
    return {
      url: this.url,
      method: head.method,
      ...(ready && { connection: ready.connection }),
      ...(response && { response }),
      ...(failure && { failure }),
      isNewConnection: ready?.isNew ?? false,
      resolvedMs: since(this.resolvedMs),
      connectedMs: ready ? since(this.connectedMs) : 0,
      securedMs: since(this.securedMs),
      sentMs: since(this.sentMs),
      endedMs: since(endedMs),
    };
  }
}

function keyOf({ scheme, host, port }: CurlUrl): string {
  return `${scheme}://${host.toLowerCase()}:${port}`;
}

/** The status line and the headers, and the empty line after them. HTTP/2 has no reason, and its names are in lower case. */
function headLines(url: CurlUrl, { status, reason, headers }: HttpResponse): readonly string[] {
  if (url.scheme === "https")
    return [`HTTP/2 ${status} `, ...headers.map(([name, value]) => `${name.toLowerCase()}: ${value}`), ""];
  const version = headers.length > 0 ? "1.1" : "1.0";
  return [`HTTP/${version} ${status} ${reason}`, ...headers.map(([name, value]) => `${name}: ${value}`), ""];
}
