// host of BIND 9.18 (Debian 12).
import { parseDnsType, reverseOfAddress } from "../../../dns/message.ts";
import { resolveAsGlibc } from "../../../dns/resolve-glibc.ts";
import { parseIpv4, type Ipv4 } from "../../../model/address.ts";
import type { DnsMessage, DnsRecord, DnsType } from "../../../model/dns.ts";
import type { Process } from "../../../simulation/process.ts";
import { readOptions } from "../../options.ts";
import type { ToolStreams } from "../../tool.ts";
import type { ShellTool } from "../../world.ts";
import { askOften } from "./dig.ts";
import { namesToTry, withDns, type DnsSession } from "./dns-session.ts";

const TRIES = 2;
const TIMEOUT_MS = 5000;

type Command = { readonly name: string; readonly server: string | undefined; readonly type: DnsType | undefined };

const CODES: Readonly<Record<DnsMessage["rcode"], number>> = {
  NOERROR: 0,
  FORMERR: 1,
  SERVFAIL: 2,
  NXDOMAIN: 3,
  REFUSED: 5,
};

/** `host [-t TYPE] NAME [SERVER]`. */
export const host: ShellTool = function* (world, words, streams, place) {
  const options = readOptions(words, { flags: "aCdilrTUvVw46", values: "cNRtWmp" });
  const [name, server] = options.operands;
  const typed = options.value("t");
  const type = typed === undefined ? undefined : parseDnsType(typed);
  if (typed !== undefined && !type) {
    streams.error(`host: invalid type: ${typed}\n`);
    return 1;
  }
  if (name === undefined || options.problem !== undefined) {
    streams.error(
      "Usage: host [-aCdilrTvVw] [-c class] [-N ndots] [-t type] [-W time]\n            [-R number] [-m flag] [-p port] hostname [server]\n",
    );
    return 1;
  }
  const command = { name, server, type };
  const query = { name, type: type ?? "A" };
  return yield* withDns(world, place, { streams, query }, (session) => run(command, session, streams));
};

function* run(command: Command, session: DnsSession, streams: ToolStreams): Process<number> {
  const { name, server, type } = command;
  const address = yield* serverOf(server, session);
  if (!address) {
    streams.error(`host: couldn't get address for '${server}': not found\n`);
    return 1;
  }
  if (server !== undefined) streams.out(`Using domain server:\nName: ${server}\nAddress: ${address}#53\nAliases: \n\n`);
  const isReverse = type === undefined && parseIpv4(name) !== undefined;
  const wanted = type ?? (isReverse ? "PTR" : "A");
  const names = isReverse ? [reverseOfAddress(name)] : namesToTry(name, session.conf);
  const ask = (full: string, asked: DnsType) =>
    askOften({ name: full, type: asked }, address, {
      session,
      tries: TRIES,
      timeoutMs: TIMEOUT_MS,
      say: (text) => streams.out(text),
    });
  let found: DnsMessage | undefined;
  for (const full of names) {
    found = yield* ask(full, wanted);
    if (!found) {
      streams.out(";; no servers could be reached\n\n");
      return 1;
    }
    if (found.rcode !== "NXDOMAIN") break;
  }
  if (!found || found.rcode !== "NOERROR") {
    const shown = isReverse ? reverseOfAddress(name) : name;
    const rcode = found?.rcode ?? "SERVFAIL";
    streams.out(`Host ${shown} not found: ${CODES[rcode]}(${rcode})\n`);
    return 1;
  }
  tell(found, command, streams);
  if (type === undefined && !isReverse) {
    for (const also of ["AAAA", "MX"] as const) {
      const message = yield* ask(found.question.name, also);
      for (const record of message?.answer ?? []) if (record.type === also) streams.out(`${sentence(record)}\n`);
    }
  }
  return 0;
}

function tell(message: DnsMessage, { type }: Command, streams: ToolStreams): void {
  for (const record of message.answer) streams.out(`${sentence(record)}\n`);
  if (message.answer.length === 0 && type !== undefined)
    streams.out(`${message.question.name.replace(/\.$/, "")} has no ${type} record\n`);
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

function* serverOf(server: string | undefined, { conf, host: files, resolver }: DnsSession): Process<Ipv4 | undefined> {
  if (server === undefined) return conf.nameservers[0];
  const literal = parseIpv4(server);
  if (literal) return literal;
  return (yield* resolveAsGlibc(server, files, resolver)).addresses[0];
}
