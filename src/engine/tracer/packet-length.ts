import type { DnsMessage, DnsQuestion, DnsRecord } from "../model/dns.ts";
import type { Header } from "../model/packet.ts";
import { unhandled } from "../model/unhandled.ts";
import type { Payload } from "../trace/trace.ts";

const IP_HEADER = 20;
const UDP_HEADER = 8;
/** Without options, with timestamps, and with all that a SYN of Linux offers (MSS, SACK, timestamps, window scale). */
const TCP_HEADERS = { reset: 20, established: 32, syn: 40 };
const ICMP_HEADER = 8;
/** What ping sends unless told otherwise. */
const ECHO_DATA = 56;
/** An ICMP error is not longer than this (RFC 1812, 4.3.2.3). */
const ICMP_ERROR_MAX = 576;
const DNS_HEADER = 12;
/** Type and class; and with the time to live and the length of the data. */
const DNS_QUESTION_TAIL = 4;
const DNS_RECORD_TAIL = 10;
/** curl's own lines of a request, and the empty one: User-Agent and Accept. */
const REQUEST_LINES = 40;
/** A server's lines: Server, Date, Content-Type, Content-Length, and the empty one. */
const RESPONSE_LINES = 140;

/** The bytes of a packet from its IP header on, as the kernel counts them. HTTP's further lines are of the usual length. */
export function packetLength(header: Header, payload: Payload | undefined): number {
  const { protocol, flags, icmp } = header;
  if (icmp) {
    const data = icmp.about ? packetLength(icmp.about, undefined) : ECHO_DATA;
    return Math.min(IP_HEADER + ICMP_HEADER + data, ICMP_ERROR_MAX);
  }
  const data = payload ? payloadLength(payload) : 0;
  if (protocol === "udp") return IP_HEADER + UDP_HEADER + data;
  if (flags?.includes("SYN")) return IP_HEADER + TCP_HEADERS.syn + data;
  return IP_HEADER + (flags?.includes("RST") ? TCP_HEADERS.reset : TCP_HEADERS.established) + data;
}

function payloadLength(payload: Payload): number {
  switch (payload.kind) {
    case "dns":
      return payload.message ? messageLength(payload.message) : DNS_HEADER + questionLength(payload.question);
    case "http-request":
      return `${payload.method} ${payload.path} HTTP/1.1  Host: ${payload.host}  `.length + REQUEST_LINES;
    case "http-response":
      return `HTTP/1.0 ${payload.status} ${payload.reason}  `.length + RESPONSE_LINES + payload.body.length;
    case "text":
      return payload.text.length;
    default:
      throw unhandled(payload);
  }
}

/** Names in full: a server compresses only what would not fit. */
function messageLength({ question, answer, authority, additional }: DnsMessage): number {
  let length = DNS_HEADER + questionLength(question);
  for (const section of [answer, authority, additional]) for (const record of section) length += recordLength(record);
  return length;
}

function questionLength({ name }: DnsQuestion): number {
  return nameLength(name) + DNS_QUESTION_TAIL;
}

function recordLength({ name, type, data }: DnsRecord): number {
  return nameLength(name) + DNS_RECORD_TAIL + dataLength(type, data);
}

function dataLength(type: DnsRecord["type"], data: string): number {
  const words = data.split(" ");
  switch (type) {
    case "A":
      return 4;
    case "AAAA":
      return 16;
    case "SRV":
      return 6 + nameLength(words[3] ?? "");
    case "MX":
      return 2 + nameLength(words[1] ?? "");
    case "SOA":
      return nameLength(words[0] ?? "") + nameLength(words[1] ?? "") + 20;
    default:
      return nameLength(data);
  }
}

/** A byte before each label, and the root's. */
function nameLength(name: string): number {
  return name.length + 1;
}
