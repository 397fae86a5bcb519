import type { ConntrackEntry } from "../../../model/conntrack-entry.ts";
import { printConntrackEntry } from "../../../netfilter/conntrack-line.ts";
import { sleep } from "../../../simulation/process.ts";
import { unhandled } from "../../../model/unhandled.ts";
import { TOOL_START_MS } from "../../filter.ts";
import type { ShellTool } from "../../world.ts";

const VERSION = "v1.4.7";
const EXIT_USAGE = 2;

type Wanted = (entry: ConntrackEntry) => boolean;

/** `conntrack -L [-p PROTOCOL] [-s|-d|-r|-q ADDRESS] [--sport|--dport PORT] [--state STATE] [-j]`, `-C`, `-S`. */
export const conntrack: ShellTool = function* (world, words, streams, place) {
  yield* sleep(world.simulation, TOOL_START_MS);
  const host = place.host && world.network.host(place.host);
  const node = host?.kind === "node" ? host.node : undefined;
  const entries = node === undefined ? [] : (world.netfilter(node)?.conntrack(world.simulation.nowMs) ?? []);
  if (words[1] === "-V" || words[1] === "--version") {
    streams.out(`conntrack ${VERSION} (conntrack-tools)\n`);
    return 0;
  }
  const command = readCommand(words.slice(1));
  if (typeof command === "string") {
    streams.error(
      `conntrack ${VERSION} (conntrack-tools): ${command}\nTry \`conntrack -h' or 'conntrack --help' for more information.\n`,
    );
    return EXIT_USAGE;
  }
  const found = entries.filter((entry) => command.wanted.every((wanted) => wanted(entry)));
  const forget = (): number => {
    const filter = node === undefined ? undefined : world.netfilter(node);
    return filter?.forget((entry) => command.wanted.every((wanted) => wanted(entry)), world.simulation.nowMs) ?? 0;
  };
  const say = (text: string) => streams.error(`conntrack ${VERSION} (conntrack-tools): ${text}\n`);
  switch (command.verb) {
    case "count":
      streams.out(`${entries.length}\n`);
      return 0;
    case "flush":
      forget();
      say("connection tracking table has been emptied.");
      return 0;
    case "statistics":
      streams.out(STATISTICS);
      return 0;
    case "delete": {
      for (const entry of found) streams.out(`${printConntrackEntry(entry)}\n`);
      const count = forget();
      say(`${count} flow entries have been deleted.`);
      return count > 0 ? 0 : 1;
    }
    case "list":
      break;
    default:
      throw unhandled(command.verb);
  }
  for (const entry of found) streams.out(`${printConntrackEntry(entry)}\n`);
  streams.error(`conntrack ${VERSION} (conntrack-tools): ${found.length} flow entries have been shown.\n`);
  return 0;
};

const STATISTICS =
  "cpu=0   \tfound=0 invalid=0 insert=0 insert_failed=0 drop=0 early_drop=0 error=0 search_restart=0 clash_resolve=0 chaintoolong=0 \n";

const VERBS: Readonly<Record<string, Command["verb"]>> = {
  "-L": "list",
  "--dump": "list",
  "-C": "count",
  "--count": "count",
  "-D": "delete",
  "--delete": "delete",
  "-F": "flush",
  "--flush": "flush",
  "-S": "statistics",
  "--stats": "statistics",
};

type Command = {
  readonly verb: "list" | "count" | "delete" | "flush" | "statistics";
  readonly wanted: readonly Wanted[];
};

function readCommand(words: readonly string[]): Command | string {
  const wanted: Wanted[] = [];
  const rest = [...words];
  let verb: Command["verb"] | undefined;
  while (rest.length > 0) {
    const [word = "", ...attached] = (rest.shift() ?? "").split("=");
    const found = VERBS[word];
    if (found) verb = found;
    else if (word === "conntrack" || word === "-n" || word === "-j" || word === "--dst-nat" || word === "--src-nat")
      continue;
    else {
      const make = FILTERS[word];
      if (!make) return word.startsWith("-") ? `unknown option \`${word}'` : `unknown type \`${word}'`;
      const value = attached.length > 0 ? attached.join("=") : rest.shift();
      if (value === undefined) return `option \`${word}' requires an argument`;
      if (/^(-p|--proto)$/.test(word) && !PROTOCOLS.has(value.toLowerCase())) return `\`${value}' unsupported protocol`;
      wanted.push(make(value));
    }
  }
  return verb === undefined ? "You need to supply an operation" : { verb, wanted };
}

const PROTOCOLS: ReadonlySet<string> = new Set(["tcp", "udp", "icmp", "sctp", "dccp", "udplite", "6", "17", "1"]);

const protocolIs =
  (value: string): Wanted =>
  ({ protocol }) =>
    protocol === value.toLowerCase();
const sourceIs =
  (value: string): Wanted =>
  ({ original }) =>
    original.source === value;
const destinationIs =
  (value: string): Wanted =>
  ({ original }) =>
    original.destination === value;
const replySourceIs =
  (value: string): Wanted =>
  ({ reply }) =>
    reply.source === value;
const replyDestinationIs =
  (value: string): Wanted =>
  ({ reply }) =>
    reply.destination === value;
const sourcePortIs =
  (value: string): Wanted =>
  ({ original }) =>
    original.sourcePort === Number(value);
const destinationPortIs =
  (value: string): Wanted =>
  ({ original }) =>
    original.destinationPort === Number(value);
const stateIs =
  (value: string): Wanted =>
  ({ state }) =>
    state === value.toUpperCase();

const FILTERS: Readonly<Record<string, (value: string) => Wanted>> = {
  "-p": protocolIs,
  "--proto": protocolIs,
  "-s": sourceIs,
  "--src": sourceIs,
  "--orig-src": sourceIs,
  "-d": destinationIs,
  "--dst": destinationIs,
  "--orig-dst": destinationIs,
  "-r": replySourceIs,
  "--reply-src": replySourceIs,
  "-q": replyDestinationIs,
  "--reply-dst": replyDestinationIs,
  "--sport": sourcePortIs,
  "--orig-port-src": sourcePortIs,
  "--dport": destinationPortIs,
  "--orig-port-dst": destinationPortIs,
  "--state": stateIs,
  "-f": () => () => true,
  "-o": () => () => true,
};
