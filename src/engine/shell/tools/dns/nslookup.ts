// nslookup of BIND 9.18 (Debian 12). Read bin/dig/nslookup.c beside this file.
import { parseDnsType } from "../../../dns/message.ts";
import type { DnsMessage, DnsType } from "../../../model/dns.ts";
import type { Process } from "../../../simulation/process.ts";
import type { ToolStreams } from "../../tool.ts";
import type { ShellTool } from "../../world.ts";
import type { BindServer } from "./bind.ts";
import { askOften, BIND_VERSION, DNS_PORT, findServer, namesToTry, reverseIfAddress } from "./bind.ts";
import { withDns, type DnsSession } from "./dns-session.ts";
import { debugText, recordText } from "./nslookup-text.ts";

const TRIES = 3;
const TIMEOUT_SECONDS = 5;

/** What `-option` and `set option` change. */
type Settings = {
  type: DnsType | undefined;
  port: number;
  tries: number;
  timeoutSeconds: number;
  searches: boolean;
  wantsRecursion: boolean;
  usesTcp: boolean;
  isDebug: boolean;
  ndots: number | undefined;
  domain: string | undefined;
};

const USAGE = `Usage:
   nslookup [-opt ...]             # interactive mode using default server
   nslookup [-opt ...] - server    # interactive mode using 'server'
   nslookup [-opt ...] host        # just look up 'host' using default server
   nslookup [-opt ...] host server # just look up 'host' using 'server'
`;

/** `nslookup [-option…] NAME [SERVER]`; without a name, the commands on standard input. */
export const nslookup: ShellTool = function* (world, words, streams, place) {
  const options = words.slice(1).filter((word) => /^-./.test(word));
  const operands = words.slice(1).filter((word) => !/^-./.test(word));
  const optionsEnd = words.slice(1).findIndex((word) => !/^-./.test(word));
  const hasLateOption = optionsEnd >= 0 && words.slice(1 + optionsEnd).some((word) => /^-./.test(word));
  if (/^-v(er(sion)?)?$/.test(options[0] ?? "")) {
    streams.error(`nslookup ${BIND_VERSION}\n`);
    return 0;
  }
  if (operands.length > 2 || hasLateOption) {
    streams.error(USAGE);
    return 1;
  }
  const [name, server] = operands;
  const query = { name: name ?? "", type: "A" } as const;
  return yield* withDns(world, place, { streams, query }, function* (session) {
    const lookup = new Nslookup(session, streams);
    if (server !== undefined && !(yield* lookup.use(server))) return 1;
    for (const option of options) yield* lookup.set(option.slice(1));
    return name === undefined || name === "-" ? yield* lookup.interact() : yield* lookup.lookUp(name);
  });
};

class Nslookup {
  readonly #session: DnsSession;
  readonly #streams: ToolStreams;
  readonly #settings: Settings = {
    type: undefined,
    port: DNS_PORT,
    tries: TRIES,
    timeoutSeconds: TIMEOUT_SECONDS,
    searches: true,
    wantsRecursion: true,
    usesTcp: false,
    isDebug: false,
    ndots: undefined,
    domain: undefined,
  };
  #server: string | undefined;

  constructor(session: DnsSession, streams: ToolStreams) {
    this.#session = session;
    this.#streams = streams;
  }

  /** Takes another server; false for one whose name leads nowhere. */
  *use(server: string): Process<boolean> {
    if (!(yield* findServer(server, this.#settings.port, this.#session))) {
      this.#streams.error(`nslookup: couldn't get address for '${server}': not found\n`);
      return false;
    }
    this.#server = server;
    return true;
  }

  /** The commands of standard input, to its end or to `exit`. */
  *interact(): Process<number> {
    for (const line of this.#streams.stdin.split("\n").slice(0, -1)) {
      const [word = "", argument = ""] = line.trim().split(/\s+/);
      if (word === "") continue;
      if (word === "exit") return 0;
      if (word === "set") yield* this.set(argument);
      else if (word === "server" || word === "lserver") {
        if (!(yield* this.use(argument))) return 1;
        yield* this.#sayDefault();
      } else {
        if (argument !== "" && !(yield* this.use(argument))) return 1;
        yield* this.lookUp(word);
      }
    }
    this.#say("\n");
    return 0;
  }

  /** `set all`, `set type=SRV`, `set nosearch`: a word may stop short. */
  *set(text: string): Process<void> {
    const settings = this.#settings;
    const [name = "", value = ""] = text.split("=");
    const number = Number.parseInt(value, 10);
    if (name === "all") yield* this.#sayAll();
    else if (/^(ty(pe)?|q(u(ery(type)?)?)?)$/.test(name)) {
      const type = parseDnsType(value);
      if (type) settings.type = type;
      else this.#say(`unknown query type: ${value}\n`);
    } else if (/^po(rt)?$/.test(name)) settings.port = number || DNS_PORT;
    else if (/^ti(meout)?$/.test(name)) settings.timeoutSeconds = Math.max(1, number || 1);
    else if (/^ret(ry)?$/.test(name)) settings.tries = Math.max(1, number || 1);
    else if (/^ndots?$/.test(name)) settings.ndots = number || 0;
    else if (/^do(main)?$/.test(name)) {
      settings.domain = value;
      settings.searches = true;
    } else if (!this.#switch(name)) this.#say(`*** Invalid option: ${name}\n`);
  }

  /** Looks a name up as the settings say, and prints what was found; the exit code. */
  *lookUp(name: string): Process<number> {
    const { conf } = this.#session;
    const { type, searches, domain, ndots } = this.#settings;
    const server = yield* findServer(this.#server, this.#settings.port, this.#session);
    if (!server) return 1;
    const reverse = reverseIfAddress(name, type);
    const search = domain === undefined ? (searches ? conf.search : []) : [domain];
    const names = reverse === undefined ? namesToTry(name, { search, ndots: ndots ?? conf.ndots }) : [reverse];
    const first = type ?? (reverse === undefined ? "A" : "PTR");
    const found = yield* this.#search({ names, type: first, typed: name }, server);
    if (!found) return 1;
    if (type !== undefined || reverse === undefined)
      this.#say(`Server:\t\t${server.typed}\nAddress:\t${server.address}#${server.port}\n\n`);
    const exitCode = this.#print(found, { typed: reverse ?? name, shown: name });
    if (exitCode === 0 && type === undefined && reverse === undefined) {
      const also = yield* this.#ask({ name: found.question.name, type: "AAAA" }, { server, typed: name });
      if (also) this.#debug(also);
      for (const record of also?.answer ?? []) if (record.type === "AAAA") this.#say(recordText(record));
    }
    this.#say("\n");
    return exitCode;
  }

  /** The first name that exists, else the last answer; undefined when nobody answers. */
  *#search(
    { names, type, typed }: { readonly names: readonly string[]; readonly type: DnsType; readonly typed: string },
    server: BindServer,
  ): Process<DnsMessage | undefined> {
    let last: DnsMessage | undefined;
    for (const [index, name] of names.entries()) {
      last = yield* this.#ask({ name, type }, { server, typed });
      if (!last || last.rcode !== "NXDOMAIN") return last;
      if (!this.#settings.isDebug || index === names.length - 1) continue;
      this.#say(`Server:\t\t${server.typed}\nAddress:\t${server.address}#${server.port}\n\n`);
      this.#print(last, { typed: name.replace(/\.$/, ""), shown: name });
    }
    return last;
  }

  *#ask(
    question: DnsMessage["question"],
    { server, typed }: { readonly server: BindServer; readonly typed: string },
  ): Process<DnsMessage | undefined> {
    const { tries, timeoutSeconds, usesTcp, wantsRecursion } = this.#settings;
    const asked = yield* askOften(question, {
      session: this.#session,
      server,
      typed,
      tries,
      timeoutMs: timeoutSeconds * 1000,
      transport: usesTcp ? "tcp" : "udp",
      say: (text) => this.#say(text),
    });
    if ("end" in asked) {
      this.#say(`${asked.end}\n`);
      return undefined;
    }
    const { message } = asked;
    if (message.rcode === "SERVFAIL") this.#say(`;; Got SERVFAIL reply from ${server.address}\n`);
    else if (this.#server === undefined && wantsRecursion && !message.flags.includes("ra"))
      this.#say(`;; Got recursion not available from ${server.address}\n`);
    return message;
  }

  #print(message: DnsMessage, { typed, shown }: { readonly typed: string; readonly shown: string }): number {
    this.#debug(message);
    if (message.rcode !== "NOERROR") {
      this.#say(`** server can't find ${typed.replace(/\.$/, "")}: ${message.rcode}\n`);
      return 1;
    }
    if (!message.flags.includes("aa")) this.#say("Non-authoritative answer:\n");
    for (const record of message.answer) this.#say(recordText(record));
    if (message.answer.length === 0) this.#say(`*** Can't find ${shown}: No answer\n`);
    const { type } = message.question;
    if (!message.flags.includes("aa") && type !== "A" && type !== "AAAA")
      this.#say("\nAuthoritative answers can be found from:\n");
    return 0;
  }

  #debug(message: DnsMessage): void {
    if (this.#settings.isDebug) this.#say(debugText(message));
  }

  #switch(name: string): boolean {
    const settings = this.#settings;
    const isOn = !name.startsWith("no");
    const bare = isOn ? name : name.slice(2);
    if (/^sea(rch)?$/.test(bare) || /^defn?/.test(bare)) settings.searches = isOn;
    else if (/^rec(urse)?$/.test(bare)) settings.wantsRecursion = isOn;
    else if (bare === "vc") settings.usesTcp = isOn;
    else if (/^deb(ug)?$/.test(bare)) settings.isDebug = isOn;
    else return /^(d2|sil(ent)?|fail)$/.test(bare);
    return true;
  }

  *#sayDefault(): Process<void> {
    const server = yield* findServer(this.#server, this.#settings.port, this.#session);
    if (server) this.#say(`Default server: ${server.typed}\nAddress: ${server.address}#${server.port}\n`);
  }

  *#sayAll(): Process<void> {
    yield* this.#sayDefault();
    const { type, port, tries, searches, wantsRecursion, usesTcp, isDebug, ndots, timeoutSeconds } = this.#settings;
    const { conf } = this.#session;
    const shown = (isOn: boolean, name: string) => `${isOn ? "" : "no"}${name}`;
    const timeout = timeoutSeconds === TIMEOUT_SECONDS ? 0 : timeoutSeconds;
    this.#say(
      [
        "",
        "Set options:",
        `  ${shown(usesTcp, "vc")}\t\t\t${shown(isDebug, "debug")}\t\tnod2`,
        `  ${shown(searches, "search")}\t\t${shown(wantsRecursion, "recurse")}`,
        `  timeout = ${timeout}\t\tretry = ${tries}\tport = ${port}\tndots = ${ndots ?? conf.ndots}`,
        `  querytype = ${(type ?? "A").padEnd(8)}\tclass = IN`,
        `  srchlist = ${conf.search.join("/")}`,
        "",
      ].join("\n"),
    );
  }

  #say(text: string): void {
    this.#streams.out(text);
  }
}
