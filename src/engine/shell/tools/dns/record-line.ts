// Records in BIND's columns. As lib/dns/masterdump.c writes them.
import type { DnsQuestion, DnsRecord } from "../../../model/dns.ts";

export type LineStyle = {
  readonly hidesTtl: boolean;
  readonly hidesClass: boolean;
  readonly isMultiline: boolean;
  readonly hasTtlUnits: boolean;
};

/** Where the TTL, the class, the type and the data begin. */
type Places = { readonly ttl: number; readonly class: number; readonly type: number; readonly data: number };

export const FULL_STYLE: LineStyle = { hidesTtl: false, hidesClass: false, isMultiline: false, hasTtlUnits: false };

const TAB_WIDTH = 8;
const UNITS = [
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
] as const;
const SOA_FIELDS = ["serial", "refresh", "retry", "expire", "minimum"] as const;

/** Records, a line each; an SOA takes several with +multiline. */
export function recordLines(records: readonly DnsRecord[], style: LineStyle): string {
  return records.map((record) => `${recordLine(record, style)}\n`).join("");
}

/** ";name IN A". */
export function questionLine({ name, type }: DnsQuestion, style: LineStyle): string {
  const places = placesOf(style);
  const line = new Columns(escapeName(name));
  line.add(places.class, "IN");
  line.add(places.type, type);
  return `;${line.text}\n`;
}

function recordLine({ name, ttl, type, data }: DnsRecord, style: LineStyle): string {
  const { hidesTtl, hidesClass, isMultiline, hasTtlUnits } = style;
  const places = placesOf(style);
  const line = new Columns(escapeName(name));
  if (!hidesTtl) line.add(places.ttl, hasTtlUnits ? shortUnits(ttl) : String(ttl));
  if (!hidesClass) line.add(places.class, "IN");
  line.add(places.type, type);
  line.add(places.data, isMultiline && type === "SOA" ? soaLines(data) : data);
  return line.text;
}

function placesOf({ hidesTtl, hidesClass, isMultiline }: LineStyle): Places {
  if (isMultiline || (hidesTtl && hidesClass)) return { ttl: 24, class: 24, type: 24, data: 32 };
  if (hidesTtl || hidesClass) return { ttl: 24, class: 24, type: 32, data: 40 };
  return { ttl: 24, class: 32, type: 40, data: 48 };
}

/** A line that goes on at a column: by tabs as far as they lead, then by spaces, at least one. */
class Columns {
  text: string;
  #column: number;

  constructor(first: string) {
    this.text = first;
    this.#column = first.length;
  }

  add(column: number, word: string): void {
    const to = Math.max(column, this.#column + 1);
    const tabs = Math.floor(to / TAB_WIDTH) - Math.floor(this.#column / TAB_WIDTH);
    const from = tabs > 0 ? to - (to % TAB_WIDTH) : this.#column;
    this.text += "\t".repeat(tabs) + " ".repeat(to - from) + word;
    this.#column = to + word.length;
  }
}

/** RFC 1035, 5.1: what is no plain sign of a name. */
function escapeName(name: string): string {
  return name.replaceAll(/[^!-~]/g, (sign) => `\\${String(sign.charCodeAt(0)).padStart(3, "0")}`);
}

function soaLines(data: string): string {
  const [origin, mail, ...numbers] = data.split(" ");
  const indent = "\t".repeat(4);
  const lines = SOA_FIELDS.map((field, index) => {
    const value = numbers[index] ?? "0";
    const meaning = field === "serial" ? "" : ` (${longUnits(Number(value))})`;
    return `${indent}${value.padEnd(10)} ; ${field}${meaning}\n`;
  });
  return `${origin} ${mail} (\n${lines.join("")}${indent})`;
}

function unitsOf(seconds: number): readonly (readonly [name: string, count: number])[] {
  let rest = seconds;
  const found = UNITS.map(([name, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return [name, count] as const;
  });
  const used = found.filter(([, count]) => count > 0);
  return used.length > 0 ? used : [["second", 0]];
}

function longUnits(seconds: number): string {
  return unitsOf(seconds)
    .map(([name, count]) => `${count} ${name}${count === 1 ? "" : "s"}`)
    .join(" ");
}

function shortUnits(seconds: number): string {
  return unitsOf(seconds)
    .map(([name, count]) => `${count}${name[0]}`)
    .join("");
}
