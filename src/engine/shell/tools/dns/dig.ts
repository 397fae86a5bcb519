// dig of BIND 9.18 (Debian 12).
import type { AskResult } from "../../../dns/contract.ts";
import { resolveAsGlibc } from "../../../dns/resolve-glibc.ts";
import { fullyQualified } from "../../../dns/message.ts";
import { parseIpv4, type Ipv4 } from "../../../model/address.ts";
import type { DnsMessage } from "../../../model/dns.ts";
import type { Process } from "../../../simulation/process.ts";
import type { ToolStreams } from "../../tool.ts";
import type { ShellTool, ToolWorld } from "../../world.ts";
import { DIG_VERSION, formatAnswer } from "./dig-format.ts";
import { readDigCommand, type DigCommand, type DigLookup } from "./dig-options.ts";
import { namesToTry, withDns, type DnsSession } from "./dns-session.ts";

const EXIT_USAGE = 1;
const EXIT_NO_REPLY = 9;
const EXIT_NO_SERVER = 10;

/** `dig [@server] NAME [TYPE] [+option…]`. */
export const dig: ShellTool = function* (world, words, streams, place) {
  const command = readDigCommand(words);
  if (typeof command === "string") {
    streams.error(`${command}\n`);
    return EXIT_USAGE;
  }
  const [first] = command.lookups;
  const query = { name: first?.name ?? ".", type: first?.type ?? "A" };
  return yield* withDns(world, place, { streams, query }, (session) => run(world, command, { session, streams }));
};

function* run(
  world: ToolWorld,
  command: DigCommand,
  { session, streams }: { readonly session: DnsSession; readonly streams: ToolStreams },
): Process<number> {
  const server = yield* serverOf(command, session);
  if (!server) {
    streams.error(`dig: couldn't get address for '${command.server}': not found\n`);
    return EXIT_NO_SERVER;
  }
  let exitCode = 0;
  for (const [index, lookup] of command.lookups.entries()) {
    const heading = lookup.settings.showsCommand && index === 0 ? headingOf(command) : "";
    const separator = index > 0 && !lookup.settings.isShort && lookup.settings.showsComments ? "\n" : "";
    const beganMs = session.nowMs();
    const message = yield* lookUp(lookup, server, { session, streams });
    if (!message) {
      streams.out(`${heading}${lookup.settings.isShort ? "" : ";; no servers could be reached\n\n"}`);
      exitCode = EXIT_NO_REPLY;
      continue;
    }
    const random = world.simulation.random("dig");
    const about = {
      id: random.below(65_536),
      cookie: Array.from({ length: 16 }, () => random.below(16).toString(16)).join(""),
      server,
      tookMs: session.nowMs() - beganMs,
      epochMs: world.simulation.startEpochMs + session.nowMs(),
    };
    streams.out(heading + separator + formatAnswer(message, lookup.settings, about));
  }
  return exitCode;
}

function headingOf({ server, typed }: DigCommand): string {
  const found = server === undefined ? "" : "; (1 server found)\n";
  return `\n; <<>> DiG ${DIG_VERSION} <<>> ${typed}\n${found};; global options: +cmd\n`;
}

function* serverOf({ server }: DigCommand, { conf, host, resolver }: DnsSession): Process<Ipv4 | undefined> {
  if (server === undefined) return conf.nameservers[0];
  const literal = parseIpv4(server);
  if (literal) return literal;
  const { addresses } = yield* resolveAsGlibc(server, host, resolver);
  return addresses[0];
}

/** The first name of the search list that exists; without +search, the name as it stands. Undefined: nobody answers. */
function* lookUp(
  { name, type, settings }: DigLookup,
  server: Ipv4,
  { session, streams }: { readonly session: DnsSession; readonly streams: ToolStreams },
): Process<DnsMessage | undefined> {
  const names = settings.searches ? namesToTry(name, session.conf) : [fullyQualified(name)];
  let last: DnsMessage | undefined;
  for (const full of names) {
    const message = yield* askOften({ name: full, type }, server, {
      session,
      tries: settings.tries,
      timeoutMs: settings.timeoutSeconds * 1000,
      say: (text) => streams.out(text),
    });
    if (!message) return undefined;
    last = message;
    if (message.rcode !== "NXDOMAIN") return message;
  }
  return last;
}

/** Asks one server so many times, and says each time that it heard nothing; as BIND's tools do. */
export function* askOften(
  question: DnsMessage["question"],
  server: Ipv4,
  how: {
    readonly session: DnsSession;
    readonly tries: number;
    readonly timeoutMs: number;
    readonly say: (text: string) => void;
  },
): Process<DnsMessage | undefined> {
  for (let round = 0; round < how.tries; round++) {
    const [result = "timeout"] = yield* how.session.ask(server, [question], how.timeoutMs);
    if (typeof result !== "string") return result;
    how.say(`;; communications error to ${server}#53: ${REASONS[result]}\n`);
  }
  return undefined;
}

const REASONS: Readonly<Record<Extract<AskResult, string>, string>> = {
  timeout: "timed out",
  unreachable: "host unreachable",
  refused: "connection refused",
};
