import type { DnsMessage, DnsQuestion, DnsRecord } from "../../model/dns.ts";
import type { Directive } from "../corefile.ts";
import { fullyQualified, isInZone, mapServed } from "../message.ts";
import type { PluginEnvironment, PluginSetup } from "../plugin.ts";

const SUCCESS_TTL_MAX = 3600;
const DENIAL_TTL_MAX = 1800;
const MIN_TTL = 5;
const ENTRIES_MAX = 9984;

type Entry = { readonly message: DnsMessage; readonly storedMs: number; readonly ttl: number };
type Limits = { readonly success: number; readonly denial: number };

/** Keeps answers for their time to live, at most so many seconds, and counts it down. As plugin/cache. */
export function cache(directives: readonly Directive[], environment: PluginEnvironment): PluginSetup {
  const [directive] = directives;
  if (!directive) return { kind: "problem", line: 0, message: "no cache directive" };
  const [first = "", ...rest] = directive.arguments;
  const hasTtl = /^\d+$/.test(first);
  if (hasTtl && Number(first) < 1)
    return { kind: "problem", line: directive.line, message: `cache TTL can not be zero or negative: ${first}` };
  const named = hasTtl ? rest : directive.arguments;
  const zones = (named.length > 0 ? named : environment.zones).map((zone) => fullyQualified(zone).toLowerCase());
  const limits = readLimits(directive, hasTtl ? Number(first) : undefined);
  const disabled = (kind: string) =>
    directive.block
      .filter(({ name, arguments: words }) => name === "disable" && words[0] === kind)
      .flatMap(({ arguments: words }) => (words.length > 1 ? words.slice(1) : ["."]).map(fullyQualified));
  const [noSuccess, noDenial] = [disabled("success"), disabled("denial")];
  const entries = new Map<string, Entry>();
  const { simulation } = environment;
  return {
    kind: "plugin",
    wrap: (next) => (query) => {
      const { question } = query;
      if (!zones.some((zone) => isInZone(question.name, zone))) return next(query);
      const key = `${question.type} ${question.name.toLowerCase()}`;
      const kept = entries.get(key);
      const ageSeconds = kept ? Math.floor((simulation.nowMs - kept.storedMs) / 1000) : 0;
      if (kept && ageSeconds < kept.ttl) return { kind: "answer", message: fromCache(kept, { question, ageSeconds }) };
      entries.delete(key);
      return mapServed(next(query), (message) => {
        const isDenial = message.rcode === "NXDOMAIN" || message.answer.length === 0;
        const isOff = (isDenial ? noDenial : noSuccess).some((zone) => isInZone(question.name, zone));
        if (isOff || (message.rcode !== "NOERROR" && message.rcode !== "NXDOMAIN")) return message;
        const ttl = Math.min(timeToLive(message), isDenial ? limits.denial : limits.success);
        if (entries.size >= ENTRIES_MAX) entries.delete(entries.keys().next().value ?? "");
        entries.set(key, { message, storedMs: simulation.nowMs, ttl });
        return withTtl(message, ttl);
      });
    },
  };
}

function readLimits({ block }: Directive, common: number | undefined): Limits {
  const of = (kind: string) => {
    const seconds = block.find(({ name }) => name === kind)?.arguments[1];
    return seconds === undefined ? undefined : Number(seconds);
  };
  return {
    success: of("success") ?? common ?? SUCCESS_TTL_MAX,
    denial: of("denial") ?? Math.min(common ?? DENIAL_TTL_MAX, DENIAL_TTL_MAX),
  };
}

/** The shortest of the records' times; for a denial, SOA's minimum counts too (dnsutil.MinimalTTL). */
function timeToLive({ answer, authority, additional }: DnsMessage): number {
  const times = [...answer, ...authority, ...additional].map(({ ttl }) => ttl);
  if (answer.length === 0) {
    for (const { type, data } of authority) if (type === "SOA") times.push(Number(data.split(" ").at(-1)));
  }
  return times.length > 0 ? Math.min(...times) : MIN_TTL;
}

function fromCache({ message, ttl }: Entry, now: { question: DnsQuestion; ageSeconds: number }): DnsMessage {
  const left = withTtl(message, ttl - now.ageSeconds);
  return {
    ...left,
    question: now.question,
    flags: ["qr", "aa", ...message.flags.filter((flag) => !/^(qr|aa)$/.test(flag))],
  };
}

function withTtl(message: DnsMessage, ttl: number): DnsMessage {
  const set = (records: readonly DnsRecord[]) => records.map((record) => ({ ...record, ttl }));
  return {
    ...message,
    answer: set(message.answer),
    authority: set(message.authority),
    additional: set(message.additional),
  };
}
