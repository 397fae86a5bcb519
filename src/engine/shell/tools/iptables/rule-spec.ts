// A rule as it is typed, as iptables-save prints it: "-p tcp --dport http -s 10.1.2.3 -j DROP" is
// "-s 10.1.2.3/32 -p tcp -m tcp --dport 80 -j DROP".
import { ipv4ToNumber, numberToIpv4, parseIpv4 } from "../../../model/address.ts";
import { serviceOfName } from "../services.ts";
import type { IptablesRefusal } from "./command.ts";
import { refuse } from "./command.ts";

/** How the value of a module's option is written. */
type Form = "flag" | "text" | "port" | "ports" | "two" | "icmp" | "mark" | "quoted";
type Module = Readonly<Record<string, Form>>;

const PORTS: Module = { sport: "port", dport: "port", "source-port": "port", "destination-port": "port" };
const MATCHES: Readonly<Record<string, Module>> = {
  tcp: { ...PORTS, syn: "flag", "tcp-flags": "two" },
  udp: PORTS,
  icmp: { "icmp-type": "icmp" },
  comment: { comment: "quoted" },
  conntrack: {
    ctstate: "text",
    ctproto: "text",
    ctorigdst: "text",
    ctorigdstport: "text",
    ctorigsrc: "text",
    ctdir: "text",
  },
  state: { state: "text" },
  mark: { mark: "text" },
  addrtype: { "dst-type": "text", "src-type": "text", "limit-iface-in": "flag", "limit-iface-out": "flag" },
  multiport: { dports: "ports", sports: "ports", ports: "ports" },
  limit: { limit: "text", "limit-burst": "text" },
  statistic: { mode: "text", probability: "text", every: "text", packet: "text" },
  physdev: { "physdev-in": "text", "physdev-out": "text", "physdev-is-bridged": "flag" },
  recent: {
    rcheck: "flag",
    set: "flag",
    update: "flag",
    remove: "flag",
    seconds: "text",
    reap: "flag",
    name: "text",
    mask: "text",
    rsource: "flag",
    rdest: "flag",
  },
  nfacct: { "nfacct-name": "text" },
};
const TARGETS: Readonly<Record<string, Module>> = {
  ACCEPT: {},
  DROP: {},
  RETURN: {},
  REJECT: { "reject-with": "text" },
  DNAT: { "to-destination": "text", random: "flag", persistent: "flag" },
  SNAT: { "to-source": "text", random: "flag", "random-fully": "flag", persistent: "flag" },
  MASQUERADE: { "to-ports": "text", random: "flag", "random-fully": "flag" },
  REDIRECT: { "to-ports": "text", random: "flag" },
  MARK: { "set-mark": "mark", "set-xmark": "text", "or-mark": "mark", "and-mark": "mark", "xor-mark": "mark" },
  LOG: { "log-prefix": "quoted", "log-level": "text" },
  NOTRACK: {},
  TRACE: {},
};
const PROTOCOLS = new Set(["tcp", "udp", "icmp", "sctp", "all"]);
const PROTOCOL_NAMES: Readonly<Record<string, string>> = {
  "1": "icmp",
  "6": "tcp",
  "17": "udp",
  "132": "sctp",
  "0": "all",
};
const ICMP_TYPES: Readonly<Record<string, string>> = {
  "echo-reply": "0",
  "destination-unreachable": "3",
  redirect: "5",
  "echo-request": "8",
  "time-exceeded": "11",
};
const SYN_FLAGS = "--tcp-flags FIN,SYN,RST,ACK SYN";
const LONG_NAMES: Readonly<Record<string, string>> = { "source-port": "sport", "destination-port": "dport" };

/** The text after "-A CHAIN ", empty for a rule that matches everything and does nothing. */
export function writeRule(words: readonly string[], hasChain: (name: string) => boolean): string | IptablesRefusal {
  const writer = new RuleWriter(words, hasChain);
  return writer.read() ?? writer.text();
}

class RuleWriter {
  readonly #rest: string[];
  readonly #hasChain: (name: string) => boolean;
  readonly #conditions = new Map<string, string>();
  readonly #matches: { readonly module: string; readonly options: string[] }[] = [];
  readonly #targetOptions: string[] = [];
  #protocol: string | undefined;
  #target: { readonly name: string; readonly flag: "-j" | "-g" } | undefined;

  constructor(words: readonly string[], hasChain: (name: string) => boolean) {
    this.#rest = [...words];
    this.#hasChain = hasChain;
  }

  /** What is wrong with the words. */
  read(): IptablesRefusal | undefined {
    let mark = "";
    for (let word = this.#rest.shift(); word !== undefined; word = this.#rest.shift()) {
      if (word === "!") {
        mark = "! ";
        continue;
      }
      const problem = this.#take(word, mark);
      if (problem) return problem;
      mark = "";
    }
    return undefined;
  }

  text(): string {
    const conditions = ["-s", "-d", "-i", "-o", "-p", "-f"].flatMap((name) => this.#conditions.get(name) ?? []);
    const matches = this.#matches.map(({ module, options }) => ["-m", module, ...options].join(" "));
    const target = this.#target ? [`${this.#target.flag} ${this.#target.name}`, ...this.#targetOptions] : [];
    if (this.#target?.name === "REJECT" && this.#targetOptions.length === 0)
      target.push("--reject-with icmp-port-unreachable");
    return [...conditions, ...matches, ...target].join(" ");
  }

  #take(word: string, mark: string): IptablesRefusal | undefined {
    switch (word) {
      case "-s":
      case "-d":
        return this.#address(word, mark);
      case "-i":
      case "-o":
        return this.#needs(word, (value) => void this.#conditions.set(word, `${mark}${word} ${value}`));
      case "-p":
        return this.#needs(word, (value) => this.#setProtocol(value, mark));
      case "-f":
        this.#conditions.set(word, `${mark}-f`);
        return undefined;
      case "-m":
        return this.#needs(word, (value) => this.#load(value));
      case "-j":
      case "-g":
        return this.#needs(word, (value) => this.#jump(value, word));
      default:
        return word.startsWith("--") ? this.#option(word.slice(2), mark) : this.#unknown(word);
    }
  }

  #needs(option: string, take: (value: string) => IptablesRefusal | void): IptablesRefusal | undefined {
    const value = this.#rest.shift();
    if (value === undefined) return refuse(`option "${option}" requires an argument`);
    return take(value) ?? undefined;
  }

  #address(option: "-s" | "-d", mark: string): IptablesRefusal | undefined {
    return this.#needs(option, (value) => {
      const network = networkOf(value);
      if (network === undefined) return refuse(`host/network \`${value}' not found`);
      if (network !== "0.0.0.0/0" || mark !== "") this.#conditions.set(option, `${mark}${option} ${network}`);
      return undefined;
    });
  }

  #setProtocol(value: string, mark: string): IptablesRefusal | undefined {
    const name = PROTOCOL_NAMES[value] ?? value.toLowerCase();
    if (!PROTOCOLS.has(name)) return refuse(`unknown protocol "${value}" specified`);
    this.#protocol = name;
    if (name !== "all") this.#conditions.set("-p", `${mark}-p ${name}`);
    return undefined;
  }

  #load(module: string): IptablesRefusal | undefined {
    if (!MATCHES[module]) return refuse(`Couldn't load match \`${module}':No such file or directory\n`);
    this.#matches.push({ module, options: [] });
    return undefined;
  }

  #jump(name: string, flag: "-j" | "-g"): IptablesRefusal | undefined {
    if (!TARGETS[name] && !this.#hasChain(name)) return refuse(`Chain '${name}' does not exist`);
    this.#target = { name, flag };
    return undefined;
  }

  /** An option of a module: of the target, of the last match that knows it, or of the protocol's own. */
  #option(name: string, mark: string): IptablesRefusal | undefined {
    const ofTarget = this.#target && TARGETS[this.#target.name]?.[name];
    if (ofTarget) return this.#write(this.#targetOptions, { name, form: ofTarget, mark });
    const loaded = this.#matches.findLast(({ module }) => MATCHES[module]?.[name]);
    const form = loaded && MATCHES[loaded.module]?.[name];
    if (loaded && form) return this.#write(loaded.options, { name, form, mark });
    const implied = this.#protocol === undefined ? undefined : MATCHES[this.#protocol]?.[name];
    if (!implied || this.#protocol === undefined) return this.#unknown(`--${name}`);
    const match = { module: this.#protocol, options: [] };
    this.#matches.push(match);
    return this.#write(match.options, { name, form: implied, mark });
  }

  #write(
    options: string[],
    { name, form, mark }: { readonly name: string; readonly form: Form; readonly mark: string },
  ): IptablesRefusal | undefined {
    const shown = `--${LONG_NAMES[name] ?? name}`;
    if (form === "flag") {
      options.push(`${mark}${name === "syn" ? SYN_FLAGS : shown}`);
      return undefined;
    }
    return this.#needs(`--${name}`, (value) => {
      const text = form === "two" ? `${value} ${this.#rest.shift() ?? ""}` : valueText(value, form, name);
      if (typeof text !== "string") return text;
      options.push(`${mark}${form === "mark" ? `--set-xmark ${text}` : `${shown} ${text}`}`);
      return undefined;
    });
  }

  #unknown(word: string): IptablesRefusal {
    return refuse(word.startsWith("-") ? `unknown option "${word}"` : `Bad argument \`${word}'`);
  }
}

function valueText(value: string, form: Form, name: string): string | IptablesRefusal {
  switch (form) {
    case "port":
    case "ports": {
      const parts = value.split(/([,:])/).map((part) => (/^[,:]?$/.test(part) ? part : portOf(part)));
      if (!parts.every((part) => part !== undefined)) return refuse(`invalid port/service \`${value}' specified`);
      return parts.join("");
    }
    case "icmp":
      return ICMP_TYPES[value] ?? value;
    case "quoted":
      return /^[\w.:/-]+$/.test(value) ? value : `"${value.replaceAll(/["\\]/g, "\\$&")}"`;
    case "mark":
      return xmark(value, name);
    default:
      return name === "probability" ? Number(value).toFixed(11) : value;
  }
}

function portOf(text: string): string | undefined {
  if (/^\d+$/.test(text)) return Number(text) <= 65_535 ? String(Number(text)) : undefined;
  const service = serviceOfName(text);
  return service && String(service.port);
}

/** --set-mark and its kin, as the value and mask that MARK keeps. */
function xmark(text: string, name: string): string {
  const [value = 0, mask] = text.split("/").map(Number);
  const hex = (bits: number) => `0x${(bits >>> 0).toString(16)}`;
  if (name === "or-mark") return `${hex(value)}/${hex(value)}`;
  if (name === "and-mark") return `0x0/${hex(~value)}`;
  if (name === "xor-mark") return `${hex(value)}/0x0`;
  return `${hex(value)}/${hex(mask === undefined ? -1 : mask | value)}`;
}

/** "10.1.2.3" is 10.1.2.3/32; what the mask leaves out is 0. Undefined for a name. */
function networkOf(text: string): string | undefined {
  const [name = "", length = "32"] = text.split("/");
  const parts = name.split(".");
  const isShort = /^\d+(\.\d+){0,3}$/.test(name);
  const last = Number(parts.at(-1));
  const filled = [...parts.slice(0, -1), ...Array.from({ length: 4 - parts.length }, () => "0"), String(last)];
  const address = name === "localhost" ? parseIpv4("127.0.0.1") : isShort ? parseIpv4(filled.join(".")) : undefined;
  const mask = parseIpv4(length);
  const bits = mask ? (ipv4ToNumber(mask) >>> 0).toString(2).replaceAll("0", "").length : Number(length);
  if (!address || !Number.isInteger(bits) || bits < 0 || bits > 32) return undefined;
  const kept = bits === 0 ? 0 : (-1 << (32 - bits)) >>> 0;
  return `${numberToIpv4((ipv4ToNumber(address) & kept) >>> 0)}/${bits}`;
}
