/** What the meter counts: bytes that are to come, that came, that were sent, and the time since the transfer began. */
export type Progress = {
  readonly expected: number;
  readonly received: number;
  readonly uploaded: number;
  readonly elapsedMs: number;
};

/** The two lines over the meter. As lib/progress.c prints them. */
export const METER_HEAD = `  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current
                                 Dload  Upload   Total   Spent    Left  Speed
`;

/** The meter's line, over the one before it. */
export function meterLine({ expected, received, uploaded, elapsedMs }: Progress): string {
  const seconds = Math.max(elapsedMs, 1) / 1000;
  const total = expected + uploaded;
  const percent = (part: number, whole: number) => String(whole > 0 ? Math.floor((100 * part) / whole) : 0).padStart(3);
  const [down, up] = [received / seconds, uploaded / seconds].map((speed) => amount(Math.floor(speed)));
  return [
    `\r${percent(received + uploaded, total)} ${amount(total)}`,
    `${percent(received, expected)} ${amount(received)}`,
    `${percent(uploaded, uploaded)} ${amount(uploaded)}`,
    `${down}  ${up} --:--:-- ${clock(elapsedMs)} --:--:-- ${amount(Math.floor((received + uploaded) / seconds))}`,
  ].join("  ");
}

/** The bar of `-#` when all has come. */
export const FULL_BAR = `\r${"#".repeat(72)} 100.0%`;

const UNITS = ["k", "M", "G"] as const;

/** Five characters, as max5data(). */
function amount(bytes: number): string {
  if (bytes < 100_000) return String(bytes).padStart(5);
  let value = bytes;
  for (const unit of UNITS) {
    value /= 1024;
    if (value < 10_000) return `${String(Math.floor(value)).padStart(4)}${unit}`;
  }
  return `${String(Math.floor(value)).padStart(4)}G`;
}

function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds <= 0) return "--:--:--";
  const two = (value: number) => String(value).padStart(2, "0");
  return `${String(Math.floor(seconds / 3600)).padStart(2)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
