import { sleep as wait } from "../../../simulation/process.ts";
import { formatDate } from "../dns/dig-format.ts";
import { civilTime } from "../../../model/timestamp.ts";
import { TOOL_START_MS } from "../../filter.ts";
import type { ShellTool } from "../../world.ts";

const UNIT_MS: Readonly<Record<string, number>> = { "": 1000, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const EXIT_TIMED_OUT = 124;
const EXIT_CANNOT_RUN = 125;
const WATCH_SECONDS = 2;

/** "1.5", "10s", "2m" in milliseconds; undefined for what is no duration. */
function readDuration(text: string): number | undefined {
  const [, count, unit = ""] = /^(\d+(?:\.\d*)?|\.\d+)([smhd]?)$/.exec(text) ?? [];
  return count === undefined ? undefined : Number(count) * (UNIT_MS[unit] ?? 1000);
}

/** `sleep DURATION…`. */
export const sleep: ShellTool = function* (world, words, streams) {
  const durations = words.slice(1).map(readDuration);
  if (durations.length === 0) {
    streams.error("sleep: missing operand\nTry 'sleep --help' for more information.\n");
    return 1;
  }
  const wrong = words.slice(1).find((_, index) => durations[index] === undefined);
  if (wrong !== undefined) {
    streams.error(`sleep: invalid time interval ‘${wrong}’\nTry 'sleep --help' for more information.\n`);
    return 1;
  }
  yield* wait(
    world.simulation,
    durations.reduce<number>((sum, duration) => sum + (duration ?? 0), 0),
  );
  return 0;
};

/** `date [+FORMAT]`: the cluster's clock. */
export const date: ShellTool = function* (world, words, streams) {
  yield* wait(world.simulation, TOOL_START_MS);
  const epochMs = world.simulation.startEpochMs + world.simulation.nowMs;
  const format = words.slice(1).find((word) => word.startsWith("+"));
  streams.out(`${format === undefined ? formatDate(epochMs) : formatBy(format.slice(1), epochMs)}\n`);
  return 0;
};

function formatBy(format: string, epochMs: number): string {
  const { year, month, day, hour, minute, second } = civilTime(epochMs);
  const pad = (value: number, width = 2) => String(value).padStart(width, "0");
  const fields: Readonly<Record<string, string>> = {
    Y: String(year),
    m: pad(month),
    d: pad(day),
    H: pad(hour),
    M: pad(minute),
    S: pad(second),
    N: pad(Math.floor(epochMs % 1000) * 1_000_000, 9),
    s: String(Math.floor(epochMs / 1000)),
    F: `${year}-${pad(month)}-${pad(day)}`,
    T: `${pad(hour)}:${pad(minute)}:${pad(second)}`,
    Z: "UTC",
    z: "+0000",
    "%": "%",
    n: "\n",
  };
  return format.replaceAll(/%(.)/g, (whole, letter: string) => fields[letter] ?? whole);
}

/** `timeout DURATION COMMAND…`. */
export const timeout: ShellTool = function* (world, words, streams, place) {
  const rest = words.slice(1);
  while (rest[0]?.startsWith("-")) rest.splice(0, /^-[sk]$/.test(rest[0]) ? 2 : 1);
  const [limit = "", ...command] = rest;
  const durationMs = readDuration(limit);
  if (durationMs === undefined || command.length === 0) {
    streams.error(
      durationMs === undefined ? `timeout: invalid time interval ‘${limit}’\n` : "timeout: missing operand\n",
    );
    return EXIT_CANNOT_RUN;
  }
  const endMs = world.simulation.nowMs + durationMs;
  const running = world.run(command, streams, place);
  try {
    for (let step = running.next(); ; step = running.next()) {
      if (step.done) return step.value;
      const asked = step.value.kind === "until" ? step.value.ms : (step.value.untilMs ?? Infinity);
      const ms = Math.min(asked, endMs);
      yield step.value.kind === "until" ? { kind: "until", ms } : { ...step.value, untilMs: ms };
      if (world.simulation.nowMs >= endMs) return EXIT_TIMED_OUT;
    }
  } finally {
    running.return(EXIT_TIMED_OUT);
  }
};

/** `time COMMAND…`: what it took, in bash's words. */
export const time: ShellTool = function* (world, words, streams, place) {
  const beganMs = world.simulation.nowMs;
  const exitCode = words.length > 1 ? yield* world.run(words.slice(1), streams, place) : 0;
  const seconds = (world.simulation.nowMs - beganMs) / 1000;
  const shown = `${Math.floor(seconds / 60)}m${(seconds % 60).toFixed(3)}s`;
  streams.error(`\nreal\t${shown}\nuser\t0m0.000s\nsys\t0m0.000s\n`);
  return exitCode;
};

/** `watch [-n SECONDS] COMMAND…`: again and again until it is stopped. */
export const watch: ShellTool = function* (world, words, streams, place) {
  const rest = words.slice(1);
  let seconds = WATCH_SECONDS;
  while (rest[0]?.startsWith("-")) {
    const [, attached = ""] = /^-n(.*)$/.exec(rest[0]) ?? [];
    const value = rest[0].startsWith("-n") ? attached || (rest.splice(1, 1)[0] ?? "") : "";
    if (value !== "") seconds = Math.max(0.1, Number(value) || WATCH_SECONDS);
    rest.shift();
  }
  if (rest.length === 0) {
    streams.error("Usage:\n watch [options] command\n");
    return 1;
  }
  const line = rest.join(" ");
  for (;;) {
    const epochMs = world.simulation.startEpochMs + world.simulation.nowMs;
    streams.out(`\u001b[H\u001b[2JEvery ${seconds.toFixed(1)}s: ${line}    ${formatDate(epochMs)}\n\n`);
    yield* world.runLine(line, streams, place);
    yield* wait(world.simulation, seconds * 1000);
  }
};
