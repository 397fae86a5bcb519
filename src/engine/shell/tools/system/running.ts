import { BUSYBOX_BANNER } from "../busybox-banner.ts";
import { readOptions } from "../../options.ts";
import type { ShellTool } from "../../world.ts";

const EXIT_USAGE = 1;
const EXIT_FAILED = 123;
const EXIT_NOT_FOUND = 127;

/** `env [-i] [NAME=value…] [COMMAND…]`. */
export const env: ShellTool = function* (world, words, streams, place) {
  const rest = words.slice(1);
  const environment = rest[0] === "-i" || rest[0] === "-" ? new Map<string, string>() : new Map(place.environment);
  while (rest[0]?.startsWith("-")) rest.splice(0, rest[0] === "-u" ? 2 : 1);
  for (let found = readAssignment(rest[0]); found; found = readAssignment(rest[0])) {
    environment.set(found.name, found.value);
    rest.shift();
  }
  if (rest.length > 0) return yield* world.run(rest, streams, { ...place, environment });
  return yield* world.run(["printenv"], streams, { ...place, environment });
};

function readAssignment(word: string | undefined): { readonly name: string; readonly value: string } | undefined {
  const [, name, value = ""] = /^([A-Za-z_]\w*)=([^]*)$/.exec(word ?? "") ?? [];
  return name === undefined ? undefined : { name, value };
}

/** `xargs [-n N] [-I NAME] [-r] [COMMAND…]`: standard input as words of a command. */
export const xargs: ShellTool = function* (world, words, streams, place) {
  const options = readOptions(words, { flags: "r0tp", values: "nILPd", stopsAtOperand: true });
  if (options.problem !== undefined) {
    streams.error(`xargs: invalid option -- '${options.problem}'\n`);
    return EXIT_USAGE;
  }
  const command = options.operands.length > 0 ? options.operands : ["echo"];
  const mark = options.value("I");
  const items = mark === undefined ? wordsOf(streams.stdin, options.has("0")) : linesOf(streams.stdin);
  const groups = groupsOf(items, { mark, size: Number(options.value("n") ?? options.value("L") ?? 0) });
  if (items.length === 0 && !options.has("r") && mark === undefined && place.userland !== "busybox") groups.push([]);
  let exitCode = 0;
  for (const group of groups) {
    const [item = ""] = group;
    const full = mark === undefined ? [...command, ...group] : command.map((word) => word.replaceAll(mark, item));
    const code = yield* world.run(full, { ...streams, stdin: "" }, place);
    if (code === EXIT_NOT_FOUND) return code;
    if (code !== 0) exitCode = EXIT_FAILED;
  }
  return exitCode;
};

/** Words with quotes taken off, as xargs reads them; -0 parts them at NUL. */
function wordsOf(text: string, isNulSeparated: boolean): string[] {
  if (isNulSeparated) return text.split("\0").filter((word) => word !== "");
  const found = text.match(/(?:"[^"\n]*"|'[^'\n]*'|\\.|[^\s"'\\])+/g) ?? [];
  return found.map((word) => word.replaceAll(/"([^"]*)"|'([^']*)'|\\(.)/g, "$1$2$3"));
}

function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trimStart())
    .filter((line) => line !== "");
}

function groupsOf(
  items: readonly string[],
  { mark, size }: { readonly mark: string | undefined; readonly size: number },
): string[][] {
  const count = mark !== undefined ? 1 : size > 0 ? size : items.length;
  const groups: string[][] = [];
  for (let at = 0; at < items.length; at += count) groups.push(items.slice(at, at + count));
  return groups;
}

/** `busybox APPLET …`: the same userland's applets, in BusyBox' manners. */
export const busybox: ShellTool = function* (world, words, streams, place) {
  const [, applet, ...rest] = words;
  if (applet === undefined) {
    streams.out(`${BUSYBOX_BANNER}\n`);
    return 0;
  }
  if (applet === "sh" || applet === "ash") {
    const line = rest[0] === "-c" ? (rest[1] ?? "") : streams.stdin;
    return yield* world.runLine(line, streams, { ...place, userland: "busybox" });
  }
  if (world.hasTool(applet, "busybox"))
    return yield* world.run([applet, ...rest], streams, { ...place, userland: "busybox" });
  streams.error(`${applet}: applet not found\n`);
  return EXIT_NOT_FOUND;
};

/** `sudo`, `nohup`, `nice`: whoever is root already just runs the command. */
export const runAsRoot: ShellTool = function* (world, words, streams, place) {
  const rest = words.slice(1);
  while (rest[0]?.startsWith("-")) rest.shift();
  if (rest.length > 0) return yield* world.run(rest, streams, place);
  streams.error(`usage: ${words[0]} command\n`);
  return EXIT_USAGE;
};
