import type { DnsMessage, DnsRecord } from "../model/dns.ts";

const HEADER_BYTES = 12;
const QUESTION_FIXED_BYTES = 4;
const RECORD_FIXED_BYTES = 10;
const POINTER_BYTES = 2;

/** Bytes of an answer on the wire. CoreDNS leaves names as they are as long as the message fits into `limit`, then packs them. */
export function messageBytes(message: DnsMessage, { limit, optBytes }: { limit: number; optBytes: number }): number {
  const plain = bytesWith(message, nameBytes) + optBytes;
  return plain <= limit ? plain : bytesWith(message, packer()) + optBytes;
}

/** What an answer that has to fit is cut down to: as many records as there is room for, and the flag that says so. As miekg/dns' Truncate. */
export function truncateTo(message: DnsMessage, { limit, optBytes }: { limit: number; optBytes: number }): DnsMessage {
  const records = [...message.answer, ...message.authority, ...message.additional];
  if (records.length <= RECORDS_THAT_FIT || messageBytes(message, { limit, optBytes }) <= limit) return message;
  let [fits, tooMany] = [0, records.length];
  while (tooMany - fits > 1) {
    const middle = (fits + tooMany) >> 1;
    if (messageBytes(cut(message, middle), { limit, optBytes }) <= limit) fits = middle;
    else tooMany = middle;
  }
  const flags = message.flags.flatMap((flag) => (flag === "rd" ? ["tc", flag] : [flag]));
  return { ...cut(message, fits), flags: flags.includes("tc") ? flags : [...flags, "tc"] };
}

/** So few records always fit. */
const RECORDS_THAT_FIT = 3;

function cut(message: DnsMessage, count: number): DnsMessage {
  const { answer, authority, additional } = message;
  const left = Math.max(0, count - answer.length);
  return {
    ...message,
    answer: answer.slice(0, count),
    authority: authority.slice(0, left),
    additional: additional.slice(0, Math.max(0, left - authority.length)),
  };
}

function bytesWith(message: DnsMessage, name: (text: string) => number): number {
  let bytes = HEADER_BYTES + name(message.question.name) + QUESTION_FIXED_BYTES;
  for (const record of [...message.answer, ...message.authority, ...message.additional])
    bytes += name(record.name) + RECORD_FIXED_BYTES + dataBytes(record, name);
  return bytes;
}

function dataBytes({ type, data }: DnsRecord, name: (text: string) => number): number {
  const fields = data.split(" ");
  switch (type) {
    case "A":
      return 4;
    case "AAAA":
      return 16;
    case "TXT":
      return data.replaceAll('"', "").length + 1;
    case "SRV":
      return 6 + nameBytes(fields[3] ?? ".");
    case "MX":
      return 2 + name(fields[1] ?? ".");
    case "SOA":
      return name(fields[0] ?? ".") + name(fields[1] ?? ".") + 20;
    default:
      return name(data);
  }
}

function nameBytes(name: string): number {
  const bare = name.replace(/\.$/, "");
  return bare === "" ? 1 : bare.length + 2;
}

/** RFC 1035, 4.1.4: an end that was written before is a pointer to it. */
function packer(): (name: string) => number {
  const written = new Set<string>();
  return (name) => {
    const labels = name.replace(/\.$/, "").split(".");
    let bytes = 0;
    for (let at = 0; at < labels.length; at++) {
      const rest = labels.slice(at).join(".").toLowerCase();
      if (rest !== "" && written.has(rest)) return bytes + POINTER_BYTES;
      written.add(rest);
      bytes += (labels[at]?.length ?? 0) + 1;
    }
    return bytes + 1;
  };
}
