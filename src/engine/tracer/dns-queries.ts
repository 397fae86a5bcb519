import type { Served } from "../dns/contract.ts";
import type { Ask, AskResult } from "../dns/contract.ts";
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
import type { Socket } from "./sockets.ts";

const DNS_PORT = 53;
/** CoreDNS' forward plugin: read timeout of one try. */
const FORWARD_TIMEOUT_MS = 2000;
const FORWARDS_MAX = 8;

/** How a host of the conversation asks DNS servers: each question a packet of its own, all from one socket. */
export function askFrom(conversation: Conversation, host: NetworkHost = conversation.host): Ask {
  return function* ask(server: Ipv4, questions: readonly DnsQuestion[], timeoutMs: number) {
    conversation.rewind();
    const sourcePort = conversation.drawPort();
    const deadlineMs = conversation.nowMs + timeoutMs;
    const query = (question: DnsQuestion) =>
      askOne(conversation, { from: host, server, question, sourcePort, deadlineMs, depth: 0 });
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
};

function* askOne(conversation: Conversation, query: Query): Process<AskResult> {
  const { from, server, question, sourcePort, deadlineMs } = query;
  const datagram = {
    from,
    to: { address: server, port: DNS_PORT },
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
    const message = yield* messageFrom(conversation, { socket, host, query });
    if (!message) return undefined;
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
    });
    if (typeof forwarded !== "string") return served.complete(forwarded);
    served = served.fail();
  }
  return served.kind === "answer" ? served.message : undefined;
}
