// getaddrinfo of glibc 2.36 (Debian 12). Read resolv/res_query.c (the search list), resolv/res_send.c (servers, time-outs)
// and sysdeps/posix/getaddrinfo.c (errors, order) beside this file.
import { ipv4ToNumber, isInCidr, type Ipv4 } from "../model/address.ts";
import type { DnsMessage, DnsQuestion, DnsType } from "../model/dns.ts";
import type { Process } from "../simulation/process.ts";
import type {
  AskResult,
  Resolved,
  ResolverFailure,
  ResolverHost,
  ResolverQuery,
  ResolverWorld,
  ResolvConf,
} from "./contract.ts";
import { parseLiteralAddress } from "./literal-address.ts";
import { fullyQualified } from "./message.ts";
import { readFilesOf } from "./resolver-files.ts";

/** Resolves a name as a program on Debian does: literal address, /etc/hosts, then DNS with the search list. */
export function* resolveAsGlibc(name: string, host: ResolverHost, world: ResolverWorld): Process<Resolved> {
  const literal = parseLiteralAddress(name);
  if (literal) return { addresses: [literal], canonicalName: name, queries: [] };
  const inFile = findInHosts(name, host);
  if (inFile) return inFile;
  if (!isHostname(name)) return { addresses: [], failure: "EAI_NONAME", queries: [] };
  const types: readonly DnsType[] = world.families === "ipv4" ? ["A"] : ["A", "AAAA"];
  const search = new Search(readFilesOf(host).conf, world);
  const found = yield* search.run(name, types);
  if (found.kind === "failed") return { addresses: [], failure: found.failure, queries: search.queries };
  const canonicalName = canonicalOf(found.messages, found.name);
  const addresses = addressesIn(found.messages);
  if (addresses.length === 0) return { addresses: [], failure: "EAI_NONAME", queries: search.queries };
  return { addresses: inOrder(addresses, host), canonicalName, queries: search.queries };
}

/** Asks for records of any one type by the search list, as gethostbyname2 and res_search do (getent hosts). */
export function* searchRecords(
  question: { readonly name: string; readonly type: DnsType },
  host: ResolverHost,
  world: ResolverWorld,
): Process<{ readonly message?: DnsMessage; readonly queries: readonly ResolverQuery[] }> {
  const search = new Search(readFilesOf(host).conf, world);
  const found = yield* search.run(question.name, [question.type]);
  const message = found.kind === "found" ? found.messages[0] : undefined;
  return { ...(message ? { message } : {}), queries: search.queries };
}

/** What /etc/hosts says about a name, or nothing. IPv4 lines only. */
export function findInHosts(name: string, host: ResolverHost): Resolved | undefined {
  const wanted = name.toLowerCase().replace(/\.$/, "");
  const lines = readFilesOf(host).hosts.filter(({ names }) => names.some((known) => known.toLowerCase() === wanted));
  const addresses = lines.flatMap(({ address }) => parseLiteralAddress(address) ?? []);
  if (addresses.length === 0) return undefined;
  return { addresses: [...new Set(addresses)], canonicalName: lines[0]?.names[0] ?? name, queries: [] };
}

/** The addresses of an answer, and the name that they have at the end of the CNAMEs. */
export function addressesIn(messages: readonly DnsMessage[]): Ipv4[] {
  const records = messages.flatMap(({ answer }) => answer).filter(({ type }) => type === "A");
  return [...new Set(records.flatMap(({ data }) => parseLiteralAddress(data) ?? []))];
}

/** The last name of the chain of CNAMEs, without the final dot. */
export function canonicalOf(messages: readonly DnsMessage[], name: string): string {
  let canonical = fullyQualified(name);
  for (const { type, name: owner, data } of messages.flatMap(({ answer }) => answer)) {
    if (type === "CNAME" && owner.toLowerCase() === canonical.toLowerCase()) canonical = fullyQualified(data);
  }
  return canonical.replace(/\.$/, "");
}

type Found =
  | { readonly kind: "found"; readonly name: string; readonly messages: readonly DnsMessage[] }
  | { readonly kind: "failed"; readonly failure: ResolverFailure };

/** What came of one name: answers, no such name, no such data, a server that failed, or no word at all. */
type Outcome =
  | { readonly kind: "answered"; readonly messages: readonly DnsMessage[] }
  | { readonly kind: "no-name" | "no-data" | "servfail" | "rejected" | "timeout" | "refused" };

class Search {
  readonly queries: ResolverQuery[] = [];
  readonly #conf: ResolvConf;
  readonly #world: ResolverWorld;

  constructor(conf: ResolvConf, world: ResolverWorld) {
    this.#conf = conf;
    this.#world = world;
  }

  /** As __res_context_search: many dots first as it stands, then the list, then as it stands. */
  *run(name: string, types: readonly DnsType[]): Process<Found> {
    const isFull = name.endsWith(".");
    const dots = name.split(".").length - 1;
    let first: Outcome | undefined;
    if (dots >= this.#conf.ndots || isFull) {
      first = yield* this.#query(fullyQualified(name), types);
      if (first.kind === "answered") return { kind: "found", name, messages: first.messages };
      if (isFull) return failed(first);
    }
    let hasNoData = false;
    let hasFailed = false;
    for (const domain of isFull ? [] : this.#conf.search) {
      const full = `${name}.${domain}.`;
      const outcome = yield* this.#query(full, types);
      if (outcome.kind === "answered") return { kind: "found", name: full, messages: outcome.messages };
      if (outcome.kind === "refused") return failed(outcome);
      hasNoData ||= outcome.kind === "no-data";
      hasFailed ||= outcome.kind === "servfail";
      if (outcome.kind === "timeout" || outcome.kind === "rejected") break;
    }
    if (first) return failed(first);
    const last = yield* this.#query(fullyQualified(name), types);
    if (last.kind === "answered") return { kind: "found", name, messages: last.messages };
    if (hasNoData) return failed({ kind: "no-data" });
    return failed(hasFailed ? { kind: "servfail" } : last);
  }

  /** As __res_context_send: each server in turn, so many rounds; a refusal by one is a reason to ask the next. */
  *#query(name: string, types: readonly DnsType[]): Process<Outcome> {
    const questions = types.map((type): DnsQuestion => ({ name, type }));
    const { nameservers, attempts, rotates, isSingleRequest } = this.#conf;
    const first =
      rotates && nameservers.length > 1 ? this.#world.simulation.random("resolver").below(nameservers.length) : 0;
    const servers = first === 0 ? nameservers : [...nameservers.slice(first), ...nameservers.slice(0, first)];
    let isHeard = false;
    let last: Outcome = { kind: "refused" };
    for (let round = 0; round < attempts; round++) {
      for (const [index, server] of servers.entries()) {
        const timeoutMs = this.#timeoutMs(index);
        const results = isSingleRequest
          ? yield* this.#askInTurn(server, questions, timeoutMs)
          : yield* this.#world.ask(server, questions, timeoutMs);
        this.#note(questions, results);
        last = judge(results);
        if (last.kind === "answered" || last.kind === "no-name" || last.kind === "no-data") return last;
        isHeard ||= last.kind !== "refused";
      }
    }
    return last.kind === "refused" && isHeard ? { kind: "timeout" } : last;
  }

  *#askInTurn(server: Ipv4, questions: readonly DnsQuestion[], timeoutMs: number): Process<readonly AskResult[]> {
    const results: AskResult[] = [];
    for (const question of questions) results.push(...(yield* this.#world.ask(server, [question], timeoutMs)));
    return results;
  }

  /** res_send.c: the time doubles with each further server and is shared among them. */
  #timeoutMs(index: number): number {
    const seconds = this.#conf.timeoutSeconds * 2 ** index;
    const shared = index > 0 ? Math.floor(seconds / this.#conf.nameservers.length) : seconds;
    return Math.max(1, shared) * 1000;
  }

  #note(questions: readonly DnsQuestion[], results: readonly AskResult[]): void {
    for (const [index, { name, type }] of questions.entries()) {
      const result = results[index] ?? "timeout";
      this.queries.push({ type, name, rcode: typeof result === "string" ? "TIMEOUT" : result.rcode });
    }
  }
}

function judge(results: readonly AskResult[]): Outcome {
  const messages = results.filter((result) => typeof result !== "string");
  if (messages.some(({ rcode, answer }) => rcode === "NOERROR" && answer.length > 0))
    return { kind: "answered", messages };
  if (messages.length === 0) return { kind: results.includes("timeout") ? "timeout" : "refused" };
  const codes = messages.map(({ rcode }) => rcode);
  if (codes.includes("SERVFAIL")) return { kind: "servfail" };
  if (codes.some((code) => code === "REFUSED" || code === "FORMERR")) return { kind: "rejected" };
  if (messages.length < results.length) return { kind: "timeout" };
  return { kind: codes.includes("NXDOMAIN") ? "no-name" : "no-data" };
}

function failed({ kind }: Outcome): Found {
  const failure =
    kind === "no-data" ? "EAI_NODATA" : kind === "no-name" || kind === "rejected" ? "EAI_NONAME" : "EAI_AGAIN";
  return { kind: "failed", failure };
}

/** RFC 6724, rule 9 as glibc has it: inside the host's own network, the longest common prefix comes first. */
function inOrder(addresses: readonly Ipv4[], { own }: ResolverHost): Ipv4[] {
  if (!own) return [...addresses];
  const ownNumber = ipv4ToNumber(own.address);
  const sameBits = (address: Ipv4) =>
    isInCidr(address, own.network) ? Math.clz32(ipv4ToNumber(address) ^ ownNumber) : 0;
  return addresses.toSorted((a, b) => sameBits(b) - sameBits(a));
}

function isHostname(name: string): boolean {
  const labels = name.replace(/\.$/, "").split(".");
  return name.length <= 255 && labels.every((label) => label.length > 0 && label.length <= 63);
}
