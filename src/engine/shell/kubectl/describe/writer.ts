import { civilTime, parseTimestamp } from "../../../model/timestamp.ts";
import { alignTabs, DESCRIBE_STYLE } from "../output/tabwriter.ts";

/** Collects what `describe` says, two spaces a level, and sets it in columns. As describe's PrefixWriter over a tabwriter. */
export class DescribeText {
  #done = "";
  #open = "";

  /** Text as it is, its line perhaps not ended yet. */
  add(text: string): void {
    this.#open += text;
  }

  /** Whole lines, the first indented by so many levels. */
  line(level: number, text: string): void {
    this.#open += `${"  ".repeat(level)}${text}\n`;
  }

  /** Columns begin anew after this. */
  flush(): void {
    this.#done += alignTabs(this.#open, DESCRIBE_STYLE);
    this.#open = "";
  }

  toString(): string {
    this.flush();
    return this.#done;
  }
}

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** "Sun, 22 Nov 2026 22:35:33 +0000", as Go's time.RFC1123Z; the zero time for a text that is no moment. */
export function longTime(timestamp: string): string {
  const epochMs = parseTimestamp(timestamp);
  if (epochMs === undefined) return "Mon, 01 Jan 0001 00:00:00 +0000";
  const time = civilTime(epochMs);
  const clock = [time.hour, time.minute, time.second].map(twoDigits).join(":");
  return `${DAYS[time.weekday]}, ${twoDigits(time.day)} ${MONTHS[time.month - 1]} ${time.year} ${clock} +0000`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
