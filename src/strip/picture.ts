// The strip as a picture: one SVG text of a trace, for reports and slides. Pure: the same trace and colours, the same text.
import { hostName } from "../engine/model/host.ts";
import type { Trace } from "../engine/trace/trace.ts";
import { playbackOf } from "../state/playback.ts";
import type { Moment, Playback } from "../state/playback.ts";
import { requestText } from "../state/request-text.ts";
import { hostLabel } from "../state/trace-names.ts";
import type { VisitMark } from "../state/visits.ts";
import { timeText, timeUnit } from "./numbers.ts";
import { columnCentres, columnOf, drawnColumns, hostGroups, rowWord } from "./strip-model.ts";
import type { DrawnColumn } from "./strip-model.ts";

/** What a picture takes from the page: its colours and fonts, its words, the addresses of nodes. */
export type PictureLook = {
  readonly token: (name: `--${string}`) => string;
  readonly words: { readonly query: string; readonly answer: string; readonly error: string };
  readonly outcome: string;
  readonly nodeAddresses: ReadonlyMap<string, string>;
};

/** An SVG document and its size in pixels. */
export type Picture = { readonly svg: string; readonly width: number; readonly height: number };

const MARGIN = 24;
const LABEL_WIDTH = 160;
const ROW_HEIGHT = 24;
const HEAD_HEIGHT = 84;
const WIDTH_MIN = 720;
/** Columns get a little more than their labels need. */
const COLUMN_ROOM = 1.12;

/** All packets of a trace by the places that they visit. */
export function pictureOf(trace: Trace, look: PictureLook): Picture {
  const playback = playbackOf(trace, "simple");
  const columns = drawnColumns(playback.columns, { traces: [trace], nodeAddresses: look.nodeAddresses });
  const natural = columns.reduce((sum, { width }) => sum + width, 0) * COLUMN_ROOM;
  const wayWidth = Math.max(WIDTH_MIN - LABEL_WIDTH, natural);
  const width = Math.ceil(2 * MARGIN + LABEL_WIDTH + wayWidth);
  const failed = trace.outcome.kind === "answered" ? 0 : 1;
  const height = MARGIN + HEAD_HEIGHT + (playback.rows.length + failed) * ROW_HEIGHT + MARGIN;
  const about: Drawing = { playback, columns, look, left: MARGIN + LABEL_WIDTH, wayWidth };
  const rows = playback.rows.map((_, index) => rowSvg(about, index));
  const body = [titleSvg(about), headSvg(about), ...rows, outcomeSvg(about)].join("\n");
  const background = `<rect width="${width}" height="${height}" fill="${look.token("--bg")}"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">\n${background}\n${body}\n</svg>\n`;
  return { svg, width, height };
}

type Drawing = {
  readonly playback: Playback;
  readonly columns: readonly DrawnColumn[];
  readonly look: PictureLook;
  /** Where the places begin, and how wide they are together. */
  readonly left: number;
  readonly wayWidth: number;
};

function titleSvg({ playback: { trace }, look }: Drawing): string {
  const { request, outcome } = trace;
  const tone = outcome.kind === "answered" && outcome.status < 400 ? "--deliver" : "--reject";
  const total = trace.endedMs - trace.beganMs;
  const time = `${timeText(total, total)} ${timeUnit(total)}`;
  const from = `<tspan font-weight="600">${escaped(hostLabel(hostName(request.from)))}</tspan>`;
  const came = `<tspan fill="${look.token(tone)}" font-weight="600">${escaped(look.outcome)}</tspan>`;
  const text = `${from} → ${escaped(requestText(request))}  ${came}  ${time}`;
  return `<text x="${MARGIN}" y="${MARGIN + 14}" xml:space="preserve" ${font(look, 15)}>${text}</text>`;
}

function headSvg({ columns, look, left, wayWidth }: Drawing): string {
  const total = columns.reduce((sum, { width }) => sum + width, 0);
  const centres = columnCentres(columns);
  const labels = columns.map(({ label, place }, index) => {
    const x = left + (centres[index] ?? 0) * wayWidth;
    return `<text x="${number(x)}" y="${MARGIN + 68}" text-anchor="middle" ${font(look, 11, { isMono: place === "host", tone: "--text-2" })}>${escaped(label)}</text>`;
  });
  let at = 0;
  let before = 0;
  const groups = hostGroups(columns).map(({ label, span }) => {
    const own = columns.slice(at, at + span).reduce((sum, { width }) => sum + width, 0);
    const [from, to] = [left + (before / total) * wayWidth + 3, left + ((before + own) / total) * wayWidth - 3];
    at += span;
    before += own;
    const line = `<path d="M${number(from)} ${MARGIN + 52}H${number(to)}" stroke="${look.token("--line-strong")}"/>`;
    return `<text x="${number((from + to) / 2)}" y="${MARGIN + 46}" text-anchor="middle" font-weight="600" ${font(look, 11, { tone: "--text-2" })}>${escaped(label)}</text>${line}`;
  });
  return [...groups, ...labels].join("\n");
}

function rowSvg(about: Drawing, index: number): string {
  const { playback, columns, look, left, wayWidth } = about;
  const row = playback.rows[index];
  const packet = row && playback.trace.packets[row.packet];
  if (row === undefined || packet === undefined) return "";
  const y = MARGIN + HEAD_HEIGHT + index * ROW_HEIGHT + ROW_HEIGHT / 2;
  const { beganMs, endedMs } = playback.trace;
  const centres = columnCentres(columns);
  const placed = (playback.momentsOfRow[index] ?? []).flatMap((moment) => {
    const column = columnOf(columns, moment, false);
    const centre = column === undefined ? undefined : centres[column];
    return centre === undefined ? [] : [{ moment, x: left + centre * wayWidth }];
  });
  const isFailed = row.visits.some(({ mark }) => mark === "rejected" || mark === "lost");
  const trail = look.token(isFailed ? "--reject" : "--trail");
  const way = placed.map(({ x }, at) => (at === 0 ? `M${number(x)} ${y}` : `H${number(x)}`)).join("");
  const name = `${row.isBack ? "←" : "→"} ${rowWord(packet, look.words)}`;
  return [
    `<text x="${MARGIN}" y="${y + 4}" ${font(look, 12, { tone: packet.kind.startsWith("dns") ? "--dns" : "--text" })}>${escaped(name)}</text>`,
    `<text x="${MARGIN + LABEL_WIDTH - 12}" y="${y + 4}" text-anchor="end" ${font(look, 11, { isMono: true, tone: "--text-3" })}>${timeText(packet.sentMs - beganMs, endedMs - beganMs)}</text>`,
    `<path d="${way}" fill="none" stroke="${trail}" stroke-width="2"/>`,
    ...placed.map((one) => markSvg(one, { y, trail, look })),
  ].join("\n");
}

function markSvg(
  { moment, x }: { readonly moment: Moment; readonly x: number },
  { y, trail, look }: { readonly y: number; readonly trail: string; readonly look: PictureLook },
): string {
  const ground = look.token("--bg");
  const colours: Readonly<Record<VisitMark, string>> = {
    passed: trail,
    asked: trail,
    rewritten: look.token("--nat"),
    restored: look.token("--nat"),
    delivered: look.token("--deliver"),
    rejected: look.token("--reject"),
    lost: look.token("--reject"),
  };
  const colour = colours[moment.mark];
  const shapes: Readonly<Record<VisitMark, string>> = {
    passed: `<circle r="3.5" fill="${colour}"/>`,
    asked: `<circle r="3" fill="${ground}" stroke="${colour}" stroke-width="1.5"/>`,
    rewritten: `<path d="M0-5.5 5.5 0 0 5.5-5.5 0z" fill="${colour}"/>`,
    restored: `<path d="M0-4.7 4.7 0 0 4.7-4.7 0z" fill="${ground}" stroke="${colour}" stroke-width="1.4"/>`,
    delivered: `<circle r="4.8" fill="${ground}" stroke="${colour}" stroke-width="1.6"/><circle r="2.2" fill="${colour}"/>`,
    rejected: `<path d="M-2.3-5.5h4.6l3.2 3.2v4.6l-3.2 3.2h-4.6l-3.2-3.2v-4.6z" fill="${colour}"/><path d="m-2-2 4 4m0-4-4 4" stroke="${ground}" stroke-width="1.4"/>`,
    lost: `<path d="m-3.5-3.5 7 7m0-7-7 7" stroke="${colour}" stroke-width="2"/>`,
  };
  return `<g transform="translate(${number(x)} ${y})">${shapes[moment.mark]}</g>`;
}

/** What the tool printed when it failed. */
function outcomeSvg({ playback, look, left }: Drawing): string {
  const { outcome } = playback.trace;
  if (outcome.kind === "answered") return "";
  const y = MARGIN + HEAD_HEIGHT + playback.rows.length * ROW_HEIGHT + ROW_HEIGHT / 2 + 4;
  return `<text x="${left}" y="${y}" ${font(look, 12, { isMono: true, tone: "--reject" })}>${escaped(outcome.stderr.trim())}</text>`;
}

function font(
  look: PictureLook,
  size: number,
  { isMono = false, tone = "--text" }: { readonly isMono?: boolean; readonly tone?: `--${string}` } = {},
): string {
  const family = look.token(isMono ? "--mono" : "--sans").replaceAll('"', "'");
  return `font-family="${family}" font-size="${size}" fill="${look.token(tone)}"`;
}

function number(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** No text of a trace is markup. */
function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll(/\s+/g, " ");
}
