// A link to a moment: the request and the place of its trace as text for `location.hash`, to be read by a person, and back.
// Whatever does not read as one is no link.
import { hostName, parseHostName } from "../engine/model/host.ts";
import type { HostRef } from "../engine/model/host.ts";
import type { Trace } from "../engine/trace/trace.ts";
import type { Place } from "./difference.ts";

/** A request that can be sent again, what its rules drew, and the place that was looked at. */
export type Link = {
  readonly from: HostRef;
  readonly url: string;
  readonly draws: readonly number[];
  readonly at?: Place;
};

const URL_LENGTH_MAX = 2048;
const DRAWS_MAX = 200;

/** The link to a place of a trace; undefined for what is no request for a URL. */
export function linkOf({ request, packets }: Trace, at: Place): Link | undefined {
  if (request.url === undefined) return undefined;
  const steps = packets.flatMap(({ hops }) => hops.flatMap((hop) => hop.steps));
  const draws = steps.flatMap((step) => (step.kind === "rule" && step.draw ? [step.draw.drawn] : []));
  return { from: request.from, url: request.url, draws: draws.slice(0, DRAWS_MAX), at };
}

/** "#from=pod+default/web-0&url=http://api/&draws=0.2704&at=4.1.6": packet, hop and step of the place. */
export function linkText({ from, url, draws, at }: Link): string {
  const parts = [`from=${readable(hostName(from))}`, `url=${readable(url)}`];
  if (draws.length > 0) parts.push(`draws=${draws.map((drawn) => String(Math.floor(drawn * 1e4) / 1e4)).join(",")}`);
  if (at !== undefined) parts.push(`at=${[at.packet, at.hop, at.step].filter((one) => one !== undefined).join(".")}`);
  return `#${parts.join("&")}`;
}

/** The inverse of `linkText`; undefined for any other text, however it is meant. */
export function parseLink(hash: string): Link | undefined {
  const parameters = new URLSearchParams(hash.replace(/^#/, ""));
  const from = parseHostName(parameters.get("from") ?? "");
  const url = parameters.get("url") ?? "";
  const draws = parseDraws(parameters.get("draws"));
  const at = parsePlace(parameters.get("at"));
  if (from === undefined || !isHttpUrl(url) || draws === undefined || at === "wrong") return undefined;
  return { from, url, draws, ...(at && { at }) };
}

/** As a person writes it: what a fragment may hold stays as it is. */
function readable(text: string): string {
  return encodeURIComponent(text).replaceAll("%2F", "/").replaceAll("%3A", ":").replaceAll("%20", "+");
}

/** What curl takes without a scheme is taken, too. */
function isHttpUrl(text: string): boolean {
  if (text.length > URL_LENGTH_MAX || !/^[\x21-\x7e]+$/.test(text)) return false;
  const whole = text.includes("://") ? text : `http://${text}`;
  return URL.canParse(whole) && /^https?:\/\//i.test(whole);
}

function parseDraws(text: string | null): readonly number[] | undefined {
  if (text === null) return [];
  const draws = text.split(",");
  return draws.length <= DRAWS_MAX && draws.every((draw) => /^0(\.\d{1,4})?$/.test(draw))
    ? draws.map(Number)
    : undefined;
}

function parsePlace(text: string | null): Place | undefined | "wrong" {
  if (text === null) return undefined;
  const found = /^(\d{1,5})\.(\d{1,3})(?:\.(\d{1,4}))?$/.exec(text);
  if (found === null) return "wrong";
  const [, packet, hop, step] = found;
  return { packet: Number(packet), hop: Number(hop), ...(step !== undefined && { step: Number(step) }) };
}
