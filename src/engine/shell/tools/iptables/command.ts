// The command line of iptables 1.8.9. As iptables/xshared.c (do_parse) reads it.

/** What is to be done, and to which chain. `rule`: the words that describe a rule. */
export type IptablesCommand = {
  readonly kind: "command";
  readonly verb: Verb;
  readonly chain: string | undefined;
  readonly table: string;
  readonly number: number | undefined;
  /** -P's policy, -E's new name. */
  readonly argument: string | undefined;
  readonly rule: readonly string[];
  readonly isNumeric: boolean;
  readonly isVerbose: boolean;
  readonly isExact: boolean;
  readonly hasNumbers: boolean;
};

export type Verb = "A" | "C" | "D" | "E" | "F" | "I" | "L" | "N" | "P" | "R" | "S" | "X" | "Z" | "V" | "h";

/** What it says of words that it does not take. */
export type IptablesRefusal = { readonly kind: "refused"; readonly message: string };

const VERBS: Readonly<Record<string, Verb>> = {
  append: "A",
  check: "C",
  delete: "D",
  "rename-chain": "E",
  flush: "F",
  insert: "I",
  list: "L",
  "new-chain": "N",
  policy: "P",
  replace: "R",
  "list-rules": "S",
  "delete-chain": "X",
  zero: "Z",
  version: "V",
  help: "h",
};
const LETTERS: ReadonlySet<string> = new Set(Object.values(VERBS));
/** Those that cannot do without a chain, and those that may have one. */
const NEEDS_CHAIN = "ACDEINPR";
const MAY_HAVE_CHAIN = "FLSXZ";
const TAKES_RULE = "ACDIR";
/** Options of a rule without a module, and the long names that iptables turns into them. */
const LONG_RULE_OPTIONS: Readonly<Record<string, string>> = {
  "--protocol": "-p",
  "--proto": "-p",
  "--source": "-s",
  "--src": "-s",
  "--destination": "-d",
  "--dst": "-d",
  "--in-interface": "-i",
  "--out-interface": "-o",
  "--jump": "-j",
  "--goto": "-g",
  "--match": "-m",
  "--fragment": "-f",
};

export function readIptables(words: readonly string[]): IptablesCommand | IptablesRefusal {
  const rest = [...words];
  const rule: string[] = [];
  let verb: Verb | undefined;
  let chain: string | undefined;
  let number: number | undefined;
  let argument: string | undefined;
  let table = "filter";
  const flags = new Set<string>();
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const flag = FLAGS[word];
    const found = verbOf(word);
    if (flag !== undefined) flags.add(flag);
    else if (word === "-t" || word === "--table") {
      const value = rest.shift();
      if (value === undefined) return needsArgument(word);
      table = value;
    } else if (word === "-w" || word === "--wait" || word === "-W" || word === "--wait-interval") {
      if (/^\d+$/.test(rest[0] ?? "")) rest.shift();
    } else if (found) {
      if (verb !== undefined) return refuse(`Cannot use -${found} with -${verb}`);
      verb = found;
      if (NEEDS_CHAIN.includes(verb)) {
        chain = rest.shift();
        if (chain === undefined || chain.startsWith("-")) return needsArgument(word);
      } else if (MAY_HAVE_CHAIN.includes(verb) && isOperand(rest[0])) chain = rest.shift();
      if ("PE".includes(verb)) {
        argument = rest.shift();
        if (argument === undefined)
          return refuse(`-${verb} requires a chain and a ${verb === "P" ? "policy" : "new name"}`);
      }
      if ("IDRLSZ".includes(verb) && /^\d+$/.test(rest[0] ?? "")) number = Number(rest.shift());
    } else if (/^-[nvxLSFZX]+$/.test(word) && word.length > 2)
      rest.unshift(...Array.from(word.slice(1), (letter) => `-${letter}`));
    else rule.push(LONG_RULE_OPTIONS[word] ?? word);
  }
  if (verb === undefined) {
    const [first] = rule;
    return refuse(first?.startsWith("-") ? `unknown option "${first}"` : "no command specified");
  }
  const [extra] = rule;
  if (!TAKES_RULE.includes(verb) && extra !== undefined)
    return refuse(extra.startsWith("-") ? `unknown option "${extra}"` : `Bad argument \`${extra}'`);
  return {
    kind: "command",
    verb,
    chain,
    table,
    number,
    argument,
    rule,
    isNumeric: flags.has("n"),
    isVerbose: flags.has("v"),
    isExact: flags.has("x"),
    hasNumbers: flags.has("l"),
  };
}

const FLAGS: Readonly<Record<string, string>> = {
  "-n": "n",
  "--numeric": "n",
  "-v": "v",
  "--verbose": "v",
  "-x": "x",
  "--exact": "x",
  "--line-numbers": "l",
  "--line": "l",
};

function verbOf(word: string): Verb | undefined {
  const letter = word.slice(1);
  if (word.startsWith("--")) return VERBS[word.slice(2)];
  return word.startsWith("-") && LETTERS.has(letter) ? (letter as Verb) : undefined;
}

function isOperand(word: string | undefined): boolean {
  return word !== undefined && !word.startsWith("-") && word !== "!";
}

function needsArgument(option: string): IptablesRefusal {
  return refuse(`option "${option}" requires an argument`);
}

/** A refusal in iptables' own frame. */
export function refuse(message: string): IptablesRefusal {
  return { kind: "refused", message };
}
