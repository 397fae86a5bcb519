import type { DnsType } from "../../../model/dns.ts";
import { parseDnsType, reverseOfAddress } from "../../../dns/message.ts";
import { parseIpv4 } from "../../../model/address.ts";
import { DNS_PORT } from "./bind.ts";

/** What `+…` words say of one name. */
export type DigSettings = {
  readonly hidesComments: boolean;
  readonly hidesQuestion: boolean;
  readonly hidesAnswer: boolean;
  readonly hidesAuthority: boolean;
  readonly hidesAdditional: boolean;
  readonly hidesStatistics: boolean;
  readonly hidesEdns: boolean;
  readonly hidesCookie: boolean;
  readonly hidesRecursion: boolean;
  readonly hidesTtl: boolean;
  readonly hidesClass: boolean;
  readonly searches: boolean;
  readonly showsSearch: boolean;
  readonly showsQuery: boolean;
  readonly identifies: boolean;
  readonly isMultiline: boolean;
  readonly hasTtlUnits: boolean;
  readonly hasMicroseconds: boolean;
  readonly wantsDnssec: boolean;
  readonly ignoresTruncation: boolean;
  readonly usesTcp: boolean;
  readonly bufferBytes: number;
  readonly timeoutSeconds: number;
  readonly tries: number;
  readonly ndots?: number;
  readonly domain?: string;
};

export type DigLookup = {
  readonly name: string;
  readonly type: DnsType | "AXFR";
  readonly settings: DigSettings;
  readonly server: string | undefined;
};

/** What holds for the whole command line. */
export type DigCommand = {
  readonly kind: "command";
  readonly lookups: readonly DigLookup[];
  /** The words as typed, for the first line. */
  readonly typed: string;
  readonly isShort: boolean;
  readonly showsCommand: boolean;
  readonly port: number;
  readonly source: string | undefined;
  readonly isIpv6: boolean;
  readonly batch: string | undefined;
  /** What it says of words that it goes on without. */
  readonly warnings: string;
};

export type DigEnded = { readonly kind: "ended"; readonly exitCode: number; readonly error: string };

const DEFAULTS: DigSettings = {
  hidesComments: false,
  hidesQuestion: false,
  hidesAnswer: false,
  hidesAuthority: false,
  hidesAdditional: false,
  hidesStatistics: false,
  hidesEdns: false,
  hidesCookie: false,
  hidesRecursion: false,
  hidesTtl: false,
  hidesClass: false,
  searches: false,
  showsSearch: false,
  showsQuery: false,
  identifies: false,
  isMultiline: false,
  hasTtlUnits: false,
  hasMicroseconds: false,
  wantsDnssec: false,
  ignoresTruncation: false,
  usesTcp: false,
  bufferBytes: 1232,
  timeoutSeconds: 5,
  tries: 3,
};

const USAGE = `Usage:  dig [@global-server] [domain] [q-type] [q-class] {q-opt}
            {global-d-opt} host [@local-server] {local-d-opt}
            [ host [@local-server] {local-d-opt} [...]]

Use "dig -h" (or "dig -h | more") for complete list of options
`;
const EXIT_USAGE = 1;
const EXIT_VALUE = 10;
const WITH_VALUE = "tqpbcxfky";

/** Reads the words after "dig", on top of what an earlier command line says (-f). */
export function readDigCommand(words: readonly string[], base?: DigCommand): DigCommand | DigEnded {
  return new DigReader(words, base).read();
}

type Draft = { name: string; type: DnsType | "AXFR" | undefined; settings: DigSettings; server: string | undefined };

class DigReader {
  readonly #words: readonly string[];
  readonly #rest: string[];
  readonly #lookups: Draft[] = [];
  #globals: DigSettings;
  #server: string | undefined;
  #type: DnsType | "AXFR" | undefined;
  #isShort: boolean;
  #showsCommand: boolean;
  #port: number;
  #source: string | undefined;
  #batch: string | undefined;
  #isIpv6 = false;
  #warnings = "";

  constructor(words: readonly string[], base?: DigCommand) {
    this.#words = words;
    this.#rest = [...words];
    this.#globals = base?.lookups[0]?.settings ?? DEFAULTS;
    this.#server = base?.lookups[0]?.server;
    this.#isShort = base?.isShort ?? false;
    this.#showsCommand = base?.showsCommand ?? true;
    this.#port = base?.port ?? DNS_PORT;
    this.#source = base?.source;
  }

  read(): DigCommand | DigEnded {
    for (let word = this.#rest.shift(); word !== undefined; word = this.#rest.shift()) {
      const ended = this.#take(word);
      if (ended) return ended;
    }
    const [type, settings, server] = [this.#type, this.#globals, this.#server];
    const all = this.#lookups.length > 0 ? this.#lookups : [{ name: ".", type: "NS" as const, settings, server }];
    const lookups = all.map((one) => ({ ...one, type: one.type ?? type ?? "A", server: one.server ?? server }));
    return {
      kind: "command",
      lookups,
      typed: this.#words.join(" "),
      isShort: this.#isShort,
      showsCommand: this.#showsCommand,
      port: this.#port,
      source: this.#source,
      isIpv6: this.#isIpv6,
      batch: this.#batch,
      warnings: this.#warnings,
    };
  }

  #take(word: string): DigEnded | undefined {
    const last = this.#lookups.at(-1);
    if (word.startsWith("@")) {
      if (last) last.server = word.slice(1);
      else this.#server = word.slice(1);
      return undefined;
    }
    if (word.startsWith("+")) return this.#plus(word, last);
    if (word.startsWith("-") && word !== "-") return this.#dash(word, last);
    const type = parseDnsType(word) ?? (/^axfr$/i.test(word) ? "AXFR" : undefined);
    if (type) this.#setType(type);
    else if (!/^(IN|CH|HS)$/i.test(word)) this.#addName(word);
    return undefined;
  }

  #addName(name: string, type = this.#type): void {
    this.#lookups.push({ name, type, settings: this.#globals, server: undefined });
  }

  #setType(type: DnsType | "AXFR"): void {
    const last = this.#lookups.at(-1);
    if (last) last.type = type;
    else this.#type = type;
  }

  #dash(word: string, last: Draft | undefined): DigEnded | undefined {
    const letter = word[1] ?? "";
    if (letter === "v") return { kind: "ended", exitCode: 0, error: "DiG 9.18.49-1~deb12u3-Debian\n" };
    if (letter === "u") this.#change(last, { hasMicroseconds: true });
    if (letter === "6") this.#isIpv6 = true;
    if (/^-[46iurmh]+$/.test(word)) return letter === "h" ? { kind: "ended", exitCode: 0, error: USAGE } : undefined;
    const value = WITH_VALUE.includes(letter) ? word.slice(2) || this.#rest.shift() : undefined;
    if (value === undefined) return invalid(word);
    switch (letter) {
      case "q":
        this.#addName(value);
        return undefined;
      case "x":
        this.#addName(reverseName(value), "PTR");
        return undefined;
      case "b":
        this.#source = value.replace(/#.*$/, "");
        return undefined;
      case "f":
        this.#batch = value;
        return undefined;
      case "p":
        if (!/^\d+$/.test(value)) return notANumber("port number", value, EXIT_USAGE);
        this.#port = Number(value);
        return undefined;
      case "t": {
        const type = parseDnsType(value) ?? (/^axfr$/i.test(value) ? "AXFR" : undefined);
        if (type) this.#setType(type);
        else this.#warnings += `;; Warning, ignoring invalid type ${value}\n`;
        return undefined;
      }
      default:
        return undefined;
    }
  }

  #plus(word: string, last: Draft | undefined): DigEnded | undefined {
    const [typed = "", value] = word.slice(1).split("=");
    const exact = findOption(typed);
    const isOn = exact !== undefined || !typed.startsWith("no");
    const option = exact ?? (isOn ? undefined : findOption(typed.slice(2)));
    if (!option) return invalid(word);
    const [name, meaning] = option;
    if (name === "short") {
      this.#isShort = isOn;
      if (isOn) this.#showsCommand = false;
    } else if (name === "cmd") this.#showsCommand = isOn;
    else if (name === "all") {
      const hides = !isOn;
      this.#showsCommand = isOn;
      this.#change(last, {
        hidesComments: hides,
        hidesQuestion: hides,
        hidesAnswer: hides,
        hidesAuthority: hides,
        hidesAdditional: hides,
        hidesStatistics: hides,
      });
    } else if (typeof meaning === "string")
      this.#change(last, { [meaning]: meaning.startsWith("hides") ? !isOn : isOn });
    else if (meaning) {
      if (isOn && meaning.kind === "number" && value === undefined) return invalid(word);
      if (isOn && meaning.kind === "number" && !/^\d+$/.test(value ?? ""))
        return notANumber(name, value ?? "", EXIT_VALUE);
      this.#change(last, meaning.set(value ?? "", isOn));
    }
    return undefined;
  }

  #change(last: Draft | undefined, change: Partial<DigSettings>): void {
    if (last) last.settings = { ...last.settings, ...change };
    else this.#globals = { ...this.#globals, ...change };
  }
}

type Meaning =
  | keyof DigSettings
  | undefined
  | { readonly kind: "number" | "text"; set(value: string, isOn: boolean): Partial<DigSettings> };

/** As plusoption() names them; undefined changes nothing here. A word may stop short: the first that begins so is meant. */
const PLUS_OPTIONS: readonly (readonly [name: string, meaning: Meaning])[] = [
  ["aaflag", undefined],
  ["aaonly", undefined],
  ["additional", "hidesAdditional"],
  ["adflag", undefined],
  ["all", undefined],
  ["answer", "hidesAnswer"],
  ["authority", "hidesAuthority"],
  ["badcookie", undefined],
  ["besteffort", undefined],
  ["bufsize", { kind: "number", set: (value) => ({ bufferBytes: Number(value) || DEFAULTS.bufferBytes }) }],
  ["cdflag", undefined],
  ["class", "hidesClass"],
  ["cl", "hidesClass"],
  ["cmd", undefined],
  ["comments", "hidesComments"],
  ["cookie", "hidesCookie"],
  ["crypto", undefined],
  ["defname", "searches"],
  ["dns64prefix", undefined],
  ["dnssec", "wantsDnssec"],
  ["do", "wantsDnssec"],
  ["domain", { kind: "text", set: (domain, isOn) => (isOn && domain !== "" ? { domain, searches: true } : {}) }],
  ["edns", "hidesEdns"],
  ["ednsflags", undefined],
  ["ednsnegotiation", undefined],
  ["ednsopt", undefined],
  ["expandaaaa", undefined],
  ["expire", undefined],
  ["fail", undefined],
  ["header-only", undefined],
  ["https", undefined],
  ["identify", "identifies"],
  ["idnin", undefined],
  ["idnout", undefined],
  ["ignore", "ignoresTruncation"],
  ["keepalive", undefined],
  ["keepopen", undefined],
  ["mapped", undefined],
  ["multiline", "isMultiline"],
  ["ndots", { kind: "number", set: (value) => ({ ndots: Number(value) }) }],
  ["nsid", undefined],
  ["onesoa", undefined],
  ["opcode", undefined],
  ["padding", undefined],
  ["qid", undefined],
  ["qr", "showsQuery"],
  ["question", "hidesQuestion"],
  ["raflag", undefined],
  ["rdflag", "hidesRecursion"],
  ["recurse", "hidesRecursion"],
  ["retry", { kind: "number", set: (value) => ({ tries: Number(value) + 1 }) }],
  ["rrcomments", undefined],
  ["search", "searches"],
  ["short", undefined],
  ["showsearch", "showsSearch"],
  ["split", undefined],
  ["stats", "hidesStatistics"],
  ["subnet", undefined],
  ["tcflag", undefined],
  ["tcp", "usesTcp"],
  ["timeout", { kind: "number", set: (value) => ({ timeoutSeconds: Math.max(1, Number(value)) }) }],
  ["tries", { kind: "number", set: (value) => ({ tries: Math.max(1, Number(value)) }) }],
  ["ttlid", "hidesTtl"],
  ["ttlunits", "hasTtlUnits"],
  ["unknownformat", undefined],
  ["vc", "usesTcp"],
  ["zflag", undefined],
];

function findOption(typed: string): (typeof PLUS_OPTIONS)[number] | undefined {
  const name = typed.toLowerCase();
  if (name === "") return undefined;
  return PLUS_OPTIONS.find(([known]) => known === name) ?? PLUS_OPTIONS.find(([known]) => known.startsWith(name));
}

function reverseName(address: string): string {
  return parseIpv4(address) ? reverseOfAddress(address) : `${address.split(".").toReversed().join(".")}.in-addr.arpa.`;
}

function invalid(word: string): DigEnded {
  return { kind: "ended", exitCode: EXIT_USAGE, error: `Invalid option: ${word}\n${USAGE}` };
}

function notANumber(what: string, value: string, exitCode: number): DigEnded {
  return {
    kind: "ended",
    exitCode,
    error: `invalid ${what} '${value}': not a valid number\ndig: Couldn't parse ${what}\n`,
  };
}
