/** A trace's time as the clock shows it: "0.94" of 2.61 ms, "3.05 s" where it lasts. */
export function timeText(ms: number, totalMs: number): string {
  if (totalMs >= 1000) return (ms / 1000).toFixed(2);
  return ms.toFixed(totalMs >= 100 ? 0 : 2);
}

/** The unit that `timeText` counts in. */
export function timeUnit(totalMs: number): "s" | "ms" {
  return totalMs >= 1000 ? "s" : "ms";
}
