// A stream as lanes over time: one a pod that answered, and one for what failed. A rolling update shows as lanes that end and
// lanes that begin, its gap as marks in the last one.
import { answererOf } from "../state/streams.ts";
import type { Stream, Streamed } from "../state/streams.ts";

/** So much of the cluster's time is shown. */
export const WINDOW_MS = 20_000;
/** Lanes of those who answered; the rest share one. */
export const LANES_MAX = 5;

/** A request in its lane: `x` from 0 (the window's beginning) to 1 (now). */
export type Tick = { readonly number: number; readonly x: number };

/** `host` is the host's name; undefined for the lane of those that share one, and of failures. */
export type Lane = {
  readonly kind: "host" | "others" | "failed";
  readonly host?: string;
  readonly count: number;
  /** Of all that ended, from 0 to 1. */
  readonly share: number;
  readonly ticks: readonly Tick[];
  /** Which of the lanes' colours. */
  readonly colour: number;
};

/** The lanes of a stream at its newest moment: hosts in the order of their first answers, then the others, then failures. */
export function lanesOf(stream: Stream): readonly Lane[] {
  const ended = Math.max(1, stream.failed + [...stream.answered.values()].reduce((sum, count) => sum + count, 0));
  const shown = shownHosts(stream);
  const ticksOf = ticksByLane(stream, shown);
  const lane = (kind: Lane["kind"], count: number, key: string) => ({
    kind,
    count,
    share: count / ended,
    ticks: ticksOf.get(key) ?? [],
  });
  const hosts = [...stream.answered.keys()];
  const others = hosts.filter((host) => !shown.has(host));
  const count = others.reduce((sum, host) => sum + (stream.answered.get(host) ?? 0), 0);
  return [
    ...[...shown].map((host): Lane => ({
      ...lane("host", stream.answered.get(host) ?? 0, host),
      host,
      colour: hosts.indexOf(host),
    })),
    ...(others.length > 0 ? [{ ...lane("others", count, OTHERS), colour: -1 }] : []),
    ...(stream.failed > 0 ? [{ ...lane("failed", stream.failed, FAILED), colour: -1 }] : []),
  ];
}

/** The colour of a lane's marks and of its pod's counter. */
export function laneColour(index: number): string {
  const hue = HUES[index % HUES.length];
  return index < 0 || hue === undefined ? "var(--text-3)" : `oklch(from var(--accent) l c ${hue})`;
}

/** Far from each other and from red, which means failure. */
const HUES = [264, 160, 70, 320, 215, 120];

const OTHERS = "others";
const FAILED = "failed";

/** Those who answered last have lanes of their own. */
function shownHosts({ answered, results, url }: Stream): ReadonlySet<string> {
  const recent = new Set(results.toReversed().flatMap((result) => answererOf(result, url) ?? []));
  const first = new Set([...recent, ...answered.keys()].slice(0, LANES_MAX));
  return new Set([...answered.keys()].filter((host) => first.has(host)));
}

function ticksByLane(stream: Stream, shown: ReadonlySet<string>): ReadonlyMap<string, readonly Tick[]> {
  const ticks = new Map<string, Tick[]>();
  for (const result of stream.results) {
    const x = placeInWindow(stream, result.sentMs);
    if (x < 0) continue;
    const host = answererOf(result, stream.url);
    const key = host === undefined ? FAILED : shown.has(host) ? host : OTHERS;
    const lane = ticks.get(key);
    if (lane === undefined) ticks.set(key, [{ number: result.number, x }]);
    else lane.push({ number: result.number, x });
  }
  return ticks;
}

/** Where in the window a moment of the cluster's time is. */
export function placeInWindow({ lastSentMs }: Stream, sentMs: number): number {
  return (sentMs - (lastSentMs - WINDOW_MS)) / WINDOW_MS;
}

/** The request nearest to a place in the window, of those of one lane if there is one. */
export function tickAt(lanes: readonly Lane[], at: { readonly x: number; readonly lane?: Lane }): Tick | undefined {
  const ticks = at.lane?.ticks.length ? at.lane.ticks : lanes.flatMap((lane) => lane.ticks);
  return ticks.reduce<Tick | undefined>(
    (best, tick) => (best === undefined || Math.abs(tick.x - at.x) < Math.abs(best.x - at.x) ? tick : best),
    undefined,
  );
}

/** The result beside a number in the order of sending, for the arrow keys; the newest when there is none yet. */
export function neighbourResult(
  results: readonly Streamed[],
  number: number | undefined,
  direction: -1 | 1,
): Streamed | undefined {
  const inOrder = results.toSorted((a, b) => a.number - b.number);
  if (number === undefined) return inOrder.at(-1);
  const at = inOrder.findIndex((one) => one.number === number);
  return inOrder[at + direction] ?? inOrder[at] ?? inOrder.at(-1);
}
