import type { ContainerStatus } from "../../model/objects.ts";
import { parseTimestamp } from "../../model/timestamp.ts";
import { BACK_OFF_FIRST_MS, BACK_OFF_FORGOTTEN_MS, BACK_OFF_MAX_MS } from "../latencies.ts";

/** How long the n-th wait is, counted from 0: 10 s, 20 s, 40 s … 5 min. */
export function backOffMs(tries: number): number {
  return Math.min(BACK_OFF_MAX_MS, BACK_OFF_FIRST_MS * 2 ** Math.min(tries, 10));
}

/** The wait before a container that has ended is started again: none the first time, and none after a long run. */
export function restartDelayMs(ended: ContainerStatus): number {
  const { startedAt = "", finishedAt = "" } = ended.state?.terminated ?? {};
  const ranMs = (parseTimestamp(finishedAt) ?? 0) - (parseTimestamp(startedAt) ?? 0);
  if (ended.restartCount === 0 || ranMs >= BACK_OFF_FORGOTTEN_MS) return 0;
  return backOffMs(ended.restartCount - 1);
}

/** A duration as Go prints it: "10s", "1m20s", "5m0s". */
export function goDuration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
}
