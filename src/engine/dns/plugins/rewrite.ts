import type { DnsMessage, DnsQuestion, DnsRecord } from "../../model/dns.ts";
import type { Directive } from "../corefile.ts";
import { fullyQualified, mapServed, parseDnsType } from "../message.ts";
import { argumentProblem, type PluginEnvironment, type PluginSetup } from "../plugin.ts";
import { compilePattern, expandGroups } from "./pattern.ts";

/** What a rule makes of a question; undefined when it does not match. `back` mends the records of the answer. */
type Rewritten = { readonly question: DnsQuestion; readonly back?: (record: DnsRecord) => DnsRecord };
type Rule = { readonly goesOn: boolean; apply(question: DnsQuestion): Rewritten | undefined };

const MATCHES = ["exact", "prefix", "suffix", "substring", "regex"];

/** Changes the question on its way in and the answer on its way out; the client sees its own question. As plugin/rewrite. */
export function rewrite(directives: readonly Directive[], _environment: PluginEnvironment): PluginSetup {
  const rules: Rule[] = [];
  for (const directive of directives) {
    const rule = readRule(directive);
    if (!rule) return argumentProblem(directive);
    if (typeof rule === "string") return { kind: "problem", line: directive.line, message: rule };
    rules.push(rule);
  }
  return {
    kind: "plugin",
    wrap: (next) => (query) => {
      const backs: ((record: DnsRecord) => DnsRecord)[] = [];
      let { question } = query;
      for (const rule of rules) {
        const rewritten = rule.apply(question);
        if (!rewritten) continue;
        question = rewritten.question;
        if (rewritten.back) backs.unshift(rewritten.back);
        if (!rule.goesOn) break;
      }
      if (question === query.question && backs.length === 0) return next(query);
      const mend = (record: DnsRecord) => backs.reduce((changed, back) => back(changed), record);
      return mapServed(next({ ...query, question }), (message) => mendMessage(message, query.question, mend));
    },
  };
}

function mendMessage(message: DnsMessage, question: DnsQuestion, mend: (record: DnsRecord) => DnsRecord): DnsMessage {
  return {
    ...message,
    question,
    answer: message.answer.map(mend),
    authority: message.authority.map(mend),
    additional: message.additional.map(mend),
  };
}

/** Undefined: words are missing. A text: what CoreDNS says is wrong. */
function readRule(directive: Directive): Rule | string | undefined {
  const lines = [directive.arguments, ...directive.block.map(({ name, arguments: rest }) => [name, ...rest])];
  const words = lines.flat();
  const mode = words[0] === "continue" || words[0] === "stop" ? words.shift() : "stop";
  const goesOn = mode === "continue";
  const field = words.shift();
  switch (field) {
    case "type":
      return readTypeRule(words, goesOn);
    case "name":
      return readNameRule(words, goesOn);
    case "ttl":
      return readTtlRule(words, goesOn);
    case "class":
    case "edns0":
    case "rcode":
      return { goesOn, apply: () => undefined };
    default:
      return field === undefined ? undefined : `invalid rule type "${field}"`;
  }
}

function readTypeRule(words: readonly string[], goesOn: boolean): Rule | string | undefined {
  const [from, to] = words;
  if (from === undefined || to === undefined) return undefined;
  const [wanted, type] = [parseDnsType(from), parseDnsType(to)];
  if (!wanted || !type) return `invalid type "${wanted ? to : from}"`;
  return {
    goesOn,
    apply: (question) => (question.type === wanted ? { question: { ...question, type } } : undefined),
  };
}

function readNameRule(words: readonly string[], goesOn: boolean): Rule | string | undefined {
  const hasMatch = MATCHES.includes(words[0] ?? "");
  const [from, to, ...answers] = words.slice(hasMatch ? 1 : 0);
  if (from === undefined || to === undefined) return undefined;
  const match = hasMatch ? (words[0] ?? "exact") : "exact";
  const rename = renamer(match, from, to);
  if (typeof rename === "string") return rename;
  const answer = readAnswerRules(answers);
  if (typeof answer === "string") return answer;
  const isRestored = match === "exact" || answer.isAuto;
  return {
    goesOn,
    apply: (question) => {
      const name = rename(question.name.toLowerCase());
      if (name === undefined) return undefined;
      const renamed = { ...question, name };
      if (isRestored) return { question: renamed, back: (record) => restoreName(record, name, question.name) };
      return { question: renamed, back: answer.back };
    },
  };
}

/** `answer auto`, or any number of `answer name REGEX NAME` and `answer value REGEX VALUE`. */
function readAnswerRules(
  words: readonly string[],
): string | { readonly isAuto: boolean; readonly back: (record: DnsRecord) => DnsRecord } {
  const changes: ((record: DnsRecord) => DnsRecord)[] = [];
  let isAuto = false;
  for (let at = 0; at < words.length;) {
    const [keyword, what, pattern, to] = words.slice(at, at + 4);
    if (keyword !== "answer") return `unexpected token "${keyword ?? ""}"`;
    if (what === "auto") {
      isAuto = true;
      at += 2;
      continue;
    }
    const compiled = pattern === undefined ? undefined : compilePattern(pattern);
    if (!compiled || to === undefined || (what !== "name" && what !== "value"))
      return `invalid arguments for answer rewrite: ${words.join(" ")}`;
    changes.push((record) => changeField(record, what === "name" ? "name" : "data", { pattern: compiled, to }));
    at += 4;
  }
  return { isAuto, back: (record) => changes.reduce((changed, change) => change(changed), record) };
}

function changeField(
  record: DnsRecord,
  field: "name" | "data",
  { pattern, to }: { readonly pattern: RegExp; readonly to: string },
): DnsRecord {
  const found = pattern.exec(record[field]);
  return found ? { ...record, [field]: fullyQualified(expandGroups(to, found)) } : record;
}

function restoreName(record: DnsRecord, rewritten: string, original: string): DnsRecord {
  return record.name.toLowerCase() === rewritten.toLowerCase() ? { ...record, name: original } : record;
}

function readTtlRule(words: readonly string[], goesOn: boolean): Rule | string | undefined {
  const hasMatch = MATCHES.includes(words[0] ?? "");
  const [from, seconds] = words.slice(hasMatch ? 1 : 0);
  if (from === undefined || seconds === undefined) return undefined;
  if (!/^\d+$/.test(seconds)) return `invalid TTL value: ${seconds}`;
  const matches = renamer(hasMatch ? (words[0] ?? "exact") : "exact", from, ".");
  if (typeof matches === "string") return matches;
  return {
    goesOn,
    apply: (question) =>
      matches(question.name.toLowerCase()) === undefined
        ? undefined
        : { question, back: (record) => ({ ...record, ttl: Number(seconds) }) },
  };
}

function renamer(match: string, from: string, to: string): string | ((name: string) => string | undefined) {
  const lower = from.toLowerCase();
  switch (match) {
    case "prefix":
      return (name) => (name.startsWith(lower) ? to + name.slice(lower.length) : undefined);
    case "suffix": {
      const [end, into] = [fullyQualified(lower), fullyQualified(to)];
      return (name) => (name.endsWith(end) ? name.slice(0, -end.length) + into : undefined);
    }
    case "substring":
      return (name) => (name.includes(lower) ? name.replaceAll(lower, to) : undefined);
    case "regex": {
      const pattern = compilePattern(from);
      if (!pattern) return `invalid regex pattern in a rewrite rule: ${from}`;
      return (name) => {
        const found = pattern.exec(name);
        return found ? fullyQualified(expandGroups(to, found)) : undefined;
      };
    }
    default:
      return (name) => (name === fullyQualified(lower) ? fullyQualified(to) : undefined);
  }
}
