import { messageBytes } from "../../../dns/message-size.ts";
import type { DnsMessage, DnsRecord } from "../../../model/dns.ts";
import { civilTime } from "../../../model/timestamp.ts";
import type { BindServer } from "./bind.ts";
import type { DigSettings } from "./dig-options.ts";
import type { LineStyle } from "./record-line.ts";
import { FULL_STYLE, questionLine, recordLines } from "./record-line.ts";

/** What is known of an exchange beside its answer. */
export type AnswerFacts = {
  readonly id: number;
  readonly cookie: string;
  readonly server: BindServer;
  readonly transport: "udp" | "tcp";
  readonly tookMs: number;
  readonly epochMs: number;
};

const PLAIN_LIMIT = 512;
const HEADER_BYTES = 12;
const QUESTION_FIXED_BYTES = 6;
const OPT_BYTES = 11;
const COOKIE_BYTES = 12;
const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const LOCAL_WARNING = [
  ";; WARNING: .local is reserved for Multicast DNS",
  ";; You are currently testing what happens when an mDNS query is leaked to DNS",
];

/** One answer as dig prints it, statistics included. */
export function formatAnswer(message: DnsMessage, settings: DigSettings, facts: AnswerFacts): string {
  const { server, tookMs } = facts;
  const { hidesComments } = settings;
  const style = styleOf(settings);
  const { question, answer, authority, additional } = message;
  const list = (title: string, records: readonly DnsRecord[]) =>
    records.length === 0 ? "" : section(title, recordLines(records, style), hidesComments);
  const received = `;; Received ${sizeOf(message, settings)} bytes from ${server.address}#${server.port}(${server.typed}) in ${Math.floor(tookMs)} ms\n\n`;
  const sections = [
    ...(settings.showsQuery ? [sentQuery(message, settings, facts)] : []),
    ...(hidesComments ? [] : [header(message, settings, facts)]),
    ...(settings.hidesQuestion ? [] : [section("QUESTION", questionLine(question, style), hidesComments)]),
    ...(settings.hidesAnswer ? [] : [list("ANSWER", answer)]),
    ...(settings.hidesAuthority ? [] : [list("AUTHORITY", authority)]),
    ...(settings.hidesAdditional ? [] : [list("ADDITIONAL", additional)]),
    ...(settings.hidesStatistics ? (settings.identifies ? [received] : []) : [statistics(message, settings, facts)]),
  ];
  return sections.join("");
}

/** dig +short: the data alone; with +identify, who said so. */
export function formatShort({ answer }: DnsMessage, settings: DigSettings, { server, tookMs }: AnswerFacts): string {
  const source = settings.identifies ? ` from server ${server.address} in ${Math.floor(tookMs)} ms.` : "";
  return answer.map(({ data }) => `${data}${source}\n`).join("");
}

/** A message as `host -v` prints it. */
export function formatPlain(message: DnsMessage, id: number): string {
  const { question, answer, authority, additional } = message;
  const list = (title: string, records: readonly DnsRecord[]) =>
    records.length === 0 ? "" : section(title, recordLines(records, FULL_STYLE), false);
  return [
    `${headLines(message, { id, flags: message.flags, extra: 0 }).join("\n")}\n\n`,
    section("QUESTION", questionLine(question, FULL_STYLE), false),
    list("ANSWER", answer),
    list("AUTHORITY", authority),
    list("ADDITIONAL", additional),
  ].join("");
}

/** Bytes of an answer to a query without EDNS. */
export function plainBytes(message: DnsMessage): number {
  return messageBytes(message, { limit: PLAIN_LIMIT, optBytes: 0 });
}

function styleOf(settings: DigSettings): LineStyle {
  const { hidesTtl, hidesClass, isMultiline, hasTtlUnits } = settings;
  return { hidesTtl, hidesClass, isMultiline, hasTtlUnits };
}

function headLines(
  { rcode, answer, authority, additional }: DnsMessage,
  { id, flags, extra }: { readonly id: number; readonly flags: readonly string[]; readonly extra: number },
): readonly string[] {
  const counts = `QUERY: 1, ANSWER: ${answer.length}, AUTHORITY: ${authority.length}, ADDITIONAL: ${additional.length + extra}`;
  const shown = flags.map((flag) => ` ${flag}`).join("");
  return [`;; ->>HEADER<<- opcode: QUERY, status: ${rcode}, id: ${id}`, `;; flags:${shown}; ${counts}`];
}

function header(message: DnsMessage, settings: DigSettings, { id, cookie }: AnswerFacts): string {
  const { flags, question } = message;
  const shown = settings.hidesRecursion ? flags.filter((flag) => flag !== "rd") : flags;
  const asksInVain = shown.includes("rd") && !shown.includes("ra");
  const lines = [
    ";; Got answer:",
    ...warningFor(question.name),
    ...headLines(message, { id, flags: shown, extra: Number(!settings.hidesEdns) }),
    ...(asksInVain ? [";; WARNING: recursion requested but not available"] : []),
    "",
    ...optLines(settings, `${cookie} (echoed)`),
  ];
  return `${lines.join("\n")}\n`;
}

/** dig +qr: the query as it is sent. */
function sentQuery({ question }: DnsMessage, settings: DigSettings, { id, cookie }: AnswerFacts): string {
  const empty = { question, rcode: "NOERROR", flags: [], answer: [], authority: [], additional: [] } as const;
  const flags = [...(settings.hidesRecursion ? [] : ["rd"]), "ad"];
  const bytes = HEADER_BYTES + question.name.replace(/\.$/, "").length + QUESTION_FIXED_BYTES + optBytesOf(settings);
  const lines = [
    ";; Sending:",
    ...warningFor(question.name),
    ...headLines(empty, { id, flags, extra: Number(!settings.hidesEdns) }),
    "",
    ...optLines(settings, cookie),
  ];
  const asked = section("QUESTION", questionLine(question, styleOf(settings)), false);
  return `${lines.join("\n")}\n${asked};; QUERY SIZE: ${bytes}\n\n`;
}

function warningFor(name: string): readonly string[] {
  return /\.local\.$/i.test(name) ? LOCAL_WARNING : [];
}

function optLines(
  { hidesEdns, hidesCookie, wantsDnssec, bufferBytes }: DigSettings,
  cookie: string,
): readonly string[] {
  if (hidesEdns) return [];
  const flags = `; EDNS: version: 0, flags:${wantsDnssec ? " do" : ""}; udp: ${bufferBytes}`;
  return [";; OPT PSEUDOSECTION:", flags, ...(hidesCookie ? [] : [`; COOKIE: ${cookie}`])];
}

function section(title: string, lines: string, hidesTitle: boolean): string {
  return hidesTitle ? lines : `;; ${title} SECTION:\n${lines}\n`;
}

function optBytesOf({ hidesEdns, hidesCookie }: DigSettings): number {
  return hidesEdns ? 0 : OPT_BYTES + (hidesCookie ? 0 : COOKIE_BYTES);
}

function sizeOf(message: DnsMessage, settings: DigSettings): number {
  const limit = settings.hidesEdns ? PLAIN_LIMIT : settings.bufferBytes;
  return messageBytes(message, { limit, optBytes: optBytesOf(settings) });
}

function statistics(message: DnsMessage, settings: DigSettings, facts: AnswerFacts): string {
  const { server, transport, tookMs, epochMs } = facts;
  const took = settings.hasMicroseconds ? `${Math.round(tookMs * 1000)} usec` : `${Math.floor(tookMs)} msec`;
  const lines = [
    `;; Query time: ${took}`,
    `;; SERVER: ${server.address}#${server.port}(${server.typed}) (${transport.toUpperCase()})`,
    `;; WHEN: ${formatDate(epochMs)}`,
    `;; MSG SIZE  rcvd: ${sizeOf(message, settings)}`,
    "",
  ];
  return `${lines.join("\n")}\n`;
}

/** "Sun Nov 22 22:31:02 UTC 2026", as `date` prints it too. */
export function formatDate(epochMs: number): string {
  const { year, month, day, hour, minute, second, weekday } = civilTime(epochMs);
  const pad = (value: number) => String(value).padStart(2, "0");
  return `${DAYS[weekday]} ${MONTHS[month - 1]} ${pad(day)} ${pad(hour)}:${pad(minute)}:${pad(second)} UTC ${year}`;
}
