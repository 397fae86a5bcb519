import { parseTimestamp } from "../../model/timestamp.ts";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

/** An age as kubectl prints it: "5s", "3m12s", "4h", "2d3h", "1y20d". As k8s.io/apimachinery/pkg/util/duration.HumanDuration. */
export function humanDuration(durationMs: number): string {
  const seconds = Math.trunc(durationMs / 1000);
  if (seconds < -1) return "<invalid>";
  if (seconds < 0) return "0s";
  if (seconds < 2 * MINUTE) return `${seconds}s`;
  if (seconds < 10 * MINUTE) return inTwo(seconds, [MINUTE, "m"], [1, "s"]);
  if (seconds < 3 * HOUR) return `${Math.floor(seconds / MINUTE)}m`;
  if (seconds < 8 * HOUR) return inTwo(seconds, [HOUR, "h"], [MINUTE, "m"]);
  if (seconds < 2 * DAY) return `${Math.floor(seconds / HOUR)}h`;
  if (seconds < 8 * DAY) return inTwo(seconds, [DAY, "d"], [HOUR, "h"]);
  if (seconds < 2 * YEAR) return `${Math.floor(seconds / DAY)}d`;
  if (seconds < 8 * YEAR) return inTwo(seconds, [YEAR, "y"], [DAY, "d"]);
  return `${Math.floor(seconds / YEAR)}y`;
}

/** How long ago an RFC 3339 moment was; "<unknown>" for none. As translateTimestampSince of the printers. */
export function ageOf(timestamp: unknown, nowEpochMs: number): string {
  const moment = typeof timestamp === "string" ? parseTimestamp(timestamp) : undefined;
  return moment === undefined ? "<unknown>" : humanDuration(nowEpochMs - moment);
}

function inTwo(seconds: number, [large, largeUnit]: Unit, [small, smallUnit]: Unit): string {
  const rest = Math.floor((seconds % large) / small);
  return `${Math.floor(seconds / large)}${largeUnit}${rest === 0 ? "" : `${rest}${smallUnit}`}`;
}

type Unit = readonly [seconds: number, letter: string];
