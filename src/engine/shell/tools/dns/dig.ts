// dig of BIND 9.18 (Debian 12).
import { fullyQualified } from "../../../dns/message.ts";
import { parseIpv4 } from "../../../model/address.ts";
import type { Process } from "../../../simulation/process.ts";
import { fileSystemOf } from "../../files.ts";
import type { ToolPlace, ToolStreams } from "../../tool.ts";
import type { ShellTool, ToolWorld } from "../../world.ts";
import { placeHost } from "../place-host.ts";
import { splitWords } from "../split-words.ts";
import type { BindServer } from "./bind.ts";
import { askOften, BIND_VERSION, findServer, namesToTry } from "./bind.ts";
import type { AnswerFacts } from "./dig-format.ts";
import { formatAnswer, formatShort } from "./dig-format.ts";
import type { DigCommand, DigLookup } from "./dig-options.ts";
import { readDigCommand } from "./dig-options.ts";
import { withDns, type DnsSession } from "./dns-session.ts";

const EXIT_NO_SERVER = 1;
const EXIT_NO_FILE = 8;
const EXIT_NO_REPLY = 9;

/** `dig [@server] NAME [TYPE] [+option…]`, `dig -f FILE`. */
export const dig: ShellTool = function* (world, words, streams, place) {
  const command = readDigCommand(words.slice(1));
  if (command.kind === "ended") {
    streams.error(command.error);
    return command.exitCode;
  }
  streams.error(command.warnings);
  const commands = command.batch === undefined ? [command] : batchOf(world, command, { streams, place });
  if (!commands) {
    streams.error(`dig: couldn't open specified batch file '${command.batch}': file not found\n`);
    return EXIT_NO_FILE;
  }
  const [first] = command.lookups;
  const type = first?.type === "AXFR" ? "SOA" : (first?.type ?? "A");
  return yield* withDns(world, place, { streams, query: { name: first?.name ?? ".", type } }, function* (session) {
    let exitCode = 0;
    for (const one of commands) exitCode = (yield* new Dig({ world, place, streams, session }, one).run()) || exitCode;
    return exitCode;
  });
};

type Place = { readonly streams: ToolStreams; readonly place: ToolPlace };

/** The command lines of a file; undefined when it is not there. */
function batchOf(world: ToolWorld, command: DigCommand, { streams, place }: Place): readonly DigCommand[] | undefined {
  const { batch = "" } = command;
  const text = batch === "-" ? streams.stdin : fileSystemOf(world, place).read(batch);
  return text?.split("\n").flatMap((line) => {
    if (line.trim() === "" || /^[;#]/.test(line)) return [];
    const read = readDigCommand(splitWords(line), command);
    return read.kind === "command" ? [read] : [];
  });
}

type Run = Place & { readonly world: ToolWorld; readonly session: DnsSession };

/** One command line: its names in turn. */
class Dig {
  readonly #run: Run;
  readonly #command: DigCommand;
  readonly #cookie: string;
  #saysHeading: boolean;

  constructor(run: Run, command: DigCommand) {
    this.#run = run;
    this.#command = command;
    this.#saysHeading = command.showsCommand;
    const random = run.world.simulation.random("dig");
    this.#cookie = Array.from({ length: 16 }, () => random.below(16).toString(16)).join("");
  }

  *run(): Process<number> {
    let exitCode = 0;
    for (const lookup of this.#command.lookups) {
      const server = yield* findServer(lookup.server, this.#command.port, this.#run.session);
      if (!server) {
        this.#run.streams.error(`dig: couldn't get address for '${lookup.server}': not found\n`);
        return EXIT_NO_SERVER;
      }
      if (!(yield* this.#lookUp(lookup, server))) exitCode = EXIT_NO_REPLY;
    }
    return exitCode;
  }

  /** The first name of the search list that exists; without +search, the name as it stands. False: nobody answered. */
  *#lookUp(lookup: DigLookup, server: BindServer): Process<boolean> {
    const { session, streams } = this.#run;
    const { settings, type, name } = lookup;
    const search = settings.domain === undefined ? session.conf.search : [settings.domain];
    const conf = { search, ndots: settings.ndots ?? (settings.domain === undefined ? session.conf.ndots : 1) };
    const names = settings.searches || settings.showsSearch ? namesToTry(name, conf) : [fullyQualified(name)];
    const setupProblem = this.#setupProblem(lookup, server);
    for (const [index, full] of names.entries()) {
      const asked = yield* askOften(
        { name: full, type: type === "AXFR" ? "SOA" : type },
        {
          session,
          server,
          typed: name,
          tries: settings.tries,
          timeoutMs: settings.timeoutSeconds * 1000,
          transport: settings.usesTcp || type === "ANY" || type === "AXFR" ? "tcp" : "udp",
          ...(!settings.hidesEdns && { udpBytes: settings.bufferBytes }),
          ...(settings.ignoresTruncation && { keepsTruncated: true }),
          ...(setupProblem !== undefined && { setupProblem }),
          say: (text) => streams.out(text),
        },
      );
      if ("end" in asked) {
        streams.out(asked.end === "" ? "" : `${this.#heading(lookup)}${asked.end}`);
        return false;
      }
      const { message, transport, tookMs } = asked;
      const isLast = message.rcode !== "NXDOMAIN" || index === names.length - 1;
      if (!isLast && !settings.showsSearch) continue;
      if (type === "AXFR") streams.out(`${this.#heading(lookup)}; Transfer failed.\n`);
      else this.#say(lookup, { message, server, transport, tookMs });
      if (isLast) break;
    }
    return true;
  }

  #say(
    lookup: DigLookup,
    asked: Pick<AnswerFacts, "server" | "transport" | "tookMs"> & {
      readonly message: Parameters<typeof formatAnswer>[0];
    },
  ): void {
    const { world, streams, session } = this.#run;
    const { message, ...how } = asked;
    const epochMs = world.simulation.startEpochMs + session.nowMs();
    const facts = { ...how, id: world.simulation.random("dig").below(65_536), cookie: this.#cookie, epochMs };
    const text = this.#command.isShort
      ? formatShort(message, lookup.settings, facts)
      : formatAnswer(message, lookup.settings, facts);
    streams.out(`${this.#heading(lookup)}${text}`);
  }

  /** The first lines, before the first answer; with +showsearch before each. */
  #heading({ server, settings }: DigLookup): string {
    if (!this.#saysHeading || this.#command.isShort) return "";
    this.#saysHeading = settings.showsSearch;
    const { typed } = this.#command;
    const found = server === undefined ? "" : "; (1 server found)\n";
    return `\n; <<>> DiG ${BIND_VERSION} <<>>${typed === "" ? "" : ` ${typed}`}\n${found};; global options: +cmd\n`;
  }

  #setupProblem({ name }: DigLookup, { address, port }: BindServer): string | undefined {
    const { source, isIpv6 } = this.#command;
    const { world, place } = this.#run;
    if (isIpv6) return `::1#${port}(::1) for ${name} failed: address not available.`;
    const wanted = source === undefined ? undefined : parseIpv4(source);
    const { host } = placeHost(world, place);
    if (!wanted || !host || world.network.isLocal(host, wanted)) return undefined;
    return `${address}#${port}(${address}) for ${name} failed: address not available.`;
  }
}
