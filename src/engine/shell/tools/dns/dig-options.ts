import type { DnsType } from "../../../model/dns.ts";
import { parseDnsType, reverseOfAddress } from "../../../dns/message.ts";
import { parseIpv4 } from "../../../model/address.ts";

/** What `+…` words say: for all names, or for the name before them. */
export type DigSettings = {
  readonly showsCommand: boolean;
  readonly showsComments: boolean;
  readonly showsQuestion: boolean;
  readonly showsAnswer: boolean;
  readonly showsAuthority: boolean;
  readonly showsAdditional: boolean;
  readonly showsStatistics: boolean;
  readonly isShort: boolean;
  readonly searches: boolean;
  readonly hasEdns: boolean;
  readonly hasCookie: boolean;
  readonly wantsRecursion: boolean;
  readonly showsTtl: boolean;
  readonly showsClass: boolean;
  readonly bufferBytes: number;
  readonly timeoutSeconds: number;
  readonly tries: number;
};

export type DigLookup = { readonly name: string; readonly type: DnsType; readonly settings: DigSettings };

export type DigCommand = {
  readonly server: string | undefined;
  readonly lookups: readonly DigLookup[];
  /** The words as typed, for the first line. */
  readonly typed: string;
};

const DEFAULTS: DigSettings = {
  showsCommand: true,
  showsComments: true,
  showsQuestion: true,
  showsAnswer: true,
  showsAuthority: true,
  showsAdditional: true,
  showsStatistics: true,
  isShort: false,
  searches: false,
  hasEdns: true,
  hasCookie: true,
  wantsRecursion: true,
  showsTtl: true,
  showsClass: true,
  bufferBytes: 1232,
  timeoutSeconds: 5,
  tries: 3,
};

/** Reads dig's words. A text: what dig says about them before it exits. */
export function readDigCommand(words: readonly string[]): DigCommand | string {
  let settings = DEFAULTS;
  let server: string | undefined;
  let type: DnsType | undefined;
  const lookups: { name: string; type: DnsType | undefined; settings: DigSettings }[] = [];
  const rest = words.slice(1);
  while (rest.length > 0) {
    const word = rest.shift() ?? "";
    if (word.startsWith("@")) server = word.slice(1);
    else if (word.startsWith("+")) {
      const changed = changeSettings(word.slice(1), lookups.at(-1)?.settings ?? settings);
      if (typeof changed === "string") return changed;
      const last = lookups.at(-1);
      if (last) last.settings = changed;
      else settings = changed;
    } else if (word === "-x" || word.startsWith("-x")) {
      const address = word === "-x" ? (rest.shift() ?? "") : word.slice(2);
      const name = parseIpv4(address)
        ? reverseOfAddress(address)
        : `${address.split(".").toReversed().join(".")}.in-addr.arpa.`;
      lookups.push({ name, type: "PTR", settings });
    } else if (word === "-t" || word === "-q" || word === "-p" || word === "-b" || word === "-c") {
      const value = rest.shift() ?? "";
      if (word === "-q") lookups.push({ name: value, type, settings });
      if (word === "-t") {
        const known = parseDnsType(value);
        if (!known) return `;; Warning, ignoring invalid type ${value}`;
        setType(known);
      }
    } else if (/^-[46ruvhm]$/.test(word)) continue;
    else if (word.startsWith("-"))
      return `Invalid option: ${word}\nUsage:  dig [@global-server] [domain] [q-type] [q-class] {q-opt}\n            {global-d-opt} host [@local-server] {local-d-opt}\n            [ host [@local-server] {local-d-opt} [...]]\n\nUse "dig -h" (or "dig -h | more") for complete list of options`;
    else readName(word);
  }
  const all = lookups.map((lookup) => ({ ...lookup, type: lookup.type ?? "A" }));
  const found = all.length > 0 ? all : [{ name: ".", type: type ?? "NS", settings } as const];
  return { server, lookups: found, typed: words.slice(1).join(" ") };

  /** A word that is a type or a class is no name. */
  function readName(word: string): void {
    const known = parseDnsType(word);
    if (known) return setType(known);
    if (/^(IN|CH|HS)$/i.test(word)) return;
    lookups.push({ name: word, type, settings });
  }

  function setType(known: DnsType): void {
    const last = lookups.at(-1);
    if (last) last.type = known;
    else type = known;
  }
}

function changeSettings(word: string, settings: DigSettings): DigSettings | string {
  const isOn = !word.startsWith("no") || word === "nsid";
  const [name = "", value] = (isOn ? word : word.slice(2)).split("=");
  const part = PARTS[name];
  if (part) return { ...settings, [part]: isOn };
  switch (name) {
    case "all":
      return {
        ...settings,
        showsComments: isOn,
        showsQuestion: isOn,
        showsAnswer: isOn,
        showsAuthority: isOn,
        showsAdditional: isOn,
        showsStatistics: isOn,
        showsCommand: isOn,
      };
    case "short":
      return { ...settings, isShort: isOn, ...(isOn ? { showsCommand: false } : {}) };
    case "edns":
      return { ...settings, hasEdns: isOn };
    case "bufsize":
      return { ...settings, bufferBytes: Number(value) || settings.bufferBytes };
    case "time":
    case "timeout":
      return { ...settings, timeoutSeconds: Math.max(1, Number(value) || 1) };
    case "tries":
      return { ...settings, tries: Math.max(1, Number(value) || 1) };
    case "retry":
      return { ...settings, tries: Math.max(0, Number(value) || 0) + 1 };
    default:
      return IGNORED.has(name) ? settings : `Invalid option: +${word}`;
  }
}

const PARTS: Readonly<Record<string, keyof DigSettings>> = {
  cmd: "showsCommand",
  comments: "showsComments",
  question: "showsQuestion",
  answer: "showsAnswer",
  authority: "showsAuthority",
  additional: "showsAdditional",
  stats: "showsStatistics",
  search: "searches",
  defname: "searches",
  cookie: "hasCookie",
  recurse: "wantsRecursion",
  rec: "wantsRecursion",
  ttlid: "showsTtl",
  class: "showsClass",
};

const IGNORED: ReadonlySet<string> = new Set([
  "tcp",
  "vc",
  "ignore",
  "dnssec",
  "do",
  "adflag",
  "cdflag",
  "aaflag",
  "aaonly",
  "multiline",
  "onesoa",
  "besteffort",
  "domain",
  "ndots",
  "nsid",
  "identify",
  "qr",
  "rrcomments",
  "split",
  "sit",
  "subnet",
  "unknownformat",
  "expandaaaa",
  "crypto",
  "showsearch",
  "keepopen",
  "badcookie",
  "fail",
]);
