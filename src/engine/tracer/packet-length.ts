import { messageBytes } from "../dns/message-size.ts";
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
/** A DNS query besides its name: the header, a byte before each label and the root's, type and class. */
const QUERY_BYTES = 12 + 1 + 4;
const PLAIN_DNS = { limit: 512, optBytes: 0 };
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
      return payload.message ? messageBytes(payload.message, PLAIN_DNS) : QUERY_BYTES + payload.question.name.length;
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
