import type { DnsRecord } from "../../model/dns.ts";
import { parseIpv4 } from "../../model/address.ts";
import type { Directive } from "../corefile.ts";
import { addressOfReverse, authoritative, fullyQualified, isInZone } from "../message.ts";
import type { FallThrough, PluginEnvironment, PluginSetup } from "../plugin.ts";

const DEFAULT_TTL = 3600;
const OPTIONS = new Set(["no_reverse", "ttl", "reload", "fallthrough"]);

/** Answers from lines of /etc/hosts' form that stand in the Corefile. As plugin/hosts. */
export function hosts(directives: readonly Directive[], environment: PluginEnvironment): PluginSetup {
  const [directive, second] = directives;
  if (!directive || second)
    return { kind: "problem", line: second?.line ?? 0, message: "this plugin can only be used once per Server Block" };
  const [file, ...named] = directive.arguments;
  if (file !== undefined && file.startsWith("/") && file !== "/etc/hosts")
    return {
      kind: "problem",
      line: directive.line,
      message: `unable to access hosts file '${file}': open ${file}: no such file or directory`,
    };
  const zones = (named.length > 0 ? named : environment.zones).map((zone) => fullyQualified(zone).toLowerCase());
  const entries = readEntries(directive.block);
  const ttl = Number(directive.block.find(({ name }) => name === "ttl")?.arguments[0] ?? DEFAULT_TTL);
  if (!(Number.isInteger(ttl) && ttl > 0 && ttl <= 65535))
    return { kind: "problem", line: directive.line, message: "ttl provided is invalid" };
  const fallThrough = readFallThrough(directive.block);
  const hasReverse = !directive.block.some(({ name }) => name === "no_reverse");
  return {
    kind: "plugin",
    wrap: (next) => (query) => {
      const { question } = query;
      const name = question.name.toLowerCase();
      if (!zones.some((zone) => isInZone(name, zone))) {
        if (question.type !== "PTR" || !hasReverse) return next(query);
      }
      const answer = find(entries, { name, type: question.type, hasReverse }).map((data): DnsRecord => ({
        name: question.name,
        ttl,
        type: question.type,
        data,
      }));
      if (answer.length > 0) return { kind: "answer", message: authoritative(question, { answer }) };
      if (fallThrough?.some((zone) => isInZone(name, zone))) return next(query);
      if (question.type === "PTR") return next(query);
      const rcode = entries.some((entry) => entry.names.includes(name)) ? "NOERROR" : "NXDOMAIN";
      return { kind: "answer", message: authoritative(question, { rcode }) };
    },
  };
}

/** `fallthrough` of a plugin's block: absent, everything, or the zones named. */
export function readFallThrough(block: readonly Directive[]): FallThrough {
  const line = block.find(({ name }) => name === "fallthrough");
  if (!line) return undefined;
  return line.arguments.length > 0 ? line.arguments.map((zone) => fullyQualified(zone).toLowerCase()) : ["."];
}

type Entry = { readonly address: string; readonly names: readonly string[] };

function readEntries(block: readonly Directive[]): Entry[] {
  return block
    .filter(({ name }) => !OPTIONS.has(name) && (parseIpv4(name) !== undefined || name.includes(":")))
    .map((line) => ({
      address: line.name,
      names: line.arguments.map((name) => fullyQualified(name).toLowerCase()),
    }));
}

function find(entries: readonly Entry[], look: { name: string; type: string; hasReverse: boolean }): string[] {
  const { name, type, hasReverse } = look;
  if (type === "PTR") {
    const address = hasReverse ? addressOfReverse(name) : undefined;
    return entries.filter((entry) => entry.address === address).flatMap((entry) => entry.names);
  }
  if (type !== "A" && type !== "AAAA") return [];
  return entries
    .filter((entry) => entry.names.includes(name) && entry.address.includes(":") === (type === "AAAA"))
    .map((entry) => entry.address);
}
