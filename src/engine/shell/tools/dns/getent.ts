// getent of glibc 2.36 (nss/getent.c).
import { reverseOfAddress } from "../../../dns/message.ts";
import { addressesIn, canonicalOf, findInHosts, resolveAsGlibc, searchRecords } from "../../../dns/resolve-glibc.ts";
import { parseHosts } from "../../../dns/resolver-files.ts";
import { parseIpv4 } from "../../../model/address.ts";
import type { Process } from "../../../simulation/process.ts";
import type { ToolStreams } from "../../tool.ts";
import type { ShellTool } from "../../world.ts";
import { withDns, type DnsSession } from "./dns-session.ts";

const EXIT_MISSING = 1;
const EXIT_NOT_FOUND = 2;
const ADDRESS_WIDTH = 15;

/** `getent hosts|ahosts|ahostsv4 NAME…`: what the C library makes of a name, /etc/hosts included. */
export const getent: ShellTool = function* (world, words, streams, place) {
  const [database, ...keys] = words.slice(1).filter((word) => !word.startsWith("-"));
  if (database === undefined) {
    streams.error("getent: wrong number of arguments\nTry `getent --help' or `getent --usage' for more information.\n");
    return EXIT_MISSING;
  }
  if (database !== "hosts" && database !== "ahosts" && database !== "ahostsv4") {
    streams.error(`Unknown database: ${database}\nTry \`getent --help' or \`getent --usage' for more information.\n`);
    return EXIT_MISSING;
  }
  const query = { name: keys[0] ?? "", type: "A" } as const;
  return yield* withDns(world, place, { streams, query }, (session) => run({ database, keys }, session, streams));
};

function* run(
  { database, keys }: { readonly database: "hosts" | "ahosts" | "ahostsv4"; readonly keys: readonly string[] },
  session: DnsSession,
  streams: ToolStreams,
): Process<number> {
  if (keys.length === 0) {
    for (const { address, names } of parseHosts(session.host.hosts)) streams.out(line(address, names.join(" ")));
    return 0;
  }
  let exitCode = 0;
  for (const key of keys) {
    const text = database === "hosts" ? yield* hosts(key, session) : yield* allHosts(key, database, session);
    if (text === "") exitCode = EXIT_NOT_FOUND;
    streams.out(text);
  }
  return exitCode;
}

/** gethostbyname2 for IPv6, then for IPv4; an address is looked up backwards. */
function* hosts(key: string, { host, resolver }: DnsSession): Process<string> {
  const address = parseIpv4(key);
  if (address) {
    const known = parseHosts(host.hosts).find((entry) => entry.address === key);
    if (known) return line(address, known.names.join(" "));
    const { message } = yield* searchRecords({ name: reverseOfAddress(address), type: "PTR" }, host, resolver);
    const names = (message?.answer ?? [])
      .filter(({ type }) => type === "PTR")
      .map(({ data }) => data.replace(/\.$/, ""));
    return names.length > 0 ? line(address, names.join(" ")) : "";
  }
  const inFile = findInHosts(key, host);
  if (inFile) return inFile.addresses.map((found) => line(found, inFile.canonicalName ?? key)).join("");
  yield* searchRecords({ name: key, type: "AAAA" }, host, resolver);
  const { message } = yield* searchRecords({ name: key, type: "A" }, host, resolver);
  if (!message) return "";
  const canonical = canonicalOf([message], message.question.name);
  const aliases = message.answer.filter(({ type }) => type === "CNAME").map(({ name }) => name.replace(/\.$/, ""));
  return addressesIn([message])
    .map((found) => line(found, [canonical, ...aliases].join(" ")))
    .join("");
}

/** getaddrinfo: each address once for each type of socket. */
function* allHosts(key: string, database: "ahosts" | "ahostsv4", { host, resolver }: DnsSession): Process<string> {
  const world = database === "ahostsv4" ? { ...resolver, families: "ipv4" as const } : resolver;
  const { addresses, canonicalName = key } = yield* resolveAsGlibc(key, host, world);
  const rows = addresses.flatMap((address, index) => [
    line(address, `STREAM ${index === 0 ? canonicalName : ""}`),
    line(address, "DGRAM  "),
    line(address, "RAW    "),
  ]);
  return rows.join("");
}

function line(address: string, rest: string): string {
  return `${address.padEnd(ADDRESS_WIDTH)} ${rest}\n`;
}
