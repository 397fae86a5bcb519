import type { Container } from "../model/objects.ts";

/** What a container's first process does: the image's own server for ever, nothing for ever, or something that ends. */
export type ContainerProcess =
  | { readonly kind: "server" }
  | { readonly kind: "idle" }
  | { readonly kind: "ends"; readonly afterMs: number; readonly exitCode: number };

const SECONDS_PER_UNIT: Readonly<Record<string, number>> = { "": 1, s: 1, m: 60, h: 3600, d: 86_400 };
const SHELLS: ReadonlySet<string> = new Set(["sh", "bash", "ash"]);

/**
 * Reads a container's command as far as its end depends on it: `sleep`, `true`, `false`, `exit`, alone or in a row in
 * `sh -c`. A command of other words is taken for another way to start the image's server. Arguments alone leave the
 * image's entry point as it is.
 */
export function processOf(container: Container): ContainerProcess {
  const command = container.command ?? [];
  if (command.length === 0) return { kind: "server" };
  return processOfWords([...command, ...(container.args ?? [])]);
}

function processOfWords([name = "", ...words]: readonly string[]): ContainerProcess {
  const program = name.slice(name.lastIndexOf("/") + 1);
  if (SHELLS.has(program) && words[0] === "-c") return processOfScript(words[1] ?? "");
  switch (program) {
    case "sleep":
      return sleepOf(words);
    case "true":
      return { kind: "ends", afterMs: 0, exitCode: 0 };
    case "false":
      return { kind: "ends", afterMs: 0, exitCode: 1 };
    case "exit":
      return { kind: "ends", afterMs: 0, exitCode: Number(words[0] ?? 0) & 255 };
    case "echo":
    case "printf":
    case ":":
      return { kind: "ends", afterMs: 0, exitCode: 0 };
    default:
      return { kind: "server" };
  }
}

/** Commands in a row: their times add up, `exit` ends the row, and what never ends is what the script does. */
function processOfScript(script: string): ContainerProcess {
  if (/\b(while|for|until|if|case)\b/.test(script)) return { kind: "idle" };
  let afterMs = 0;
  let exitCode = 0;
  for (const line of script.split(/;|\n|&&/)) {
    const words = line.trim().split(/\s+/).filter(Boolean);
    if (words.length === 0) continue;
    const step = processOfWords(words[0] === "exec" ? words.slice(1) : words);
    if (step.kind !== "ends") return step;
    afterMs += step.afterMs;
    exitCode = step.exitCode;
    if (words[0] === "exit") break;
  }
  return { kind: "ends", afterMs, exitCode };
}

function sleepOf(durations: readonly string[]): ContainerProcess {
  let seconds = 0;
  for (const duration of durations) {
    if (/^inf(inity)?$/.test(duration)) return { kind: "idle" };
    const [, count = "", unit = ""] = /^(\d+(?:\.\d+)?)([smhd]?)$/.exec(duration) ?? [];
    if (count === "") return { kind: "ends", afterMs: 0, exitCode: 1 };
    seconds += Number(count) * (SECONDS_PER_UNIT[unit] ?? 1);
  }
  return durations.length === 0
    ? { kind: "ends", afterMs: 0, exitCode: 1 }
    : { kind: "ends", afterMs: seconds * 1000, exitCode: 0 };
}
