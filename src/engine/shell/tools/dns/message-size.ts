import type { DnsMessage, DnsRecord } from "../../../model/dns.ts";

const HEADER_BYTES = 12;
const QUESTION_FIXED_BYTES = 4;
const RECORD_FIXED_BYTES = 10;
const POINTER_BYTES = 2;

/** Bytes of an answer on the wire. CoreDNS leaves names as they are as long as the message fits into `limit`, then packs them. */
export function messageBytes(message: DnsMessage, { limit, optBytes }: { limit: number; optBytes: number }): number {
  const plain = bytesWith(message, nameBytes) + optBytes;
  return plain <= limit ? plain : bytesWith(message, packer()) + optBytes;
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
