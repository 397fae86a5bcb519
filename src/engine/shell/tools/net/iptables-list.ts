// `iptables -L`: a rule's line of iptables-save, told in columns. As iptables 1.8.9 (nf_tables) prints it.

/** How a listing is shown. Addresses and ports are always numbers, as there are no names to look up. */
export type ListOptions = { readonly isVerbose: boolean; readonly hasNumbers: boolean };

export type ListedChain = {
  readonly name: string;
  readonly policy: string;
  readonly rules: readonly string[];
  readonly references: number;
};

const PROTOCOL_NUMBERS: Readonly<Record<string, string>> = { tcp: "6", udp: "17", icmp: "1", sctp: "132" };

/** A chain with its heading and its rules. */
export function listChain({ name, policy, rules, references }: ListedChain, options: ListOptions): string {
  const counters = options.isVerbose ? " 0 packets, 0 bytes" : "";
  const about = policy === "-" ? `${references} references` : `policy ${policy}${counters}`;
  const columns = options.isVerbose
    ? " pkts bytes target     prot opt in     out     source               destination         "
    : "target     prot opt source               destination         ";
  const number = options.hasNumbers ? "num  " : "";
  const lines = rules.map((rule, index) => {
    const shown = options.hasNumbers ? String(index + 1).padEnd(5) : "";
    return `${shown}${listRule(rule, options)}\n`;
  });
  return `Chain ${name} (${about})\n${number}${columns}\n${lines.join("")}`;
}

function listRule(rule: string, { isVerbose }: ListOptions): string {
  const parsed = parseRule(rule);
  const target = `${(parsed.target ?? "").padEnd(9)} `;
  const protocol = PROTOCOL_NUMBERS[parsed.protocol ?? ""] ?? "0";
  const source = parsed.source.padEnd(20);
  const destination = parsed.destination.padEnd(20);
  const details = parsed.details.length > 0 ? ` ${parsed.details.join(" ")}` : "";
  const shown = isVerbose
    ? `    0     0 ${target} ${protocol.padEnd(4)} --  ${parsed.in.padEnd(6)} ${parsed.out.padEnd(7)} ${source} ${destination}${details}`
    : `${target} ${protocol.padEnd(4)} --  ${source} ${destination}${details}`;
  return shown;
}

type Parsed = {
  target: string | undefined;
  protocol: string | undefined;
  source: string;
  destination: string;
  in: string;
  out: string;
  readonly details: string[];
};

/** Reads "-A CHAIN -d 10.96.0.1/32 -p tcp -m comment --comment "…" -m tcp --dport 443 -j TARGET". */
function parseRule(rule: string): Parsed {
  const words = (rule.match(/"(?:\\.|[^"\\])*"|\S+/g) ?? []).slice(2);
  const parsed: Parsed = {
    target: undefined,
    protocol: undefined,
    source: "0.0.0.0/0",
    destination: "0.0.0.0/0",
    in: "*",
    out: "*",
    details: [],
  };
  const reader = new RuleReader(words, parsed);
  reader.read();
  return parsed;
}

class RuleReader {
  readonly #words: string[];
  readonly #parsed: Parsed;
  #protocol = "";
  #match = "";
  readonly #targetDetails: string[] = [];

  constructor(words: readonly string[], parsed: Parsed) {
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
        return;
      case "-m":
        this.#match = this.#value();
        if (this.#match === "tcp" || this.#match === "udp") this.#ports();
        return;
      default:
        this.#detail(word, mark);
    }
  }

  /** "tcp dpt:80", "udp spt:53 dpt:!53". */
  #ports(): void {
    const parts: string[] = [];
    for (;;) {
      const isInverted = this.#words[0] === "!";
      const option = this.#words[isInverted ? 1 : 0];
      if (option !== "--dport" && option !== "--sport") break;
      this.#words.splice(0, isInverted ? 2 : 1);
      const name = option === "--dport" ? "dpt" : "spt";
      const value = this.#value();
      parts.push(`${name}${value.includes(":") ? "s" : ""}:${isInverted ? "!" : ""}${value}`);
    }
    if (parts.length > 0) this.#parsed.details.push(`${this.#match} ${parts.join(" ")}`);
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
        details.push(`mark match ${mark}${this.#value()}`);
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
      case "--to-destination":
        this.#targetDetails.push(`to:${this.#value()}`);
        return;
      case "--reject-with":
        this.#targetDetails.push(`reject-with ${this.#value()}`);
        return;
      case "--or-mark":
        this.#targetDetails.push(`MARK or ${this.#value()}`);
        return;
      case "--set-xmark":
        this.#targetDetails.push(markText(this.#value()));
        return;
      case "--random-fully":
        this.#targetDetails.push("random-fully");
        return;
      default:
        this.#recent(word);
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

  #value(): string {
    return this.#words.shift() ?? "";
  }
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
