import type { DnsMessage, DnsRecord } from "../../../model/dns.ts";
import { civilTime } from "../../../model/timestamp.ts";
import type { DigSettings } from "./dig-options.ts";
import { messageBytes } from "./message-size.ts";

/** The version that the recorded toolbox has. */
export const DIG_VERSION = "9.18.49-1~deb12u3-Debian";

const TTL_COLUMN = 24;
const CLASS_COLUMN = 32;
const TYPE_COLUMN = 40;
const DATA_COLUMN = 48;
const TAB_WIDTH = 8;
const PLAIN_LIMIT = 512;
const OPT_BYTES = 11;
const COOKIE_BYTES = 12;
const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** One answer as dig prints it, its first line and statistics included. */
export function formatAnswer(
  message: DnsMessage,
  settings: DigSettings,
  about: {
    readonly id: number;
    readonly cookie: string;
    readonly server: string;
    readonly tookMs: number;
    readonly epochMs: number;
  },
): string {
  if (settings.isShort) return message.answer.map(({ data }) => `${data}\n`).join("");
  const sections = [
    ...(settings.showsComments ? [header(message, settings, about)] : []),
    ...(settings.showsQuestion ? [section("QUESTION", [questionLine(message)], settings)] : []),
    ...(settings.showsAnswer ? [records("ANSWER", message.answer, settings)] : []),
    ...(settings.showsAuthority ? [records("AUTHORITY", message.authority, settings)] : []),
    ...(settings.showsAdditional ? [records("ADDITIONAL", message.additional, settings)] : []),
    ...(settings.showsStatistics ? [statistics(message, settings, about)] : []),
  ];
  return sections.join("");
}

function header(
  { question, rcode, flags, answer, authority, additional }: DnsMessage,
  settings: DigSettings,
  { id, cookie }: { readonly id: number; readonly cookie: string },
): string {
  const isLocal = /\.local\.$/i.test(question.name);
  const shown = settings.wantsRecursion ? flags : flags.filter((flag) => flag !== "rd");
  const asksInVain = shown.includes("rd") && !shown.includes("ra");
  const extra = additional.length + Number(settings.hasEdns);
  const lines = [
    ";; Got answer:",
    ...(isLocal
      ? [
          ";; WARNING: .local is reserved for Multicast DNS",
          ";; You are currently testing what happens when an mDNS query is leaked to DNS",
        ]
      : []),
    `;; ->>HEADER<<- opcode: QUERY, status: ${rcode}, id: ${id}`,
    `;; flags: ${shown.join(" ")}; QUERY: 1, ANSWER: ${answer.length}, AUTHORITY: ${authority.length}, ADDITIONAL: ${extra}`,
    ...(asksInVain ? [";; WARNING: recursion requested but not available"] : []),
    "",
    ...(settings.hasEdns ? [";; OPT PSEUDOSECTION:", `; EDNS: version: 0, flags:; udp: ${settings.bufferBytes}`] : []),
    ...(settings.hasEdns && settings.hasCookie ? [`; COOKIE: ${cookie} (echoed)`] : []),
  ];
  return `${lines.join("\n")}\n`;
}

function questionLine({ question: { name, type } }: DnsMessage): string {
  const line = new Columns(name);
  line.add(CLASS_COLUMN, "IN");
  line.add(TYPE_COLUMN, type);
  return `;${line.text}`;
}

function records(title: string, list: readonly DnsRecord[], settings: DigSettings): string {
  return list.length === 0
    ? ""
    : section(
        title,
        list.map((record) => recordLine(record, settings)),
        settings,
      );
}

function section(title: string, lines: readonly string[], { showsComments }: DigSettings): string {
  const body = lines.map((line) => `${line}\n`).join("");
  return showsComments ? `;; ${title} SECTION:\n${body}\n` : body;
}

/** A record in dig's columns; what is too long for its column is followed by one space. */
export function recordLine(
  { name, ttl, type, data }: DnsRecord,
  { showsTtl, showsClass }: Pick<DigSettings, "showsTtl" | "showsClass">,
): string {
  const line = new Columns(name);
  if (showsTtl) line.add(TTL_COLUMN, String(ttl));
  if (showsClass) line.add(showsTtl ? CLASS_COLUMN : TTL_COLUMN, "IN");
  const shift = (showsTtl ? 0 : TAB_WIDTH) + (showsClass ? 0 : TAB_WIDTH);
  line.add(TYPE_COLUMN - shift, type);
  line.add(DATA_COLUMN - shift, data);
  return line.text;
}

class Columns {
  text: string;
  #column: number;

  constructor(first: string) {
    this.text = first;
    this.#column = first.length;
  }

  add(column: number, word: string): void {
    if (this.#column >= column) {
      this.text += ` ${word}`;
      this.#column += 1 + word.length;
      return;
    }
    this.text += "\t".repeat(Math.ceil((column - this.#column) / TAB_WIDTH)) + word;
    this.#column = column + word.length;
  }
}

function statistics(
  message: DnsMessage,
  settings: DigSettings,
  { server, tookMs, epochMs }: { readonly server: string; readonly tookMs: number; readonly epochMs: number },
): string {
  const optBytes = settings.hasEdns ? OPT_BYTES + (settings.hasCookie ? COOKIE_BYTES : 0) : 0;
  const bytes = messageBytes(message, { limit: settings.hasEdns ? settings.bufferBytes : PLAIN_LIMIT, optBytes });
  const lines = [
    `;; Query time: ${Math.floor(tookMs)} msec`,
    `;; SERVER: ${server}#53(${server}) (UDP)`,
    `;; WHEN: ${formatDate(epochMs)}`,
    `;; MSG SIZE  rcvd: ${bytes}`,
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
