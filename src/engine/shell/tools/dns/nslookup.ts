// nslookup of BIND 9.18 (Debian 12), not interactive.
import { fullyQualified, parseDnsType, reverseOfAddress } from "../../../dns/message.ts";
import { resolveAsGlibc } from "../../../dns/resolve-glibc.ts";
import { parseIpv4, type Ipv4 } from "../../../model/address.ts";
import type { DnsMessage, DnsRecord, DnsType } from "../../../model/dns.ts";
import type { Process } from "../../../simulation/process.ts";
import type { ToolStreams } from "../../tool.ts";
import type { ShellTool } from "../../world.ts";
import { askOften } from "./dig.ts";
import { namesToTry, withDns, type DnsSession } from "./dns-session.ts";

const TRIES = 3;
const TIMEOUT_MS = 5000;

type Command = { readonly name: string; readonly server: string | undefined; readonly type: DnsType | undefined };

/** `nslookup [-type=TYPE] NAME [SERVER]`. */
export const nslookup: ShellTool = function* (world, words, streams, place) {
  const command = readCommand(words);
  if (typeof command === "string") {
    streams.out(command);
    return 1;
  }
  const query = { name: command.name, type: command.type ?? "A" };
  return yield* withDns(world, place, { streams, query }, (session) => new Lookup(command, session, streams).run());
};

function readCommand(words: readonly string[]): Command | string {
  const [name, server, ...more] = words.slice(1).filter((word) => !word.startsWith("-"));
  let type: DnsType | undefined;
  for (const option of words.slice(1).filter((word) => word.startsWith("-"))) {
    const [, value] = /^-(?:type|ty|querytype|query|qu|q)=(.*)$/.exec(option) ?? [];
    if (value === undefined) continue;
    type = parseDnsType(value);
    if (!type) return `unknown query type: ${value}\n`;
  }
  if (name === undefined || more.length > 0) return USAGE;
  return { name, server, type };
}

const USAGE = `Usage:
   nslookup [-opt ...]             # interactive mode using default server
   nslookup [-opt ...] - server    # interactive mode using 'server'
   nslookup [-opt ...] host        # just look up 'host' using default server
   nslookup [-opt ...] host server # just look up 'host' using 'server'
`;

class Lookup {
  readonly #command: Command;
  readonly #session: DnsSession;
  readonly #streams: ToolStreams;

  constructor(command: Command, session: DnsSession, streams: ToolStreams) {
    this.#command = command;
    this.#session = session;
    this.#streams = streams;
  }

  *run(): Process<number> {
    const { name, server, type } = this.#command;
    const address = yield* this.#serverAddress();
    if (!address) {
      this.#say(`nslookup: couldn't get address for '${server}': not found\n`);
      return 1;
    }
    const isReverse = type === undefined && parseIpv4(name) !== undefined;
    const wanted = type ?? (isReverse ? "PTR" : "A");
    const names = isReverse ? [reverseOfAddress(name)] : namesToTry(name, this.#session.conf);
    const found = yield* this.#search(names, wanted, address);
    if (!found) return 1;
    if (type !== undefined || wanted === "A") this.#say(`Server:\t\t${server ?? address}\nAddress:\t${address}#53\n\n`);
    const exitCode = this.#print(found, wanted);
    if (exitCode === 0 && type === undefined && wanted === "A") {
      const also = yield* this.#ask({ name: found.question.name, type: "AAAA" }, address);
      if (also) for (const record of also.answer) if (record.type === "AAAA") this.#say(recordText(record));
    }
    this.#say("\n");
    return exitCode;
  }

  /** The first name that exists, else the last answer; undefined when nobody answers. */
  *#search(names: readonly string[], type: DnsType, server: Ipv4): Process<DnsMessage | undefined> {
    let last: DnsMessage | undefined;
    for (const name of names) {
      last = yield* this.#ask({ name, type }, server);
      if (!last) {
        this.#say(";; no servers could be reached\n\n\n");
        return undefined;
      }
      if (last.rcode !== "NXDOMAIN") return last;
    }
    return last;
  }

  *#ask(question: DnsMessage["question"], server: Ipv4): Process<DnsMessage | undefined> {
    const say = (text: string) => this.#say(text);
    const how = { session: this.#session, tries: TRIES, timeoutMs: TIMEOUT_MS, say };
    const message = yield* askOften(question, server, how);
    if (message && !message.flags.includes("ra")) this.#say(`;; Got recursion not available from ${server}\n`);
    return message;
  }

  #print(message: DnsMessage, type: DnsType): number {
    const { name } = this.#command;
    if (message.rcode !== "NOERROR") {
      this.#say(`** server can't find ${shownName(message, name)}: ${message.rcode}\n`);
      return 1;
    }
    if (!message.flags.includes("aa")) this.#say("Non-authoritative answer:\n");
    for (const record of message.answer) this.#say(recordText(record));
    if (message.answer.length === 0) {
      this.#say(`*** Can't find ${name}: No answer\n`);
    }
    if (!message.flags.includes("aa") && type !== "A" && type !== "AAAA")
      this.#say("\nAuthoritative answers can be found from:\n");
    return 0;
  }

  *#serverAddress(): Process<Ipv4 | undefined> {
    const { server } = this.#command;
    const { conf, host, resolver } = this.#session;
    if (server === undefined) return conf.nameservers[0];
    const literal = parseIpv4(server);
    if (literal) return literal;
    const { addresses } = yield* resolveAsGlibc(server, host, resolver);
    return addresses[0];
  }

  #say(text: string): void {
    this.#streams.out(text);
  }
}

/** A failed search is told by the name that was typed; a reverse look-up by its own name. */
function shownName({ question }: DnsMessage, typed: string): string {
  return question.type === "PTR" ? question.name.replace(/\.$/, "") : typed;
}

/** As nslookup.c prints each type. */
export function recordText({ name, type, data }: DnsRecord): string {
  const owner = name === "." ? name : name.replace(/\.$/, "");
  switch (type) {
    case "A":
    case "AAAA":
      return `Name:\t${owner}\nAddress: ${data}\n`;
    case "CNAME":
      return `${owner}\tcanonical name = ${data}\n`;
    case "PTR":
      return `${owner}\tname = ${data}\n`;
    case "SRV":
      return `${owner}\tservice = ${data}\n`;
    case "MX":
      return `${owner}\tmail exchanger = ${data}\n`;
    case "NS":
      return `${owner}\tnameserver = ${data}\n`;
    case "TXT":
      return `${owner}\ttext = ${data}\n`;
    case "SOA": {
      const [origin, mail, serial, refresh, retry, expire, minimum] = data.split(" ");
      const bare = (text = "") => fullyQualified(text).replace(/\.$/, "");
      return `${owner}\n\torigin = ${bare(origin)}\n\tmail addr = ${bare(mail)}\n\tserial = ${serial}\n\trefresh = ${refresh}\n\tretry = ${retry}\n\texpire = ${expire}\n\tminimum = ${minimum}\n`;
    }
    default:
      return `${owner}\trdata_${type} = ${data}\n`;
  }
}
