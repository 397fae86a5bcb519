// ss of iproute2 6.1 (Debian 12).
import { sleep } from "../../../simulation/process.ts";
import { TOOL_START_MS } from "../../filter.ts";
import { readOptions } from "../../options.ts";
import type { ShellTool } from "../../world.ts";
import { placeHost } from "../place-host.ts";
import { serviceOnPort } from "../services.ts";
import type { SocketEnd, SocketRow } from "./sockets.ts";
import { connectionsOf, listeningOn } from "./sockets.ts";

type Cell = { readonly text: string; readonly isRight?: true; readonly before: string; readonly widthMin?: number };

const BACKLOG = "128";
const LONG = {
  tcp: "t",
  udp: "u",
  listening: "l",
  numeric: "n",
  all: "a",
  processes: "p",
  "no-header": "H",
  summary: "s",
  ipv4: "4",
  options: "o",
  info: "i",
  extended: "e",
  memory: "m",
};

/** `ss [-tulnapsH4] [state STATE] [sport|dport = :PORT] [dst|src ADDRESS]`. */
export const ss: ShellTool = function* (world, words, streams, place) {
  yield* sleep(world.simulation, TOOL_START_MS);
  const options = readOptions(words, { flags: "tulnaperosimH46xw", long: LONG });
  if (options.has("V") || words.includes("-V")) {
    streams.out("ss utility, iproute2-6.1.0\n");
    return 0;
  }
  if (options.problem !== undefined) {
    const { problem } = options;
    const what = problem.startsWith("--") ? `unrecognized option '${problem}'` : `invalid option -- '${problem}'`;
    streams.error(`ss: ${what}\n${USAGE}`);
    return 255;
  }
  const { host } = placeHost(world, place);
  const all = [...listeningOn(world, host), ...connectionsOf(world, host)];
  if (options.has("s")) {
    streams.out(summary(all));
    return 0;
  }
  const isAny = !options.has("t") && !options.has("u");
  const hasNet = isAny || (options.has("t") && options.has("u"));
  const isWaiting = ({ state }: SocketRow) => state === "LISTEN" || state === "UNCONN";
  const rows = all.filter((row) => {
    if (!isAny && !options.has(row.protocol === "tcp" ? "t" : "u")) return false;
    if (!options.has("a") && options.has("l") !== isWaiting(row)) return false;
    if (!options.has("a") && !options.has("l") && row.state === "TIME-WAIT" && !words.includes("time-wait"))
      return false;
    return doesMatch(row, options.operands);
  });
  const sorted = hasNet
    ? rows.toSorted((a, b) => (a.protocol < b.protocol ? 1 : a.protocol > b.protocol ? -1 : 0))
    : rows;
  const look = { hasNet, isNumeric: options.has("n") };
  const lines = sorted.map((row) => cellsOf(row, look));
  const isOneState = words.includes("state") && !words.includes("all");
  const shown = options.has("H") ? lines : [heading(hasNet), ...lines];
  streams.out(table(isOneState ? shown.map((cells) => withoutState(cells, hasNet)) : shown));
  return 0;
};

const USAGE = "Usage: ss [ OPTIONS ]\n       ss [ OPTIONS ] [ FILTER ]\n";

/** The words of a filter: each must hold. */
function doesMatch({ state, local, peer }: SocketRow, words: readonly string[]): boolean {
  const rest = words.filter((word) => !["=", "==", "eq", "and", "(", ")"].includes(word));
  for (let at = 0; at < rest.length; at += 2) {
    const [name, value = ""] = rest.slice(at, at + 2);
    const port = Number(value.replace(/^.*:/, ""));
    if (name === "state" && !isState(state, value)) return false;
    if ((name === "sport" && local.port !== port) || (name === "dport" && peer.port !== port)) return false;
    if (name === "dst" && !isEnd(peer, value)) return false;
    if (name === "src" && !isEnd(local, value)) return false;
  }
  return true;
}

function isState(state: string, wanted: string): boolean {
  const names: Readonly<Record<string, string>> = { established: "ESTAB", listening: "LISTEN" };
  return wanted === "all" || state === (names[wanted] ?? wanted.toUpperCase());
}

function isEnd({ address, port }: SocketEnd, wanted: string): boolean {
  const [name = "", number] = wanted.split(":");
  return (name === "" || name === address) && (number === undefined || Number(number) === port);
}

function heading(hasNet: boolean): readonly Cell[] {
  return [
    ...(hasNet ? [{ text: "Netid", before: "" }] : []),
    { text: "State", before: hasNet ? " " : "" },
    { text: "Recv-Q", before: " ", widthMin: 6 },
    { text: "Send-Q", before: " ", widthMin: 6 },
    { text: "Local Address", before: " ", isRight: true },
    { text: "Port", before: ":" },
    { text: "Peer Address", before: " ", isRight: true },
    { text: "Port", before: ":" },
    { text: "Process", before: "" },
  ];
}

function cellsOf(
  { protocol, state, local, peer }: SocketRow,
  { hasNet, isNumeric }: { readonly hasNet: boolean; readonly isNumeric: boolean },
): readonly Cell[] {
  const port = ({ port: number }: SocketEnd) =>
    number === 0 ? "*" : ((isNumeric ? undefined : serviceOnPort(number, protocol)?.name) ?? String(number));
  const texts = [
    ...(hasNet ? [protocol] : []),
    state,
    "0",
    state === "LISTEN" ? BACKLOG : "0",
    local.address,
    port(local),
    peer.address,
    port(peer),
    "",
  ];
  return heading(hasNet).map((cell, index) => ({ ...cell, text: texts[index] ?? "" }));
}

/** Whoever asks for one state is not told it again. */
function withoutState(cells: readonly Cell[], hasNet: boolean): readonly Cell[] {
  const [first, second, ...rest] = cells;
  if (hasNet) return [...(first ? [first] : []), ...rest];
  return second ? [{ ...second, before: "" }, ...rest] : [];
}

/** Each column is as wide as its widest cell. */
function table(rows: readonly (readonly Cell[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => Math.max(row[column]?.text.length ?? 0, row[column]?.widthMin ?? 0))),
  );
  const cell = ({ text, isRight, before }: Cell, column: number) => {
    const width = widths[column] ?? 0;
    return before + (isRight ? text.padStart(width) : text.padEnd(width));
  };
  return rows.map((row) => `${row.map(cell).join("")}\n`).join("");
}

function summary(rows: readonly SocketRow[]): string {
  const tcp = rows.filter(({ protocol }) => protocol === "tcp");
  const count = (state: string) => tcp.filter((row) => row.state === state).length;
  const [timeWait, established] = [count("TIME-WAIT"), count("ESTAB")];
  const open = tcp.length - timeWait;
  const udp = rows.length - tcp.length;
  const line = (name: string, value: number) =>
    `${name}\t  ${String(value).padEnd(9)} ${String(value).padEnd(9)} ${"0".padEnd(9)}\n`;
  return [
    `Total: ${open + udp}\nTCP:   ${tcp.length} (estab ${established}, closed ${timeWait}, orphaned 0, timewait ${timeWait})\n\n`,
    "Transport Total     IP        IPv6\n",
    line("RAW", 0),
    line("UDP", udp),
    line("TCP", open),
    line("INET", open + udp),
    line("FRAG", 0),
    "\n",
  ].join("");
}
