// getaddrinfo of musl 1.2.5 (Alpine). Read src/network/lookup_name.c and res_msend.c beside this file.
import type { Ipv4 } from "../model/address.ts";
import type { DnsMessage, DnsQuestion, DnsType } from "../model/dns.ts";
import type { Process } from "../simulation/process.ts";
import { Signal } from "../simulation/signal.ts";
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
import { readFilesOf } from "./resolver-files.ts";
import { addressesIn, canonicalOf, findInHosts } from "./resolve-glibc.ts";

/** SERVFAIL answers that are met with the same question at once, for each question. */
const SERVFAIL_RETRIES = 2;

/** Resolves a name as a program on Alpine does: enough dots mean no search at all, and a name without data ends it. */
export function* resolveAsMusl(name: string, host: ResolverHost, world: ResolverWorld): Process<Resolved> {
  const literal = parseLiteralAddress(name);
  if (literal) return { addresses: [literal], canonicalName: name, queries: [] };
  const inFile = findInHosts(name, host);
  if (inFile) return inFile;
  const conf = readFilesOf(host).conf;
  const bare = name.replace(/\.$/, "");
  if (bare === "" || bare.endsWith(".") || bare.length > 254)
    return { addresses: [], failure: "EAI_NONAME", queries: [] };
  const dots = name.split(".").length - 1;
  const searches = dots >= conf.ndots || name.endsWith(".") ? [] : conf.search;
  const queries: ResolverQuery[] = [];
  for (const full of [...searches.map((domain) => `${bare}.${domain}`), bare]) {
    const found = yield* lookUp(full, { conf, world, queries });
    if (found !== undefined)
      return typeof found === "string" ? { addresses: [], failure: found, queries } : { ...found, queries };
  }
  return { addresses: [], failure: "EAI_NONAME", queries };
}

type Look = { readonly conf: ResolvConf; readonly world: ResolverWorld; readonly queries: ResolverQuery[] };

/** Undefined: no such name, the search goes on. */
function* lookUp(name: string, look: Look): Process<ResolverFailure | Omit<Resolved, "queries"> | undefined> {
  const types: readonly DnsType[] = look.world.families === "ipv4" ? ["A"] : ["A", "AAAA"];
  const messages = yield* send(
    types.map((type) => ({ name: `${name}.`, type })),
    look,
  );
  for (const message of messages) {
    if (!message || message.rcode === "SERVFAIL") return "EAI_AGAIN";
    if (message.rcode === "NXDOMAIN") return undefined;
    if (message.rcode !== "NOERROR") return "EAI_FAIL";
  }
  const answers = messages.filter((message) => message !== undefined);
  const addresses = addressesIn(answers);
  if (addresses.length === 0) return "EAI_NODATA";
  return { addresses, canonicalName: canonicalOf(answers, name) };
}

/** Asks all servers at once; the first NOERROR or NXDOMAIN to each question counts. Repeats while the time lasts. */
function* send(questions: readonly DnsQuestion[], { conf, world, queries }: Look): Process<(DnsMessage | undefined)[]> {
  const { ask, simulation } = world;
  const answers: (DnsMessage | undefined)[] = questions.map(() => undefined);
  const heard = new Signal();
  const endMs = simulation.nowMs + conf.timeoutSeconds * 1000;
  const intervalMs = Math.floor((conf.timeoutSeconds * 1000) / conf.attempts);
  const running: { stop(): void }[] = [];
  let servfailRetries = SERVFAIL_RETRIES * questions.length;
  const begin = (server: Ipv4, asked: readonly number[]): void => {
    const wanted = asked.flatMap((index) => questions[index] ?? []);
    running.push(
      simulation.spawn(ask(server, wanted, endMs - simulation.nowMs), (results) => take(server, asked, results)),
    );
  };
  const take = (server: Ipv4, asked: readonly number[], results: readonly AskResult[]): void => {
    for (const [at, index] of asked.entries()) {
      const result = results[at];
      if (result === undefined || typeof result === "string" || answers[index]) continue;
      if (result.rcode === "NOERROR" || result.rcode === "NXDOMAIN") answers[index] = result;
      else if (result.rcode === "SERVFAIL" && servfailRetries-- > 0) begin(server, [index]);
    }
    heard.fire();
  };
  try {
    while (answers.includes(undefined) && simulation.nowMs < endMs) {
      const missing = [...answers.keys()].filter((index) => !answers[index]);
      for (const server of conf.nameservers) begin(server, missing);
      const roundEndsMs = Math.min(simulation.nowMs + intervalMs, endMs);
      while (answers.includes(undefined) && simulation.nowMs < roundEndsMs)
        yield { kind: "signal", signal: heard, untilMs: roundEndsMs };
    }
  } finally {
    for (const process of running) process.stop();
  }
  for (const [index, { name, type }] of questions.entries())
    queries.push({ type, name, rcode: answers[index]?.rcode ?? "TIMEOUT" });
  return answers;
}
