// getent of glibc 2.36 (nss/getent.c), and the one of musl-utils (Alpine).
import { reverseOfAddress } from "../../../dns/message.ts";
import { addressesIn, canonicalOf, findInHosts, resolveAsGlibc, searchRecords } from "../../../dns/resolve-glibc.ts";
import { resolveAsMusl } from "../../../dns/resolve-musl.ts";
import { parseHosts } from "../../../dns/resolver-files.ts";
import { parseIpv4 } from "../../../model/address.ts";
import type { Process } from "../../../simulation/process.ts";
import type { ToolPlace, ToolStreams } from "../../tool.ts";
import type { ShellTool } from "../../world.ts";
import type { Service } from "../services.ts";
import { allServices, serviceOfName } from "../services.ts";
import { withDns, type DnsSession } from "./dns-session.ts";

const EXIT_MISSING = 1;
const EXIT_NOT_FOUND = 2;
const EXIT_NO_LIST = 3;
const ADDRESS_WIDTH = 15;
const NAME_WIDTH = 21;
const HELP = "Try `getent --help' or `getent --usage' for more information.\n";
const HOST_DATABASES = ["hosts", "ahosts", "ahostsv4", "ahostsv6"] as const;

/** The parts of the C library's databases that every image here has. */
const FILES: Readonly<Record<string, readonly string[]>> = {
  passwd: ["root:x:0:0:root:/root:/bin/bash", "nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin"],
  group: ["root:x:0:", "nogroup:x:65534:"],
  protocols: [
    "ip                    0 IP",
    "icmp                  1 ICMP",
    "tcp                   6 TCP",
    "udp                   17 UDP",
  ],
  networks: ["default               0.0.0.0", "loopback              127.0.0.0", "link-local            169.254.0.0"],
};

/** `getent [-s SERVICE] DATABASE KEY…`: what the C library makes of a name, /etc/hosts included. */
export const getent: ShellTool = function* (world, words, streams, place) {
  const { source, database, keys } = readWords(words.slice(1));
  if (database === undefined) return refuse(streams, "getent: wrong number of arguments");
  if (database === "services")
    return lookUpAll(keys, { streams, all: allServices().map(serviceLine), find: findService });
  const lines = FILES[database];
  if (lines) return lookUpAll(keys, { streams, all: lines, find: (key) => lines.find((text) => hasKey(text, key)) });
  const hosts = HOST_DATABASES.find((known) => known === database);
  if (!hosts) return refuse(streams, `Unknown database: ${database}`);
  const query = { name: keys[0] ?? "", type: "A" } as const;
  return yield* withDns(world, place, { streams, query }, (session) =>
    new HostDatabase({ session, place, source }).run(hosts, { keys, streams }),
  );
};

function readWords(words: readonly string[]): {
  readonly source: string | undefined;
  readonly database: string | undefined;
  readonly keys: readonly string[];
} {
  const rest = [...words];
  let source: string | undefined;
  const operands: string[] = [];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === "-s") source = rest.shift();
    else if (word.startsWith("--service=")) source = word.slice("--service=".length);
    else if (!word.startsWith("-")) operands.push(word);
  }
  const [database, ...keys] = operands;
  return { source, database, keys };
}

function refuse(streams: ToolStreams, why: string): number {
  streams.error(`${why}\n`);
  streams.out(HELP);
  return EXIT_MISSING;
}

function lookUpAll(
  keys: readonly string[],
  {
    streams,
    all,
    find,
  }: {
    readonly streams: ToolStreams;
    readonly all: readonly string[];
    readonly find: (key: string) => string | undefined;
  },
): number {
  const found = keys.length > 0 ? keys.map(find) : all;
  for (const text of found) if (text !== undefined) streams.out(`${text}\n`);
  return found.some((text) => text === undefined) ? EXIT_NOT_FOUND : 0;
}

/** The first field is the key; the number of a user is one, too. */
function hasKey(text: string, key: string): boolean {
  const fields = text.split(text.includes(":") ? ":" : /\s+/);
  return fields[0] === key || fields[text.includes(":") ? 2 : 1] === key;
}

function findService(key: string): string | undefined {
  const [name = "", protocol] = key.split("/");
  const isPort = /^\d+$/.test(name);
  const found = isPort
    ? allServices().find((one) => one.port === Number(name) && (protocol === undefined || one.protocol === protocol))
    : serviceOfName(name, protocol);
  return found && serviceLine(found);
}

function serviceLine({ name, port, protocol, aliases }: Service): string {
  return [`${name.padEnd(NAME_WIDTH)} ${port}/${protocol}`, ...aliases].join(" ");
}

type Where = { readonly session: DnsSession; readonly place: ToolPlace; readonly source: string | undefined };

class HostDatabase {
  readonly #session: DnsSession;
  readonly #isMusl: boolean;
  readonly #usesFiles: boolean;
  readonly #usesDns: boolean;

  constructor({ session, place, source }: Where) {
    this.#session = session;
    this.#isMusl = place.userland === "busybox";
    this.#usesFiles = source === undefined || source.endsWith("files");
    this.#usesDns = source === undefined || source.endsWith("dns");
  }

  *run(
    database: (typeof HOST_DATABASES)[number],
    { keys, streams }: { readonly keys: readonly string[]; readonly streams: ToolStreams },
  ): Process<number> {
    if (keys.length === 0) {
      if (database !== "hosts") return EXIT_NO_LIST;
      streams.out(this.#allHosts());
      return 0;
    }
    let exitCode = 0;
    for (const key of keys) {
      const text = database === "hosts" ? yield* this.#hosts(key) : yield* this.#sockets(key, database);
      if (text === "") exitCode = EXIT_NOT_FOUND;
      streams.out(text);
    }
    return exitCode;
  }

  /** gethostent() gives IPv4 addresses, and ::1 as 127.0.0.1. */
  #allHosts(): string {
    return parseHosts(this.#session.host.hosts)
      .flatMap(({ address, names }) => {
        const shown = address === "::1" ? "127.0.0.1" : address;
        return parseIpv4(shown) ? [line(shown, names.join(" "))] : [];
      })
      .join("");
  }

  /** gethostbyname2 for IPv6, then for IPv4; an address is looked up backwards. */
  *#hosts(key: string): Process<string> {
    if (parseIpv4(key)) return yield* this.#nameOf(key);
    if (this.#isMusl) return yield* this.#muslHosts(key);
    const { host, resolver } = this.#session;
    const ipv6 = parseHosts(host.hosts).find(({ address, names }) => address.includes(":") && names.includes(key));
    if (ipv6 && this.#usesFiles) return line(ipv6.address, ipv6.names.join(" "));
    const inFile = this.#usesFiles ? findInHosts(key, host) : undefined;
    if (inFile) return inFile.addresses.map((found) => line(found, inFile.canonicalName ?? key)).join("");
    if (!this.#usesDns) return "";
    yield* searchRecords({ name: key, type: "AAAA" }, host, resolver);
    const { message } = yield* searchRecords({ name: key, type: "A" }, host, resolver);
    if (!message) return "";
    const canonical = canonicalOf([message], message.question.name);
    const aliases = message.answer.filter(({ type }) => type === "CNAME").map(({ name }) => name.replace(/\.$/, ""));
    return addressesIn([message])
      .map((found) => line(found, [canonical, ...aliases].join(" ")))
      .join("");
  }

  /** musl's gethostbyname(): one address, the full name, and as aliases the full name and the one that was asked for. */
  *#muslHosts(key: string): Process<string> {
    const { host, resolver } = this.#session;
    const { addresses, canonicalName = key } = yield* resolveAsMusl(key, host, { ...resolver, families: "ipv4" });
    const [address] = addresses;
    if (!address) return "";
    const aliases = canonicalName === key ? [key] : [canonicalName, key];
    return `${address.padEnd(ADDRESS_WIDTH + 1)}  ${canonicalName}  ${aliases.join(" ")}\n`;
  }

  *#nameOf(key: string): Process<string> {
    const { host, resolver } = this.#session;
    const known = this.#usesFiles ? parseHosts(host.hosts).find((entry) => entry.address === key) : undefined;
    if (known) return line(key, known.names.join(" "));
    if (!this.#usesDns) return "";
    const { message } = yield* searchRecords({ name: reverseOfAddress(key), type: "PTR" }, host, resolver);
    const names = (message?.answer ?? [])
      .filter(({ type }) => type === "PTR")
      .map(({ data }) => data.replace(/\.$/, ""));
    return names.length > 0 ? line(key, names.join(" ")) : "";
  }

  /** getaddrinfo: each address once for each type of socket. */
  *#sockets(key: string, database: (typeof HOST_DATABASES)[number]): Process<string> {
    const { host, resolver } = this.#session;
    const world = database === "ahostsv4" ? { ...resolver, families: "ipv4" as const } : resolver;
    const { addresses, canonicalName = key } = yield* resolveAsGlibc(key, host, world);
    if (database === "ahostsv6") return "";
    const rows = addresses.flatMap((address, index) => [
      line(address, `STREAM ${index === 0 ? canonicalName : ""}`),
      line(address, "DGRAM  "),
      line(address, "RAW    "),
    ]);
    return rows.join("");
  }
}

function line(address: string, rest: string): string {
  return `${address.padEnd(ADDRESS_WIDTH)} ${rest}\n`;
}
