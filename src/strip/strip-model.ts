// What the strip draws, computed from the playback: rows that the filter lets through, columns with their widths.
import type { PacketTrace, Trace } from "../engine/trace/trace.ts";
import type { Moment, Playback } from "../state/playback.ts";
import { hostAddresses, hostLabel, packetWord } from "../state/trace-names.ts";
import { ownColumnsOf, placeName } from "../state/visits.ts";
import type { Column, Row, VisitMark } from "../state/visits.ts";
import { shortChainName } from "../ui/short-name.ts";
import type { GlyphShape } from "../ui/glyph.tsx";
import type { PacketFilter } from "./strip-store.ts";

/** The shape of what happened. */
export const SHAPES: Readonly<Record<VisitMark, GlyphShape>> = {
  passed: "dot",
  asked: "ring",
  rewritten: "diamond",
  restored: "diamond-open",
  delivered: "bullseye",
  rejected: "octagon",
  lost: "cross",
};

/** A column with its width in pixels at the strip's natural size, and what stands over it. */
export type DrawnColumn = Column & { readonly label: string; readonly width: number };

/** A run of columns of one host. */
export type HostGroup = { readonly host: string; readonly label: string; readonly span: number };

/** The columns that the strip shows: all places of the trace, or in detail the current packet's own way. */
export function columnsNow(playback: Playback, current: Row | undefined): readonly Column[] {
  return playback.detail === "detailed" && current !== undefined ? ownColumnsOf(current) : playback.columns;
}

/** Columns with their labels: of a host its address, as the traces and the cluster know it; of a place its name. */
export function drawnColumns(
  columns: readonly Column[],
  known: { readonly traces: readonly Trace[]; readonly nodeAddresses: ReadonlyMap<string, string> },
): readonly DrawnColumn[] {
  const addresses = new Map([...known.traces.flatMap((trace) => [...hostAddresses(trace)]), ...known.nodeAddresses]);
  return columns.map((column) => {
    if (column.place === "host") {
      const label = addresses.get(column.host) ?? "";
      const over = 1.13 * labelWidth(hostLabel(column.host));
      return { ...column, label, width: 8 + Math.max(32, MONO_WIDTH * label.length, over) };
    }
    const label = shortChainName(placeName(column.place));
    return { ...column, label, width: 6 + Math.max(34, labelWidth(label)) };
  });
}

/** A character of an address at the labels' size. */
const MONO_WIDTH = 6.2;

/** About as wide as the text is at the labels' size: capitals are wide, signs are narrow. */
function labelWidth(text: string): number {
  return text.split("").reduce((sum, sign) => sum + (/[A-Z]/.test(sign) ? 7.1 : /[a-z\d]/.test(sign) ? 6.5 : 4), 0);
}

/** Neighbouring columns of one host, with the host's name over them. */
export function hostGroups(columns: readonly Column[]): readonly HostGroup[] {
  const groups: { host: string; label: string; span: number }[] = [];
  for (const { host } of columns) {
    const last = groups.at(-1);
    if (last?.host === host) last.span += 1;
    else groups.push({ host, label: hostLabel(host), span: 1 });
  }
  return groups;
}

/** The middle of each column, as a share of the whole width. */
export function columnCentres(columns: readonly DrawnColumn[]): readonly number[] {
  const total = columns.reduce((sum, { width }) => sum + width, 0);
  let before = 0;
  return columns.map(({ width }) => {
    const centre = (before + width / 2) / total;
    before += width;
    return centre;
  });
}

/** The column of a moment; undefined where the strip has none, as for other packets in detail. */
export function columnOf(columns: readonly Column[], moment: Moment, isCurrentRow: boolean): number | undefined {
  if (isCurrentRow && columns[moment.at]?.place === moment.place && columns[moment.at]?.host === moment.host) {
    return moment.at;
  }
  const index = columns.findIndex(({ host, place }) => host === moment.host && place === moment.place);
  if (index >= 0) return index;
  const anywhere = columns.findIndex(({ host }) => host === moment.host);
  return moment.place === "host" && anywhere >= 0 ? anywhere : undefined;
}

/** Whether the filter shows the row. */
export function isShown(trace: Trace, row: Row, filter: PacketFilter): boolean {
  const packet = trace.packets[row.packet];
  if (packet === undefined) return false;
  if (filter === "dns") return packet.kind.startsWith("dns");
  if (filter === "connection") return !packet.kind.startsWith("dns") && !packet.kind.startsWith("arp");
  return filter === "all" || !row.isBack;
}

/** A packet's name in the strip, where DNS says which way it goes. */
export function rowWord(
  packet: PacketTrace,
  words: { readonly query: string; readonly answer: string; readonly error: string },
): string {
  if (packet.kind === "dns-query") return words.query;
  if (packet.kind === "icmp-error") return words.error;
  return packet.kind === "dns-answer" ? words.answer : packetWord(packet);
}
