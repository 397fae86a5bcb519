// The requests of a stream on the drawing: a light each, from the sender over the Service's rules to the pod that answered. Where a
// light is, is a function of when its end was told and of the page's time.
import { hostName, parseHostName } from "../engine/model/host.ts";
import { answererOf } from "../state/streams.ts";
import type { Stream, Streamed } from "../state/streams.ts";
import type { ServiceFact } from "./facts.ts";
import type { Drawing, Point } from "./drawing.ts";
import { alongLine, straightWay } from "./way.ts";

/** From the sender to the one who answers. */
export const FLIGHT_MS = 700;

/** A light now: where it is, and whose it is; `index` is the answering host's place among the lanes, -1 for a failure. */
export type Flight = { readonly at: Point; readonly index: number };

/** The lights that are under way at a time of the page. */
export function flightsAt(
  stream: Stream,
  now: number,
  about: { readonly drawing: Drawing; readonly service: string | undefined },
): readonly Flight[] {
  const hosts = [...stream.answered.keys()];
  const from = hostName(stream.from);
  const lights: Flight[] = [];
  for (const result of flying(stream.results, now)) {
    const host = answererOf(result, stream.url);
    const points = straightWay(about.drawing, { from, to: host, service: about.service });
    const at = alongLine(points, Math.max(0, now - result.heardAt) / FLIGHT_MS);
    if (at) lights.push({ at, index: host === undefined ? -1 : hosts.indexOf(host) });
  }
  return lights;
}

/** Whether any light is under way. */
export function isFlying({ results }: Stream, now: number): boolean {
  const last = results.at(-1);
  return last !== undefined && now - last.heardAt < FLIGHT_MS;
}

function flying(results: readonly Streamed[], now: number): readonly Streamed[] {
  const from = results.findLastIndex(({ heardAt }) => now - heardAt >= FLIGHT_MS);
  return results.slice(from + 1);
}

/** The Service that a URL names as its sender would: by name, by name and namespace, or by one of its addresses. */
export function serviceOfUrl({ url, from }: Stream, services: Iterable<ServiceFact>): string | undefined {
  const [, host = "", port] = /^(?:\w+:\/\/)?([^/:]+)(?::(\d+))?/.exec(url) ?? [];
  const [name, namespace = "namespace" in from ? from.namespace : "default"] = host.split(".");
  const isOutside = parseHostName(hostName(from)) !== undefined && "outside" in from;
  for (const service of services) {
    if (!isOutside && service.name === name && service.namespace === namespace) return service.key;
    if (service.addresses.some((address) => address.startsWith(`${host}:`) || address === `:${port}`))
      return service.key;
  }
  return undefined;
}
