// host of BIND 9.18 (Debian 12). Read bin/dig/host.c beside this file.
import { parseDnsType } from "../../../dns/message.ts";
import type { DnsMessage, DnsRecord, DnsType } from "../../../model/dns.ts";
import type { Process } from "../../../simulation/process.ts";
import type { Getopt } from "../getopt.ts";
import { getopt } from "../getopt.ts";
import type { ToolStreams } from "../../tool.ts";
import type { ShellTool } from "../../world.ts";
import type { BindServer } from "./bind.ts";
import { askOften, BIND_VERSION, DNS_PORT, findServer, namesToTry, RCODES, reverseIfAddress } from "./bind.ts";
import { formatPlain, plainBytes } from "./dig-format.ts";
import { withDns, type DnsSession } from "./dns-session.ts";

const OPTIONS = "aACdilrTUvVwsc:N:t:W:R:m:p:46";
const TRIES = 2;
const TIMEOUT_SECONDS = 5;
const EXIT_TYPE = 2;

type Command = {
  readonly name: string;
  readonly server: string | undefined;
  readonly type: DnsType | undefined;
  readonly isVerbose: boolean;
  readonly isTransfer: boolean;
  readonly isIpv6: boolean;
  readonly usesTcp: boolean;
  readonly port: number;
  readonly tries: number;
  readonly timeoutMs: number;
  readonly ndots: number | undefined;
};
type Ended = { readonly exitCode: number; readonly error: string };

const USAGE = `Usage: host [-aCdilrTvVw] [-c class] [-N ndots] [-t type] [-W time]
            [-R number] [-m flag] [-p port] hostname [server]
       -a is equivalent to -v -t ANY
       -A is like -a but omits RRSIG, NSEC, NSEC3
       -c specifies query class for non-IN data
       -C compares SOA records on authoritative nameservers
       -d is equivalent to -v
       -l lists all hosts in a domain, using AXFR
       -m set memory debugging flag (trace|record|usage)
       -N changes the number of dots allowed before root lookup is done
       -p specifies the port on the server to query
       -r disables recursive processing
       -R specifies number of retries for UDP packets
       -s a SERVFAIL response should stop query
       -t specifies the query type
       -T enables TCP/IP mode
       -U enables UDP mode
       -v enables verbose output
       -V print version number and exit
       -w specifies to wait forever for a reply
       -W specifies how long to wait for a reply
       -4 use IPv4 query transport only
       -6 use IPv6 query transport only
`;

/** `host [-t TYPE] [-v] [-a] [-T] NAME [SERVER]`. */
export const host: ShellTool = function* (world, words, streams, place) {
  const command = readCommand(words.slice(1));
  if ("exitCode" in command) {
    streams.error(command.error);
    return command.exitCode;
  }
  const query = { name: command.name, type: command.type ?? "A" };
  return yield* withDns(world, place, { streams, query }, (session) => {
    const draw = () => world.simulation.random("dig").below(65_536);
    return new HostLookup({ command, session, streams, draw }).run();
  });
};

function readCommand(words: readonly string[]): Command | Ended {
  const read: Getopt = getopt(words, OPTIONS);
  if (read.kind !== "read") {
    const what = read.kind === "missing" ? "option requires an argument" : "illegal option";
    return { exitCode: 1, error: `host: ${what} -- ${read.isLong ? "-" : read.name}\n${USAGE}` };
  }
  const { options, operands } = read;
  if (options.has("V")) return { exitCode: 0, error: `host ${BIND_VERSION}\n` };
  const [name, server] = operands;
  if (name === undefined) return { exitCode: 1, error: USAGE };
  const isAny = options.has("a") || options.has("A");
  const typed = options.get("t");
  const type = typed === undefined ? (isAny ? "ANY" : undefined) : parseDnsType(typed);
  if (typed !== undefined && !type && !/^axfr$/i.test(typed))
    return { exitCode: EXIT_TYPE, error: `host: invalid type: ${typed}\n\n` };
  const number = (letter: string, otherwise: number) => Number.parseInt(options.get(letter) ?? "", 10) || otherwise;
  return {
    name,
    server,
    type,
    isVerbose: isAny || options.has("v") || options.has("d"),
    isTransfer: options.has("l") || /^axfr$/i.test(typed ?? ""),
    isIpv6: options.has("6"),
    usesTcp: options.has("T") || type === "ANY",
    port: number("p", DNS_PORT),
    tries: options.has("R") ? Math.max(1, number("R", 0) + 1) : TRIES,
    timeoutMs: options.has("w") ? Infinity : number("W", TIMEOUT_SECONDS) * 1000,
    ndots: options.has("N") ? number("N", 0) : undefined,
  };
}

type Run = {
  readonly command: Command;
  readonly session: DnsSession;
  readonly streams: ToolStreams;
  /** A message's number. */
  readonly draw: () => number;
};

class HostLookup {
  readonly #run: Run;
  #saysServer: boolean;

  constructor(run: Run) {
    this.#run = run;
    this.#saysServer = run.command.server !== undefined;
  }

  *run(): Process<number> {
    const { command, session, streams } = this.#run;
    const { name, type } = command;
    const server = yield* findServer(command.server, command.port, session);
    if (!server) {
      streams.error(`host: couldn't get address for '${command.server}': not found\n`);
      return 1;
    }
    const reverse = reverseIfAddress(name, type);
    const { search, ndots } = session.conf;
    const names = reverse === undefined ? namesToTry(name, { search, ndots: command.ndots ?? ndots }) : [reverse];
    let found: DnsMessage | undefined;
    for (const full of names) {
      found = yield* this.#ask({ name: full, type: type ?? (reverse === undefined ? "A" : "PTR") }, server);
      if (!found) return 1;
      if (found.rcode !== "NXDOMAIN") break;
    }
    if (!found || found.rcode !== "NOERROR") return this.#missing(found, reverse ?? name);
    if (command.isTransfer) {
      this.#say("; Transfer failed.\n");
      return 0;
    }
    this.#tell(found, server);
    if (type === undefined && reverse === undefined) {
      for (const also of ["AAAA", "MX"] as const) {
        const message = yield* this.#ask({ name: found.question.name, type: also }, server);
        if (message)
          this.#tell({ ...message, answer: message.answer.filter((record) => record.type === also) }, server);
      }
    }
    return 0;
  }

  /** Undefined, when it has said that nobody answered. */
  *#ask(question: DnsMessage["question"], server: BindServer): Process<DnsMessage | undefined> {
    const { command, session } = this.#run;
    if (command.isVerbose) this.#say(`Trying "${question.name.replace(/\.$/, "")}"\n`);
    const asked = yield* askOften(question, {
      session,
      server,
      typed: command.name,
      tries: command.tries,
      timeoutMs: command.timeoutMs,
      transport: command.usesTcp ? "tcp" : "udp",
      ...(command.isIpv6 && {
        setupProblem: `::1#${command.port}(::1) for ${command.name} failed: address not available.`,
      }),
      say: (text) => this.#say(text),
    });
    if ("end" in asked) {
      this.#say(asked.end);
      return undefined;
    }
    this.#tookMs = asked.tookMs;
    if (this.#saysServer) {
      const { typed, address, port } = server;
      this.#say(`Using domain server:\nName: ${typed}\nAddress: ${address}#${port}\nAliases: \n\n`);
      this.#saysServer = false;
    }
    return asked.message;
  }
  #tookMs = 0;

  #missing(found: DnsMessage | undefined, name: string): number {
    const rcode = found?.rcode ?? "SERVFAIL";
    this.#say(`Host ${name} not found: ${RCODES[rcode]}(${rcode})\n`);
    if (found && this.#run.command.isVerbose) this.#received(found);
    return 1;
  }

  #tell(message: DnsMessage, server: BindServer): void {
    const { command, draw } = this.#run;
    if (command.isVerbose) {
      this.#say(formatPlain(message, draw()));
      this.#received(message, server);
      return;
    }
    for (const record of message.answer) this.#say(`${sentence(record)}\n`);
    if (message.answer.length === 0 && command.type !== undefined)
      this.#say(`${message.question.name.replace(/\.$/, "")} has no ${command.type} record\n`);
  }

  #received(message: DnsMessage, server?: BindServer): void {
    const { session, command } = this.#run;
    const address = server?.address ?? session.conf.nameservers[0];
    const took = Math.floor(this.#tookMs);
    this.#say(`Received ${plainBytes(message)} bytes from ${address}#${command.port} in ${took} ms\n`);
  }

  #say(text: string): void {
    this.#run.streams.out(text);
  }
}

function sentence({ name, type, data }: DnsRecord): string {
  const owner = name.replace(/\.$/, "");
  switch (type) {
    case "A":
      return `${owner} has address ${data}`;
    case "AAAA":
      return `${owner} has IPv6 address ${data}`;
    case "CNAME":
      return `${owner} is an alias for ${data}`;
    case "PTR":
      return `${owner} domain name pointer ${data}`;
    case "MX":
      return `${owner} mail is handled by ${data}`;
    case "NS":
      return `${owner} name server ${data}`;
    case "TXT":
      return `${owner} descriptive text ${data}`;
    default:
      return `${owner} has ${type} record ${data}`;
  }
}
