// How nslookup of BIND words records. As bin/dig/nslookup.c prints them.
import { fullyQualified } from "../../../dns/message.ts";
import type { DnsMessage, DnsRecord } from "../../../model/dns.ts";

/** A record as nslookup prints it in short. */
export function recordText(record: DnsRecord): string {
  const owner = bareName(record.name);
  switch (record.type) {
    case "A":
    case "AAAA":
      return `Name:\t${owner}\nAddress: ${record.data}\n`;
    case "SOA":
      return `${owner}\n${soaText(record.data)}`;
    default:
      return `${owner}\t${meaningOf(record)}\n`;
  }
}

/** Everything of an answer, as with -debug. */
export function debugText({ question, answer, authority, additional }: DnsMessage): string {
  const list = (title: string, records: readonly DnsRecord[]) =>
    `    ${title}:\n${records.map((record) => detailText(record)).join("")}`;
  return [
    "------------\n",
    `    QUESTIONS:\n\t${bareName(question.name)}, type = ${question.type}, class = IN\n`,
    list("ANSWERS", answer),
    list("AUTHORITY RECORDS", authority),
    list("ADDITIONAL RECORDS", additional),
    "------------\n",
  ].join("");
}

/** A name without its last dot, but for the root. */
export function bareName(name: string): string {
  return name === "." ? name : name.replace(/\.$/, "");
}

function detailText(record: DnsRecord): string {
  const { type, data } = record;
  const text =
    type === "A"
      ? `\tinternet address = ${data}\n`
      : type === "AAAA"
        ? `\thas AAAA address ${data}\n`
        : type === "SOA"
          ? soaText(data)
          : `\t${meaningOf(record)}\n`;
  return `    ->  ${bareName(record.name)}\n${text}\tttl = ${record.ttl}\n`;
}

function meaningOf({ type, data }: DnsRecord): string {
  switch (type) {
    case "CNAME":
      return `canonical name = ${data}`;
    case "PTR":
      return `name = ${data}`;
    case "SRV":
      return `service = ${data}`;
    case "MX":
      return `mail exchanger = ${data}`;
    case "NS":
      return `nameserver = ${data}`;
    case "TXT":
      return `text = ${data}`;
    default:
      return `rdata_${type} = ${data}`;
  }
}

function soaText(data: string): string {
  const [origin = "", mail = "", serial, refresh, retry, expire, minimum] = data.split(" ");
  const bare = (text: string) => bareName(fullyQualified(text));
  return `\torigin = ${bare(origin)}\n\tmail addr = ${bare(mail)}\n\tserial = ${serial}\n\trefresh = ${refresh}\n\tretry = ${retry}\n\texpire = ${expire}\n\tminimum = ${minimum}\n`;
}
