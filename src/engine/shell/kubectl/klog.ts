import type { Simulation } from "../../simulation/simulation.ts";
import { formatMicroTimestamp } from "../../model/timestamp.ts";

/** A line of kubectl's log: "E0101 00:00:12.345678   12345 portforward.go:522] …". As klog's formatHeader; the time zone is UTC. */
export function klogLine(
  simulation: Pick<Simulation, "nowMs" | "startEpochMs" | "random">,
  line: { readonly severity: "I" | "W" | "E"; readonly source: string; readonly text: string },
): string {
  const epochMs = simulation.startEpochMs + simulation.nowMs;
  const [, month = "", day = "", time = ""] = /^\d+-(\d+)-(\d+)T([\d:.]+)/.exec(formatMicroTimestamp(epochMs)) ?? [];
  const pid = String(1000 + simulation.random("process ids").below(30_000)).padStart(7);
  return `${line.severity}${month}${day} ${time} ${pid} ${line.source}] ${line.text}\n`;
}
