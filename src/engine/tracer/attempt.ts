import type { Header, Icmp } from "../model/packet.ts";
import type { NetworkHost } from "../network/hosts.ts";
import type { Process } from "../simulation/process.ts";
import type { Cause, PacketKind } from "../trace/trace.ts";
import type { Conversation, PacketDetails, SentPacket } from "./conversation.ts";
import type { Complaint } from "./packet-walk.ts";

/** The errors that a socket gets from the network: ECONNREFUSED, and EHOSTUNREACH or its like. */
export type SocketError = "refused" | "unreachable";

/** How one packet fared; `id` is its own. */
export type Attempt = { readonly id: number } & Fared;

type Fared =
  | { readonly kind: "arrived"; readonly sent: SentPacket; readonly host: NetworkHost; readonly header: Header }
  /** The network said no, and the sender knows. */
  | { readonly kind: "failed"; readonly error: SocketError; readonly complaint: Complaint; readonly cause: Cause }
  /** The network will say no at that moment. */
  | {
      readonly kind: "failing";
      readonly atMs: number;
      readonly complaint: Complaint;
      readonly cause: Cause;
    }
  /** Nothing comes of it. */
  | { readonly kind: "silent"; readonly cause: Cause };

/** Sends one packet and waits until it has arrived, or until the sender knows that it has not; at the latest until `deadlineMs`. */
export function* attempt(
  conversation: Conversation,
  packet: {
    readonly kind: PacketKind;
    readonly from: NetworkHost;
    readonly header: Header;
    readonly details?: PacketDetails;
  },
  deadlineMs: number,
): Process<Attempt> {
  const sent = conversation.send(packet.kind, packet.from, packet.header, packet.details);
  const { id } = sent;
  const { fate, host, header, arrivedMs, complaint } = sent.transmission;
  if (fate.kind === "delivered") {
    if (!host) throw new Error("delivered to nobody");
    yield* conversation.until(Math.min(arrivedMs, deadlineMs));
    return { kind: "arrived", id, sent, host, header };
  }
  const { cause } = fate;
  if (!complaint) return { kind: "silent", id, cause };
  if (complaint.atMs > arrivedMs) return { kind: "failing", id, atMs: complaint.atMs, complaint, cause };
  yield* conversation.until(Math.min(complaint.atMs, deadlineMs));
  const error = yield* hear(conversation, complaint, { answers: id, deadlineMs });
  return error ? { kind: "failed", id, error, complaint, cause } : { kind: "silent", id, cause };
}

/** The complaint reaches the sender: as an error at once, or as a packet that has to find its way back. Undefined if it does not. */
export function* hear(
  conversation: Conversation,
  complaint: Complaint,
  { answers, deadlineMs }: { readonly answers: number; readonly deadlineMs: number },
): Process<SocketError | undefined> {
  if (complaint.kind === "local") return "unreachable";
  const { header, from } = complaint;
  const kind = header.protocol === "tcp" ? "tcp-reset" : "icmp-error";
  const sent = conversation.send(kind, from, header, { answers });
  yield* conversation.until(Math.min(sent.transmission.arrivedMs, deadlineMs));
  if (sent.transmission.fate.kind !== "delivered") return undefined;
  return header.icmp ? errorOf(header.icmp) : "refused";
}

/** As icmp_err_convert in net/ipv4/icmp.c. */
function errorOf({ type }: Icmp): SocketError {
  return type === "port-unreachable" ? "refused" : "unreachable";
}
