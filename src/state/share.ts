// A work as a link or a file, and back: everything that another person needs to see the same. Nothing is stored anywhere but in it.
import { checkTrace } from "../engine/trace/check-trace.ts";
import type { Trace } from "../engine/trace/trace.ts";
import { linkText, linkOf, parseLink } from "./link.ts";
import type { Link } from "./link.ts";
import { currentPlayback, usePlaybackStore } from "./playback-store.ts";
import { momentAt } from "./playback.ts";
import type { Detail } from "./visits.ts";
import { readWork, workNow } from "./work.ts";
import type { Work } from "./work.ts";

/**
 * What is handed on. `moment` is the link to a moment of a request, as in the page's address; `trace` is what came of it, of one that was
 * answered: the cluster may have changed since. One that failed is sent again, as its diagnosis is of the cluster as it stands.
 */
export type Shared = {
  readonly work: Work;
  readonly moment?: Link;
  readonly trace?: Trace;
  readonly detail: Detail;
};

/** Why a text is none of ours: torn or changed on the way, of a later kubehop, too large, or of another shape. */
export type ShareProblem = "damaged" | "newer" | "too-large" | "wrong";

/** What reading gives. */
export type ReadShare =
  | { readonly kind: "shared"; readonly shared: Shared }
  | { readonly kind: "problem"; readonly problem: ShareProblem };

const VERSION = 1;
const HEAD = "#work=";
/** Longer links are cut by programs that people send them with; a file has no such limit. */
export const LINK_LENGTH_MAX = 32_000;
/** Unpacked, in characters: what is larger was not made by a person's work. */
const UNPACKED_MAX = 20_000_000;

/** What would be handed on now. */
export async function sharedNow(): Promise<Shared> {
  const work = await workNow();
  const { detail, timeMs } = usePlaybackStore.getState();
  const playback = currentPlayback();
  const at = playback && momentAt(playback, timeMs);
  const [step] = at?.steps ?? [];
  const place = at && { packet: at.packet, hop: at.hop, ...(step !== undefined && { step }) };
  const moment = playback && place && linkOf(playback.trace, place);
  const trace = playback?.trace.outcome.kind === "answered" ? playback.trace : undefined;
  return { work, detail, ...(moment && { moment, ...(trace && { trace }) }) };
}

/** As the fragment of an address: "#work=…", packed. */
export async function shareLink(shared: Shared): Promise<string> {
  const packed = new Blob([shareFile(shared)]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  const text = Array.from(bytes, (byte) => String.fromCodePoint(byte)).join("");
  return HEAD + btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** As the text of a file. */
export function shareFile({ work, moment, trace, detail }: Shared): string {
  return JSON.stringify({ kubehop: VERSION, work, detail, trace, ...(moment && { moment: linkText(moment) }) });
}

/** Reads a link, however it is meant. */
export async function readShareLink(hash: string): Promise<ReadShare> {
  try {
    const text = atob(hash.slice(HEAD.length).replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(text, (character) => character.codePointAt(0) ?? 0);
    const unpacked = await unpack(bytes);
    return unpacked === undefined ? { kind: "problem", problem: "too-large" } : readShareFile(unpacked);
  } catch {
    // Not of base64, or not of deflate: torn on the way.
    return { kind: "problem", problem: "damaged" };
  }
}

/** Reads a file, however it is meant. */
export function readShareFile(text: string): ReadShare {
  if (text.length > UNPACKED_MAX) return { kind: "problem", problem: "too-large" };
  const value = parseJson(text);
  if (typeof value !== "object" || value === null) return { kind: "problem", problem: "damaged" };
  const { kubehop, work, moment, trace, detail } = value as Readonly<Record<string, unknown>>;
  if (typeof kubehop === "number" && kubehop > VERSION) return { kind: "problem", problem: "newer" };
  const read = kubehop === VERSION ? readWork(work) : undefined;
  if (read === undefined) return { kind: "problem", problem: "wrong" };
  const link = typeof moment === "string" ? parseLink(moment) : undefined;
  const checked = trace === undefined ? undefined : checkTrace(trace);
  if (checked?.kind === "problems") return { kind: "problem", problem: "wrong" };
  const shared: Shared = {
    work: read,
    detail: detail === "detailed" ? "detailed" : "simple",
    ...(link && { moment: link, ...(checked && { trace: checked.trace }) }),
  };
  return { kind: "shared", shared };
}

/** The text of packed bytes; undefined when it is longer than any of ours, which is found before it is all there. */
async function unpack(bytes: Uint8Array<ArrayBuffer>): Promise<string | undefined> {
  const reader = new Blob([bytes])
    .stream()
    .pipeThrough(new DecompressionStream("deflate-raw"))
    .pipeThrough(new TextDecoderStream())
    .getReader();
  const parts: string[] = [];
  let length = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    length += part.value.length;
    if (length > UNPACKED_MAX) {
      await reader.cancel();
      return undefined;
    }
    parts.push(part.value);
  }
  return parts.join("");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
