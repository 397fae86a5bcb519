import type { Ipv4 } from "../../model/address.ts";
import { parseIpv4 } from "../../model/address.ts";
import type { NetworkHost } from "../../network/hosts.ts";
import type { Process } from "../../simulation/process.ts";
import type { Cause, Outcome, RequestSpec, Trace } from "../../trace/trace.ts";
import { Conversation } from "../../tracer/conversation.ts";
import { sendDatagram, serveText } from "../../tracer/datagram.ts";
import { before } from "../../tracer/deadline.ts";
import { askFrom } from "../../tracer/dns-queries.ts";
import { sendEcho } from "../../tracer/echo.ts";
import { causeOfUnresolved, nameserversOf, resolveName } from "../../tracer/resolve.ts";
import { close, connect } from "../../tracer/tcp.ts";
import type { TracerWorld } from "../../tracer/world.ts";
import { curlRequest } from "./curl/curl.ts";

type Failed = Exclude<Outcome, { kind: "answered" }>;
type Found = { readonly kind: "found"; readonly address: Ipv4 } | { readonly kind: "lost"; readonly outcome: Failed };

/** What a datagram, an echo request or a connection waits for unless told. */
const TIMEOUT_MS = 5000;
const NO_WORDS = { exitCode: 1, stderr: "" };

/** One request as its tool would send it: a URL as curl, a datagram, an echo request, a connection, a DNS query. */
export function* sendRequest(world: TracerWorld, request: RequestSpec): Process<Trace> {
  const host = world.network.host(request.from);
  if (!host) return nobody(world, request);
  if (request.url !== undefined) return yield* curlRequest(world, host, request);
  const conversation = new Conversation(world, host, request);
  const outcome = yield* speak(conversation, host);
  return conversation.finish(outcome);
}

function* speak(conversation: Conversation, host: NetworkHost): Process<Outcome> {
  const { request } = conversation;
  const deadlineMs = conversation.nowMs + (request.timeoutMs ?? TIMEOUT_MS);
  if (request.udp) return yield* speakUdp(conversation, { ...request.udp, deadlineMs, from: host });
  if (request.ping !== undefined) return yield* speakEcho(conversation, request.ping, deadlineMs);
  if (request.tcp) return yield* speakTcp(conversation, { ...request.tcp, deadlineMs });
  if (request.query) return yield* speakDns(conversation, request.query, deadlineMs);
  const cause: Cause = { code: "BAD_REQUEST", references: [] };
  return { kind: "unreachable", exitCode: 2, stderr: "", cause };
}

type Target = { readonly host: string; readonly port: number; readonly deadlineMs: number };

function* speakUdp(conversation: Conversation, target: Target & { readonly from: NetworkHost }): Process<Outcome> {
  const { deadlineMs, from, port } = target;
  const found = yield* find(conversation, target.host, deadlineMs);
  if (found.kind === "lost") return found.outcome;
  const sourcePort = conversation.request.sourcePort ?? conversation.drawPort();
  const datagram = {
    from,
    to: { address: found.address, port },
    sourcePort,
    kind: "udp",
    payload: { kind: "text", text: "hello" },
  } as const;
  const result = yield* sendDatagram(conversation, { datagram, serve: serveText(conversation), deadlineMs });
  if (result.kind === "failed") return { kind: result.error, ...NO_WORDS, cause: result.cause };
  if (result.kind === "timed-out") return { kind: "timed-out", ...NO_WORDS, cause: result.cause };
  const { socket, client, value } = result;
  const pod = socket.kind === "container" ? socket.pod : undefined;
  const { name, namespace } = pod?.metadata ?? {};
  const served = {
    ...(name !== undefined && { pod: name }),
    ...(namespace !== undefined && { namespace }),
    ...(pod?.spec.nodeName !== undefined && { node: pod.spec.nodeName }),
    port: socket.port,
  };
  return { kind: "answered", status: 0, served, seen: { client, host: target.host, path: "" }, body: value };
}

function* speakEcho(conversation: Conversation, name: string, deadlineMs: number): Process<Outcome> {
  const found = yield* find(conversation, name, deadlineMs);
  if (found.kind === "lost") return found.outcome;
  const identifier = conversation.drawPort();
  const result = yield* sendEcho(conversation, { address: found.address, identifier, sequence: 1 }, deadlineMs);
  if (result.kind === "reply") return { kind: "answered", status: 0, body: "" };
  if (result.kind === "error" && result.atMs <= deadlineMs)
    return { kind: "unreachable", ...NO_WORDS, cause: result.cause };
  yield* conversation.until(deadlineMs);
  return { kind: "timed-out", ...NO_WORDS, cause: result.cause };
}

function* speakTcp(conversation: Conversation, { host, port, deadlineMs }: Target): Process<Outcome> {
  const found = yield* find(conversation, host, deadlineMs);
  if (found.kind === "lost") return found.outcome;
  const { sourcePort } = conversation.request;
  const target = { address: found.address, port, ...(sourcePort !== undefined && { sourcePort }) };
  const result = yield* connect(conversation, target, deadlineMs);
  if (result.kind !== "connected") return { kind: result.kind, ...NO_WORDS, cause: result.cause };
  yield* close(conversation, result.connection, "client");
  return { kind: "answered", status: 0, served: { port: result.connection.socket.port }, body: "" };
}

function* speakDns(
  conversation: Conversation,
  { name, type }: NonNullable<RequestSpec["query"]>,
  deadlineMs: number,
): Process<Outcome> {
  const [server] = nameserversOf(conversation);
  const question = { name: name.endsWith(".") ? name : `${name}.`, type };
  const [answer] = server ? yield* askFrom(conversation)(server, [question], deadlineMs - conversation.nowMs) : [];
  if (answer && typeof answer !== "string") {
    const body = answer.answer.map((record) => `${record.name} ${record.ttl} IN ${record.type} ${record.data}`);
    return { kind: "answered", status: 0, body: body.join("\n") };
  }
  const cause: Cause = { code: "DNS_UNREACHABLE", references: conversation.lastFailure("dns-query")?.references ?? [] };
  return { kind: "not-resolved", ...NO_WORDS, cause };
}

function* find(conversation: Conversation, name: string, deadlineMs: number): Process<Found> {
  const literal = parseIpv4(name);
  if (literal) return { kind: "found", address: literal };
  const resolved = yield* before(deadlineMs, resolveName(conversation, name));
  const [address] = resolved?.addresses ?? [];
  if (address) return { kind: "found", address };
  const cause: Cause = resolved
    ? causeOfUnresolved(conversation, name, resolved)
    : { code: "DNS_UNREACHABLE", references: conversation.lastFailure("dns-query")?.references ?? [] };
  return { kind: "lost", outcome: { kind: "not-resolved", ...NO_WORDS, exitCode: 2, cause } };
}

/** A request from a host that is not there, or has no address yet. */
function nobody({ simulation }: TracerWorld, request: RequestSpec): Trace {
  const now = simulation.nowMs;
  const { from } = request;
  const object =
    "pod" in from
      ? { kind: "Pod", namespace: from.namespace, name: from.pod }
      : { kind: "Node", name: "node" in from ? from.node : from.outside };
  const cause: Cause = { code: "NO_SUCH_HOST", references: [{ kind: "object", object }] };
  const outcome: Outcome = { kind: "unreachable", exitCode: 7, stderr: "", cause };
  return { request, beganMs: now, endedMs: now, packets: [], outcome };
}
