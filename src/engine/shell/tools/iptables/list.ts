// `iptables -L`: a rule's line of iptables-save, told in columns. As iptables 1.8.9 (nf_tables) prints it.
import { serviceOnPort } from "../services.ts";

/** How a listing is shown. */
export type ListOptions = {
  readonly isVerbose: boolean;
  readonly hasNumbers: boolean;
  /** -n; without it, protocols, ports and "anywhere" are words. */
  readonly isNumeric: boolean;
  /** -x: counters are not rounded. */
  readonly isExact: boolean;
};

/** A rule as iptables-save prints it, with what it has matched. */
export type ListedRule = { readonly text: string; readonly packets: number; readonly bytes: number };

export type ListedChain = {
  readonly name: string;
  readonly policy: string;
  readonly rules: readonly ListedRule[];
  readonly references: number;
};

const PROTOCOL_NUMBERS: Readonly<Record<string, string>> = { tcp: "6", udp: "17", icmp: "1", sctp: "132" };
const ANYWHERE = "0.0.0.0/0";
const EXACT_MAX = 99_999;

/** A chain with its heading and its rules. */
export function listChain({ name, policy, rules, references }: ListedChain, options: ListOptions): string {
  const counters = options.isVerbose ? " 0 packets, 0 bytes" : "";
  const about = policy === "-" ? `${references} references` : `policy ${policy}${counters}`;
  const columns = options.isVerbose
    ? " pkts bytes target     prot opt in     out     source               destination         "
    : "target     prot opt source               destination         ";
  const number = options.hasNumbers ? "num  " : "";
  const lines = rules.map((rule, index) => `${listRule(rule, index + 1, options)}\n`);
  return `Chain ${name} (${about})\n${number}${columns}\n${lines.join("")}`;
}

/** A rule in its columns. As print_rule_details() and save_ipv4_addr() of iptables/xshared.c. */
export function listRule({ text, packets, bytes }: ListedRule, number: number, options: ListOptions): string {
  const { isVerbose, hasNumbers, isNumeric } = options;
  const parsed = parseRule(text, isNumeric);
  const { protocol = "all" } = parsed;
  const target = `${(parsed.target ?? "").padEnd(9)} `;
  const shown = isNumeric ? (PROTOCOL_NUMBERS[protocol] ?? "0") : protocol;
  const goto = parsed.isGoto ? "[goto] " : "";
  const details = parsed.details.length > 0 ? ` ${parsed.details.join(" ")}` : "";
  const interfaces = isVerbose ? `${column(parsed.in, 6)}${column(parsed.out, 6)} ` : "";
  const ends = `${column(addressText(parsed.source, isNumeric), 19)} ${column(addressText(parsed.destination, isNumeric), 19)} `;
  const counts = isVerbose ? `${countText(packets, options)} ${countText(bytes, options)} ` : "";
  const head = hasNumbers ? String(number).padEnd(5) : "";
  return `${head}${counts}${target} ${shown.padEnd(4)} -- ${interfaces}${ends}${goto}${details}`;
}

/** A column that has one sign before it, for what is inverted. */
function column(text: string, width: number): string {
  return text.startsWith("!") ? `!${text.slice(1).padEnd(width)}` : ` ${text.padEnd(width)}`;
}

function addressText(address: string, isNumeric: boolean): string {
  return address === ANYWHERE && !isNumeric ? "anywhere" : address;
}

/** As xtables_print_num(): thousands, millions and so on beyond five digits. */
function countText(value: number, { isExact }: ListOptions): string {
  if (isExact) return String(value).padStart(8);
  if (value <= EXACT_MAX) return String(value).padStart(5);
  let rest = value;
  for (const unit of ["K", "M", "G", "T"]) {
    rest = Math.floor((rest + 500) / 1000);
    if (rest <= 9999) return `${String(rest).padStart(4)}${unit}`;
  }
  return `${rest}T`;
}

type Parsed = {
  target: string | undefined;
  protocol: string | undefined;
  source: string;
  destination: string;
  in: string;
  out: string;
  isGoto: boolean;
  readonly details: string[];
};

/** Reads "-A CHAIN -d 10.96.0.1/32 -p tcp -m comment --comment "…" -m tcp --dport 443 -j TARGET". */
function parseRule(rule: string, isNumeric: boolean): Parsed {
  const words = (rule.match(/"(?:\\.|[^"\\])*"|\S+/g) ?? []).slice(2);
  const parsed: Parsed = {
    target: undefined,
    protocol: undefined,
    source: "0.0.0.0/0",
    destination: "0.0.0.0/0",
    in: "*",
    out: "*",
    isGoto: false,
    details: [],
  };
  const reader = new RuleReader(words, parsed, isNumeric);
  reader.read();
  return parsed;
}

class RuleReader {
  readonly #words: string[];
  readonly #parsed: Parsed;
  readonly #isNumeric: boolean;
  #protocol = "";
  #match = "";
  readonly #targetDetails: string[] = [];

  constructor(words: readonly string[], parsed: Parsed, isNumeric: boolean) {
    this.#isNumeric = isNumeric;
    this.#words = [...words];
    this.#parsed = parsed;
  }

  read(): void {
    for (let isInverted = false, word = this.#words.shift(); word !== undefined; word = this.#words.shift()) {
      if (word === "!") {
        isInverted = true;
        continue;
      }
      this.#option(word, isInverted ? "!" : "");
      isInverted = false;
    }
    this.#parsed.details.push(...this.#targetDetails);
  }

  #option(word: string, mark: "!" | ""): void {
    const parsed = this.#parsed;
    switch (word) {
      case "-s":
        parsed.source = mark + shownAddress(this.#value());
        return;
      case "-d":
        parsed.destination = mark + shownAddress(this.#value());
        return;
      case "-p":
        this.#protocol = this.#value();
        parsed.protocol = this.#protocol;
        return;
      case "-i":
        parsed.in = mark + this.#value();
        return;
      case "-o":
        parsed.out = mark + this.#value();
        return;
      case "-j":
      case "-g":
        parsed.target = this.#value();
        parsed.isGoto = word === "-g";
        if (parsed.target === "LOG") this.#targetDetails.push("LOG flags 0 level 4");
        return;
      case "-m":
        this.#match = this.#value();
        if (this.#match === "tcp" || this.#match === "udp") this.#ports();
        return;
      default:
        this.#detail(word, mark);
    }
  }

  /** "tcp dpt:80", "udp spt:53 dpt:!53", "tcp flags:0x17/0x02". */
  #ports(): void {
    const parts: string[] = [];
    for (;;) {
      const isInverted = this.#words[0] === "!";
      const option = this.#words[isInverted ? 1 : 0] ?? "";
      if (!["--dport", "--sport", "--tcp-flags"].includes(option)) break;
      this.#words.splice(0, isInverted ? 2 : 1);
      const mark = isInverted ? "!" : "";
      const value = this.#value();
      if (option === "--tcp-flags") parts.push(`flags:${mark}${flagBits(value)}/${flagBits(this.#value())}`);
      else {
        const name = option === "--dport" ? "dpt" : "spt";
        parts.push(`${name}${value.includes(":") ? "s" : ""}:${mark}${this.#portText(value)}`);
      }
    }
    if (parts.length > 0) this.#parsed.details.push(`${this.#match} ${parts.join(" ")}`);
  }

  #portText(value: string): string {
    const protocol = this.#match === "udp" ? "udp" : "tcp";
    if (this.#isNumeric) return value;
    return value.replace(/\d+/g, (port) => serviceOnPort(Number(port), protocol)?.name ?? port);
  }

  #detail(word: string, mark: "!" | ""): void {
    const { details } = this.#parsed;
    switch (word) {
      case "--comment":
        details.push(`/* ${unquote(this.#value())} */`);
        return;
      case "--ctstate":
        details.push(`${mark === "" ? "" : "! "}ctstate ${this.#value()}`);
        return;
      case "--dst-type":
        details.push(`ADDRTYPE match dst-type ${mark}${this.#value()}`);
        return;
      case "--src-type":
        details.push(`ADDRTYPE match src-type ${mark}${this.#value()}`);
        return;
      case "--mark":
        details.push(`mark match ${mark === "" ? "" : "! "}${this.#value()}`);
        return;
      case "--mode":
        this.#value();
        return;
      case "--probability":
        details.push(`statistic mode random probability ${this.#value()}`);
        return;
      case "--nfacct-name":
        details.push(`nfacct-name  ${this.#value()}`);
        return;
      case "--state":
        details.push(`${mark === "" ? "" : "! "}state ${this.#value()}`);
        return;
      case "--icmp-type":
        details.push(`icmptype ${mark}${this.#value()}`);
        return;
      case "--limit":
        details.push(`limit: avg ${this.#value()} burst ${this.#burst()}`);
        return;
      case "--dports":
      case "--sports":
      case "--ports":
        details.push(`multiport ${word.slice(2)} ${mark}${this.#portText(this.#value())}`);
        return;
      default:
        if (!this.#targetDetail(word)) this.#recent(word);
    }
  }

  /** An option of the target; false for one that is none. */
  #targetDetail(word: string): boolean {
    switch (word) {
      case "--to-destination":
        this.#targetDetails.push(`to:${this.#value()}`);
        return true;
      case "--reject-with":
        this.#targetDetails.push(`reject-with ${this.#value()}`);
        return true;
      case "--or-mark":
        this.#targetDetails.push(`MARK or ${this.#value()}`);
        return true;
      case "--set-xmark":
        this.#targetDetails.push(markText(this.#value()));
        return true;
      case "--to-source":
        this.#targetDetails.push(`to:${this.#value()}`);
        return true;
      case "--to-ports":
        this.#targetDetails.push(`${this.#parsed.target === "REDIRECT" ? "redir" : "masq"} ports ${this.#value()}`);
        return true;
      case "--log-prefix":
        this.#targetDetails.push(`prefix ${this.#value()}`);
        return true;
      case "--random-fully":
        this.#targetDetails.push("random-fully");
        return true;
      default:
        return false;
    }
  }

  /** `-m recent`: "recent: CHECK seconds: 10800 reap name: … side: source mask: 255.255.255.255". */
  #recent(word: string): void {
    const { details } = this.#parsed;
    const isRecent = this.#match === "recent";
    if (isRecent && word === "--rcheck") details.push("recent: CHECK");
    else if (isRecent && word === "--set") details.push("recent: SET");
    else if (isRecent && word === "--seconds") details.push(`seconds: ${this.#value()}`);
    else if (isRecent && word === "--reap") details.push("reap");
    else if (isRecent && word === "--name") details.push(`name: ${this.#value()}`);
    else if (isRecent && word === "--mask") details.push(`mask: ${this.#value()}`);
    else if (isRecent && word === "--rsource") details.splice(-1, 0, "side: source");
    else details.push(word);
  }

  #burst(): string {
    if (this.#words[0] !== "--limit-burst") return "5";
    this.#words.shift();
    return this.#value();
  }

  #value(): string {
    return this.#words.shift() ?? "";
  }
}

const TCP_FLAGS = ["FIN", "SYN", "RST", "PSH", "ACK", "URG"];

/** "SYN,ACK" as the header's bits: "0x12". */
function flagBits(names: string): string {
  const bits = names.split(",").reduce((sum, name) => {
    const at = TCP_FLAGS.indexOf(name);
    return name === "ALL" ? 0x3f : at < 0 ? sum : sum | (1 << at);
  }, 0);
  return `0x${bits.toString(16).padStart(2, "0")}`;
}

/** An address of one machine is shown without its /32. */
function shownAddress(address: string): string {
  return address.replace(/\/32$/, "");
}

/** xshared's MARK: a full mask sets, a mask of the value's own bits ors, a value of none xors. */
function markText(value: string): string {
  const [set = "0x0", mask = "0xffffffff"] = value.split("/");
  if (mask.toLowerCase() === "0xffffffff") return `MARK set ${set}`;
  if (set === mask) return `MARK or ${set}`;
  return mask === "0x0" ? `MARK xor ${set}` : `MARK xset ${set}/${mask}`;
}

function unquote(text: string): string {
  return text.replace(/^"([^]*)"$/, "$1").replaceAll(/\\(.)/g, "$1");
}
