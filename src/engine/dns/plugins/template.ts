import type { DnsCode, DnsQuestion, DnsRecord } from "../../model/dns.ts";
import type { Served } from "../contract.ts";
import type { Directive } from "../corefile.ts";
import { authoritative, failure, fullyQualified, isInZone, mapServed, parseDnsType } from "../message.ts";
import {
  argumentProblem,
  type FallThrough,
  type Handler,
  type PluginEnvironment,
  type PluginSetup,
} from "../plugin.ts";
import { readFallThrough } from "./hosts.ts";
import { compilePattern } from "./pattern.ts";

const RCODES: readonly DnsCode[] = ["NOERROR", "NXDOMAIN", "SERVFAIL", "REFUSED", "FORMERR"];

type Section = "answer" | "authority" | "additional";
type Template = {
  readonly type: string;
  readonly zones: readonly string[];
  readonly patterns: readonly RegExp[];
  readonly records: readonly { readonly section: Section; readonly text: string }[];
  readonly rcode: DnsCode;
  readonly fallThrough: FallThrough;
};

/** Answers made of the question by Go templates: fields of the match, and records with gaps. As plugin/template. */
export function template(directives: readonly Directive[], environment: PluginEnvironment): PluginSetup {
  const templates: Template[] = [];
  for (const directive of directives) {
    const read = readTemplate(directive, environment);
    if (typeof read === "string") return { kind: "problem", line: directive.line, message: read };
    if (!read) return argumentProblem(directive);
    templates.push(read);
  }
  return {
    kind: "plugin",
    wrap: (next) => templates.reduceRight((rest, one) => answerBy(one, rest, environment), next),
  };
}

function answerBy(one: Template, next: Handler, { lookup }: PluginEnvironment): Handler {
  return (query) => {
    const { question } = query;
    const name = question.name.toLowerCase();
    const zone = one.zones.find((candidate) => isInZone(name, candidate));
    if (zone === undefined || (one.type !== "ANY" && one.type !== question.type)) return next(query);
    const found = one.patterns.map((pattern) => pattern.exec(name)).find((match) => match !== null);
    if (!found) {
      if (one.fallThrough?.some((candidate) => isInZone(name, candidate))) return next(query);
      return { kind: "answer", message: failure(question, "SERVFAIL") };
    }
    return fill(one, { question, zone, found, follow: (target) => lookup({ ...query, question: target }) });
  };
}

function fill(
  one: Template,
  match: {
    readonly question: DnsQuestion;
    readonly zone: string;
    readonly found: RegExpExecArray;
    follow(question: DnsQuestion): Served;
  },
): Served {
  const { question } = match;
  const records = one.records.map(({ section, text }) => ({ section, record: parseRecord(expand(text, match)) }));
  if (records.some(({ record }) => !record)) return { kind: "answer", message: failure(question, "SERVFAIL") };
  const of = (wanted: Section) =>
    records.flatMap(({ section, record }) => (section === wanted && record ? [record] : []));
  const parts = { rcode: one.rcode, answer: of("answer"), authority: of("authority"), additional: of("additional") };
  const alias = parts.answer.find(({ type }) => type === "CNAME");
  if (!alias || question.type === "CNAME" || (question.type !== "A" && question.type !== "AAAA"))
    return { kind: "answer", message: authoritative(question, parts) };
  return mapServed(match.follow({ name: alias.data, type: question.type }), (message) =>
    authoritative(question, { ...parts, answer: [...parts.answer, ...message.answer] }),
  );
}

/** The fields that templates use: {{ .Name }}, {{ .Zone }}, {{ index .Match 1 }}, {{ .Group.a }}, parseInt. */
function expand(
  text: string,
  { question, zone, found }: { readonly question: DnsQuestion; readonly zone: string; readonly found: RegExpExecArray },
): string {
  return text.replaceAll(/\{\{-?\s*(.*?)\s*-?\}\}/g, (_, expression: string) => {
    const [word = "", argument = "", third = ""] = expression.split(/\s+/);
    const group = (field: string) => found.groups?.[field.replace(/^\.Group\./, "")] ?? "";
    if (word === ".Name") return question.name.toLowerCase();
    if (word === ".Zone") return zone;
    if (word === ".Type") return question.type;
    if (word === ".Class") return "IN";
    if (word.startsWith(".Group.")) return group(word);
    if (word === "index" && argument === ".Match") return found[Number(third)] ?? "";
    if (word === "parseInt") return String(Number.parseInt(group(argument), Number(third) || 10));
    return "";
  });
}

/** A record as zone files write it; parentheses only group. */
function parseRecord(line: string): DnsRecord | undefined {
  const [name, ttl = "", recordClass, type = "", ...data] = line.replaceAll(/[()]/g, " ").split(/\s+/).filter(Boolean);
  const known = parseDnsType(type);
  if (name === undefined || !/^\d+$/.test(ttl) || recordClass !== "IN" || !known || data.length === 0) return undefined;
  const holdsName = ["CNAME", "PTR", "NS"].includes(known);
  const text = holdsName ? fullyQualified(data[0] ?? "") : data.join(" ");
  return { name: fullyQualified(name), ttl: Number(ttl), type: known, data: text };
}

function readTemplate(directive: Directive, { zones }: PluginEnvironment): Template | string | undefined {
  const [recordClass, type, ...named] = directive.arguments;
  if (recordClass === undefined || type === undefined) return undefined;
  if (!/^(IN|ANY)$/i.test(recordClass)) return `invalid query class ${recordClass}`;
  if (parseDnsType(type) === undefined) return `invalid RR type ${type}`;
  const patterns: RegExp[] = [];
  const records: { section: Section; text: string }[] = [];
  let rcode: DnsCode = "NOERROR";
  for (const { name, arguments: words } of directive.block) {
    if (name === "match") {
      for (const word of words) {
        const pattern = compilePattern(word);
        if (!pattern) return `could not parse regex: ${word}`;
        patterns.push(pattern);
      }
    } else if (name === "answer" || name === "authority" || name === "additional") {
      records.push(...words.map((text) => ({ section: name, text }) as const));
    } else if (name === "rcode") {
      const code = RCODES.find((known) => known === words[0]);
      if (!code) return `unknown rcode ${words[0] ?? ""}`;
      rcode = code;
    } else if (name !== "fallthrough" && name !== "upstream" && name !== "ederror") return `unknown property '${name}'`;
  }
  return {
    type: type.toUpperCase(),
    zones: (named.length > 0 ? named : zones).map((zone) => fullyQualified(zone).toLowerCase()),
    patterns: patterns.length > 0 ? patterns : [/.*/],
    records,
    rcode,
    fallThrough: readFallThrough(directive.block),
  };
}
