import type { Served } from "../dns/contract.ts";
import type { Ask, AskHow, AskResult } from "../dns/contract.ts";
import { truncateTo } from "../dns/message-size.ts";
import { answerOutside } from "../dns/outside-server.ts";
import type { Ipv4 } from "../model/address.ts";
import type { DnsMessage, DnsQuestion } from "../model/dns.ts";
import { unhandled } from "../model/unhandled.ts";
import type { NetworkHost } from "../network/hosts.ts";
import { DNS_SERVER_MS } from "../network/latency.ts";
import type { Process } from "../simulation/process.ts";
import type { Conversation } from "./conversation.ts";
import { together } from "./conversation.ts";
import type { DatagramResult, DatagramServer } from "./datagram.ts";
import { sendDatagram } from "./datagram.ts";
import { askOverTcp } from "./dns-over-tcp.ts";
import type { Socket } from "./sockets.ts";

const DNS_PORT = 53;
/** RFC 1035: what anybody takes over UDP. */
const PLAIN_UDP_BYTES = 512;
/** An OPT record with nothing in it. */
const OPT_BYTES = 11;
/** CoreDNS' forward plugin: read timeout of one try. */
const FORWARD_TIMEOUT_MS = 2000;
const FORWARDS_MAX = 8;

/** How a host of the conversation asks DNS servers: each question a packet of its own, all from one socket. */
export function askFrom(conversation: Conversation, host: NetworkHost = conversation.host): Ask {
  return function* ask(server: Ipv4, questions: readonly DnsQuestion[], timeoutMs: number, how: AskHow = {}) {
    conversation.rewind();
    const sourcePort = conversation.drawPort();
    const deadlineMs = conversation.nowMs + timeoutMs;
    const query = (question: DnsQuestion) =>
      askOne(conversation, { from: host, server, question, sourcePort, deadlineMs, depth: 0, how });
    const [only] = questions;
    return questions.length === 1 && only ? [yield* query(only)] : yield* together(conversation, questions.map(query));
  };
}

type Query = {
  readonly from: NetworkHost;
  readonly server: Ipv4;
  readonly question: DnsQuestion;
  readonly sourcePort: number;
  readonly deadlineMs: number;
  readonly depth: number;
  readonly how: AskHow;
};

function* askOne(conversation: Conversation, query: Query): Process<AskResult> {
  if (query.how.transport === "tcp") return yield* askByTcp(conversation, query);
  const result = yield* askByUdp(conversation, query);
  const isCut = typeof result !== "string" && result.flags.includes("tc");
  return isCut && !query.how.keepsTruncated ? yield* askByTcp(conversation, query) : result;
}

function askByTcp(conversation: Conversation, query: Query): Process<AskResult> {
  const { server, question, deadlineMs, how } = query;
  return askOverTcp(conversation, {
    target: { address: server, port: how.port ?? DNS_PORT },
    question,
    deadlineMs,
    serve: (socket, host) => messageFrom(conversation, { socket, host, query }),
  });
}

function* askByUdp(conversation: Conversation, query: Query): Process<AskResult> {
  const { from, server, question, sourcePort, deadlineMs, how } = query;
  const datagram = {
    from,
    to: { address: server, port: how.port ?? DNS_PORT },
    sourcePort,
    kind: "dns-query" as const,
    payload: { kind: "dns" as const, question },
  };
  const result: DatagramResult<DnsMessage> = yield* sendDatagram(conversation, {
    datagram,
    serve: serveDns(conversation, query),
    deadlineMs,
  });
  switch (result.kind) {
    case "answered":
      return result.value;
    case "failed":
      return result.error;
    case "timed-out":
      return "timeout";
    default:
      throw unhandled(result);
  }
}

/** CoreDNS' pods and the server outside; what else listens on port 53 answers no DNS. */
function serveDns(conversation: Conversation, query: Query): DatagramServer<DnsMessage> {
  return function* serve(socket, host) {
    yield* conversation.until(conversation.nowMs + DNS_SERVER_MS);
    const whole = yield* messageFrom(conversation, { socket, host, query });
    if (!whole) return undefined;
    const { udpBytes } = query.how;
    const limit = { limit: udpBytes ?? PLAIN_UDP_BYTES, optBytes: udpBytes === undefined ? 0 : OPT_BYTES };
    const message = query.depth > 0 ? whole : truncateTo(whole, limit);
    return { value: message, kind: "dns-answer", payload: { kind: "dns", question: query.question, message } };
  };
}

type Asked = { readonly socket: Socket; readonly host: NetworkHost; readonly query: Query };

function* messageFrom(conversation: Conversation, { socket, host, query }: Asked): Process<DnsMessage | undefined> {
  if (socket.kind === "outside" && socket.listener.serve === "dns") return answerOutside(query.question);
  if (socket.kind !== "container" || socket.listener.serve !== "dns") return undefined;
  const { name, namespace = "" } = socket.pod.metadata;
  let served: Served = conversation.world.coreDns.serve(query.question, { namespace, name });
  for (let forwards = 0; served.kind === "forward"; forwards++) {
    if (forwards >= FORWARDS_MAX || query.depth >= FORWARDS_MAX) return undefined;
    const forwarded: AskResult = yield* askOne(conversation, {
      from: host,
      server: served.upstream,
      question: served.question,
      sourcePort: conversation.drawPort(),
      deadlineMs: conversation.nowMs + FORWARD_TIMEOUT_MS,
      depth: query.depth + 1,
      how: {},
    });
    if (typeof forwarded !== "string") return served.complete(forwarded);
    served = served.fail();
  }
  return served.kind === "answer" ? served.message : undefined;
}
