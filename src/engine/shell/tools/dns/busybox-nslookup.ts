// nslookup of BusyBox 1.35 (networking/nslookup.c, the version from LEDE).
import { BUSYBOX_BANNER } from "../busybox-banner.ts";
import { reverseOfAddress, parseDnsType } from "../../../dns/message.ts";
import { resolveAsGlibc } from "../../../dns/resolve-glibc.ts";
import { parseIpv4, type Ipv4 } from "../../../model/address.ts";
import type { DnsMessage, DnsQuestion, DnsType } from "../../../model/dns.ts";
import type { Process } from "../../../simulation/process.ts";
import type { ToolStreams } from "../../tool.ts";
import type { ShellTool } from "../../world.ts";
import { withDns, type DnsSession } from "./dns-session.ts";
import { recordText } from "./nslookup-text.ts";

const TIMEOUT_MS = 5000;
const ROUNDS = 2;
const PORT = 53;

type Command = { readonly name: string; readonly server: string | undefined; readonly types: readonly DnsType[] };

/** `nslookup [-type=TYPE] NAME [SERVER]`: all queries at once, each reply printed as it comes. */
export const busyboxNslookup: ShellTool = function* (world, words, streams, place) {
  const command = readCommand(words);
  if (typeof command === "string") {
    streams.error(command);
    return 1;
  }
  const query = { name: command.name, type: command.types[0] ?? "A" };
  return yield* withDns(world, place, { streams, query }, (session) => run(command, session, streams));
};

function readCommand(words: readonly string[]): Command | string {
  const types: DnsType[] = [];
  const operands: string[] = [];
  for (const word of words.slice(1)) {
    const [, option, value = ""] = /^-(type|querytype|port|retry|debug|t|timeout)(?:=(.*))?$/.exec(word) ?? [];
    if (option === "type" || option === "querytype") {
      const type = parseDnsType(value);
      if (!type) return `nslookup: invalid query type "${value}"\n`;
      types.push(type);
    } else if (option === undefined && word.startsWith("-")) return USAGE;
    else if (option === undefined) operands.push(word);
  }
  const [name, server, ...more] = operands;
  return name === undefined || more.length > 0 ? USAGE : { name, server, types };
}

const USAGE = `${BUSYBOX_BANNER}

Usage: nslookup [-type=QUERY_TYPE] [-debug] HOST [DNS_SERVER]

Query DNS about HOST

QUERY_TYPE: soa,ns,a,aaaa,cname,mx,txt,ptr,srv,any
`;

function* run({ name, server, types }: Command, session: DnsSession, streams: ToolStreams): Process<number> {
  const servers = server === undefined ? session.conf.nameservers : yield* addressOf(server, session);
  if (servers.length === 0) {
    streams.error(`nslookup: bad address '${server}'\n`);
    return 1;
  }
  const questions = questionsOf(name, types, session);
  for (const address of servers) {
    const replies = new Replies(address, server ?? address, streams);
    const missing = yield* askAll(questions, address, { session, streams, replies });
    if (replies.count === 0) continue;
    for (const question of missing) streams.out(`*** Can't find ${bare(question.name)}: No answer\n`);
    if (missing.length > 0) streams.out("\n");
    return replies.exitCode;
  }
  streams.out(";; connection timed out; no servers could be reached\n\n");
  return 1;
}

/** A name without a dot is asked with every search domain, all A queries before all AAAA ones. */
function questionsOf(name: string, types: readonly DnsType[], { conf }: DnsSession): DnsQuestion[] {
  const reverse = types.length === 0 && parseIpv4(name) ? reverseOfAddress(name) : undefined;
  if (reverse !== undefined) return [{ name: reverse, type: "PTR" }];
  const wanted: readonly DnsType[] = types.length > 0 ? types : ["A", "AAAA"];
  const isSearched = !name.includes(".") && conf.search.length > 0;
  const names = isSearched ? conf.search.map((domain) => `${name}.${domain}.`) : [`${name.replace(/\.$/, "")}.`];
  return wanted.flatMap((type) => names.map((full) => ({ name: full, type })));
}

function* askAll(
  questions: readonly DnsQuestion[],
  server: Ipv4,
  {
    session,
    streams,
    replies,
  }: { readonly session: DnsSession; readonly streams: ToolStreams; readonly replies: Replies },
): Process<readonly DnsQuestion[]> {
  let missing = questions;
  const endMs = session.nowMs() + TIMEOUT_MS;
  for (let round = 0; round < ROUNDS && missing.length > 0; round++) {
    const roundEndMs = Math.min(endMs, session.nowMs() + TIMEOUT_MS / ROUNDS);
    const results = yield* session.ask(server, missing, roundEndMs - session.nowMs());
    if (results.includes("refused")) streams.error("nslookup: read: Connection refused\n");
    for (const result of results) if (typeof result !== "string") replies.take(result);
    missing = missing.filter((_, index) => typeof results[index] === "string");
    if (missing.length > 0 && session.nowMs() < roundEndMs) yield { kind: "until", ms: roundEndMs };
  }
  return missing;
}

class Replies {
  count = 0;
  exitCode = 0;
  readonly #server: Ipv4;
  readonly #typed: string;
  readonly #streams: ToolStreams;

  constructor(server: Ipv4, typed: string, streams: ToolStreams) {
    this.#server = server;
    this.#typed = typed;
    this.#streams = streams;
  }

  take({ question, rcode, flags, answer }: DnsMessage): void {
    if (this.count++ === 0) this.#say(`Server:\t\t${this.#typed}\nAddress:\t${this.#server}:${PORT}\n\n`);
    if (rcode !== "NOERROR") {
      this.#say(`** server can't find ${bare(question.name)}: ${rcode}\n`);
      this.exitCode = 1;
    } else {
      if (!flags.includes("aa")) this.#say("Non-authoritative answer:\n");
      for (const record of answer) this.#say(recordText(record).replace(/( = .*)\.\n$/, "$1\n"));
    }
    this.#say("\n");
  }

  #say(text: string): void {
    this.#streams.out(text);
  }
}

function* addressOf(server: string, { host, resolver }: DnsSession): Process<readonly Ipv4[]> {
  const literal = parseIpv4(server);
  if (literal) return [literal];
  return (yield* resolveAsGlibc(server, host, resolver)).addresses.slice(0, 1);
}

function bare(name: string): string {
  return name.replace(/\.$/, "");
}
