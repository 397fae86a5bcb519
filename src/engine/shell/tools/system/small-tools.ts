import { parseHosts, resolverHostOf } from "../../../dns/resolver-files.ts";
import { sleep } from "../../../simulation/process.ts";
import { hostnameAt } from "../../environment.ts";
import { TOOL_START_MS } from "../../filter.ts";
import { unescapeText } from "../../text/escapes.ts";
import { formatPrintf } from "../../text/printf.ts";
import type { ToolPlace, ToolStreams } from "../../tool.ts";
import type { ShellTool, ToolWorld } from "../../world.ts";

type Instant = (
  words: readonly string[],
  context: { readonly world: ToolWorld; readonly streams: ToolStreams; readonly place: ToolPlace },
) => number;

/** A tool that is done as soon as it has started. */
function instant(run: Instant): ShellTool {
  return function* (world, words, streams, place) {
    yield* sleep(world.simulation, TOOL_START_MS);
    return run(words, { world, streams, place });
  };
}

export const trueTool = instant(() => 0);

export const falseTool = instant(() => 1);

/** `echo [-neE] WORD…`. dash has no options but -n and always reads escapes; bash and BusyBox want -e for that. */
export const echo = instant((words, { streams, place }) => {
  const rest = words.slice(1);
  let hasEnd = true;
  let readsEscapes = place.userland === "toolbox";
  while (/^-[neE]+$/.test(rest[0] ?? "") && (place.userland !== "toolbox" || rest[0] === "-n")) {
    const option = rest.shift() ?? "";
    if (option.includes("n")) hasEnd = false;
    if (option.includes("e")) readsEscapes = true;
    if (option.includes("E")) readsEscapes = false;
  }
  const text = rest.join(" ");
  const shown = readsEscapes ? unescapeText(text) : { text, isCut: false };
  streams.out(shown.text + (hasEnd && !shown.isCut ? "\n" : ""));
  return 0;
});

/** `printf FORMAT WORD…`. */
export const printf = instant((words, { streams }) => {
  const [, format, ...values] = words;
  if (format === undefined) {
    streams.error("printf: usage: printf [-v var] format [arguments]\n");
    return 2;
  }
  const { text, problems } = formatPrintf(format, values);
  streams.out(text);
  for (const problem of problems) streams.error(`printf: ${problem}\n`);
  return problems.length > 0 ? 1 : 0;
});

/** `hostname [-i|-f|-s]`; the full name is the first that /etc/hosts gives beside the short one. */
export const hostname = instant((words, { world, streams, place }) => {
  const name = hostnameAt(world.api, place.host);
  const address = place.host && world.network.host(place.host)?.address;
  if (words.some((word) => word === "-i" || word === "-I")) streams.out(`${address ?? "127.0.0.1"}\n`);
  else if (words.some((word) => word === "-f" || word === "--fqdn" || word === "--long")) {
    const lines = parseHosts(place.host ? resolverHostOf(place.host, world.api).hosts : "");
    streams.out(`${lines.find(({ names }) => names.includes(name))?.names[0] ?? name}\n`);
  } else streams.out(`${name}\n`);
  return 0;
});

export const whoami = instant((_, { streams }) => {
  streams.out("root\n");
  return 0;
});

export const id = instant((words, { streams }) => {
  streams.out(words.includes("-u") ? "0\n" : "uid=0(root) gid=0(root) groups=0(root)\n");
  return 0;
});

/** `uname [-a|-r|-n|-m|-s]`. */
export const uname = instant((words, { world, streams, place }) => {
  const name = hostnameAt(world.api, place.host);
  const parts: Readonly<Record<string, string>> = { s: "Linux", n: name, r: "6.1.0", m: "x86_64", o: "GNU/Linux" };
  const [option = "-s"] = words.slice(1);
  const all = `Linux ${name} 6.1.0 #1 SMP x86_64 GNU/Linux`;
  const letters = option.replace(/^-/, "").split("");
  streams.out(`${option === "-a" ? all : letters.map((letter) => parts[letter] ?? "Linux").join(" ")}\n`);
  return 0;
});

/** `pwd`. */
export const pwd = instant((_, { streams, place }) => {
  streams.out(`${place.environment.get("PWD") ?? "/"}\n`);
  return 0;
});

/** `env`, `printenv [NAME]`. */
export const printenv = instant((words, { streams, place }) => {
  const [, name] = words;
  if (name === undefined) {
    for (const [key, value] of place.environment) streams.out(`${key}=${value}\n`);
    return 0;
  }
  const value = place.environment.get(name);
  if (value !== undefined) streams.out(`${value}\n`);
  return value === undefined ? 1 : 0;
});

/** `clear`. */
export const clear = instant((_, { streams }) => {
  streams.out("\u001b[H\u001b[2J\u001b[3J");
  return 0;
});

/** `which NAME…`. */
export const which = instant((words, { world, streams, place }) => {
  const names = words.slice(1).filter((word) => !word.startsWith("-"));
  const found = names.filter((name) => world.hasTool(name, place.userland));
  streams.out(found.map((name) => `/usr/bin/${name}\n`).join(""));
  return found.length === names.length ? 0 : 1;
});

/** `basename PATH [SUFFIX]` and `dirname PATH`. */
export const basename = instant((words, { streams }) => {
  const [, path = "", suffix = ""] = words;
  const name = path.replace(/\/+$/, "").split("/").at(-1) ?? "";
  streams.out(`${suffix !== "" && name.endsWith(suffix) && name !== suffix ? name.slice(0, -suffix.length) : name}\n`);
  return 0;
});

export const dirname = instant((words, { streams }) => {
  const [, path = ""] = words;
  const folder = path
    .replace(/\/+$/, "")
    .replace(/[^/]*$/, "")
    .replace(/\/+$/, "");
  streams.out(`${folder === "" ? (path.startsWith("/") ? "/" : ".") : folder}\n`);
  return 0;
});

const SEQUENCE_MAX = 1_000_000;

/** `seq [FIRST [STEP]] LAST`, -s for what stands between. */
export const seq = instant((words, { streams }) => {
  const rest = words.slice(1);
  let separator = "\n";
  if (rest[0] === "-s") separator = rest.splice(0, 2)[1] ?? "\n";
  const numbers = rest.map(Number);
  if (numbers.length === 0 || numbers.length > 3 || numbers.some((number) => Number.isNaN(number))) {
    const wrong = rest.find((word) => Number.isNaN(Number(word)));
    streams.error(
      wrong === undefined ? "seq: missing operand\n" : `seq: invalid floating point argument: ‘${wrong}’\n`,
    );
    return 1;
  }
  const last = numbers.at(-1) ?? 0;
  const first = numbers.length > 1 ? (numbers[0] ?? 1) : 1;
  const step = numbers.length > 2 ? (numbers[1] ?? 1) : 1;
  const values: number[] = [];
  for (let value = first; step > 0 ? value <= last : value >= last; value += step) {
    if (step === 0 || values.length >= SEQUENCE_MAX) break;
    values.push(value);
  }
  if (values.length > 0) streams.out(`${values.join(separator)}\n`);
  return 0;
});
