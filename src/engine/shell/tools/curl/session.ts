// One run of curl: its connections, and a transfer for each URL. As lib/multi.c and lib/http.c take their steps.
import { ipv4, parseIpv4 } from "../../../model/address.ts";
import type { NetworkHost } from "../../../network/hosts.ts";
import type { Process } from "../../../simulation/process.ts";
import type { Outcome, RequestSpec, Trace } from "../../../trace/trace.ts";
import { Conversation } from "../../../tracer/conversation.ts";
import { before } from "../../../tracer/deadline.ts";
import type { HttpRequest, HttpResponse } from "../../../tracer/http.ts";
import { answeredOutcome, exchangeHttp } from "../../../tracer/http.ts";
import { causeOfUnresolved, resolveName } from "../../../tracer/resolve.ts";
import { close } from "../../../tracer/tcp.ts";
import type { TracerWorld } from "../../../tracer/world.ts";
import type { CurlAddresses, CurlFailure } from "./connect.ts";
import { connectAny, elapsed } from "./connect.ts";
import type { CurlEndpoint } from "./endpoint.ts";
import { bindingOf, endpointOf, resolvedByOption } from "./endpoint.ts";
import type { CurlOptions, CurlTarget } from "./options.ts";
import type { RequestHead } from "./request-head.ts";
import { requestHead } from "./request-head.ts";
import type { CurlSink } from "./screen.ts";
import { CurlScreen } from "./screen.ts";
import { operationTimedOut, secureForCurl } from "./tls.ts";
import type { Pooled } from "./transfer.ts";
import { Transfer } from "./transfer.ts";
import type { CurlUrl } from "./url.ts";
import { parseCurlUrl } from "./url.ts";

export type Transferred = {
  readonly trace: Trace;
  readonly exitCode: number;
  /** What --retry goes by. */
  readonly status?: number;
  readonly isRefused?: boolean;
};

type Resolved = { readonly kind: "resolved"; readonly addresses: CurlAddresses } | CurlFailure;
type Ready = (Pooled & { readonly kind: "ready"; readonly isNew: boolean }) | CurlFailure;
type Answered =
  | { readonly kind: "answered"; readonly request: HttpRequest; readonly response: HttpResponse }
  | CurlFailure;

/** curl's own limit for connecting. */
const CONNECT_TIMEOUT_MS = 300_000;
/** curl looks at its clock when a millisecond more has gone by. */
const CLOCK_GRAIN_MS = 1;
const EXIT = {
  proxyUnresolved: 5,
  unresolved: 6,
  connect: 7,
  httpError: 22,
  timeout: 28,
  redirects: 47,
  empty: 52,
  receive: 56,
} as const;

/** The connections of one command line, whatever its parts ask for. */
export class CurlPool {
  readonly connections = new Map<string, Pooled>();
  made = 0;
}

/** One part of a command line at work. */
export class CurlSession {
  readonly #world: TracerWorld;
  readonly #host: NetworkHost;
  readonly #options: CurlOptions;
  readonly #screen: CurlScreen;
  readonly #pool: CurlPool;

  constructor(
    world: TracerWorld,
    host: NetworkHost,
    run: { readonly options: CurlOptions; readonly sink: CurlSink; readonly pool?: CurlPool },
  ) {
    this.#world = world;
    this.#host = host;
    this.#options = run.options;
    this.#screen = new CurlScreen(run.options, run.sink);
    this.#pool = run.pool ?? new CurlPool();
  }

  /** Fetches one URL. `next` is the one after it, for which a connection may be kept. */
  *transfer(
    target: CurlTarget,
    {
      request,
      index = 0,
      next,
    }: { readonly request: RequestSpec; readonly index?: number; readonly next?: CurlTarget | undefined },
  ): Process<Transferred> {
    const conversation = new Conversation(this.#world, this.#host, request);
    const url = parseCurlUrl(target.url, this.#options.isPathAsIs);
    if ("kind" in url) {
      const { exitCode, message } = url;
      const cause = { code: "BAD_REQUEST", references: [] } as const;
      return this.#failed(conversation, { kind: "failed", exitCode, message, outcome: "unreachable", cause });
    }
    this.#screen.begin(target);
    for (const entry of this.#options.resolves) this.#screen.say(`Added ${entry.replace(/^\+/, "")} to DNS cache`);
    return yield* this.#fetch(new Transfer(conversation, { url, target, index }), next);
  }

  *#fetch(transfer: Transfer, next: CurlTarget | undefined): Process<Transferred> {
    const { conversation, url } = transfer;
    const endpoint = endpointOf(this.#options, url);
    const head = this.#head(transfer, endpoint);
    const ready = yield* this.#connect(transfer, endpoint);
    if (ready.kind === "failed") return this.#failed(conversation, ready, { transfer, head });
    const answered = yield* this.#exchange(transfer, { ready, head });
    if (answered.kind === "failed") {
      this.#pool.connections.delete(keyOf(url, endpoint));
      yield* close(conversation, ready.connection, "client");
      return this.#failed(conversation, answered, { transfer, head, ready });
    }
    const followed = this.#redirection(url, answered.response);
    if (followed && transfer.redirects < this.#options.redirectsMax) {
      this.#screen.say(`Issue another request to this URL: '${followed.text}'`);
      return yield* this.#fetch(transfer.redirected(followed), next);
    }
    return yield* this.#succeeded(transfer, {
      next,
      head,
      ready,
      answered,
      endpoint,
      hasTooMany: followed !== undefined,
    });
  }

  #head({ url, target }: Transfer, endpoint: CurlEndpoint): RequestHead {
    const random = this.#world.simulation.random("curl");
    const isMultipart = this.#options.form.length > 0;
    const boundary = isMultipart ? Array.from({ length: 16 }, () => random.below(16).toString(16)).join("") : "";
    return requestHead(this.#options, { url, target, isProxied: endpoint.kind === "proxy", boundary });
  }

  #redirection(url: CurlUrl, { status, headers }: HttpResponse): CurlUrl | undefined {
    const location = headers.find(([name]) => name.toLowerCase() === "location")?.[1];
    if (!this.#options.follows || location === undefined || status < 300 || status >= 400) return undefined;
    const isAbsolute = /^https?:/i.test(location);
    const followed = parseCurlUrl(isAbsolute ? location : `${url.scheme}://${url.host}:${url.port}${location}`);
    return "kind" in followed ? undefined : followed;
  }

  *#connect(transfer: Transfer, endpoint: CurlEndpoint): Process<Ready> {
    const { conversation, url } = transfer;
    const { connections } = this.#pool;
    const say = (line: string) => this.#screen.say(line);
    const pooled = connections.get(keyOf(url, endpoint));
    if (pooled) {
      say("Found bundle for host: 0x55d0c8b1a2e0 [serially]");
      say("Can not multiplex, even if we wanted to");
      say(`Re-using existing connection #${pooled.number} with host ${pooled.shownHost}`);
      transfer.markReused();
      return { kind: "ready", isNew: false, ...pooled };
    }
    const number = this.#pool.made++;
    if (endpoint.kind === "connect-to") {
      say(`Connecting to hostname: ${endpoint.host}`);
      say(`Connecting to port: ${endpoint.port}`);
    }
    const resolved = yield* this.#resolve(transfer, endpoint);
    transfer.resolvedMs = conversation.nowMs;
    if (resolved.kind === "failed") return this.#closing(number, resolved);
    this.#screen.connects();
    const connected = yield* connectAny(conversation, {
      host: endpoint.host,
      port: endpoint.port,
      addresses: resolved.addresses,
      binding: bindingOf(this.#world, this.#host, this.#options.interface),
      ...this.#sourcePort(conversation),
      beganMs: transfer.beganMs,
      connectTimeoutMs: this.#options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
      deadlineMs: this.#deadline(transfer),
      say,
    });
    transfer.connectedMs = conversation.nowMs;
    if (connected.kind === "failed") return this.#closing(number, connected);
    const { connection } = connected;
    const { shownHost } = endpoint;
    say(`Connected to ${shownHost} (${connection.ends.destination}) port ${endpoint.port} (#${number})`);
    if (url.scheme === "https") {
      const { isInsecure } = this.#options;
      const [deadlineMs, beganMs] = [this.#deadline(transfer), transfer.beganMs];
      const secured = yield* secureForCurl(conversation, {
        connection,
        isInsecure,
        beganMs,
        deadlineMs,
        say,
        note: (line) => this.#screen.note(line),
      });
      if (secured.kind === "failed") {
        yield* close(conversation, connection, "client");
        return this.#closing(number, secured);
      }
      transfer.securedMs = conversation.nowMs;
    }
    const made = { connection, number, shownHost };
    connections.set(keyOf(url, endpoint), made);
    return { kind: "ready", isNew: true, ...made };
  }

  *#resolve(transfer: Transfer, { host, port, kind }: CurlEndpoint): Process<Resolved> {
    const { conversation } = transfer;
    const { family, resolves } = this.#options;
    const literal = parseIpv4(host);
    if (literal) return this.#reachable({ ipv4: [literal], ipv6: [] });
    if (host.includes(":")) return { kind: "resolved", addresses: { ipv4: [], ipv6: [host] } };
    const given = resolvedByOption(resolves, { host, port });
    if (given) {
      this.#screen.say(`Hostname ${host} was found in DNS cache`);
      return { kind: "resolved", addresses: { ipv4: given, ipv6: [] } };
    }
    if (isLocalhost(host)) return this.#reachable({ ipv4: [LOCALHOST], ipv6: family === "ipv4" ? [] : ["::1"] });
    const families = family === "ipv4" ? ({ families: "ipv4" } as const) : {};
    const found = yield* before(this.#deadline(transfer), resolveName(conversation, host, families));
    const outcome = "not-resolved";
    if (!found) {
      const message = `Resolving timed out after ${elapsed(conversation, transfer.beganMs)} milliseconds`;
      this.#screen.say(message);
      const cause = conversation.lastFailure("dns-query") ?? { code: "DNS_UNREACHABLE", references: [] };
      return { kind: "failed", exitCode: EXIT.timeout, message, outcome, cause: { ...cause, code: "DNS_UNREACHABLE" } };
    }
    if (found.addresses.length > 0) return this.#reachable({ ipv4: found.addresses, ipv6: [] });
    const isProxy = kind === "proxy";
    const message = `Could not resolve ${isProxy ? "proxy" : "host"}: ${host}`;
    this.#screen.say(message);
    const exitCode = isProxy ? EXIT.proxyUnresolved : EXIT.unresolved;
    return { kind: "failed", exitCode, message, outcome, cause: causeOfUnresolved(conversation, host, found) };
  }

  /** -6 leaves out IPv4 addresses, and no host here has an IPv6 one of its own. */
  #reachable(addresses: CurlAddresses): Resolved {
    if (this.#options.family !== "ipv6") return { kind: "resolved", addresses };
    const message = "Couldn't connect to server";
    const cause = { code: "NO_ROUTE", references: [] } as const;
    return { kind: "failed", exitCode: EXIT.connect, message, outcome: "unreachable", cause };
  }

  *#exchange(
    transfer: Transfer,
    { ready, head }: { readonly ready: Pooled; readonly head: RequestHead },
  ): Process<Answered> {
    const { conversation, url } = transfer;
    this.#screen.request(head);
    transfer.sentMs = conversation.nowMs;
    const { method, path, host, body } = head;
    const request: HttpRequest = {
      method,
      path,
      host,
      isTls: url.scheme === "https",
      ...(body && { body: body.text }),
    };
    const { connection } = ready;
    const exchanged = yield* exchangeHttp(conversation, { connection, request, deadlineMs: this.#deadline(transfer) });
    if (exchanged.kind === "response") return { kind: "answered", request, response: exchanged.response };
    const fail = (exitCode: number, message: string, outcome: CurlFailure["outcome"]): CurlFailure => {
      this.#screen.say(message);
      return this.#closing(ready.number, { kind: "failed", exitCode, message, outcome, cause: exchanged.cause });
    };
    if (exchanged.kind === "empty") return fail(EXIT.empty, "Empty reply from server", "reset");
    if (exchanged.kind === "timed-out" && !exchanged.byKernel)
      return fail(EXIT.timeout, operationTimedOut(conversation, transfer.beganMs), "timed-out");
    const reason = exchanged.kind === "timed-out" ? "Connection timed out" : "Connection reset by peer";
    return fail(EXIT.receive, `Recv failure: ${reason}`, exchanged.kind);
  }

  *#succeeded(
    transfer: Transfer,
    done: {
      readonly next: CurlTarget | undefined;
      readonly head: RequestHead;
      readonly endpoint: CurlEndpoint;
      readonly ready: Pooled & { readonly isNew: boolean };
      readonly answered: Answered & { kind: "answered" };
      readonly hasTooMany: boolean;
    },
  ): Process<Transferred> {
    const { conversation, url, target } = transfer;
    const { next, head, ready, answered, endpoint } = done;
    const { response, request } = answered;
    const { failsOnStatus, redirectsMax, referer } = this.#options;
    const isError = failsOnStatus !== "no" && response.status >= 400;
    const isCut = isError && failsOnStatus === "at-once";
    const endedMs = conversation.nowMs;
    const written = this.#screen.response({
      url,
      head,
      target,
      response,
      isCut,
      elapsedMs: endedMs - transfer.beganMs,
    });
    const nextUrl = next && parseCurlUrl(next.url);
    const isKept = !response.closes && !isCut;
    if (isKept) this.#screen.say(`Connection #${ready.number} to host ${ready.shownHost} left intact`);
    else this.#screen.say(`Closing connection ${ready.number}`);
    const key = keyOf(url, endpoint);
    if (!isKept || !nextUrl || "kind" in nextUrl || keyOf(nextUrl, endpointOf(this.#options, nextUrl)) !== key) {
      this.#pool.connections.delete(key);
      yield* close(conversation, ready.connection, response.closes ? "server" : "client");
    }
    const problem =
      written ?? this.#refusal({ isError, status: response.status, hasTooMany: done.hasTooMany, redirectsMax });
    if (problem) this.#screen.complain(problem.exitCode, problem.message);
    this.#screen.writeOut(
      transfer.facts({ head, ready, endedMs, response, ...(referer !== undefined && { referer }) }),
      problem?.exitCode ?? 0,
    );
    const trace = conversation.finish(answeredOutcome(ready.connection, { request, response }));
    return { trace, exitCode: problem?.exitCode ?? 0, status: response.status };
  }

  #refusal(end: {
    readonly isError: boolean;
    readonly status: number;
    readonly hasTooMany: boolean;
    readonly redirectsMax: number;
  }): { readonly exitCode: number; readonly message: string } | undefined {
    if (end.isError) return { exitCode: EXIT.httpError, message: `The requested URL returned error: ${end.status}` };
    if (!end.hasTooMany) return undefined;
    return { exitCode: EXIT.redirects, message: `Maximum (${end.redirectsMax}) redirects followed` };
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
    const endedMs = conversation.nowMs;
    this.#screen.complain(exitCode, message);
    if (done) this.#screen.writeOut(done.transfer.facts({ ...done, endedMs, failure }), exitCode);
    const told: Outcome = { kind: outcome, exitCode, stderr: `curl: (${exitCode}) ${message}`, cause };
    return { trace: conversation.finish(told), exitCode, isRefused: outcome === "refused" };
  }

  #closing(number: number, failure: CurlFailure): CurlFailure {
    this.#screen.fails();
    this.#screen.say(`Closing connection ${number}`);
    return failure;
  }

  #deadline({ beganMs }: Transfer): number {
    const { timeoutMs } = this.#options;
    return timeoutMs ? beganMs + timeoutMs + CLOCK_GRAIN_MS : Infinity;
  }

  #sourcePort({ request }: Conversation): { readonly sourcePort?: number } {
    const sourcePort = this.#options.localPort ?? request.sourcePort;
    return sourcePort === undefined ? {} : { sourcePort };
  }
}

const LOCALHOST = ipv4("127.0.0.1");

/** curl knows this name by itself (RFC 6761). */
function isLocalhost(host: string): boolean {
  return /^(?:.*\.)?localhost\.?$/i.test(host);
}

function keyOf({ scheme }: CurlUrl, { kind, host, port }: CurlEndpoint): string {
  return `${scheme} ${kind} ${host.toLowerCase()}:${port}`;
}
